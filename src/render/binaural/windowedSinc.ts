import { besselI0, sin } from '../../base/index.ts';

const KAISER_BETA = 9;
const WINDOW_STEPS = 4096;

/** Half of a Kaiser window, 90 dB of stopband, tabulated from its middle to its edge. */
const windowTable = Float64Array.from({ length: WINDOW_STEPS + 2 }, (_, k) => {
  const x = Math.min(1, k / WINDOW_STEPS);
  return besselI0(KAISER_BETA * Math.sqrt(1 - x * x)) / besselI0(KAISER_BETA);
});

/** Weights that read a signal between its frames: value k is the sum over n of weights[n]·input[first[k] + n]. */
export interface BetweenReader {
  read(out: Float64Array | Float32Array, input: ArrayLike<number>): void;
}

/**
 * Reads `length` values at frames start + k·step of an input, band-limited; outside its frames an input is zero.
 * @param cutoffRatio      middle of the transition over half the input's rate
 * @param halfWidthFrames  frames of the input on each side that take part
 */
export function createBetweenReader(
  length: number,
  start: number,
  step: number,
  cutoffRatio: number,
  halfWidthFrames: number,
): BetweenReader {
  const width = 2 * Math.ceil(halfWidthFrames) + 1;
  const first = new Int32Array(length);
  const weights = new Float64Array(length * width);
  for (let k = 0; k < length; k++) {
    const at = start + k * step;
    first[k] = Math.ceil(at - halfWidthFrames);
    for (let n = 0; n < width; n++) {
      const distance = Math.abs(at - first[k]! - n);
      weights[k * width + n] = distance < halfWidthFrames ? sinc(cutoffRatio, distance) * windowAt(distance / halfWidthFrames) : 0;
    }
  }
  return {
    read(out, input) {
      for (let k = 0; k < length; k++) {
        const from = first[k]!;
        const last = Math.min(width, input.length - from);
        let sum = 0;
        for (let n = Math.max(0, -from); n < last; n++) {
          sum += weights[k * width + n]! * input[from + n]!;
        }
        out[k] = sum;
      }
    },
  };
}

function sinc(cutoffRatio: number, distance: number): number {
  const angle = Math.PI * cutoffRatio * distance;
  return angle < 1e-9 ? cutoffRatio : (cutoffRatio * sin(angle)) / angle;
}

function windowAt(ratio: number): number {
  const place = ratio * WINDOW_STEPS;
  const cell = Math.floor(place);
  return windowTable[cell]! + (place - cell) * (windowTable[cell + 1]! - windowTable[cell]!);
}
