import { describe, expect, it } from 'vitest';
import { createPrng } from '../../src/base/index.ts';
import { createKernels } from '../../src/dsp/index.ts';
import { mixRamped } from '../reference/mixRamped.ts';

describe('mixRamped: WASM against its readable twin', () => {
  it.each([
    [3, 2, 0, 256],
    [5, 12, 7, 100],
    [1, 1, 3, 1],
    [128, 12, 0, 256],
  ])('%i inputs into %i outputs, frames from %i, %i long', (nInputs, nOutputs, startFrame, lengthFrames) => {
    const { run, heap } = createKernels(16);
    const prng = createPrng(2127);
    const noise = (view: Float32Array): void => view.forEach((_, k) => (view[k] = 2 * prng.next() - 1));
    const inputs = Array.from({ length: nInputs }, () => heap.f32(512));
    const outputs = Array.from({ length: nOutputs }, () => heap.f32(512));
    const inputTable = heap.i32(nInputs);
    const outputTable = heap.i32(nOutputs);
    const from = heap.f32(nInputs * nOutputs);
    const to = heap.f32(nInputs * nOutputs);
    inputs.forEach((block, k) => ((inputTable.view[k] = block.ptr), noise(block.view)));
    outputs.forEach((block, k) => ((outputTable.view[k] = block.ptr), noise(block.view)));
    noise(from.view);
    noise(to.view);
    from.view[0] = to.view[0] = 0;
    const expected = outputs.map((block) => Float32Array.from(block.view));
    mixRamped(
      expected,
      inputs.map((block) => block.view),
      from.view,
      to.view,
      startFrame,
      lengthFrames,
    );
    run.mixRamped(outputTable.ptr, nOutputs, inputTable.ptr, nInputs, from.ptr, to.ptr, startFrame, lengthFrames);
    outputs.forEach((block, o) => {
      block.view.forEach((sample, k) => expect(Math.abs(sample - expected[o]![k]!)).toBeLessThan(2e-5));
    });
  });
});
