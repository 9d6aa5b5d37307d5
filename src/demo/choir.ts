// Choir without words: bass, tenor, alto and soprano, a channel each, four singers to a part. Every singer has a pulse, a vibrato, a
// wandering pitch and an entrance of their own; pairs of singers share a throat, whose five formants travel from vowel to vowel.
import { cos, createPrng, exp, exp10, log2, pow, sin } from '../base/index.ts';
import type { Prng } from '../base/index.ts';
import { DEMO_SEED, play } from './groove.ts';
import type { NoteEvent } from './groove.ts';
import { choirPart } from './score.ts';
import { createStem, filterInPlace, finishStem, FROM_INT32, highPass, midiToHz, onePole, peak, TWO_PI } from './signal.ts';
import { DEMO_SAMPLE_RATE_HZ } from './timing.ts';

type Vowel = 'a' | 'o' | 'u';
/** Five rows of frequency, level, bandwidth. */
type Formants = readonly (readonly [hz: number, levelDb: number, widthHz: number])[];

/** Typical sung vowels of the four voice kinds, as the literature of formant synthesis lists them (IRCAM; Csound manual, appendix D). */
const FORMANTS: readonly Readonly<Record<Vowel, Formants>>[] = [
  {
    a: [
      [600, 0, 60],
      [1040, -7, 70],
      [2250, -9, 110],
      [2450, -9, 120],
      [2750, -20, 130],
    ],
    o: [
      [400, 0, 40],
      [750, -11, 80],
      [2400, -21, 100],
      [2600, -20, 120],
      [2900, -40, 120],
    ],
    u: [
      [350, 0, 40],
      [600, -20, 80],
      [2400, -32, 100],
      [2675, -28, 120],
      [2950, -36, 120],
    ],
  },
  {
    a: [
      [650, 0, 80],
      [1080, -6, 90],
      [2650, -7, 120],
      [2900, -8, 130],
      [3250, -22, 140],
    ],
    o: [
      [400, 0, 40],
      [800, -10, 80],
      [2600, -12, 100],
      [2800, -12, 120],
      [3000, -26, 120],
    ],
    u: [
      [350, 0, 40],
      [600, -20, 60],
      [2700, -17, 100],
      [2900, -14, 120],
      [3300, -26, 120],
    ],
  },
  {
    a: [
      [800, 0, 80],
      [1150, -4, 90],
      [2800, -20, 120],
      [3500, -36, 130],
      [4950, -60, 140],
    ],
    o: [
      [450, 0, 70],
      [800, -9, 80],
      [2830, -16, 100],
      [3500, -28, 130],
      [4950, -55, 135],
    ],
    u: [
      [325, 0, 50],
      [700, -12, 60],
      [2530, -30, 170],
      [3500, -40, 180],
      [4950, -64, 200],
    ],
  },
  {
    a: [
      [800, 0, 80],
      [1150, -6, 90],
      [2900, -32, 120],
      [3900, -20, 130],
      [4950, -50, 140],
    ],
    o: [
      [450, 0, 70],
      [800, -11, 80],
      [2830, -22, 100],
      [3800, -22, 130],
      [4950, -50, 135],
    ],
    u: [
      [325, 0, 50],
      [700, -16, 60],
      [2700, -35, 170],
      [3800, -40, 180],
      [4950, -60, 200],
    ],
  },
];

const BLOCK_FRAMES = 64;
const SINGERS = 4;
const TABLE_FRAMES = 1024;

export function renderChoir(): Float32Array[] {
  const out = createStem(4);
  out.forEach((channel, part) => {
    const voice = part as 0 | 1 | 2 | 3;
    const events = play(choirPart(voice), {
      stream: 12 + voice,
      behindMs: -25,
      wanderMs: 10,
      jitterMs: 12,
      swingRatio: 0.5,
      velocityJitter: 0.03,
    });
    const throat = new Float32Array(channel.length);
    const chance = createPrng(DEMO_SEED, 120 + voice);
    for (let pair = 0; pair < 2; pair++) {
      throat.fill(0);
      for (let singer = 0; singer < SINGERS / 2; singer++) {
        addSinger(throat, events, chance);
      }
      addThroat(channel, throat, events, FORMANTS[voice]!, 1 + (pair === 0 ? -0.025 : 0.03), chance.nextUint32() | 1);
    }
    filterInPlace(channel, highPass(voice === 0 ? 75 : 120));
    filterInPlace(channel, peak(3200, 2, 0.7));
  });
  finishStem(out, { drive: 1.2, highPassHz: 60, lowPassHz: 14000, gain: 0.8 });
  return out;
}

/** One singer's pulses through the whole song, in phrases without gaps: pitch slides from note to note. */
function addSinger(throat: Float32Array, events: readonly NoteEvent[], chance: Prng): void {
  const lateFrames = Math.round((chance.next() - 0.3) * 0.06 * DEMO_SAMPLE_RATE_HZ);
  const vibratoHz = 4.7 + 1.1 * chance.next();
  const vibratoCents = 13 + 14 * chance.next();
  const detuneCents = 10 * (chance.next() - 0.5);
  const toPitch = 1 - pow(1 - onePole(6 + 3 * chance.next()), BLOCK_FRAMES);
  const toLoud = 1 - pow(1 - onePole(1.7 + 0.8 * chance.next()), BLOCK_FRAMES);
  const toSoft = 1 - pow(1 - onePole(1.5), BLOCK_FRAMES);
  const start = Math.max(0, events[0]!.startFrame + lateFrames);
  const last = events[events.length - 1]!;
  const end = Math.min(throat.length, last.startFrame + last.lengthFrames + 2 * DEMO_SAMPLE_RATE_HZ);
  let note = 0;
  let table = pulseTable(events[0]!.midi);
  let pitch = log2(midiToHz(events[0]!.midi)) - 0.04 * chance.next();
  let turn = chance.next();
  let wander = 0;
  let phase = chance.next() * TABLE_FRAMES;
  let level = 0;
  for (let from = start; from < end; from += BLOCK_FRAMES) {
    while (note + 1 < events.length && from >= events[note + 1]!.startFrame + lateFrames) {
      note++;
      table = pulseTable(events[note]!.midi);
    }
    const event = events[note]!;
    const sec = (from - event.startFrame - lateFrames) / DEMO_SAMPLE_RATE_HZ;
    const way = Math.min(1, (sec * DEMO_SAMPLE_RATE_HZ) / event.lengthFrames);
    const isSung = from < event.startFrame + lateFrames + event.lengthFrames;
    const wanted = isSung ? event.velocity * event.velocity * (0.8 + 0.25 * sin(Math.PI * way)) : 0;
    const nextLevel = level + (isSung ? toLoud : toSoft) * (wanted - level);
    const levelStep = (nextLevel - level) / BLOCK_FRAMES;
    wander += 0.008 * (chance.next() - 0.5) - 0.004 * wander;
    turn += ((vibratoHz + 3 * wander) * BLOCK_FRAMES) / DEMO_SAMPLE_RATE_HZ;
    const depth = Math.min(1, Math.max(0.15, (sec - 0.15) * 1.6));
    pitch += toPitch * (log2(midiToHz(event.midi)) - pitch);
    const cents = detuneCents + vibratoCents * depth * sin(TWO_PI * turn) + 60 * wander;
    const step = (pow(2, pitch + cents / 1200) * TABLE_FRAMES) / DEMO_SAMPLE_RATE_HZ;
    const to = Math.min(end, from + BLOCK_FRAMES);
    for (let i = from; i < to; i++) {
      const index = phase | 0;
      const low = table[index]!;
      throat[i] = throat[i]! + (low + (phase - index) * (table[index + 1]! - low)) * level;
      level += levelStep;
      phase += step;
      phase = phase >= TABLE_FRAMES ? phase - TABLE_FRAMES : phase;
    }
  }
}

const tables = new Map<number, Float32Array>();

/** One glottal pulse, −7.5 dB per octave, without anything above 15 kHz at this pitch. */
function pulseTable(midi: number): Float32Array {
  const known = tables.get(midi);
  if (known !== undefined) {
    return known;
  }
  const table = new Float32Array(TABLE_FRAMES + 1);
  const harmonics = Math.min(90, Math.floor(15000 / midiToHz(midi)));
  for (let n = 1; n <= harmonics; n++) {
    const gain = pow(n, -1.25);
    const turn = (TWO_PI * n) / TABLE_FRAMES;
    const twiceCos = 2 * cos(turn);
    let before = -sin(turn) * gain;
    let now = 0;
    for (let k = 0; k < TABLE_FRAMES; k++) {
      table[k] = table[k]! + now;
      const next = twiceCos * now - before;
      before = now;
      now = next;
    }
  }
  table[TABLE_FRAMES] = table[0]!;
  tables.set(midi, table);
  return table;
}

/** Sends pulses and breath through five parallel resonances and adds them to the part. */
function addThroat(
  out: Float32Array,
  throat: Float32Array,
  events: readonly NoteEvent[],
  vowels: Readonly<Record<Vowel, Formants>>,
  size: number,
  seed: number,
): void {
  const toUnit = FROM_INT32;
  const start = Math.max(0, events[0]!.startFrame - 2400);
  const a1 = new Float64Array(5);
  const a2 = new Float64Array(5);
  const g = new Float64Array(5);
  const y1 = new Float64Array(5);
  const y2 = new Float64Array(5);
  const mouth = vowels.u.map((row) => Float64Array.from(row));
  const travel = 1 - pow(1 - onePole(1.1), BLOCK_FRAMES);
  let note = 0;
  let state = seed;
  let x1 = 0;
  let x2 = 0;
  let loud = 0;
  let lastAir = 0;
  for (let from = start; from < out.length; from += BLOCK_FRAMES) {
    while (note + 1 < events.length && from >= events[note + 1]!.startFrame) {
      note++;
    }
    const wanted = vowels[events[note]!.style as Vowel];
    for (let f = 0; f < 5; f++) {
      const row = mouth[f]!;
      for (let column = 0; column < 3; column++) {
        row[column] = row[column]! + travel * (wanted[f]![column]! - row[column]!);
      }
      const r = exp((-Math.PI * row[2]! * 1.25) / DEMO_SAMPLE_RATE_HZ);
      a1[f] = 2 * r * cos((TWO_PI * row[0]! * size) / DEMO_SAMPLE_RATE_HZ);
      a2[f] = -r * r;
      g[f] = (1 - r * r) * 0.5 * exp10(row[1]! / 20) * (f % 2 === 0 ? 1 : -1) * (1 + 0.5 * f);
    }
    const to = Math.min(out.length, from + BLOCK_FRAMES);
    for (let i = from; i < to; i++) {
      const pulse = throat[i]!;
      loud += 0.002 * (Math.abs(pulse) - loud);
      state ^= state << 13;
      state ^= state >>> 17;
      state ^= state << 5;
      const air = state * toUnit * loud;
      const x = pulse + air * 0.16;
      const push = x - x2;
      x2 = x1;
      x1 = x;
      let sum = 0;
      for (let f = 0; f < 5; f++) {
        const y = g[f]! * push + a1[f]! * y1[f]! + a2[f]! * y2[f]!;
        y2[f] = y1[f]!;
        y1[f] = y;
        sum += y;
      }
      out[i] = out[i]! + sum + 0.014 * (air - lastAir);
      lastAir = air;
    }
  }
}
