import { UsageError } from '../../base/index.ts';
import { createRealFft, type F32Block, type I32Block, type Kernels } from '../../dsp/index.ts';
import { createEarAim, createHrtfBank, type HrtfBank } from './hrtfBank.ts';
import type { HrtfSet } from './hrtfSet.ts';
import { resampleHrtfSet } from './resampleHrtfSet.ts';
import { createSourcePaths } from './sourcePaths.ts';

/** Point sources to two ears. Shapes are fixed when it is created; after that nothing allocates or throws. */
export interface BinauralRenderer {
  /** 0: a filter's answer begins in the frame that asks. The set's own lead and delays are part of what is heard. */
  readonly latencyFrames: number;
  /** Whole frames by which a source straight ahead arrives late: what goes to the ears plainly, as the LFE does, waits as long. */
  readonly frontDelayFrames: number;
  /** Frames for which a source may be heard after its input has ended. */
  readonly tailFrames: number;
  /**
   * Where source i is at the end of the coming quantum; at its start it is where it was left. ADM axes, any length; (0, 0, 0) counts as in
   * front. Gain is linear. The first call after creation and after reset jumps; until then the source is not heard.
   */
  setSource(i: number, x: number, y: number, z: number, gain: number): void;
  /**
   * One quantum. Sources that are silent, whose input and its recent past are zeros, or have no gain, cost next to nothing.
   * @param inputTablePtr            address of `sources` i32 addresses of f32 × quantumFrames
   * @param outLeftPtr, outRightPtr  f32 × quantumFrames, accumulated into
   */
  process(inputTablePtr: number, outLeftPtr: number, outRightPtr: number): void;
  reset(): void;
}

export interface BinauralOptions {
  readonly sampleRateHz: number;
  readonly sources: number;
  readonly quantumFrames: 256;
}

/** How far a delay's band-limited interpolation reaches beyond the filter's own frames. */
const GUARD_FRAMES = 8;
const LANES = 4;

/**
 * Overlap-save, every source's filter blended anew in the spectrum whenever it moves, its delay a phase there. The old filters and the change
 * to the new ones are summed over all sources before the inverse transform: a quantum has four of those, however many sources there are.
 * The LFE does not belong here: it goes to both ears plainly, at −3 dB each.
 */
export function createBinauralRenderer(kernels: Kernels, hrtf: HrtfSet, options: BinauralOptions): BinauralRenderer {
  const { run, heap } = kernels;
  const { sources, quantumFrames } = options;
  const set = resampleHrtfSet(hrtf, options.sampleRateHz);
  const responseFrames = Math.ceil(set.taps + Math.max(...set.ears.flatMap((ear) => [...ear.delaysFrames]))) + GUARD_FRAMES;
  const size = transformSize(responseFrames, quantumFrames);
  const fft = createRealFft(kernels, size);
  const bank = createHrtfBank(kernels, fft, set);
  const paths = createSourcePaths(kernels, fft, bank, sources);
  const windows = heap.f32(sources * size);
  const idle = heap.f32(size);
  const spectra = blocksWithTable(kernels, fft.rowLength);
  const sums = blocksWithTable(kernels, fft.rowLength);
  const heard = blocksWithTable(kernels, size);
  const windowTable = heap.i32(LANES);
  const rowBytes = fft.rowLength * 4;
  const freshPtr = heard.block.ptr + (size - quantumFrames) * 4;
  const quantaInWindow = size / quantumFrames;
  /** Quanta since the input of each source was anything but zeros; quantaInWindow means that its window is empty. */
  const quietQuanta = new Int32Array(sources).fill(quantaInWindow);
  const active = new Int32Array(sources);

  const listActive = (inputTablePtr: number): number => {
    let count = 0;
    for (let i = 0; i < sources; i++) {
      const isEmpty = quietQuanta[i]! >= quantaInWindow ? 1 : 0;
      const hasSignal = run.pushWindow(windows.ptr + i * size * 4, size, isEmpty, inputTablePtr, i, quantumFrames);
      quietQuanta[i] = hasSignal === 1 ? 0 : Math.min(quietQuanta[i]! + 1, quantaInWindow);
      if (quietQuanta[i]! < quantaInWindow && paths.isHeard(i)) {
        active[count++] = i;
      } else {
        paths.settle(i);
      }
    }
    return count;
  };

  return {
    latencyFrames: 0,
    frontDelayFrames: Math.round(set.leadFrames + delayInFront(bank)),
    tailFrames: responseFrames,
    setSource: (i, x, y, z, gain) => {
      paths.setTarget(i, x, y, z, gain);
    },
    process(inputTablePtr, outLeftPtr, outRightPtr) {
      const count = listActive(inputTablePtr);
      if (count === 0) {
        return;
      }
      sums.block.view.fill(0);
      for (let first = 0; first < count; first += LANES) {
        for (let lane = 0; lane < LANES; lane++) {
          windowTable.view[lane] = first + lane < count ? windows.ptr + active[first + lane]! * size * 4 : idle.ptr;
        }
        fft.forward4(spectra.table.ptr, windowTable.ptr);
        for (let lane = 0; lane < LANES && first + lane < count; lane++) {
          paths.addTo(sums.block.ptr, active[first + lane]!, spectra.block.ptr + lane * rowBytes);
        }
      }
      fft.inverse4(heard.table.ptr, sums.table.ptr);
      run.addFaded(outLeftPtr, freshPtr, freshPtr + 2 * size * 4, quantumFrames);
      run.addFaded(outRightPtr, freshPtr + size * 4, freshPtr + 3 * size * 4, quantumFrames);
    },
    reset() {
      windows.view.fill(0);
      quietQuanta.fill(quantaInWindow);
      paths.reset();
    },
  };
}

/** The smallest transform in which a quantum's frames see the whole response and nothing wraps into them. */
function transformSize(responseFrames: number, quantumFrames: number): number {
  let size = 2 * quantumFrames;
  while (size < responseFrames + quantumFrames) {
    size *= 2;
  }
  if (size > 16384) {
    throw new UsageError('binaural.length', `head-related filters of ${responseFrames} frames are too long`, 'use an anechoic set');
  }
  return size;
}

function delayInFront(bank: HrtfBank): number {
  const left = createEarAim();
  const right = createEarAim();
  bank.aim(left, right, 0, 1, 0);
  return 0.5 * (left.delayFrames + right.delayFrames);
}

function blocksWithTable(kernels: Kernels, length: number): { readonly block: F32Block; readonly table: I32Block } {
  const block = kernels.heap.f32(LANES * length);
  const table = kernels.heap.i32(LANES);
  table.view.forEach((_, k) => (table.view[k] = block.ptr + k * length * 4));
  return { block, table };
}
