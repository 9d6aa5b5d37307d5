import type { Kernels } from './kernels.ts';

/** A signal's past, read at any moment between frames, several times over where asked. */
export interface FractionalDelay {
  readonly maxDelayFrames: number;
  /** Takes in the next block, before it is read. */
  write(input: number, lengthFrames: number): void;
  /**
   * Adds the last written block, delayed, to `out`: the delay moves from `fromFrames` to `toFrames` (1 ≤ delay ≤ maxDelayFrames), reached
   * one frame after the block.
   */
  readRamped(out: number, fromFrames: number, toFrames: number, gain: number): void;
  reset(): void;
}

/** @param maxBlockFrames the longest block that will be written */
export function createFractionalDelay({ run, heap }: Kernels, maxDelayFrames: number, maxBlockFrames: number): FractionalDelay {
  let length = 1;
  while (length < maxDelayFrames + maxBlockFrames + 4) {
    length *= 2;
  }
  const ring = heap.f32(length);
  const mask = length - 1;
  let position = 0;
  let blockFrames = 0;
  return {
    maxDelayFrames,
    write(input, lengthFrames) {
      position = (position + blockFrames) & mask;
      blockFrames = lengthFrames;
      run.delayWrite(ring.ptr, mask, position, input, lengthFrames);
    },
    readRamped(out, fromFrames, toFrames, gain) {
      run.delayReadRamped(out, ring.ptr, mask, position, fromFrames, toFrames, 0, blockFrames, gain, blockFrames);
    },
    reset() {
      ring.view.fill(0);
      position = 0;
      blockFrames = 0;
    },
  };
}
