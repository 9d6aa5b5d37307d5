import { describe, expect, it } from 'vitest';
import { createMemorySource } from '../../../src/audio/index.ts';
import { createPrng } from '../../../src/base/index.ts';
import { createKernels } from '../../../src/dsp/index.ts';
import { findPeaks, measurePart, measureSource, valuesAt } from '../../../src/metering/index.ts';

const RATE = 48000;
const wave = (lengthSec: number, at: (sec: number) => number, rate = RATE): Float32Array =>
  Float32Array.from({ length: Math.round(lengthSec * rate) }, (_, n) => at(n / rate));
const noise = (lengthSec: number, gain: number, seed: number, rate = RATE): Float32Array => {
  const prng = createPrng(seed);
  return wave(lengthSec, () => gain * (2 * prng.next() - 1), rate);
};

describe('measurePart', () => {
  it.each([44100, 48000, 96000])('reads the integrated loudness that measureSource reads, at %i Hz', (rate) => {
    const signal = [1, 2, 3].map((seed) => noise(2.35, 0.1 * seed, seed, rate).map((x, n) => (n < rate ? x : x * 0.1)));
    const weights = [1, 1.41, 0];
    const { integratedLufs } = measurePart(createKernels(32), createMemorySource(signal, rate), weights);
    expect(integratedLufs).toBeCloseTo(measureSource(createKernels(32), createMemorySource(signal, rate), weights).integratedLufs, 6);
  });

  it('gives energies that add up where parts have nothing in common, and momentary loudness on its own time', () => {
    const first = wave(1, (sec) => (sec < 0.5 ? 0.5 * Math.sin(6283 * sec) : 0));
    const second = wave(1, (sec) => (sec >= 0.5 ? 0.25 * Math.sin(6283 * sec) : 0));
    const of = (signal: Float32Array): ReturnType<typeof measurePart> =>
      measurePart(createKernels(32), createMemorySource([signal], RATE), [1]);
    const ratio = of(first).energy / of(second).energy;
    expect(ratio).toBeGreaterThan(3.9);
    expect(ratio).toBeLessThan(4.1);
    expect(of(first.map((x, n) => x + second[n]!)).energy).toBeCloseTo(of(first).energy + of(second).energy, -1);
    // ITU-R BS.1770-5: a 1 kHz sine of amplitude a in one channel reads 20 lg a − 3.01.
    const { momentaryLufs } = of(first);
    expect(momentaryLufs).toHaveLength(10);
    expect(momentaryLufs[2]).toBe(-Infinity);
    expect(momentaryLufs[4]).toBeCloseTo(-6.02 - 3.01, 1);
    expect(momentaryLufs[9]).toBeLessThan(-60);
  });

  it.each([0, 1, 4799])('ends with %i frames', (frames) => {
    const source = createMemorySource([noise(1, 0.5, 1).subarray(0, frames)], RATE);
    expect(measurePart(createKernels(32), source, [1]).integratedLufs).toBe(-Infinity);
    expect(findPeaks(createKernels(32), source, { count: 8, apartSec: 1 })).toHaveLength(frames === 0 ? 0 : 1);
  });
});

describe('findPeaks', () => {
  const hit = (sec: number, atSec: number, gain: number): number => gain * Math.exp(-(((sec - atSec) * 4000) ** 2));

  it('finds the highest moments, a second apart, with channel and sign', () => {
    const hits = [
      { atSec: 0.5, gain: 0.5, channel: 0 },
      { atSec: 0.9, gain: 0.9, channel: 1 },
      { atSec: 2.2, gain: -0.8, channel: 0 },
      { atSec: 3.5, gain: 0.7, channel: 1 },
      { atSec: 4.8, gain: 0.1, channel: 1 },
    ];
    const signal = [0, 1].map((channel) =>
      wave(6, (sec) => hits.reduce((sum, one) => sum + (one.channel === channel ? hit(sec, one.atSec, one.gain) : 0), 0)),
    );
    const found = findPeaks(createKernels(32), createMemorySource(signal, RATE), { count: 8, apartSec: 1 });
    // The one at 0.5 s is within a second of a higher one; the last is more than 12 dB down.
    expect(found.map(({ atFrame, channel }) => [Math.round((100 * atFrame) / RATE) / 100, channel])).toEqual([
      [0.9, 1],
      [2.2, 0],
      [3.5, 1],
    ]);
    found.forEach(({ value }, k) => expect(value).toBeCloseTo([0.9, -0.8, 0.7][k]!, 3));
    expect(findPeaks(createKernels(32), createMemorySource(signal, RATE), { count: 2, apartSec: 1 })).toEqual(found.slice(0, 2));
  });

  it('finds the height between samples that the true-peak meter reads', () => {
    const signal = [noise(3, 0.5, 4), noise(3, 0.5, 5)];
    const [highest] = findPeaks(createKernels(32), createMemorySource(signal, RATE), { count: 1, apartSec: 1 });
    const { truePeakDbtp } = measureSource(createKernels(32), createMemorySource(signal, RATE), [1, 1]);
    expect(20 * Math.log10(Math.abs(highest!.value))).toBeCloseTo(truePeakDbtp, 1);
  });

  it('finds a quarter-rate tone √2 above its samples, and its parts add up to it', () => {
    const tone = wave(0.3, (sec) => 0.5 * Math.sin(2 * Math.PI * 12000 * sec + Math.PI / 4));
    const parts = [noise(0.3, 0.2, 6), tone.map((x) => 0.75 * x), tone.map((x) => 0.25 * x)];
    const mix = tone.map((x, n) => x + parts[0]![n]!);
    const peaks = findPeaks(createKernels(32), createMemorySource([mix], RATE), { count: 8, apartSec: 1 });
    expect(peaks).toHaveLength(1);
    const values = parts.map((part) => valuesAt(createMemorySource([part], RATE), peaks)[0]!);
    expect(values.reduce((sum, value) => sum + value, 0)).toBeCloseTo(peaks[0]!.value, 6);
    expect(values[1]! / values[2]!).toBeCloseTo(3, 3);
    const [alone] = findPeaks(createKernels(32), createMemorySource([tone.subarray(2000, 12000)], RATE), { count: 1, apartSec: 1 });
    expect(Math.abs(alone!.value)).toBeGreaterThan(0.499);
  });

  it('finds nothing in silence', () => {
    expect(findPeaks(createKernels(32), createMemorySource([new Float32Array(5000)], RATE), { count: 8, apartSec: 1 })).toEqual([]);
  });
});
