// Expected values: Linkwitz & Riley: low-pass and high-pass of the fourth order are 6.02 dB down at their crossover and add up to an all-pass;
// per band the static curve of Giannoulis, Massberg & Reiss.
import { describe, expect, it } from 'vitest';
import { multibandCurveDb } from '../../../src/scene/index.ts';
import type { MultibandBand, MultibandSettings } from '../../../src/scene/index.ts';
import { sameSamples } from '../../fixtures/sameSamples.ts';
import { amplitudeAt, largest, setUpChain, sine, toDb } from './runChain.ts';

const BASE: MultibandSettings = { kind: 'multiband', lowHz: 120, midHz: 1000, highHz: 5000 };
const BAND: MultibandBand = { thresholdDb: -30, ratio: 4, kneeDb: 6, attackMs: 5, releaseMs: 50 };
const QUIET: MultibandBand = { thresholdDb: 0, ratio: 1 };
const amplitude = (db: number): number => Math.pow(10, db / 20);

function impulseResponse(settings: MultibandSettings, rate: number): Float32Array {
  const impulse = new Float32Array(rate / 2);
  impulse[0] = 0.1;
  return setUpChain([settings], 1, rate)
    .run([impulse])[0]!
    .map((x) => 10 * x);
}

function magnitudeDb(response: Float32Array, hz: number, rate: number): number {
  return toDb((amplitudeAt(response, hz, response.length, rate) * response.length) / 2);
}

describe('multiband', () => {
  it.each([44100, 48000, 96000])(
    'with nothing to compress it is an all-pass: ±0.01 dB at %i Hz, whatever the crossovers and the mix',
    (rate) => {
      for (const settings of [BASE, { ...BASE, lowHz: 40, midHz: 300, highHz: 16000, mix: 0.5 }, { ...BASE, lowHz: 400, midHz: 300 }]) {
        const response = impulseResponse({ ...settings, bands: [QUIET, QUIET] }, rate);
        for (let hz = 20; hz < 0.49 * rate; hz *= 1.3) {
          expect(Math.abs(magnitudeDb(response, 2 * Math.round(hz / 2), rate))).toBeLessThan(0.01);
        }
      }
    },
  );

  it('its bands are Linkwitz–Riley: one alone is 6 dB down at its crossovers, and falls by 24 dB an octave', () => {
    // What a band does shows in the difference of two gains of it: (1 + g)·band and 1·band.
    const far: MultibandSettings = { ...BASE, midHz: 3000, highHz: 12000 };
    const only = (b: number): Float32Array => {
      const plain = impulseResponse(far, 48000);
      const bands = [0, 1, 2, 3].map((k): MultibandBand => ({ ...QUIET, gainDb: k === b ? 6 : 0 }));
      const raised = impulseResponse({ ...far, bands }, 48000);
      return raised.map((x, k) => (x - plain[k]!) / (amplitude(6) - 1));
    };
    const low = only(0);
    const mid = only(1);
    expect(magnitudeDb(low, 120, 48000)).toBeCloseTo(-6.02, 1);
    expect(magnitudeDb(mid, 120, 48000)).toBeCloseTo(-6.02, 1);
    expect(magnitudeDb(mid, 3000, 48000)).toBeCloseTo(-6.02, 1);
    expect(magnitudeDb(only(3), 12000, 48000)).toBeCloseTo(-6.02, 1);
    expect(magnitudeDb(low, 960, 48000) - magnitudeDb(low, 480, 48000)).toBeCloseTo(-24, 0);
    expect(Math.abs(magnitudeDb(mid, 600, 48000))).toBeLessThan(0.2);
  });

  // Neighbouring crossovers three octaves away: what leaks into other bands is −70 dB.
  it.each([
    { frequencyHz: 40, b: 0, lowHz: 400, midHz: 3000, highHz: 8000 },
    { frequencyHz: 350, b: 1, lowHz: 40, midHz: 3000, highHz: 8000 },
    { frequencyHz: 2200, b: 2, lowHz: 40, midHz: 300, highHz: 16000 },
    { frequencyHz: 12985, b: 3, lowHz: 40, midHz: 300, highHz: 2000 },
  ])('compresses a sine of $frequencyHz Hz in its band by the static curve, and says in which', ({ frequencyHz, b, ...crossovers }) => {
    for (const db of [-40, -30, -20, -6]) {
      const bands = [0, 1, 2, 3].map((k): MultibandBand => (k === b ? { ...BAND, gainDb: 2 } : QUIET));
      const { chain, run } = setUpChain([{ kind: 'multiband', ...crossovers, bands }], 2);
      const out = run([sine(frequencyHz, amplitude(db), 24000), new Float32Array(24000)])[0]!;
      expect(Math.abs(toDb(amplitudeAt(out, frequencyHz, 9600)) - multibandCurveDb({ ...BAND, gainDb: 2 }, db))).toBeLessThan(0.05);
      const { bandReductionsDb } = chain.processors[0]!;
      expect(bandReductionsDb!.findIndex((reduction) => reduction > 0)).toBe(db === -40 ? -1 : b);
      expect(chain.gainReductionDb).toBe(largest(bandReductionsDb!));
    }
  });

  it('links all channels, and hears those of the detector only', () => {
    const bands = [BAND, BAND, BAND, BAND];
    const input = [sine(300, 0.5, 9600), sine(300, 0.01, 9600)];
    const ratio = (out: readonly Float32Array[]): number => toDb(amplitudeAt(out[1]!, 300, 4800) / amplitudeAt(out[0]!, 300, 4800));
    const linked = setUpChain([{ ...BASE, bands }], 2).run(input);
    expect(ratio(linked)).toBeCloseTo(toDb(0.02), 3);
    expect(toDb(amplitudeAt(linked[0]!, 300, 4800))).toBeLessThan(-15);
    const deaf = setUpChain([{ ...BASE, bands }], 2, 48000, 1024, { detector: { firstChannel: 1, channels: 1 } }).run(input);
    expect(toDb(amplitudeAt(deaf[0]!, 300, 4800))).toBeCloseTo(toDb(0.5), 2);
  });

  it('crossovers sweep, and it goes on and off, without a step', () => {
    const off: MultibandSettings = { ...BASE, enabled: false };
    const swept: MultibandSettings = { ...BASE, lowHz: 400, midHz: 3000, bands: [BAND, QUIET] };
    const changes = new Map([
      [3000, [BASE]],
      [6000, [swept]],
      [9000, [off]],
    ]);
    const input = [sine(200, 0.3, 14400)];
    const out = setUpChain([off], 1).run(input, [256], changes)[0]!;
    const steepest = 2 * Math.PI * (200 / 48000) * 0.3;
    expect(largest(out.subarray(1).map((x, k) => x - out[k]!))).toBeLessThan(1.5 * steepest);
    expect(sameSamples([out.subarray(0, 3000), out.subarray(12800)], [input[0]!.subarray(0, 3000), input[0]!.subarray(12800)])).toBe(true);
  });
});
