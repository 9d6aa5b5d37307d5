import { describe, expect, it } from 'vitest';
import { createMemorySource } from '../../../src/audio/index.ts';
import { createPrng } from '../../../src/base/index.ts';
import { createKernels } from '../../../src/dsp/index.ts';
import { createLoudnessMeter, createTruePeakMeter, measureSource } from '../../../src/metering/index.ts';

const noise = (length: number, seed: number, gain = 0.25): Float32Array => {
  const prng = createPrng(seed);
  return Float32Array.from({ length }, () => gain * (2 * prng.next() - 1));
};

describe('measureSource', () => {
  it('calls silence −Infinity, with no range', () => {
    const measured = measureSource(createKernels(16), createMemorySource([new Float32Array(48000)], 48000), [1]);
    expect(measured).toMatchObject({
      integratedLufs: -Infinity,
      lraLu: 0,
      maxMomentaryLufs: -Infinity,
      truePeakDbtp: -Infinity,
      samplePeakDbfs: -Infinity,
    });
  });

  it('measures nothing of an empty source', () => {
    const measured = measureSource(createKernels(16), createMemorySource([new Float32Array(0)], 48000), [1]);
    expect(measured).toMatchObject({ integratedLufs: -Infinity, truePeakDbtp: -Infinity, invalidSamples: 0 });
  });

  it('counts samples that are not finite, and measures the rest as if they were zero', () => {
    const clean = noise(96000, 1);
    clean[5000] = clean[5001] = clean[60000] = 0;
    const dirty = Float32Array.from(clean);
    dirty[5000] = NaN;
    dirty[5001] = Infinity;
    dirty[60000] = -Infinity;
    const measure = (signal: Float32Array) => measureSource(createKernels(16), createMemorySource([signal], 48000), [1]);
    expect(measure(dirty)).toEqual({ ...measure(clean), invalidSamples: 3 });
  });

  it('sees a peak between the last two samples, and one in the last sample', () => {
    const tail = new Float32Array(5000);
    tail[4998] = tail[4999] = 0.5;
    const between = measureSource(createKernels(16), createMemorySource([tail], 48000), [1]);
    // Half-way between two equal samples of a band-limited pulse: 2 · sinc(1/2) = 4/π of one.
    expect(between.truePeakDbtp).toBeCloseTo(20 * Math.log10((0.5 * 4) / Math.PI), 2);
    const last = new Float32Array(4096);
    last[4095] = 0.25;
    expect(measureSource(createKernels(16), createMemorySource([last], 48000), [1]).truePeakDbtp).toBeCloseTo(20 * Math.log10(0.25), 6);
  });

  it('leaves the heap as it found it', () => {
    const kernels = createKernels(16);
    const before = kernels.heap.usedBytes;
    measureSource(kernels, createMemorySource([noise(5000, 1)], 48000), [1]);
    expect(kernels.heap.usedBytes).toBe(before);
  });
});

describe('meters of a stream', () => {
  it('do not read channels of weight 0', () => {
    const kernels = createKernels(16);
    const meter = createLoudnessMeter(kernels, { sampleRateHz: 48000, weights: [1, 0] });
    const quiet = kernels.heap.f32(48000);
    meter.push([quiet.ptr, -1], 0, 48000);
    expect(meter.integratedLufs()).toBe(-Infinity);
  });

  it('keep their history when it outgrows what was reserved', () => {
    const signal = noise(48000 * 12, 3);
    const read = (expectedSec: number): number => {
      const kernels = createKernels(16);
      const meter = createLoudnessMeter(kernels, { sampleRateHz: 48000, weights: [1], expectedSec });
      const block = kernels.heap.f32(signal.length);
      block.view.set(signal);
      meter.push([block.ptr], 0, signal.length);
      return meter.integratedLufs();
    };
    expect(read(1)).toBe(read(60));
  });

  it('start anew after reset, to the bit', () => {
    const kernels = createKernels(16);
    const loudness = createLoudnessMeter(kernels, { sampleRateHz: 44100, weights: [1] });
    const peaks = createTruePeakMeter(kernels, { channels: 1, itu4x: true });
    const block = kernels.heap.f32(44100 * 4);
    const read = (seed: number): unknown => {
      block.view.set(noise(block.view.length, seed, seed / 10));
      loudness.push([block.ptr], 0, block.view.length);
      peaks.push([block.ptr], 0, block.view.length);
      peaks.flush();
      return [
        loudness.integratedLufs(),
        loudness.loudnessRangeLu(),
        loudness.maxShortTermLufs,
        peaks.truePeakDbtp,
        peaks.itu4xDbtp,
        peaks.samplePeakDbfs,
      ];
    };
    const first = read(2);
    loudness.reset();
    peaks.reset();
    read(7);
    loudness.reset();
    peaks.reset();
    expect(read(2)).toEqual(first);
  });
});
