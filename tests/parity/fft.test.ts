import { describe, expect, it } from 'vitest';
import { createPrng } from '../../src/base/index.ts';
import { createKernels, createRealFft, transformComplex } from '../../src/dsp/index.ts';
import { realDft } from '../reference/dft.ts';

describe('rfft4 and irfft4: WASM against the definition', () => {
  it.each([16, 32, 64, 128, 256, 512, 1024, 2048])('size %i', (size) => {
    const kernels = createKernels(16);
    const { heap } = kernels;
    const fft = createRealFft(kernels, size);
    const prng = createPrng(size);
    const inputs = Array.from({ length: 4 }, () => heap.f32(size));
    const rows = Array.from({ length: 4 }, () => heap.f32(fft.rowLength));
    const outputs = Array.from({ length: 4 }, () => heap.f32(size));
    const tables = [inputs, rows, outputs].map((blocks) => {
      const table = heap.i32(4);
      blocks.forEach((block, k) => (table.view[k] = block.ptr));
      return table.ptr;
    });
    inputs.forEach((block) => block.view.forEach((_, k) => (block.view[k] = 2 * prng.next() - 1)));
    fft.forward4(tables[1]!, tables[0]!);
    fft.inverse4(tables[2]!, tables[1]!);
    const tolerance = 4e-7 * Math.sqrt(size) * Math.log2(size);
    inputs.forEach((input, channel) => {
      const expected = realDft(input.view);
      const row = rows[channel]!.view;
      for (let k = 0; k <= size / 2; k++) {
        expect(Math.abs(row[k]! - expected.re[k]!)).toBeLessThan(tolerance);
        expect(Math.abs(row[k + fft.imaginaryOffset]! - expected.im[k]!)).toBeLessThan(tolerance);
      }
      input.view.forEach((sample, k) => expect(Math.abs(outputs[channel]!.view[k]! - sample)).toBeLessThan(1e-6));
    });
    const single = heap.f32(fft.rowLength);
    fft.forward(single.ptr, inputs[2]!.ptr);
    expect([...single.view.subarray(0, size / 2 + 1)]).toEqual([...rows[2]!.view.subarray(0, size / 2 + 1)]);
  });
});

describe('transformComplex: double precision against the definition', () => {
  it.each([2, 8, 64, 512])('size %i, there and back', (size) => {
    const prng = createPrng(7);
    const signal = Float64Array.from({ length: size }, () => prng.next() - 0.5);
    const re = signal.slice();
    const im = new Float64Array(size);
    transformComplex(re, im);
    const expected = realDft(signal);
    for (let k = 0; k <= size / 2; k++) {
      expect(re[k]).toBeCloseTo(expected.re[k]!, 10);
      expect(im[k]).toBeCloseTo(expected.im[k]!, 10);
    }
    transformComplex(re, im, true);
    signal.forEach((sample, k) => expect(re[k]).toBeCloseTo(sample, 12));
  });
});
