// What every instrument of the session shares: tables, filters, noise and the tape at the end. Kernels write into a stem at a frame and go
// on for as long as they sound; frames outside the stem are dropped.
import { BIQUAD_NUMBERS, cos, designBell, designHighPass, designLowPass, exp, pow, sin, tan } from '../base/index.ts';
import { DEMO_LENGTH_FRAMES, DEMO_SAMPLE_RATE_HZ } from './timing.ts';

export const TWO_PI = 2 * Math.PI;
export const SINE_SIZE = 4096;
/** One period and the first value again, for straight-line reading: errors stay below −125 dB. */
export const SINE = Float64Array.from({ length: SINE_SIZE + 1 }, (_, k) => sin((TWO_PI * (k % SINE_SIZE)) / SINE_SIZE));
/** From a signed 32-bit integer to −1 … 1. */
export const FROM_INT32 = 1 / 2147483648;

export function createStem(channels: number): Float32Array[] {
  return Array.from({ length: channels }, () => new Float32Array(DEMO_LENGTH_FRAMES));
}

export function midiToHz(midi: number): number {
  return 440 * pow(2, (midi - 69) / 12);
}

export function centsToRatio(cents: number): number {
  return pow(2, cents / 1200);
}

/** How much of the way a one-pole low-pass moves in one frame. */
export function onePole(cutoffHz: number): number {
  return 1 - exp((-TWO_PI * cutoffHz) / DEMO_SAMPLE_RATE_HZ);
}

/** Gain per frame of something that falls by 60 dB in `t60Sec`. */
export function decayPerFrame(t60Sec: number): number {
  return exp(-6.907755 / (t60Sec * DEMO_SAMPLE_RATE_HZ));
}

/** The five numbers of a second-order filter, as base/ designs them: b0 b1 b2 a1 a2. */
export type Biquad = Float64Array;

export function lowPass(hz: number, q = 0.7071): Biquad {
  const numbers = new Float64Array(BIQUAD_NUMBERS);
  designLowPass(numbers, 0, hz, q, DEMO_SAMPLE_RATE_HZ);
  return numbers;
}

export function highPass(hz: number, q = 0.7071): Biquad {
  const numbers = new Float64Array(BIQUAD_NUMBERS);
  designHighPass(numbers, 0, hz, q, DEMO_SAMPLE_RATE_HZ);
  return numbers;
}

/** A bell of `gainDb` at `hz`. */
export function peak(hz: number, gainDb: number, q: number): Biquad {
  const numbers = new Float64Array(BIQUAD_NUMBERS);
  designBell(numbers, 0, hz, gainDb, q, DEMO_SAMPLE_RATE_HZ);
  return numbers;
}

/** A band around `hz` whose middle has gain 1: the analogue prototype by the bilinear transform. */
export function bandPass(hz: number, q: number): Biquad {
  const k = tan((Math.PI * hz) / DEMO_SAMPLE_RATE_HZ);
  const norm = 1 / (1 + k / q + k * k);
  return Float64Array.of((k / q) * norm, 0, (-k / q) * norm, 2 * (k * k - 1) * norm, (1 - k / q + k * k) * norm);
}

/** Filters a stem in place. What was silent long enough for the filter to have rung out stays exactly silent. */
export function filterInPlace(buffer: Float32Array, filter: Biquad): void {
  const b0 = filter[0]!;
  const b1 = filter[1]!;
  const b2 = filter[2]!;
  const a1 = filter[3]!;
  const a2 = filter[4]!;
  let s1 = 0;
  let s2 = 0;
  for (let i = 0; i < buffer.length; i++) {
    const x = buffer[i]!;
    if (x === 0 && s1 < 1e-12 && s1 > -1e-12 && s2 < 1e-12 && s2 > -1e-12) {
      s1 = 0;
      s2 = 0;
      continue;
    }
    const y = b0 * x + s1;
    s1 = b1 * x - a1 * y + s2;
    s2 = b2 * x - a2 * y;
    buffer[i] = y;
  }
}

export interface NoiseBurst {
  readonly gain: number;
  readonly attackSec: number;
  readonly t60Sec: number;
  readonly lowCutHz: number;
  readonly highCutHz: number;
}

/** Adds a burst of filtered noise: 12 dB per octave below and above its band. */
export function addNoiseBurst(out: Float32Array, startFrame: number, burst: NoiseBurst, seed: number): void {
  const low = onePole(burst.lowCutHz);
  const high = onePole(burst.highCutHz);
  const decay = decayPerFrame(burst.t60Sec);
  const attack = onePole(0.35 / burst.attackSec);
  const end = Math.min(out.length, startFrame + Math.round((burst.attackSec * 3 + burst.t60Sec * 1.2) * DEMO_SAMPLE_RATE_HZ));
  let state = seed | 1;
  let h1 = 0;
  let h2 = 0;
  let l1 = 0;
  let l2 = 0;
  let envelope = burst.gain;
  let rise = 0;
  for (let i = startFrame; i < end; i++) {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    l1 += low * (state * FROM_INT32 - l1);
    const x = state * FROM_INT32 - l1;
    l2 += low * (x - l2);
    h1 += high * (x - l2 - h1);
    h2 += high * (h1 - h2);
    rise += attack * (1 - rise);
    out[i] = out[i]! + h2 * envelope * rise;
    envelope *= decay;
  }
}

export interface Tape {
  /** Into the curve; the curve's slope at zero is 1, so this is also how much louder quiet passages get. */
  readonly drive: number;
  readonly highPassHz: number;
  readonly lowPassHz: number;
  readonly gain: number;
}

/**
 * The end of every stem's chain, in place: high-pass, a soft and slightly lopsided curve as of tape, low-pass, level, and the song's fade.
 * What was silent stays silent.
 */
export function finishStem(channels: readonly Float32Array[], tape: Tape): void {
  const outGain = tape.gain;
  const bias = 0.06;
  const biased = soft(bias);
  const toLow = onePole(tape.highPassHz);
  const toHigh = onePole(tape.lowPassHz);
  for (const buffer of channels) {
    let low1 = 0;
    let low2 = 0;
    let high = 0;
    let direct = 0;
    for (let i = 0; i < buffer.length; i++) {
      const input = buffer[i]!;
      if (input === 0 && low1 < 1e-9 && low1 > -1e-9 && high < 1e-9 && high > -1e-9) {
        low1 = low2 = high = direct = 0;
        continue;
      }
      low1 += toLow * (input - low1);
      const x = (input - low1) * tape.drive + bias;
      const square = x * x;
      const curved = x > 3 ? 1 : x < -3 ? -1 : (x * (27 + square)) / (27 + 9 * square);
      direct += toHigh * (curved - biased - direct);
      high += toHigh * (direct - high);
      low2 += toLow * (high - low2);
      buffer[i] = (high - low2) * outGain;
    }
    fadeOut(buffer);
  }
}

/** The song's last fade: nothing sounds in the last tenth of a second. */
export function fadeOut(buffer: Float32Array): void {
  const from = Math.round(FADE_FROM_SEC * DEMO_SAMPLE_RATE_HZ);
  const to = Math.round(FADE_TO_SEC * DEMO_SAMPLE_RATE_HZ);
  for (let i = from; i < to; i++) {
    const half = cos(((i - from) / (to - from)) * (Math.PI / 2));
    buffer[i] = buffer[i]! * half * half;
  }
  buffer.fill(0, to);
}
const FADE_FROM_SEC = 42.8;
const FADE_TO_SEC = 45.9;

/** x near zero, ±1 far away; the rational cousin of tanh. */
export function soft(x: number): number {
  return x > 3 ? 1 : x < -3 ? -1 : (x * (27 + x * x)) / (27 + 9 * x * x);
}
