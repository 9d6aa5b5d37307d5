// Electric piano with its suitcase: frequency modulation for the tine and the bar, felt for the hammer, and a tremolo that hands the sound
// from the left loudspeaker to the right and back.
import { pow } from '../base/index.ts';
import { play } from './groove.ts';
import type { NoteEvent } from './groove.ts';
import { keysPart } from './score.ts';
import {
  addNoiseBurst,
  centsToRatio,
  createStem,
  decayPerFrame,
  filterInPlace,
  finishStem,
  highPass,
  lowPass,
  midiToHz,
  onePole,
  peak,
  SINE,
  SINE_SIZE,
} from './signal.ts';
import { barToSec, DEMO_SAMPLE_RATE_HZ, SECTIONS, secToFrame } from './timing.ts';

export function renderKeys(): Float32Array[] {
  const out = createStem(2);
  const events = play(keysPart(), {
    stream: 9,
    behindMs: 6,
    wanderMs: 6,
    jitterMs: 4,
    swingRatio: 0.565,
    velocityJitter: 0.06,
    spreadMs: 6,
  });
  for (const event of events) {
    addNote(out, event);
  }
  for (const channel of out) {
    filterInPlace(channel, highPass(75, 0.6));
    filterInPlace(channel, peak(210, -2, 0.8));
    filterInPlace(channel, peak(1900, 3, 0.8));
    filterInPlace(channel, lowPass(7200, 0.6));
  }
  tremolo(out);
  finishStem(out, { drive: 1.6, highPassHz: 45, lowPassHz: 11000, gain: 0.5 });
  return out;
}

/**
 * Two pairs of operators and a third sine a few cents away. The first pair (1 : 1) is the bar with the pickup: its index follows force and
 * level, so a hard note barks and then rounds off. The second (1 : 14 or less) is the tine's chime, gone after a third of a second.
 */
function addNote(out: readonly Float32Array[], event: NoteEvent): void {
  const period = SINE_SIZE;
  const sine = SINE;
  const [left, right] = out as [Float32Array, Float32Array];
  const hz = midiToHz(event.midi) * centsToRatio((event.variation - 0.5) * 3);
  const force = event.velocity;
  const height = (event.midi - 60) / 24;
  const releaseFrame = event.startFrame + event.lengthFrames;
  const end = Math.min(left.length, releaseFrame + Math.round(0.3 * DEMO_SAMPLE_RATE_HZ));
  const step = (hz * period) / DEMO_SAMPLE_RATE_HZ;
  const chimeRatio = hz < 420 ? 14 : hz < 640 ? 9 : 7;
  const beatStep = step * centsToRatio(2.2 + 2 * event.variation);
  const t60Sec = 7.5 * pow(2, -height);
  const held = decayPerFrame(t60Sec);
  const damped = decayPerFrame(0.2);
  const barkDecay = decayPerFrame(1.1 * pow(2, -height));
  const chimeDecay = decayPerFrame(0.55 * pow(2, -0.6 * height));
  const toUp = onePole(420 + 1200 * force);
  const leftGain = 0.5 - 0.11 * height;
  const rightGain = 0.5 + 0.11 * height;
  const turnsToTable = period / 6.283185307;
  let bark = (0.35 + 2.3 * force * force) * pow(2, -0.35 * height) * turnsToTable;
  const floor = 0.3 * force * turnsToTable;
  let chime = (0.12 + 0.55 * force * force) * turnsToTable;
  let chimeLevel = 0.12 + 0.55 * force * force;
  let level = 0.09 + 0.52 * pow(force, 1.4);
  let rise = 0;
  let bar = 0;
  let tine = 0;
  let beat = event.variation * period;
  for (let i = event.startFrame; i < end; i++) {
    const barIndex = bar | 0;
    const barLow = sine[barIndex]!;
    const barSine = barLow + (bar - barIndex) * (sine[barIndex + 1]! - barLow);
    const tineIndex = tine | 0;
    const tineSine = sine[tineIndex]!;
    const carrier = bar + barSine * (bark + floor) + period * 8;
    const carrierWhole = carrier | 0;
    const carrierIndex = carrierWhole & (period - 1);
    const carrierLow = sine[carrierIndex]!;
    const body = carrierLow + (carrier - carrierWhole) * (sine[carrierIndex + 1]! - carrierLow);
    const ring = bar + tineSine * chime + period * 8;
    const ringWhole = ring | 0;
    const ringIndex = ringWhole & (period - 1);
    const ringLow = sine[ringIndex]!;
    const tone = ringLow + (ring - ringWhole) * (sine[ringIndex + 1]! - ringLow);
    const beatIndex = beat | 0;
    const sound = level * (body * 0.7 + sine[beatIndex]! * 0.26 + tone * 0.2 + tineSine * chimeLevel * 0.3);
    rise += toUp * (1 - rise);
    left[i] = left[i]! + sound * rise * leftGain;
    right[i] = right[i]! + sound * rise * rightGain;
    bar += step;
    bar = bar >= period ? bar - period : bar;
    tine += step * chimeRatio;
    tine = tine >= period ? tine - period : tine;
    beat += beatStep;
    beat = beat >= period ? beat - period : beat;
    level *= i < releaseFrame ? held : damped;
    bark *= barkDecay;
    chime *= chimeDecay;
    chimeLevel *= chimeDecay;
  }
  const felt = { gain: 0.1 * force, attackSec: 0.0015, t60Sec: 0.03, lowCutHz: 120, highCutHz: 900 };
  addNoiseBurst(left, event.startFrame, felt, event.seed);
  addNoiseBurst(right, event.startFrame, felt, event.seed ^ 0x2f1d);
}

/** Rounded square in opposite phase, 4.4 Hz, deeper where there is room for it. */
function tremolo(out: readonly Float32Array[]): void {
  const period = SINE_SIZE;
  const sine = SINE;
  const [left, right] = out as [Float32Array, Float32Array];
  const step = (4.4 * period) / DEMO_SAMPLE_RATE_HZ;
  const chorusFrame = secToFrame(barToSec(SECTIONS.chorus));
  const breakFrame = secToFrame(barToSec(SECTIONS.breakdown));
  const outFrame = secToFrame(barToSec(SECTIONS.out));
  const ringFrame = secToFrame(barToSec(SECTIONS.ring));
  let depth = 0.26;
  let phase = 0;
  for (let i = 0; i < left.length; i++) {
    const wanted = i < chorusFrame ? 0.26 : i < breakFrame ? 0.15 : i < outFrame ? 0.36 : i < ringFrame ? 0.15 : 0.32;
    depth += 0.00004 * (wanted - depth);
    const wave = sine[phase | 0]!;
    const round = wave * (1.5 - 0.5 * wave * wave);
    left[i] = left[i]! * (1 - depth + depth * round);
    right[i] = right[i]! * (1 - depth - depth * round);
    phase += step;
    phase = phase >= period ? phase - period : phase;
  }
}
