import { dbToGain, exp } from '../base/index.ts';
import type { Kernels } from '../dsp/index.ts';
import { createGlide } from './ticks.ts';
import { TICK_FRAMES, smoothingFrames } from './types.ts';

/** How long the detector holds a peak, or averages: half a period of 50 Hz, so that a bass note is a steady level. */
const WINDOW_SEC = 0.01;
/** Below this, dB, what is left of a reduction is nothing. */
const SETTLED_DB = 1e-6;

/** Fields of the kernel's state; those before rampPosition follow the numbers of GainNumbers. @see dsp/wasm/compressor.ts */
const FIELD = {
  thresholdDb: 0,
  dryFrom: 5,
  dryTo: 6,
  wetFrom: 7,
  wetTo: 8,
  rampPosition: 9,
  rampFrames: 10,
  isRms: 11,
  reductionDb: 12,
  running: 13,
  windowPosition: 14,
} as const;
const STATE_LENGTH = 16;
const CURVE_NUMBERS = 5;

export interface GainNumbers {
  readonly thresholdDb: number;
  readonly ratio: number;
  readonly kneeDb: number;
  readonly attackMs: number;
  readonly releaseMs: number;
  readonly makeupDb: number;
  /** 0 is a gain of 1 whatever there is to hear. */
  readonly mix: number;
}

/** Level → gain of a feed-forward compressor, all its keys linked. Its numbers glide. */
export interface GainComputer {
  /** Where `compute` writes: f32 a frame, with room for `maxFrames` and four more. */
  readonly gains: number;
  readonly isChanging: boolean;
  /** Whether the gains of the last `compute` were other than 1. */
  readonly isWorking: boolean;
  settle(numbers: GainNumbers): void;
  aim(numbers: GainNumbers): void;
  setDetector(isRms: boolean): void;
  /** Returns whether new numbers are taken up. */
  beginTick(): boolean;
  endTick(): void;
  /** As after silence, at the same numbers. */
  forget(): void;
  /** Forgets a reduction that has faded away. */
  settleReduction(): void;
  /** Gains for a piece within what the tick loop allows, from `gains` on; returns the largest reduction, dB. */
  compute(keyTable: number, nKeys: number, startFrame: number, lengthFrames: number, tickFrame: number): number;
}

/**
 * @param gains        where the gains go. @see GainComputer.gains
 * @param aheadFrames  how much earlier the keys are heard than the audio
 */
export function createGainComputer({ run, heap }: Kernels, gains: number, sampleRateHz: number, aheadFrames: number): GainComputer {
  const windowFrames = Math.max(1, Math.round(WINDOW_SEC * sampleRateHz)) + aheadFrames;
  const state = heap.f64(STATE_LENGTH);
  const window = heap.f32(2 * windowFrames + 1);
  const numbers = new Float64Array(CURVE_NUMBERS + 2);
  const glide = createGlide(numbers.length, smoothingFrames(sampleRateHz));
  let isWorking = false;
  /** The gain where nothing is reduced, as the kernel rounds it. */
  let restingGain = 1;

  const write = ({ thresholdDb, ratio, kneeDb, attackMs, releaseMs, makeupDb, mix }: GainNumbers): Float64Array => {
    numbers[0] = thresholdDb;
    numbers[1] = 1 - 1 / ratio;
    numbers[2] = kneeDb;
    numbers[3] = 1 - exp(-1000 / (attackMs * sampleRateHz));
    numbers[4] = 1 - exp(-1000 / (releaseMs * sampleRateHz));
    numbers[5] = 1 - mix;
    numbers[6] = mix * dbToGain(makeupDb);
    return numbers;
  };

  const writeTick = (): void => {
    const { view } = state;
    const { now, before } = glide;
    for (let k = 0; k < CURVE_NUMBERS; k++) {
      view[FIELD.thresholdDb + k] = now[k]!;
    }
    view[FIELD.dryFrom] = before[5]!;
    view[FIELD.dryTo] = now[5]!;
    view[FIELD.wetFrom] = before[6]!;
    view[FIELD.wetTo] = now[6]!;
    view[FIELD.rampFrames] = TICK_FRAMES;
    restingGain = Math.fround(Math.fround(now[5]!) + Math.fround(now[6]!));
  };

  const forget = (): void => {
    state.view[FIELD.reductionDb] = 0;
    state.view[FIELD.running] = 0;
    state.view[FIELD.windowPosition] = 0;
    window.view.fill(0);
  };

  return {
    gains,
    get isChanging() {
      return glide.isChanging;
    },
    get isWorking() {
      return isWorking;
    },
    settle(next) {
      glide.settle(write(next));
      forget();
      writeTick();
    },
    aim(next) {
      glide.aim(write(next));
    },
    setDetector(isRms) {
      state.view[FIELD.isRms] = isRms ? 1 : 0;
    },
    beginTick() {
      const begins = glide.beginTick();
      writeTick();
      return begins;
    },
    endTick() {
      glide.endTick();
    },
    forget,
    settleReduction() {
      if (state.view[FIELD.reductionDb]! < SETTLED_DB) {
        state.view[FIELD.reductionDb] = 0;
      }
    },
    compute(keyTable, nKeys, startFrame, lengthFrames, tickFrame) {
      state.view[FIELD.rampPosition] = glide.isMoving ? tickFrame : 0;
      const reductionDb = run.compressorGain(gains, state.ptr, window.ptr, windowFrames, keyTable, nKeys, startFrame, lengthFrames);
      isWorking = glide.isMoving || reductionDb > 0 || restingGain !== 1;
      return reductionDb;
    },
  };
}
