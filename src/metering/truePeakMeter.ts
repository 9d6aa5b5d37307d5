import { gainToDb } from '../base/index.ts';
import type { F32Block, Kernels } from '../dsp/index.ts';
import { writeTruePeakTables } from './truePeakTables.ts';

/** Running peaks of a stream, per channel. */
export interface TruePeakMeter {
  /**
   * Takes the next frames. Never allocates.
   * @param inputs  address of each channel's f32 block in the kernels' heap; samples that are not finite count as zero
   */
  push(inputs: readonly number[], startFrame: number, lengthFrames: number): void;
  /** Ends the stream: the peaks then cover all that was pushed. Before it they lag by up to 1,216 frames. */
  flush(): void;
  /** Linear, per channel. */
  readonly samplePeaks: Float64Array;
  /** 32 positions a frame by a 256-tap interpolator, so never below the sample peak. */
  readonly truePeaks: Float64Array;
  /** The 4× 48-tap reading of BS.1770 Annex 2 as it is, which under-reads up to 0.8 dB and over-reads up to 0.22 dB; zeros unless asked for. */
  readonly itu4xPeaks: Float64Array;
  readonly invalidSamples: number;
  readonly truePeakDbtp: number;
  readonly samplePeakDbfs: number;
  readonly itu4xDbtp: number;
  reset(): void;
}

const MARGIN = 192;
const BLOCK = 1024;

export function createTruePeakMeter(kernels: Kernels, options: { readonly channels: number; readonly itu4x?: boolean }): TruePeakMeter {
  const { run, heap } = kernels;
  const { channels, itu4x = false } = options;
  const { tables, ituTaps } = writeTruePeakTables(kernels);
  const work = heap.f32((5 * BLOCK) / 4 + 256).ptr;
  const windows: F32Block[] = Array.from({ length: channels }, () => heap.f32(BLOCK + 2 * MARGIN));
  const samplePeaks = new Float64Array(channels);
  const truePeaks = new Float64Array(channels);
  const itu4xPeaks = new Float64Array(channels);
  let filled = 2 * MARGIN;
  let invalidSamples = 0;

  const scan = (): void => {
    for (let c = 0; c < channels; c++) {
      const window = windows[c]!;
      const at = window.ptr + MARGIN * 4;
      samplePeaks[c] = Math.max(samplePeaks[c]!, run.peakOf(at, BLOCK));
      truePeaks[c] = run.truePeakScan(at, BLOCK, tables, work, truePeaks[c]!, 0);
      if (itu4x) {
        itu4xPeaks[c] = run.itu4xScan(at, BLOCK, ituTaps, itu4xPeaks[c]!, 0);
      }
      window.view.copyWithin(0, BLOCK);
    }
    filled = 2 * MARGIN;
  };
  const largestDb = (peaks: Float64Array): number => {
    let peak = 0;
    for (let c = 0; c < channels; c++) {
      peak = Math.max(peak, peaks[c]!);
    }
    return gainToDb(peak);
  };

  return {
    push(inputs, startFrame, lengthFrames) {
      let at = startFrame;
      let left = lengthFrames;
      while (left > 0) {
        const count = Math.min(left, BLOCK + 2 * MARGIN - filled);
        for (let c = 0; c < channels; c++) {
          invalidSamples += run.copyFinite(windows[c]!.ptr + filled * 4, inputs[c]! + at * 4, count);
        }
        at += count;
        left -= count;
        filled += count;
        if (filled === BLOCK + 2 * MARGIN) {
          scan();
        }
      }
    },
    flush() {
      // Once for what is waiting, once more for the end that the first scan only looked ahead to.
      for (let pass = 0; pass < 2; pass++) {
        for (const window of windows) {
          window.view.fill(0, filled);
        }
        scan();
      }
    },
    samplePeaks,
    truePeaks,
    itu4xPeaks,
    get invalidSamples() {
      return invalidSamples;
    },
    get truePeakDbtp() {
      return largestDb(truePeaks);
    },
    get samplePeakDbfs() {
      return largestDb(samplePeaks);
    },
    get itu4xDbtp() {
      return largestDb(itu4xPeaks);
    },
    reset() {
      for (const window of windows) {
        window.view.fill(0);
      }
      samplePeaks.fill(0);
      truePeaks.fill(0);
      itu4xPeaks.fill(0);
      filled = 2 * MARGIN;
      invalidSamples = 0;
    },
  };
}
