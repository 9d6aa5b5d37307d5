import { describe, expect, it } from 'vitest';
import { createPrng } from '../../src/base/index.ts';
import { type ConvolutionPath, createConvolver, createKernels } from '../../src/dsp/index.ts';
import { convolveDirectly } from '../reference/binaural.ts';

const prng = createPrng(42);
const noise = (length: number): Float32Array => Float32Array.from({ length }, () => 2 * prng.next() - 1);

describe('createConvolver: WASM against direct convolution', () => {
  it.each([
    { inputs: 1, outputs: 1, blockFrames: 64, lengths: [1] },
    { inputs: 1, outputs: 2, blockFrames: 256, lengths: [256, 257] },
    { inputs: 3, outputs: 5, blockFrames: 32, lengths: [100, 7, 300] },
    { inputs: 6, outputs: 2, blockFrames: 128, lengths: [1000, 129] },
  ])('$inputs inputs to $outputs outputs by $blockFrames frames, responses of $lengths', ({ inputs, outputs, blockFrames, lengths }) => {
    const kernels = createKernels(32);
    const paths = Array.from({ length: inputs * outputs }, (_, k): ConvolutionPath => {
      return { input: k % inputs, output: Math.floor(k / inputs), response: noise(lengths[k % lengths.length]!) };
    }).filter((_, k) => k % 4 !== 3);
    const convolver = createConvolver(kernels, { inputs, outputs, blockFrames, paths });
    const frames = 24 * blockFrames;
    // The last input rests long enough to be forgotten, and comes back.
    const signals = Array.from({ length: inputs }, (_, i) =>
      noise(frames).map((s, k) => (i === inputs - 1 && k >= 2 * blockFrames && k < 20 * blockFrames ? 0 : s)),
    );
    const blocks = (count: number): { table: number; views: Float32Array[] } => {
      const list = Array.from({ length: count }, () => kernels.heap.f32(blockFrames));
      const table = kernels.heap.i32(count);
      list.forEach((block, k) => (table.view[k] = block.ptr));
      return { table: table.ptr, views: list.map((block) => block.view) };
    };
    const ins = blocks(inputs);
    const outs = blocks(outputs);
    const rendered = Array.from({ length: outputs }, () => new Float32Array(frames));
    for (let start = 0; start < frames; start += blockFrames) {
      ins.views.forEach((view, i) => view.set(signals[i]!.subarray(start, start + blockFrames)));
      outs.views.forEach((view) => view.fill(0));
      convolver.process(ins.table, outs.table);
      outs.views.forEach((view, o) => rendered[o]!.set(view, start));
    }
    rendered.forEach((actual, o) => {
      const expected = new Float64Array(frames);
      for (const { input, output, response } of paths) {
        if (output === o) {
          convolveDirectly(signals[input]!, response).forEach((s, k) => (expected[k] = expected[k]! + s));
        }
      }
      const worst = actual.reduce((max, s, k) => Math.max(max, Math.abs(s - expected[k]!)), 0);
      expect(worst).toBeLessThan(2e-4);
    });
  });

  it('forgets its past on reset', () => {
    const kernels = createKernels(16);
    const convolver = createConvolver(kernels, {
      inputs: 1,
      outputs: 1,
      blockFrames: 64,
      paths: [{ input: 0, output: 0, response: noise(500) }],
    });
    const [input, out] = [kernels.heap.f32(64), kernels.heap.f32(64)];
    const [inTable, outTable] = [kernels.heap.i32(1), kernels.heap.i32(1)];
    inTable.view[0] = input.ptr;
    outTable.view[0] = out.ptr;
    input.view.set(noise(64));
    convolver.process(inTable.ptr, outTable.ptr);
    convolver.reset();
    input.view.fill(0);
    out.view.fill(0);
    convolver.process(inTable.ptr, outTable.ptr);
    expect(out.view.every((s) => s === 0)).toBe(true);
    expect(convolver.tailFrames).toBe(500);
  });
});
