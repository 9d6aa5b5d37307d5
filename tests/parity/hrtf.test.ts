import { describe, expect, it } from 'vitest';
import { createPrng } from '../../src/base/index.ts';
import { createKernels, type F32Block } from '../../src/dsp/index.ts';
import { hrtfBlend, type Row, spectrumMac } from '../reference/hrtf.ts';

const BINS = 256;
const OFFSET = BINS + 4;

const rowOf = (block: F32Block): Row => ({
  re: Float64Array.from(block.view.subarray(0, BINS)),
  im: Float64Array.from(block.view.subarray(OFFSET, OFFSET + BINS)),
});

function expectRow(block: F32Block, expected: Row, tolerance: number): void {
  const actual = rowOf(block);
  for (let k = 0; k < BINS; k++) {
    expect(Math.abs(actual.re[k]! - expected.re[k]!)).toBeLessThan(tolerance);
    expect(Math.abs(actual.im[k]! - expected.im[k]!)).toBeLessThan(tolerance);
  }
}

describe('HRTF kernels: WASM against their readable twin', () => {
  const { run, heap } = createKernels(16);
  const prng = createPrng(11);
  const noiseRow = (): F32Block => {
    const block = heap.f32(2 * OFFSET);
    block.view.forEach((_, k) => (block.view[k] = 2 * prng.next() - 1));
    return block;
  };
  const corners = [noiseRow(), noiseRow(), noiseRow()] as const;
  const [v0, v1, v2] = corners.map((row) => row.ptr) as [number, number, number];
  const weights = [0.2, 0.5, 0.3] as const;
  const delayRad = (2 * Math.PI * 31.37) / 512;

  it('hrtfBlend delays and blends', () => {
    const filter = noiseRow();
    run.hrtfBlend(filter.ptr, v0, v1, v2, ...weights, Math.cos(delayRad), -Math.sin(delayRad), BINS);
    expectRow(filter, hrtfBlend(corners.map(rowOf), weights, delayRad), 2e-5);
  });

  it('spectrumMac and hrtfMove add through the old filter and note the change to the new', () => {
    const [sum, change, input, filter] = [noiseRow(), noiseRow(), noiseRow(), noiseRow()];
    const before = { sum: rowOf(sum), change: rowOf(change), input: rowOf(input), filter: rowOf(filter) };
    const next = hrtfBlend(corners.map(rowOf), weights, delayRad);
    run.hrtfMove(sum.ptr, change.ptr, input.ptr, filter.ptr, v0, v1, v2, ...weights, Math.cos(delayRad), -Math.sin(delayRad), BINS);
    expectRow(sum, spectrumMac(before.sum, before.input, before.filter), 1e-5);
    const difference = { re: next.re.map((x, k) => x - before.filter.re[k]!), im: next.im.map((x, k) => x - before.filter.im[k]!) };
    expectRow(change, spectrumMac(before.change, before.input, difference), 5e-5);
    expectRow(filter, next, 2e-5);
    const again = rowOf(sum);
    run.spectrumMac(sum.ptr, input.ptr, filter.ptr, BINS);
    expectRow(sum, spectrumMac(again, before.input, rowOf(filter)), 1e-5);
  });

  it('addFaded ramps the change in from nothing', () => {
    const [out, steady, change] = [heap.f32(256), noiseRow(), noiseRow()];
    out.view.fill(0.25);
    run.addFaded(out.ptr, steady.ptr, change.ptr, 256);
    out.view.forEach((sample, k) => expect(sample).toBeCloseTo(0.25 + steady.view[k]! + (change.view[k]! * k) / 256, 5));
  });

  it('pushWindow moves on, and sees signal but no zeros, negative ones either', () => {
    const window = heap.f32(512);
    const block = heap.f32(256);
    const table = heap.i32(2);
    table.view[1] = block.ptr;
    block.view.fill(-0);
    expect(run.pushWindow(window.ptr, 512, 1, table.ptr, 1, 256)).toBe(0);
    block.view.forEach((_, k) => (block.view[k] = k));
    expect(run.pushWindow(window.ptr, 512, 1, table.ptr, 1, 256)).toBe(1);
    block.view.fill(0);
    expect(run.pushWindow(window.ptr, 512, 0, table.ptr, 1, 256)).toBe(0);
    expect([window.view[0], window.view[255], window.view[256]]).toEqual([0, 255, 0]);
  });
});
