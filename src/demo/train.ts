// The night train, one moving object. It is heard from far in the intro, thunders past on the viaduct in the breakdown with its wheels in the
// song's time, and whistles from the other side at the end. Wheels meet the rail joints, which stand still; roar and horn move, so they
// alone have a Doppler shift, worked out from where the train was when the sound left it.
import { exp, hypot, pow } from '../base/index.ts';
import { DEMO_SEED } from './groove.ts';
import { ringModes } from './modal.ts';
import type { Mode } from './modal.ts';
import { addNoiseBurst, createStem, filterInPlace, finishStem, FROM_INT32, highPass, lowPass, midiToHz, onePole } from './signal.ts';
import { midiOf } from './notation.ts';
import { beatToSec, DEMO_SAMPLE_RATE_HZ, secToFrame } from './timing.ts';

const SOUND_M_PER_SEC = 343;
/** A carriage passes in a beat; its second bogie follows the first by three sixteenths. */
const CAR_M = 20;
const BOGIE_GAP_BEATS = 0.75;
const AXLE_GAP_M = 2.5;
const CARS = 6;
const CLOSEST_M = 11;
/** When the first axle is nearest. The last carriage leaves as the band comes back. */
const PASS_BEAT = 43;
const PASS_SEC = beatToSec(PASS_BEAT);
const SPEED_M_PER_SEC = CAR_M / (beatToSec(PASS_BEAT + 4) - beatToSec(PASS_BEAT + 3));
/** Along the track from the point nearest to us; two lengths of rail either way. */
const JOINTS_M = [-38, -18, 0, 18, 38] as const;

export function renderTrain(): Float32Array[] {
  const [out, far] = createStem(2) as [Float32Array, Float32Array];
  addPassingWheels(out);
  addRoar(out);
  addFarWheels(far);
  addHorn(far, beatToSec(1.5), beatToSec(3.6), ['D4', 'F4', 'A4', 'C5'], 0.2, false);
  addHorn(out, beatToSec(41.5), beatToSec(41.9), ['F4', 'A4', 'D5'], 0.2, true);
  addHorn(out, beatToSec(42.2), beatToSec(43.9), ['F4', 'A4', 'D5'], 0.26, true);
  addHorn(far, beatToSec(58.4), beatToSec(59), ['F#4', 'A4', 'C#5'], 0.16, false);
  addHorn(far, beatToSec(59.3), beatToSec(60.9), ['F#4', 'A4', 'C#5'], 0.16, false);
  filterInPlace(far, lowPass(1500, 0.6));
  filterInPlace(far, highPass(120));
  addValley(far);
  for (let i = 0; i < out.length; i++) {
    out[i] = out[i]! + far[i]!;
  }
  finishStem([out], { drive: 1.3, highPassHz: 28, lowPassHz: 12500, gain: 0.75 });
  return [out];
}

/** A wheel on a joint: rail, tie plate, carriage floor. */
const CLANK: readonly Mode[] = [
  { hz: 92, gain: 0.8, t60Sec: 0.16 },
  { hz: 171, gain: 0.6, t60Sec: 0.12 },
  { hz: 388, gain: 0.45, t60Sec: 0.08 },
  { hz: 734, gain: 0.4, t60Sec: 0.07 },
  { hz: 1210, gain: 0.3, t60Sec: 0.06 },
  { hz: 1985, gain: 0.2, t60Sec: 0.05 },
  { hz: 3140, gain: 0.12, t60Sec: 0.04 },
];

function addPassingWheels(out: Float32Array): void {
  let seed = DEMO_SEED;
  for (let car = 0; car < CARS; car++) {
    for (let axle = 0; axle < 4; axle++) {
      const beat = PASS_BEAT + car + (axle >= 2 ? BOGIE_GAP_BEATS : 0);
      const atMiddleSec = beatToSec(beat) + ((axle % 2) * AXLE_GAP_M) / SPEED_M_PER_SEC;
      for (const jointM of JOINTS_M) {
        const distanceM = hypot(jointM, CLOSEST_M);
        const startFrame = secToFrame(atMiddleSec + jointM / SPEED_M_PER_SEC + (distanceM - CLOSEST_M) / SOUND_M_PER_SEC);
        seed = (Math.imul(seed, 1664525) + 1013904223) | 0;
        const chance = (seed >>> 8) / 16777216;
        const gain = (CLOSEST_M / distanceM) * (0.7 + 0.5 * chance) * (axle % 2 === 0 ? 1 : 0.8);
        ringModes(out, startFrame, CLANK, 0.2 * gain, 0.95 + 0.1 * chance, 0.8 + 0.4 * chance);
        addNoiseBurst(
          out,
          startFrame,
          { gain: 0.5 * gain, attackSec: 0.001, t60Sec: 0.05, lowCutHz: 250, highCutHz: 900 + 3500 * gain * gain },
          seed | 1,
        );
      }
    }
  }
}

/** Rolling noise and rumble of all carriages, as loud and as bright as their distances make them. */
function addRoar(out: Float32Array): void {
  const toUnit = FROM_INT32;
  const start = secToFrame(PASS_SEC - 5.5);
  const end = Math.min(out.length, secToFrame(PASS_SEC + 9));
  let state = DEMO_SEED ^ 0x7a31;
  let level = 0;
  let rumble1 = 0;
  let rumble2 = 0;
  let roll1 = 0;
  let roll2 = 0;
  let low = 0;
  let hum = 0;
  let humLevel = 0;
  for (let from = start; from < end; from += 64) {
    const sec = from / DEMO_SAMPLE_RATE_HZ - PASS_SEC;
    let power = 0;
    for (let car = 0; car < CARS; car++) {
      const alongM = SPEED_M_PER_SEC * sec - car * CAR_M - CAR_M / 2;
      power += (CLOSEST_M * CLOSEST_M) / (alongM * alongM + CLOSEST_M * CLOSEST_M);
    }
    const edge = Math.min(1, (from - start) / (2 * DEMO_SAMPLE_RATE_HZ)) * Math.min(1, (end - from) / (4 * DEMO_SAMPLE_RATE_HZ));
    const wanted = Math.sqrt(power) * edge;
    const levelStep = (wanted - level) / 64;
    // The motor carriage runs first.
    const engineM = SPEED_M_PER_SEC * sec;
    const engineDistanceM = hypot(engineM, CLOSEST_M);
    const doppler = 1 / (1 + (SPEED_M_PER_SEC * engineM) / engineDistanceM / SOUND_M_PER_SEC);
    const humStep = (147 * doppler) / DEMO_SAMPLE_RATE_HZ;
    const humWanted = (CLOSEST_M / engineDistanceM) * edge * 0.07;
    const humLevelStep = (humWanted - humLevel) / 64;
    const bright = onePole(500 + 3200 * wanted * wanted * 0.5);
    const body = onePole(320 * doppler);
    const to = Math.min(end, from + 64);
    for (let i = from; i < to; i++) {
      state ^= state << 13;
      state ^= state >>> 17;
      state ^= state << 5;
      const white = state * toUnit;
      rumble1 += 0.009 * (white - rumble1);
      rumble2 += 0.009 * (rumble1 - rumble2);
      low += body * (white - low);
      roll1 += bright * (white - low - roll1);
      roll2 += bright * (roll1 - roll2);
      level += levelStep;
      humLevel += humLevelStep;
      hum += humStep;
      hum = hum >= 1 ? hum - 1 : hum;
      const triangle = hum < 0.5 ? 4 * hum - 1 : 3 - 4 * hum;
      out[i] = out[i]! + (rumble2 * 3.4 + roll2 * 0.34) * level + triangle * humLevel * (1 - 0.4 * triangle * triangle);
    }
  }
}

/** From beyond the fields, at both ends of the song. */
function addFarWheels(far: Float32Array): void {
  const strikes = [...Array.from({ length: 9 }, (_, k) => k), ...Array.from({ length: 6 }, (_, k) => 56 + k)];
  for (const beat of strikes) {
    const fade = beat < 20 ? 1 - beat / 10 : 0.45 * (1 - (beat - 56) / 9);
    for (const late of [0, 0.13, BOGIE_GAP_BEATS, BOGIE_GAP_BEATS + 0.13]) {
      const startFrame = secToFrame(beatToSec(beat + late) + 0.004 * late);
      addNoiseBurst(
        far,
        startFrame,
        { gain: 0.5 * fade, attackSec: 0.002, t60Sec: 0.07, lowCutHz: 150, highCutHz: 700 },
        ((beat + late) * 7919 + 13) | 1,
      );
      ringModes(far, startFrame, CLANK, 0.05 * fade);
    }
  }
}

/** A chime of reeds: each bell a saw with rounded edges, blown up within a tenth of a second, sagging as the air goes. */
function addHorn(out: Float32Array, fromSec: number, toSec: number, pitches: readonly string[], gain: number, isPassing: boolean): void {
  const start = secToFrame(fromSec);
  const stop = secToFrame(toSec);
  const end = Math.min(out.length, stop + Math.round(0.5 * DEMO_SAMPLE_RATE_HZ));
  const approach = 1 / (1 - SPEED_M_PER_SEC / SOUND_M_PER_SEC);
  pitches.forEach((pitch, bell) => {
    const hz = midiToHz(midiOf(pitch)) * pow(2, (bell - 1) * 0.0016);
    const toBlown = onePole(4.5 - bell * 0.7);
    const toSilent = onePole(3.2);
    const toBright = onePole(isPassing ? 1900 : 1100);
    let phase = 0.37 * bell;
    let level = 0;
    let y1 = 0;
    let y2 = 0;
    for (let from = start; from < end; from += 32) {
      const sec = from / DEMO_SAMPLE_RATE_HZ;
      let shift = 1;
      let near = 1;
      if (isPassing) {
        const alongM = SPEED_M_PER_SEC * (sec - PASS_SEC);
        const distanceM = hypot(alongM, CLOSEST_M);
        // Tuned so that it is in the song's key while it comes nearer.
        shift = 1 / (1 + (SPEED_M_PER_SEC * alongM) / distanceM / SOUND_M_PER_SEC) / approach;
        near = 0.25 + 0.75 * (CLOSEST_M / distanceM);
      }
      const sag = 1 - 0.012 * exp(-(sec - fromSec) * 16);
      const inc = (hz * shift * sag) / DEMO_SAMPLE_RATE_HZ;
      const wanted = from < stop ? gain * near : 0;
      const speed = from < stop ? toBlown : toSilent;
      const to = Math.min(end, from + 32);
      for (let i = from; i < to; i++) {
        let saw = 2 * phase - 1;
        if (phase < inc) {
          const t = phase / inc;
          saw -= t + t - t * t - 1;
        } else if (phase > 1 - inc) {
          const t = (phase - 1) / inc;
          saw -= t * t + t + t + 1;
        }
        level += speed * (wanted - level);
        y1 += toBright * (saw - y1);
        y2 += toBright * (y1 - y2);
        out[i] = out[i]! + y2 * level;
        phase += inc;
        phase = phase >= 1 ? phase - 1 : phase;
      }
    }
  });
}

/** What the hills give back: four echoes and a haze between them. */
function addValley(far: Float32Array): void {
  const echoes = [0.131, 0.217, 0.359, 0.487].map((sec) => Math.round(sec * DEMO_SAMPLE_RATE_HZ));
  const line = new Float32Array(32768);
  let haze = 0;
  for (let i = 0; i < far.length; i++) {
    const sum =
      line[(i - echoes[0]!) & 32767]! * 0.34 -
      line[(i - echoes[1]!) & 32767]! * 0.3 +
      line[(i - echoes[2]!) & 32767]! * 0.27 +
      line[(i - echoes[3]!) & 32767]! * 0.24;
    haze += 0.11 * (sum - haze);
    const input = far[i]!;
    line[i & 32767] = input + haze * 0.6 + 1e-20;
    far[i] = 0.6 * input + 1.2 * haze;
  }
}
