import { describe, expect, it } from 'vitest';
import { createPrng } from '../../src/base/index.ts';
import { createKernels, createOversampler, halfBandTaps } from '../../src/dsp/index.ts';
import type { F32Block } from '../../src/dsp/index.ts';
import { addChange, halfSum, mixPair, sumBands } from '../reference/channels.ts';
import { halfBandDown, halfBandUp } from '../reference/oversample.ts';
import { loudestOf, saturationGain, saturationMix } from '../reference/saturation.ts';

const LENGTH = 500;

function setUp() {
  const kernels = createKernels(4);
  const prng = createPrng(9);
  const make = (length = LENGTH, amplitude = 1): F32Block => {
    const block = kernels.heap.f32(length + 64);
    block.view.forEach((_, k) => (block.view[k] = k < length ? amplitude * (2 * prng.next() - 1) : 0));
    return block;
  };
  const table = (blocks: readonly F32Block[]): number => {
    const addresses = kernels.heap.i32(blocks.length);
    blocks.forEach(({ ptr }, k) => (addresses.view[k] = ptr));
    return addresses.ptr;
  };
  return { ...kernels, kernels, make, table };
}

function expectClose(actual: ArrayLike<number>, expected: ArrayLike<number>, tolerance: number): void {
  let worst = 0;
  for (let k = 0; k < expected.length; k++) {
    const difference = Math.abs(actual[k]! - expected[k]!);
    worst = difference <= worst ? worst : difference;
  }
  expect(worst).toBeLessThan(tolerance);
}

describe('master inserts: WASM against their readable twins', () => {
  it.each([1, 5, 8, 36])('halfBandUp and halfBandDown, %i pairs', (pairs) => {
    const { run, heap, make } = setUp();
    const taps = heap.f32(pairs);
    taps.view.set(halfBandTaps(pairs));
    const history = 2 * pairs;
    const input = make(LENGTH + history);
    input.view.fill(0, 0, history);
    const double = heap.f32(2 * LENGTH + 64);
    run.halfBandUp(double.ptr, input.ptr + 4 * history, taps.ptr, pairs, LENGTH);
    const up = halfBandUp(input.view.subarray(history, history + LENGTH), taps.view);
    expectClose(double.view, up, 1e-6);
    const even = heap.f32(LENGTH + history + 64);
    const odd = heap.f32(LENGTH + history + 64);
    const out = heap.f32(LENGTH + 64);
    run.deinterleave(even.ptr + 4 * history, odd.ptr + 4 * history, double.ptr, LENGTH);
    run.halfBandDown(out.ptr, even.ptr + 4 * history, odd.ptr + 4 * history, taps.ptr, pairs, LENGTH);
    expectClose(out.view, halfBandDown(double.view.subarray(0, 2 * LENGTH), taps.view), 1e-6);
  });

  it.each([44100, 96000, 192000])('the oversampler there and back at %i Hz is a delay, to −100 dB below 0.45 of the rate', (rate) => {
    const { kernels, make, table } = setUp();
    const oversampler = createOversampler(kernels, 1, rate, 128);
    const late = oversampler.latencyFrames;
    expect(late).toBe(rate < 64000 ? 81 : rate < 128000 ? 79 : 71);
    const block = make(128);
    const pointer = table([block]);
    const tone = Float32Array.from({ length: 1280 }, (_, k) => Math.sin(2 * Math.PI * 0.44 * k) + Math.sin(0.1 * k));
    for (let done = 0; done < tone.length; done += 128) {
      block.view.set(tone.subarray(done, done + 128));
      oversampler.up(pointer, 0, 0, 128);
      const out = oversampler.down(0, 128);
      const heard = new Float32Array(block.view.buffer, out, 128);
      if (done >= 256) {
        expectClose(heard, tone.subarray(done - late, done - late + 128), 2e-5);
      }
    }
  });

  it('saturationGain, over its numbers and their ramps', () => {
    const { run, heap, make } = setUp();
    const numbers = heap.f32(6);
    const out = heap.f32(LENGTH + 4);
    for (const amplitude of [1e-3, 0.3, 3, 100]) {
      const e = make(LENGTH, amplitude);
      for (const [bias, hard] of [
        [0, 0],
        [0.25, 0],
        [0, 1],
        [0.25, 0.5],
      ] as const) {
        numbers.view.set([1, 4, bias, bias / 2, hard, hard === 0.5 ? 1 : hard]);
        run.saturationGain(out.ptr, e.ptr, LENGTH, numbers.ptr, 100, 1000);
        const expected = Float64Array.from({ length: LENGTH }, (_, k) => {
          const t = (100 + k) / 1000;
          return saturationGain(e.view[k]!, 1 + 3 * t, bias - (bias / 2) * t, hard === 0.5 ? 0.5 + 0.5 * t : hard);
        });
        expectClose(out.view, expected, 1.5e-6);
      }
    }
  });

  it('loudestOf, multiplyRows, blendRamped and saturationMix', () => {
    const { run, heap, table } = setUp();
    const prng = createPrng(4);
    const rows = heap.f32(3 * LENGTH);
    rows.view.forEach((_, k) => (rows.view[k] = 2 * prng.next() - 1));
    const [a, b, c] = [0, 1, 2].map((r) => rows.view.slice(r * LENGTH, (r + 1) * LENGTH)) as [Float32Array, Float32Array, Float32Array];
    const out = heap.f32(LENGTH);
    run.loudestOf(out.ptr, rows.ptr, 4 * LENGTH, 3, LENGTH);
    expect(out.view).toEqual(loudestOf([a, b, c]));
    run.multiplyRows(rows.ptr + 4 * LENGTH, 4 * LENGTH, 2, rows.ptr, LENGTH);
    expectClose(
      rows.view.subarray(2 * LENGTH),
      c.map((x, k) => x * a[k]!),
      1e-7,
    );
    run.blendRamped(rows.ptr, out.ptr, LENGTH, 0.25, 0.75, 0, LENGTH);
    expectClose(
      rows.view,
      a.map((x, k) => x + (0.25 + (0.5 * k) / LENGTH) * (out.view[k]! - x)),
      1e-6,
    );
    const numbers = heap.f32(6);
    numbers.view.set([1, 0.5, 0.2, 1, 1, 0.5]);
    const mean = heap.f64(1);
    const block = heap.f32(LENGTH);
    const d = heap.f32(LENGTH);
    block.view.set(a);
    d.view.set(b);
    run.saturationMix(table([block]), 0, 0, 200, d.ptr, mean.ptr, numbers.ptr, 0, LENGTH, 0.99);
    run.saturationMix(table([block]), 0, 200, 300, d.ptr + 800, mean.ptr, numbers.ptr, 200, LENGTH, 0.99);
    expectClose(block.view, saturationMix(a, b, numbers.view, 0, LENGTH, 0.99), 1e-6);
  });

  it('pickChannels, storeChannels, halfSums, sumsAndDifferences and addChanges', () => {
    const { run, heap, make, table } = setUp();
    const blocks = [make(), make(), make(), make()];
    const [a, b, c, d] = blocks.map((block) => block.view.slice(10, 310)) as [Float32Array, Float32Array, Float32Array, Float32Array];
    const indices = heap.i32(4);
    indices.view.set([2, 3, 0, 1]);
    const picked = heap.i32(4);
    run.pickChannels(picked.ptr, table(blocks), indices.ptr, 4);
    const sums = [make(), make()];
    const differences = [make(), make()];
    run.halfSums(table(sums), picked.ptr, 2, 10, 300, 1);
    run.halfSums(table(differences), picked.ptr, 2, 10, 300, -1);
    expectClose(sums[0]!.view, halfSum(c, d, 1), 1e-7);
    expectClose(differences[1]!.view, halfSum(a, b, -1), 1e-7);
    run.addChanges(picked.ptr, table(sums), table(differences), 2, 10, 300, -1);
    const [first, second] = addChange(c, d, sums[0]!.view, differences[0]!.view, -1);
    expectClose(blocks[2]!.view.subarray(10), first, 1e-6);
    expectClose(blocks[3]!.view.subarray(10), second, 1e-6);
    const outs = [make(), make(), make(), make()];
    run.sumsAndDifferences(table(outs), table(sums), table(differences), 2, 300);
    expectClose(outs[0]!.view, c, 1e-6);
    expectClose(outs[3]!.view, b, 1e-6);
    run.storeChannels(picked.ptr, table(outs), 4, 20, 300);
    expect(blocks[0]!.view.slice(20, 320)).toEqual(outs[2]!.view.slice(0, 300));
  });

  it('mixPairs and sumBands', () => {
    const { run, heap, make, table } = setUp();
    const pair = [make(), make()];
    const [a, b] = pair.map((block) => block.view.slice(0, LENGTH)) as [Float32Array, Float32Array];
    const numbers = heap.f32(4);
    numbers.view.set([1, 0.5, 0, -0.25]);
    run.mixPairs(table(pair), 1, 0, LENGTH, numbers.ptr, 30, 1000);
    mixPair(a, b, numbers.view, 30, 1000).forEach((channel, c) => expectClose(pair[c]!.view, channel, 1e-6));
    const bands = Array.from({ length: 8 }, () => make());
    const gains = heap.f32(4 * LENGTH);
    gains.view.forEach((_, k) => (gains.view[k] = (k % 97) / 97));
    const out = [make(), make()];
    run.sumBands(table(out), table(bands), 2, 0, 301, gains.ptr, LENGTH);
    out.forEach((block, c) => {
      const mine = bands.filter((_, k) => k % 2 === c).map(({ view }) => view.slice(0, 301));
      const curves = [0, 1, 2, 3].map((k) => gains.view.slice(k * LENGTH, (k + 1) * LENGTH));
      expectClose(block.view, sumBands(mine, curves), 1e-6);
    });
  });
});
