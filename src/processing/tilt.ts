import { BIQUAD_NUMBERS, exp, log } from '../base/index.ts';
import { writeKernelForm } from '../dsp/index.ts';
import type { Kernels } from '../dsp/index.ts';
import { TILT_STAGES, createTiltDesign, defaultOf } from '../scene/index.ts';
import type { ProcessorSettings, TiltSettings } from '../scene/index.ts';
import { createCascade } from './cascade.ts';
import { createGlide, createTickLoop } from './ticks.ts';
import { smoothingFrames } from './types.ts';
import type { Processor, ProcessorOptions } from './types.ts';

/** The slowest shelf, at 10 Hz, has fallen by 120 dB after this. */
const TAIL_SEC = 0.25;

/** A tilt. Flat, and once it has rung out, it costs nothing and changes nothing. */
export function createTilt(kernels: Kernels, initial: TiltSettings, options: ProcessorOptions): Processor {
  const { channels, sampleRateHz } = options;
  const cascade = createCascade(kernels, channels, TILT_STAGES);
  const design = createTiltDesign(sampleRateHz);
  const numbers = new Float64Array(TILT_STAGES * BIQUAD_NUMBERS);
  const glide = createGlide(2, smoothingFrames(sampleRateHz));
  let settings = initial;
  let rings = false;

  const designNow = (): void => {
    design(numbers, 0, glide.now[0]!, exp(glide.now[1]!));
    for (let at = 0; at < numbers.length; at += BIQUAD_NUMBERS) {
      writeKernelForm(cascade.to, at, numbers, at);
    }
  };

  const loop = createTickLoop({
    beginTick() {
      glide.beginTick();
      cascade.beginTick(glide.isMoving ? designNow : undefined);
      rings ||= glide.isMoving;
    },
    isChanging: () => glide.isChanging,
    run(channelTable, startFrame, n, tickFrame) {
      if (rings || glide.now[0] !== 0) {
        cascade.run(channelTable, startFrame, n, tickFrame);
      }
    },
    endTick() {
      glide.endTick();
    },
    settle() {
      rings = cascade.settle() || glide.isMoving;
    },
  });

  const restart = (): void => {
    glide.settle(numbersOf(settings));
    designNow();
    cascade.reset();
    rings = false;
    loop.restart();
  };
  restart();

  return {
    latencyFrames: 0,
    tailFrames: Math.round(TAIL_SEC * sampleRateHz),
    gainReductionDb: 0,
    process: loop.process,
    setSettings(next: ProcessorSettings) {
      if (next.kind !== 'tilt') {
        return false;
      }
      settings = next;
      glide.aim(numbersOf(next));
      return true;
    },
    reset: restart,
  };
}

function numbersOf(settings: TiltSettings): readonly number[] {
  const tiltDb = (settings.enabled ?? true) ? (settings.tiltDb ?? defaultOf('tilt', 'tiltDb')) : 0;
  return [tiltDb, log(settings.pivotHz ?? defaultOf('tilt', 'pivotHz'))];
}
