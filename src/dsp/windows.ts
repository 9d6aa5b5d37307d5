import { besselI0, cos } from '../base/index.ts';

/** Hann, periodic: frame k of length has ½ − ½ cos(2πk/length), so that halves overlapped add up to 1. */
export function hannWindow(length: number): Float64Array {
  return Float64Array.from({ length }, (_, k) => 0.5 - 0.5 * cos((2 * Math.PI * k) / length));
}

/** Four-term Blackman–Harris, periodic: side lobes at −92 dB. @source F. J. Harris, Proc. IEEE 66 (1978), table 1 */
export function blackmanHarrisWindow(length: number): Float64Array {
  return Float64Array.from({ length }, (_, k) => {
    const phase = (2 * Math.PI * k) / length;
    return 0.35875 - 0.48829 * cos(phase) + 0.14128 * cos(2 * phase) - 0.01168 * cos(3 * phase);
  });
}

/** Kaiser's window at x in −1 … 1 (its ends); 0 beyond. */
export function kaiser(x: number, beta: number): number {
  const inside = 1 - x * x;
  return inside < 0 ? 0 : besselI0(beta * Math.sqrt(inside)) / besselI0(beta);
}

/** Kaiser's beta for a stop band of `attenuationDb` ≥ 50. @source J. F. Kaiser, 1974 */
export function kaiserBeta(attenuationDb: number): number {
  return 0.1102 * (attenuationDb - 8.7);
}

/** Taps of a filter whose transition is `transitionRatio` of the sampling rate wide. @source J. F. Kaiser, 1974 */
export function kaiserTaps(attenuationDb: number, transitionRatio: number): number {
  return Math.ceil((attenuationDb - 7.95) / (14.36 * transitionRatio)) + 1;
}
