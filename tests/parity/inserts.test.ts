import { describe, expect, it } from 'vitest';
import { createPrng } from '../../src/base/index.ts';
import { createDelayLine, createKernels } from '../../src/dsp/index.ts';
import { compressorGain } from '../reference/compressorGain.ts';
import { crossfade, delayed, gainCurve, gainRamped } from '../reference/gain.ts';

const LENGTH = 1000;

function setUp(nChannels: number) {
  const kernels = createKernels(4);
  const prng = createPrng(5);
  const noise = (view: Float32Array): void => view.forEach((_, k) => (view[k] = 2 * prng.next() - 1));
  const make = () => {
    const blocks = Array.from({ length: nChannels }, () => kernels.heap.f32(LENGTH));
    const table = kernels.heap.i32(nChannels);
    blocks.forEach((block, c) => ((table.view[c] = block.ptr), noise(block.view)));
    return { blocks, table };
  };
  return { kernels, make, noise };
}

function expectClose(actual: ArrayLike<number>, expected: ArrayLike<number>, tolerance: number): void {
  let worst = 0;
  for (let k = 0; k < expected.length; k++) {
    const difference = Math.abs(actual[k]! - expected[k]!);
    worst = difference <= worst ? worst : difference;
  }
  expect(worst).toBeLessThan(tolerance);
}

describe('insert kernels: WASM against their readable twins', () => {
  it('gainRamped and gainCurve', () => {
    const { kernels, make, noise } = setUp(2);
    const { blocks, table } = make();
    const expected = blocks.map((block) => block.view.slice(7, 500));
    const curve = kernels.heap.f32(LENGTH);
    noise(curve.view);
    kernels.run.gainRamped(table.ptr, 2, 7, 493, 0.25, -1, 100, 960);
    kernels.run.gainCurve(table.ptr, 2, 7, 493, curve.ptr);
    expected.forEach((channel, c) => {
      gainRamped(channel, 0.25, -1, 100, 960);
      gainCurve(channel, curve.view);
      expectClose(blocks[c]!.view.subarray(7, 500), channel, 1e-6);
    });
  });

  it('crossfade and copyChannels', () => {
    const { kernels, make } = setUp(3);
    const { blocks, table } = make();
    const other = make();
    const expected = blocks.map((block) => block.view.slice(5, 205));
    kernels.run.copyChannels(other.table.ptr, table.ptr, 3, 100, 50);
    expect(other.blocks[2]!.view.slice(0, 50)).toEqual(blocks[2]!.view.slice(100, 150));
    kernels.run.crossfade(table.ptr, other.table.ptr, 3, 5, 200, 300, 960);
    expected.forEach((channel, c) => {
      crossfade(channel, other.blocks[c]!.view, 300, 960);
      expectClose(blocks[c]!.view.subarray(5, 205), channel, 1e-6);
    });
  });

  it.each([0, 1, 3, 37, 2000])('delayInPlace by %i frames, exactly, in pieces', (delayFrames) => {
    const { kernels, make } = setUp(2);
    const { blocks, table } = make();
    const expected = blocks.map((block) => delayed(block.view, delayFrames));
    const line = createDelayLine(kernels, 2, delayFrames);
    for (let done = 0, piece = 1; done < LENGTH; done += piece, piece = Math.min(piece * 3 + 1, LENGTH - done)) {
      line.process(table.ptr, piece, done);
    }
    expected.forEach((channel, c) => expect(blocks[c]!.view).toEqual(channel));
  });

  it.each([
    { name: 'peak, knee', isRms: false, kneeDb: 6, attack: 0.02, release: 0.001, slope: 0.75 },
    { name: 'peak, hard knee, slow attack', isRms: false, kneeDb: 0, attack: 0.001, release: 0.02, slope: 1 },
    { name: 'rms', isRms: true, kneeDb: 12, attack: 0.1, release: 0.001, slope: 0.5 },
  ])('compressorGain: $name', ({ isRms, kneeDb, attack, release, slope }) => {
    const { kernels, make } = setUp(2);
    const { blocks, table } = make();
    blocks.forEach(({ view }) => view.forEach((x, k) => (view[k] = x * (k < 300 ? 0.02 : k < 700 ? 1 : 0.1))));
    const windowFrames = 48;
    const state = kernels.heap.f64(16);
    state.view.set([-20, slope, kneeDb, attack, release, 0.3, 0.1, 0.7, 1.5, 0, LENGTH, isRms ? 1 : 0]);
    const window = kernels.heap.f32(2 * windowFrames + 1);
    const gains = kernels.heap.f32(LENGTH);
    kernels.run.compressorGain(gains.ptr, state.ptr, window.ptr, windowFrames, table.ptr, 2, 0, LENGTH);
    const expected = compressorGain(
      blocks.map((block) => block.view),
      { thresholdDb: -20, slope, kneeDb, attack, release, dry: [0.3, 0.1], wet: [0.7, 1.5], rampFrames: LENGTH, isRms, windowFrames },
    );
    expectClose(gains.view, expected, 3e-6);
  });
});
