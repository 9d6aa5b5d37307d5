import { clamp, dbToPower, log2, powerToDb } from '../../base/index.ts';
import { THIRD_OCTAVES_HZ } from '../../metering/index.ts';

/** By THIRD_OCTAVES_HZ; null where one side has nothing to compare. */
export type BandCurve = readonly (number | null)[];

/** Bands below the strongest by more than this are left alone: there is nothing there but noise. */
const EMPTY_BELOW_DB = 60;
/** More from one third octave to the next, at the ends of the spectrum, is where a file stops, and no tone. */
const CLIFF_DB = 15;
const LOW_END_HZ = 65;
const HIGH_END_HZ = 7500;
/** A difference is centred where most of it lies; the ends have the least to say. */
const CENTRE_FROM_HZ = 75;
const CENTRE_TO_HZ = 10500;
/** Where single notes stand out. */
const BASS_HZ = 140;
/** What is not there is not lifted: boosts fade out from here to there. */
const BOOST_FROM_HZ = 28;
const WHOLE_BOOST_FROM_HZ = 56;
const LFE_TOP_HZ = 120;
const FIRST_HZ = 24;
const LAST_HZ = 16500;

/**
 * How far a spectrum is from another, level aside: smoothed, and shifted so that its median is 0, which asks for the least equalizing.
 * Null where either has no energy, outside 25 Hz to 16 kHz, and beyond a cliff at either end.
 */
export function differenceCurve(ownDb: BandCurve, wantedDb: BandCurve): BandCurve {
  const own = evened(ownDb);
  const wanted = evened(wantedDb);
  const isUsable = usableBands(ownDb, own).map((usable, k) => usable && usableBands(wantedDb, wanted)[k]!);
  const smooth = smoothed(own.map((level, k) => (isUsable[k] === true ? wanted[k]! - level! : null)));
  const centre = medianOf(
    smooth.filter((value, k) => value !== null && THIRD_OCTAVES_HZ[k]! > CENTRE_FROM_HZ && THIRD_OCTAVES_HZ[k]! < CENTRE_TO_HZ),
    smooth,
  );
  return smooth.map((value) => (value === null ? null : value - centre));
}

/** What of a difference is worth doing: limited to both sides, then scaled. The deepest octave is cut where asked for, but hardly lifted. */
export function limitedCurve(
  difference: BandCurve,
  limits: { readonly amountRatio: number; readonly maxBoostDb: number; readonly maxCutDb: number },
): BandCurve {
  const limited = difference.map((value, k) => {
    const share = clamp(log2(THIRD_OCTAVES_HZ[k]! / BOOST_FROM_HZ) / log2(WHOLE_BOOST_FROM_HZ / BOOST_FROM_HZ), 0, 1);
    return value === null ? null : clamp(value > 0 ? value * share : value, -limits.maxCutDb, limits.maxBoostDb);
  });
  // A limit makes steps of slopes: they are rounded off, and only they.
  const rounded = smoothed(smoothed(limited));
  return limited.map((value, k) => {
    const isNearLimit = difference
      .slice(Math.max(0, k - 2), k + 3)
      .some((near) => near !== null && (near > limits.maxBoostDb || near < -limits.maxCutDb));
    return value === null ? null : (isNearLimit ? rounded[k]! : value) * limits.amountRatio;
  });
}

/** A mix whose LFE plays has bass that no fold-down shows: nothing is lifted there. */
export function withoutBassBoost(curve: BandCurve): BandCurve {
  return curve.map((value, k) => (value !== null && value > 0 && THIRD_OCTAVES_HZ[k]! < LFE_TOP_HZ ? 0 : value));
}

/** The part of a difference that lies outside a tolerance, by band. */
export function beyondTolerance(difference: BandCurve, toleranceDb: readonly number[]): BandCurve {
  return difference.map((value, k) =>
    value === null ? null : value > 0 ? Math.max(0, value - toleranceDb[k]!) : Math.min(0, value + toleranceDb[k]!),
  );
}

function usableBands(levelsDb: BandCurve, evenDb: BandCurve): readonly boolean[] {
  const strongest = Math.max(...evenDb.map((level) => level ?? -Infinity));
  const usable = evenDb.map((level, k) => {
    const hz = THIRD_OCTAVES_HZ[k]!;
    return level !== null && levelsDb[k] !== null && level > strongest - EMPTY_BELOW_DB && hz > FIRST_HZ && hz < LAST_HZ;
  });
  const middle = THIRD_OCTAVES_HZ.findIndex((hz) => hz > 990);
  let isCut = false;
  for (let k = middle; k < levelsDb.length; k++) {
    isCut ||= THIRD_OCTAVES_HZ[k]! > HIGH_END_HZ && (levelsDb[k] ?? -Infinity) < (levelsDb[k - 1] ?? -Infinity) - CLIFF_DB;
    usable[k] = usable[k]! && !isCut;
  }
  isCut = false;
  for (let k = middle; k >= 0; k--) {
    isCut ||= THIRD_OCTAVES_HZ[k]! < LOW_END_HZ && (levelsDb[k] ?? -Infinity) < (levelsDb[k + 1] ?? -Infinity) - CLIFF_DB;
    usable[k] = usable[k]! && !isCut;
  }
  return usable;
}

/** Powers averaged over neighbours, 1 2 1, and 1 2 3 2 1 in the bass: between two notes of a tune there is a hole, but not in its tone. */
function evened(levelsDb: BandCurve): BandCurve {
  return levelsDb.map((level, k) => {
    if (level === null) {
      return null;
    }
    const radius = radiusAt(k);
    let sum = 0;
    let weights = 0;
    for (let offset = -radius; offset <= radius; offset++) {
      const neighbour = levelsDb[k + offset] ?? null;
      const weight = radius + 1 - Math.abs(offset);
      sum += neighbour === null ? 0 : weight * dbToPower(neighbour);
      weights += neighbour === null ? 0 : weight;
    }
    return powerToDb(sum / weights);
  });
}

function radiusAt(band: number): number {
  return THIRD_OCTAVES_HZ[band]! < BASS_HZ ? 2 : 1;
}

/** The same weights, on decibels. */
function smoothed(values: BandCurve): BandCurve {
  return values.map((value, k) => {
    if (value === null) {
      return null;
    }
    const radius = radiusAt(k);
    let sum = 0;
    let weights = 0;
    for (let offset = -radius; offset <= radius; offset++) {
      // Beyond the last usable band its mirror image, so that a slope stays a slope.
      const near = values[k + offset] ?? null;
      const far = values[k - offset] ?? null;
      const neighbour = near ?? (far === null ? null : 2 * value - far);
      if (neighbour !== null) {
        const weight = radius + 1 - Math.abs(offset);
        sum += weight * neighbour;
        weights += weight;
      }
    }
    return sum / weights;
  });
}

function medianOf(values: BandCurve, otherwise: BandCurve): number {
  const sorted = (values.length > 0 ? values : otherwise).filter((value) => value !== null).sort((a, b) => a - b);
  const half = sorted.length / 2;
  return sorted.length === 0 ? 0 : (sorted[Math.floor(half)]! + sorted[Math.ceil(half) - 1]!) / 2;
}
