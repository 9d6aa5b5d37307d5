// Small items with audio in memory, for the tests of ADM rendering.
import { createMemorySource, type AudioSource } from '../../../src/audio/index.ts';
import { createPrng, rational, type Rational } from '../../../src/base/index.ts';
import { createKernels } from '../../../src/dsp/index.ts';
import { createRenderEngine, type RenderEngine } from '../../../src/engine/index.ts';
import { planAdm } from '../../../src/render/adm/index.ts';
import type { HrtfSet } from '../../../src/render/binaural/index.ts';
import { parseTarget } from '../../../src/render/index.ts';
import type {
  BlockTiming,
  DirectSpeakersItem,
  ObjectMetadata,
  ObjectsBlock,
  ObjectsItem,
  RenderingItem,
} from '../../../src/scene/adm/index.ts';

export const RATE = 48000;

/** A time in whole frames of 48 kHz. */
export const frames = (count: number): Rational => rational(BigInt(count), BigInt(RATE));

export const span = (start: number, length: number): BlockTiming => ({ rtime: frames(start), duration: frames(length) });

export const polar = (azimuthDeg: number, elevationDeg = 0): ObjectMetadata['position'] => ({
  kind: 'polar',
  azimuthDeg,
  elevationDeg,
  distance: 1,
});

export const objects = (blocks: readonly Partial<ObjectsBlock>[], rest: Partial<ObjectsItem> = {}): ObjectsItem => ({
  kind: 'objects',
  id: 'AC_00031001',
  importance: 10,
  track: { kind: 'direct', channel: 0 },
  blocks: blocks.map((block, k) => ({ id: `AB_00031001_${k}`, metadata: { position: polar(0) }, ...block })),
  ...rest,
});

export const bedChannel = (speakerLabel: string, channel: number, blocks: readonly BlockTiming[] = [{}]): DirectSpeakersItem => ({
  kind: 'directSpeakers',
  id: `AC_0001100${channel}`,
  importance: 10,
  track: { kind: 'direct', channel },
  blocks: blocks.map((timing, k) => ({
    ...timing,
    id: `AB_${k}`,
    metadata: { speakerLabels: [speakerLabel], position: { kind: 'polar', azimuthDeg: 0, elevationDeg: 0, distance: 1 } },
  })),
});

export const source = (...channels: readonly Float32Array[]): AudioSource => createMemorySource(channels, RATE);

export const constant = (value: number, lengthFrames: number): Float32Array => new Float32Array(lengthFrames).fill(value);

export function click(atFrame: number, lengthFrames: number): Float32Array {
  const samples = new Float32Array(lengthFrames);
  samples[atFrame] = 1;
  return samples;
}

export function noise(lengthFrames: number, seed: number): Float32Array {
  const prng = createPrng(seed);
  return Float32Array.from({ length: lengthFrames }, () => prng.next() - 0.5);
}

export function admEngine(items: readonly RenderingItem[], render: string, audio: AudioSource, hrtf?: HrtfSet): RenderEngine {
  return createRenderEngine(createKernels(8), planAdm(items, parseTarget(render), audio), [audio], hrtf);
}

/** Everything, pulled in pieces of the given sizes, over and over. */
export function pull(engine: RenderEngine, sizes: readonly number[] = [1000]): Float32Array[] {
  const out = Array.from({ length: engine.channels }, () => new Float32Array(engine.lengthFrames));
  for (let frame = 0, k = 0; frame < engine.lengthFrames; k++) {
    const count = Math.min(sizes[k % sizes.length]!, engine.lengthFrames - frame);
    engine.read(out, frame, count);
    frame += count;
  }
  return out;
}
