import type { I32Block, Kernels } from '../../dsp/index.ts';
import { QUANTUM_FRAMES } from '../quantum.ts';

/**
 * A quantum of every channel of a layout, summed in double precision. Pieces of inputs that sound over the same frames wait for each other
 * and are mixed together: that is both faster and more exact. Never allocates.
 */
export interface WideBus {
  readonly channels: number;
  /** The gains of the pieces that wait, in rows of one a channel. */
  readonly fromGains: Float64Array;
  readonly toGains: Float64Array;
  /**
   * Takes a piece of an input: frames [startFrame, startFrame + lengthFrames) of the quantum at `ptr`.
   * @returns where in fromGains and toGains its row starts: to be filled before the next piece comes
   */
  add(ptr: number, startFrame: number, lengthFrames: number): number;
  clear(): void;
  /** Mixes what waits and writes the sums as f32 to the blocks of a table of addresses. */
  finish(outputTable: number): void;
}

/** Inputs that are mixed together: as many as stay in the nearest memory. */
const TILE_INPUTS = 32;
/** Different spans of frames that wait at the same time: objects cut the quantum at different frames. */
const TILES = 8;

export function createWideBus(kernels: Kernels, channels: number): WideBus {
  const { run, heap } = kernels;
  const sums = heap.f64(channels * QUANTUM_FRAMES);
  const sumTable = heap.i32(channels);
  sumTable.view.forEach((_, k) => (sumTable.view[k] = sums.ptr + 8 * k * QUANTUM_FRAMES));
  const from = heap.f64(TILES * TILE_INPUTS * channels);
  const to = heap.f64(TILES * TILE_INPUTS * channels);
  const tileBytes = 8 * TILE_INPUTS * channels;
  const inputs: I32Block[] = Array.from({ length: TILES }, () => heap.i32(TILE_INPUTS));
  const counts = new Int32Array(TILES);
  const starts = new Int32Array(TILES);
  const lengths = new Int32Array(TILES);
  let oldest = 0;

  const mixTile = (tile: number): void => {
    if (counts[tile]! > 0) {
      const rows = tile * tileBytes;
      run.mixRampedWide(
        sumTable.ptr,
        channels,
        inputs[tile]!.ptr,
        counts[tile]!,
        from.ptr + rows,
        to.ptr + rows,
        starts[tile]!,
        lengths[tile]!,
      );
      counts[tile] = 0;
    }
  };

  /** A tile with room for a piece of that span. */
  const tileFor = (startFrame: number, lengthFrames: number): number => {
    let free = -1;
    for (let tile = 0; tile < TILES; tile++) {
      if (counts[tile] === 0) {
        free = tile;
      } else if (starts[tile] === startFrame && lengths[tile] === lengthFrames) {
        if (counts[tile] === TILE_INPUTS) {
          mixTile(tile);
        }
        return tile;
      }
    }
    if (free < 0) {
      free = oldest;
      oldest = (oldest + 1) % TILES;
      mixTile(free);
    }
    starts[free] = startFrame;
    lengths[free] = lengthFrames;
    return free;
  };

  return {
    channels,
    fromGains: from.view,
    toGains: to.view,
    add(ptr, startFrame, lengthFrames) {
      const tile = tileFor(startFrame, lengthFrames);
      const row = counts[tile]!;
      counts[tile] = row + 1;
      inputs[tile]!.view[row] = ptr;
      return (tile * TILE_INPUTS + row) * channels;
    },
    clear() {
      sums.view.fill(0);
      counts.fill(0);
      oldest = 0;
    },
    finish(outputTable) {
      for (let tile = 0; tile < TILES; tile++) {
        mixTile(tile);
      }
      run.narrowBlocks(outputTable, sumTable.ptr, channels, QUANTUM_FRAMES);
    },
  };
}
