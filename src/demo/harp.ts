// Harp: two strings a hair apart to each note, as two polarisations of one string are, a soundboard, and nothing that stops them.
import { harpPart } from './score.ts';
import { play } from './groove.ts';
import { ringModes } from './modal.ts';
import { addNoiseBurst, createStem, filterInPlace, finishStem, highPass, midiToHz, peak } from './signal.ts';
import { pluckString } from './waveguide.ts';
import type { Pluck } from './waveguide.ts';

/** Soundboard and air. */
const BOARD = [178, 251, 398, 560].map((hz, k) => ({ hz, gain: 0.05 / (1 + 0.5 * k), t60Sec: 0.12 }));

export function renderHarp(): Float32Array[] {
  const [out] = createStem(1) as [Float32Array];
  const events = play(harpPart(), { stream: 8, behindMs: 5, wanderMs: 7, jitterMs: 5, swingRatio: 0.545, velocityJitter: 0.07 });
  for (const event of events) {
    const force = event.velocity;
    const hz = midiToHz(event.midi) * (1 + (event.variation - 0.5) * 0.0009);
    // Shorter strings lose faster.
    const t60Sec = Math.min(4.2, 3 * Math.sqrt(520 / hz));
    const pluck: Pluck = {
      hz,
      gain: 0.16 * (0.1 + 0.9 * force * force + 0.2 * force),
      holdFrames: event.lengthFrames + 24000,
      releaseT60Sec: 0.9,
      t60Sec,
      highT60Sec: 0.45 + 0.5 * force,
      pluckRatio: 0.34 + 0.08 * event.variation,
      pickupRatio: 0,
      brightHz: 1700 + 5200 * force,
      noiseRatio: 0.12,
      slideSemitones: 0.08 * force,
      slideSec: 0.03,
      vibratoCents: 0,
      seed: event.seed,
    };
    pluckString(out, event.startFrame, pluck);
    pluckString(out, event.startFrame, {
      ...pluck,
      hz: hz * 1.0005,
      gain: pluck.gain * 0.55,
      t60Sec: t60Sec * 1.6,
      pluckRatio: 0.28,
      seed: event.seed ^ 0x5bd1,
    });
    ringModes(out, event.startFrame, BOARD, force * force);
    addNoiseBurst(
      out,
      event.startFrame,
      { gain: 0.035 * force, attackSec: 0.002, t60Sec: 0.018, lowCutHz: 900, highCutHz: 4500 },
      event.seed,
    );
  }
  filterInPlace(out, highPass(150));
  filterInPlace(out, peak(3200, 2, 0.7));
  finishStem([out], { drive: 1.2, highPassHz: 120, lowPassHz: 15000, gain: 1.1 });
  return [out];
}
