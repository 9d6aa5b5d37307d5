// Trim and polarity: one gain.
import { dbToGain } from '../base/index.ts';
import type { Kernels } from '../dsp/index.ts';
import type { PolaritySettings, ProcessorSettings, TrimSettings } from '../scene/index.ts';
import { TICK_FRAMES, smoothingFrames } from './types.ts';
import type { Processor, ProcessorOptions } from './types.ts';

/** A trim or a polarity switch. */
export function createGain({ run }: Kernels, settings: TrimSettings | PolaritySettings, options: ProcessorOptions): Processor {
  const { channels } = options;
  const rampFrames = smoothingFrames(options.sampleRateHz);
  let wanted = gainOf(settings);
  let from = wanted;
  let to = wanted;
  let position = rampFrames;
  let tickFrame = 0;

  return {
    latencyFrames: 0,
    tailFrames: 0,
    gainReductionDb: 0,
    process(channelTable, lengthFrames, startFrame = 0) {
      let done = 0;
      while (done < lengthFrames) {
        if (tickFrame === 0 && position === rampFrames && wanted !== to) {
          from = to;
          to = wanted;
          position = 0;
        }
        const isMoving = position < rampFrames;
        const isWaiting = wanted !== to;
        const n = isMoving
          ? Math.min(lengthFrames - done, rampFrames - position)
          : isWaiting
            ? Math.min(lengthFrames - done, TICK_FRAMES - tickFrame)
            : lengthFrames - done;
        if (isMoving) {
          run.gainRamped(channelTable, channels, startFrame + done, n, from, to, position, rampFrames);
          position += n;
        } else if (to !== 1) {
          run.gainRamped(channelTable, channels, startFrame + done, n, to, to, 0, 1);
        }
        tickFrame = (tickFrame + n) % TICK_FRAMES;
        done += n;
      }
    },
    setSettings(next: ProcessorSettings) {
      if (next.kind !== settings.kind) {
        return false;
      }
      wanted = gainOf(next as TrimSettings | PolaritySettings);
      return true;
    },
    reset() {
      from = to = wanted;
      position = rampFrames;
      tickFrame = 0;
    },
  };
}

/** As the kernel will see it: an f32, so that comparing is exact. */
function gainOf(settings: TrimSettings | PolaritySettings): number {
  if (!(settings.enabled ?? true)) {
    return 1;
  }
  return settings.kind === 'trim' ? Math.fround(dbToGain(settings.gainDb ?? 0)) : (settings.inverted ?? true) ? -1 : 1;
}
