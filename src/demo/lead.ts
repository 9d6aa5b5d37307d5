// Alto flute: a tone whose overtones grow with the breath, the breath itself, heard through the tube, and a player who slurs, tongues, swells
// and lets the vibrato come late.
import { createPrng, log2, pow, sin } from '../base/index.ts';
import { DEMO_SEED, play } from './groove.ts';
import type { NoteEvent } from './groove.ts';
import { leadPart } from './score.ts';
import {
  createStem,
  filterInPlace,
  finishStem,
  FROM_INT32,
  highPass,
  lowPass,
  midiToHz,
  onePole,
  peak,
  SINE,
  SINE_SIZE,
  TWO_PI,
} from './signal.ts';
import { DEMO_SAMPLE_RATE_HZ } from './timing.ts';

const BLOCK_FRAMES = 32;
/** Overtones at full breath; at less breath overtone n falls with the (n − 1)/2-th power. */
const OVERTONES = [1, 0.58, 0.4, 0.22, 0.14, 0.08, 0.05] as const;

export function renderLead(): Float32Array[] {
  const [out] = createStem(1) as [Float32Array];
  const events = play(leadPart(), { stream: 11, behindMs: 16, wanderMs: 9, jitterMs: 5, swingRatio: 0.56, velocityJitter: 0.03 });
  for (const phrase of phrasesOf(events)) {
    addPhrase(out, phrase);
  }
  filterInPlace(out, highPass(190, 0.7));
  filterInPlace(out, peak(820, 2, 0.9));
  filterInPlace(out, peak(2700, 2, 0.8));
  filterInPlace(out, lowPass(11000, 0.6));
  finishStem([out], { drive: 1.3, highPassHz: 90, lowPassHz: 14000, gain: 0.56 });
  return [out];
}

/** Notes on one breath: the next begins before this one is quite over. */
function phrasesOf(events: readonly NoteEvent[]): NoteEvent[][] {
  const phrases: NoteEvent[][] = [];
  let lastEnd = -Infinity;
  for (const event of events) {
    if (event.startFrame > lastEnd + 0.06 * DEMO_SAMPLE_RATE_HZ) {
      phrases.push([]);
    }
    phrases[phrases.length - 1]!.push(event);
    lastEnd = event.startFrame + event.lengthFrames;
  }
  return phrases;
}

function addPhrase(out: Float32Array, phrase: readonly NoteEvent[]): void {
  const toUnit = FROM_INT32;
  const period = SINE_SIZE;
  const sine = SINE;
  const first = phrase[0]!;
  const last = phrase[phrase.length - 1]!;
  const chance = createPrng(DEMO_SEED, first.seed & 0xffff);
  const start = Math.max(0, first.startFrame - Math.round(0.035 * DEMO_SAMPLE_RATE_HZ));
  const stop = last.startFrame + last.lengthFrames;
  const end = Math.min(out.length, stop + Math.round(0.35 * DEMO_SAMPLE_RATE_HZ));
  const tube = new Float32Array(1024);
  const toPressure = 1 - pow(1 - onePole(9), BLOCK_FRAMES);
  const toPitch = 1 - pow(1 - onePole(13), BLOCK_FRAMES);
  const toSilence = 1 - pow(1 - onePole(3.2), BLOCK_FRAMES);
  const noiseCut = onePole(5200);
  const noiseLow = onePole(700);
  const gains = new Float64Array(OVERTONES.length);
  let note = 0;
  // A quarter-tone scoop into the first note.
  let pitch = log2(midiToHz(first.midi)) - 0.03 - 0.015 * first.variation;
  let pressure = 0;
  let vibratoTurn = 0;
  let phase = 0;
  let state = first.seed;
  let smooth = 0;
  let low = 0;
  let chiff = 0.5 + 0.5 * first.velocity;
  let wobble = 0;
  let level = 0;
  let breath = 0;
  for (let from = start; from < end; from += BLOCK_FRAMES) {
    while (note + 1 < phrase.length && from >= phrase[note + 1]!.startFrame) {
      note++;
      // A finger lifts: a hint of the old attack in the middle of a slur.
      chiff = Math.max(chiff, 0.14);
    }
    const event = phrase[note]!;
    const sec = (from - event.startFrame) / DEMO_SAMPLE_RATE_HZ;
    const lengthSec = event.lengthFrames / DEMO_SAMPLE_RATE_HZ;
    const way = Math.min(1, Math.max(0, sec / lengthSec));
    const swell = lengthSec > 0.7 ? 0.86 + 0.2 * sin(Math.PI * Math.min(1, way * 1.15)) - 0.22 * way * way : 0.98 - 0.1 * way;
    const late = Math.min(1, Math.max(0, (sec - 0.22) / 0.45));
    const depth = late * (0.55 + 0.45 * event.velocity);
    wobble += 0.03 * (chance.next() - 0.5 - wobble);
    vibratoTurn += ((4.75 + 0.7 * event.velocity + 6 * wobble) * BLOCK_FRAMES) / DEMO_SAMPLE_RATE_HZ;
    const vibrato = sin(TWO_PI * vibratoTurn);
    const isOver = from >= stop;
    const wanted = isOver ? 0 : event.velocity * swell * (1 + 0.1 * depth * vibrato) * (sec < 0.03 && note > 0 ? 0.86 : 1);
    pressure += (isOver ? toSilence : toPressure) * (wanted - pressure);
    pitch += toPitch * (log2(midiToHz(event.midi)) - pitch);
    // A player's breath moves the pitch a little too: sharper when loud, and it sags with the last of the air.
    const cents = 11 * depth * vibrato + 9 * (pressure - 0.7) + 40 * wobble;
    const hz = pow(2, pitch + cents / 1200);
    const step = (hz * period) / DEMO_SAMPLE_RATE_HZ;
    const high = Math.min(1, 440 / hz);
    for (let k = 0; k < gains.length; k++) {
      gains[k] = OVERTONES[k]! * pow(Math.max(pressure, 1e-4) * (1 + 0.12 * depth * vibrato), 0.55 * k) * (k === 0 ? 1 : 0.4 + 0.6 * high);
    }
    const nextLevel = pow(Math.max(0, pressure), 1.35);
    const nextBreath = 0.05 * pressure + 0.35 * chiff * pressure + (from < first.startFrame ? 0.02 : 0);
    const levelStep = (nextLevel - level) / BLOCK_FRAMES;
    const breathStep = (nextBreath - breath) / BLOCK_FRAMES;
    chiff *= 0.972;
    const tubeDelay = DEMO_SAMPLE_RATE_HZ / hz;
    const whole = tubeDelay | 0;
    const part = tubeDelay - whole;
    const to = Math.min(end, from + BLOCK_FRAMES);
    for (let i = from; i < to; i++) {
      const index = phase | 0;
      const fraction = phase - index;
      const s0 = sine[index]!;
      const s = s0 + fraction * (sine[index + 1]! - s0);
      const quarter = (index + period / 4) & (period - 1);
      const c0 = sine[quarter]!;
      const twiceCos = 2 * (c0 + fraction * (sine[quarter + 1]! - c0));
      let before = 0;
      let now = s;
      let tone = gains[0]! * s;
      for (let k = 1; k < 7; k++) {
        const next = twiceCos * now - before;
        before = now;
        now = next;
        tone += gains[k]! * now;
      }
      state ^= state << 13;
      state ^= state >>> 17;
      state ^= state << 5;
      smooth += noiseCut * (state * toUnit - smooth);
      low += noiseLow * (smooth - low);
      const near = tube[(i - whole) & 1023]!;
      const echo = near + part * (tube[(i - whole - 1) & 1023]! - near);
      const air = (smooth - low) * (0.7 + 0.3 * s);
      const piped = air + 0.72 * echo;
      tube[i & 1023] = piped;
      level += levelStep;
      breath += breathStep;
      out[i] = out[i]! + 0.52 * tone * level + (0.45 * piped + 0.5 * air) * breath;
      phase += step;
      phase = phase >= period ? phase - period : phase;
    }
  }
}
