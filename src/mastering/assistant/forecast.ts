import { biquadPower, dbToPower, powerToDb } from '../../base/index.ts';
import { kWeightingCoefficients, THIRD_OCTAVES_HZ } from '../../metering/index.ts';
import type { Preset } from '../presets.ts';
import { heldLevels, meanOver, type MixProfile } from '../reference/index.ts';
import type { LoudnessForecast } from './types.ts';

/** More than this at the peaks is heard on most music. */
export const HEAVY_REDUCTION_DB = 6;

/** Where the limiter takes all that it is given. */
const MOST_LOSS_LU = 12;

/** How much a gain by third octaves changes the loudness of a spectrum, LU. */
export function loudnessChangeLu(levelsDb: readonly (number | null)[], gainsDb: readonly number[], sampleRateHz: number): number {
  const k = kWeightingCoefficients(sampleRateHz);
  const filters = Float64Array.of(k[0]!, k[1]!, k[2]!, k[3]!, k[4]!, 1, -2, 1, k[5]!, k[6]!);
  let before = 0;
  let after = 0;
  levelsDb.forEach((level, band) => {
    const hz = THIRD_OCTAVES_HZ[band]!;
    if (level !== null && hz < 0.49 * sampleRateHz) {
      const power = dbToPower(level) * biquadPower(filters, 0, hz, sampleRateHz) * biquadPower(filters, 5, hz, sampleRateHz);
      before += power;
      after += power * dbToPower(gainsDb[band]!);
    }
  });
  return before === 0 ? 0 : powerToDb(after / before);
}

/**
 * What gain and limiting a preset will ask for.
 * @param chainLu what the chain changes the loudness by
 */
export function forecastLoudness(
  profile: MixProfile,
  integratedLufs: number,
  preset: Preset,
  chainLu: number,
  layout: string,
): LoudnessForecast {
  const { targetLufs, maxLufs } = preset.integratedLufs;
  const chainLufs = integratedLufs + chainLu;
  const aimLufs = targetLufs ?? (maxLufs !== undefined && chainLufs > maxLufs ? maxLufs : undefined);
  const peaks = profile.levels.peak;
  const held = heldLevels(peaks);
  const lossLu = (gainDb: number): number => meanOver(held, (db) => Math.max(0, db + gainDb - preset.truePeakDbtp));
  let gainDb = aimLufs === undefined ? 0 : aimLufs - chainLufs;
  // What the limiter takes off, the gain gives back; beyond a point it takes all that it is given.
  for (let turn = 0; turn < 40 && aimLufs !== undefined; turn++) {
    gainDb = aimLufs - chainLufs + Math.min(MOST_LOSS_LU, lossLu(gainDb));
  }
  const maxReductionDb = Math.max(0, (profile.truePeakDbtp ?? -Infinity) + gainDb - preset.truePeakDbtp);
  const most = preset.maxGainReductionDb;
  return {
    preset: preset.id,
    measuredOn: preset.measuredOn === undefined || preset.measuredOn === layout ? null : preset.measuredOn,
    targetLufs: aimLufs ?? null,
    chainLufs: round(chainLufs),
    gainDb: round(gainDb),
    maxReductionDb: round(maxReductionDb),
    reducedRatio: round(meanOver(peaks, (db) => (db + gainDb - preset.truePeakDbtp > 1 ? 1 : 0))),
    isFeasible: (most === undefined || maxReductionDb <= most) && (aimLufs === undefined || lossLu(gainDb) < MOST_LOSS_LU - 1),
  };
}

function round(value: number): number {
  return Math.round(value * 100) / 100;
}
