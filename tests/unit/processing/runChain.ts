import { createPrng } from '../../../src/base/index.ts';
import { createKernels } from '../../../src/dsp/index.ts';
import { createChain } from '../../../src/processing/index.ts';
import type { Chain, ProcessorOptions } from '../../../src/processing/index.ts';
import type { ProcessorSettings } from '../../../src/scene/index.ts';

/** A chain with blocks to put audio through, in pieces of any sizes. */
export function setUpChain(
  settings: readonly ProcessorSettings[],
  channels: number,
  sampleRateHz = 48000,
  maxFrames = 1024,
  known: Pick<ProcessorOptions, 'speakers' | 'detector'> = {},
) {
  const kernels = createKernels(4);
  const chain = createChain(kernels, settings, { sampleRateHz, channels, maxFrames, ...known });
  const blocks = Array.from({ length: channels }, () => kernels.heap.f32(maxFrames));
  const table = kernels.heap.i32(channels);
  blocks.forEach((block, c) => (table.view[c] = block.ptr));
  /** Processes the whole input; `changes` maps a frame, where a piece must end, to new settings. */
  const run = (
    input: readonly Float32Array[],
    pieces: readonly number[] = [256],
    changes: ReadonlyMap<number, readonly ProcessorSettings[]> = new Map(),
  ) => {
    const out = input.map((channel) => new Float32Array(channel.length));
    const lengthFrames = input[0]!.length;
    const stops = [...changes.keys()].sort((a, b) => a - b);
    let done = 0;
    for (let k = 0; done < lengthFrames; k++) {
      const change = changes.get(done);
      if (change !== undefined) {
        chain.setSettings(change);
      }
      const stop = stops.find((frame) => frame > done) ?? lengthFrames;
      const n = Math.min(pieces[k % pieces.length]!, maxFrames, stop - done, lengthFrames - done);
      blocks.forEach((block, c) => block.view.set(input[c]!.subarray(done, done + n)));
      chain.process(table.ptr, n);
      out.forEach((channel, c) => channel.set(blocks[c]!.view.subarray(0, n), done));
      done += n;
    }
    return out;
  };
  return { chain, run, blocks, table: table.ptr } satisfies { chain: Chain; run: unknown; blocks: unknown; table: number };
}

export function sine(frequencyHz: number, amplitude: number, lengthFrames: number, sampleRateHz = 48000): Float32Array {
  return Float32Array.from({ length: lengthFrames }, (_, k) => amplitude * Math.sin((2 * Math.PI * frequencyHz * k) / sampleRateHz));
}

/** Amplitude of a sine in the last `lengthFrames` of a signal, by projection. */
export function amplitudeAt(signal: Float32Array, frequencyHz: number, lengthFrames: number, sampleRateHz = 48000): number {
  let re = 0;
  let im = 0;
  for (let k = signal.length - lengthFrames; k < signal.length; k++) {
    const phase = (2 * Math.PI * frequencyHz * k) / sampleRateHz;
    re += signal[k]! * Math.cos(phase);
    im += signal[k]! * Math.sin(phase);
  }
  return (2 * Math.hypot(re, im)) / lengthFrames;
}

/** The same through a Hann window, deaf to whatever else drifts: the frequency is at least two periods of the length. */
export function windowedAmplitudeAt(signal: Float32Array, frequencyHz: number, lengthFrames: number, sampleRateHz = 48000): number {
  const window = Float32Array.from(signal.subarray(-lengthFrames), (x, k) => x * (1 - Math.cos((2 * Math.PI * k) / lengthFrames)));
  return amplitudeAt(window, frequencyHz, lengthFrames, sampleRateHz);
}

export const toDb = (ratio: number): number => 20 * Math.log10(ratio);

export const largest = (signal: Float32Array): number => signal.reduce((most, x) => Math.max(most, Math.abs(x)), 0);

/** Noise that is the same every time. */
export function noise(amplitude: number, lengthFrames: number, seed = 1): Float32Array {
  const prng = createPrng(seed);
  return Float32Array.from({ length: lengthFrames }, () => amplitude * (2 * prng.next() - 1));
}
