import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createPrng } from '../../src/base/index.ts';
import type { EqBand, ProcessorSettings } from '../../src/scene/index.ts';
import { setUpChain } from '../unit/processing/runChain.ts';

const band = fc.record(
  {
    type: fc.constantFrom('highPass', 'lowPass', 'lowShelf', 'highShelf', 'bell') as fc.Arbitrary<EqBand['type']>,
    frequencyHz: fc.double({ min: 20, max: 20000, noNaN: true }),
    gainDb: fc.double({ min: -24, max: 24, noNaN: true }),
    q: fc.double({ min: 0.2, max: 10, noNaN: true }),
    slopeDbPerOct: fc.constantFrom(6, 12, 18, 24, 36, 48),
    enabled: fc.boolean(),
  },
  { requiredKeys: ['type', 'frequencyHz'] },
);
const eq = fc.record({ kind: fc.constant('eq' as const), bands: fc.array(band, { maxLength: 5 }) });
const compressor = fc.record({
  kind: fc.constant('compressor' as const),
  thresholdDb: fc.double({ min: -60, max: 0, noNaN: true }),
  ratio: fc.double({ min: 1, max: 20, noNaN: true }),
  attackMs: fc.double({ min: 0.05, max: 50, noNaN: true }),
  releaseMs: fc.double({ min: 5, max: 500, noNaN: true }),
  lookaheadMs: fc.constant(1.5),
  mix: fc.double({ min: 0, max: 1, noNaN: true }),
  detector: fc.constantFrom('peak' as const, 'rms' as const),
  sideChainHighPassHz: fc.double({ min: 20, max: 500, noNaN: true }),
  enabled: fc.boolean(),
});
const trim = fc.record({ kind: fc.constant('trim' as const), gainDb: fc.double({ min: -40, max: 20, noNaN: true }) });
const chain = fc.tuple(trim, eq, compressor) as fc.Arbitrary<readonly ProcessorSettings[]>;
const pieces = fc.array(fc.integer({ min: 1, max: 700 }), { minLength: 1, maxLength: 8 });

/** Noise with silences, so that every shortcut is taken. */
function programme(channels: number, lengthFrames: number): Float32Array[] {
  const prng = createPrng(11);
  return Array.from({ length: channels }, () =>
    Float32Array.from({ length: lengthFrames }, (_, k) => (k % 2048 < 900 ? 0 : (k % 4096 < 2048 ? 0.8 : 0.01) * (2 * prng.next() - 1))),
  );
}

describe('inserts', () => {
  it('chunking never changes a bit, whatever is turned and when; reset starts over', () => {
    fc.assert(
      fc.property(
        chain,
        chain,
        chain,
        fc.integer({ min: 0, max: 4000 }),
        fc.integer({ min: 1, max: 2000 }),
        pieces,
        fc.constantFrom(1, 2, 3),
        (first, second, third, at, later, sizes, channels) => {
          const input = programme(channels, 8000);
          const changes = new Map([
            [at, second],
            [at + later, third],
          ]);
          const whole = setUpChain(first, channels).run(input, [256], changes);
          const inPieces = setUpChain(first, channels);
          expect(inPieces.run(input, sizes, changes)).toEqual(whole);
          inPieces.chain.setSettings(first);
          inPieces.chain.reset();
          expect(inPieces.run(input, [333], changes)).toEqual(whole);
        },
      ),
      { seed: 2127, numRuns: 60 },
    );
  });
});
