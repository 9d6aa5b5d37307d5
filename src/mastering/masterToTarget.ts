import type { AudioSource } from '../audio/index.ts';
import type { Kernels } from '../dsp/index.ts';
import { createLoudnessMeter } from '../metering/index.ts';
import type { LoudnessMeter } from '../metering/index.ts';
import { settle } from './limitSource.ts';
import { DEFAULT_RESERVE_DB, VISIT_AT, createLimiter } from './limiter.ts';
import type { LimitedSink, Limiter, LimiterOptions } from './limiter.ts';
import { checkScale, createLoudnessModel } from './loudnessModel.ts';
import { solveDrive, solvePlainGain } from './solveDrive.ts';

export interface MasterTarget extends LimiterOptions {
  /** One a channel: loudnessWeights. */
  readonly weights: readonly number[];
  /** Loudness to reach. Without it the level stays, unless it is above maxLufs. */
  readonly targetLufs?: number;
  /** Loudness never to exceed; where the target is the limit itself, the loop aims a little below. */
  readonly maxLufs?: number;
  /** Stop pressing here and report the shortfall; 0 is gain alone. */
  readonly maxGainReductionDb?: number;
  readonly onProgress?: (ratio: number) => void;
}

/** Why the target was not reached. */
export type ShortfallReason = 'silent' | 'gain-reduction' | 'ceiling';

export interface MasterOutcome {
  /** Gain before the limiter. */
  readonly gainDb: number;
  readonly maxGainReductionDb: number;
  /** Measured on what was written to the sink; −Infinity for silence. */
  readonly integratedLufs: number;
  /** Passes that limited, verified and measured the whole. 0: gain alone was enough. */
  readonly evaluations: number;
  /** How far below the aim the loudness stayed; 0 when reached. */
  readonly shortfallLu: number;
  readonly reason?: ShortfallReason;
}

/** The loop's aim lies this far below a limit, so that rounding to the file's word length cannot cross it. */
const BELOW_LIMIT_LU = 0.02;
/** Near enough: of the 0.05 that is promised. */
const GOOD_ENOUGH_LU = 0.012;
const MAX_EVALUATIONS = 6;
/** Peaks are found exactly for drives up to this much above the last one; beyond it they are looked for again. */
const SCAN_HEADROOM_DB = 2;
/** More drive than this above plain gain only squares the wave. */
const MAX_EXTRA_DRIVE_DB = 12;
const PRESSED_LU = 0.05;

/**
 * Finds the drive at which the limited source has the target loudness, and writes it: nothing above the ceiling (see limitSource), loudness
 * within 0.05 LU, or an honest shortfall. Plain gain when nothing exceeds the ceiling; the way of working never changes silently.
 * @throws CancelledError when asked to stop; InputError `audio.scale` for audio whose power is no number
 */
export function masterToTarget(kernels: Kernels, source: AudioSource, sink: LimitedSink, target: MasterTarget): MasterOutcome {
  const mark = kernels.heap.mark();
  try {
    return runLoop(kernels, source, sink, target);
  } finally {
    kernels.heap.release(mark);
  }
}

function runLoop(kernels: Kernels, source: AudioSource, sink: LimitedSink, target: MasterTarget): MasterOutcome {
  const { weights, onProgress = (): void => {} } = target;
  const { sampleRateHz } = source;
  const limiter = createLimiter(kernels, source, target);
  const model = createLoudnessModel(kernels, {
    sampleRateHz,
    lengthFrames: source.lengthFrames,
    weights,
    groups: target.groups,
    nodeFrames: limiter.nodeFrames,
    nodes: limiter.nodes,
  });
  const meter = createLoudnessMeter(kernels, { sampleRateHz, weights, expectedSec: source.lengthFrames / sampleRateHz });
  limiter.play(
    0,
    (_, inputs, __, lengthFrames) => model.push(inputs, VISIT_AT, lengthFrames),
    (ratio) => onProgress(ratio * 0.1),
  );
  const lufsUnder = (gainDb: number): number => model.predictLufs(gainDb, limiter.reductionsDb);
  const plainLufs = lufsUnder(0);
  checkScale(plainLufs);
  const finish = (
    gainDb: number,
    maxGainReductionDb: number,
    evaluations: number,
    aim: number | undefined,
    reason?: ShortfallReason,
  ): MasterOutcome => {
    meter.reset();
    limiter.play(
      gainDb,
      (views, inputs, _, lengthFrames) => {
        meter.push(inputs, VISIT_AT, lengthFrames);
        sink.write(views, VISIT_AT, lengthFrames);
      },
      (ratio) => onProgress(0.85 + ratio * 0.15),
    );
    onProgress(1);
    const integratedLufs = meter.integratedLufs();
    const shortfallLu = aim === undefined || reason === 'silent' ? 0 : Math.max(0, aim - integratedLufs);
    const isShort = shortfallLu > PRESSED_LU || reason === 'silent';
    return {
      gainDb,
      maxGainReductionDb,
      integratedLufs,
      evaluations,
      shortfallLu: isShort ? shortfallLu : 0,
      ...(isShort && reason !== undefined ? { reason } : {}),
    };
  };

  const aim = aimOf(target);
  const aimed = aim !== undefined && plainLufs !== -Infinity;
  const seeks = aimed && target.targetLufs !== undefined;
  const plainGainDb = aimed ? solvePlainGain(lufsUnder, aim, target.maxLufs !== undefined) : 0;
  const plainDb = seeks ? plainGainDb : Math.min(0, plainGainDb);
  const peakDbtp = limiter.scan(plainDb + SCAN_HEADROOM_DB, (ratio) => onProgress(0.1 + ratio * 0.25));
  const ceilingDbtp = target.ceilingDbtp - (target.reserveDb ?? DEFAULT_RESERVE_DB);
  if (peakDbtp + plainDb <= ceilingDbtp) {
    limiter.shape(plainDb);
    return plainLufs === -Infinity ? finish(0, 0, 0, aim, 'silent') : finish(plainDb, 0, 0, seeks ? aim : undefined);
  }
  const highestDb = Math.min(plainDb + MAX_EXTRA_DRIVE_DB, (target.maxGainReductionDb ?? Infinity) + ceilingDbtp - peakDbtp);
  const heldBack: ShortfallReason = highestDb < plainDb + MAX_EXTRA_DRIVE_DB ? 'gain-reduction' : 'ceiling';

  let gainDb = Math.min(plainDb, highestDb);
  let scannedDb = plainDb + SCAN_HEADROOM_DB;
  let biasLu = 0;
  const missAt =
    (lufs: number) =>
    (driveDb: number): number => {
      limiter.shape(driveDb);
      return lufsUnder(driveDb) - lufs;
    };
  for (let evaluations = 1; ; evaluations++) {
    if (seeks) {
      gainDb = solveDrive(missAt(aim! - biasLu), gainDb, highestDb);
      if (gainDb > scannedDb) {
        scannedDb = gainDb + SCAN_HEADROOM_DB;
        limiter.scan(scannedDb);
        gainDb = solveDrive(missAt(aim! - biasLu), gainDb, highestDb);
      }
    }
    limiter.shape(gainDb);
    const measured = evaluate(limiter, meter, gainDb, evaluations, onProgress);
    biasLu = measured - lufsUnder(gainDb);
    limiter.shape(gainDb);
    const settled = settle(limiter, gainDb);
    gainDb = settled.gainDb;
    const reachedLufs = lufsUnder(gainDb) + biasLu;
    const missLu = seeks ? reachedLufs - aim! : 0;
    const atTheEnd = missLu < 0 && gainDb >= highestDb - 1e-6;
    if (Math.abs(missLu) <= GOOD_ENOUGH_LU || atTheEnd || evaluations >= MAX_EVALUATIONS || settled.trimDb > 0) {
      return finish(gainDb, settled.maxGainReductionDb, evaluations, seeks ? aim : undefined, heldBack);
    }
  }
}

function aimOf({ targetLufs, maxLufs }: MasterTarget): number | undefined {
  if (targetLufs === undefined) {
    return maxLufs === undefined ? undefined : maxLufs - BELOW_LIMIT_LU;
  }
  return maxLufs === undefined ? targetLufs : Math.min(targetLufs, maxLufs - BELOW_LIMIT_LU);
}

/** One whole pass as shaped: raises the peaks that still exceed the ceiling and measures the loudness meanwhile. */
function evaluate(limiter: Limiter, meter: LoudnessMeter, gainDb: number, evaluation: number, onProgress: (ratio: number) => void): number {
  meter.reset();
  limiter.verify(
    gainDb,
    (_, inputs, __, lengthFrames) => meter.push(inputs, VISIT_AT, lengthFrames),
    (ratio) => onProgress(0.35 + 0.5 * (1 - 1 / evaluation + ratio / (evaluation * (evaluation + 1)))),
  );
  return meter.integratedLufs();
}
