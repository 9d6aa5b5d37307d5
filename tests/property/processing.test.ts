import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createPrng } from '../../src/base/index.ts';
import { getLayout } from '../../src/layouts/index.ts';
import type { EqBand, Focus, ProcessorSettings } from '../../src/scene/index.ts';
import { sameSamples } from '../fixtures/sameSamples.ts';
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
const number = (min: number, max: number): fc.Arbitrary<number> => fc.double({ min, max, noNaN: true });
const optional = <T extends Record<string, fc.Arbitrary<unknown>>>(fields: T): fc.Arbitrary<object> =>
  fc.record(fields, { requiredKeys: [] });
const multibandBand = optional({
  enabled: fc.boolean(),
  thresholdDb: number(-60, 0),
  ratio: number(1, 20),
  attackMs: number(0.5, 50),
  releaseMs: number(5, 500),
  gainDb: number(-12, 12),
});
const MASTER_INSERTS: Readonly<Record<string, fc.Arbitrary<object>>> = {
  compressor,
  eq: optional({ bands: fc.array(band, { maxLength: 3 }) }),
  linearEq: optional({ bands: fc.array(band, { maxLength: 3 }) }),
  tilt: optional({ tiltDb: number(-6, 6), pivotHz: number(200, 5000) }),
  multiband: optional({
    lowHz: number(40, 400),
    midHz: number(300, 3000),
    highHz: number(2000, 16000),
    mix: number(0, 1),
    bands: fc.array(multibandBand, { maxLength: 4 }),
  }),
  saturation: optional({
    character: fc.constantFrom('tape', 'tube', 'clip'),
    driveDb: number(0, 24),
    outputDb: number(-24, 12),
    mix: number(0, 1),
    linked: fc.boolean(),
  }),
  image: optional({
    widthRatio: number(0, 2),
    heightWidthRatio: number(0, 2),
    monoBelowHz: number(20, 500),
    heightDb: number(-12, 12),
    centreDb: number(-12, 12),
  }),
};
const FOCUSES: readonly Focus[] = ['all', 'mid', 'side', 'front', 'surround', 'floor', 'height'];

/** Three settings of one insert that can follow each other without a new plan. */
function settingsOf(name: string): fc.Arbitrary<readonly ProcessorSettings[]> {
  const one = fc.tuple(MASTER_INSERTS[name]!, fc.boolean());
  return fc.tuple(fc.constantFrom(...FOCUSES), one, one, one).map(([focus, ...settings]) =>
    settings.map(([fields, enabled]) => {
      const head = name === 'linearEq' ? { kind: 'eq', phase: 'linear' } : { kind: name };
      return { ...head, ...(name === 'image' ? {} : { focus }), ...fields, enabled } as ProcessorSettings;
    }),
  );
}

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
          expect(sameSamples(inPieces.run(input, sizes, changes), whole)).toBe(true);
          inPieces.chain.setSettings(first);
          inPieces.chain.reset();
          expect(sameSamples(inPieces.run(input, [333], changes), whole)).toBe(true);
        },
      ),
      { seed: 2127, numRuns: 60 },
    );
  });

  it.each(Object.keys(MASTER_INSERTS))('%s on a part of 5.1.2 neither', (name) => {
    const { speakers } = getLayout('5.1.2');
    const detector = { firstChannel: 1, channels: 4 };
    const input = programme(speakers.length, 6000);
    fc.assert(
      fc.property(
        settingsOf(name),
        fc.integer({ min: 0, max: 3000 }),
        fc.integer({ min: 1, max: 1500 }),
        pieces,
        fc.boolean(),
        ([first, second, third], at, later, sizes, hearsSome) => {
          const changes = new Map([
            [at, [second!]],
            [at + later, [third!]],
          ]);
          const setUp = () => setUpChain([first!], speakers.length, 48000, 1024, { speakers, ...(hearsSome ? { detector } : {}) });
          const whole = setUp().run(input, [256], changes);
          const inPieces = setUp();
          expect(sameSamples(inPieces.run(input, sizes, changes), whole)).toBe(true);
          expect(inPieces.chain.setSettings([first!])).toBe(true);
          inPieces.chain.reset();
          expect(sameSamples(inPieces.run(input, [333], changes), whole)).toBe(true);
        },
      ),
      { seed: 2127, numRuns: name === 'linearEq' ? 4 : 12 },
    );
  });
});
