import type { AudioSource } from '../audio/index.ts';
import { gainToDb } from '../base/index.ts';
import type { Kernels } from '../dsp/index.ts';
import { createLoudnessMeter } from './loudnessMeter.ts';
import { createTruePeakMeter } from './truePeakMeter.ts';

/** What a finished stream measures. −Infinity is silence, or a window that never filled; `lraLu` is 0 then. */
export interface Measurement {
  readonly integratedLufs: number;
  readonly lraLu: number;
  readonly maxMomentaryLufs: number;
  readonly maxShortTermLufs: number;
  readonly truePeakDbtp: number;
  /** By the 4× filter of BS.1770 Annex 2, for comparison with other meters. */
  readonly itu4xDbtp: number;
  readonly samplePeakDbfs: number;
  readonly channels: readonly ChannelPeaks[];
  /** Samples that were NaN or infinite, counted as zero. */
  readonly invalidSamples: number;
}

export interface ChannelPeaks {
  readonly samplePeakDbfs: number;
  readonly truePeakDbtp: number;
}

const BLOCK = 4096;

/**
 * Measures all of a source, a block at a time.
 * @param weights     one a channel, see loudnessWeights
 * @param onProgress  called with 0 … 1 now and then; may throw to stop
 */
export function measureSource(
  kernels: Kernels,
  source: AudioSource,
  weights: readonly number[],
  onProgress: (ratio: number) => void = () => {},
): Measurement {
  const { heap } = kernels;
  const mark = heap.mark();
  try {
    const loudness = createLoudnessMeter(kernels, {
      sampleRateHz: source.sampleRateHz,
      weights,
      expectedSec: source.lengthFrames / source.sampleRateHz,
    });
    const peaks = createTruePeakMeter(kernels, { channels: source.channels, itu4x: true });
    const blocks = Array.from({ length: source.channels }, () => heap.f32(BLOCK));
    const views = blocks.map((block) => block.view);
    const inputs = blocks.map((block) => block.ptr);
    for (let frame = 0; frame < source.lengthFrames; frame += BLOCK) {
      const count = Math.min(BLOCK, source.lengthFrames - frame);
      source.read(views, 0, frame, count);
      loudness.push(inputs, 0, count);
      peaks.push(inputs, 0, count);
      if (frame % (BLOCK * 64) === 0) {
        onProgress(frame / source.lengthFrames);
      }
    }
    peaks.flush();
    onProgress(1);
    return {
      integratedLufs: loudness.integratedLufs(),
      lraLu: loudness.loudnessRangeLu(),
      maxMomentaryLufs: loudness.maxMomentaryLufs,
      maxShortTermLufs: loudness.maxShortTermLufs,
      truePeakDbtp: peaks.truePeakDbtp,
      itu4xDbtp: peaks.itu4xDbtp,
      samplePeakDbfs: peaks.samplePeakDbfs,
      channels: blocks.map((_, c) => ({
        samplePeakDbfs: gainToDb(peaks.samplePeaks[c]!),
        truePeakDbtp: gainToDb(peaks.truePeaks[c]!),
      })),
      invalidSamples: peaks.invalidSamples,
    };
  } finally {
    heap.release(mark);
  }
}
