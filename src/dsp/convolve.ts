import { createRealFft, type RealFft } from './fft.ts';
import type { Kernels } from './kernels.ts';

/** One response on its way from an input to an output. */
export interface ConvolutionPath {
  readonly input: number;
  readonly output: number;
  readonly response: ArrayLike<number>;
}

export interface ConvolverShape {
  readonly inputs: number;
  readonly outputs: number;
  readonly blockFrames: number;
  readonly paths: readonly ConvolutionPath[];
}

/** Many inputs to many outputs, each pair through a response of its own or none. Nothing is late beyond what the responses say. */
export interface Convolver {
  readonly blockFrames: number;
  /** Frames for which outputs go on after the inputs have ended. */
  readonly tailFrames: number;
  /**
   * One block. Tables are addresses of i32 addresses of f32 × blockFrames; outputs are accumulated into. Inputs may not be outputs.
   * Inputs that have been silent for longer than their responses cost nothing.
   */
  process(inputTable: number, outputTable: number): void;
  reset(): void;
}

const LANES = 4;

/**
 * Uniformly partitioned overlap-save: every input is transformed once a block, every output once back.
 * @param shape.blockFrames a power of two, at least 8
 */
export function createConvolver(kernels: Kernels, shape: ConvolverShape): Convolver {
  const { run, heap } = kernels;
  const { inputs, outputs, blockFrames, paths } = shape;
  const size = 2 * blockFrames;
  const fft = createRealFft(kernels, size);
  const bins = size / 2;
  const rowBytes = fft.rowLength * 4;
  const responses = paths.map(({ response }) => partition(kernels, fft, response, blockFrames));
  const slots = Math.max(1, ...responses.map(({ partitions }) => partitions));
  const windows = heap.f32(inputs * size);
  const rings = heap.f32(inputs * slots * fft.rowLength);
  const sums = heap.f32(outputs * fft.rowLength);
  const heard = heap.f32(LANES * size);
  const idleFrames = heap.f32(size);
  const idleRow = heap.f32(fft.rowLength);
  const rowTable = heap.i32(LANES);
  const frameTable = heap.i32(LANES);
  /** Blocks since each input had signal; at `gone` neither its window nor its ring holds anything but zeros. */
  const gone = slots + 2;
  const quietBlocks = new Int32Array(inputs).fill(gone);
  const isFed = new Uint8Array(outputs);
  let newest = 0;

  const transformInputs = (inputTable: number): void => {
    let lane = 0;
    for (let i = 0; i < inputs; i++) {
      const isEmpty = quietBlocks[i] === gone ? 1 : 0;
      const hasSignal = run.pushWindow(windows.ptr + i * size * 4, size, isEmpty, inputTable, i, blockFrames);
      quietBlocks[i] = hasSignal === 1 ? 0 : Math.min(quietBlocks[i]! + 1, gone);
      if (quietBlocks[i]! < gone) {
        frameTable.view[lane] = windows.ptr + i * size * 4;
        rowTable.view[lane] = rings.ptr + (i * slots + newest) * rowBytes;
        lane++;
      }
      if (lane === LANES || (lane > 0 && i === inputs - 1)) {
        frameTable.view.fill(idleFrames.ptr, lane);
        rowTable.view.fill(idleRow.ptr, lane);
        fft.forward4(rowTable.ptr, frameTable.ptr);
        lane = 0;
      }
    }
  };

  const addPaths = (): void => {
    sums.view.fill(0);
    isFed.fill(0);
    for (let k = 0; k < paths.length; k++) {
      const { input, output } = paths[k]!;
      if (quietBlocks[input]! < gone) {
        const { ptr, partitions } = responses[k]!;
        const ring = rings.ptr + input * slots * rowBytes;
        run.convolvePartitions(sums.ptr + output * rowBytes, ring, slots, newest, ptr, partitions, bins);
        isFed[output] = 1;
      }
    }
  };

  const transformOutputs = (outputTable: number): void => {
    for (let first = 0; first < outputs; first += LANES) {
      const last = Math.min(first + LANES, outputs);
      let any = 0;
      for (let lane = 0; lane < LANES; lane++) {
        rowTable.view[lane] = first + lane < last ? sums.ptr + (first + lane) * rowBytes : idleRow.ptr;
        frameTable.view[lane] = heard.ptr + lane * size * 4;
        any |= isFed[first + lane] ?? 0;
      }
      if (any === 0) {
        continue;
      }
      fft.inverse4(frameTable.ptr, rowTable.ptr);
      for (let o = first; o < last; o++) {
        run.addToBlock(outputTable, o, heard.ptr + ((o - first) * size + blockFrames) * 4, blockFrames);
      }
    }
  };

  return {
    blockFrames,
    tailFrames: Math.max(0, ...paths.map(({ response }) => response.length)),
    process(inputTable, outputTable) {
      transformInputs(inputTable);
      addPaths();
      transformOutputs(outputTable);
      newest = (newest + 1) % slots;
    },
    reset() {
      windows.view.fill(0);
      rings.view.fill(0);
      quietBlocks.fill(gone);
      newest = 0;
    },
  };
}

/** The spectra of a response's pieces of `blockFrames`, each with as many zeros behind it. */
function partition(
  kernels: Kernels,
  fft: RealFft,
  response: ArrayLike<number>,
  blockFrames: number,
): { readonly ptr: number; readonly partitions: number } {
  const partitions = Math.max(1, Math.ceil(response.length / blockFrames));
  const rows = kernels.heap.f32(partitions * fft.rowLength);
  const mark = kernels.heap.mark();
  const frames = kernels.heap.f32(fft.size);
  for (let p = 0; p < partitions; p++) {
    for (let k = 0; k < blockFrames; k++) {
      frames.view[k] = response[p * blockFrames + k] ?? 0;
    }
    fft.forward(rows.ptr + p * fft.rowLength * 4, frames.ptr);
  }
  kernels.heap.release(mark);
  return { ptr: rows.ptr, partitions };
}
