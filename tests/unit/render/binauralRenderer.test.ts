import { describe, expect, it } from 'vitest';
import { createPrng } from '../../../src/base/index.ts';
import { createKernels } from '../../../src/dsp/index.ts';
import { createBinauralRenderer } from '../../../src/render/binaural/index.ts';
import { fromPolar } from '../../reference/binaural.ts';
import { kemar } from '../../reference/binauralBench.ts';

const set = kemar();

describe('createBinauralRenderer', () => {
  const kernels = createKernels(64);
  const sources = 3;
  const renderer = createBinauralRenderer(kernels, set, { sampleRateHz: 48000, sources, quantumFrames: 256 });
  const inputs = Array.from({ length: sources }, () => kernels.heap.f32(256));
  const table = kernels.heap.i32(sources);
  inputs.forEach((block, i) => (table.view[i] = block.ptr));
  const [left, right] = [kernels.heap.f32(256), kernels.heap.f32(256)];

  const quantum = (signal: (i: number, k: number) => number): Float32Array => {
    inputs.forEach((block, i) => block.view.forEach((_, k) => (block.view[k] = signal(i, k))));
    left.view.fill(0);
    right.view.fill(0);
    renderer.process(table.ptr, left.ptr, right.ptr);
    return Float32Array.from([...left.view, ...right.view]);
  };
  const run = (quanta: number): number[] => {
    const prng = createPrng(1);
    return Array.from({ length: quanta }, (_, q) => {
      for (let i = 0; i < sources; i++) {
        renderer.setSource(i, ...fromPolar(100 * i + 5 * q, 10 * i), q < 3 ? 0.5 : 0.25);
      }
      return [...quantum(() => prng.next() - 0.5)];
    }).flat();
  };

  it('after reset repeats itself bit for bit', () => {
    const first = run(6);
    renderer.reset();
    expect(run(6)).toEqual(first);
  });

  it('is silent until a source is placed, and adds to what is there', () => {
    renderer.reset();
    expect(quantum(() => 1).every((sample) => sample === 0)).toBe(true);
    renderer.setSource(0, 0, 1, 0, 1);
    inputs.forEach((block) => block.view.fill(0));
    left.view.fill(0.5);
    renderer.process(table.ptr, left.ptr, right.ptr);
    expect(left.view.some((sample) => sample !== 0.5)).toBe(true);
  });

  it('takes no direction for in front, and no number for silence', () => {
    const from = (x: number, gain: number): Float32Array => {
      renderer.reset();
      renderer.setSource(0, x, x === 0 ? 0 : 1, 0, gain);
      return quantum((_, k) => (k === 0 ? 1 : 0));
    };
    expect(from(0, 1)).toEqual(from(1e-30, 1));
    expect(from(0, NaN).every((sample) => sample === 0)).toBe(true);
  });

  it('says when sound from the front arrives', () => {
    renderer.reset();
    renderer.setSource(0, 0, 1, 0, 1);
    const heard = quantum((_, k) => (k === 0 ? 1 : 0)).subarray(0, 256);
    const peak = heard.reduce((best, sample, k) => (Math.abs(sample) > Math.abs(heard[best]!) ? k : best), 0);
    expect(Math.abs(peak - renderer.frontDelayFrames)).toBeLessThan(6);
    expect(renderer.latencyFrames).toBe(0);
  });

  it.each([8000, 22050, 44100, 48000, 88200, 96000, 192000])('opens at %i Hz', (sampleRateHz) => {
    const other = createKernels(128);
    const opened = createBinauralRenderer(other, set, { sampleRateHz, sources: 1, quantumFrames: 256 });
    expect(opened.frontDelayFrames / sampleRateHz).toBeCloseTo(renderer.frontDelayFrames / 48000, 3);
  });

  it('does not allocate', () => {
    const { gc } = globalThis as { gc?: () => void };
    renderer.reset();
    const step = (q: number): void => {
      for (let i = 0; i < sources; i++) {
        renderer.setSource(i, Math.cos(q + i), Math.sin(q + i), 0.3, 0.5);
      }
      renderer.process(table.ptr, left.ptr, right.ptr);
    };
    inputs.forEach((block) => block.view.fill(0.1));
    for (let q = 0; q < 2000; q++) {
      step(q);
    }
    gc?.();
    const before = process.memoryUsage().heapUsed;
    for (let q = 0; q < 500; q++) {
      step(q);
    }
    const bytesPerQuantum = (process.memoryUsage().heapUsed - before) / 500;
    expect(bytesPerQuantum).toBeLessThan(2048);
  });
});
