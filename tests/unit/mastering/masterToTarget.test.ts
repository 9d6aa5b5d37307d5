import { describe, expect, it } from 'vitest';
import { createMemorySource } from '../../../src/audio/index.ts';
import { createPrng } from '../../../src/base/index.ts';
import { createKernels } from '../../../src/dsp/index.ts';
import { masterToTarget } from '../../../src/mastering/index.ts';
import type { MasterOutcome, MasterTarget } from '../../../src/mastering/index.ts';
import { measureSource } from '../../../src/metering/index.ts';
import type { Measurement } from '../../../src/metering/index.ts';

/** One for all: what measures and masters gives its memory back. */
const kernels = createKernels(32);
const RATE = 48000;
const WEIGHTS = [1, 1, 0];

/** Two channels of noise that swells, with hits every quarter second, and a low one that is not heard. */
const music = (lengthSec: number, seed: number): Float32Array[] => {
  const prng = createPrng(seed);
  return [0, 1, 2].map((c) => {
    let low = 0;
    return Float32Array.from({ length: lengthSec * RATE }, (_, n) => {
      low += (c === 2 ? 0.01 : 0.3) * (2 * prng.next() - 1 - low);
      const sinceHit = n % (RATE / 4);
      return low * (0.25 + 0.1 * Math.sin(n / 40000)) + (c < 2 ? 0.5 * Math.exp(-sinceHit / 900) * Math.sin(sinceHit / 20) : low);
    });
  });
};

function master(
  signal: readonly Float32Array[],
  target: Partial<MasterTarget>,
): { outcome: MasterOutcome; measured: Measurement; out: Float32Array[] } {
  const out = signal.map((channel) => new Float32Array(channel.length));
  let at = 0;
  const sink = {
    write(block: readonly Float32Array[], startFrame: number, lengthFrames: number): void {
      block.forEach((channel, c) => out[c]!.set(channel.subarray(startFrame, startFrame + lengthFrames), at));
      at += lengthFrames;
    },
  };
  const outcome = masterToTarget(kernels, createMemorySource(signal, RATE), sink, {
    weights: WEIGHTS,
    groups: [[0, 1], [2]],
    ceilingDbtp: -1,
    ...target,
  });
  expect(at).toBe(signal[0]!.length);
  return { outcome, out, measured: measureSource(kernels, createMemorySource(out, RATE), WEIGHTS) };
}

describe('masterToTarget', () => {
  const signal = music(6, 1);

  it.each([-30, -20, -16, -14, -12])('reaches %d LUFS within 0.05 LU, below the ceiling', (targetLufs) => {
    const { outcome, measured } = master(signal, { targetLufs });
    expect(Math.abs(measured.integratedLufs - targetLufs)).toBeLessThanOrEqual(0.05);
    expect(outcome.integratedLufs).toBe(measured.integratedLufs);
    expect(measured.truePeakDbtp).toBeLessThanOrEqual(-1);
    expect(measured.itu4xDbtp).toBeLessThanOrEqual(-1);
    expect(outcome.shortfallLu).toBe(0);
    expect(outcome.evaluations).toBeLessThanOrEqual(6);
  });

  // The delivery targets: EBU R 128, Netflix, Dolby Atmos music, AES77, streaming.
  const DELIVERIES = [-14, -16, -18, -23, -27];

  const prng = createPrng(5);
  const white = Float32Array.from({ length: 4 * RATE }, () => 2 * prng.next() - 1);
  const feasible = [
    ['pressed noise', white.map((x) => 0.9 * x)],
    ['a fade', white.map((x, n) => 0.5 * x * 10 ** (-n / (3 * RATE)))],
    ['a quiet tone', white.map((_, n) => 0.001 * Math.sin(n / 8))],
  ] as const;
  it.each(feasible.flatMap(([what, channel]) => DELIVERIES.map((targetLufs) => ({ what, channel, targetLufs }))))(
    'brings $what to $targetLufs LUFS',
    ({ channel, targetLufs }) => {
      const { outcome, measured } = master([channel, channel, channel], { targetLufs });
      expect(Math.abs(measured.integratedLufs - targetLufs)).toBeLessThanOrEqual(0.1);
      expect(Math.max(measured.truePeakDbtp, measured.itu4xDbtp)).toBeLessThanOrEqual(-1);
      expect(outcome.shortfallLu).toBe(0);
      expect(outcome.reason).toBeUndefined();
    },
  );

  it.each(DELIVERIES)('says how short it stays of %d LUFS where no ceiling lets it: two clicks a second', (targetLufs) => {
    // One sample of at most 0.89 in each 400 ms, in two channels, K-weighted by +4 dB at most: −36 LUFS and no more.
    const clicks = Float32Array.from({ length: 3 * RATE }, (_, n) => (n % (RATE / 2) === 100 ? 0.5 : 0));
    const { outcome, measured } = master([clicks, clicks, new Float32Array(3 * RATE)], { targetLufs });
    expect(measured.integratedLufs).toBeLessThan(-36);
    expect(outcome).toMatchObject({ reason: 'ceiling' });
    expect(outcome.shortfallLu).toBeCloseTo(targetLufs - measured.integratedLufs, 6);
    expect(Math.max(measured.truePeakDbtp, measured.itu4xDbtp)).toBeLessThanOrEqual(-1);
  });

  it('is gain alone when nothing exceeds the ceiling', () => {
    const { outcome, out } = master(signal, { targetLufs: -30 });
    expect(outcome).toMatchObject({ maxGainReductionDb: 0, evaluations: 0 });
    const gain = Math.fround(10 ** (outcome.gainDb / 20));
    signal.forEach((channel, c) => channel.forEach((x, n) => n % 997 === 0 && expect(out[c]![n]).toBeCloseTo(x * gain, 6)));
  });

  it('never exceeds a limit, and keeps near it', () => {
    for (const maxLufs of [-24, -15]) {
      const { measured } = master(signal, { targetLufs: maxLufs, maxLufs });
      expect(measured.integratedLufs).toBeLessThanOrEqual(maxLufs);
      expect(measured.integratedLufs).toBeGreaterThan(maxLufs - 0.05);
    }
  });

  it('with a limit alone, only turns down', () => {
    expect(master(signal, { maxLufs: -10 }).outcome).toMatchObject({ gainDb: 0, shortfallLu: 0 });
    expect(master(signal, { maxLufs: -25 }).measured.integratedLufs).toBeLessThanOrEqual(-25);
  });

  it('stops at the largest reduction allowed and says how short it is', () => {
    const { outcome, measured } = master(signal, { targetLufs: -9, maxGainReductionDb: 3 });
    expect(outcome.maxGainReductionDb).toBeLessThan(3.1);
    expect(outcome.reason).toBe('gain-reduction');
    expect(outcome.shortfallLu).toBeCloseTo(-9 - measured.integratedLufs, 6);
    expect(outcome.shortfallLu).toBeGreaterThan(0.5);
  });

  it('reckons with what falls below the absolute gate: a long fade to nothing', () => {
    const prng = createPrng(3);
    const fade = [0, 1, 2].map(() =>
      Float32Array.from({ length: 12 * RATE }, (_, n) => 0.5 * 10 ** (-n / (RATE * 3.4)) * (2 * prng.next() - 1)),
    );
    for (const targetLufs of [-14, -31, -48]) {
      const { outcome, measured } = master(fade, { targetLufs });
      expect(Math.abs(measured.integratedLufs - targetLufs)).toBeLessThanOrEqual(0.05);
      expect(outcome.shortfallLu).toBe(0);
    }
  });

  it('refuses what is so loud that its power is no number', () => {
    const absurd = new Float32Array(RATE).fill(3e38);
    expect(() => master([absurd, absurd, absurd], { targetLufs: -14 })).toThrow(expect.objectContaining({ code: 'audio.scale' }));
  });

  it('says so when there is nothing to hear', () => {
    const { outcome } = master(
      [0, 1, 2].map(() => new Float32Array(RATE)),
      { targetLufs: -14 },
    );
    expect(outcome).toMatchObject({ gainDb: 0, integratedLufs: -Infinity, reason: 'silent' });
  });
});
