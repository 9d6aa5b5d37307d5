import type { Kernels } from './kernels.ts';

/** A fixed delay of linked channels, in place: what keeps the latencies of parallel paths equal. */
export interface DelayLine {
  readonly delayFrames: number;
  /** @param channelTable address of `channels` i32 addresses of f32 blocks; frames [startFrame, startFrame + lengthFrames) of them */
  process(channelTable: number, lengthFrames: number, startFrame?: number): void;
  /** Forgets what is on its way. */
  reset(): void;
}

/** A delay of `delayFrames` ≥ 0 whole frames; 0 costs nothing. */
export function createDelayLine({ run, heap }: Kernels, channels: number, delayFrames: number): DelayLine {
  const rings = heap.f32(channels * delayFrames);
  let position = 0;
  return {
    delayFrames,
    process(channelTable, lengthFrames, startFrame = 0) {
      if (delayFrames > 0) {
        run.delayInPlace(channelTable, channels, startFrame, lengthFrames, rings.ptr, delayFrames, position);
        position = (position + lengthFrames) % delayFrames;
      }
    },
    reset() {
      rings.view.fill(0);
      position = 0;
    },
  };
}
