// Snare: two coupled heads, the wires under the lower one, the rim, the stick laid across it, and a few hands clapping with the backbeat.
import { createPrng } from '../base/index.ts';
import { snarePart, SNARE } from './drumScore.ts';
import { DEMO_SEED, play } from './groove.ts';
import type { NoteEvent } from './groove.ts';
import { ringModes } from './modal.ts';
import type { Mode } from './modal.ts';
import { addNoiseBurst, bandPass, createStem, decayPerFrame, filterInPlace, finishStem, FROM_INT32, onePole } from './signal.ts';
import { DEMO_SAMPLE_RATE_HZ } from './timing.ts';

/** The two heads move together (lower) and against each other (upper); the rest are the next membrane modes. */
const HEADS: readonly Mode[] = [
  { hz: 184, gain: 1, t60Sec: 0.17 },
  { hz: 328, gain: 0.62, t60Sec: 0.13 },
  { hz: 297, gain: 0.34, t60Sec: 0.1 },
  { hz: 421, gain: 0.24, t60Sec: 0.08 },
  { hz: 513, gain: 0.16, t60Sec: 0.07 },
  { hz: 690, gain: 0.1, t60Sec: 0.05 },
];
const RIM: readonly Mode[] = [
  { hz: 912, gain: 0.5, t60Sec: 0.05 },
  { hz: 1465, gain: 0.34, t60Sec: 0.035 },
  { hz: 2330, gain: 0.25, t60Sec: 0.025 },
  { hz: 3610, gain: 0.14, t60Sec: 0.018 },
];
/** The stick lies on the head and its shoulder knocks the rim: wood, a little shell. */
const CROSS_STICK: readonly Mode[] = [
  { hz: 236, gain: 0.25, t60Sec: 0.07 },
  { hz: 489, gain: 0.8, t60Sec: 0.055 },
  { hz: 1012, gain: 0.7, t60Sec: 0.045 },
  { hz: 1673, gain: 1, t60Sec: 0.05 },
  { hz: 2790, gain: 0.4, t60Sec: 0.03 },
  { hz: 4310, gain: 0.25, t60Sec: 0.016 },
];

export function renderSnare(): Float32Array[] {
  const [out, claps] = createStem(2) as [Float32Array, Float32Array];
  const habit = { wanderMs: 3, velocityJitter: 0.05 };
  const events = play(snarePart(), { ...habit, stream: 2, behindMs: 13, jitterMs: 2.5, swingRatio: 0.57 });
  for (const event of events) {
    switch (event.midi) {
      case SNARE.crossStick:
        knock(out, event);
        break;
      case SNARE.clap:
        clap(claps, event);
        break;
      default:
        stroke(out, event);
    }
  }
  filterInPlace(claps, bandPass(1350, 0.9));
  for (let i = 0; i < out.length; i++) {
    out[i] = out[i]! + claps[i]!;
  }
  finishStem([out], { drive: 2.1, highPassHz: 70, lowPassHz: 13500, gain: 0.52 });
  return [out];
}

function stroke(out: Float32Array, event: NoteEvent): void {
  if (event.style === 'drag') {
    const graceFrames = Math.round(0.031 * DEMO_SAMPLE_RATE_HZ);
    single(out, event, event.startFrame - 2 * graceFrames, event.velocity * 0.34, 11);
    single(out, event, event.startFrame - graceFrames, event.velocity * 0.4, 23);
  }
  single(out, event, event.startFrame, event.velocity, 0);
}

function single(out: Float32Array, event: NoteEvent, startFrame: number, velocity: number, salt: number): void {
  const force = velocity * velocity * 0.8 + velocity * 0.2;
  const tune = 1 + (event.variation - 0.5) * 0.03 + 0.02 * force;
  // A ghost note falls nearer to the rim's far side and stays on the head: less fundamental, shorter.
  const isGhost = event.style === 'ghost';
  ringModes(out, startFrame, HEADS, (isGhost ? 0.6 : 0.72) * force, tune, isGhost ? 0.55 : 0.85 + 0.3 * event.variation);
  if (velocity > 0.75) {
    ringModes(out, startFrame, RIM, 0.4 * force, 1 + (event.variation - 0.5) * 0.05);
  }
  addNoiseBurst(
    out,
    startFrame,
    { gain: 0.9 * force, attackSec: 0.0004, t60Sec: 0.02, lowCutHz: 500, highCutHz: 3000 + 7000 * force },
    (event.seed + salt) | 1,
  );
  addWires(out, startFrame, force, tune, (event.seed ^ (salt + 3)) | 1);
}

/** Noise of the wires, thrown off by the blow and then rattled by the lower head's own swing. */
function addWires(out: Float32Array, startFrame: number, force: number, tune: number, seed: number): void {
  const toUnit = FROM_INT32;
  const end = Math.min(out.length, startFrame + Math.round(0.32 * DEMO_SAMPLE_RATE_HZ));
  const fast = decayPerFrame(0.055);
  const slow = decayPerFrame(0.2 + 0.06 * force);
  const cut = onePole(1500);
  const dark = onePole(4200 + 6500 * force);
  const swing = (184 * tune) / DEMO_SAMPLE_RATE_HZ;
  let crack = 1.15 * force;
  let rattle = 0.5 * force;
  let phase = 0;
  let state = seed;
  let low = 0;
  let low2 = 0;
  let smooth = 0;
  for (let i = startFrame; i < end; i++) {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    const white = state * toUnit;
    low += cut * (white - low);
    low2 += cut * (white - low - low2);
    smooth += dark * (white - low - low2 - smooth);
    const away = phase < 0.5 ? phase * 2 : 2 - phase * 2;
    out[i] = out[i]! + smooth * (crack + rattle * (0.45 + 0.55 * away));
    phase += swing;
    phase = phase >= 1 ? phase - 1 : phase;
    crack *= fast;
    rattle *= slow;
  }
}

function knock(out: Float32Array, event: NoteEvent): void {
  const force = event.velocity * 0.62;
  const tune = 1 + (event.variation - 0.5) * 0.03;
  ringModes(out, event.startFrame, CROSS_STICK, 0.34 * force, tune, 0.9 + 0.25 * event.variation);
  addNoiseBurst(
    out,
    event.startFrame,
    { gain: 0.7 * force, attackSec: 0.0003, t60Sec: 0.012, lowCutHz: 1200, highCutHz: 6500 },
    event.seed,
  );
  addNoiseBurst(
    out,
    event.startFrame,
    { gain: 0.12 * force, attackSec: 0.001, t60Sec: 0.09, lowCutHz: 2500, highCutHz: 8000 },
    event.seed ^ 5,
  );
}

/** Four people, none of them together. */
function clap(out: Float32Array, event: NoteEvent): void {
  const chance = createPrng(DEMO_SEED, event.seed & 0xffff);
  for (let hand = 0; hand < 4; hand++) {
    const lateFrames = Math.round((hand * 0.008 + chance.next() * 0.005) * DEMO_SAMPLE_RATE_HZ);
    const isLast = hand === 3;
    addNoiseBurst(
      out,
      event.startFrame + lateFrames,
      {
        gain: event.velocity * (isLast ? 1.1 : 0.6 + 0.3 * chance.next()),
        attackSec: 0.0004,
        t60Sec: isLast ? 0.13 : 0.018,
        lowCutHz: 500,
        highCutHz: 7000,
      },
      chance.nextUint32() | 1,
    );
  }
}
