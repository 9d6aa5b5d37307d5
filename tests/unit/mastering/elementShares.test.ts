import { describe, expect, it } from 'vitest';
import { createMemorySource, createPlanar } from '../../../src/audio/index.ts';
import { measureShares, withSharedGain, type ObjectMasterGain } from '../../../src/mastering/index.ts';
import { sameSamples } from '../../fixtures/sameSamples.ts';

const RATE = 48000;
const FRAMES = RATE;
const NODE_FRAMES = 16;

/** Half gain from start to end, nothing before it. */
const halved: ObjectMasterGain = {
  gainDb: 0,
  reductionsDb: new Float32Array(FRAMES / NODE_FRAMES + 1).fill(20 * Math.log10(2)),
  nodeFrames: NODE_FRAMES,
  maxGainReductionDb: 6.02,
  integratedLufs: -20,
  shortfallLu: 0,
};
const tone = (amplitude: number): Float32Array =>
  Float32Array.from({ length: FRAMES }, (_, n) => amplitude * Math.sin((2 * Math.PI * 500 * n) / RATE));

function gainsOf(levels: readonly number[], gain = halved): readonly number[] {
  const source = createMemorySource(levels.map(tone), RATE);
  const shared = withSharedGain(source, gain, measureShares(source));
  const out = createPlanar(levels.length, FRAMES);
  shared.read(out, 0, 0, FRAMES);
  const peak = (samples: Float32Array): number => samples.reduce((most, sample) => Math.max(most, Math.abs(sample)), 0);
  return out.map((samples, k) => peak(samples) / levels[k]!);
}

describe('a gain shared by contribution', () => {
  it('is the common gain where all push alike', () => {
    gainsOf([0.5, 0.5, 0.5]).forEach((gain) => expect(gain).toBeCloseTo(0.5, 3));
  });

  it('takes the sum of amplitudes down as the common gain does, and most from who is loudest', () => {
    const levels = [0.6, 0.2, 0.1];
    const gains = gainsOf(levels);
    const sum = levels.reduce((total, level, k) => total + level * gains[k]!, 0);
    expect(sum).toBeCloseTo(0.45, 3);
    // Factor a · Σa / Σa²: 0.6 · 0.9 / 0.41.
    expect(gains[0]).toBeCloseTo(1 - 0.5 * ((0.6 * 0.9) / 0.41), 3);
    expect(gains[2]).toBeGreaterThan(gains[1]!);
    expect(gains[1]).toBeGreaterThan(gains[0]!);
  });

  it('takes ever more off everybody as the common reduction deepens', () => {
    const levels = [0.6, 0.2, 0.1];
    for (const reductionDb of [6.02, 12, 30, 60]) {
      const deep = { ...halved, reductionsDb: new Float32Array(FRAMES / NODE_FRAMES + 1).fill(reductionDb) };
      const gains = gainsOf(levels, deep);
      const sum = levels.reduce((total, level, k) => total + level * gains[k]!, 0);
      expect(20 * Math.log10(sum / 0.9)).toBeCloseTo(-reductionDb, 1);
    }
  });

  it('does nothing where the common gain does nothing', () => {
    const source = createMemorySource([tone(0.5), tone(0.1)], RATE);
    const open = { ...halved, reductionsDb: new Float32Array(halved.reductionsDb.length) };
    const out = createPlanar(2, FRAMES);
    withSharedGain(source, open, measureShares(source)).read(out, 0, 0, FRAMES);
    expect(sameSamples([out[0]!], [tone(0.5)])).toBe(true);
    expect(sameSamples([out[1]!], [tone(0.1)])).toBe(true);
  });

  it('does not depend on how it is read', () => {
    const source = createMemorySource([tone(0.5), tone(0.1)], RATE);
    const shared = withSharedGain(source, halved, measureShares(source));
    const whole = createPlanar(2, 5000);
    const pieces = createPlanar(2, 5000);
    shared.read(whole, 0, 0, 5000);
    for (const [from, count] of [
      [4000, 1000],
      [0, 1],
      [1, 3999],
    ] as const) {
      shared.read(pieces, from, from, count);
    }
    expect(sameSamples(pieces, whole)).toBe(true);
  });
});
