import type { AudioSource } from '../audio/index.ts';
import { UsageError, dbToGain } from '../base/index.ts';
import type { Kernels } from '../dsp/index.ts';
import { createLoudnessMeter } from '../metering/index.ts';
import { DEFAULT_RESERVE_DB, VISIT_AT, createLimiter, type Limiter } from './limiter.ts';
import { checkScale, createLoudnessModel } from './loudnessModel.ts';
import type { ShortfallReason } from './masterToTarget.ts';
import { solveDrive, solvePlainGain } from './solveDrive.ts';

/** A render of the objects at the mix's own gain: what the common gain has to keep below its ceiling. */
export interface ObjectRender {
  readonly source: AudioSource;
  readonly ceilingDbtp: number;
  /** `sample` for the tracks themselves: whole numbers have to hold them, and nobody hears them but rendered. */
  readonly peaks?: 'true' | 'sample';
}

export interface ObjectMasterTarget {
  /** All of one length and rate. */
  readonly renders: readonly ObjectRender[];
  /** The render whose loudness counts: its place in `renders`, and its channels' weights. */
  readonly anchor: { readonly index: number; readonly weights: readonly number[] };
  readonly targetLufs?: number;
  readonly maxLufs?: number;
  readonly maxGainReductionDb?: number;
  readonly isCancelled?: () => boolean;
}

/** One gain for every track of an object master: panning has no memory, so what it does to the objects it does to each render. */
export interface ObjectMasterGain {
  /** Before the reduction. */
  readonly gainDb: number;
  /** Reduction at node k, which belongs to frame k · nodeFrames; between nodes the linear gain moves in a straight line. */
  readonly reductionsDb: Float32Array;
  readonly nodeFrames: number;
  readonly maxGainReductionDb: number;
  /** Of the anchor under this gain. */
  readonly integratedLufs: number;
  /** How far below the aim the loudness stayed; 0 when reached. */
  readonly shortfallLu: number;
  readonly reason?: ShortfallReason;
}

export interface ObjectMaster {
  /**
   * Finds the gain.
   * @param extraDb reduction by node on top of what the renders need: for renders with memory (headphones), see `excessOf`
   * @param offsetLu aims so much higher: for gains that are shared out, whose loudness is not the common gain's
   */
  solve(extraDb: Float32Array, offsetLu?: number): ObjectMasterGain;
  /** Nodes of a gain. */
  readonly nodes: number;
}

const BELOW_LIMIT_LU = 0.02;
const GOOD_ENOUGH_LU = 0.012;
const MAX_EVALUATIONS = 4;
const MAX_VERIFICATIONS = 12;
const SCAN_HEADROOM_DB = 2;
const MAX_EXTRA_DRIVE_DB = 12;
const PRESSED_LU = 0.05;

/**
 * Makes the common gain of an object master: a limiter looks at each render, and at every moment the strictest of them holds for all
 * objects. No render's image moves, and none exceeds its ceiling; the loudness is the anchor's.
 * @throws UsageError `object-master.renders` for renders of different lengths; CancelledError; InputError `audio.scale`
 */
export function createObjectMaster(kernels: Kernels, target: ObjectMasterTarget): ObjectMaster {
  const { renders, anchor, isCancelled } = target;
  const { source } = renders[anchor.index]!;
  const { sampleRateHz, lengthFrames } = source;
  if (renders.some((render) => render.source.lengthFrames !== lengthFrames || render.source.sampleRateHz !== sampleRateHz)) {
    throw new UsageError('object-master.renders', 'the renders are not of one length and rate', 'render them from one session');
  }
  const allOf = (render: ObjectRender): number[][] => [Array.from({ length: render.source.channels }, (_, c) => c)];
  const limiters = renders.map((render) =>
    createLimiter(kernels, render.source, {
      ceilingDbtp: render.ceilingDbtp,
      groups: allOf(render),
      peaks: render.peaks ?? 'true',
      ...(isCancelled === undefined ? {} : { isCancelled }),
    }),
  );
  const anchorLimiter = limiters[anchor.index]!;
  const { nodes, nodeFrames } = anchorLimiter;
  const meter = createLoudnessMeter(kernels, { sampleRateHz, weights: anchor.weights, expectedSec: lengthFrames / sampleRateHz });
  const model = createLoudnessModel(kernels, {
    sampleRateHz,
    lengthFrames,
    weights: anchor.weights,
    groups: allOf(renders[anchor.index]!),
    nodeFrames,
    nodes,
  });
  anchorLimiter.play(0, (_, inputs, __, count) => model.push(inputs, VISIT_AT, count));
  const lufsUnder = (gainDb: number): number => model.predictLufs(gainDb, anchorLimiter.reductionsDb);
  const plainLufs = lufsUnder(0);
  checkScale(plainLufs);
  const aim = aimOf(target);
  const seeks = aim !== undefined && plainLufs !== -Infinity && target.targetLufs !== undefined;
  const plainGainDb = aim === undefined || plainLufs === -Infinity ? 0 : solvePlainGain(lufsUnder, aim, target.maxLufs !== undefined);
  const plainDb = seeks ? plainGainDb : Math.min(0, plainGainDb);
  let scannedDb = -Infinity;
  let highestDb = Infinity;
  const scanFor = (driveDb: number): void => {
    if (driveDb <= scannedDb) {
      return;
    }
    scannedDb = driveDb + SCAN_HEADROOM_DB;
    const headroomDb = Math.min(...limiters.map((limiter, r) => renders[r]!.ceilingDbtp - DEFAULT_RESERVE_DB - limiter.scan(scannedDb)));
    highestDb = Math.min(plainDb + MAX_EXTRA_DRIVE_DB, (target.maxGainReductionDb ?? Infinity) + headroomDb);
  };
  scanFor(plainDb);

  const common = new Float32Array(nodes + 1);
  /** The strictest of all renders under a drive, and the extra on top. Returns the largest. */
  const shapeAll = (driveDb: number, extraDb: Float32Array): number => {
    common.fill(0);
    for (const limiter of limiters) {
      limiter.shape(driveDb);
      const own = limiter.reductionsDb[0]!;
      for (let k = 0; k <= nodes; k++) {
        common[k] = Math.max(common[k]!, own[k]!);
      }
    }
    let largest = 0;
    for (let k = 0; k <= nodes; k++) {
      common[k] = common[k]! + extraDb[k]!;
      largest = Math.max(largest, common[k]!);
    }
    return largest;
  };
  const imposeOn = (limiter: Limiter): void => limiter.reductionsDb[0]!.set(common);
  /** Puts the common reduction to every render and looks for what is still over. */
  const verifyAll = (driveDb: number): number =>
    limiters.reduce((places, limiter) => {
      imposeOn(limiter);
      return places + limiter.verify(driveDb);
    }, 0);
  const measureAnchor = (driveDb: number): number => {
    meter.reset();
    imposeOn(anchorLimiter);
    anchorLimiter.play(driveDb, (_, inputs, __, count) => meter.push(inputs, VISIT_AT, count));
    return meter.integratedLufs();
  };

  return {
    nodes: nodes + 1,
    solve(extraDb, offsetLu = 0) {
      const missAt =
        (lufs: number) =>
        (driveDb: number): number => {
          shapeAll(driveDb, extraDb);
          return model.predictLufs(driveDb, [common]) - lufs;
        };
      let gainDb = Math.min(plainDb, highestDb);
      let biasLu = 0;
      for (let evaluation = 1; ; evaluation++) {
        if (seeks) {
          gainDb = solveDrive(missAt(aim + offsetLu - biasLu), gainDb, highestDb);
          if (gainDb > scannedDb) {
            scanFor(gainDb);
            gainDb = solveDrive(missAt(aim + offsetLu - biasLu), gainDb, highestDb);
          }
        }
        let largest = shapeAll(gainDb, extraDb);
        for (let pass = 0; verifyAll(gainDb) > 0 && pass < MAX_VERIFICATIONS; pass++) {
          largest = shapeAll(gainDb, extraDb);
        }
        const integratedLufs = measureAnchor(gainDb);
        biasLu = plainLufs === -Infinity ? 0 : integratedLufs - model.predictLufs(gainDb, [common]);
        const missLu = seeks ? integratedLufs - aim - offsetLu : 0;
        const atTheEnd = missLu < 0 && gainDb >= highestDb - 1e-6;
        if (Math.abs(missLu) <= GOOD_ENOUGH_LU || atTheEnd || evaluation >= MAX_EVALUATIONS) {
          const reason: ShortfallReason | undefined =
            plainLufs === -Infinity
              ? 'silent'
              : missLu < -PRESSED_LU
                ? highestDb < plainDb + MAX_EXTRA_DRIVE_DB
                  ? 'gain-reduction'
                  : 'ceiling'
                : undefined;
          return {
            gainDb,
            reductionsDb: common.slice(),
            nodeFrames,
            maxGainReductionDb: largest,
            integratedLufs,
            shortfallLu: reason === undefined || reason === 'silent' ? 0 : -missLu,
            ...(reason === undefined ? {} : { reason }),
          };
        }
      }
    },
  };
}

/** How far a render that has the common gain already is over its ceiling, and the reduction by node that would mend it. */
export function excessOf(
  kernels: Kernels,
  source: AudioSource,
  ceilingDbtp: number,
): { readonly overDb: number; readonly reductionsDb: Float32Array } {
  const mark = kernels.heap.mark();
  try {
    const limiter = createLimiter(kernels, source, { ceilingDbtp, groups: [Array.from({ length: source.channels }, (_, c) => c)] });
    const overDb = limiter.scan(0) - ceilingDbtp;
    limiter.shape(0);
    return { overDb, reductionsDb: limiter.reductionsDb[0]!.slice() };
  } finally {
    kernels.heap.release(mark);
  }
}

/** A source under a common gain. Reads what it is asked for, so any order of reading gives the same samples. */
export function withObjectGain(source: AudioSource, { gainDb, reductionsDb, nodeFrames }: ObjectMasterGain): AudioSource {
  const drive = dbToGain(gainDb);
  const gains = Float64Array.from(reductionsDb, (reduction) => (reduction === 0 ? drive : drive * dbToGain(-reduction)));
  const last = gains.length - 1;
  let curve = new Float64Array(0);
  return {
    channels: source.channels,
    sampleRateHz: source.sampleRateHz,
    lengthFrames: source.lengthFrames,
    read(out, outFrame, startFrame, lengthFrames) {
      source.read(out, outFrame, startFrame, lengthFrames);
      if (curve.length < lengthFrames) {
        curve = new Float64Array(lengthFrames);
      }
      for (let k = 0; k < lengthFrames;) {
        const node = Math.min(last, Math.max(0, Math.floor((startFrame + k) / nodeFrames)));
        const from = gains[node]!;
        const change = gains[Math.min(last, node + 1)]! - from;
        const offset = startFrame - node * nodeFrames;
        const end = Math.min(lengthFrames, node === last ? lengthFrames : Math.max(k + 1, nodeFrames - offset));
        for (; k < end; k++) {
          curve[k] = from + (change * (k + offset)) / nodeFrames;
        }
      }
      for (let c = 0; c < source.channels; c++) {
        const block = out[c]!;
        for (let k = 0; k < lengthFrames; k++) {
          block[outFrame + k] = block[outFrame + k]! * curve[k]!;
        }
      }
    },
    [Symbol.dispose]() {},
  };
}

function aimOf({ targetLufs, maxLufs }: ObjectMasterTarget): number | undefined {
  if (targetLufs === undefined) {
    return maxLufs === undefined ? undefined : maxLufs - BELOW_LIMIT_LU;
  }
  return maxLufs === undefined ? targetLufs : Math.min(targetLufs, maxLufs - BELOW_LIMIT_LU);
}
