import { besselI0, sin } from '../../base/index.ts';

const KAISER_BETA = 9;
/** Entries a frame; linear between them the kernel is exact to −118 dB. */
const STEPS = 1024;

/** A band-limiting kernel, Kaiser-windowed for 90 dB of stopband, tabulated from its middle to its edge. */
export interface SincKernel {
  readonly halfWidthFrames: number;
  readonly table: Float64Array;
}

/**
 * @param cutoffRatio      middle of the transition over half the input's rate
 * @param halfWidthFrames  frames of the input on each side that take part
 */
export function createSincKernel(cutoffRatio: number, halfWidthFrames: number): SincKernel {
  const table = new Float64Array(Math.ceil(halfWidthFrames * STEPS) + 2);
  const scale = 1 / besselI0(KAISER_BETA);
  for (let k = 0; k < table.length; k++) {
    const distance = k / STEPS;
    const place = distance / halfWidthFrames;
    const window = place < 1 ? besselI0(KAISER_BETA * Math.sqrt(1 - place * place)) * scale : 0;
    const angle = Math.PI * cutoffRatio * distance;
    table[k] = window * cutoffRatio * (k === 0 ? 1 : sin(angle) / angle);
  }
  return { halfWidthFrames, table };
}

/** Weights that read a signal between its frames: value k is the sum over n of weights[n]·input[first[k] + n]. */
export interface BetweenReader {
  read(out: Float64Array | Float32Array, input: ArrayLike<number>): void;
}

/** Reads `length` values at frames start + k·step of an input; outside its frames an input is zero. */
export function createBetweenReader({ halfWidthFrames, table }: SincKernel, length: number, start: number, step: number): BetweenReader {
  const width = 2 * Math.ceil(halfWidthFrames) + 1;
  const first = new Int32Array(length);
  const weights = new Float64Array(length * width);
  for (let k = 0; k < length; k++) {
    const at = start + k * step;
    first[k] = Math.ceil(at - halfWidthFrames);
    for (let n = 0; n < width; n++) {
      const distance = Math.abs(at - first[k]! - n);
      const place = distance * STEPS;
      const cell = Math.floor(place);
      const low = table[cell] ?? 0;
      weights[k * width + n] = distance < halfWidthFrames ? low + (place - cell) * ((table[cell + 1] ?? 0) - low) : 0;
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
