import { createPlanar, type AudioSource } from '../audio/index.ts';
import type { Kernels } from '../dsp/index.ts';
import { createChain, type ProcessorOptions } from '../processing/index.ts';
import { QUANTUM_FRAMES } from '../render/index.ts';
import type { ProcessorSettings } from '../scene/index.ts';
import type { Scratch } from './ports.ts';
import { createScratchAudio } from './scratchAudio.ts';

/**
 * Audio through a chain of inserts, its latency taken off: as long as before, frame for frame. The kernels' memory is as before afterwards.
 * @param hearing where the channels play or which of them lead; and how many of them, from the first, are wanted afterwards: all where left out
 * @param scratch holds the result; the caller closes it
 * @throws as createChain
 */
export function chainAudio(
  kernels: Kernels,
  source: AudioSource,
  settings: readonly ProcessorSettings[],
  hearing: Pick<ProcessorOptions, 'speakers' | 'detector'> & { readonly keptChannels?: number },
  scratch: Scratch,
  onProgress: (ratio: number) => void,
): AudioSource {
  const { channels, sampleRateHz, lengthFrames } = source;
  const { heap } = kernels;
  const mark = heap.mark();
  try {
    const { keptChannels = channels, ...heard } = hearing;
    const chain = createChain(kernels, settings, { channels, sampleRateHz, maxFrames: QUANTUM_FRAMES, ...heard });
    const blocks = Array.from({ length: channels }, () => heap.f32(QUANTUM_FRAMES));
    const table = heap.i32(channels);
    blocks.forEach((block, k) => (table.view[k] = block.ptr));
    const input = createPlanar(channels, QUANTUM_FRAMES);
    const views = blocks.map((block) => block.view);
    const audio = createScratchAudio(scratch, keptChannels, sampleRateHz);
    let toSkip = chain.latencyFrames;
    let left = lengthFrames;
    for (let frame = 0; left > 0; frame += QUANTUM_FRAMES) {
      source.read(input, 0, frame, QUANTUM_FRAMES);
      for (let c = 0; c < channels; c++) {
        views[c]!.set(input[c]!);
      }
      chain.process(table.ptr, QUANTUM_FRAMES);
      const skipped = Math.min(toSkip, QUANTUM_FRAMES);
      const count = Math.min(left, QUANTUM_FRAMES - skipped);
      audio.sink.write(views, skipped, count);
      toSkip -= skipped;
      left -= count;
      onProgress(1 - left / lengthFrames);
    }
    audio.sink.finish();
    return audio.source();
  } finally {
    heap.release(mark);
  }
}
