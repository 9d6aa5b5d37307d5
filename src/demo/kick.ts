// Kick: a felt beater on a damped 22-inch head. The head's tension, and with it the pitch, falls back as the blow dies.
import { kickPart } from './drumScore.ts';
import { play } from './groove.ts';
import type { NoteEvent } from './groove.ts';
import { MEMBRANE_RATIOS, ringModes } from './modal.ts';
import type { Mode } from './modal.ts';
import { addNoiseBurst, createStem, decayPerFrame, finishStem, SINE, SINE_SIZE } from './signal.ts';
import { DEMO_SAMPLE_RATE_HZ } from './timing.ts';

const HEAD_HZ = 51;

export function renderKick(): Float32Array[] {
  const [out] = createStem(1) as [Float32Array];
  const events = play(kickPart(), { stream: 1, behindMs: 2, wanderMs: 3, jitterMs: 2, swingRatio: 0.565, velocityJitter: 0.05 });
  for (const event of events) {
    strike(out, event);
  }
  finishStem([out], { drive: 1.9, highPassHz: 24, lowPassHz: 7500, gain: 0.56 });
  return [out];
}

function strike(out: Float32Array, event: NoteEvent): void {
  const force = event.velocity;
  const detune = 1 + (event.variation - 0.5) * 0.016;
  addHead(out, event.startFrame, HEAD_HZ * detune, force);
  ringModes(out, event.startFrame, OVERTONES, 0.3 * force, detune * (1 + 0.04 * force), 0.9 + 0.2 * event.variation);
  addNoiseBurst(
    out,
    event.startFrame,
    { gain: 1.5 * force * force, attackSec: 0.0004, t60Sec: 0.014, lowCutHz: 900, highCutHz: 2200 + 2600 * force },
    event.seed,
  );
  addNoiseBurst(
    out,
    event.startFrame,
    { gain: 1.1 * force, attackSec: 0.001, t60Sec: 0.05, lowCutHz: 90, highCutHz: 330 },
    event.seed ^ 77,
  );
}

/** Shell and head above the fundamental: short, they make the knock that small loudspeakers can play. */
const OVERTONES: readonly Mode[] = MEMBRANE_RATIOS.slice(1, 7).map((ratio, k) => ({
  hz: HEAD_HZ * 1.25 * ratio,
  gain: 1 / (1 + 0.7 * k),
  t60Sec: 0.14 / (1 + 0.35 * k),
}));

/** The fundamental: 3 ms of rise, two decays, and a glide that is deeper the harder the blow. */
function addHead(out: Float32Array, startFrame: number, hz: number, force: number): void {
  const period = SINE_SIZE;
  const sine = SINE;
  const end = Math.min(out.length, startFrame + Math.round(0.55 * DEMO_SAMPLE_RATE_HZ));
  const fast = decayPerFrame(0.06);
  const slow = decayPerFrame(0.2);
  const body = decayPerFrame(0.42);
  let snap = 2.6 * force;
  let sag = 0.28 * force;
  let level = 0.95 * force;
  let rise = 0;
  let phase = 0;
  const step = (hz * period) / DEMO_SAMPLE_RATE_HZ;
  for (let i = startFrame; i < end; i++) {
    const index = phase | 0;
    const low = sine[index]!;
    rise += 0.02 * (1 - rise);
    out[i] = out[i]! + (low + (phase - index) * (sine[index + 1]! - low)) * level * rise;
    phase += step * (1 + snap + sag);
    phase = phase >= period ? phase - period : phase;
    snap *= fast;
    sag *= slow;
    level *= body;
  }
}
