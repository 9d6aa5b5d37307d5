import { BIQUAD_NUMBERS, dbToGain, designHighPass, exp } from '../base/index.ts';
import { createDelayLine, writeKernelForm } from '../dsp/index.ts';
import type { Kernels } from '../dsp/index.ts';
import { defaultOf } from '../scene/index.ts';
import type { CompressorSettings, ProcessorSettings } from '../scene/index.ts';
import { TICK_FRAMES, smoothingFrames } from './types.ts';
import type { Processor, ProcessorOptions } from './types.ts';

/** How long the detector holds a peak, or averages: half a period of 50 Hz, so that a bass note is a steady level. */
const WINDOW_SEC = 0.01;
/** How often faded states are set to zero. */
const SETTLE_FRAMES = 4 * TICK_FRAMES;
/** Below this, dB, what is left of a reduction is nothing. */
const SETTLED_DB = 1e-6;
const BUTTERWORTH_Q = 0.7071067811865476;

/** Fields of the kernel's state. @see dsp/wasm/compressor.ts */
const FIELD = {
  thresholdDb: 0,
  slope: 1,
  kneeDb: 2,
  attack: 3,
  release: 4,
  dryFrom: 5,
  dryTo: 6,
  wetFrom: 7,
  wetTo: 8,
  rampPosition: 9,
  rampFrames: 10,
  isRms: 11,
  reductionDb: 12,
} as const;
const STATE_LENGTH = 16;
/** Numbers that move from old settings to new: thresholdDb slope kneeDb attack release dry wet. */
const MOVING = 7;

/** A compressor; off, it still delays by its look-ahead. A change of detector or of its high-pass acts at once, through the smoothing. */
export function createCompressor(kernels: Kernels, initial: CompressorSettings, options: ProcessorOptions): Processor {
  const { run, heap } = kernels;
  const { channels, sampleRateHz, maxFrames } = options;
  const latencyFrames = lookaheadFrames(initial, sampleRateHz);
  const windowFrames = Math.max(1, Math.round(WINDOW_SEC * sampleRateHz)) + latencyFrames;
  const moveFrames = smoothingFrames(sampleRateHz);
  const delay = createDelayLine(kernels, channels, latencyFrames);
  const state = heap.f64(STATE_LENGTH);
  const window = heap.f32(2 * windowFrames + 1);
  const keyFrames = Math.min(maxFrames, SETTLE_FRAMES);
  const gains = heap.f32(keyFrames + 4);
  const key = heap.f32(channels * keyFrames);
  const keyTable = heap.i32(channels);
  for (let c = 0; c < channels; c++) {
    keyTable.view[c] = key.ptr + 4 * c * keyFrames;
  }
  const keyFilter = heap.f64(BIQUAD_NUMBERS);
  const keyStates = heap.f64(2 * (channels + (channels % 2)));
  const design = new Float64Array(BIQUAD_NUMBERS);
  const origin = new Float64Array(MOVING);
  const goal = new Float64Array(MOVING);
  const now = new Float64Array(MOVING);
  let settings = initial;
  let isPending = false;
  let hasKeyFilter = false;
  let moveFrame = moveFrames;
  let frame = 0;
  let gainReductionDb = 0;
  /** The gain where nothing is reduced, as the kernel rounds it. */
  let restingGain = 1;

  /** Puts what cannot glide in its place. */
  const applyDetector = (): void => {
    state.view[FIELD.isRms] = settings.detector === 'rms' ? 1 : 0;
    hasKeyFilter = settings.sideChainHighPassHz !== undefined;
    if (settings.sideChainHighPassHz !== undefined) {
      designHighPass(design, 0, settings.sideChainHighPassHz, BUTTERWORTH_Q, sampleRateHz);
      writeKernelForm(keyFilter.view, 0, design, 0);
    }
  };

  /** The kernel's numbers for the next tick, from `now` to where the move will be at its end. */
  const writeTick = (): void => {
    const view = state.view;
    view[FIELD.dryFrom] = now[5]!;
    view[FIELD.wetFrom] = now[6]!;
    if (moveFrame < moveFrames) {
      const reached = (moveFrame + TICK_FRAMES) / moveFrames;
      for (let k = 0; k < MOVING; k++) {
        now[k] = reached >= 1 ? goal[k]! : origin[k]! + (goal[k]! - origin[k]!) * reached;
      }
    }
    for (let k = 0; k < 5; k++) {
      view[k] = now[k]!;
    }
    view[FIELD.dryTo] = now[5]!;
    view[FIELD.wetTo] = now[6]!;
    restingGain = Math.fround(Math.fround(now[5]!) + Math.fround(now[6]!));
    view[FIELD.rampFrames] = TICK_FRAMES;
  };

  const settle = (): void => {
    writeGoal(goal, settings, sampleRateHz);
    now.set(goal);
    moveFrame = moveFrames;
    isPending = false;
    frame = 0;
    gainReductionDb = 0;
    state.view.fill(0);
    window.view.fill(0);
    keyStates.view.fill(0);
    delay.reset();
    applyDetector();
    writeTick();
  };
  settle();

  const beginTick = (): void => {
    if (isPending && moveFrame === moveFrames) {
      isPending = false;
      origin.set(now);
      writeGoal(goal, settings, sampleRateHz);
      applyDetector();
      moveFrame = 0;
    }
    writeTick();
  };

  const endTick = (): void => {
    if (moveFrame < moveFrames) {
      moveFrame += TICK_FRAMES;
      if (moveFrame === moveFrames) {
        writeTick();
      }
    }
    if (frame === SETTLE_FRAMES) {
      frame = 0;
      if (state.view[FIELD.reductionDb]! < SETTLED_DB) {
        state.view[FIELD.reductionDb] = 0;
      }
      run.biquadSettle(keyStates.ptr, keyStates.view.length);
    }
  };

  const detect = (channelTable: number, startFrame: number, n: number): number => {
    if (!hasKeyFilter) {
      return run.compressorGain(gains.ptr, state.ptr, window.ptr, windowFrames, channelTable, channels, startFrame, n);
    }
    run.copyChannels(keyTable.ptr, channelTable, channels, startFrame, n);
    run.biquadCascade(keyTable.ptr, channels, 0, n, keyFilter.ptr, 1, keyStates.ptr);
    return run.compressorGain(gains.ptr, state.ptr, window.ptr, windowFrames, keyTable.ptr, channels, 0, n);
  };

  return {
    latencyFrames,
    tailFrames: 0,
    get gainReductionDb() {
      return gainReductionDb;
    },
    process(channelTable, lengthFrames, startFrame = 0) {
      gainReductionDb = 0;
      let done = 0;
      while (done < lengthFrames) {
        const tickFrame = frame % TICK_FRAMES;
        if (tickFrame === 0) {
          beginTick();
        }
        const isMoving = moveFrame < moveFrames;
        const rest = isMoving || isPending ? TICK_FRAMES - tickFrame : SETTLE_FRAMES - frame;
        const n = Math.min(lengthFrames - done, rest, keyFrames);
        state.view[FIELD.rampPosition] = isMoving ? tickFrame : 0;
        const reductionDb = detect(channelTable, startFrame + done, n);
        if (reductionDb > gainReductionDb) {
          gainReductionDb = reductionDb;
        }
        delay.process(channelTable, n, startFrame + done);
        if (isMoving || reductionDb > 0 || restingGain !== 1) {
          run.gainCurve(channelTable, channels, startFrame + done, n, gains.ptr);
        }
        frame += n;
        done += n;
        if (frame % TICK_FRAMES === 0) {
          endTick();
        }
      }
    },
    setSettings(next: ProcessorSettings) {
      if (next.kind !== 'compressor' || lookaheadFrames(next, sampleRateHz) !== latencyFrames) {
        return false;
      }
      settings = next;
      isPending = true;
      return true;
    },
    reset: settle,
  };
}

function lookaheadFrames(settings: CompressorSettings, sampleRateHz: number): number {
  return Math.round(((settings.lookaheadMs ?? defaultOf('compressor', 'lookaheadMs')) * sampleRateHz) / 1000);
}

function writeGoal(goal: Float64Array, settings: CompressorSettings, sampleRateHz: number): void {
  const value = (name: 'thresholdDb' | 'ratio' | 'kneeDb' | 'attackMs' | 'releaseMs' | 'makeupDb' | 'mix'): number =>
    settings[name] ?? defaultOf('compressor', name);
  const mix = (settings.enabled ?? true) ? value('mix') : 0;
  goal[0] = value('thresholdDb');
  goal[1] = 1 - 1 / value('ratio');
  goal[2] = value('kneeDb');
  goal[3] = 1 - exp(-1000 / (value('attackMs') * sampleRateHz));
  goal[4] = 1 - exp(-1000 / (value('releaseMs') * sampleRateHz));
  goal[5] = 1 - mix;
  goal[6] = mix * dbToGain(value('makeupDb'));
}
