import { describe, expect, it } from 'vitest';
import { createPrng } from '../../src/base/index.ts';
import { createKernels } from '../../src/dsp/index.ts';
import { ITU_PHASES, designTruePeak, kWeightingCoefficients, writeTruePeakTables } from '../../src/metering/index.ts';
import { applyGainCurve } from '../reference/gainCurve.ts';
import { kWeightedEnergy } from '../reference/kWeighting.ts';
import { truePeaksOf } from '../reference/truePeak.ts';

const noise = (length: number, seed: number): Float32Array => {
  const prng = createPrng(seed);
  return Float32Array.from({ length }, () => 2 * prng.next() - 1);
};

/** Noise whose level wanders, so that some blocks are skipped, some bounded and some searched. */
const wandering = (length: number, seed: number): Float32Array =>
  noise(length, seed).map((x, n) => x * (0.02 + Math.abs(Math.sin(n / 700)) ** 9) * (n % 97 === 0 ? 1 : 0.5));

describe('K-weighting: WASM against its readable twin', () => {
  it.each([1, 3, 4, 7])('%i channels, in uneven pieces', (channels) => {
    const { run, heap } = createKernels(16);
    const nGroups = Math.ceil(channels / 4);
    const inputs = Array.from({ length: channels }, (_, c) => noise(1000, c));
    inputs[0]![17] = NaN;
    inputs[0]![18] = -Infinity;
    const blocks = inputs.map((input) => {
      const block = heap.f32(1000);
      block.view.set(input);
      return block;
    });
    const table = heap.i32(nGroups * 4);
    table.view.forEach((_, k) => (table.view[k] = blocks[Math.min(k, channels - 1)]!.ptr));
    const coefficients = heap.f64(7);
    coefficients.view.set(kWeightingCoefficients(44100));
    const state = heap.f64(nGroups * 20);
    run.kWeightedEnergy(table.ptr, nGroups, 0, 333, coefficients.ptr, state.ptr);
    run.kWeightedEnergy(table.ptr, nGroups, 333, 667, coefficients.ptr, state.ptr);
    inputs.forEach((input, c) => {
      const energy = state.view[(c >> 2) * 20 + ((c & 2) >> 1) * 10 + 8 + (c & 1)]!;
      expect(energy / kWeightedEnergy(input, coefficients.view)).toBeCloseTo(1, 10);
    });
  });
});

describe('true peak: WASM with its bounds against the whole search', () => {
  const tables = designTruePeak();
  const setUp = (
    input: Float32Array,
  ): { at: number; scan: (floor: number, cells: number) => number; cells: Float32Array; cellsAt: number } => {
    const kernels = createKernels(16);
    const block = kernels.heap.f32(input.length + 384);
    block.view.set(input, 192);
    const written = writeTruePeakTables(kernels);
    const work = kernels.heap.f32(input.length * 2 + 1024).ptr;
    const cells = kernels.heap.f32(input.length / 16);
    const at = block.ptr + 192 * 4;
    return {
      at,
      cells: cells.view,
      cellsAt: cells.ptr,
      scan: (floor, cellsAt) => kernels.run.truePeakScan(at, input.length, written.tables, work, floor, cellsAt),
    };
  };

  it.each([
    ['white noise', noise(2048, 1)],
    ['noise that comes and goes', wandering(4096, 2)],
    ['quarter-rate tone, worst phase', Float32Array.from({ length: 1024 }, (_, n) => Math.sin((Math.PI / 2) * n + Math.PI / 4))],
    [
      'alternating signs up to the middle, the interpolator’s worst case',
      Float32Array.from({ length: 1024 }, (_, n) => ((n < 512 ? n : n + 1) % 2 === 0 ? 1 : -1)),
    ],
    ['one impulse', Float32Array.from({ length: 512 }, (_, n) => (n === 300 ? 1 : 0))],
  ])('%s', (_, input) => {
    const expected = truePeaksOf(input, tables);
    const largest = expected.reduce((a, b) => Math.max(a, b));
    const { scan, cells, cellsAt } = setUp(input);
    expect(scan(0, 0) / largest).toBeCloseTo(1, 5);
    expect(scan(largest * 0.97, 0) / largest).toBeCloseTo(1, 5);
    const floor = 0.6 * largest;
    scan(floor, cellsAt);
    cells.forEach((cell, k) => {
      const peak = expected.subarray(16 * k, 16 * k + 16).reduce((a, b) => Math.max(a, b));
      if (peak > floor * 1.0001) {
        expect(cell / peak).toBeCloseTo(1, 5);
      } else {
        expect(cell).toBeLessThanOrEqual(floor * 1.0002);
      }
    });
  });

  it('reads the standard’s 4× filter as it is written', () => {
    const input = noise(256, 5);
    const kernels = createKernels(16);
    const block = kernels.heap.f32(256 + 384);
    block.view.set(input, 192);
    const { ituTaps } = writeTruePeakTables(kernels);
    const phases = [ITU_PHASES.slice(0, 12), ITU_PHASES.slice(12)];
    let largest = 0;
    for (const taps of [...phases, ...phases.map((phase) => phase.toReversed())]) {
      for (let n = 6; n < 256; n++) {
        const value = taps.reduce((sum, tap, j) => sum + tap * (input[n - j] ?? 0), 0);
        largest = Math.max(largest, Math.abs(value));
      }
    }
    expect(kernels.run.itu4xScan(block.ptr + 192 * 4, 256, ituTaps, 0, 0) / largest).toBeCloseTo(1, 5);
    expect(kernels.run.itu4xScan(block.ptr + 192 * 4, 256, ituTaps, 0.99 * largest, 0) / largest).toBeCloseTo(1, 5);
  });
});

describe('gain curve: WASM against its readable twin', () => {
  it('runs linearly between nodes and leaves unit gain to the bit', () => {
    const { run, heap } = createKernels(16);
    const input = noise(128, 9);
    const block = heap.f32(128);
    block.view.set(input);
    const table = heap.i32(1);
    table.view[0] = block.ptr;
    const gains = heap.f32(9);
    gains.view.set([1, 1, 0.5, 0.25, 0.5, 1, 1, 1, 1]);
    run.applyGainCurve(table.ptr, 1, 0, 128, gains.ptr, 16, 1);
    applyGainCurve(input, gains.view, 16, 1).forEach((expected, n) => expect(block.view[n]).toBeCloseTo(expected, 6));
    expect(block.view.subarray(80)).toEqual(input.subarray(80));
    block.view.set(input);
    const drive = Math.fround(1.7);
    run.applyGainCurve(table.ptr, 1, 0, 128, gains.ptr, 16, drive);
    expect(block.view.subarray(80)).toEqual(input.subarray(80).map((x) => x * drive));
  });
});
