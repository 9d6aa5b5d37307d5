import type { Kernels } from '../dsp/index.ts';
import type { PlannedElement } from './plan.ts';
import { QUANTUM_FRAMES } from './quantum.ts';
import type { Spatializer } from './spatializer.ts';

/** Each feed to an output of its own, with its gain and without a place: what an object master's tracks are. */
export function createStemRenderer(kernels: Kernels, elements: readonly PlannedElement[]): Spatializer {
  const { run, heap } = kernels;
  const feeds = elements.flatMap((element) => element.feeds).map(() => ({ block: heap.f32(QUANTUM_FRAMES), from: 0, to: 0, jumps: true }));

  const turn = (feed: number, gain: number): void => {
    const state = feeds[feed]!;
    state.from = state.jumps ? gain : state.to;
    state.to = gain;
    state.jumps = false;
  };

  return {
    outputs: feeds.map(({ block }) => block.ptr),
    latencyFrames: 0,
    aimObject(feed, _x, _y, _z, _size, gain) {
      turn(feed, gain);
    },
    aimBed: turn,
    mix(feedPtrs) {
      for (let f = 0; f < feeds.length; f++) {
        const { block, from, to } = feeds[f]!;
        const ptr = feedPtrs[f]!;
        if (ptr === 0) {
          block.view.fill(0);
        } else {
          run.copyBlock(block.ptr, ptr, QUANTUM_FRAMES);
          run.scaleRamped(block.ptr, from, to, QUANTUM_FRAMES);
        }
      }
    },
    retune() {},
    reset() {
      for (const state of feeds) {
        state.jumps = true;
      }
    },
  };
}
