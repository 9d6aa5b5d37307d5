import { describe, expect, it } from 'vitest';
import { createMemorySource } from '../../../src/audio/index.ts';
import { createPrng, dbToGain } from '../../../src/base/index.ts';
import { createKernels } from '../../../src/dsp/index.ts';
import { DEFAULT_TIMING, createGainEnvelope, createLiveLimiter, limitSource } from '../../../src/mastering/index.ts';
import type { LimitReport } from '../../../src/mastering/index.ts';
import { measureSource } from '../../../src/metering/index.ts';
import { sameSamples } from '../../fixtures/sameSamples.ts';

const RATE = 48000;
const kernels = createKernels(32);
const sine = (hz: number, gain: number, lengthFrames: number): Float32Array =>
  Float32Array.from({ length: lengthFrames }, (_, n) => gain * Math.sin((2 * Math.PI * hz * n) / RATE));

function limit(
  signal: readonly Float32Array[],
  gainDb: number,
  options: {
    readonly groups?: readonly (readonly number[])[];
    readonly sampleRateHz?: number;
    readonly isCancelled?: () => boolean;
    readonly peaks?: 'sample';
  } = {},
): { readonly out: Float32Array[]; readonly report: LimitReport } {
  const out = signal.map((channel) => new Float32Array(channel.length));
  let at = 0;
  const report = limitSource(
    kernels,
    createMemorySource(signal, options.sampleRateHz ?? RATE),
    {
      write(block, startFrame, lengthFrames) {
        block.forEach((channel, c) => out[c]!.set(channel.subarray(startFrame, startFrame + lengthFrames), at));
        at += lengthFrames;
      },
    },
    { gainDb, ceilingDbtp: -1, groups: [signal.map((_, c) => c)], ...options },
  );
  expect(at).toBe(signal[0]!.length);
  return { out, report };
}

/** Residual power over fundamental power after a least-squares fit of the fundamental, dB. */
function distortionDb(signal: Float32Array, hz: number): number {
  let cosines = 0;
  let sines = 0;
  let power = 0;
  const step = (2 * Math.PI * hz) / RATE;
  signal.forEach((x, n) => {
    cosines += (2 * x * Math.cos(step * n)) / signal.length;
    sines += (2 * x * Math.sin(step * n)) / signal.length;
  });
  signal.forEach((x, n) => (power += (x - cosines * Math.cos(step * n) - sines * Math.sin(step * n)) ** 2 / signal.length));
  return 10 * Math.log10(power / ((cosines ** 2 + sines ** 2) / 2));
}

describe('limitSource', () => {
  it('is the input to the bit when nothing exceeds the ceiling', () => {
    const signal = [sine(997, 0.5, 20000), sine(61, 0.8, 20000)];
    const { out, report } = limit(signal, 0);
    expect(sameSamples(out, signal)).toBe(true);
    expect(report).toEqual({ gainDb: 0, maxGainReductionDb: 0, passes: 0, trimDb: 0 });
  });

  it('is the plain product under a gain that keeps below the ceiling', () => {
    const signal = [sine(997, 0.25, 10000)];
    expect(limit(signal, 6).out).toEqual([signal[0]!.map((x) => x * Math.fround(dbToGain(6)))]);
  });

  it('leaves what is far from a peak to the bit', () => {
    const signal = sine(440, 0.3, 6 * RATE);
    signal[3 * RATE] = 1;
    const { out } = limit([signal], 0);
    expect(sameSamples([out[0]!.subarray(0, 3 * RATE - 2000)], [signal.subarray(0, 3 * RATE - 2000)])).toBe(true);
    expect(sameSamples([out[0]!.subarray(5 * RATE)], [signal.subarray(5 * RATE)])).toBe(true);
    expect(Math.abs(out[0]![3 * RATE]!)).toBeLessThanOrEqual(dbToGain(-1));
  });

  it('does not move a bass note’s level within its periods: 50 Hz, 6 dB over, residual below −75 dB', () => {
    const { out } = limit([sine(50, dbToGain(-1), 2 * RATE)], 6);
    expect(distortionDb(out[0]!.subarray(RATE, 1.8 * RATE), 50)).toBeLessThan(-75);
  });

  it('moves linked channels alike and leaves other groups alone', () => {
    const loud = sine(300, 1, RATE);
    const quiet = sine(1000, 0.1, RATE);
    const { out } = limit([loud, quiet, quiet], 3, { groups: [[0, 1], [2]] });
    const gain = dbToGain(3);
    expect(sameSamples([out[2]!], [quiet.map((x) => x * Math.fround(gain))])).toBe(true);
    for (let n = 5000; n < 40000; n += 7) {
      if (Math.abs(loud[n]!) > 0.1 && Math.abs(quiet[n]!) > 0.01) {
        expect(out[1]![n]! / quiet[n]! / (out[0]![n]! / loud[n]!)).toBeCloseTo(1, 5);
      }
    }
  });

  it('keeps samples alone below the ceiling where only they count', () => {
    // A quarter-rate tone off its phase: samples at −3 dB of the wave that they stand for.
    const tone = Float32Array.from({ length: 20000 }, (_, n) => Math.sin((Math.PI / 2) * n + Math.PI / 4));
    const { out, report } = limit([tone], 6, { peaks: 'sample' });
    const largest = out[0]!.reduce((a, x) => Math.max(a, Math.abs(x)), 0);
    expect(largest).toBeLessThanOrEqual(dbToGain(-1));
    expect(largest).toBeGreaterThan(dbToGain(-1.01));
    expect(report).toMatchObject({ passes: 1, trimDb: 0 });
  });

  it('silences samples that are not finite', () => {
    const signal = sine(200, 0.9, 9000);
    signal[100] = NaN;
    signal[8000] = Infinity;
    const { out } = limit([signal], 6);
    expect(out[0]!.every((x) => Number.isFinite(x))).toBe(true);
    expect(out[0]![100]).toBe(0);
  });

  it('takes sources of one frame and of none', () => {
    expect(limit([Float32Array.of(1)], 6).out[0]![0]).toBeLessThanOrEqual(dbToGain(-1));
    expect(limit([new Float32Array(0)], 6).out[0]!.length).toBe(0);
  });

  it('stops when asked to, and refuses groups that do not fit', () => {
    expect(() => limit([sine(50, 1, RATE)], 6, { isCancelled: () => true })).toThrow(expect.objectContaining({ code: 'job.cancelled' }));
    expect(() => limit([sine(50, 1, 100), sine(50, 1, 100)], 6, { groups: [[0]] })).toThrow(
      expect.objectContaining({ code: 'limiter.groups' }),
    );
    expect(() => limit([sine(50, 1, 100)], 6, { groups: [[0, 0]] })).toThrow(expect.objectContaining({ code: 'limiter.groups' }));
  });
});

describe('createGainEnvelope', () => {
  it('is never less than what is needed, comes smoothly and rests at exactly 0', () => {
    const envelope = createGainEnvelope(3000, DEFAULT_TIMING);
    const prng = createPrng(4);
    const needed = Array.from({ length: 15000 }, (_, k) => (k < 6000 && prng.next() < 0.01 ? 12 * prng.next() : 0));
    const out = needed.map((db) => envelope.push(db));
    let steepest = 0;
    for (let k = envelope.delayNodes; k < out.length; k++) {
      expect(out[k]!).toBeGreaterThanOrEqual(needed[k - envelope.delayNodes]! - 1e-9);
      steepest = Math.max(steepest, Math.abs(out[k]! - out[k - 1]!));
    }
    expect(out.at(-1)).toBe(0);
    // 12 dB over two 6 ms boxes of 19 nodes each: no step above one box's share.
    expect(steepest).toBeLessThanOrEqual(12 / 19);
  });
});

describe('createLiveLimiter', () => {
  const run = (signal: readonly Float32Array[], sizes: readonly number[]): { out: Float32Array[]; latencyFrames: number } => {
    const mark = kernels.heap.mark();
    const limiter = createLiveLimiter(kernels, {
      channels: signal.length,
      sampleRateHz: RATE,
      ceilingDbtp: -1,
      groups: [signal.map((_, c) => c)],
    });
    const blocks = signal.map((channel) => {
      const block = kernels.heap.f32(channel.length);
      block.view.set(channel);
      return block;
    });
    const table = blocks.map((block) => block.ptr);
    for (let at = 0, k = 0; at < signal[0]!.length; k++) {
      const count = Math.min(sizes[k % sizes.length]!, signal[0]!.length - at);
      limiter.process(table, at, count);
      at += count;
    }
    const out = blocks.map((block) => Float32Array.from(block.view));
    kernels.heap.release(mark);
    return { out, latencyFrames: limiter.latencyFrames };
  };
  const prng = createPrng(8);
  const loud = [0, 1].map(() => Float32Array.from({ length: 2 * RATE }, (_, n) => (n % 12000 < 4000 ? 1.8 : 0.2) * (2 * prng.next() - 1)));

  it('stays below the ceiling without looking back', () => {
    const { out } = run(loud, [128]);
    expect(measureSource(kernels, createMemorySource(out, RATE), [1, 1]).truePeakDbtp).toBeLessThanOrEqual(-1);
  });

  it('delays by exactly its latency and is the input to the bit below the ceiling', () => {
    const signal = [sine(440, 0.5, 20000)];
    const { out, latencyFrames } = run(signal, [100]);
    expect(sameSamples([out[0]!.subarray(latencyFrames)], [signal[0]!.subarray(0, 20000 - latencyFrames)])).toBe(true);
    expect(latencyFrames).toBeLessThan(RATE / 80);
  });

  it('does not depend on how the stream is cut', () => {
    const whole = run(loud, [loud[0]!.length]).out;
    expect(sameSamples(run(loud, [128]).out, whole)).toBe(true);
    expect(sameSamples(run(loud, [1, 777, 63]).out, whole)).toBe(true);
  });
});
