import { exp, log } from '../base/index.ts';
import type { Kernels } from '../dsp/index.ts';
import { MULTIBAND_BANDS, defaultOf } from '../scene/index.ts';
import type { MultibandSettings, ProcessorSettings } from '../scene/index.ts';
import { createCascade } from './cascade.ts';
import type { Cascade } from './cascade.ts';
import { writeCrossover } from './crossover.ts';
import type { CrossoverPart } from './crossover.ts';
import { createGainComputer } from './gainComputer.ts';
import type { GainNumbers } from './gainComputer.ts';
import { createScratch } from './scratch.ts';
import { SETTLE_FRAMES, createGlide, createTickLoop } from './ticks.ts';
import { TICK_FRAMES, detectorOf, smoothingFrames } from './types.ts';
import type { Processor, ProcessorOptions } from './types.ts';

/** Number of the glide that is 1 where the insert is on, after the three crossovers. */
const ON = 3;
/** The all-pass of the lowest crossover, 40 Hz, has fallen by 120 dB. */
const TAIL_SEC = 0.08;
/** A stage of a cascade: which part, of which crossover. */
type StagePlan = readonly (readonly [CrossoverPart, 0 | 1 | 2])[];

/**
 * First the middle crossover divides; each half then passes the all-pass of the other half's crossover, so that all four bands add up to
 * three all-passes in a row, and then its own crossover.
 */
const LOW_HALF: StagePlan = [
  ['low', 1],
  ['low', 1],
  ['all', 2],
];
const HIGH_HALF: StagePlan = [
  ['high', 1],
  ['high', 1],
  ['all', 0],
];
const QUARTERS: readonly StagePlan[] = [
  [
    ['low', 0],
    ['low', 0],
  ],
  [
    ['high', 0],
    ['high', 0],
  ],
  [
    ['low', 2],
    ['low', 2],
  ],
  [
    ['high', 2],
    ['high', 2],
  ],
];

/**
 * Four compressors between three crossovers. What is mixed with the compressed bands is the bands themselves, so nothing combs. Switched
 * off it rests, and the bit-exact input passes; on and off fade.
 */
export function createMultiband(kernels: Kernels, initial: MultibandSettings, options: ProcessorOptions): Processor {
  const { run, heap } = kernels;
  const { channels, sampleRateHz } = options;
  const heard = detectorOf(options);
  const pieceFrames = Math.min(options.maxFrames, SETTLE_FRAMES);
  const moveFrames = smoothingFrames(sampleRateHz);
  const bands = createScratch(kernels, MULTIBAND_BANDS * channels, pieceFrames);
  const bandTable = (band: number): number => bands.table + 4 * band * channels;
  const gainFrames = pieceFrames + 4;
  const gains = heap.f32(MULTIBAND_BANDS * gainFrames);
  const computers = Array.from({ length: MULTIBAND_BANDS }, (_, b) =>
    createGainComputer(kernels, gains.ptr + 4 * b * gainFrames, sampleRateHz, 0),
  );
  const plans = [LOW_HALF, HIGH_HALF, ...QUARTERS];
  const cascades = plans.map((plan) => createCascade(kernels, channels, plan.length));
  const [lowHalf, highHalf, ...quarters] = cascades as [Cascade, Cascade, ...Cascade[]];
  const crossoversHz = new Float64Array(3);
  const designs = plans.map((plan, c) => () => {
    plan.forEach(([part, crossover], stage) => {
      writeCrossover(cascades[c]!.to, stage, part, crossoversHz[crossover]!, sampleRateHz);
    });
  });
  const glide = createGlide(ON + 1, moveFrames);
  const bandReductionsDb = new Float32Array(MULTIBAND_BANDS);
  let settings = initial;
  let warmFrames = 0;

  const readCrossovers = (): void => {
    for (let k = 0; k < 3; k++) {
      crossoversHz[k] = exp(glide.now[k]!);
    }
  };

  const isChanging = (): boolean => {
    let any = glide.isChanging;
    for (let b = 0; b < MULTIBAND_BANDS; b++) {
      any ||= computers[b]!.isChanging;
    }
    return any;
  };

  const divide = (channelTable: number, startFrame: number, n: number, tickFrame: number): void => {
    run.copyChannels(bandTable(0), channelTable, channels, startFrame, n);
    run.copyChannels(bandTable(2), channelTable, channels, startFrame, n);
    lowHalf.run(bandTable(0), 0, n, tickFrame);
    highHalf.run(bandTable(2), 0, n, tickFrame);
    run.copyChannels(bandTable(1), bandTable(0), channels, 0, n);
    run.copyChannels(bandTable(3), bandTable(2), channels, 0, n);
    for (let b = 0; b < MULTIBAND_BANDS; b++) {
      quarters[b]!.run(bandTable(b), 0, n, tickFrame);
    }
  };

  const loop = createTickLoop(
    {
      beginTick() {
        if (!isChanging() && glide.now[ON] === 0) {
          glide.beginTick();
          warmFrames = 0;
          return;
        }
        if (warmFrames === 0) {
          for (let c = 0; c < cascades.length; c++) {
            cascades[c]!.reset();
          }
          for (let b = 0; b < MULTIBAND_BANDS; b++) {
            computers[b]!.forget();
          }
        }
        if (warmFrames >= moveFrames) {
          glide.beginTick();
        }
        warmFrames += TICK_FRAMES;
        if (glide.isMoving) {
          readCrossovers();
        }
        for (let c = 0; c < cascades.length; c++) {
          cascades[c]!.beginTick(glide.isMoving ? designs[c] : undefined);
        }
        for (let b = 0; b < MULTIBAND_BANDS; b++) {
          computers[b]!.beginTick();
        }
      },
      isChanging,
      run(channelTable, startFrame, n, tickFrame) {
        if (warmFrames === 0) {
          return;
        }
        divide(channelTable, startFrame, n, tickFrame);
        for (let b = 0; b < MULTIBAND_BANDS; b++) {
          const heardTable = bandTable(b) + 4 * heard.firstChannel;
          const reductionDb = computers[b]!.compute(heardTable, heard.channels, 0, n, tickFrame);
          bandReductionsDb[b] = Math.max(bandReductionsDb[b]!, reductionDb);
        }
        const from = glide.before[ON]!;
        const to = glide.now[ON]!;
        if (from === 1 && to === 1) {
          run.sumBands(channelTable, bandTable(0), channels, startFrame, n, gains.ptr, gainFrames);
          return;
        }
        run.sumBands(bandTable(0), bandTable(0), channels, 0, n, gains.ptr, gainFrames);
        run.fadeTowards(channelTable, bandTable(0), channels, startFrame, n, from, to, tickFrame, TICK_FRAMES);
      },
      endTick() {
        if (warmFrames > 0) {
          glide.endTick();
          for (let b = 0; b < MULTIBAND_BANDS; b++) {
            computers[b]!.endTick();
          }
        }
      },
      settle() {
        for (let c = 0; c < cascades.length; c++) {
          cascades[c]!.settle();
        }
        for (let b = 0; b < MULTIBAND_BANDS; b++) {
          computers[b]!.settleReduction();
        }
      },
    },
    pieceFrames,
  );

  const restart = (): void => {
    glide.settle(numbersOf(settings));
    readCrossovers();
    designs.forEach((design) => design());
    cascades.forEach((cascade) => cascade.reset());
    computers.forEach((computer, b) => computer.settle(gainNumbersOf(settings, b)));
    bandReductionsDb.fill(0);
    warmFrames = moveFrames;
    loop.restart();
  };
  restart();

  return {
    latencyFrames: 0,
    tailFrames: Math.round(TAIL_SEC * sampleRateHz),
    get gainReductionDb() {
      let largest = 0;
      for (let b = 0; b < MULTIBAND_BANDS; b++) {
        largest = Math.max(largest, bandReductionsDb[b]!);
      }
      return largest;
    },
    bandReductionsDb,
    process(channelTable, lengthFrames, startFrame = 0) {
      bandReductionsDb.fill(0);
      loop.process(channelTable, lengthFrames, startFrame);
    },
    setSettings(next: ProcessorSettings) {
      if (next.kind !== 'multiband') {
        return false;
      }
      settings = next;
      glide.aim(numbersOf(next));
      computers.forEach((computer, b) => computer.aim(gainNumbersOf(next, b)));
      return true;
    },
    reset: restart,
  };
}

/** Logarithms of the crossovers, rising, and whether it is on. */
function numbersOf(settings: MultibandSettings): readonly number[] {
  const lowHz = settings.lowHz ?? defaultOf('multiband', 'lowHz');
  const midHz = Math.max(lowHz, settings.midHz ?? defaultOf('multiband', 'midHz'));
  const highHz = Math.max(midHz, settings.highHz ?? defaultOf('multiband', 'highHz'));
  return [log(lowHz), log(midHz), log(highHz), (settings.enabled ?? true) ? 1 : 0];
}

function gainNumbersOf(settings: MultibandSettings, b: number): GainNumbers {
  const band = settings.bands?.[b];
  const value = (name: 'thresholdDb' | 'ratio' | 'kneeDb' | 'attackMs' | 'releaseMs'): number =>
    band?.[name] ?? defaultOf('multiband', name);
  const isOn = (settings.enabled ?? true) && band !== undefined && (band.enabled ?? true);
  return {
    thresholdDb: value('thresholdDb'),
    ratio: value('ratio'),
    kneeDb: value('kneeDb'),
    attackMs: value('attackMs'),
    releaseMs: value('releaseMs'),
    makeupDb: band?.gainDb ?? 0,
    mix: isOn ? (settings.mix ?? 1) : 0,
  };
}
