import { BIQUAD_NUMBERS, cos, log2, sin } from '../base/index.ts';
import { createLinearPhaseFilter, transformComplex } from '../dsp/index.ts';
import type { Kernels } from '../dsp/index.ts';
import { EQ_DEFAULT_Q, EQ_MAX_BANDS, EQ_MAX_STAGES_PER_BAND, activeEqBands, designEqBand, eqBandStageCount } from '../scene/index.ts';
import type { EqBand, EqSettings, ProcessorSettings } from '../scene/index.ts';
import type { Processor, ProcessorOptions } from './types.ts';

/** A third of a second: a bell at 50 Hz with a q of 2, or a high-pass of 24 dB an octave at 30 Hz, is within 0.02 dB of its curve. */
const TAPS_AT_48_KHZ = 16384;
const BLOCKS_PER_RESPONSE = 16;
/** The outermost part of the response, of which nothing should be left, fades out. */
const TAPER_RATIO = 0.125;

/**
 * The equalizer of the same settings with every frequency late alike. New settings fade in over one block, 21 ms, from the next whole block
 * on. Switched off, or flat, it is a delay to the bit.
 */
export function createLinearEq(kernels: Kernels, initial: EqSettings, options: ProcessorOptions): Processor {
  const { channels, sampleRateHz } = options;
  const octaves = Math.round(log2(sampleRateHz / 48000));
  const taps = octaves < 0 ? TAPS_AT_48_KHZ >> -octaves : TAPS_AT_48_KHZ << octaves;
  const filter = createLinearPhaseFilter(kernels, channels, taps, taps / BLOCKS_PER_RESPONSE);
  const designResponse = createResponseDesign(taps, sampleRateHz);
  filter.load(designResponse(activeEqBands(initial)));
  filter.reset();
  return {
    latencyFrames: filter.latencyFrames,
    tailFrames: filter.tailFrames,
    gainReductionDb: 0,
    process(channelTable, lengthFrames, startFrame = 0) {
      filter.process(channelTable, lengthFrames, startFrame);
    },
    setSettings(next: ProcessorSettings) {
      if (next.kind !== 'eq' || next.phase !== 'linear' || (next.bands?.length ?? 0) > EQ_MAX_BANDS) {
        return false;
      }
      filter.load(designResponse(activeEqBands(next)));
      return true;
    },
    reset: filter.reset,
  };
}

/** Bands → their symmetric response about taps / 2; undefined where they do nothing. The array is the same every time. */
function createResponseDesign(taps: number, sampleRateHz: number): (bands: readonly EqBand[]) => Float64Array | undefined {
  // Twice as many points as taps: what the response has beyond its taps folds back only where it is nothing.
  const size = 2 * taps;
  const re = new Float64Array(size);
  const im = new Float64Array(size);
  const response = new Float64Array(taps);
  const powers = new Float64Array(taps + 1);
  const phis = Float64Array.from({ length: taps + 1 }, (_, bin) => {
    const s = sin((Math.PI * bin) / size);
    return s * s;
  });
  const numbers = new Float64Array(EQ_MAX_STAGES_PER_BAND * BIQUAD_NUMBERS);
  const half = taps / 2;
  const taperFrames = Math.round(TAPER_RATIO * half);
  const taper = Float64Array.from({ length: taperFrames }, (_, k) => 0.5 + 0.5 * cos((Math.PI * (k + 1)) / (taperFrames + 1)));
  return (bands) => {
    powers.fill(1);
    for (const band of bands) {
      designEqBand(numbers, 0, band, band.frequencyHz, band.gainDb ?? 0, band.q ?? EQ_DEFAULT_Q, sampleRateHz);
      for (let stage = 0; stage < eqBandStageCount(band); stage++) {
        multiplyPowers(powers, phis, numbers, stage * BIQUAD_NUMBERS);
      }
    }
    if (powers.every((power) => power === 1)) {
      return undefined;
    }
    for (let bin = 0; bin <= taps; bin++) {
      const magnitude = Math.sqrt(powers[bin]!);
      re[bin] = magnitude;
      re[(size - bin) % size] = magnitude;
    }
    im.fill(0);
    transformComplex(re, im, true);
    response[0] = 0;
    response[half] = re[0]!;
    for (let k = 1; k < half; k++) {
      const tap = re[k]! * (k < half - taperFrames ? 1 : taper[k - half + taperFrames]!);
      response[half - k] = tap;
      response[half + k] = tap;
    }
    return response;
  };
}

/** powers[k] *= |H|² at phis[k] = sin²(ω/2). @see biquadPower */
function multiplyPowers(powers: Float64Array, phis: Float64Array, numbers: Float64Array, at: number): void {
  const b0 = numbers[at]!;
  const b1 = numbers[at + 1]!;
  const b2 = numbers[at + 2]!;
  const a1 = numbers[at + 3]!;
  const a2 = numbers[at + 4]!;
  const bDc = (b0 + b1 + b2) * (b0 + b1 + b2);
  const aDc = (1 + a1 + a2) * (1 + a1 + a2);
  const bNyquist = (b0 - b1 + b2) * (b0 - b1 + b2);
  const aNyquist = (1 - a1 + a2) * (1 - a1 + a2);
  const bCross = 16 * b0 * b2;
  const aCross = 16 * a2;
  for (let k = 0; k < powers.length; k++) {
    const phi = phis[k]!;
    const rest = 1 - phi;
    const above = bDc * rest + bNyquist * phi - bCross * phi * rest;
    const below = aDc * rest + aNyquist * phi - aCross * phi * rest;
    powers[k] = powers[k]! * (Math.max(0, above) / below);
  }
}
