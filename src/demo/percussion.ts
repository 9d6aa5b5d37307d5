// Percussion, two microphones: what is shaken (shaker, tambourine) on the first channel, what is drummed with hands and sticks (conga, tumba,
// toms) on the second.
import { PERCUSSION, percussionPart } from './drumScore.ts';
import { play } from './groove.ts';
import type { NoteEvent } from './groove.ts';
import { MEMBRANE_RATIOS, ringModes } from './modal.ts';
import type { Mode } from './modal.ts';
import { addNoiseBurst, bandPass, createStem, decayPerFrame, filterInPlace, finishStem, FROM_INT32, SINE, SINE_SIZE } from './signal.ts';
import { DEMO_SAMPLE_RATE_HZ } from './timing.ts';

export function renderPercussion(): Float32Array[] {
  const [beads, jingles, drums] = createStem(3) as [Float32Array, Float32Array, Float32Array];
  const events = play(percussionPart(), { stream: 5, behindMs: 4, wanderMs: 4, jitterMs: 4, swingRatio: 0.56, velocityJitter: 0.08 });
  for (const event of events) {
    switch (event.midi) {
      case PERCUSSION.shaker:
        shake(beads, event);
        break;
      case PERCUSSION.tambourine:
        jingle(jingles, event);
        break;
      case PERCUSSION.highTom:
        tom(drums, event, 118);
        break;
      case PERCUSSION.floorTom:
        tom(drums, event, 76);
        break;
      default:
        hand(drums, event);
    }
  }
  filterInPlace(beads, bandPass(6300, 0.8));
  for (let i = 0; i < beads.length; i++) {
    beads[i] = beads[i]! * 1.2 + jingles[i]!;
  }
  finishStem([beads], { drive: 1.1, highPassHz: 900, lowPassHz: 16000, gain: 0.95 });
  finishStem([drums], { drive: 1.3, highPassHz: 45, lowPassHz: 11000, gain: 0.62 });
  return [beads, drums];
}

/**
 * Beads in a can: each frame some bead may hit the wall, and a hit is as loud as the beads' energy, which the arm puts in and the hits take
 * out. @source after Cook, Physically informed stochastic event modelling, 1997
 */
function shake(out: Float32Array, event: NoteEvent): void {
  const toUnit = FROM_INT32;
  const end = Math.min(out.length, event.startFrame + Math.round(0.15 * DEMO_SAMPLE_RATE_HZ));
  const armFrames = Math.round((0.03 + 0.02 * event.variation) * DEMO_SAMPLE_RATE_HZ);
  const loss = decayPerFrame(0.075);
  const grain = decayPerFrame(0.003);
  const start = Math.max(0, event.startFrame - (armFrames >> 1));
  const hitBelow = -2147483648 + 4294967296 * (0.03 + 0.05 * event.velocity);
  let energy = 0;
  let level = 0;
  let state = event.seed;
  for (let i = start; i < end; i++) {
    const arm = (i - start) / armFrames;
    energy = arm < 1 ? energy + (event.velocity * event.velocity * arm * 1.7) / armFrames : energy * loss;
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    if (state < hitBelow) {
      level += energy;
    }
    level *= grain;
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    out[i] = out[i]! + level * state * toUnit;
  }
}

const JINGLES: readonly Mode[] = [4230, 5120, 6310, 7480, 8620, 9770, 11350, 13100].map((hz, k) => ({
  hz,
  gain: 0.16 - 0.008 * k,
  t60Sec: 0.2 - 0.012 * k,
  phaseTurns: 0.13 * k,
}));

/** Jingles meet one after the other: three small clashes to a stroke. */
function jingle(out: Float32Array, event: NoteEvent): void {
  const force = event.velocity * 0.5;
  for (let clash = 0; clash < 3; clash++) {
    const startFrame = event.startFrame + Math.round(clash * (0.006 + 0.007 * event.variation) * DEMO_SAMPLE_RATE_HZ);
    ringModes(out, startFrame, JINGLES, force * (0.7 - 0.2 * clash), 1 + 0.02 * clash + 0.012 * event.variation);
  }
  addNoiseBurst(out, event.startFrame, { gain: 0.5 * force, attackSec: 0.002, t60Sec: 0.07, lowCutHz: 5500, highCutHz: 15000 }, event.seed);
}

interface HandStroke {
  readonly hz: number;
  readonly gain: number;
  readonly t60Sec: number;
  readonly slap: number;
  readonly glide: number;
}
const HAND_STROKES: Readonly<Record<number, HandStroke>> = {
  [PERCUSSION.congaOpen]: { hz: 208, gain: 0.62, t60Sec: 0.4, slap: 0.25, glide: 0.05 },
  [PERCUSSION.congaSlap]: { hz: 224, gain: 0.3, t60Sec: 0.1, slap: 1.1, glide: 0.02 },
  [PERCUSSION.congaTouch]: { hz: 196, gain: 0.24, t60Sec: 0.07, slap: 0.22, glide: 0 },
  [PERCUSSION.tumbaOpen]: { hz: 148, gain: 0.72, t60Sec: 0.48, slap: 0.2, glide: 0.06 },
};

function hand(out: Float32Array, event: NoteEvent): void {
  const stroke = HAND_STROKES[event.midi]!;
  const force = event.velocity * (0.4 + 0.6 * event.velocity);
  const tune = 1 + (event.variation - 0.5) * 0.014;
  addSkin(out, event.startFrame, stroke.hz * tune, stroke.gain * force, stroke.t60Sec, stroke.glide * force);
  const overtones = MEMBRANE_RATIOS.slice(1, 6).map((ratio, k) => ({
    hz: stroke.hz * ratio * 1.06,
    gain: 0.5 / (1 + k),
    t60Sec: (stroke.t60Sec * 0.42) / (1 + 0.5 * k),
  }));
  ringModes(out, event.startFrame, overtones, stroke.gain * force * 0.6, tune);
  addNoiseBurst(
    out,
    event.startFrame,
    { gain: stroke.slap * force, attackSec: 0.0004, t60Sec: 0.012 + 0.03 * stroke.slap, lowCutHz: 700, highCutHz: 2500 + 3500 * force },
    event.seed,
  );
}

function tom(out: Float32Array, event: NoteEvent, hz: number): void {
  const force = event.velocity;
  const tune = 1 + (event.variation - 0.5) * 0.012;
  addSkin(out, event.startFrame, hz * tune, 0.75 * force, 0.75, 0.22 * force);
  const overtones = MEMBRANE_RATIOS.slice(1, 6).map((ratio, k) => ({ hz: hz * ratio, gain: 0.4 / (1 + k), t60Sec: 0.3 / (1 + 0.4 * k) }));
  ringModes(out, event.startFrame, overtones, 0.5 * force, tune);
  addNoiseBurst(out, event.startFrame, { gain: 0.7 * force, attackSec: 0.0004, t60Sec: 0.02, lowCutHz: 400, highCutHz: 4500 }, event.seed);
}

/** The fundamental of a skin, gliding down as the blow's extra tension goes. */
function addSkin(out: Float32Array, startFrame: number, hz: number, gain: number, t60Sec: number, glide: number): void {
  const period = SINE_SIZE;
  const sine = SINE;
  const end = Math.min(out.length, startFrame + Math.round(t60Sec * 1.2 * DEMO_SAMPLE_RATE_HZ));
  const decay = decayPerFrame(t60Sec);
  const relax = decayPerFrame(0.16);
  const step = (hz * period) / DEMO_SAMPLE_RATE_HZ;
  let level = gain;
  let bend = glide;
  let rise = 0;
  let phase = 0;
  for (let i = startFrame; i < end; i++) {
    const index = phase | 0;
    const low = sine[index]!;
    rise += 0.03 * (1 - rise);
    out[i] = out[i]! + (low + (phase - index) * (sine[index + 1]! - low)) * level * rise;
    phase += step * (1 + bend);
    phase = phase >= period ? phase - period : phase;
    level *= decay;
    bend *= relax;
  }
}
