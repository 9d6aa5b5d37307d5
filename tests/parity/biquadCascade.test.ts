import { describe, expect, it } from 'vitest';
import { BIQUAD_NUMBERS, createPrng, designBell } from '../../src/base/index.ts';
import { createKernels, writeKernelForm } from '../../src/dsp/index.ts';
import { biquadCascade, biquadCascadeRamped } from '../reference/biquadCascade.ts';

const LENGTH = 700;

function setUp(nChannels: number, nStages: number) {
  const { run, heap } = createKernels(4);
  const prng = createPrng(3);
  const channels = Array.from({ length: nChannels }, () => heap.f32(LENGTH));
  const table = heap.i32(nChannels);
  channels.forEach((block, c) => {
    table.view[c] = block.ptr;
    block.view.forEach((_, k) => (block.view[k] = 2 * prng.next() - 1));
  });
  const bells = (gainDb: number) => {
    const block = heap.f64(nStages * BIQUAD_NUMBERS);
    const design = new Float64Array(BIQUAD_NUMBERS);
    for (let stage = 0; stage < nStages; stage++) {
      designBell(design, 0, 100 + 1700 * stage, gainDb * (stage % 2 === 0 ? 1 : -1), 0.5 + stage, 48000);
      writeKernelForm(block.view, stage * BIQUAD_NUMBERS, design, 0);
    }
    return block;
  };
  const states = heap.f64(nStages * 2 * (nChannels + (nChannels % 2)));
  return { run, channels, table, bells, states, inputs: channels.map((block) => Float32Array.from(block.view)) };
}

describe('biquadCascade: WASM against its readable twin, to the last bit', () => {
  it.each([1, 2, 3, 4].flatMap((nChannels) => [1, 2, 3, 4, 5, 6, 7].map((nStages) => ({ nChannels, nStages }))))(
    '$nChannels channels through $nStages stages, in pieces',
    ({ nChannels, nStages }) => {
      const { run, channels, table, bells, states, inputs } = setUp(nChannels, nStages);
      const coefficients = bells(6);
      let done = 0;
      for (const piece of [1, 2, 3, 4, 5, 300, 1, 384]) {
        run.biquadCascade(table.ptr, nChannels, done, piece, coefficients.ptr, nStages, states.ptr);
        done += piece;
      }
      expect(done).toBe(LENGTH);
      inputs.forEach((input, c) => {
        biquadCascade(input, coefficients.view, new Float64Array(2 * nStages));
        expect(channels[c]!.view).toEqual(input);
      });
    },
  );

  it('with moving coefficients', () => {
    const { run, channels, table, bells, states, inputs } = setUp(3, 3);
    const from = bells(-12);
    const to = bells(12);
    run.biquadCascadeRamped(table.ptr, 3, 0, 123, from.ptr, to.ptr, 3, states.ptr, 0, LENGTH);
    run.biquadCascadeRamped(table.ptr, 3, 123, LENGTH - 123, from.ptr, to.ptr, 3, states.ptr, 123, LENGTH);
    inputs.forEach((input, c) => {
      biquadCascadeRamped(input, from.view, to.view, new Float64Array(6), 0, LENGTH);
      expect(channels[c]!.view).toEqual(input);
    });
  });

  it('settles: what is inaudible or broken becomes zero, all else stays', () => {
    const { run, heap } = createKernels(1);
    const states = heap.f64(6);
    states.view.set([1e-31, -1e-31, 1e-29, NaN, Infinity, -3]);
    run.biquadSettle(states.ptr, 6);
    expect([...states.view]).toEqual([0, 0, 1e-29, 0, 0, -3]);
  });
});
