import { describe, expect, it } from 'vitest';
import { createPrng } from '../../src/base/index.ts';
import { createDither } from '../../src/dsp/index.ts';
import { sameSamples } from '../fixtures/sameSamples.ts';
import { ditherTriangular } from '../reference/dither.ts';

const SEED = 1770;

describe('triangular dither: WASM against its readable twin', () => {
  it.each([1, 3, 4, 12])('%i channels, in uneven pieces, to the bit', (channels) => {
    const prng = createPrng(channels);
    const input = Array.from({ length: channels }, () => Float32Array.from({ length: 9000 }, () => 1.1 * (2 * prng.next() - 1)));
    input[0]!.set([NaN, Infinity, -Infinity, 0, -0, 1, -1, 1e-9], 100);
    for (const bits of [16, 24] as const) {
      const out = input.map((channel) => channel.slice());
      const dither = createDither(SEED, channels, bits);
      dither.process(out, 0, 1);
      dither.process(out, 1, 5000);
      dither.process(out, 5001, 3999);
      expect(
        sameSamples(
          out,
          input.map((channel, c) => ditherTriangular(channel, SEED, c, 2 ** (bits - 1))),
        ),
      ).toBe(true);
    }
  });
});
