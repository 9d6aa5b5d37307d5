import { powerToDb } from '../../base/index.ts';
import { THIRD_OCTAVES_HZ, thirdOctaveLevelsDb, type Spectra } from '../../metering/index.ts';
import { result, show, skip, worse } from './judge.ts';
import type { QcCheckFunction } from './loudnessChecks.ts';
import { modesCheck } from './objectChecks.ts';
import { isSilent } from './signalChecks.ts';
import type { QcStatus } from './types.ts';

const USUAL_RATES_HZ: readonly number[] = [44100, 48000, 88200, 96000, 176400, 192000];
const LEAST_CUTOFF_DROP_DB = 30;
const LOSSY_TOP_HZ = 17000;
const BASE_RATE_TOP_HZ = 22500;
const BAND_HZ = 250;

export const checkFormat: QcCheckFunction = (limits, { analysis, context, preset }) => {
  const faults: string[] = [];
  const oddities: string[] = [];
  const { sampleRateHz, bitsPerSample, isFloat } = context;
  const { invalidSamples } = analysis.measured;
  if (invalidSamples > 0) {
    faults.push(`${invalidSamples} samples are not numbers`);
  }
  if (preset?.sampleRatesHz !== undefined && !preset.sampleRatesHz.includes(sampleRateHz)) {
    faults.push(`${sampleRateHz} Hz; ${preset.title} takes ${preset.sampleRatesHz.join(', ')}`);
  } else if (!USUAL_RATES_HZ.includes(sampleRateHz)) {
    oddities.push(`${sampleRateHz} Hz is unusual`);
  }
  if (preset?.bits !== undefined && (isFloat || !preset.bits.includes(bitsPerSample))) {
    faults.push(`${isFloat ? 'floating point' : `${bitsPerSample} bits`}; ${preset.title} takes ${preset.bits.join(' or ')} bits`);
  } else if (!isFloat && bitsPerSample < 16) {
    oddities.push(`${bitsPerSample} bits is unusual`);
  }
  if (analysis.lengthFrames === 0) {
    faults.push('holds no audio');
  }
  if (analysis.denormalSamples > 0) {
    oddities.push(`${analysis.denormalSamples} denormal samples`);
  }
  oddities.push(...(context.readerWarnings ?? []));
  const status: QcStatus = faults.length > 0 ? 'fail' : oddities.length > 0 ? 'warn' : 'pass';
  const plain = `${sampleRateHz} Hz, ${isFloat ? 'floating point' : `${bitsPerSample} bits`}`;
  const check = result(limits, status, status === 'pass' ? plain : [...faults, ...oddities].join('; '));
  // Whatever the delivery asks for, these are broken.
  return invalidSamples > 0 || analysis.lengthFrames === 0 ? { ...check, isBinding: true } : check;
};

export const checkBits: QcCheckFunction = (limits, { analysis, context }) => {
  const used = analysis.effectiveBits;
  if (used === undefined || context.isFloat) {
    return skip(limits, context.isFloat ? 'is floating point' : 'is silent');
  }
  const stated = Math.min(24, context.bitsPerSample);
  const status: QcStatus = used < limits.fail! && used < stated ? 'fail' : used <= limits.fail! && stated >= limits.warn! ? 'warn' : 'pass';
  return result(limits, status, `${used} bits in use of ${stated}`);
};

export const checkBandLimit: QcCheckFunction = (limits, { analysis, context }) => {
  if (isSilent(analysis)) {
    return skip(limits, 'is silent');
  }
  const cutoffHz = steepCutoffHz(analysis.spectra);
  const isLossy =
    cutoffHz !== undefined && cutoffHz < LOSSY_TOP_HZ && context.sampleRateHz >= 32000 && cutoffHz < context.sampleRateHz * 0.45;
  const isUpsampled = cutoffHz !== undefined && cutoffHz < BASE_RATE_TOP_HZ && context.sampleRateHz >= 88200;
  if (isUpsampled) {
    return result(limits, 'warn', `nothing above ${show(cutoffHz / 1000)} kHz at ${context.sampleRateHz} Hz: upsampled?`);
  }
  return isLossy
    ? result(limits, 'warn', `cut off at ${show(cutoffHz / 1000)} kHz: from a lossy codec?`)
    : result(limits, 'pass', 'no steep cutoff below 17 kHz');
};

/** Where the long-term spectrum falls off a cliff into nothing; undefined where it slopes. */
function steepCutoffHz(spectra: Spectra): number | undefined {
  const bands = Math.floor((spectra.binHz * (spectra.bins - 1)) / BAND_HZ);
  const levels = Array.from({ length: bands }, (_, k) => powerToDb(spectra.bandPower(k * BAND_HZ, (k + 1) * BAND_HZ)));
  const step = 1000 / BAND_HZ;
  for (let k = bands - step - 1; k >= 4000 / BAND_HZ; k--) {
    const beyond = levels.slice(k + step);
    const highest = Math.max(...beyond);
    if (levels[k]! > -110 && levels[k]! - highest > LEAST_CUTOFF_DROP_DB && k * BAND_HZ + 1500 < bands * BAND_HZ) {
      return (k + 1) * BAND_HZ;
    }
  }
  return undefined;
}

export const checkBinauralModes: QcCheckFunction = (limits, { context }) => modesCheck(limits, context.binauralModes);

export const checkTonalBalance: QcCheckFunction = (limits, { analysis, context }) => {
  const { referenceDb } = context;
  if (referenceDb === undefined || isSilent(analysis)) {
    return skip(limits, 'no reference to compare with');
  }
  const deviations = deviationsFrom(thirdOctaveLevelsDb(analysis.spectra), referenceDb);
  let status: QcStatus = 'pass';
  let worstAt = 0;
  let worstDb = 0;
  for (let k = 1; k + 1 < deviations.length; k++) {
    const three = deviations.slice(k - 1, k + 2);
    if (three.some((value) => Number.isNaN(value)) || !(three.every((value) => value > 0) || three.every((value) => value < 0))) {
      continue;
    }
    const least = Math.min(...three.map((value) => Math.abs(value)));
    status = worse(status, least > limits.fail! ? 'fail' : least > limits.warn! ? 'warn' : 'pass');
    if (least > Math.abs(worstDb)) {
      worstDb = three[1]! < 0 ? -least : least;
      worstAt = THIRD_OCTAVES_HZ[k]!;
    }
  }
  return result(
    limits,
    status,
    worstDb === 0
      ? 'as the reference'
      : `${worstDb > 0 ? '+' : ''}${show(worstDb)} dB around ${show(worstAt, 0)} Hz, usual within ${show(limits.warn!, 0)}`,
  );
};

/** Level-matched by the mean over the bands that both have; NaN where either has nothing within 60 dB of its loudest band. */
export function deviationsFrom(levelsDb: readonly number[], referenceDb: readonly number[]): readonly number[] {
  const floor = Math.max(...levelsDb) - 60;
  const referenceFloor = Math.max(...referenceDb) - 60;
  const differences = levelsDb.map((level, k) => (level > floor && referenceDb[k]! > referenceFloor ? level - referenceDb[k]! : NaN));
  const known = differences.filter((value) => !Number.isNaN(value));
  const mean = known.reduce((sum, value) => sum + value, 0) / Math.max(1, known.length);
  return differences.map((value) => value - mean);
}
