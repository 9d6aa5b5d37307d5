import { createDelayLine } from './delayLine.ts';
import { createRealFft } from './fft.ts';
import type { F32Block, Kernels } from './kernels.ts';

/** One symmetric response on linked channels, which can be exchanged while it sounds. */
export interface LinearPhaseFilter {
  /** Half the response and one block. */
  readonly latencyFrames: number;
  /** Frames for which it sounds on beyond the latency. */
  readonly tailFrames: number;
  /**
   * The next response: `taps` numbers symmetric about `taps / 2`, the first being 0; undefined is none, a delay to the bit. It fades in
   * over the first whole block from now. Not for every block.
   */
  load(response: Float64Array | undefined): void;
  /** In place. @see Processor.process */
  process(channelTable: number, lengthFrames: number, startFrame: number): void;
  /** As after silence, with the last response loaded, without a fade. */
  reset(): void;
}

const LANES = 4;

/**
 * Uniformly partitioned overlap-save: one spectrum for all channels, each channel transformed once a block there and once back.
 * @param taps         a multiple of blockFrames, even
 * @param blockFrames  a power of two, at least 8
 */
export function createLinearPhaseFilter(kernels: Kernels, channels: number, taps: number, blockFrames: number): LinearPhaseFilter {
  const { run, heap } = kernels;
  const size = 2 * blockFrames;
  const fft = createRealFft(kernels, size);
  const rowBytes = 4 * fft.rowLength;
  const partitions = taps / blockFrames;
  /** Inputs of the block under way, where what there was before is taken out: the outputs of the block before. */
  const rings = heap.f32(channels * blockFrames);
  const ringTable = heap.i32(channels);
  const windows = heap.f32(channels * size);
  const spectra = heap.f32(channels * partitions * fft.rowLength);
  const sum = heap.f32(LANES * fft.rowLength);
  const heard = heap.f32(LANES * size);
  const other = heap.f32(channels * blockFrames);
  const otherTable = heap.i32(channels);
  const frames = heap.f32(size);
  const idleRow = heap.f32(fft.rowLength);
  const rowTable = heap.i32(LANES);
  const frameTable = heap.i32(LANES);
  for (let c = 0; c < channels; c++) {
    ringTable.view[c] = rings.ptr + 4 * c * blockFrames;
    otherTable.view[c] = other.ptr + 4 * c * blockFrames;
  }
  const delay = createDelayLine(kernels, channels, taps / 2);
  let current = heap.f32(partitions * fft.rowLength);
  let next = heap.f32(partitions * fft.rowLength);
  let isFlat = true;
  let isNextFlat = true;
  let hasNext = false;
  /** Blocks since each channel had signal; at `gone` neither its window nor its spectra hold anything but zeros. */
  const gone = partitions + 2;
  const quietBlocks = new Int32Array(channels).fill(gone);
  let position = 0;
  let newest = 0;

  const transformInputs = (): void => {
    let lane = 0;
    for (let c = 0; c < channels; c++) {
      const window = windows.ptr + 4 * c * size;
      const hasSignal = run.pushWindow(window, size, quietBlocks[c] === gone ? 1 : 0, ringTable.ptr, c, blockFrames);
      quietBlocks[c] = hasSignal === 1 ? 0 : Math.min(quietBlocks[c]! + 1, gone);
      if (quietBlocks[c]! < gone) {
        frameTable.view[lane] = window;
        rowTable.view[lane] = spectra.ptr + (c * partitions + newest) * rowBytes;
        lane++;
      }
      if (lane === LANES || (lane > 0 && c === channels - 1)) {
        frameTable.view.fill(windows.ptr, lane);
        rowTable.view.fill(idleRow.ptr, lane);
        fft.forward4(rowTable.ptr, frameTable.ptr);
        lane = 0;
      }
    }
  };

  /** What a response makes of the newest block, channel by channel to `out`: blockFrames each. */
  const respond = (filter: F32Block, out: F32Block): void => {
    for (let first = 0; first < channels; first += LANES) {
      sum.view.fill(0);
      let any = false;
      for (let lane = 0; lane < LANES; lane++) {
        const c = first + lane;
        rowTable.view[lane] = sum.ptr + lane * rowBytes;
        frameTable.view[lane] = heard.ptr + 4 * lane * size;
        if (c < channels && quietBlocks[c]! < gone) {
          const ring = spectra.ptr + c * partitions * rowBytes;
          run.convolvePartitions(sum.ptr + lane * rowBytes, ring, partitions, newest, filter.ptr, partitions, blockFrames);
          any = true;
        }
      }
      if (any) {
        fft.inverse4(frameTable.ptr, rowTable.ptr);
      }
      for (let c = first; c < Math.min(first + LANES, channels); c++) {
        if (quietBlocks[c]! < gone) {
          run.copyBlock(out.ptr + 4 * c * blockFrames, heard.ptr + 4 * ((c - first) * size + blockFrames), blockFrames);
        } else {
          out.view.fill(0, c * blockFrames, (c + 1) * blockFrames);
        }
      }
    }
  };

  /** Replaces the block's inputs by outputs. */
  const turnBlock = (): void => {
    transformInputs();
    delay.process(ringTable.ptr, blockFrames);
    if (hasNext) {
      if (isNextFlat) {
        run.copyChannels(otherTable.ptr, ringTable.ptr, channels, 0, blockFrames);
      } else {
        respond(next, other);
      }
    }
    if (!isFlat) {
      respond(current, rings);
    }
    if (hasNext) {
      run.crossfade(ringTable.ptr, otherTable.ptr, channels, 0, blockFrames, 0, blockFrames);
      takeNext();
    }
    newest = (newest + 1) % partitions;
  };

  const takeNext = (): void => {
    const old = current;
    current = next;
    next = old;
    isFlat = isNextFlat;
    hasNext = false;
  };

  return {
    latencyFrames: taps / 2 + blockFrames,
    tailFrames: taps / 2,
    load(response) {
      hasNext = true;
      isNextFlat = response === undefined;
      for (let p = 0; response !== undefined && p < partitions; p++) {
        for (let k = 0; k < blockFrames; k++) {
          frames.view[k] = response[p * blockFrames + k]!;
        }
        fft.forward(next.ptr + p * rowBytes, frames.ptr);
      }
    },
    process(channelTable, lengthFrames, startFrame) {
      for (let done = 0; done < lengthFrames;) {
        const n = Math.min(lengthFrames - done, blockFrames - position);
        run.delayInPlace(channelTable, channels, startFrame + done, n, rings.ptr, blockFrames, position);
        position += n;
        done += n;
        if (position === blockFrames) {
          position = 0;
          turnBlock();
        }
      }
    },
    reset() {
      if (hasNext) {
        takeNext();
      }
      rings.view.fill(0);
      windows.view.fill(0);
      spectra.view.fill(0);
      quietBlocks.fill(gone);
      delay.reset();
      position = 0;
      newest = 0;
    },
  };
}
