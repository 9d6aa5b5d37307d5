// Rain as a 7.1.2 bed: in every channel its own countless far drops, its own near drops with a pitch each, a tin roof above, gusts that
// travel round, and thunder that is heard everywhere but arrives from one side first.
import { createPrng, exp10, log, pow, sin } from '../base/index.ts';
import type { Prng } from '../base/index.ts';
import { DEMO_SEED } from './groove.ts';
import { ringModes } from './modal.ts';
import { createStem, decayPerFrame, finishStem, FROM_INT32, onePole, SINE, SINE_SIZE } from './signal.ts';
import { barToSec, beatToSec, DEMO_LENGTH_FRAMES, DEMO_SAMPLE_RATE_HZ, SECTIONS, secToFrame } from './timing.ts';

/** In the bed's order: L R C LFE Lss Rss Lrs Rrs Lts Rts. */
const LFE = 3;
const FIRST_HEIGHT = 8;
const CHANNELS = 10;
/** Azimuth of each channel in turns, for gusts and thunder. */
const AZIMUTH_TURNS = [0.083, -0.083, 0, 0, 0.25, -0.25, 0.375, -0.375, 0.25, -0.25] as const;

export function renderRain(): Float32Array[] {
  const out = createStem(CHANNELS);
  out.forEach((channel, index) => {
    if (index !== LFE) {
      const chance = createPrng(DEMO_SEED, 200 + index);
      const isAbove = index >= FIRST_HEIGHT;
      const level = index === 2 ? 0.55 : 1;
      addWash(channel, AZIMUTH_TURNS[index]!, isAbove, level, chance.nextUint32() | 1);
      addDrops(channel, isAbove, level, chance);
    }
  });
  addThunder(out, beatToSec(2.6), 1, 0.3, 41);
  addThunder(out, barToSec(SECTIONS.breakdown) + 0.12, 1.7, -0.2, 42);
  addThunder(out, barToSec(SECTIONS.ring) + 1.9, 0.8, 0.4, 43);
  finishStem(out.slice(0, LFE).concat(out.slice(LFE + 1)), { drive: 1, highPassHz: 30, lowPassHz: 15000, gain: 1 });
  finishStem([out[LFE]!], { drive: 1, highPassHz: 18, lowPassHz: 160, gain: 1 });
  return out;
}

/**
 * Far drops: a thousand impulses a second, a few of them large, over a floor of noise; both between 500 Hz and 9 kHz. Impulses and not
 * noise alone, since rain is heard as grains.
 */
function addWash(out: Float32Array, azimuthTurns: number, isAbove: boolean, level: number, seed: number): void {
  const toUnit = FROM_INT32;
  const period = SINE_SIZE;
  const sine = SINE;
  const cut = onePole(isAbove ? 900 : 520);
  const dark = onePole(isAbove ? 9500 : 6800);
  const hitBelow = -2147483648 + 4294967296 * (1600 / DEMO_SAMPLE_RATE_HZ);
  const scale = 1 / 4294967296;
  const gustStep = (0.11 * period) / DEMO_SAMPLE_RATE_HZ;
  const swayStep = (0.37 * period) / DEMO_SAMPLE_RATE_HZ;
  let gust = (azimuthTurns + 1) * period;
  let sway = (azimuthTurns * 2 + 2) * period;
  let state = seed;
  let low = 0;
  let high = 0;
  let floor = 0;
  let begin = 0;
  for (let i = 0; i < out.length; i++) {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    const white = state * toUnit;
    let x = white * 0.13;
    if (state < hitBelow) {
      state ^= state << 13;
      state ^= state >>> 17;
      state ^= state << 5;
      const size = (state + 2147483648) * scale;
      x += size * size * size * (white < -0.983 ? 1.7 : -1.7);
    }
    low += cut * (x - low);
    high += dark * (x - low - high);
    floor += 0.03 * (high - floor);
    const wind = 1 + 0.2 * sine[gust & (period - 1)]! + 0.1 * sine[sway & (period - 1)]!;
    begin += 0.00012 * (1 - begin);
    out[i] = (high - 0.3 * floor) * wind * begin * level * 0.3;
    gust += gustStep;
    sway += swayStep;
  }
}

/** Near drops: a tap on stone or leaf, and now and then a bubble that rings upwards; above, the roof's tin. */
function addDrops(out: Float32Array, isAbove: boolean, level: number, chance: Prng): void {
  const perSec = isAbove ? 34 : 22;
  for (let atSec = 0; atSec < DEMO_LENGTH_FRAMES / DEMO_SAMPLE_RATE_HZ - 0.4;) {
    const size = pow(chance.next(), 5);
    const gain = level * (0.012 + 0.3 * size) * (isAbove ? 0.7 : 0.8);
    const startFrame = Math.round(atSec * DEMO_SAMPLE_RATE_HZ);
    if (isAbove) {
      const hz = 420 + 1500 * chance.next() * (1.2 - size);
      const tin = [1, 1.47, 2.09, 2.56, 3.31].map((ratio, k) => ({
        hz: hz * ratio * (0.97 + 0.06 * chance.next()),
        gain: 0.3 / (1 + 0.5 * k),
        t60Sec: 0.035 + 0.03 * chance.next(),
      }));
      ringModes(out, startFrame, tin, gain);
    } else if (chance.next() < 0.3) {
      addBubble(out, startFrame, 1100 + 3600 * pow(chance.next(), 1.5), gain * 0.55, 0.012 + 0.03 * chance.next());
    }
    addTap(out, startFrame, gain * 0.9, 1800 + 6000 * chance.next(), chance.nextUint32() | 1);
    atSec += -log(1 - chance.next()) / perSec;
  }
}

/** @source van den Doel, Physically based models for liquid sounds, 2005: the pitch rises as the bubble nears the surface */
function addBubble(out: Float32Array, startFrame: number, hz: number, gain: number, t60Sec: number): void {
  const period = SINE_SIZE;
  const sine = SINE;
  const end = Math.min(out.length, startFrame + Math.round(t60Sec * 1.2 * DEMO_SAMPLE_RATE_HZ));
  const decay = decayPerFrame(t60Sec);
  let step = (hz * period) / DEMO_SAMPLE_RATE_HZ;
  const rise = 1 + 0.25 / (t60Sec * DEMO_SAMPLE_RATE_HZ);
  let phase = 0;
  let level = gain;
  for (let i = startFrame; i < end; i++) {
    out[i] = out[i]! + sine[phase & (period - 1)]! * level;
    phase += step;
    step *= rise;
    level *= decay;
  }
}

function addTap(out: Float32Array, startFrame: number, gain: number, brightHz: number, seed: number): void {
  const toUnit = FROM_INT32;
  const end = Math.min(out.length, startFrame + 260);
  const smooth = onePole(brightHz);
  let state = seed;
  let y = 0;
  let low = 0;
  let level = gain;
  for (let i = startFrame; i < end; i++) {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    y += smooth * (state * toUnit - y);
    low += 0.06 * (y - low);
    out[i] = out[i]! + (y - low) * level;
    level *= 0.976;
  }
}

/** Thunder from afar: rolling lumps of deep noise, darker and darker, a little later in every channel away from where it struck. */
function addThunder(out: readonly Float32Array[], atSec: number, loudness: number, azimuthTurns: number, stream: number): void {
  const toUnit = FROM_INT32;
  const chance = createPrng(DEMO_SEED, stream);
  const frames = Math.round(5.5 * DEMO_SAMPLE_RATE_HZ);
  const swell = new Float32Array(frames);
  for (let lump = 0; lump < 11; lump++) {
    const at = Math.round(pow(chance.next(), 1.4) * 2.6 * DEMO_SAMPLE_RATE_HZ);
    const decay = decayPerFrame(1.2 + 1.6 * chance.next());
    const rise = onePole(2 + 6 * chance.next());
    let level = (0.35 + 0.65 * chance.next()) / (1 + at / DEMO_SAMPLE_RATE_HZ);
    let up = 0;
    for (let i = at; i < frames; i++) {
      up += rise * (1 - up);
      swell[i] = swell[i]! + level * up;
      level *= decay;
    }
  }
  out.forEach((channel, index) => {
    const isLfe = index === LFE;
    const away = sin(Math.PI * (AZIMUTH_TURNS[index]! - azimuthTurns));
    const gain = loudness * (isLfe ? 0.5 : exp10((-7 * away * away) / 20) * 0.55);
    const startFrame = secToFrame(atSec + 0.06 * away * away);
    let state = chance.nextUint32() | 1;
    let l1 = 0;
    let l2 = 0;
    let l3 = 0;
    for (let n = 0; n < frames && startFrame + n < channel.length; n++) {
      const tail = frames - n < 24000 ? (frames - n) / 24000 : 1;
      const toDark = isLfe ? 0.009 : 0.012 + 0.06 / (1 + n * 0.00011);
      state ^= state << 13;
      state ^= state >>> 17;
      state ^= state << 5;
      l1 += toDark * (state * toUnit - l1);
      l2 += toDark * (l1 - l2);
      l3 += 0.012 * (l2 - l3);
      channel[startFrame + n] = channel[startFrame + n]! + (l3 * 3 + l2 * 0.5) * swell[n]! * gain * tail;
    }
  });
}
