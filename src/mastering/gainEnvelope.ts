import { exp } from '../base/index.ts';

/** How a limiter moves, in milliseconds. */
export interface LimiterTiming {
  /** The whole look-ahead: half of it waits for a peak, half smooths the way down to it. */
  readonly lookaheadMs: number;
  /** Kept after a peak, on top of half the look-ahead: long enough that a bass note's half-periods join up. */
  readonly holdMs: number;
  /** Recovery from single peaks. */
  readonly fastReleaseMs: number;
  /** Recovery from lasting reduction. */
  readonly slowReleaseMs: number;
  /** The share of the lasting reduction below which the fast recovery does not go. */
  readonly slowShare: number;
}

/** Turns the reduction that each node needs into one that moves smoothly and is never less. */
export interface GainEnvelope {
  /** Outputs come this many pushes after their inputs. */
  readonly delayNodes: number;
  /**
   * @param neededDb  reduction at the next node, ≥ 0
   * @returns reduction at the node `delayNodes` before it, ≥ what that node needed; exactly 0 at rest
   */
  push(neededDb: number): number;
  reset(): void;
}

/** Reductions are summed as whole numbers of this unit, so that running sums stay exact however long they run. */
const UNITS_PER_DB = 1048576;
/** A recovery that has come this near is over. */
const RESTED_DB = 0.0005;

/**
 * Look-ahead maximum, then release, then two box averages. A box average over times at all of which the held maximum covers the peak
 * cannot fall below it: that is the guarantee. @source Hämäläinen, Smoothing of the control signal without clipped output, DAFx-02
 */
export function createGainEnvelope(nodeRateHz: number, timing: LimiterTiming): GainEnvelope {
  const nodesOf = (ms: number): number => Math.round((ms * nodeRateHz) / 1000);
  const half = Math.max(2, nodesOf(timing.lookaheadMs / 2));
  const boxA = half + 1;
  const boxB = half + 1;
  const holdNodes = half + nodesOf(timing.holdMs);
  const window = createSlidingMax(holdNodes + half + 1);
  const decayOf = (ms: number): number => exp(-1000 / (ms * nodeRateHz));
  const fastDecay = decayOf(timing.fastReleaseMs);
  const slowDecay = decayOf(timing.slowReleaseMs);
  const smoothA = createBoxSum(boxA);
  const smoothB = createBoxSum(boxB);
  const scale = 1 / (boxA * boxB * UNITS_PER_DB);
  let slow = 0;
  let released = 0;

  return {
    delayNodes: 2 * half,
    push(neededDb) {
      const held = window.push(neededDb);
      slow = held + (slow - held) * slowDecay;
      if (held === 0 && slow < RESTED_DB) {
        slow = 0;
      }
      const rest = Math.max(held, timing.slowShare * slow);
      released = Math.max(held, rest + (released - rest) * fastDecay);
      if (held === 0 && released < RESTED_DB) {
        released = 0;
      }
      return smoothB.push(smoothA.push(Math.ceil(released * UNITS_PER_DB))) * scale;
    },
    reset() {
      window.reset();
      smoothA.reset();
      smoothB.reset();
      slow = released = 0;
    },
  };
}

/** Largest of the last `length` values: a queue of falling maxima. */
function createSlidingMax(length: number): { push(value: number): number; reset(): void } {
  const values = new Float64Array(length);
  const times = new Float64Array(length);
  let head = 0;
  let count = 0;
  let now = 0;
  return {
    push(value) {
      while (count > 0 && values[(head + count - 1) % length]! <= value) {
        count -= 1;
      }
      if (count > 0 && times[head]! <= now - length) {
        head = (head + 1) % length;
        count -= 1;
      }
      const at = (head + count) % length;
      values[at] = value;
      times[at] = now;
      count += 1;
      now += 1;
      return values[head]!;
    },
    reset() {
      head = count = now = 0;
    },
  };
}

/** Sum of the last `length` whole numbers, exact. */
function createBoxSum(length: number): { push(value: number): number; reset(): void } {
  const values = new Float64Array(length);
  let at = 0;
  let sum = 0;
  return {
    push(value) {
      sum += value - values[at]!;
      values[at] = value;
      at = at + 1 === length ? 0 : at + 1;
      return sum;
    },
    reset() {
      values.fill(0);
      at = sum = 0;
    },
  };
}
