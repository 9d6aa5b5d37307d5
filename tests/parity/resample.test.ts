import { describe, expect, it } from 'vitest';
import { createPrng } from '../../src/base/index.ts';
import { createKernels } from '../../src/dsp/index.ts';
import { resample } from '../reference/resample.ts';

const TAPS = 24;
const LENGTH = 500;

describe('resample: WASM against its readable twin', () => {
  const { run, heap } = createKernels(4);
  const prng = createPrng(7);
  const input = heap.f64(2 * LENGTH + TAPS);
  const bank = heap.f64(161 * TAPS);
  input.view.forEach((_, k) => (input.view[k] = 2 * prng.next() - 1));
  bank.view.forEach((_, k) => (bank.view[k] = (2 * prng.next() - 1) / TAPS));
  const out = heap.f32(LENGTH);

  it.each([
    { phases: 160, phase: 3, stepFrames: 0, stepPhases: 147 },
    { phases: 147, phase: 146, stepFrames: 1, stepPhases: 13 },
    { phases: 1, phase: 0, stepFrames: 2, stepPhases: 0 },
    { phases: 2, phase: 1, stepFrames: 0, stepPhases: 1 },
  ])('$phases phases, steps of $stepFrames + $stepPhases/$phases frames', ({ phases, phase, stepFrames, stepPhases }) => {
    run.resample(out.ptr, input.ptr, bank.ptr, phases, TAPS, phase, stepFrames, stepPhases, LENGTH);
    const expected = resample(input.view, bank.view, phases, TAPS, phase, stepFrames, stepPhases, LENGTH);
    out.view.forEach((x, k) => expect(Math.abs(x - expected[k]!)).toBeLessThan(2e-7));
  });

  it('between rows', () => {
    run.resampleBetween(out.ptr, input.ptr, bank.ptr, 160, 5003, TAPS, 17, 1, 1234, LENGTH);
    const expected = resample(input.view, bank.view, 5003, TAPS, 17, 1, 1234, LENGTH, 160);
    out.view.forEach((x, k) => expect(Math.abs(x - expected[k]!)).toBeLessThan(2e-7));
  });
});
