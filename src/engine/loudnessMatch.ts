import { dbToPower } from '../base/index.ts';
import { gatedLufs, type LoudnessMeter } from '../metering/index.ts';
import { QUANTUM_FRAMES } from '../render/index.ts';

/** Blocks of 400 ms begin this often. */
const HOP_SEC = 0.1;
/** What is compared: the last minute at most. */
const MAX_BLOCKS = 600;
/** From 3 s on the gated loudness counts; before, the last 3 s with what was before the change. */
const SETTLED_BLOCKS = 30;
/** The momentary loudness right after a change is still of what was before it. */
const SKIPPED_BLOCKS = 4;
/** Settled gains move so slowly that nobody hears it. */
const SLEW_DB_PER_SEC = 1;
const FIRST_SLEW_DB_PER_SEC = 60;
const MOST_DB = -40;

/** Gains that make several signals as loud as the quietest of them, by what has been heard since something changed. */
export interface LoudnessMatch {
  /** By signal, ≤ 0, where they are on their way. */
  readonly gainsDb: Float64Array;
  /**
   * After each quantum. Never allocates.
   * @param meters of the signals, in order, which have taken the quantum
   * @param count  how many of them, from the first, there are
   */
  push(meters: readonly LoudnessMeter[], count: number): void;
  /** Something was done to a signal: what was measured so far is old. */
  forget(): void;
  /** As `forget`, and the gains need not be gentle on their way, until each signal has been heard for a while. */
  reset(): void;
  /** A signal is another one altogether. */
  renew(signal: number): void;
  /** A signal is where it should be at once: it begins to be heard. */
  settle(signal: number): void;
}

/** @param startDb gains to begin with, until something has been measured */
export function createLoudnessMatch(signals: number, sampleRateHz: number, startDb?: Float64Array): LoudnessMatch {
  const quantumSec = QUANTUM_FRAMES / sampleRateHz;
  const powers = Array.from({ length: signals }, () => new Float64Array(MAX_BLOCKS));
  const lufs = new Float64Array(signals);
  /** Blocks that each signal has been heard for, up to those that settle it. */
  const heard = new Uint8Array(signals);
  const gainsDb = startDb?.slice() ?? new Float64Array(signals);
  const wantedDb = gainsDb.slice();
  let blocks = -SKIPPED_BLOCKS;
  let waitedSec = 0;

  const keep = (meters: readonly LoudnessMeter[], count: number): void => {
    for (let k = 0; k < count; k++) {
      powers[k]![((blocks % MAX_BLOCKS) + MAX_BLOCKS) % MAX_BLOCKS] = dbToPower(meters[k]!.momentaryLufs + 0.691);
    }
    blocks += 1;
  };
  const measure = (meters: readonly LoudnessMeter[], count: number): void => {
    let hasShortTerm = true;
    for (let k = 0; k < count; k++) {
      hasShortTerm &&= meters[k]!.shortTermLufs > -Infinity;
    }
    const isShortTerm = blocks < SETTLED_BLOCKS && hasShortTerm;
    let quietest = Infinity;
    for (let k = 0; k < count; k++) {
      lufs[k] = isShortTerm ? meters[k]!.shortTermLufs : gatedLufs(powers[k]!, Math.min(blocks, MAX_BLOCKS));
      if (lufs[k]! > -Infinity) {
        quietest = Math.min(quietest, lufs[k]!);
      }
    }
    for (let k = 0; k < signals; k++) {
      const isHeard = k < count && lufs[k]! > -Infinity;
      wantedDb[k] = isHeard ? Math.max(MOST_DB, quietest - lufs[k]!) : 0;
      heard[k] = Math.min(SETTLED_BLOCKS, heard[k]! + (isHeard ? 1 : 0));
    }
  };

  return {
    gainsDb,
    push(meters, count) {
      waitedSec += quantumSec;
      if (waitedSec >= HOP_SEC) {
        waitedSec -= HOP_SEC;
        keep(meters, count);
        if (blocks > 0) {
          measure(meters, count);
        }
      }
      for (let k = 0; k < signals; k++) {
        const most = (heard[k]! === SETTLED_BLOCKS ? SLEW_DB_PER_SEC : FIRST_SLEW_DB_PER_SEC) * quantumSec;
        gainsDb[k] = gainsDb[k]! + Math.max(-most, Math.min(most, wantedDb[k]! - gainsDb[k]!));
      }
    },
    forget() {
      blocks = -SKIPPED_BLOCKS;
    },
    reset() {
      blocks = -SKIPPED_BLOCKS;
      heard.fill(0);
    },
    renew(signal) {
      blocks = -SKIPPED_BLOCKS;
      heard[signal] = 0;
    },
    settle(signal) {
      gainsDb[signal] = wantedDb[signal]!;
    },
  };
}
