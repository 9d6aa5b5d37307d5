// Strings ensemble: detuned saws without aliases, a slow two-stage filter that opens with the song, and three slowly turning delays a side.
import { createPrng, sin, tan } from '../base/index.ts';
import { DEMO_SEED, play } from './groove.ts';
import type { NoteEvent } from './groove.ts';
import { padPart } from './score.ts';
import {
  centsToRatio,
  createStem,
  filterInPlace,
  finishStem,
  highPass,
  midiToHz,
  onePole,
  peak,
  SINE,
  SINE_SIZE,
  TWO_PI,
} from './signal.ts';
import { barToSec, DEMO_SAMPLE_RATE_HZ } from './timing.ts';

/** Cutoff at a bar; the ear follows its logarithm. */
const CUTOFF: readonly (readonly [bar: number, hz: number])[] = [
  [0, 420],
  [2, 620],
  [4, 760],
  [5.5, 1100],
  [6, 2900],
  [9, 4200],
  [9.9, 3000],
  [10, 900],
  [11, 1500],
  [11.95, 5200],
  [12, 4000],
  [13.5, 4800],
  [14, 2400],
  [15, 900],
  [16, 500],
];

export function renderPads(): Float32Array[] {
  const out = createStem(2);
  const events = play(padPart(), { stream: 10, behindMs: -60, wanderMs: 10, jitterMs: 14, swingRatio: 0.5, velocityJitter: 0.05 });
  for (const event of events) {
    addBow(out[0]!, event, 1, [-8.5, 1.2, 7]);
    addBow(out[1]!, event, 2, [-6.2, -0.8, 9.5]);
  }
  out.forEach((channel, side) => {
    openFilter(channel);
    ensemble(channel, side);
    filterInPlace(channel, highPass(140, 0.6));
    filterInPlace(channel, peak(350, -2, 0.8));
    filterInPlace(channel, peak(2600, 3.5, 0.7));
  });
  finishStem(out, { drive: 1.3, highPassHz: 90, lowPassHz: 14000, gain: 1.2 });
  return out;
}

/** Three players of one note. Edges of the saw are rounded over one frame either side (polynomial band-limited step). */
function addBow(channel: Float32Array, event: NoteEvent, side: number, detuneCents: readonly number[]): void {
  const chance = createPrng(DEMO_SEED, (event.seed & 0xffff) * 4 + side);
  const attack = onePole(0.55 + 0.5 * event.velocity);
  const release = onePole(0.5);
  const releaseFrame = event.startFrame + event.lengthFrames;
  const end = Math.min(channel.length, releaseFrame + Math.round(2.4 * DEMO_SAMPLE_RATE_HZ));
  for (const cents of detuneCents) {
    const step = (midiToHz(event.midi) * centsToRatio(cents + 3 * (chance.next() - 0.5))) / DEMO_SAMPLE_RATE_HZ;
    const swayHz = 0.25 + 0.5 * chance.next();
    const swayTurn = chance.next();
    const shakeHz = 4.6 + 0.9 * chance.next();
    const gain = 0.042 * event.velocity * (0.8 + 0.4 * chance.next());
    let phase = chance.next();
    let level = 0;
    for (let from = event.startFrame; from < end; from += 64) {
      const sec = (from - event.startFrame) / DEMO_SAMPLE_RATE_HZ;
      const vibrato = sec < 0.5 ? 0 : Math.min(1, sec - 0.5) * 0.0016;
      const inc = step * (1 + 0.0014 * sin(TWO_PI * (swayHz * sec + swayTurn)) + vibrato * sin(TWO_PI * (shakeHz * sec + swayTurn * 3)));
      const toNext = 1 / inc;
      const to = Math.min(end, from + 64);
      const wanted = from < releaseFrame ? gain : 0;
      const speed = from < releaseFrame ? attack : release;
      for (let i = from; i < to; i++) {
        let saw = 2 * phase - 1;
        if (phase < inc) {
          const t = phase * toNext;
          saw -= t + t - t * t - 1;
        } else if (phase > 1 - inc) {
          const t = (phase - 1) * toNext;
          saw -= t * t + t + t + 1;
        }
        level += speed * (wanted - level);
        channel[i] = channel[i]! + saw * level;
        phase += inc;
        phase = phase >= 1 ? phase - 1 : phase;
      }
    }
  }
}

/** Two state-variable stages in a row, 24 dB per octave, a touch of resonance in the second. */
function openFilter(channel: Float32Array): void {
  let point = 0;
  let a1 = 0;
  let a2 = 0;
  let b1 = 0;
  let b2 = 0;
  for (let from = 0; from < channel.length; from += 32) {
    const sec = from / DEMO_SAMPLE_RATE_HZ;
    while (point < CUTOFF.length - 2 && sec >= barToSec(CUTOFF[point + 1]![0])) {
      point++;
    }
    const [fromBar, fromHz] = CUTOFF[point]!;
    const [toBar, toHz] = CUTOFF[point + 1]!;
    const way = Math.min(1, Math.max(0, (sec - barToSec(fromBar)) / (barToSec(toBar) - barToSec(fromBar))));
    const hz = fromHz * (1 + way * (toHz / fromHz - 1)) * (1 + 0.06 * sin(0.9 * sec));
    const g = tan((Math.PI * hz) / DEMO_SAMPLE_RATE_HZ);
    const k1 = 1.6;
    const k2 = 1.05;
    const n1 = 1 / (1 + g * (g + k1));
    const n2 = 1 / (1 + g * (g + k2));
    const to = Math.min(channel.length, from + 32);
    for (let i = from; i < to; i++) {
      const v1 = (a1 + g * (channel[i]! - a2)) * n1;
      const v2 = a2 + g * v1;
      a1 = 2 * v1 - a1;
      a2 = 2 * v2 - a2;
      const w1 = (b1 + g * (v2 - b2)) * n2;
      const w2 = b2 + g * w1;
      b1 = 2 * w1 - b1;
      b2 = 2 * w2 - b2;
      channel[i] = w2;
    }
  }
}

/** The string machine's bucket brigades: three taps, each swept by a slow and a fast wave a third of a turn apart. */
function ensemble(channel: Float32Array, side: number): void {
  const period = SINE_SIZE;
  const sine = SINE;
  const line = new Float32Array(2048);
  const slowStep = (0.61 * period) / DEMO_SAMPLE_RATE_HZ;
  const fastStep = (5.7 * period) / DEMO_SAMPLE_RATE_HZ;
  const third = period / 3;
  let slow = side * 0.31 * period;
  let fast = side * 0.17 * period;
  for (let i = 0; i < channel.length; i++) {
    const input = channel[i]!;
    line[i & 2047] = input;
    let sum = 0;
    for (let tap = 0; tap < 3; tap++) {
      const a = (slow + tap * third) | 0;
      const b = (fast + tap * third) | 0;
      const delay = 430 + tap * 61 + 95 * sine[a & (period - 1)]! + 9 * sine[b & (period - 1)]!;
      const whole = delay | 0;
      const near = line[(i - whole) & 2047]!;
      sum += near + (delay - whole) * (line[(i - whole - 1) & 2047]! - near);
    }
    channel[i] = 0.5 * input + 0.42 * sum;
    slow += slowStep;
    slow = slow >= period ? slow - period : slow;
    fast += fastStep;
    fast = fast >= period ? fast - period : fast;
  }
}
