import type { Kernels } from '../dsp/index.ts';

/** Blocks of an insert's own, one a channel. */
export interface Scratch {
  /** Address of the blocks' addresses. */
  readonly table: number;
  /** Of the first block; the others follow, frames f32 each. */
  readonly ptr: number;
}

export function createScratch({ heap }: Kernels, channels: number, frames: number): Scratch {
  const { ptr } = heap.f32(channels * frames);
  const table = heap.i32(channels);
  for (let c = 0; c < channels; c++) {
    table.view[c] = ptr + 4 * c * frames;
  }
  return { table: table.ptr, ptr };
}
