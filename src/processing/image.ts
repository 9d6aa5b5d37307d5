import { dbToGain } from '../base/index.ts';
import type { Kernels } from '../dsp/index.ts';
import type { Speaker } from '../layouts/index.ts';
import { defaultOf } from '../scene/index.ts';
import type { ImageSettings, ProcessorSettings } from '../scene/index.ts';
import { createMonoBass } from './monoBass.ts';
import { isCentre, isHeight, isSurround, mirroredPairs } from './layoutParts.ts';
import { createPassThrough } from './passThrough.ts';
import { createGlide, createTickLoop } from './ticks.ts';
import { TICK_FRAMES, smoothingFrames } from './types.ts';
import type { Processor, ProcessorOptions } from './types.ts';

/** The glide's numbers: widths of floor and height pairs, then gains. The first gain is that of what has none. */
const NUMBERS = { width: 0, heightWidth: 1, same: 2, height: 3, surround: 4, centre: 5, lfe: 6 } as const;

/** Widths of mirrored pairs, gains of a layout's parts, and mono bass. Without a layout it does nothing. */
export function createImage(kernels: Kernels, initial: ImageSettings, options: ProcessorOptions): Processor {
  const { speakers, sampleRateHz } = options;
  if (speakers === undefined) {
    return createPassThrough(initial);
  }
  const { run, heap } = kernels;
  const pairs = mirroredPairs(speakers);
  const paired = new Set(pairs.flat());
  const pairGains = pairs.map(([left]) => gainNumberOf(speakers[left]!));
  const pairWidths = pairs.map(([left]) => (isHeight(speakers[left]!) ? NUMBERS.heightWidth : NUMBERS.width));
  const singles = speakers.flatMap((_, channel) => (paired.has(channel) ? [] : [channel]));
  const singleGains = singles.map((channel) => gainNumberOf(speakers[channel]!));
  const pairIndices = heap.i32(2 * pairs.length);
  pairIndices.view.set(pairs.flat());
  const pairTable = heap.i32(2 * pairs.length);
  const matrices = heap.f32(4 * pairs.length);
  const monoBass = createMonoBass(
    kernels,
    pairs.filter(([left]) => !isHeight(speakers[left]!)),
    options,
  );
  const glide = createGlide(NUMBERS.lfe + 1, smoothingFrames(sampleRateHz));
  let settings = initial;

  const writeMatrices = (): void => {
    const { before, now } = glide;
    for (let p = 0; p < pairs.length; p++) {
      const width = pairWidths[p]!;
      const gain = pairGains[p]!;
      matrices.view[4 * p] = before[gain]! * (0.5 + 0.5 * before[width]!);
      matrices.view[4 * p + 1] = now[gain]! * (0.5 + 0.5 * now[width]!);
      matrices.view[4 * p + 2] = before[gain]! * (0.5 - 0.5 * before[width]!);
      matrices.view[4 * p + 3] = now[gain]! * (0.5 - 0.5 * now[width]!);
    }
  };

  const loop = createTickLoop({
    beginTick() {
      glide.beginTick();
      writeMatrices();
    },
    isChanging: () => glide.isChanging,
    run(channelTable, startFrame, n, tickFrame) {
      run.pickChannels(pairTable.ptr, channelTable, pairIndices.ptr, 2 * pairs.length);
      run.mixPairs(pairTable.ptr, pairs.length, startFrame, n, matrices.ptr, tickFrame, TICK_FRAMES);
      for (let k = 0; k < singles.length; k++) {
        const from = glide.before[singleGains[k]!]!;
        const to = glide.now[singleGains[k]!]!;
        if (from !== 1 || to !== 1) {
          run.gainRamped(channelTable + 4 * singles[k]!, 1, startFrame, n, from, to, tickFrame, TICK_FRAMES);
        }
      }
    },
    endTick() {
      glide.endTick();
    },
    settle() {},
  });

  const restart = (): void => {
    glide.settle(numbersOf(settings));
    monoBass.settle(monoBelowHzOf(settings));
    loop.restart();
  };
  restart();

  return {
    latencyFrames: 0,
    get tailFrames() {
      return monoBass.tailFrames;
    },
    gainReductionDb: 0,
    process(channelTable, lengthFrames, startFrame = 0) {
      monoBass.process(channelTable, lengthFrames, startFrame);
      loop.process(channelTable, lengthFrames, startFrame);
    },
    setSettings(next: ProcessorSettings) {
      if (next.kind !== 'image') {
        return false;
      }
      settings = next;
      glide.aim(numbersOf(next));
      monoBass.aim(monoBelowHzOf(next));
      return true;
    },
    reset: restart,
  };
}

function gainNumberOf(speaker: Speaker): number {
  if (speaker.isLfe) {
    return NUMBERS.lfe;
  }
  if (isHeight(speaker)) {
    return NUMBERS.height;
  }
  return isSurround(speaker) ? NUMBERS.surround : isCentre(speaker) ? NUMBERS.centre : NUMBERS.same;
}

function monoBelowHzOf(settings: ImageSettings): number | undefined {
  return (settings.enabled ?? true) ? settings.monoBelowHz : undefined;
}

function numbersOf(settings: ImageSettings): readonly number[] {
  if (!(settings.enabled ?? true)) {
    return [1, 1, 1, 1, 1, 1, 1];
  }
  const gain = (name: 'heightDb' | 'surroundDb' | 'centreDb' | 'lfeDb'): number => dbToGain(settings[name] ?? defaultOf('image', name));
  const width = settings.widthRatio ?? defaultOf('image', 'widthRatio');
  const heightWidth = settings.heightWidthRatio ?? defaultOf('image', 'heightWidthRatio');
  return [width, heightWidth, 1, gain('heightDb'), gain('surroundDb'), gain('centreDb'), gain('lfeDb')];
}
