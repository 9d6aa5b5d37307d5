import type { AudioSource } from '../audio/index.ts';
import type { Kernels } from '../dsp/index.ts';
import { VISIT_AT, createLimiter } from './limiter.ts';
import type { LimitedSink, Limiter, LimiterOptions } from './limiter.ts';

export interface LimitReport {
  /** The drive in force: what was asked for, unless `trimDb`. */
  readonly gainDb: number;
  readonly maxGainReductionDb: number;
  /** Verifying passes until nothing was above the ceiling; 0 when the limiter had nothing to do. */
  readonly passes: number;
  /** Level taken off the whole when corrections alone did not settle; 0 as a rule. */
  readonly trimDb: number;
}

const MAX_PASSES = 12;
const TRIM_STEP_DB = 0.02;

/**
 * Drives a source into a true-peak limiter and writes it: nothing above the ceiling by 32× and by the standard's 4× filter. Where nothing
 * exceeds the ceiling the output is sample times gain, and at 0 dB the input to the bit. Length and alignment stay.
 * @throws CancelledError when asked to stop; UsageError for groups that do not fit
 */
export function limitSource(
  kernels: Kernels,
  source: AudioSource,
  sink: LimitedSink,
  options: LimiterOptions & { readonly gainDb: number; readonly onProgress?: (ratio: number) => void },
): LimitReport {
  const mark = kernels.heap.mark();
  try {
    const { gainDb, onProgress = (): void => {} } = options;
    const limiter = createLimiter(kernels, source, options);
    limiter.scan(gainDb, (ratio) => onProgress(ratio * 0.4));
    limiter.shape(gainDb);
    const settled = settle(limiter, gainDb, (ratio) => onProgress(0.4 + ratio * 0.4));
    writeLimited(limiter, settled.gainDb, sink, (ratio) => onProgress(0.8 + ratio * 0.2));
    onProgress(1);
    return settled;
  } finally {
    kernels.heap.release(mark);
  }
}

/** Verifies and corrects until nothing is above the ceiling. The limiter has been shaped for the drive. */
export function settle(limiter: Limiter, gainDb: number, onProgress?: (ratio: number) => void): LimitReport {
  let driveDb = gainDb;
  let maxGainReductionDb = largest(limiter.reductionsDb);
  if (maxGainReductionDb === 0) {
    return { gainDb, maxGainReductionDb, passes: 0, trimDb: 0 };
  }
  for (let passes = 1; ; passes++) {
    if (limiter.verify(driveDb, undefined, onProgress) === 0) {
      return { gainDb: driveDb, maxGainReductionDb, passes, trimDb: gainDb - driveDb };
    }
    if (passes >= MAX_PASSES) {
      driveDb -= TRIM_STEP_DB;
    }
    maxGainReductionDb = limiter.shape(driveDb);
  }
}

export function writeLimited(limiter: Limiter, gainDb: number, sink: LimitedSink, onProgress?: (ratio: number) => void): void {
  limiter.play(gainDb, (views, _, __, lengthFrames) => sink.write(views, VISIT_AT, lengthFrames), onProgress);
}

function largest(reductionsDb: readonly Float32Array[]): number {
  let most = 0;
  for (const reductions of reductionsDb) {
    for (const reduction of reductions) {
      most = Math.max(most, reduction);
    }
  }
  return most;
}
