import type { ChannelFacts, EventList } from './types.ts';

/** Watches one channel, a block of ten cells (10 ms each) at a time, one block late: it looks to both sides. */
export interface ChannelScan {
  /**
   * Scans frames [from, from + 10 cells) of `view`, which also holds at least three cells before and one after.
   * @param startFrame of the stream at `from`
   * @param frames     how many of them the stream has
   */
  scan(view: Float32Array, from: number, startFrame: number, frames: number): void;
  /** Of the block last scanned. */
  readonly blockPeak: number;
  readonly blockEnergy: number;
  /** Peak of each of its cells. */
  readonly cellPeaks: Float64Array;
  /** Every sample so far as 24-bit whole numbers, or-ed; −1 once one is not. */
  readonly usedBits: number;
  readonly denormalSamples: number;
  finish(lengthFrames: number): ChannelFacts;
}

export const CELLS_PER_BLOCK = 10;
export const MARGIN_CELLS = 3;

const MAX_PLACES = 32;
const FULL_SCALE_CLIP = 0.944;
const ANY_LEVEL_CLIP = 0.25;
const ANY_LEVEL_RUN = 8;
/** A flat top has shoulders; a slow wave's own top, rounded to 16 bits, has steps of one. */
const SHOULDER = 1e-4;
const DROPOUT_NEIGHBOUR = 0.01;
/** −40 dBFS: a smaller step may as well be the onset of a note. */
const MIN_CLICK = 0.01;
/** 12 median absolute deviations of a normal distribution are 10 mean ones; rounded up. */
const CLICK_OVER_MEAN = 12;
const CLICK_OVER_NEXT = 6;
const MIN_NORMAL = 1.1754943508222875e-38;

export function createChannelScan(sampleRateHz: number, cellFrames: number): ChannelScan {
  const cellPeaks = new Float64Array(CELLS_PER_BLOCK);
  const secOf = (frame: number): number => frame / sampleRateHz;
  const clips = createEvents();
  const dropouts = createEvents();
  const clicks = createEvents();
  const minDropout = Math.max(8, Math.round(sampleRateHz / 1000));
  const maxDropout = Math.round(sampleRateHz / 5);
  const neighbourFrames = 4;
  const isolation = Math.round(sampleRateHz / 20);
  const clickHalf = Math.max(2, Math.round(sampleRateHz / 2000));
  let clipLevel = 0;
  let longestClip = 0;
  let longestDropout = 0;
  let peak = 0;
  let sum = 0;
  let secondSum = 0;
  let secondFrames = 0;
  const seconds: number[] = [];
  let lasting = 0;
  let lastingAtSec = 0;
  let second = 0;
  let x1 = 0;
  let x2 = 0;
  let run = 0;
  let beforeRun = 0;
  let soundBeforeZeros = false;
  let usedBits = 0;
  let denormals = 0;
  let lastMean = 0;
  let blockPeak = 0;
  let blockEnergy = 0;
  let pendingClick = -1;
  let lastCandidate = -Infinity;

  const closeRun = (view: Float32Array, at: number, frame: number, next: number): void => {
    if (x1 === 0) {
      if (run >= minDropout && run <= maxDropout && soundBeforeZeros && peakOf(view, at, neighbourFrames) > DROPOUT_NEIGHBOUR) {
        dropouts.add(secOf(frame - run), secOf(frame));
        longestDropout = Math.max(longestDropout, secOf(run));
      }
      return;
    }
    const level = Math.abs(x1);
    const inside = x1 > 0 ? Math.min(x1 - beforeRun, x1 - next) : Math.min(beforeRun - x1, next - x1);
    const isFlat = level >= FULL_SCALE_CLIP || (run >= ANY_LEVEL_RUN && level >= ANY_LEVEL_CLIP);
    if (!isFlat || inside < SHOULDER || level < clipLevel * 0.999) {
      return;
    }
    if (level > clipLevel * 1.001) {
      clips.clear();
      clipLevel = level;
      longestClip = 0;
    }
    clips.add(secOf(frame - run), secOf(frame));
    longestClip = Math.max(longestClip, run);
  };
  const considerClick = (view: Float32Array, at: number, frame: number, largest: number): void => {
    if (!isClick(view, at, cellFrames, clickHalf, largest)) {
      return;
    }
    // Steps in quick succession are a wave, a square one for instance, and no clicks.
    const isLone = frame - lastCandidate > isolation;
    if (pendingClick >= 0 && isLone) {
      clicks.add(secOf(pendingClick), secOf(pendingClick));
    }
    pendingClick = isLone ? frame : -1;
    lastCandidate = frame;
  };
  const endSecond = (): void => {
    seconds.push(secondSum / secondFrames);
    secondSum = secondFrames = 0;
    second += 1;
    const last = seconds.slice(-5);
    if (last.length === 5 && (last.every((mean) => mean > 0) || last.every((mean) => mean < 0))) {
      const least = Math.min(...last.map((mean) => Math.abs(mean)));
      if (least > lasting) {
        lasting = least;
        lastingAtSec = second - 5;
      }
    }
    if (seconds.length > 5) {
      seconds.shift();
    }
  };

  return {
    cellPeaks,
    get blockPeak() {
      return blockPeak;
    },
    get blockEnergy() {
      return blockEnergy;
    },
    get usedBits() {
      return usedBits;
    },
    get denormalSamples() {
      return denormals;
    },
    scan(view, from, startFrame, frames) {
      blockPeak = blockEnergy = 0;
      for (let cell = 0; cell < CELLS_PER_BLOCK; cell++) {
        const first = from + cell * cellFrames;
        const end = Math.min(first + cellFrames, from + frames);
        let cellPeak = 0;
        let cellSum = 0;
        let energy = 0;
        let bends = 0;
        let largestBend = 0;
        let largestAt = first;
        let bits = 0;
        let offGrid = 0;
        for (let k = first; k < end; k++) {
          const x = view[k]!;
          const size = Math.abs(x);
          cellSum += x;
          energy += x * x;
          if (size > cellPeak) {
            cellPeak = size;
          }
          const bend = Math.abs(x - 2 * x1 + x2);
          bends += bend;
          if (bend > largestBend) {
            largestBend = bend;
            largestAt = k;
          }
          const steps = x * 8388608;
          const whole = steps | 0;
          bits |= whole;
          if (whole !== steps) {
            offGrid += 1;
            if (size < MIN_NORMAL && size > 0) {
              denormals += 1;
            }
          }
          if (x === x1) {
            run += 1;
            if (run === minDropout && x === 0) {
              soundBeforeZeros = peakOf(view, k - run + 1 - neighbourFrames, neighbourFrames) > DROPOUT_NEIGHBOUR;
            }
          } else {
            if (run >= 3) {
              closeRun(view, k, startFrame + k - from, x);
            }
            run = 1;
            beforeRun = x1;
          }
          x2 = x1;
          x1 = x;
        }
        if (end > first) {
          const mean = bends / (end - first);
          if (largestBend > MIN_CLICK && largestBend > CLICK_OVER_MEAN * lastMean) {
            considerClick(view, largestAt, startFrame + largestAt - from, largestBend);
          }
          lastMean = mean;
          secondSum += cellSum;
          secondFrames += end - first;
          sum += cellSum;
          usedBits = offGrid > 0 ? -1 : usedBits === -1 ? -1 : usedBits | (bits & 0xffffff);
          if (secondFrames >= sampleRateHz) {
            endSecond();
          }
        }
        cellPeaks[cell] = cellPeak;
        blockPeak = Math.max(blockPeak, cellPeak);
        blockEnergy += energy;
      }
      peak = Math.max(peak, blockPeak);
    },
    finish(lengthFrames) {
      if (pendingClick >= 0) {
        clicks.add(secOf(pendingClick), secOf(pendingClick));
      }
      const isAtPeak = clipLevel >= peak * 0.999;
      return {
        peak,
        mean: lengthFrames === 0 ? 0 : sum / lengthFrames,
        lastingMean: lasting,
        lastingMeanAtSec: lastingAtSec,
        clips: isAtPeak ? clips.list() : { count: 0, places: [] },
        longestClipFrames: isAtPeak ? longestClip : 0,
        dropouts: dropouts.list(),
        longestDropoutSec: longestDropout,
        clicks: clicks.list(),
      };
    },
  };
}

/** A step is a click where the 10 ms on each side of it are calm: their mean bend far below it, and nothing near it in size. */
function isClick(view: Float32Array, at: number, reach: number, half: number, largest: number): boolean {
  let worst = 0;
  for (let side = -1; side <= 1; side += 2) {
    let sum = 0;
    for (let d = half + 1; d <= reach; d++) {
      const k = at + side * d;
      const bend = Math.abs(view[k]! - 2 * view[k - 1]! + view[k - 2]!);
      if (bend * CLICK_OVER_NEXT > largest) {
        return false;
      }
      sum += bend;
    }
    worst = Math.max(worst, sum / Math.max(1, reach - half));
  }
  return largest > CLICK_OVER_MEAN * worst;
}

function peakOf(view: Float32Array, from: number, count: number): number {
  let peak = 0;
  for (let k = Math.max(0, from); k < from + count && k < view.length; k++) {
    peak = Math.max(peak, Math.abs(view[k]!));
  }
  return peak;
}

/** Counts all, keeps the first. */
export function createEvents(): { add(fromSec: number, toSec: number): void; clear(): void; list(): EventList } {
  let count = 0;
  let places: { fromSec: number; toSec: number }[] = [];
  return {
    add(fromSec, toSec) {
      count += 1;
      if (places.length < MAX_PLACES) {
        places.push({ fromSec, toSec });
      }
    },
    clear() {
      count = 0;
      places = [];
    },
    list: () => ({ count, places }),
  };
}
