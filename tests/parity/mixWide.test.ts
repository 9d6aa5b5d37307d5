import { describe, expect, it } from 'vitest';
import { createPrng } from '../../src/base/index.ts';
import { createKernels } from '../../src/dsp/index.ts';
import { mixRampedWide } from '../reference/mixWide.ts';

describe('mixRampedWide: WASM against its readable twin', () => {
  it.each([
    [1, 2, 0, 256],
    [2, 3, 3, 7],
    [3, 2, 0, 256],
    [4, 1, 5, 1],
    [7, 12, 7, 101],
    [128, 12, 0, 256],
  ])('%i inputs into %i outputs, frames from %i, %i long', (nInputs, nOutputs, startFrame, lengthFrames) => {
    const { run, heap } = createKernels(16);
    const prng = createPrng(2127);
    const noise = (view: Float32Array | Float64Array): void => view.forEach((_, k) => (view[k] = 2 * prng.next() - 1));
    const inputs = Array.from({ length: nInputs }, () => heap.f32(512));
    const outputs = Array.from({ length: nOutputs }, () => heap.f64(512));
    const inputTable = heap.i32(nInputs);
    const outputTable = heap.i32(nOutputs);
    const from = heap.f64(nInputs * nOutputs);
    const to = heap.f64(nInputs * nOutputs);
    inputs.forEach((block, k) => ((inputTable.view[k] = block.ptr), noise(block.view)));
    outputs.forEach((block, k) => ((outputTable.view[k] = block.ptr), noise(block.view)));
    noise(from.view);
    noise(to.view);
    from.view.forEach((_, k) => k % 3 === 0 && (from.view[k] = to.view[k] = 0));
    const expected = outputs.map((block) => Float64Array.from(block.view));
    mixRampedWide(
      expected,
      inputs.map((block) => block.view),
      from.view,
      to.view,
      startFrame,
      lengthFrames,
    );
    run.mixRampedWide(outputTable.ptr, nOutputs, inputTable.ptr, nInputs, from.ptr, to.ptr, startFrame, lengthFrames);
    const largest = outputs.map((block, o) => block.view.reduce((most, v, k) => Math.max(most, Math.abs(v - expected[o]![k]!)), 0));
    expect(Math.max(...largest)).toBeLessThan(1e-13);
  });

  it('narrows to the nearest single', () => {
    const { run, heap } = createKernels(1);
    const wide = [heap.f64(16), heap.f64(16)];
    const narrow = [heap.f32(16), heap.f32(16)];
    const inTable = heap.i32(2);
    const outTable = heap.i32(2);
    const prng = createPrng(1);
    for (let n = 0; n < 2; n++) {
      inTable.view[n] = wide[n]!.ptr;
      outTable.view[n] = narrow[n]!.ptr;
      wide[n]!.view.forEach((_, k, view) => (view[k] = prng.next() - 0.5));
    }
    run.narrowBlocks(outTable.ptr, inTable.ptr, 2, 16);
    wide.forEach((block, n) => expect(narrow[n]!.view).toEqual(Float32Array.from(block.view)));
  });
});
