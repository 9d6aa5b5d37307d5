import { exp, log } from '../base/index.ts';
import type { Kernels } from '../dsp/index.ts';
import { createCascade } from './cascade.ts';
import { writeCrossover } from './crossover.ts';
import type { MirroredPair } from './layoutParts.ts';
import { createScratch } from './scratch.ts';
import { SETTLE_FRAMES, createGlide, createTickLoop } from './ticks.ts';
import { TICK_FRAMES, smoothingFrames } from './types.ts';
import type { ProcessorOptions } from './types.ts';

/** Numbers of the glide: logarithm of the frequency, and 1 where it is on. */
const FREQUENCY = 0;
const ON = 1;
/** Where the frequency is while there has never been one. */
const RESTING_HZ = 100;
/** An all-pass at 20 Hz has fallen by 120 dB. */
const TAIL_SEC = 0.16;

/** Pairs that are mono below a frequency. */
export interface MonoBass {
  readonly tailFrames: number;
  /** @see Processor.process */
  process(channelTable: number, lengthFrames: number, startFrame: number): void;
  /** To be so from the beginning, after silence; undefined is off. */
  settle(monoBelowHz: number | undefined): void;
  /** To be so 20 ms after the next tick; on and off take twice as long. */
  aim(monoBelowHz: number | undefined): void;
}

/**
 * The pairs' sides lose what is below, at 24 dB an octave; everything else, the pairs' middles and all other channels, passes the all-pass
 * that the high-pass and its low-pass would add up to, so that the layout stays in phase. Off, it rests and the input passes to the bit.
 */
export function createMonoBass(kernels: Kernels, pairs: readonly MirroredPair[], options: ProcessorOptions): MonoBass {
  const { run, heap } = kernels;
  const { channels, sampleRateHz } = options;
  const pieceFrames = Math.min(options.maxFrames, SETTLE_FRAMES);
  const moveFrames = smoothingFrames(sampleRateHz);
  const nPairs = pairs.length;
  const inPairs = new Set(pairs.flat());
  const others = Array.from({ length: channels }, (_, c) => c).filter((c) => !inPairs.has(c));
  const wet = createScratch(kernels, channels, pieceFrames);
  const mids = createScratch(kernels, nPairs, pieceFrames);
  const sides = createScratch(kernels, nPairs, pieceFrames);
  const indices = heap.i32(channels);
  indices.view.set([...pairs.flat(), ...others]);
  /** The channels, and then the wet blocks, in the order pairs, others. */
  const sorted = heap.i32(channels);
  const sortedWet = heap.i32(channels);
  run.pickChannels(sortedWet.ptr, wet.table, indices.ptr, channels);
  /** What passes the all-pass: middles, others. */
  const passed = heap.i32(nPairs + others.length);
  for (let k = 0; k < nPairs; k++) {
    passed.view[k] = mids.ptr + 4 * k * pieceFrames;
  }
  for (let k = 0; k < others.length; k++) {
    passed.view[nPairs + k] = sortedWet.view[2 * nPairs + k]!;
  }
  const allPass = createCascade(kernels, nPairs + others.length, 1);
  const highPass = createCascade(kernels, nPairs, 2);
  const glide = createGlide(2, moveFrames);
  let lastHz = RESTING_HZ;
  let warmFrames = 0;

  const designAllPass = (): void => writeCrossover(allPass.to, 0, 'all', exp(glide.now[FREQUENCY]!), sampleRateHz);
  const designHighPass = (): void => {
    writeCrossover(highPass.to, 0, 'high', exp(glide.now[FREQUENCY]!), sampleRateHz);
    writeCrossover(highPass.to, 1, 'high', exp(glide.now[FREQUENCY]!), sampleRateHz);
  };
  /** Off, the frequency stays where it was. */
  const numbersOf = (monoBelowHz: number | undefined): readonly number[] => {
    lastHz = monoBelowHz ?? lastHz;
    return [log(lastHz), monoBelowHz === undefined || nPairs === 0 ? 0 : 1];
  };

  const filter = (channelTable: number, startFrame: number, n: number, tickFrame: number): void => {
    run.pickChannels(sorted.ptr, channelTable, indices.ptr, channels);
    run.halfSums(mids.table, sorted.ptr, nPairs, startFrame, n, 1);
    run.halfSums(sides.table, sorted.ptr, nPairs, startFrame, n, -1);
    run.copyChannels(sortedWet.ptr + 8 * nPairs, sorted.ptr + 8 * nPairs, others.length, startFrame, n);
    allPass.run(passed.ptr, 0, n, tickFrame);
    highPass.run(sides.table, 0, n, tickFrame);
    run.sumsAndDifferences(sortedWet.ptr, mids.table, sides.table, nPairs, n);
  };

  const loop = createTickLoop(
    {
      beginTick() {
        if (!glide.isChanging && glide.now[ON] === 0) {
          glide.beginTick();
          warmFrames = 0;
          return;
        }
        if (warmFrames === 0) {
          allPass.reset();
          highPass.reset();
        }
        if (warmFrames >= moveFrames) {
          glide.beginTick();
        }
        warmFrames += TICK_FRAMES;
        allPass.beginTick(glide.isMoving ? designAllPass : undefined);
        highPass.beginTick(glide.isMoving ? designHighPass : undefined);
      },
      isChanging: () => glide.isChanging,
      run(channelTable, startFrame, n, tickFrame) {
        if (warmFrames === 0) {
          return;
        }
        filter(channelTable, startFrame, n, tickFrame);
        const from = glide.before[ON]!;
        const to = glide.now[ON]!;
        if (from === 1 && to === 1) {
          run.storeChannels(channelTable, wet.table, channels, startFrame, n);
        } else {
          run.fadeTowards(channelTable, wet.table, channels, startFrame, n, from, to, tickFrame, TICK_FRAMES);
        }
      },
      endTick() {
        glide.endTick();
      },
      settle() {
        allPass.settle();
        highPass.settle();
      },
    },
    pieceFrames,
  );

  return {
    get tailFrames() {
      return glide.now[ON] === 0 && !glide.isChanging ? 0 : Math.round(TAIL_SEC * sampleRateHz);
    },
    process(channelTable, lengthFrames, startFrame) {
      if (nPairs > 0) {
        loop.process(channelTable, lengthFrames, startFrame);
      }
    },
    settle(monoBelowHz) {
      lastHz = RESTING_HZ;
      glide.settle(numbersOf(monoBelowHz));
      designAllPass();
      designHighPass();
      allPass.reset();
      highPass.reset();
      warmFrames = moveFrames;
      loop.restart();
    },
    aim(monoBelowHz) {
      glide.aim(numbersOf(monoBelowHz));
    },
  };
}
