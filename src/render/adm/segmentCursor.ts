import type { GainSegment } from '../panning/index.ts';

/** A place in an item's segments that moves on with the engine; jumps are found by halving. Never allocates. */
export interface SegmentCursor {
  /** Index of the first segment that ends after `frame`; their count where there is none. */
  find(frame: number): number;
}

export function createSegmentCursor(segments: readonly GainSegment[]): SegmentCursor {
  let index = 0;
  return {
    find(frame) {
      if (index > 0 && segments[index - 1]!.endFrame > frame) {
        index = firstEndingAfter(segments, frame);
      }
      while (index < segments.length && segments[index]!.endFrame <= frame) {
        index++;
      }
      return index;
    },
  };
}

function firstEndingAfter(segments: readonly GainSegment[], frame: number): number {
  let low = 0;
  let high = segments.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (segments[middle]!.endFrame > frame) {
      high = middle;
    } else {
      low = middle + 1;
    }
  }
  return low;
}
