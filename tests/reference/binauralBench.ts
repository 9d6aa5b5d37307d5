// Runs the binaural renderer over whole signals, for tests.
import { readFileSync } from 'node:fs';
import { createKernels } from '../../src/dsp/index.ts';
import { createBinauralRenderer, type HrtfSet, parseHrtfSet } from '../../src/render/binaural/index.ts';

export const kemar = (): HrtfSet => parseHrtfSet(readFileSync(new URL('../../public/hrtf/kemar.bin', import.meta.url)));

/** Position (x, y, z) and gain of a source at an absolute frame. */
export type Path = (frame: number) => readonly [number, number, number, number];

export interface Ears {
  readonly left: Float32Array;
  readonly right: Float32Array;
}

/** Every source's signal along its path; lengths are cut to whole quanta of 256. */
export function renderPaths(
  set: HrtfSet,
  sources: readonly { readonly signal: ArrayLike<number>; readonly path: Path }[],
  sampleRateHz = 48000,
): Ears {
  const kernels = createKernels(64);
  const renderer = createBinauralRenderer(kernels, set, { sampleRateHz, sources: sources.length, quantumFrames: 256 });
  const inputs = sources.map(() => kernels.heap.f32(256));
  const table = kernels.heap.i32(sources.length);
  inputs.forEach((block, k) => (table.view[k] = block.ptr));
  const outLeft = kernels.heap.f32(256);
  const outRight = kernels.heap.f32(256);
  const quanta = Math.floor(sources[0]!.signal.length / 256);
  const left = new Float32Array(quanta * 256);
  const right = new Float32Array(quanta * 256);
  sources.forEach(({ path }, i) => renderer.setSource(i, ...path(0)));
  for (let q = 0; q < quanta; q++) {
    sources.forEach(({ signal, path }, i) => {
      for (let k = 0; k < 256; k++) {
        inputs[i]!.view[k] = signal[q * 256 + k]!;
      }
      if (q > 0) {
        renderer.setSource(i, ...path((q + 1) * 256));
      }
    });
    outLeft.view.fill(0);
    outRight.view.fill(0);
    renderer.process(table.ptr, outLeft.ptr, outRight.ptr);
    left.set(outLeft.view, q * 256);
    right.set(outRight.view, q * 256);
  }
  return { left, right };
}

/** Sine samples. */
export const sine = (frequencyHz: number, frames: number, sampleRateHz = 48000): Float32Array =>
  Float32Array.from({ length: frames }, (_, k) => 0.5 * Math.sin((2 * Math.PI * frequencyHz * k) / sampleRateHz));
