// Expected values: the analogue prototypes of the Audio EQ cookbook, and Butterworth's |H|² = 1 / (1 + (f/f0)^2n).
import { describe, expect, it } from 'vitest';
import { createEqResponse } from '../../../src/scene/index.ts';
import type { EqBand } from '../../../src/scene/index.ts';

const response = (band: EqBand, sampleRateHz = 48000) => createEqResponse({ kind: 'eq', bands: [band] }, sampleRateHz);

/** The cookbook's prototype in dB. */
function analogueDb({ type, gainDb = 0, q = Math.SQRT1_2, frequencyHz }: EqBand, atHz: number): number {
  const a = Math.pow(10, gainDb / 40);
  const r = Math.sqrt(a);
  const [n, d] =
    type === 'bell'
      ? [
          [1, a / q, 1],
          [1, 1 / (a * q), 1],
        ]
      : type === 'lowShelf'
        ? [
            [a, (a * r) / q, a * a],
            [a, r / q, 1],
          ]
        : [
            [a * a, (a * r) / q, a],
            [1, r / q, a],
          ];
  const w = atHz / frequencyHz;
  const power = (p: readonly number[]): number => (p[2]! - p[0]! * w * w) ** 2 + (p[1]! * w) ** 2;
  return 10 * Math.log10(power(n!) / power(d!));
}

describe('bells and shelves follow the analogue prototype', () => {
  const types = ['bell', 'lowShelf', 'highShelf'] as const;
  it.each(types.flatMap((type) => [12, -12, 4].map((gainDb) => ({ type, gainDb }))))(
    '$type $gainDb dB: exactly at 0, at the frequency; to 0.1 dB up to 20 kHz for bands to 1 kHz',
    ({ type, gainDb }) => {
      for (const frequencyHz of [20, 120, 1000]) {
        const band: EqBand = { type, frequencyHz, gainDb, q: 0.7071 };
        const digital = response(band);
        expect(digital(1e-3)).toBeCloseTo(analogueDb(band, 1e-3), 3);
        expect(digital(frequencyHz)).toBeCloseTo(analogueDb(band, frequencyHz), 6);
        for (let f = 10; f <= 20000; f *= 1.1) {
          expect(Math.abs(digital(f) - analogueDb(band, f))).toBeLessThan(0.1);
        }
      }
    },
  );

  it.each([44100, 48000])('a 16 kHz bell keeps its width at %i Hz (the bilinear transform is 4 to 6 dB off)', (sampleRateHz) => {
    for (const q of [0.5, 1, 3]) {
      for (const gainDb of [12, -12]) {
        const band: EqBand = { type: 'bell', frequencyHz: 16000, gainDb, q };
        const digital = response(band, sampleRateHz);
        for (let f = 1000; f <= 20000; f *= 1.02) {
          expect(Math.abs(digital(f) - analogueDb(band, f))).toBeLessThan(1.5);
        }
      }
    }
  });

  it('a cut is the inverse of the boost, and 0 dB is nothing at all', () => {
    for (const type of types) {
      const boost = response({ type, frequencyHz: 9000, gainDb: 9, q: 1 });
      const cut = response({ type, frequencyHz: 9000, gainDb: -9, q: 1 });
      const nothing = response({ type, frequencyHz: 9000, gainDb: 0, q: 1 });
      for (let f = 20; f < 24000; f *= 1.3) {
        expect(boost(f) + cut(f)).toBeCloseTo(0, 9);
        expect(nothing(f)).toBeCloseTo(0, 12);
      }
    }
  });
});

describe('passes are Butterworth', () => {
  const slopes = [6, 12, 18, 24, 36, 48];
  it.each(slopes)('high-pass %i dB/oct: −3.01 dB at its frequency, its slope two octaves down', (slopeDbPerOct) => {
    const f0 = 400;
    const db = response({ type: 'highPass', frequencyHz: f0, slopeDbPerOct });
    const order = slopeDbPerOct / 6;
    for (const f of [25, 50, 100, 200, 400, 800, 3000, 12000]) {
      const expected = -10 * Math.log10(1 + Math.pow(f0 / f, 2 * order));
      expect(Math.abs(db(f) - expected)).toBeLessThan(0.01 * order);
    }
    expect(db(50) - db(25)).toBeGreaterThan(5.95 * order);
    expect(db(50) - db(25)).toBeLessThan(6.03 * order);
  });

  it.each(slopes)('low-pass %i dB/oct, up to its third octave', (slopeDbPerOct) => {
    const f0 = 1000;
    const db = response({ type: 'lowPass', frequencyHz: f0, slopeDbPerOct });
    const order = slopeDbPerOct / 6;
    for (const f of [20, 200, 1000, 1400, 2000, 4000, 8000]) {
      const expected = -10 * Math.log10(1 + Math.pow(f / f0, 2 * order));
      expect(Math.abs(db(f) - expected)).toBeLessThan(0.2 + 0.1 * order);
    }
    expect(db(1e-3)).toBeCloseTo(0, 9);
  });

  it('a q resonates: the gain at the frequency of a 12 dB/oct pass is q', () => {
    for (const type of ['highPass', 'lowPass'] as const) {
      expect(response({ type, frequencyHz: 500, q: 4 })(500)).toBeCloseTo(20 * Math.log10(4), 6);
    }
  });
});
