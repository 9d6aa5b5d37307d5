import { besselI0, sin } from '../base/index.ts';
import type { Kernels } from '../dsp/index.ts';

/** Taps on each side of a half-way point, and Kaiser's β: flat to 0.485 of the sample rate. */
const HALF_TAPS = 128;
const LONG_BETA = 12;
/** The short FIR works at twice the rate, where the signal fills half the band: 12 taps leave −90 dB. */
const SHORT_HALF_TAPS = 6;
const SHORT_BETA = 9;
const FINE_PHASES = 16;
/** The bound's split: taps nearer than this count by their sum, those farther by their energy. */
const NEAR_FRAMES = 12;
/** Pairs of long taps that the kernel sums at first. */
const FIRST_TAPS = 32;
/** For the rounding of single precision. */
const SLACK = 1.0001;

/** Both FIRs, and the gains of the bounds by which stretches are skipped. */
export interface TruePeakTables {
  readonly longTaps: Float64Array;
  /** `FINE_PHASES` rows of 12: position k/16 between two points at twice the rate. */
  readonly shortTaps: readonly Float64Array[];
  /** |value| ≤ nearGain · largest sample within 64 frames + farGain · √energy within 192 frames. */
  readonly nearGain: number;
  readonly farGain: number;
  /** |value| ≤ the larger of the quarter points beside it + residualGain · largest sample within 192 frames. */
  readonly residualGain: number;
  /** The taps beyond the nearest 32 pairs add no more than restGain · √energy within 192 frames to a half-way point, nor to what lies between. */
  readonly restGain: number;
}

/** BS.1770-5 Annex 2, table: phases 0 and 1; phases 2 and 3 are their mirrors. */
export const ITU_PHASES: readonly number[] = [
  0.001708984375, 0.010986328125, -0.0196533203125, 0.033203125, -0.0594482421875, 0.1373291015625, 0.97216796875, -0.102294921875,
  0.047607421875, -0.026611328125, 0.014892578125, -0.00830078125, -0.0291748046875, 0.029296875, -0.0517578125, 0.089111328125,
  -0.16650390625, 0.465087890625, 0.77978515625, -0.2003173828125, 0.1015625, -0.0582275390625, 0.0330810546875, -0.0189208984375,
];

/** Kaiser-windowed sinc at distance t from its centre, `half` taps a side. */
function windowedSinc(t: number, half: number, beta: number): number {
  const u = t / half;
  if (Math.abs(u) >= 1) {
    return 0;
  }
  const sinc = t === 0 ? 1 : sin(Math.PI * t) / (Math.PI * t);
  return (sinc * besselI0(beta * Math.sqrt(1 - u * u))) / besselI0(beta);
}

export function designTruePeak(): TruePeakTables {
  const longTaps = Float64Array.from({ length: HALF_TAPS }, (_, j) => windowedSinc(j + 0.5, HALF_TAPS, LONG_BETA));
  const shortTaps = Array.from({ length: FINE_PHASES }, (_, k) =>
    Float64Array.from({ length: 2 * SHORT_HALF_TAPS }, (_, j) =>
      windowedSinc(j - SHORT_HALF_TAPS + 1 - k / FINE_PHASES, SHORT_HALF_TAPS, SHORT_BETA),
    ),
  );
  return { longTaps, shortTaps, ...bounds(longTaps, shortTaps), restGain: restOf(longTaps, shortTaps) };
}

/** Every position as one FIR on the samples gives the bounds, for any input whatever. */
function bounds(longTaps: Float64Array, shortTaps: readonly Float64Array[]): { nearGain: number; farGain: number; residualGain: number } {
  const positions = Array.from({ length: 2 * FINE_PHASES + 1 }, (_, k) => composite(k, longTaps, shortTaps));
  let nearGain = 0;
  let farGain = 0;
  let residualGain = 0;
  positions.forEach((taps, k) => {
    let near = 0;
    let far = 0;
    let residual = 0;
    const quarter = FINE_PHASES / 2;
    const low = positions[Math.floor(k / quarter) * quarter]!;
    const high = positions[Math.min(2 * FINE_PHASES, (Math.floor(k / quarter) + 1) * quarter)]!;
    const share = (k % quarter) / quarter;
    taps.forEach((tap, j) => {
      if (Math.abs(j - ORIGIN) <= NEAR_FRAMES) {
        near += Math.abs(tap);
      } else {
        far += tap * tap;
      }
      residual += Math.abs(tap - (1 - share) * low[j]! - share * high[j]!);
    });
    nearGain = Math.max(nearGain, near);
    farGain = Math.max(farGain, Math.sqrt(far));
    residualGain = Math.max(residualGain, residual);
  });
  return { nearGain: nearGain * SLACK, farGain: farGain * SLACK, residualGain: residualGain + SLACK - 1 };
}

/** By Cauchy and Schwarz on a half-way point; quarter points are short sums of such points. */
function restOf(longTaps: Float64Array, shortTaps: readonly Float64Array[]): number {
  const energy = longTaps.subarray(FIRST_TAPS).reduce((sum, tap) => sum + 2 * tap * tap, 0);
  const quarter = shortTaps[FINE_PHASES / 2]!;
  const odd = quarter.reduce((sum, tap, j) => sum + (j % 2 === 0 ? Math.abs(tap) : 0), 0);
  const even = quarter.reduce((sum, tap, j) => sum + (j % 2 === 0 ? 0 : Math.abs(tap)), 0);
  return Math.sqrt(energy) * Math.max(1, odd, even) * SLACK + (SLACK - 1) / 8;
}

const ORIGIN = HALF_TAPS + 8;

/** The meter's reading as one FIR a position: how many there are from a frame to the next, and how far each reaches to either side. */
export const TRUE_PEAK_POSITIONS = 2 * FINE_PHASES;
export const TRUE_PEAK_REACH = ORIGIN;

/** Position k of a frame is k / `TRUE_PEAK_POSITIONS` after it: 2 · `TRUE_PEAK_REACH` + 1 taps, the frame's own in the middle. */
export function truePeakPositions(): readonly Float64Array[] {
  designed ??= designTruePeak();
  const { longTaps, shortTaps } = designed;
  return Array.from({ length: TRUE_PEAK_POSITIONS }, (_, k) => composite(k, longTaps, shortTaps));
}

/** The FIR on samples (sample 0 at ORIGIN) that gives position k/32 after sample 0. */
function composite(k: number, longTaps: Float64Array, shortTaps: readonly Float64Array[]): Float64Array {
  const taps = new Float64Array(2 * ORIGIN + 1);
  // Point i at twice the rate: a sample when even, a half-way point when odd.
  const addPoint = (i: number, gain: number): void => {
    const frame = ORIGIN + Math.floor(i / 2);
    if (i % 2 === 0) {
      taps[frame] = taps[frame]! + gain;
      return;
    }
    for (let j = 0; j < HALF_TAPS; j++) {
      taps[frame - j] = taps[frame - j]! + gain * longTaps[j]!;
      taps[frame + 1 + j] = taps[frame + 1 + j]! + gain * longTaps[j]!;
    }
  };
  const first = Math.floor(k / FINE_PHASES);
  if (k % FINE_PHASES === 0) {
    addPoint(first, 1);
    return taps;
  }
  shortTaps[k % FINE_PHASES]!.forEach((gain, j) => addPoint(first + j - SHORT_HALF_TAPS + 1, gain));
  return taps;
}

let designed: TruePeakTables | undefined;

/** Writes the tables as the kernel reads them. */
export function writeTruePeakTables(kernels: Kernels): { readonly tables: number; readonly ituTaps: number } {
  designed ??= designTruePeak();
  const { longTaps, shortTaps, nearGain, farGain, residualGain, restGain } = designed;
  const block = kernels.heap.f32(4 + HALF_TAPS + 8 + 2 * SHORT_HALF_TAPS * FINE_PHASES + 4);
  const view = block.view;
  new DataView(view.buffer).setInt32(block.ptr, HALF_TAPS, true);
  view[1] = nearGain;
  view[2] = farGain;
  view[3] = residualGain;
  view.set(longTaps, 4);
  const quarterAt = 4 + HALF_TAPS;
  for (let j = 0; j < SHORT_HALF_TAPS; j++) {
    view[quarterAt + j] = shortTaps[FINE_PHASES / 2]![SHORT_HALF_TAPS + j]!;
  }
  const fineAt = quarterAt + 8;
  // Tap-major, 16 positions a tap; the sixteenth place repeats the quarter point.
  for (let tap = 0; tap < 2 * SHORT_HALF_TAPS; tap++) {
    for (let k = 0; k < FINE_PHASES; k++) {
      view[fineAt + tap * FINE_PHASES + k] = shortTaps[k === 0 ? FINE_PHASES / 2 : k]![tap]!;
    }
  }
  view[fineAt + 2 * SHORT_HALF_TAPS * FINE_PHASES] = restGain;
  const itu = kernels.heap.f32(ITU_PHASES.length);
  itu.view.set(ITU_PHASES);
  return { tables: block.ptr, ituTaps: itu.ptr };
}
