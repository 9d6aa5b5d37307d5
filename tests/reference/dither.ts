import { createPrng } from '../../src/base/index.ts';

/** Triangular dither of one channel, sample by sample: the specification of ditherTriangular. */
export function ditherTriangular(input: Float32Array, seed: number, channel: number, steps: number): Float32Array {
  const prng = createPrng(seed, channel);
  return input.map((x) => {
    const noise = (prng.nextUint32() + prng.nextUint32()) / 4294967296 - 1;
    const rounded = Math.floor(x * steps + noise + 0.5);
    return Number.isNaN(rounded) ? 0 : Math.max(-steps, Math.min(steps - 1, rounded)) / steps;
  });
}
