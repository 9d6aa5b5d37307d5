import type { AudioSource } from '../audio/index.ts';
import type { F32Block, Kernels } from '../dsp/index.ts';
import { QUANTUM_FRAMES } from '../render/index.ts';

/** Frames fetched at a time: long enough that a file read costs little, short enough that 128 channels stay small. */
const WINDOW_FRAMES = 16 * QUANTUM_FRAMES;

/** One source, read ahead into the kernels' memory, quantum by quantum. Elements that play it at the same offset share it. */
export interface SourceFeed {
  /** Makes frames [startFrame, startFrame + QUANTUM_FRAMES) of the source present. */
  fetch(startFrame: number): void;
  /** Address of the fetched quantum of a channel (from 0). Must not be written to. */
  ptr(channel: number): number;
  /** Samples met so far that were not finite; they play as silence. */
  readonly invalidSamples: number;
}

/** @param used channels (from 0) that somebody plays: the others are read but not checked */
export function createSourceFeed(kernels: Kernels, source: AudioSource, used: ReadonlySet<number>): SourceFeed {
  const { run } = kernels;
  const blocks: F32Block[] = Array.from({ length: source.channels }, () => kernels.heap.f32(WINDOW_FRAMES));
  const views = blocks.map((block) => block.view);
  const checked = [...used];
  let windowStart = NaN;
  let offsetFrames = 0;
  let invalidSamples = 0;
  return {
    fetch(startFrame) {
      if (!(startFrame >= windowStart && startFrame + QUANTUM_FRAMES <= windowStart + WINDOW_FRAMES)) {
        windowStart = startFrame;
        source.read(views, 0, startFrame, WINDOW_FRAMES);
        for (let k = 0; k < checked.length; k++) {
          invalidSamples += run.silenceInvalid(blocks[checked[k]!]!.ptr, WINDOW_FRAMES);
        }
      }
      offsetFrames = startFrame - windowStart;
    },
    ptr: (channel) => blocks[channel]!.ptr + 4 * offsetFrames,
    get invalidSamples() {
      return invalidSamples;
    },
  };
}
