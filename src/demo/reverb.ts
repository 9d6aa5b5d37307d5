// The room around the band, as a 7.1.2 bed: early reflections and a sixteen-line feedback network whose lines never reach two loudspeakers in
// the same mixture, so that the tail surrounds and does not point anywhere.
// @source Jot & Chaigne, Digital delay networks for designing artificial reverberators, 1991 (network, absorption per line)
import { exp10 } from '../base/index.ts';
import { createStem, fadeOut, onePole, SINE, SINE_SIZE } from './signal.ts';
import { DEMO_LENGTH_FRAMES, DEMO_SAMPLE_RATE_HZ } from './timing.ts';

/** What goes in, summed per side of the room. */
export interface RoomSend {
  readonly left: Float32Array;
  readonly right: Float32Array;
}

export function createRoomSend(): RoomSend {
  return { left: new Float32Array(DEMO_LENGTH_FRAMES), right: new Float32Array(DEMO_LENGTH_FRAMES) };
}

/** Adds a source at a place: x −1 is left, +1 right. */
export function addToRoom(send: RoomSend, source: Float32Array, gain: number, x: number): void {
  const left = gain * Math.sqrt(0.5 - 0.35 * x);
  const right = gain * Math.sqrt(0.5 + 0.35 * x);
  for (let i = 0; i < source.length; i++) {
    const s = source[i]!;
    send.left[i] = send.left[i]! + s * left;
    send.right[i] = send.right[i]! + s * right;
  }
}

const LINES = 16;
const TAIL_CHANNELS = 9;
/** Primes, 21 to 79 ms: no two lines share an echo. */
const LINE_FRAMES = [1009, 1171, 1327, 1487, 1657, 1823, 1993, 2161, 2339, 2521, 2707, 2903, 3109, 3323, 3547, 3793] as const;
const LINE_ROOM = 4096;
const LINE_MASK = LINE_ROOM - 1;
const T60_LOW_SEC = 2.3;
const T60_HIGH_SEC = 1.0;
const PREDELAY_FRAMES = Math.round(0.019 * DEMO_SAMPLE_RATE_HZ);
const INPUT_ROOM = 8192;
const INPUT_MASK = INPUT_ROOM - 1;

/**
 * Each loudspeaker of the bed, in its order (the LFE has none): four lines with signs, and its reflections from the left and from the right
 * (ms, gain). Reflections come later from behind and above.
 */
const SPEAKERS: readonly {
  readonly channel: number;
  readonly lines: readonly number[];
  readonly signs: readonly number[];
  readonly level: number;
  readonly reflections: readonly (readonly [fromLeft: 0 | 1, ms: number, gain: number])[];
}[] = [
  {
    channel: 0,
    lines: [0, 5, 10, 15],
    signs: [1, -1, 1, 1],
    level: 1,
    reflections: [
      [1, 9.7, 0.3],
      [0, 17.3, 0.22],
      [1, 29.1, 0.14],
    ],
  },
  {
    channel: 1,
    lines: [1, 4, 11, 14],
    signs: [1, 1, -1, 1],
    level: 1,
    reflections: [
      [0, 10.9, 0.3],
      [1, 18.7, 0.22],
      [0, 27.4, 0.14],
    ],
  },
  {
    channel: 2,
    lines: [2, 7, 8, 13],
    signs: [1, -1, -1, 1],
    level: 0.55,
    reflections: [
      [1, 13.1, 0.1],
      [0, 14.9, 0.1],
    ],
  },
  {
    channel: 4,
    lines: [3, 6, 9, 12],
    signs: [1, 1, 1, -1],
    level: 0.95,
    reflections: [
      [1, 15.2, 0.3],
      [0, 31.7, 0.2],
      [1, 43.9, 0.13],
    ],
  },
  {
    channel: 5,
    lines: [0, 7, 9, 14],
    signs: [-1, 1, 1, 1],
    level: 0.95,
    reflections: [
      [0, 16.6, 0.3],
      [1, 33.1, 0.2],
      [0, 41.3, 0.13],
    ],
  },
  {
    channel: 6,
    lines: [1, 6, 8, 15],
    signs: [1, -1, 1, -1],
    level: 0.9,
    reflections: [
      [1, 24.8, 0.24],
      [0, 38.3, 0.18],
      [1, 57.7, 0.1],
    ],
  },
  {
    channel: 7,
    lines: [2, 5, 11, 12],
    signs: [-1, 1, 1, 1],
    level: 0.9,
    reflections: [
      [0, 26.3, 0.24],
      [1, 36.9, 0.18],
      [0, 55.2, 0.1],
    ],
  },
  {
    channel: 8,
    lines: [3, 4, 10, 13],
    signs: [1, -1, 1, 1],
    level: 0.8,
    reflections: [
      [1, 21.1, 0.22],
      [0, 35.6, 0.14],
      [1, 48.7, 0.1],
    ],
  },
  {
    channel: 9,
    lines: [0, 6, 11, 13],
    signs: [1, 1, -1, -1],
    level: 0.8,
    reflections: [
      [0, 22.7, 0.22],
      [1, 34.2, 0.14],
      [0, 50.3, 0.1],
    ],
  },
];

/**
 * @param send  used up: comes back as the room's darkened input
 * @returns ten channels: L R C LFE Lss Rss Lrs Rrs Lts Rts
 */
export function renderRoom(send: RoomSend, gain: number): Float32Array[] {
  const period = SINE_SIZE;
  const sine = SINE;
  const out = createStem(10);
  const frames = send.left.length;
  const lines = new Float32Array(LINES * LINE_ROOM);
  const inputLeft = new Float32Array(INPUT_ROOM);
  const inputRight = new Float32Array(INPUT_ROOM);
  const held = new Float64Array(LINES);
  const mixed = new Float64Array(LINES);
  const absorb = absorption();
  const lengths = Int32Array.from(LINE_FRAMES);
  const toDark = onePole(6500);
  const toLow = onePole(140);
  const tails = SPEAKERS.map((speaker) => out[speaker.channel]!);
  const tailLines = Int32Array.from(SPEAKERS.flatMap((speaker) => speaker.lines));
  const tailGains = Float64Array.from(SPEAKERS.flatMap((speaker) => speaker.signs.map((sign) => sign * speaker.level * gain * 0.5)));
  const swayStep = (0.43 * period) / DEMO_SAMPLE_RATE_HZ;
  const diffusers = [createDiffuser(142, 379), createDiffuser(151, 401)] as const;
  let sway = 0;
  let darkLeft = 0;
  let darkRight = 0;
  let lowLeft = 0;
  let lowRight = 0;
  for (let i = 0; i < frames; i++) {
    // Without deep lows: a room's tail of the bass only makes mud.
    lowLeft += toLow * (send.left[i]! - lowLeft);
    lowRight += toLow * (send.right[i]! - lowRight);
    darkLeft += toDark * (send.left[i]! - lowLeft - darkLeft);
    darkRight += toDark * (send.right[i]! - lowRight - darkRight);
    inputLeft[i & INPUT_MASK] = darkLeft;
    inputRight[i & INPUT_MASK] = darkRight;
    const left = diffuse(diffusers[0], inputLeft[(i - PREDELAY_FRAMES) & INPUT_MASK]!, i);
    const right = diffuse(diffusers[1], inputRight[(i - PREDELAY_FRAMES) & INPUT_MASK]!, i);
    if ((i & 15) === 0) {
      // Two pairs of lines breathe by a few frames, which keeps the tail from ringing on one note.
      sway += swayStep * 16;
      sway = sway >= period ? sway - period : sway;
    }
    const breath = sine[sway | 0]! * 9 + 10;
    const breathWhole = breath | 0;
    const breathPart = breath - breathWhole;
    for (let k = 0; k < LINES; k++) {
      const at = i - lengths[k]!;
      const base = k * LINE_ROOM;
      let x = lines[base + (at & LINE_MASK)]!;
      if ((k & 3) === 1) {
        const near = lines[base + ((at - breathWhole) & LINE_MASK)]!;
        x = near + breathPart * (lines[base + ((at - breathWhole - 1) & LINE_MASK)]! - near);
      }
      const h = held[k]!;
      const now = x * absorb.gain[k]! * (1 - absorb.pole[k]!) + absorb.pole[k]! * h;
      held[k] = now;
      mixed[k] = now;
    }
    hadamard(mixed);
    const write = i & LINE_MASK;
    for (let k = 0; k < LINES; k += 2) {
      lines[k * LINE_ROOM + write] = mixed[k]! * 0.25 + left;
      lines[(k + 1) * LINE_ROOM + write] = mixed[k + 1]! * 0.25 + right;
    }
    for (let s = 0; s < TAIL_CHANNELS; s++) {
      const k = s * 4;
      tails[s]![i] =
        held[tailLines[k]!]! * tailGains[k]! +
        held[tailLines[k + 1]!]! * tailGains[k + 1]! +
        held[tailLines[k + 2]!]! * tailGains[k + 2]! +
        held[tailLines[k + 3]!]! * tailGains[k + 3]!;
    }
    send.left[i] = darkLeft;
    send.right[i] = darkRight;
  }
  SPEAKERS.forEach((speaker) => {
    const channel = out[speaker.channel]!;
    for (const [fromLeft, ms, reflected] of speaker.reflections) {
      addDelayed(channel, fromLeft === 1 ? send.left : send.right, Math.round((ms / 1000) * DEMO_SAMPLE_RATE_HZ), reflected * gain);
    }
    fadeOut(channel);
  });
  return out;
}

function addDelayed(out: Float32Array, source: Float32Array, delayFrames: number, gain: number): void {
  for (let i = delayFrames; i < out.length; i++) {
    out[i] = out[i]! + source[i - delayFrames]! * gain;
  }
}

/** Per line: the gain of one turn for the low decay time, and the pole that brings 8 kHz to the high one. */
function absorption(): { readonly gain: Float64Array; readonly pole: Float64Array } {
  const gain = new Float64Array(LINES);
  const pole = new Float64Array(LINES);
  LINE_FRAMES.forEach((frames, k) => {
    const sec = frames / DEMO_SAMPLE_RATE_HZ;
    const low = exp10((-3 * sec) / T60_LOW_SEC);
    const high = exp10((-3 * sec) / T60_HIGH_SEC);
    gain[k] = low;
    // A one-pole low-pass p has gain 1 at 0 and (1 − p) / √(1 − 2 p cos w + p²) at w; solved for cos w = 0.5 (8 kHz).
    const ratio = (high / low) * (high / low);
    const b = (1 - 0.5 * ratio) / (1 - ratio);
    pole[k] = b - Math.sqrt(b * b - 1);
  });
  return { gain, pole };
}

/** In place: sums and differences of sixteen values, four rounds. */
function hadamard(v: Float64Array): void {
  for (let half = 1; half < LINES; half *= 2) {
    for (let from = 0; from < LINES; from += 2 * half) {
      for (let k = from; k < from + half; k++) {
        const a = v[k]!;
        const b = v[k + half]!;
        v[k] = a + b;
        v[k + half] = a - b;
      }
    }
  }
}

interface Diffuser {
  readonly first: Float32Array;
  readonly second: Float32Array;
  readonly firstFrames: number;
  readonly secondFrames: number;
}

function createDiffuser(firstFrames: number, secondFrames: number): Diffuser {
  return { first: new Float32Array(512), second: new Float32Array(512), firstFrames, secondFrames };
}

/** Two all-passes in a row smear each attack over some ten milliseconds. */
function diffuse(state: Diffuser, input: number, i: number): number {
  const a = state.first[(i - state.firstFrames) & 511]!;
  const u = input - 0.62 * a;
  state.first[i & 511] = u;
  const x = a + 0.62 * u;
  const b = state.second[(i - state.secondFrames) & 511]!;
  const v = x - 0.58 * b;
  state.second[i & 511] = v;
  return b + 0.58 * v;
}
