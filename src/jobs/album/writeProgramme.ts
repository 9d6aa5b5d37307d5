import type { AudioSink, AudioSource } from '../../audio/index.ts';
import type { Kernels } from '../../dsp/index.ts';
import { createLimiter, settle, writeLimited, type TrackSpan } from '../../mastering/index.ts';

export interface WrittenProgramme {
  /** The drive in force. */
  readonly driveDb: number;
  /** Largest reduction within each track's file. */
  readonly trackReductionsDb: readonly number[];
  /** Largest reduction within each step of the album. */
  readonly reductionsDb: readonly number[];
}

/**
 * One limiter over the whole album: where tracks are joined its gain goes on as the music does. Nothing comes out above the ceiling. The
 * kernels' memory is as before afterwards.
 */
export function writeProgramme(
  kernels: Kernels,
  programme: AudioSource,
  sink: AudioSink,
  wanted: {
    readonly driveDb: number;
    readonly ceilingDbtp: number;
    readonly groups: readonly (readonly number[])[];
    readonly spans: readonly TrackSpan[];
    readonly stepFrames: number;
  },
  onProgress: (ratio: number) => void,
): WrittenProgramme {
  const mark = kernels.heap.mark();
  try {
    const { driveDb, ceilingDbtp, groups, spans, stepFrames } = wanted;
    const limiter = createLimiter(kernels, programme, { ceilingDbtp, groups });
    limiter.scan(driveDb, (ratio) => onProgress(ratio * 0.4));
    limiter.shape(driveDb);
    const settled = settle(limiter, driveDb, (ratio) => onProgress(0.4 + ratio * 0.4));
    writeLimited(limiter, settled.gainDb, sink, (ratio) => onProgress(0.8 + ratio * 0.2));
    const most = (fromFrame: number, toFrame: number): number => {
      const from = Math.floor(fromFrame / limiter.nodeFrames);
      const to = Math.min(limiter.nodes, Math.ceil(toFrame / limiter.nodeFrames));
      let largest = 0;
      for (const reductions of limiter.reductionsDb) {
        for (let k = from; k <= to; k++) {
          largest = Math.max(largest, reductions[k]!);
        }
      }
      return largest;
    };
    return {
      driveDb: settled.gainDb,
      trackReductionsDb: spans.map((span) => most(span.fileStartFrame, span.fileEndFrame)),
      reductionsDb: Array.from({ length: Math.ceil(programme.lengthFrames / stepFrames) }, (_, k) =>
        most(k * stepFrames, (k + 1) * stepFrames),
      ),
    };
  } finally {
    kernels.heap.release(mark);
  }
}
