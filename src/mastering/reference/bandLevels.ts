import { BIQUAD_NUMBERS, designHighPass, designLowPass } from '../../base/index.ts';
import { writeKernelForm, type F32Block, type Kernels } from '../../dsp/index.ts';
import { LEVEL_CLASSES, levelClass } from './levelShares.ts';
import { DETECTOR_HIGH_PASS_HZ, MIX_BANDS } from './types.ts';

/** What one hop adds to a row of sums: counts of spans by class, and the power of each band. */
export const LEVEL_FIELDS = {
  /** By band, LEVEL_CLASSES each: peaks of the spans. */
  bands: 0,
  detector: MIX_BANDS.length * LEVEL_CLASSES,
  peak: (MIX_BANDS.length + 1) * LEVEL_CLASSES,
  /** By band: sums of squares of the loudest channel. */
  energies: (MIX_BANDS.length + 2) * LEVEL_CLASSES,
  frames: (MIX_BANDS.length + 2) * LEVEL_CLASSES + MIX_BANDS.length,
} as const;
export const LEVEL_FIELDS_LENGTH = LEVEL_FIELDS.frames + 1;

/** Spans of 10 ms in a hop of 100 ms. */
const SPANS = 10;
const BUTTERWORTH_Q = Math.SQRT1_2;

/** Levels of what a compressor hears: of the loudest channel of each moment, whole and by bands. */
export interface BandLevels {
  /** One hop: all channels' frames [0, lengthFrames); its row is added to from `at` on. @returns its largest magnitude of each channel, in `peaks` */
  pushHop(blocks: readonly F32Block[], lengthFrames: number, row: Float64Array, at: number, peaks: Float64Array): void;
}

/** @param heard channels that take part: LFE channels do not */
export function createBandLevels(kernels: Kernels, sampleRateHz: number, heard: readonly number[], maxFrames: number): BandLevels {
  const { heap, run } = kernels;
  const copies = heard.map(() => heap.f32(maxFrames));
  const from = heap.i32(Math.max(1, heard.length));
  const to = heap.i32(Math.max(1, heard.length));
  to.view.set(copies.map((block) => block.ptr));
  const loudest = new Float32Array(maxFrames);
  const filters = [
    ...MIX_BANDS.map(({ fromHz, toHz }, band) => {
      const top = band === MIX_BANDS.length - 1 ? Infinity : toHz;
      return { field: band, stages: crossover(band === 0 ? 0 : fromHz, top, sampleRateHz) };
    }),
    { field: -1, stages: stagesOf(1, (out) => designHighPass(out, 0, DETECTOR_HIGH_PASS_HZ, BUTTERWORTH_Q, sampleRateHz)) },
  ].map(({ field, stages }) => {
    if (stages === undefined) {
      return { field, coefficients: 0, count: -1, states: 0 };
    }
    const coefficients = heap.f64(Math.max(1, stages.length));
    coefficients.view.set(stages);
    const count = stages.length / BIQUAD_NUMBERS;
    return { field, coefficients: coefficients.ptr, count, states: heap.f64(2 * count * (heard.length + (heard.length % 2))).ptr };
  });

  const writeLoudest = (views: readonly Float32Array[], lengthFrames: number): void => {
    loudest.fill(0, 0, lengthFrames);
    for (const view of views) {
      for (let k = 0; k < lengthFrames; k++) {
        const level = Math.abs(view[k]!);
        if (level > loudest[k]!) {
          loudest[k] = level;
        }
      }
    }
  };
  const copyViews = copies.map((block) => block.view);

  return {
    pushHop(blocks, lengthFrames, row, at, peaks) {
      heard.forEach((channel, k) => {
        from.view[k] = blocks[channel]!.ptr;
        peaks[channel] = run.peakOf(blocks[channel]!.ptr, lengthFrames);
      });
      writeLoudest(
        heard.map((channel) => blocks[channel]!.view),
        lengthFrames,
      );
      countPeaks(row, at + LEVEL_FIELDS.peak, loudest, lengthFrames);
      row[at + LEVEL_FIELDS.frames] = row[at + LEVEL_FIELDS.frames]! + lengthFrames;
      for (const { field, coefficients, count, states } of filters) {
        if (count < 0) {
          continue;
        }
        run.copyChannels(to.ptr, from.ptr, heard.length, 0, lengthFrames);
        run.biquadCascade(to.ptr, heard.length, 0, lengthFrames, coefficients, count, states);
        writeLoudest(copyViews, lengthFrames);
        if (field < 0) {
          countMeans(row, at + LEVEL_FIELDS.detector, loudest, lengthFrames);
          continue;
        }
        countPeaks(row, at + LEVEL_FIELDS.bands + field * LEVEL_CLASSES, loudest, lengthFrames);
        let energy = 0;
        for (let k = 0; k < lengthFrames; k++) {
          energy += loudest[k]! * loudest[k]!;
        }
        row[at + LEVEL_FIELDS.energies + field] = row[at + LEVEL_FIELDS.energies + field]! + energy;
      }
    },
  };
}

function countPeaks(row: Float64Array, at: number, levels: Float32Array, lengthFrames: number): void {
  for (let span = 0; span < SPANS; span++) {
    let peak = 0;
    const end = Math.round(((span + 1) * lengthFrames) / SPANS);
    for (let k = Math.round((span * lengthFrames) / SPANS); k < end; k++) {
      peak = Math.max(peak, levels[k]!);
    }
    addTo(row, at, peak * peak);
  }
}

function countMeans(row: Float64Array, at: number, levels: Float32Array, lengthFrames: number): void {
  for (let span = 0; span < SPANS; span++) {
    let sum = 0;
    const start = Math.round((span * lengthFrames) / SPANS);
    const end = Math.round(((span + 1) * lengthFrames) / SPANS);
    for (let k = start; k < end; k++) {
      sum += levels[k]! * levels[k]!;
    }
    addTo(row, at, sum / Math.max(1, end - start));
  }
}

function addTo(row: Float64Array, at: number, power: number): void {
  const k = levelClass(power);
  if (k >= 0) {
    row[at + k] = row[at + k]! + 1;
  }
}

/** Linkwitz–Riley of the fourth order at each end that there is; undefined for a band that the rate does not reach. */
function crossover(fromHz: number, toHz: number, sampleRateHz: number): Float64Array | undefined {
  const reachHz = 0.4 * sampleRateHz;
  if (fromHz >= reachHz) {
    return undefined;
  }
  const designs: ((out: Float64Array) => void)[] = [];
  if (fromHz > 0) {
    const high = (out: Float64Array): void => designHighPass(out, 0, fromHz, BUTTERWORTH_Q, sampleRateHz);
    designs.push(high, high);
  }
  if (toHz < reachHz) {
    const low = (out: Float64Array): void => designLowPass(out, 0, toHz, BUTTERWORTH_Q, sampleRateHz);
    designs.push(low, low);
  }
  return stagesOf(designs.length, (out, stage) => designs[stage]!(out));
}

function stagesOf(count: number, design: (out: Float64Array, stage: number) => void): Float64Array {
  const stages = new Float64Array(count * BIQUAD_NUMBERS);
  const numbers = new Float64Array(BIQUAD_NUMBERS);
  for (let stage = 0; stage < count; stage++) {
    design(numbers, stage);
    writeKernelForm(stages, stage * BIQUAD_NUMBERS, numbers, 0);
  }
  return stages;
}
