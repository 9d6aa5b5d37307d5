// A plucked string: a delay loop as long as the period, what it loses at each turn, where it is plucked and where it is heard.
// @source Karplus & Strong 1983; Jaffe & Smith, Extensions of the Karplus-Strong plucked-string algorithm, 1983
import { cos, exp10, pow } from '../base/index.ts';
import { FROM_INT32, onePole, TWO_PI } from './signal.ts';
import { DEMO_SAMPLE_RATE_HZ } from './timing.ts';

export interface Pluck {
  readonly hz: number;
  readonly gain: number;
  /** How long it is held; then the finger or the palm stops it within `releaseT60Sec`. */
  readonly holdFrames: number;
  readonly releaseT60Sec: number;
  /** Decay of the fundamental while held. */
  readonly t60Sec: number;
  /** Decay at 4 kHz against the fundamental's: string, fretboard and finger take the highs first. */
  readonly highT60Sec: number;
  /** Along the string, 0 … 0.5. */
  readonly pluckRatio: number;
  /** Where a pickup listens; 0 hears the bridge. */
  readonly pickupRatio: number;
  /** How soft the finger or pick is: low-pass of the blow. */
  readonly brightHz: number;
  /** How much of the blow is scrape. */
  readonly noiseRatio: number;
  /** Semitones below the written pitch where it starts, and how fast it slides up. */
  readonly slideSemitones: number;
  readonly slideSec: number;
  /** Turns the pitch by a slow wave of the left hand. */
  readonly vibratoCents: number;
  readonly seed: number;
}

const LINE_FRAMES = 4096;
const LINE_MASK = LINE_FRAMES - 1;
const line = new Float64Array(LINE_FRAMES);
const blow = new Float64Array(LINE_FRAMES);
const BEND_FRAMES = 32;

/**
 * Adds a plucked string to `out`. The loop reads by third-order Lagrange interpolation, so that slides and vibrato are smooth, and loses by a
 * symmetric three-tap filter, whose delay is one frame at every frequency: the string stays in tune however damped it is.
 */
export function pluckString(out: Float32Array, startFrame: number, pluck: Pluck): void {
  const longest = (DEMO_SAMPLE_RATE_HZ / pluck.hz) * pow(2, Math.max(0, pluck.slideSemitones) / 12);
  const blowFrames = fillBlow(DEMO_SAMPLE_RATE_HZ / pluck.hz, pluck);
  const held = losses(pluck.hz, pluck.t60Sec, Math.min(pluck.highT60Sec, pluck.t60Sec));
  const released = losses(pluck.hz, pluck.releaseT60Sec, pluck.releaseT60Sec * 0.5);
  const releaseFrame = startFrame + pluck.holdFrames;
  const ringFrames = Math.round(
    Math.min(pluck.holdFrames / DEMO_SAMPLE_RATE_HZ + pluck.releaseT60Sec * 1.2, pluck.t60Sec * 1.2) * DEMO_SAMPLE_RATE_HZ,
  );
  const end = Math.min(out.length, startFrame + ringFrames);
  const pickupFrames = Math.round(pluck.pickupRatio * 0.5 * longest);
  const slideFrames = Math.max(1, Math.round(pluck.slideSec * DEMO_SAMPLE_RATE_HZ));
  line.fill(0);
  let side = held.side;
  let middle = held.middle;
  let y1 = 0;
  let y2 = 0;
  let whole = 0;
  let c0 = 0;
  let c1 = 0;
  let c2 = 0;
  let c3 = 0;
  let vibratoTurn = 0;
  const lastFrames = Math.min(480, ringFrames);
  for (let i = startFrame, n = 0; i < end; i++, n++) {
    if ((n & (BEND_FRAMES - 1)) === 0) {
      if (i >= releaseFrame) {
        side = released.side;
        middle = released.middle;
      }
      const way = n < slideFrames ? 1 - n / slideFrames : 0;
      const depth = n > 9600 ? 1 : n / 9600;
      vibratoTurn += (5.1 * BEND_FRAMES) / DEMO_SAMPLE_RATE_HZ;
      const cents = -100 * pluck.slideSemitones * way * way + pluck.vibratoCents * depth * depth * cos(TWO_PI * vibratoTurn);
      const delay = DEMO_SAMPLE_RATE_HZ / (pluck.hz * pow(2, cents / 1200)) - 1;
      // Lagrange around taps whole … whole + 3, with the fraction between the two inner ones.
      whole = Math.floor(delay) - 1;
      const d = delay - whole;
      c0 = (-(d - 1) * (d - 2) * (d - 3)) / 6;
      c1 = (d * (d - 2) * (d - 3)) / 2;
      c2 = (-d * (d - 1) * (d - 3)) / 2;
      c3 = (d * (d - 1) * (d - 2)) / 6;
    }
    const at = n - whole;
    const turned =
      c0 * line[at & LINE_MASK]! + c1 * line[(at - 1) & LINE_MASK]! + c2 * line[(at - 2) & LINE_MASK]! + c3 * line[(at - 3) & LINE_MASK]!;
    const lost = side * (turned + y2) + middle * y1;
    y2 = y1;
    y1 = turned;
    const now = lost + (n < blowFrames ? blow[n]! : 0);
    line[n & LINE_MASK] = now;
    const heard = pickupFrames > 0 ? now - line[(n - pickupFrames) & LINE_MASK]! : now;
    const left = end - i;
    out[i] = out[i]! + heard * pluck.gain * (left < lastFrames ? left / lastFrames : 1);
  }
}

/** Taps [side, middle, side] that let the fundamental fall by 60 dB in `t60Sec` and 4 kHz in `highT60Sec`. */
function losses(hz: number, t60Sec: number, highT60Sec: number): { readonly side: number; readonly middle: number } {
  const low = exp10(-3 / (hz * t60Sec));
  const high = exp10(-3 / (hz * highT60Sec));
  const span = 1 - cos((TWO_PI * 4000) / DEMO_SAMPLE_RATE_HZ);
  const fundamentalSpan = 1 - cos((TWO_PI * hz) / DEMO_SAMPLE_RATE_HZ);
  // |H(f)| = g (1 − 2s (1 − cos f)): two equations, and never so much that Nyquist comes back with its sign turned.
  const ratio = high / low;
  const s = Math.min(0.25, (0.5 * (1 - ratio)) / Math.max(0.02, span - ratio * fundamentalSpan));
  const g = low / (1 - 2 * s * fundamentalSpan);
  return { side: g * s, middle: g * (1 - 2 * s) };
}

/**
 * What the finger puts in during the first period, as velocity: the string is let go between the near end and the finger, so the wave is a
 * rectangle with rounded corners (harmonics fall as 1/n), and some of it is scrape.
 * @returns how many frames of `blow` are filled
 */
function fillBlow(periodFrames: number, pluck: Pluck): number {
  const toUnit = FROM_INT32;
  const apart = Math.max(1, Math.round(pluck.pluckRatio * periodFrames));
  const cornerFrames = Math.max(3, Math.round((0.6 * DEMO_SAMPLE_RATE_HZ) / pluck.brightHz));
  const frames = Math.min(LINE_FRAMES, Math.round(periodFrames * 1.5) + apart + cornerFrames);
  const leak = 1 - onePole(pluck.hz * 0.6);
  const smooth = onePole(pluck.brightHz);
  const scrapeFrames = Math.round(periodFrames);
  const height = (1 - pluck.noiseRatio) / cornerFrames;
  let state = pluck.seed | 1;
  let once = 0;
  let twice = 0;
  let velocity = 0;
  for (let n = 0; n < frames; n++) {
    const rising = n < cornerFrames ? 1 - cos((TWO_PI * (n + 0.5)) / cornerFrames) : 0;
    const m = n - apart;
    const falling = m >= 0 && m < cornerFrames ? 1 - cos((TWO_PI * (m + 0.5)) / cornerFrames) : 0;
    velocity = velocity * leak + height * (rising - falling);
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    once += smooth * (state * toUnit - once);
    twice += smooth * (once - twice);
    const scrape = n < scrapeFrames ? twice * pluck.noiseRatio * (1 - n / scrapeFrames) : 0;
    blow[n] = velocity + scrape;
  }
  // The leak never quite reaches zero; the last stretch is eased out.
  for (let n = 0; n < cornerFrames; n++) {
    blow[frames - 1 - n] = blow[frames - 1 - n]! * (n / cornerFrames);
  }
  return frames;
}
