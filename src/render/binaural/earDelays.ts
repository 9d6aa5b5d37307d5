import { acos, log } from '../../base/index.ts';
import { transformComplex } from '../../dsp/index.ts';
import { minimumPhaseSpectrum } from './minimumPhase.ts';
import { evaluateSmooth, fitSmooth } from './sphericalHarmonics.ts';

const SPEED_OF_SOUND_M_PER_SEC = 343;
const OVERSAMPLING = 8;

/** Where in each response the wave arrives, in frames: the lag at which it is most like its own minimum-phase version. */
export function arrivalFrames(responses: readonly ArrayLike<number>[]): Float64Array {
  return Float64Array.from(responses, (response) => lagOfMinimumPhase(response));
}

/** One ear's arrivals in frames, one a direction. earSide: −1 left, 1 right. */
export interface EarArrivals {
  readonly frames: Float64Array;
  readonly earSide: -1 | 1;
}

/**
 * By how many frames each measured direction is late or early as a whole, both ears alike: sets measured ring by ring start their rings at
 * different moments, which nobody hears and which would spoil every blend between rings. The median, over each elevation, of what a sphere's
 * delays leave of the arrivals.
 * @param directions n × 3
 */
export function ringOffsets(directions: Float64Array, ears: readonly EarArrivals[], sampleRateHz: number): Float64Array {
  const count = directions.length / 3;
  const ringOf = Array.from({ length: count }, (_, k) => Math.round(directions[3 * k + 2]! * 200));
  const offsets = new Float64Array(count);
  for (let round = 0; round < 4; round++) {
    const rests = new Map<number, number[]>();
    for (const { frames, earSide } of ears) {
      const settled = frames.map((value, k) => value - offsets[k]!);
      const sphere = fitSphere(directions, settled, earSide, sampleRateHz);
      for (let k = 0; k < count; k++) {
        const rest = settled[k]! - sphere(directions[3 * k]!, directions[3 * k + 1]!, directions[3 * k + 2]!);
        const ring = rests.get(ringOf[k]!);
        if (ring === undefined) {
          rests.set(ringOf[k]!, [rest]);
        } else {
          ring.push(rest);
        }
      }
    }
    for (let k = 0; k < count; k++) {
      const ring = rests.get(ringOf[k]!)!.toSorted((a, b) => a - b);
      offsets[k] = offsets[k]! + 0.5 * (ring[Math.floor((ring.length - 1) / 2)]! + ring[Math.ceil((ring.length - 1) / 2)]!);
    }
  }
  return offsets;
}

/**
 * Arrivals made smooth over direction: a rigid sphere's delays, fitted, and what they leave fitted again by low spherical harmonics. Values where
 * nothing was measured follow the sphere.
 * @param directions  n × 3, where the ear was measured, ring offsets already taken from its arrivals
 * @param wanted      m × 3, where delays are asked for
 */
export function smoothDelays(
  directions: Float64Array,
  { frames, earSide }: EarArrivals,
  wanted: Float64Array,
  sampleRateHz: number,
): Float64Array {
  const sphere = fitSphere(directions, frames, earSide, sampleRateHz);
  const count = frames.length;
  const extra = unmeasured(directions, wanted);
  const all = new Float64Array((count + extra.length) * 3);
  const rest = new Float64Array(count + extra.length);
  const trust = new Float64Array(count + extra.length).fill(1);
  all.set(directions);
  for (let k = 0; k < count; k++) {
    rest[k] = frames[k]! - sphere(directions[3 * k]!, directions[3 * k + 1]!, directions[3 * k + 2]!);
  }
  extra.forEach((from, k) => {
    all.set(wanted.subarray(3 * from, 3 * from + 3), 3 * (count + k));
    trust[count + k] = 0.2;
  });
  const coefficients = fitSmooth(all, rest, trust, count >= 60 ? 6 : 4, 1e-7);
  return Float64Array.from({ length: wanted.length / 3 }, (_, k) => {
    const [x, y, z] = [wanted[3 * k]!, wanted[3 * k + 1]!, wanted[3 * k + 2]!];
    return sphere(x, y, z) + evaluateSmooth(coefficients, x, y, z);
  });
}

/** Indices of wanted directions farther than 15° from everything measured. */
function unmeasured(directions: Float64Array, wanted: Float64Array): number[] {
  const far: number[] = [];
  for (let k = 0; k < wanted.length; k += 3) {
    let nearest = -1;
    for (let j = 0; j < directions.length; j += 3) {
      nearest = Math.max(nearest, directions[j]! * wanted[k]! + directions[j + 1]! * wanted[k + 1]! + directions[j + 2]! * wanted[k + 2]!);
    }
    if (nearest < 0.966) {
      far.push(k / 3);
    }
  }
  return far;
}

/**
 * Delay of a plane wave at an ear of a rigid sphere: straight in on the near side, around the curve on the far side.
 * @source Woodworth and Schlosberg, Experimental Psychology, 1954
 */
function fitSphere(
  directions: Float64Array,
  arrivals: Float64Array,
  earSide: -1 | 1,
  sampleRateHz: number,
): (x: number, y: number, z: number) => number {
  const path = (cosine: number): number => (cosine >= 0 ? -cosine : acos(Math.max(-1, cosine)) - Math.PI / 2);
  const best = { error: Infinity, offset: 0, slope: 0, ear: [earSide as number, 0, 0] };
  for (let back = -4; back <= 0; back++) {
    for (let down = -3; down <= 1; down++) {
      const length = Math.sqrt(1 + (back * back + down * down) / 100);
      const ear = [earSide / length, back / 10 / length, down / 10 / length];
      let [n, sp, sa, spp, spa] = [0, 0, 0, 0, 0];
      for (let k = 0; k < arrivals.length; k++) {
        const p = path(directions[3 * k]! * ear[0]! + directions[3 * k + 1]! * ear[1]! + directions[3 * k + 2]! * ear[2]!);
        n += 1;
        sp += p;
        sa += arrivals[k]!;
        spp += p * p;
        spa += p * arrivals[k]!;
      }
      const slope = (n * spa - sp * sa) / (n * spp - sp * sp);
      const offset = (sa - slope * sp) / n;
      let error = 0;
      for (let k = 0; k < arrivals.length; k++) {
        const p = path(directions[3 * k]! * ear[0]! + directions[3 * k + 1]! * ear[1]! + directions[3 * k + 2]! * ear[2]!);
        error += Math.abs(arrivals[k]! - offset - slope * p);
      }
      if (error < best.error) {
        Object.assign(best, { error, offset, slope, ear });
      }
    }
  }
  // A head between 6 and 12 cm of radius, whatever the onsets say.
  const framesPerRadius = (radiusM: number): number => (radiusM / SPEED_OF_SOUND_M_PER_SEC) * sampleRateHz;
  const slope = Math.min(framesPerRadius(0.12), Math.max(framesPerRadius(0.06), best.slope));
  return (x, y, z) => best.offset + slope * path(x * best.ear[0]! + y * best.ear[1]! + z * best.ear[2]!);
}

function lagOfMinimumPhase(response: ArrayLike<number>): number {
  const size = 4 * powerOfTwoAbove(response.length);
  const re = Float64Array.from({ length: size }, (_, k) => response[k] ?? 0);
  const im = new Float64Array(size);
  transformComplex(re, im);
  const logs = Float64Array.from(re, (value, k) => 0.5 * log(Math.max(1e-20, value * value + im[k]! * im[k]!)));
  const minimum = minimumPhaseSpectrum(logs);
  // Cross-spectrum with the minimum-phase version, zero-padded for a finer lag.
  const fine = size * OVERSAMPLING;
  const crossRe = new Float64Array(fine);
  const crossIm = new Float64Array(fine);
  for (let k = 1; k < size / 2; k++) {
    const pr = re[k]! * minimum.re[k]! + im[k]! * minimum.im[k]!;
    const pi = im[k]! * minimum.re[k]! - re[k]! * minimum.im[k]!;
    crossRe[k] = pr;
    crossIm[k] = pi;
    crossRe[fine - k] = pr;
    crossIm[fine - k] = -pi;
  }
  transformComplex(crossRe, crossIm, true);
  let peak = 0;
  const limit = response.length * OVERSAMPLING;
  for (let k = 1; k < limit; k++) {
    if (crossRe[k]! > crossRe[peak]!) {
      peak = k;
    }
  }
  const before = crossRe[(peak + fine - 1) % fine]!;
  const after = crossRe[peak + 1]!;
  const bend = before - 2 * crossRe[peak]! + after;
  return (peak + (bend < 0 ? (0.5 * (before - after)) / bend : 0)) / OVERSAMPLING;
}

function powerOfTwoAbove(value: number): number {
  let size = 1;
  while (size < value) {
    size *= 2;
  }
  return size;
}
