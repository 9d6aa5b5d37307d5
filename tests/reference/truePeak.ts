import type { TruePeakTables } from '../../src/metering/index.ts';

/**
 * Every one of the 32 positions a frame, without any bound or short cut: the specification of truePeakScan.
 * @returns largest absolute value of positions n, n + 1/32, … n + 31/32 for each frame n
 */
export function truePeaksOf(input: Float32Array, { longTaps, shortTaps }: TruePeakTables): Float64Array {
  const margin = 16;
  const sampleAt = (n: number): number => input[n] ?? 0;
  const points = new Float64Array(2 * (input.length + 2 * margin));
  for (let n = -margin; n < input.length + margin; n++) {
    let half = 0;
    longTaps.forEach((tap, j) => (half += tap * (sampleAt(n - j) + sampleAt(n + 1 + j))));
    points[2 * (n + margin)] = sampleAt(n);
    points[2 * (n + margin) + 1] = half;
  }
  return Float64Array.from(input, (_, n) => {
    let peak = 0;
    for (const start of [2 * (n + margin), 2 * (n + margin) + 1]) {
      for (const taps of shortTaps) {
        let value = 0;
        taps.forEach((tap, j) => (value += tap * points[start + j - taps.length / 2 + 1]!));
        peak = Math.max(peak, Math.abs(value));
      }
    }
    return peak;
  });
}
