import { describe, expect, it } from 'vitest';
import { createPrng } from '../../src/base/index.ts';
import { createFractionalDelay, createKernels } from '../../src/dsp/index.ts';
import { lagrangeDelayed } from '../reference/delay.ts';

describe('fractional delay: WASM against the cubic through four frames', () => {
  const prng = createPrng(8);
  const signal = Float32Array.from({ length: 1024 }, () => 2 * prng.next() - 1);

  it.each([
    [10, 10],
    [1, 1],
    [17.25, 60.75],
    [63.9, 2.5],
  ])('a delay that moves from %f to %f frames over each block', (fromFrames, toFrames) => {
    const kernels = createKernels(16);
    const delay = createFractionalDelay(kernels, 64, 256);
    const input = kernels.heap.f32(256);
    const out = kernels.heap.f32(256);
    for (let start = 0; start < signal.length; start += 256) {
      input.view.set(signal.subarray(start, start + 256));
      out.view.fill(1);
      delay.write(input.ptr, 256);
      delay.readRamped(out.ptr, fromFrames, toFrames, 0.5);
      out.view.forEach((sample, k) => {
        const expected = 1 + 0.5 * lagrangeDelayed(signal, start + k, fromFrames + ((toFrames - fromFrames) * k) / 256);
        expect(Math.abs(sample - expected)).toBeLessThan(1e-6);
      });
    }
  });

  it('chunks of a ramp are the ramp, bit for bit', () => {
    const { run, heap } = createKernels(16);
    const ring = heap.f32(512);
    ring.view.set(signal.subarray(0, 512));
    const whole = heap.f32(256);
    const pieces = heap.f32(256);
    run.delayReadRamped(whole.ptr, ring.ptr, 511, 200, 20, 90.5, 0, 256, 1, 256);
    for (const [start, end] of [
      [0, 7],
      [7, 100],
      [100, 256],
    ] as const) {
      run.delayReadRamped(pieces.ptr + start * 4, ring.ptr, 511, 200 + start, 20, 90.5, start, 256, 1, end - start);
    }
    expect(pieces.view).toEqual(whole.view);
  });
});
