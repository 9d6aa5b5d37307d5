import { clamp, exp10, log10 } from '../../base/index.ts';
import { THIRD_OCTAVES_HZ } from '../../metering/index.ts';
import { createEqResponse, type EqBand } from '../../scene/index.ts';
import type { BandCurve } from './differenceCurve.ts';

/** An equalizer that follows a curve, and how far it stays from it. */
export interface EqFit {
  readonly bands: readonly EqBand[];
  /** By THIRD_OCTAVES_HZ. */
  readonly responseDb: readonly number[];
  readonly residualDb: { readonly rms: number; readonly max: number };
}

export const MATCH_MAX_BANDS = 8;
/** Close enough: nobody hears the rest. */
const ENOUGH_RMS_DB = 0.2;
const ENOUGH_MAX_DB = 0.5;
/** A further band has to bring this. */
const WORTH_RMS_DB = 0.08;
const WORTH_MAX_DB = 0.35;
/** Bands that do less are left out. */
const LEAST_GAIN_DB = 0.5;
const Q_RANGE = { bell: [0.4, 2], lowShelf: [0.4, 0.9], highShelf: [0.4, 0.9] } as const;
const FIRST_Q = { bell: [0.5, 0.8, 1.2, 1.8], lowShelf: [0.5, 0.7], highShelf: [0.5, 0.7] } as const;
const FREQUENCY_RANGE = { bell: [25, 16000], lowShelf: [35, 600], highShelf: [1500, 14000] } as const;
const STEPS = 12;
/** What lies beyond the ends of a curve leads no band, but no band is to run away there. */
const END_WEIGHT = 0.3;
/** A third of an octave, as log10. */
const TWINS = 0.1;

type Shape = keyof typeof FIRST_Q;
interface Band {
  readonly type: Shape;
  /** log10 Hz, dB, log10 q: what the search moves. */
  readonly at: readonly [number, number, number];
}

/**
 * Bells and shelves by least squares. Bands are added one at a time, whichever lessens the error most, and all are moved after each
 * (Levenberg–Marquardt), until the curve is met, a further band is not worth it, or there are `maxBands`. The same curve gives the same bands.
 * @param curve by THIRD_OCTAVES_HZ. Bands of null are free, but beyond the ends the curve goes on, without a lift of the bass
 */
export function fitEq(curve: BandCurve, sampleRateHz: number, maxBands = MATCH_MAX_BANDS): EqFit {
  const points = pointsOf(curve).filter(({ hz }) => hz < 0.45 * sampleRateHz);
  // Bands may overlap, but are not to fight one another.
  const maxGainDb = 0.5 + 1.25 * Math.max(0, ...points.map(({ value }) => Math.abs(value)));
  let bands: readonly Band[] = [];
  let error = errorOf(points, bands, sampleRateHz);
  while (bands.length < maxBands && points.length > 0 && !(error.rms < ENOUGH_RMS_DB && error.max < ENOUGH_MAX_DB)) {
    const more = refined(points, [...bands, bestBand(points, bands, sampleRateHz, maxGainDb)], sampleRateHz, maxGainDb);
    const moreError = errorOf(points, more, sampleRateHz);
    if (haveTwins(more) || (error.rms - moreError.rms < WORTH_RMS_DB && error.max - moreError.max < WORTH_MAX_DB)) {
      break;
    }
    bands = more;
    error = moreError;
  }
  const worthwhile = bands.filter((band) => Math.abs(band.at[1]) >= LEAST_GAIN_DB);
  const kept = (worthwhile.length < bands.length ? refined(points, worthwhile, sampleRateHz, maxGainDb) : bands).map(eqBandOf);
  kept.sort((a, b) => a.frequencyHz - b.frequencyHz);
  const response = createEqResponse({ kind: 'eq', bands: kept }, sampleRateHz);
  const errors = points.flatMap(({ hz, value, weight }) => (weight < 1 ? [] : [Math.abs(response(hz) - value)]));
  return {
    bands: kept,
    responseDb: THIRD_OCTAVES_HZ.map((hz) => (hz < 0.49 * sampleRateHz ? response(hz) : 0)),
    residualDb: {
      rms: Math.sqrt(errors.reduce((sum, value) => sum + value * value, 0) / Math.max(1, errors.length)),
      max: Math.max(0, ...errors),
    },
  };
}

/** Two bells on one spot: nobody would set them so. */
function haveTwins(bands: readonly Band[]): boolean {
  return bands.some((a, k) => bands.slice(k + 1).some((b) => a.type === b.type && Math.abs(a.at[0] - b.at[0]) < TWINS));
}

interface Point {
  readonly hz: number;
  readonly value: number;
  /** Of its error. */
  readonly weight: number;
}

function pointsOf(curve: BandCurve): readonly Point[] {
  const first = curve.findIndex((value) => value !== null);
  const last = curve.findLastIndex((value) => value !== null);
  return curve.flatMap((value, k): Point[] => {
    const hz = THIRD_OCTAVES_HZ[k]!;
    if (first < 0) {
      return [];
    }
    if (k < first) {
      return [{ hz, value: Math.min(0, curve[first]!), weight: END_WEIGHT }];
    }
    return k > last ? [{ hz, value: curve[last]!, weight: END_WEIGHT }] : value === null ? [] : [{ hz, value, weight: 1 }];
  });
}

function responsesOf(points: readonly Point[], band: Band, sampleRateHz: number): number[] {
  const [frequency, gainDb, q] = band.at;
  const response = createEqResponse(
    { kind: 'eq', bands: [{ type: band.type, frequencyHz: exp10(frequency), gainDb, q: exp10(q) }] },
    sampleRateHz,
  );
  return points.map(({ hz, weight }) => weight * response(hz));
}

function residualsOf(points: readonly Point[], bands: readonly Band[], sampleRateHz: number): number[] {
  const residuals = points.map(({ value, weight }) => weight * value);
  for (const band of bands) {
    responsesOf(points, band, sampleRateHz).forEach((db, k) => (residuals[k] = residuals[k]! - db));
  }
  return residuals;
}

function errorOf(points: readonly Point[], bands: readonly Band[], sampleRateHz: number): { readonly rms: number; readonly max: number } {
  const residuals = residualsOf(points, bands, sampleRateHz);
  return {
    rms: Math.sqrt(residuals.reduce((sum, value) => sum + value * value, 0) / Math.max(1, residuals.length)),
    max: Math.max(0, ...residuals.map(Math.abs)),
  };
}

/** The one band that takes most off what is left, its gain by least squares: a band's shape hardly changes with its gain. */
function bestBand(points: readonly Point[], bands: readonly Band[], sampleRateHz: number, maxGainDb: number): Band {
  const residuals = residualsOf(points, bands, sampleRateHz);
  let best: Band = { type: 'bell', at: [3, 0, 0] };
  let most = 0;
  for (const type of ['lowShelf', 'highShelf', 'bell'] as const) {
    const [low, high] = FREQUENCY_RANGE[type];
    for (const { hz } of points) {
      if (hz < low || hz > Math.min(high, 0.4 * sampleRateHz)) {
        continue;
      }
      for (const q of FIRST_Q[type]) {
        const shape = responsesOf(points, { type, at: [log10(hz), 3, log10(q)] }, sampleRateHz);
        let cross = 0;
        let power = 1e-9;
        shape.forEach((db, k) => {
          cross += db * residuals[k]!;
          power += db * db;
        });
        if ((cross * cross) / power > most) {
          most = (cross * cross) / power;
          best = { type, at: [log10(hz), clamp((3 * cross) / power, -maxGainDb, maxGainDb), log10(q)] };
        }
      }
    }
  }
  return best;
}

function refined(points: readonly Point[], first: readonly Band[], sampleRateHz: number, maxGainDb: number): readonly Band[] {
  let bands = first;
  let residuals = residualsOf(points, bands, sampleRateHz);
  let damping = 0.01;
  for (let step = 0; step < STEPS; step++) {
    const { normal, gradient } = normalEquations(points, bands, residuals, sampleRateHz);
    let isBetter = false;
    for (let attempt = 0; attempt < 4 && !isBetter; attempt++) {
      const move = solve(normal, gradient, damping);
      const next = bands.map((band, b) => moved(band, move, 3 * b, maxGainDb));
      const nextResiduals = residualsOf(points, next, sampleRateHz);
      isBetter = sumOfSquares(nextResiduals) < sumOfSquares(residuals) * (1 - 1e-6);
      if (isBetter) {
        bands = next;
        residuals = nextResiduals;
        damping /= 4;
      } else {
        damping *= 8;
      }
    }
    if (!isBetter) {
      break;
    }
  }
  return bands;
}

function normalEquations(
  points: readonly Point[],
  bands: readonly Band[],
  residuals: readonly number[],
  sampleRateHz: number,
): { readonly normal: readonly Float64Array[]; readonly gradient: Float64Array } {
  const slopes = bands.flatMap((band) => {
    const here = responsesOf(points, band, sampleRateHz);
    return [0.002, 0.02, 0.005].map((delta, p) => {
      const at: [number, number, number] = [...band.at];
      at[p] = at[p]! + delta;
      return responsesOf(points, { ...band, at }, sampleRateHz).map((db, k) => (db - here[k]!) / delta);
    });
  });
  const normal = slopes.map((a) => Float64Array.from(slopes, (b) => a.reduce((sum, value, k) => sum + value * b[k]!, 0)));
  return { normal, gradient: Float64Array.from(slopes, (a) => a.reduce((sum, value, k) => sum + value * residuals[k]!, 0)) };
}

/** (A + λ·diag A) x = b, by Gaussian elimination; A is positive and small. */
function solve(a: readonly Float64Array[], b: Float64Array, damping: number): Float64Array {
  const n = b.length;
  const rows = a.map((row, i) => {
    const copy = Float64Array.from(row);
    copy[i] = copy[i]! * (1 + damping) + 1e-6;
    return copy;
  });
  const x = Float64Array.from(b);
  for (let i = 0; i < n; i++) {
    for (let j = i + 1; j < n; j++) {
      const factor = rows[j]![i]! / rows[i]![i]!;
      for (let k = i; k < n; k++) {
        rows[j]![k] = rows[j]![k]! - factor * rows[i]![k]!;
      }
      x[j] = x[j]! - factor * x[i]!;
    }
  }
  for (let i = n - 1; i >= 0; i--) {
    for (let k = i + 1; k < n; k++) {
      x[i] = x[i]! - rows[i]![k]! * x[k]!;
    }
    x[i] = x[i]! / rows[i]![i]!;
  }
  return x;
}

/** One step, no farther than a third of an octave, 3 dB, or half again the q. */
function moved(band: Band, move: Float64Array, from: number, maxGainDb: number): Band {
  const [lowHz, highHz] = FREQUENCY_RANGE[band.type];
  const [lowQ, highQ] = Q_RANGE[band.type];
  return {
    type: band.type,
    at: [
      clamp(band.at[0] + clamp(move[from]!, -0.1, 0.1), log10(lowHz), log10(highHz)),
      clamp(band.at[1] + clamp(move[from + 1]!, -3, 3), -maxGainDb, maxGainDb),
      clamp(band.at[2] + clamp(move[from + 2]!, -0.18, 0.18), log10(lowQ), log10(highQ)),
    ],
  };
}

function sumOfSquares(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value * value, 0);
}

/** As a person would set it. */
function eqBandOf({ type, at }: Band): EqBand {
  const hz = exp10(at[0]);
  const step = hz < 100 ? 1 : hz < 1000 ? 5 : hz < 10000 ? 50 : 100;
  return {
    type,
    frequencyHz: Math.round(hz / step) * step,
    gainDb: Math.round(at[1] * 10) / 10,
    q: Math.round(exp10(at[2]) * 100) / 100,
  };
}
