import type { Kernels } from '../dsp/index.ts';
import { gatedLufs, powerToLufs, rangeLu } from './gating.ts';
import { createKWeightedBank } from './kWeightedBank.ts';

/** A stream's loudness by BS.1770 and EBU mode. Results depend on the frames alone, never on how they were cut into pushes. */
export interface LoudnessMeter {
  /**
   * Takes the next frames. Never allocates, but for a longer history once in an hour.
   * @param inputs  address of each channel's f32 block in the kernels' heap; samples that are not finite count as zero
   */
  push(inputs: readonly number[], startFrame: number, lengthFrames: number): void;
  /** Of the last 0.4 s and 3 s, renewed every 10 ms; −Infinity until the window is full. @source EBU Tech 3341 */
  readonly momentaryLufs: number;
  readonly shortTermLufs: number;
  readonly maxMomentaryLufs: number;
  readonly maxShortTermLufs: number;
  /** Gated, of all so far; −Infinity when there is nothing above the absolute gate. */
  integratedLufs(): number;
  /** Spread of the short-term loudness; 0 when there is nothing above the gates. Unstable before 60 s. @source EBU Tech 3342 */
  loudnessRangeLu(): number;
  /** Forgets the maxima only: a live meter's "reset peaks". */
  resetMaxima(): void;
  reset(): void;
}

/** Cells of 10 ms: the maxima's grid. A block hop is 10 of them, the windows 40 and 300. */
const CELLS_PER_SEC = 100;
const CELLS_PER_HOP = 10;
const MOMENTARY_CELLS = 40;
const SHORT_TERM_CELLS = 300;

/**
 * @param weights  one a channel (loudnessWeights); channels of weight 0 are not even read
 * @param expectedSec  history reserved at once; longer streams make it grow by doubling
 */
export function createLoudnessMeter(
  kernels: Kernels,
  options: { readonly sampleRateHz: number; readonly weights: readonly number[]; readonly expectedSec?: number },
): LoudnessMeter {
  const { sampleRateHz } = options;
  const bank = createKWeightedBank(kernels, sampleRateHz, options.weights);
  const cellEnergies = new Float64Array(SHORT_TERM_CELLS);
  const cellFrames = new Float64Array(SHORT_TERM_CELLS);
  const firstCapacity = Math.max(64, Math.ceil((options.expectedSec ?? 3600) * 10));
  let blockPowers = new Float64Array(firstCapacity);
  let shortTermPowers = new Float64Array(firstCapacity);
  let scratch = new Float64Array(0);
  let blocks = 0;
  let shortTerms = 0;
  let cells = 0;
  let framesInCell = 0;
  let cellLength = 0;
  let momentaryPower = 0;
  let shortTermPower = 0;
  let maxMomentaryPower = 0;
  let maxShortTermPower = 0;

  const boundary = (cell: number): number => Math.round((cell * sampleRateHz) / CELLS_PER_SEC);
  const nextCell = (): void => {
    framesInCell = 0;
    cellLength = boundary(cells + 1) - boundary(cells);
  };
  const windowPower = (count: number): number => {
    let energy = 0;
    let frames = 0;
    for (let k = 1; k <= count; k++) {
      const at = (cells - k + SHORT_TERM_CELLS) % SHORT_TERM_CELLS;
      energy += cellEnergies[at]!;
      frames += cellFrames[at]!;
    }
    return energy / frames;
  };
  const closeCell = (): void => {
    cellEnergies[cells % SHORT_TERM_CELLS] = bank.takeEnergy();
    cellFrames[cells % SHORT_TERM_CELLS] = cellLength;
    cells += 1;
    if (cells >= MOMENTARY_CELLS) {
      momentaryPower = windowPower(MOMENTARY_CELLS);
      maxMomentaryPower = Math.max(maxMomentaryPower, momentaryPower);
    }
    if (cells >= SHORT_TERM_CELLS) {
      shortTermPower = windowPower(SHORT_TERM_CELLS);
      maxShortTermPower = Math.max(maxShortTermPower, shortTermPower);
    }
    if (cells % CELLS_PER_HOP === 0) {
      keepHistory();
    }
    nextCell();
  };
  const keepHistory = (): void => {
    if (blocks === blockPowers.length) {
      blockPowers = doubled(blockPowers);
      shortTermPowers = doubled(shortTermPowers);
    }
    if (cells >= MOMENTARY_CELLS) {
      blockPowers[blocks] = momentaryPower;
      blocks += 1;
    }
    if (cells >= SHORT_TERM_CELLS) {
      shortTermPowers[shortTerms] = shortTermPower;
      shortTerms += 1;
    }
  };
  nextCell();

  return {
    push(inputs, startFrame, lengthFrames) {
      let at = startFrame;
      let left = lengthFrames;
      while (left > 0) {
        const count = Math.min(left, cellLength - framesInCell);
        bank.push(inputs, at, count);
        at += count;
        left -= count;
        framesInCell += count;
        if (framesInCell === cellLength) {
          closeCell();
        }
      }
    },
    get momentaryLufs() {
      return powerToLufs(momentaryPower);
    },
    get shortTermLufs() {
      return powerToLufs(shortTermPower);
    },
    get maxMomentaryLufs() {
      return powerToLufs(maxMomentaryPower);
    },
    get maxShortTermLufs() {
      return powerToLufs(maxShortTermPower);
    },
    integratedLufs: () => gatedLufs(blockPowers, blocks),
    loudnessRangeLu() {
      if (scratch.length < shortTerms) {
        scratch = new Float64Array(shortTermPowers.length);
      }
      return rangeLu(shortTermPowers, shortTerms, scratch);
    },
    resetMaxima() {
      maxMomentaryPower = 0;
      maxShortTermPower = 0;
    },
    reset() {
      bank.reset();
      blocks = shortTerms = cells = 0;
      momentaryPower = shortTermPower = maxMomentaryPower = maxShortTermPower = 0;
      nextCell();
    },
  };
}

function doubled(history: Float64Array): Float64Array<ArrayBuffer> {
  const longer = new Float64Array(history.length * 2);
  longer.set(history);
  return longer;
}
