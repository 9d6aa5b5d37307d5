// The one place where units are converted.
import { exp10, log10 } from './math.ts';

/** Decibels to linear amplitude. */
export function dbToGain(db: number): number {
  return db === 0 ? 1 : db === -Infinity ? 0 : exp10(db / 20);
}

/** Linear amplitude to decibels; 0 is −Infinity. */
export function gainToDb(gain: number): number {
  return gain <= 0 ? -Infinity : 20 * log10(gain);
}

/** Power (mean square) to decibels; 0 is −Infinity. */
export function powerToDb(power: number): number {
  return power <= 0 ? -Infinity : 10 * log10(power);
}

/** Decibels to power. */
export function dbToPower(db: number): number {
  return db === -Infinity ? 0 : exp10(db / 10);
}

export function degToRad(deg: number): number {
  return (deg * Math.PI) / 180;
}

export function radToDeg(rad: number): number {
  return (rad * 180) / Math.PI;
}

/** Seconds to the nearest frame. */
export function secToFrames(sec: number, sampleRateHz: number): number {
  return Math.round(sec * sampleRateHz);
}

export function clamp(value: number, low: number, high: number): number {
  return value < low ? low : value > high ? high : value;
}
