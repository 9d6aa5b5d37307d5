// What an insert does to a level or a frequency, as pure functions: the same that the audio runs on, for drawing and for tests.
import {
  BIQUAD_NUMBERS,
  biquadPower,
  butterworthQ,
  clamp,
  designBell,
  designHighPass,
  designHighPassFirstOrder,
  designHighShelf,
  designLowPass,
  designLowPassFirstOrder,
  designLowShelf,
  dbToGain,
  powerToDb,
} from '../base/index.ts';
import { EQ_DEFAULT_Q, defaultOf } from './processors.ts';
import type { CompressorSettings, EqBand, EqSettings } from './processors.ts';

/** The steepest band, 48 dB/oct, is four second-order stages. */
export const EQ_MAX_STAGES_PER_BAND = 4;

/** How many second-order stages a band takes; a first-order remainder counts as one. */
export function eqBandStageCount(band: EqBand): number {
  return band.type === 'highPass' || band.type === 'lowPass' ? Math.ceil(passOrder(band) / 2) : 1;
}

/** Writes a band's stages, BIQUAD_NUMBERS each, from out[at] on. Frequency, gain and q are arguments so that they can be moving. */
export function designEqBand(
  out: Float64Array,
  at: number,
  band: EqBand,
  frequencyHz: number,
  gainDb: number,
  q: number,
  sampleRateHz: number,
): void {
  switch (band.type) {
    case 'bell':
      designBell(out, at, frequencyHz, gainDb, q, sampleRateHz);
      return;
    case 'lowShelf':
      designLowShelf(out, at, frequencyHz, gainDb, q, sampleRateHz);
      return;
    case 'highShelf':
      designHighShelf(out, at, frequencyHz, gainDb, q, sampleRateHz);
      return;
    default:
      designPass(out, at, band, frequencyHz, q, sampleRateHz);
  }
}

/** A Butterworth cascade; a q other than Butterworth's resonates in the section of highest q only. */
function designPass(out: Float64Array, at: number, band: EqBand, frequencyHz: number, q: number, sampleRateHz: number): void {
  const order = passOrder(band);
  const pairs = Math.floor(order / 2);
  const isHigh = band.type === 'highPass';
  for (let section = 0; section < pairs; section++) {
    const sectionQ = butterworthQ(order, section) * (section === 0 ? q / EQ_DEFAULT_Q : 1);
    const to = at + section * BIQUAD_NUMBERS;
    if (isHigh) {
      designHighPass(out, to, frequencyHz, sectionQ, sampleRateHz);
    } else {
      designLowPass(out, to, frequencyHz, sectionQ, sampleRateHz);
    }
  }
  if (order % 2 === 1) {
    const to = at + pairs * BIQUAD_NUMBERS;
    if (isHigh) {
      designHighPassFirstOrder(out, to, frequencyHz, sampleRateHz);
    } else {
      designLowPassFirstOrder(out, to, frequencyHz, sampleRateHz);
    }
  }
}

function passOrder(band: EqBand): number {
  return clamp(Math.round((band.slopeDbPerOct ?? 12) / 6), 1, 2 * EQ_MAX_STAGES_PER_BAND);
}

/** The gain of an equalizer at one frequency; many frequencies of the same settings are quicker through `createEqResponse`. */
export function eqResponseDb(settings: EqSettings, sampleRateHz: number, frequencyHz: number): number {
  return createEqResponse(settings, sampleRateHz)(frequencyHz);
}

/** The gain in dB as a function of the frequency, the filters designed once. */
export function createEqResponse(settings: EqSettings, sampleRateHz: number): (frequencyHz: number) => number {
  const bands = (settings.enabled ?? true) ? (settings.bands ?? []).filter((band) => band.enabled ?? true) : [];
  const nStages = bands.reduce((sum, band) => sum + eqBandStageCount(band), 0);
  const numbers = new Float64Array(nStages * BIQUAD_NUMBERS);
  let at = 0;
  for (const band of bands) {
    designEqBand(numbers, at, band, band.frequencyHz, band.gainDb ?? 0, band.q ?? EQ_DEFAULT_Q, sampleRateHz);
    at += eqBandStageCount(band) * BIQUAD_NUMBERS;
  }
  return (frequencyHz) => {
    let power = 1;
    for (let stage = 0; stage < nStages; stage++) {
      power *= biquadPower(numbers, stage * BIQUAD_NUMBERS, frequencyHz, sampleRateHz);
    }
    return powerToDb(power);
  };
}

/** The output level of a steady input level: threshold, ratio, knee, make-up and mix. */
export function compressorCurveDb(settings: CompressorSettings, inputDb: number): number {
  if (!(settings.enabled ?? true)) {
    return inputDb;
  }
  const wet = dbToGain((settings.makeupDb ?? 0) - compressorReductionDb(settings, inputDb));
  const mix = settings.mix ?? defaultOf('compressor', 'mix');
  return inputDb + powerToDb((1 - mix + mix * wet) * (1 - mix + mix * wet));
}

/** How far the gain is down at a steady input level, ≥ 0. @source Giannoulis, Massberg & Reiss, JAES 60 (2012), eq. 4 */
export function compressorReductionDb(settings: CompressorSettings, inputDb: number): number {
  const kneeDb = settings.kneeDb ?? defaultOf('compressor', 'kneeDb');
  const slope = 1 - 1 / (settings.ratio ?? defaultOf('compressor', 'ratio'));
  const overDb = inputDb - (settings.thresholdDb ?? defaultOf('compressor', 'thresholdDb'));
  if (overDb >= kneeDb / 2) {
    return slope * overDb;
  }
  const intoKneeDb = overDb + kneeDb / 2;
  return intoKneeDb <= 0 ? 0 : (slope * intoKneeDb * intoKneeDb) / (2 * kneeDb);
}
