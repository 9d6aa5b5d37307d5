import { clamp } from '../../base/index.ts';
import { createEqResponse, type EqSettings } from '../../scene/index.ts';
import { THIRD_OCTAVES_HZ } from '../../metering/index.ts';
import { differenceCurve, fitEq, type BandCurve } from '../reference/index.ts';

/** More than this is a remix, and not a match. */
export const TONE_LIMIT_DB = 3;
/** Curves that stay within this are the same curve. */
const SAME_DB = 0.3;

/** What brings each run nearer to the album. */
export interface ToneMatch {
  /** The album's average: the mean of the levels, each with its own mean taken off; by THIRD_OCTAVES_HZ. */
  readonly averageDb: BandCurve;
  readonly moves: readonly ToneMove[];
}

export interface ToneMove {
  /** Null: nothing is done. */
  readonly eq: EqSettings | null;
  /** What it does, by THIRD_OCTAVES_HZ. */
  readonly responseDb: readonly number[];
}

/**
 * Gentle linear-phase equalizers that take tracks towards their average: `amount` of each one's smoothed difference, within TONE_LIMIT_DB.
 * Level has no part in it. Fewer than two tracks with a spectrum have no average.
 * @param levelsDb third-octave levels of the loud parts, by run
 * @param weights  what each run counts for in the average: its tracks
 */
export function matchTone(levelsDb: readonly BandCurve[], weights: readonly number[], amount: number, sampleRateHz: number): ToneMatch {
  const averageDb = averageTone(levelsDb, weights);
  const still: ToneMove = { eq: null, responseDb: THIRD_OCTAVES_HZ.map(() => 0) };
  if (amount === 0 || levelsDb.filter(isHeard).length < 2) {
    return { averageDb, moves: levelsDb.map(() => still) };
  }
  return {
    averageDb,
    moves: levelsDb.map((levels) => {
      if (!isHeard(levels)) {
        return still;
      }
      const wanted = differenceCurve(levels, averageDb).map((value) =>
        value === null ? null : clamp(value * amount, -TONE_LIMIT_DB, TONE_LIMIT_DB),
      );
      if (wanted.every((value) => Math.abs(value ?? 0) < SAME_DB)) {
        return still;
      }
      const fitted = fitEq(wanted, sampleRateHz);
      const most = Math.max(...fitted.responseDb.map(Math.abs));
      // Where bands add up to more than was wanted, all give way.
      const share = Math.min(1, TONE_LIMIT_DB / most);
      const bands = fitted.bands.map((band) => ({ ...band, gainDb: Math.trunc((band.gainDb ?? 0) * share * 10) / 10 }));
      if (bands.length === 0) {
        return still;
      }
      const eq: EqSettings = { kind: 'eq', phase: 'linear', bands };
      const response = createEqResponse(eq, sampleRateHz);
      return { eq, responseDb: THIRD_OCTAVES_HZ.map((hz) => (hz < 0.49 * sampleRateHz ? response(hz) : 0)) };
    }),
  };
}

function isHeard(levels: BandCurve): boolean {
  return levels.some((level) => level !== null);
}

/** The weighted mean of those that have a band; a band counts where at least half of the weight has it. */
export function averageTone(levelsDb: readonly BandCurve[], weights: readonly number[]): BandCurve {
  const heard = levelsDb.flatMap((levels, r) => (isHeard(levels) ? [{ levels: atOwnMean(levels), weight: weights[r]! }] : []));
  const all = heard.reduce((sum, { weight }) => sum + weight, 0);
  return THIRD_OCTAVES_HZ.map((_, k) => {
    let sum = 0;
    let known = 0;
    for (const { levels, weight } of heard) {
      const level = levels[k] ?? null;
      if (level !== null) {
        sum += level * weight;
        known += weight;
      }
    }
    return known === 0 || known * 2 < all ? null : sum / known;
  });
}

/** Levels with the mean of their middle (100 Hz to 10 kHz) taken off: tone without loudness. */
export function atOwnMean(levels: BandCurve): BandCurve {
  const middle = levels.filter((level, k) => level !== null && THIRD_OCTAVES_HZ[k]! > 90 && THIRD_OCTAVES_HZ[k]! < 11000) as number[];
  const mean = middle.length === 0 ? 0 : middle.reduce((sum, level) => sum + level, 0) / middle.length;
  return levels.map((level) => (level === null ? null : level - mean));
}
