import { cos, exp, hypot, InputError, log, sin } from '../../base/index.ts';
import { transformComplex } from '../../dsp/index.ts';
import { arrivalFrames, type EarArrivals, ringOffsets, smoothDelays } from './earDelays.ts';
import { completeSphere } from './lowerCap.ts';
import type { HrtfEar, HrtfSet } from './hrtfSet.ts';
import { minimumPhaseSpectrum, type Spectrum } from './minimumPhase.ts';
import { triangulateSphere, vertexWeights } from './sphereMesh.ts';
import { createBetweenReader, createSincKernel, type SincKernel } from './windowedSinc.ts';

/** What one ear heard of each direction. */
export interface MeasuredEar {
  readonly responses: readonly Float64Array[];
  /** Frames that each response has been cut short at its front: SOFA's Data.Delay. None where absent. */
  readonly delaysFrames?: Float64Array;
}

/** Impulse responses as measured, free field, one distance. */
export interface MeasuredHrtf {
  readonly name: string;
  readonly notice: string;
  readonly sampleRateHz: number;
  /** directions × 3, ADM axes, unit vectors, all different. */
  readonly directions: Float64Array;
  /** One ear, the left, where the head is symmetric; else left, then right. */
  readonly ears: readonly MeasuredEar[];
}

const RATE_HZ = 48000;
const TAPS = 212;
const LEAD_FRAMES = 36;
const FADE_IN_FRAMES = 16;
const FADE_OUT_FRAMES = 40;
const SIZE = 2048;
/** Enough of a response to measure it by, before it is cut to its taps. */
const LONG_TAPS = 512;
const LF_REPAIR_HZ = 150;
const EQUALISED_FROM_HZ = 80;
const EQUALISED_TO_HZ = 18500;
const MAX_EQUALISATION_NEPER = 1.9;
const TOP_FROM_HZ = 19600;
const TOP_TO_HZ = 23600;

/**
 * A renderable set from measured responses: arrivals made smooth and taken out, the rest kept with its phase; sphere completed; equalised to
 * a flat diffuse field at 0 dB; lows, which measurements lack, made those of a small head; 48 kHz, 212 taps.
 * @throws InputError `hrtf.coverage` where the directions do not surround the head
 */
export function prepareHrtfSet(measured: MeasuredHrtf): HrtfSet {
  const count = measured.directions.length / 3;
  if (count < 12) {
    throw new InputError('hrtf.coverage', `${count} directions are too few to blend between`, 'use a set that covers the sphere');
  }
  const { directions, rings } = completeSphere(measured.directions);
  const triangles = triangulateSphere(directions);
  const weights = vertexWeights(directions, triangles);
  const rateHz = measured.sampleRateHz;
  const ratio = rateHz / RATE_HZ;
  const kernel = createSincKernel(Math.min(0.94, 0.94 / ratio), 40 * Math.max(1, ratio));
  const arrivals = measured.ears.map(({ responses, delaysFrames }, side): EarArrivals => {
    const frames = arrivalFrames(responses).map((value, k) => value + (delaysFrames?.[k] ?? 0));
    return { frames, earSide: side === 0 ? -1 : 1 };
  });
  const offsets = ringOffsets(measured.directions, arrivals, rateHz);
  const ears = measured.ears.map(({ responses, delaysFrames }, side) => {
    const { frames, earSide } = arrivals[side]!;
    const settled = { frames: frames.map((value, k) => value - offsets[k]!), earSide };
    const delays = smoothDelays(measured.directions, settled, directions, rateHz);
    const spectra = responses.map((response, k) =>
      alignedSpectrum(kernel, response, delays[k]! + offsets[k]! - (delaysFrames?.[k] ?? 0), ratio),
    );
    return { delaysFrames: delays.map((d) => d / ratio), spectra: rings.extend(spectra) };
  });
  const earliest = Math.min(...ears.flatMap((ear) => [...ear.delaysFrames]));
  const all = ears.flatMap((ear) => ear.spectra);
  for (let round = 0; round < 3; round++) {
    flattenDiffuseField(all, weights, 1 / 3);
    if (round === 0) {
      all.forEach(repairLows);
    }
    all.forEach(cutToTaps);
  }
  all.forEach(silenceTop);
  return {
    name: measured.name,
    notice: measured.notice,
    sampleRateHz: RATE_HZ,
    taps: TAPS,
    leadFrames: LEAD_FRAMES,
    directions,
    triangles,
    ears: ears.map(({ delaysFrames, spectra }): HrtfEar => {
      const filters = new Float32Array((directions.length / 3) * TAPS);
      spectra.forEach((spectrum, k) => filters.set(taps(spectrum), k * TAPS));
      return { delaysFrames: delaysFrames.map((d) => d - earliest), filters };
    }),
  };
}

function alignedSpectrum(kernel: SincKernel, response: Float64Array, delayFrames: number, ratio: number): Spectrum {
  const re = new Float64Array(SIZE);
  const long = new Float64Array(LONG_TAPS);
  createBetweenReader(kernel, LONG_TAPS, delayFrames - LEAD_FRAMES * ratio, ratio).read(long, response);
  for (let k = 0; k < LONG_TAPS; k++) {
    re[k] = long[k]! * ratio * fade(k, LONG_TAPS);
  }
  const im = new Float64Array(SIZE);
  transformComplex(re, im);
  return { re, im };
}

/** Raised cosines at both ends of a filter. */
function fade(k: number, length: number): number {
  const left = length - 1 - k;
  const start = k < FADE_IN_FRAMES ? 0.5 - 0.5 * cos((Math.PI * (k + 0.5)) / FADE_IN_FRAMES) : 1;
  return left < FADE_OUT_FRAMES ? start * (0.5 - 0.5 * cos((Math.PI * (left + 0.5)) / FADE_OUT_FRAMES)) : start;
}

function taps(spectrum: Spectrum): Float64Array {
  const re = spectrum.re.slice();
  transformComplex(re, spectrum.im.slice(), true);
  return re.slice(0, TAPS);
}

function cutToTaps(spectrum: Spectrum): void {
  const { re, im } = spectrum;
  transformComplex(re, im, true);
  for (let k = 0; k < SIZE; k++) {
    re[k] = k < TAPS ? re[k]! * fade(k, TAPS) : 0;
  }
  im.fill(0);
  transformComplex(re, im);
}

/** The renderer delays filters by fractions of a frame, which is only possible where they have nothing near half the rate. */
function silenceTop({ re, im }: Spectrum): void {
  const from = (TOP_FROM_HZ / RATE_HZ) * SIZE;
  const to = (TOP_TO_HZ / RATE_HZ) * SIZE;
  for (let k = Math.ceil(from); k <= SIZE / 2; k++) {
    const gain = k < to ? 0.5 + 0.5 * cos((Math.PI * (k - from)) / (to - from)) : 0;
    for (const bin of [k, SIZE - k]) {
      re[bin] = re[bin]! * gain;
      im[bin] = im[bin]! * gain;
    }
  }
}

/** Multiplies every response by one minimum-phase filter, the inverse of their mean power smoothed over `octaves`. */
function flattenDiffuseField(spectra: readonly Spectrum[], weights: Float64Array, octaves: number): void {
  const power = new Float64Array(SIZE / 2 + 1);
  spectra.forEach(({ re, im }, k) => {
    const weight = weights[k % weights.length]! * (weights.length / spectra.length);
    for (let bin = 0; bin <= SIZE / 2; bin++) {
      power[bin] = power[bin]! + weight * (re[bin]! * re[bin]! + im[bin]! * im[bin]!);
    }
  });
  const logs = new Float64Array(SIZE);
  const from = Math.round((EQUALISED_FROM_HZ / RATE_HZ) * SIZE);
  const to = Math.round((EQUALISED_TO_HZ / RATE_HZ) * SIZE);
  const spread = exp((octaves / 2) * log(2));
  for (let bin = 0; bin <= SIZE / 2; bin++) {
    const centre = Math.min(to, Math.max(from, bin));
    const low = Math.round(centre / spread);
    const high = Math.min(to, Math.max(low, Math.round(centre * spread)));
    let sum = 0;
    for (let k = low; k <= high; k++) {
      sum += power[k]!;
    }
    const gain = -0.5 * log(Math.max(1e-12, sum / (high - low + 1)));
    logs[bin] = gain;
    logs[(SIZE - bin) % SIZE] = gain;
  }
  // The limit is about the curve's own middle, so that a set's level, whatever it is, comes to 0 dB.
  const middle = logs[Math.round((1000 / RATE_HZ) * SIZE)]!;
  for (let k = 0; k < SIZE; k++) {
    logs[k] = middle + Math.min(MAX_EQUALISATION_NEPER, Math.max(-MAX_EQUALISATION_NEPER, logs[k]! - middle));
  }
  const filter = minimumPhaseSpectrum(logs);
  for (const { re, im } of spectra) {
    for (let k = 0; k < SIZE; k++) {
      const t = re[k]! * filter.re[k]! - im[k]! * filter.im[k]!;
      im[k] = re[k]! * filter.im[k]! + im[k]! * filter.re[k]!;
      re[k] = t;
    }
  }
}

/** Below the crossover magnitude 1, and the phase delay that the octave above has: the head is small against the wave. */
function repairLows(spectrum: Spectrum): void {
  const { re, im } = spectrum;
  const omega = (2 * Math.PI) / SIZE;
  const bin = (hz: number): number => (hz / RATE_HZ) * SIZE;
  let above = 0;
  let below = 0;
  for (let k = Math.ceil(bin(200)); k <= bin(450); k++) {
    // The lead taken out first, what is left of the phase is far from wrapping.
    const c = cos(omega * k * LEAD_FRAMES);
    const s = sin(omega * k * LEAD_FRAMES);
    const x = re[k]! * c - im[k]! * s;
    const y = re[k]! * s + im[k]! * c;
    const angle = y / Math.max(1e-9, hypot(x, y));
    above -= angle * omega * k;
    below += omega * k * omega * k;
  }
  const delay = LEAD_FRAMES + above / below;
  for (let k = 0; k < bin(2 * LF_REPAIR_HZ); k++) {
    const octavesUp = k === 0 ? -1 : log(k / bin(LF_REPAIR_HZ)) / log(2);
    const kept = Math.min(1, Math.max(0, octavesUp + 0.5));
    const smooth = kept * kept * (3 - 2 * kept);
    re[k] = smooth * re[k]! + (1 - smooth) * cos(omega * k * delay);
    im[k] = smooth * im[k]! - (1 - smooth) * sin(omega * k * delay);
    if (k > 0) {
      re[SIZE - k] = re[k]!;
      im[SIZE - k] = -im[k]!;
    }
  }
}
