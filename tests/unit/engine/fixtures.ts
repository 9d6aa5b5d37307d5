// Small scenes with sources in memory, for the engine's tests.
import { createMemorySource, type AudioSource } from '../../../src/audio/index.ts';
import { createPrng } from '../../../src/base/index.ts';
import { createKernels } from '../../../src/dsp/index.ts';
import { createRenderEngine, type RenderEngine } from '../../../src/engine/index.ts';
import { parseTarget, planRender } from '../../../src/render/index.ts';
import { sceneFromProject, type Scene } from '../../../src/scene/index.ts';

export const RATE = 48000;

export function scene(project: object): Scene {
  return sceneFromProject({ periphony: 1, title: 'test', sampleRateHz: RATE, frameRate: '24', ...project }, 'test');
}

export function noise(channels: number, lengthFrames: number, seed = 1): AudioSource {
  const planar = Array.from({ length: channels }, (_, c) => {
    const prng = createPrng(seed, c);
    return Float32Array.from({ length: lengthFrames }, () => 0.5 * prng.next() - 0.25);
  });
  return createMemorySource(planar, RATE);
}

export function constant(value: number, lengthFrames: number): AudioSource {
  return createMemorySource([new Float32Array(lengthFrames).fill(value)], RATE);
}

export function engineFor(
  document: Scene,
  render: string,
  sources: readonly AudioSource[],
  hrtf?: Parameters<typeof createRenderEngine>[3],
): RenderEngine {
  return createRenderEngine(createKernels(8), planRender(document, parseTarget(render), sources), sources, hrtf);
}

/** Everything, pulled in pieces of the given sizes, over and over. */
export function pullAll(engine: RenderEngine, sizes: readonly number[] = [1000]): Float32Array[] {
  const out = Array.from({ length: engine.channels }, () => new Float32Array(engine.lengthFrames));
  for (let frame = 0, k = 0; frame < engine.lengthFrames; k++) {
    const count = Math.min(sizes[k % sizes.length]!, engine.lengthFrames - frame);
    engine.read(out, frame, count);
    frame += count;
  }
  return out;
}
