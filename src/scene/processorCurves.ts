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
  exp,
  exp10,
  log,
  log2,
  powerToDb,
  tan,
  tanh,
} from '../base/index.ts';
import { EQ_DEFAULT_Q, defaultOf } from './processors.ts';
import type { CompressorSettings, EqBand, EqSettings, MultibandBand, SaturationSettings, TiltSettings } from './processors.ts';

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

/** The bands that are switched on; none where the equalizer is off. */
export function activeEqBands(settings: EqSettings): readonly EqBand[] {
  return (settings.enabled ?? true) ? (settings.bands ?? []).filter((band) => band.enabled ?? true) : [];
}

/** The gain of an equalizer at one frequency; many frequencies of the same settings are quicker through `createEqResponse`. */
export function eqResponseDb(settings: EqSettings, sampleRateHz: number, frequencyHz: number): number {
  return createEqResponse(settings, sampleRateHz)(frequencyHz);
}

/** The gain in dB as a function of the frequency, the filters designed once. */
export function createEqResponse(settings: EqSettings, sampleRateHz: number): (frequencyHz: number) => number {
  const bands = activeEqBands(settings);
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

/** A tilt is this many second-order stages, each of two first-order shelves. */
export const TILT_STAGES = 5;
const TILT_SHELVES = 2 * TILT_STAGES;
const TILT_SPAN_HZ = [20, 20000] as const;
const TILT_LOWEST_SHELF_HZ = 10;
const TILT_HIGHEST_SHELF_HZ = 43000;
const TILT_FIT_POINTS = 100;

/** Writes the stages of a tilt, BIQUAD_NUMBERS each. The line has 2·tiltDb between 20 Hz and 20 kHz, and 0 dB at the pivot exactly. */
export type TiltDesign = (out: Float64Array, at: number, tiltDb: number, pivotHz: number) => void;

/**
 * Shelves at equal distances in octaves, each with the share of the slope that makes their sum straightest: within 0.07 dB of the line
 * from 20 Hz to 20 kHz for every tilt up to 6 dB, at 44.1 kHz and above. Far too slow for every block, quick enough for every tick.
 */
export function createTiltDesign(sampleRateHz: number): TiltDesign {
  const highestHz = Math.min(0.45 * sampleRateHz, TILT_HIGHEST_SHELF_HZ);
  const corners = Float64Array.from({ length: TILT_SHELVES }, (_, k) =>
    tan((Math.PI * interpolateHz(TILT_LOWEST_SHELF_HZ, highestHz, k / (TILT_SHELVES - 1))) / sampleRateHz),
  );
  const shares = fitTilt(corners, sampleRateHz);
  return (out, at, tiltDb, pivotHz) => {
    const slopeDb = (2 * tiltDb) / log2(TILT_SPAN_HZ[1] / TILT_SPAN_HZ[0]);
    for (let stage = 0; stage < TILT_STAGES; stage++) {
      const to = at + stage * BIQUAD_NUMBERS;
      designShelfPair(out, to, corners, shares, 2 * stage, slopeDb);
    }
    let power = 1;
    for (let stage = 0; stage < TILT_STAGES; stage++) {
      power *= biquadPower(out, at + stage * BIQUAD_NUMBERS, pivotHz, sampleRateHz);
    }
    const scale = 1 / Math.sqrt(power);
    out[at] = out[at]! * scale;
    out[at + 1] = out[at + 1]! * scale;
    out[at + 2] = out[at + 2]! * scale;
  };
}

/** The gain of a tilt in dB as a function of the frequency. */
export function createTiltResponse(settings: TiltSettings, sampleRateHz: number): (frequencyHz: number) => number {
  const numbers = new Float64Array(TILT_STAGES * BIQUAD_NUMBERS);
  const tiltDb = (settings.enabled ?? true) ? (settings.tiltDb ?? defaultOf('tilt', 'tiltDb')) : 0;
  createTiltDesign(sampleRateHz)(numbers, 0, tiltDb, settings.pivotHz ?? defaultOf('tilt', 'pivotHz'));
  return (frequencyHz) => {
    let power = 1;
    for (let stage = 0; stage < TILT_STAGES; stage++) {
      power *= biquadPower(numbers, stage * BIQUAD_NUMBERS, frequencyHz, sampleRateHz);
    }
    return powerToDb(power);
  };
}

/** Two shelves (1 + s·√G) / (1 + s/√G), G being the shelf's gain and s in units of its corner, as one second-order stage. */
function designShelfPair(out: Float64Array, to: number, corners: Float64Array, shares: Float64Array, first: number, slopeDb: number): void {
  const k = corners[first]!;
  const m = corners[first + 1]!;
  const g = exp10((slopeDb * shares[first]!) / 40);
  const h = exp10((slopeDb * shares[first + 1]!) / 40);
  const kScale = 1 / (k + 1 / g);
  const mScale = 1 / (m + 1 / h);
  const zeroK = (k - g) * kScale;
  const zeroM = (m - h) * mScale;
  const poleK = (k - 1 / g) * kScale;
  const poleM = (m - 1 / h) * mScale;
  const topK = (k + g) * kScale;
  const topM = (m + h) * mScale;
  out[to] = topK * topM;
  out[to + 1] = topK * zeroM + topM * zeroK;
  out[to + 2] = zeroK * zeroM;
  out[to + 3] = poleM + poleK;
  out[to + 4] = poleK * poleM;
}

/** How many dB each shelf has for a slope of 1 dB an octave: least squares, a small shelf's gain being x/(1 + x), x = (tan(πf/fs)/corner)². */
function fitTilt(corners: Float64Array, sampleRateHz: number): Float64Array {
  const n = corners.length + 1;
  const sums = Array.from({ length: n }, () => new Float64Array(n + 1));
  const row = new Float64Array(n + 1);
  const topHz = Math.min(TILT_SPAN_HZ[1], 0.47 * sampleRateHz);
  for (let p = 0; p < TILT_FIT_POINTS; p++) {
    const frequencyHz = interpolateHz(TILT_SPAN_HZ[0], topHz, p / (TILT_FIT_POINTS - 1));
    const t = tan((Math.PI * frequencyHz) / sampleRateHz);
    corners.forEach((corner, k) => {
      const x = (t * t) / (corner * corner);
      row[k] = x / (1 + x);
    });
    row[n - 1] = 1;
    row[n] = log2(frequencyHz);
    sums.forEach((sum, j) => {
      for (let k = 0; k <= n; k++) {
        sum[k] = sum[k]! + row[j]! * row[k]!;
      }
    });
  }
  return solve(sums).subarray(0, corners.length);
}

/** Gauss–Jordan on n rows of n coefficients and a right-hand side; positive definite, so without pivoting. */
function solve(rows: readonly Float64Array[]): Float64Array {
  const n = rows.length;
  for (let pivot = 0; pivot < n; pivot++) {
    for (let j = 0; j < n; j++) {
      const factor = j === pivot ? 0 : rows[j]![pivot]! / rows[pivot]![pivot]!;
      for (let k = pivot; factor !== 0 && k <= n; k++) {
        rows[j]![k] = rows[j]![k]! - factor * rows[pivot]![k]!;
      }
    }
  }
  return Float64Array.from(rows, (row, j) => row[n]! / row[j]!);
}

function interpolateHz(lowHz: number, highHz: number, t: number): number {
  return lowHz * exp(t * log(highHz / lowHz));
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

/** The output level of a band's steady input level, before the mix. */
export function multibandCurveDb(band: MultibandBand, inputDb: number): number {
  if (!(band.enabled ?? true)) {
    return inputDb;
  }
  const value = (name: 'thresholdDb' | 'ratio' | 'kneeDb'): number => band[name] ?? defaultOf('multiband', name);
  const curve = { kind: 'compressor', thresholdDb: value('thresholdDb'), ratio: value('ratio'), kneeDb: value('kneeDb') } as const;
  return inputDb + (band.gainDb ?? 0) - compressorReductionDb(curve, inputDb);
}

/** `bias` of a saturation's curve: tanh u / (1 + bias·tanh u), whose second harmonic grows with it. */
export const SATURATION_BIAS: Readonly<Record<NonNullable<SaturationSettings['character']>, number>> = { tape: 0, tube: 0.25, clip: 0 };

/** What a saturation makes of one sample, oversampling and its keeping out of DC aside. */
export function saturationCurve(settings: SaturationSettings, input: number): number {
  if (!(settings.enabled ?? true)) {
    return input;
  }
  const character = settings.character ?? 'tape';
  const drive = dbToGain(settings.driveDb ?? defaultOf('saturation', 'driveDb'));
  const mix = settings.mix ?? defaultOf('saturation', 'mix');
  const u = drive * input;
  const t = tanh(u);
  const bent =
    character === 'clip'
      ? u / Math.sqrt(Math.sqrt(Math.sqrt(1 + u * u * u * u * u * u * u * u)))
      : t / (1 + SATURATION_BIAS[character] * t);
  return dbToGain(settings.outputDb ?? 0) * (input + mix * (bent / drive - input));
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
