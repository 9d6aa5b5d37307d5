// Second-order filter designs. Bells, shelves and low-passes are matched to their analogue prototypes up to the Nyquist frequency, so that
// a bell at 16 kHz keeps its width: the poles are the analogue ones carried over by exp(s/fs), and the numerator is solved so that the
// magnitude equals the prototype's at 0, at the band's frequency and at the Nyquist frequency. High-passes, whose stop band lies where the
// bilinear transform is exact, are bilinear.
// @source prototypes: R. Bristow-Johnson, Audio EQ cookbook; matching: M. Vicanek, Matched second order digital filters, 2016

import { cos, exp, exp10, sin, tan } from './math.ts';

/** How many numbers a design writes: b0 b1 b2 a1 a2, normalized to a0 = 1. */
export const BIQUAD_NUMBERS = 5;

/** A peak of `gainDb` at `frequencyHz`; q is the analogue one, so a cut is exactly the inverse of the boost. Writes out[at … at + 5). */
export function designBell(out: Float64Array, at: number, frequencyHz: number, gainDb: number, q: number, sampleRateHz: number): void {
  const a = exp10(Math.abs(gainDb) / 40);
  designMatched(out, at, 1, a / q, 1, 1, 1 / (a * q), 1, frequencyHz, sampleRateHz);
  finishGain(out, at, gainDb, gainDb < 0);
}

/** `gainDb` below `frequencyHz`, 0 dB above, half of it (in dB) there. */
export function designLowShelf(out: Float64Array, at: number, frequencyHz: number, gainDb: number, q: number, sampleRateHz: number): void {
  const a = exp10(Math.abs(gainDb) / 40);
  const slope = Math.sqrt(a) / q;
  designMatched(out, at, a, a * slope, a * a, a, slope, 1, frequencyHz, sampleRateHz);
  finishGain(out, at, gainDb, gainDb < 0);
}

/** `gainDb` above `frequencyHz`, 0 dB below, half of it (in dB) there. */
export function designHighShelf(out: Float64Array, at: number, frequencyHz: number, gainDb: number, q: number, sampleRateHz: number): void {
  // The cut is what is designed and the boost its inverse: the cut's poles lie below the band's frequency, where they match best.
  const a = exp10(-Math.abs(gainDb) / 40);
  const slope = Math.sqrt(a) / q;
  designMatched(out, at, a * a, a * slope, a, 1, slope, a, frequencyHz, sampleRateHz);
  finishGain(out, at, gainDb, gainDb > 0);
}

/** 12 dB/oct low-pass; 1/√2 is Butterworth's q. */
export function designLowPass(out: Float64Array, at: number, frequencyHz: number, q: number, sampleRateHz: number): void {
  designMatched(out, at, 0, 0, 1, 1, 1 / q, 1, frequencyHz, sampleRateHz);
}

/** 12 dB/oct high-pass; 1/√2 is Butterworth's q. */
export function designHighPass(out: Float64Array, at: number, frequencyHz: number, q: number, sampleRateHz: number): void {
  const k = tan(angularFrequency(frequencyHz, sampleRateHz) / 2);
  const scale = 1 / (1 + k / q + k * k);
  write(out, at, scale, -2 * scale, scale, 2 * (k * k - 1) * scale, (1 - k / q + k * k) * scale);
}

/** 6 dB/oct low-pass, matched at 0 and at the Nyquist frequency. */
export function designLowPassFirstOrder(out: Float64Array, at: number, frequencyHz: number, sampleRateHz: number): void {
  const w0 = angularFrequency(frequencyHz, sampleRateHz);
  const pole = exp(-w0);
  const ratio = Math.PI / w0;
  const atNyquist = (1 + pole) / Math.sqrt(1 + ratio * ratio);
  write(out, at, (1 - pole + atNyquist) / 2, (1 - pole - atNyquist) / 2, 0, -pole, 0);
}

/** 6 dB/oct high-pass. */
export function designHighPassFirstOrder(out: Float64Array, at: number, frequencyHz: number, sampleRateHz: number): void {
  const k = tan(angularFrequency(frequencyHz, sampleRateHz) / 2);
  const scale = 1 / (1 + k);
  write(out, at, scale, -scale, 0, (k - 1) * scale, 0);
}

/** The q of second-order section `section` (0-based) of a Butterworth filter; an odd order's first-order section is not one of them. */
export function butterworthQ(order: number, section: number): number {
  return 1 / (2 * sin((Math.PI * (2 * section + 1)) / (2 * order)));
}

/** |H|² of the five numbers at out[at] at a frequency. */
export function biquadPower(numbers: ArrayLike<number>, at: number, frequencyHz: number, sampleRateHz: number): number {
  // In powers of sin²(ω/2) nothing cancels near 0, where the filters of the deep bass live.
  const s = sin((Math.PI * frequencyHz) / sampleRateHz);
  const phi = s * s;
  const b0 = numbers[at]!;
  const b1 = numbers[at + 1]!;
  const b2 = numbers[at + 2]!;
  const a1 = numbers[at + 3]!;
  const a2 = numbers[at + 4]!;
  return powerAt(b0, b1, b2, phi) / powerAt(1, a1, a2, phi);
}

function powerAt(c0: number, c1: number, c2: number, phi: number): number {
  const dc = c0 + c1 + c2;
  const nyquist = c0 - c1 + c2;
  return dc * dc * (1 - phi) + nyquist * nyquist * phi - 16 * c0 * c2 * phi * (1 - phi);
}

/** Radians a frame, kept below the Nyquist frequency. */
function angularFrequency(frequencyHz: number, sampleRateHz: number): number {
  return 2 * Math.PI * Math.min(frequencyHz / sampleRateHz, 0.49);
}

/** The prototype (n2 s² + n1 s + n0) / (d2 s² + d1 s + d0), s in units of the band's frequency, matched. */
function designMatched(
  out: Float64Array,
  at: number,
  n2: number,
  n1: number,
  n0: number,
  d2: number,
  d1: number,
  d0: number,
  frequencyHz: number,
  sampleRateHz: number,
): void {
  const w0 = angularFrequency(frequencyHz, sampleRateHz);
  const natural = Math.sqrt(d0 / d2) * w0;
  const damping = d1 / (2 * Math.sqrt(d0 * d2));
  let a1: number;
  if (damping <= 1) {
    a1 = -2 * exp(-damping * natural) * cos(Math.sqrt(1 - damping * damping) * natural);
  } else {
    const spread = Math.sqrt(damping * damping - 1);
    a1 = -(exp(-(damping - spread) * natural) + exp(-(damping + spread) * natural));
  }
  const a2 = exp(-2 * damping * natural);
  // |A|² = A0 (1 − φ) + A1 φ + A2 · 4 φ (1 − φ) with φ = sin²(ω/2); |B|² likewise, solved from three frequencies.
  const powerOfA0 = (1 + a1 + a2) * (1 + a1 + a2);
  const powerOfA1 = (1 - a1 + a2) * (1 - a1 + a2);
  const matchedAt = Math.min(w0, 0.8 * Math.PI);
  const s = sin(matchedAt / 2);
  const phi = s * s;
  const cross = 4 * phi * (1 - phi);
  const powerOfB0 = powerOfA0 * prototypePower(n2, n1, n0, d2, d1, d0, 0);
  const powerOfB1 = powerOfA1 * prototypePower(n2, n1, n0, d2, d1, d0, Math.PI / w0);
  const middle = (powerOfA0 * (1 - phi) + powerOfA1 * phi - 4 * a2 * cross) * prototypePower(n2, n1, n0, d2, d1, d0, matchedAt / w0);
  const powerOfB2 = (middle - powerOfB0 * (1 - phi) - powerOfB1 * phi) / cross;
  const dc = Math.sqrt(powerOfB0);
  const nyquist = Math.sqrt(powerOfB1);
  const half = (dc + nyquist) / 2;
  const b0 = (half + Math.sqrt(Math.max(0, half * half + powerOfB2))) / 2;
  write(out, at, b0, (dc - nyquist) / 2, -powerOfB2 / (4 * b0), a1, a2);
}

function prototypePower(n2: number, n1: number, n0: number, d2: number, d1: number, d0: number, w: number): number {
  const n = n0 - n2 * w * w;
  const d = d0 - d2 * w * w;
  return (n * n + n1 * n1 * w * w) / (d * d + d1 * d1 * w * w);
}

/** Turns a design into its inverse where asked; 0 dB is made exactly nothing. */
function finishGain(out: Float64Array, at: number, gainDb: number, isInverted: boolean): void {
  if (gainDb === 0) {
    out[at] = 1;
    out[at + 1] = out[at + 3]!;
    out[at + 2] = out[at + 4]!;
  } else if (isInverted) {
    const scale = 1 / out[at]!;
    const b1 = out[at + 3]! * scale;
    const b2 = out[at + 4]! * scale;
    write(out, at, scale, b1, b2, out[at + 1]! * scale, out[at + 2]! * scale);
  }
}

function write(out: Float64Array, at: number, b0: number, b1: number, b2: number, a1: number, a2: number): void {
  out[at] = b0;
  out[at + 1] = b1;
  out[at + 2] = b2;
  out[at + 3] = a1;
  out[at + 4] = a2;
}
