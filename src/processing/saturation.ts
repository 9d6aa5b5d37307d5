import { dbToGain, exp } from '../base/index.ts';
import { createDelayLine, createOversampler } from '../dsp/index.ts';
import type { Kernels } from '../dsp/index.ts';
import { SATURATION_BIAS, defaultOf } from '../scene/index.ts';
import type { ProcessorSettings, SaturationSettings } from '../scene/index.ts';
import { createGlide, createTickLoop } from './ticks.ts';
import { TICK_FRAMES, detectorOf, smoothingFrames } from './types.ts';
import type { Processor, ProcessorOptions } from './types.ts';

const PIECE_FRAMES = 2 * TICK_FRAMES;
/** Below this, what an asymmetric curve adds is its DC. */
const DC_HZ = 3;
const LN_120_DB = 13.8;
/**
 * The glide's numbers: drive, bias and hard shape; output, mix and how much of the DC is kept out are for what comes back; the last is 1
 * where the channels are linked. @see dsp/wasm/saturation.ts
 */
const NUMBERS = 7;
const OUTPUT = 3;
const MIX = 4;
const LINKED = 6;
/** Switched off it rests; before it comes back its filters hear so much of the present. */
const WARM_FRAMES = 4 * TICK_FRAMES;

/**
 * A waveshaper at eight times the rate (four at 96 kHz). What is added to the delayed input is the shaper's change of it alone, so that what
 * is too quiet to be shaped comes out to the bit. Linked, one gain acts on all channels: the curve's at the loudest sample of the moment.
 */
export function createSaturation(kernels: Kernels, initial: SaturationSettings, options: ProcessorOptions): Processor {
  const { run, heap } = kernels;
  const { channels, sampleRateHz } = options;
  const heard = detectorOf(options);
  const pieceFrames = Math.min(options.maxFrames, PIECE_FRAMES);
  const oversampler = createOversampler(kernels, channels, sampleRateHz, pieceFrames);
  const { factor, rows, rowBytes, latencyFrames } = oversampler;
  const delay = createDelayLine(kernels, channels, latencyFrames);
  const gains = heap.f32(factor * pieceFrames + 8);
  const ownGains = heap.f32(factor * pieceFrames + 8);
  const shape = heap.f32(6);
  const blend = heap.f32(6);
  const means = heap.f64(channels);
  const keep = exp((-2 * Math.PI * DC_HZ) / sampleRateHz);
  const glide = createGlide(NUMBERS, smoothingFrames(sampleRateHz));
  let settings = initial;
  /** How much the filters have heard since they rested; none: they rest. */
  let warmFrames = 0;

  const writeTick = (): void => {
    const { before, now } = glide;
    for (let k = 0; k < 3; k++) {
      shape.view[2 * k] = before[k]!;
      shape.view[2 * k + 1] = now[k]!;
      blend.view[2 * k] = before[k + 3]!;
      blend.view[2 * k + 1] = now[k + 3]!;
    }
  };

  /** Every row times what its curve does to it, less itself. */
  const bend = (n: number, tickFrame: number): void => {
    const length = factor * n;
    const position = factor * tickFrame;
    const rampLength = factor * TICK_FRAMES;
    const linkedFrom = glide.before[LINKED]!;
    const linkedTo = glide.now[LINKED]!;
    if (linkedFrom !== 0 || linkedTo !== 0) {
      run.loudestOf(gains.ptr, rows + heard.firstChannel * rowBytes, rowBytes, heard.channels, length);
      run.saturationGain(gains.ptr, gains.ptr, length, shape.ptr, position, rampLength);
    }
    if (linkedFrom === 1 && linkedTo === 1) {
      run.multiplyRows(rows, rowBytes, channels, gains.ptr, length);
      return;
    }
    for (let c = 0; c < channels; c++) {
      const row = rows + c * rowBytes;
      run.saturationGain(ownGains.ptr, row, length, shape.ptr, position, rampLength);
      if (linkedFrom !== 0 || linkedTo !== 0) {
        run.blendRamped(ownGains.ptr, gains.ptr, length, linkedFrom, linkedTo, position, rampLength);
      }
      run.multiplyRows(row, rowBytes, 1, ownGains.ptr, length);
    }
  };

  const loop = createTickLoop(
    {
      beginTick() {
        if (!glide.isChanging && glide.now[MIX] === 0 && glide.now[OUTPUT] === 1) {
          glide.beginTick();
          writeTick();
          warmFrames = 0;
          return;
        }
        if (warmFrames === 0) {
          oversampler.reset();
          means.view.fill(0);
        }
        if (warmFrames >= WARM_FRAMES) {
          glide.beginTick();
          writeTick();
        }
        warmFrames += TICK_FRAMES;
      },
      isChanging: () => glide.isChanging,
      run(channelTable, startFrame, n, tickFrame) {
        if (warmFrames === 0) {
          delay.process(channelTable, n, startFrame);
          return;
        }
        for (let c = 0; c < channels; c++) {
          oversampler.up(channelTable, c, startFrame, n);
        }
        bend(n, tickFrame);
        delay.process(channelTable, n, startFrame);
        const position = glide.isMoving ? tickFrame : 0;
        for (let c = 0; c < channels; c++) {
          const change = oversampler.down(c, n);
          run.saturationMix(channelTable, c, startFrame, n, change, means.ptr + 8 * c, blend.ptr, position, TICK_FRAMES, keep);
        }
      },
      endTick() {
        glide.endTick();
      },
      settle() {
        run.biquadSettle(means.ptr, channels);
      },
    },
    pieceFrames,
  );

  const restart = (): void => {
    glide.settle(numbersOf(settings));
    writeTick();
    warmFrames = WARM_FRAMES;
    oversampler.reset();
    delay.reset();
    means.view.fill(0);
    loop.restart();
  };
  restart();

  return {
    latencyFrames,
    get tailFrames() {
      return latencyFrames + (settings.character === 'tube' ? Math.round((LN_120_DB / (2 * Math.PI * DC_HZ)) * sampleRateHz) : 0);
    },
    gainReductionDb: 0,
    process: loop.process,
    setSettings(next: ProcessorSettings) {
      if (next.kind !== 'saturation') {
        return false;
      }
      settings = next;
      glide.aim(numbersOf(next));
      return true;
    },
    reset: restart,
  };
}

function numbersOf(settings: SaturationSettings): readonly number[] {
  const isOn = settings.enabled ?? true;
  const character = settings.character ?? 'tape';
  return [
    dbToGain(settings.driveDb ?? defaultOf('saturation', 'driveDb')),
    SATURATION_BIAS[character],
    character === 'clip' ? 1 : 0,
    isOn ? dbToGain(settings.outputDb ?? 0) : 1,
    isOn ? (settings.mix ?? 1) : 0,
    character === 'tube' ? 1 : 0,
    (settings.linked ?? true) ? 1 : 0,
  ];
}
