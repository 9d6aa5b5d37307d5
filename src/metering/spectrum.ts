import type { Planar } from '../audio/index.ts';
import { pow, powerToDb } from '../base/index.ts';
import { createRealFft, hannWindow, type Kernels } from '../dsp/index.ts';

/** Long-term power spectra of a stream. Powers of all bins add up to the mean square. */
export interface Spectra {
  readonly binHz: number;
  readonly bins: number;
  /** Transforms that went in. */
  readonly frames: number;
  /** Mean power by bin, one array a channel. */
  readonly powers: readonly Float64Array[];
  /** Real cross power by bin of the pair asked for; zeros without one. */
  readonly crossPowers: Float64Array;
  /** The quietest tenth of the stream (no digital silence): summed over channels, up to `QUIET_TOP_HZ` by bin. */
  readonly quiet: { readonly frames: number; readonly powers: Float64Array; readonly levelDb: number; readonly thirdOctaves: Float64Array };
  /** Power in [fromHz, toHz), of one channel or of all. */
  bandPower(fromHz: number, toHz: number, channel?: number): number;
}

export interface SpectrumMeter {
  /** Never allocates. */
  push(channels: Planar, startFrame: number, lengthFrames: number): void;
  /** Ends the stream. A stream shorter than one transform counts as one. */
  finish(): Spectra;
}

/** Centres of the third-octave bands. @source IEC 61260-1, base ten */
export const THIRD_OCTAVES_HZ: readonly number[] = Array.from({ length: 31 }, (_, k) => 1000 * pow(10, (k - 17) / 10));
/** Up to where the quiet spectrum is kept by bin: mains hum and its harmonics. */
export const QUIET_TOP_HZ = 420;

const QUIET_SHARE = 0.1;
const MIN_QUIET_FRAMES = 3;
/** Frames are sorted by level into classes of 2 dB, from here up. */
const LOWEST_CLASS_DB = -130;
const CLASS_DB = 2;
const CLASSES = 70;

/** The transform's size at a rate: bins of about 3 Hz. */
export function spectrumSizeAt(sampleRateHz: number): number {
  let size = 256;
  while (size < 65536 && size * 2 <= sampleRateHz * 0.35) {
    size *= 2;
  }
  return size;
}

/** @param pair of channels whose cross power is wanted */
export function createSpectrumMeter(
  kernels: Kernels,
  options: { readonly sampleRateHz: number; readonly channels: number; readonly pair?: readonly [number, number] },
): SpectrumMeter {
  const { heap } = kernels;
  const { sampleRateHz, channels, pair } = options;
  const size = spectrumSizeAt(sampleRateHz);
  const bins = size / 2 + 1;
  const binHz = sampleRateHz / size;
  const fft = createRealFft(kernels, size);
  const window = hannWindow(size);
  const energy = window.reduce((sum, w) => sum + w * w, 0);
  const scale = 2 / (size * energy);
  const lanes = Math.ceil(channels / 4) * 4;
  const inputs = Array.from({ length: lanes }, () => heap.f32(size));
  const spectra = Array.from({ length: lanes }, () => heap.f32(fft.rowLength));
  const tables = Array.from({ length: lanes / 4 }, (_, g) => {
    const from = heap.i32(4);
    const to = heap.i32(4);
    for (let k = 0; k < 4; k++) {
      from.view[k] = inputs[g * 4 + k]!.ptr;
      to.view[k] = spectra[g * 4 + k]!.ptr;
    }
    return { from: from.ptr, to: to.ptr };
  });
  const powers = Array.from({ length: channels }, () => new Float64Array(bins));
  const crossPowers = new Float64Array(bins);
  const total = new Float64Array(bins);
  const quietBins = Math.min(bins, Math.ceil(QUIET_TOP_HZ / binHz) + 1);
  const bandOfBin = Int8Array.from({ length: bins }, (_, k) => thirdOctaveOf(k * binHz));
  const classes = Array.from({ length: CLASSES }, () => ({
    frames: 0,
    powers: new Float64Array(quietBins),
    bands: new Float64Array(THIRD_OCTAVES_HZ.length),
    sum: 0,
  }));
  let filled = 0;
  let frames = 0;

  const transform = (): void => {
    for (let c = 0; c < channels; c++) {
      const view = inputs[c]!.view;
      for (let k = 0; k < size; k++) {
        view[k] = view[k]! * window[k]!;
      }
    }
    for (const { from, to } of tables) {
      fft.forward4(to, from);
    }
    total.fill(0);
    for (let c = 0; c < channels; c++) {
      const row = spectra[c]!.view;
      const sum = powers[c]!;
      for (let k = 0; k < bins; k++) {
        const re = row[k]!;
        const im = row[fft.imaginaryOffset + k]!;
        const power = (re * re + im * im) * scale;
        sum[k] = sum[k]! + power;
        total[k] = total[k]! + power;
      }
    }
    if (pair !== undefined) {
      const left = spectra[pair[0]]!.view;
      const right = spectra[pair[1]]!.view;
      for (let k = 0; k < bins; k++) {
        const j = fft.imaginaryOffset + k;
        crossPowers[k] = crossPowers[k]! + (left[k]! * right[k]! + left[j]! * right[j]!) * scale;
      }
    }
    sortByLevel();
    frames += 1;
    filled = 0;
  };
  const sortByLevel = (): void => {
    let sum = 0;
    for (let k = 0; k < bins; k++) {
      sum += total[k]!;
    }
    const index = Math.floor((powerToDb(sum) - LOWEST_CLASS_DB) / CLASS_DB);
    if (!(index >= 0)) {
      return;
    }
    const level = classes[Math.min(CLASSES - 1, index)]!;
    level.frames += 1;
    level.sum += sum;
    for (let k = 0; k < quietBins; k++) {
      level.powers[k] = level.powers[k]! + total[k]!;
    }
    for (let k = 0; k < bins; k++) {
      const band = bandOfBin[k]!;
      if (band >= 0) {
        level.bands[band] = level.bands[band]! + total[k]!;
      }
    }
  };

  return {
    push(planar, startFrame, lengthFrames) {
      let at = startFrame;
      let left = lengthFrames;
      while (left > 0) {
        const count = Math.min(left, size - filled);
        for (let c = 0; c < channels; c++) {
          const from = planar[c]!;
          const to = inputs[c]!.view;
          for (let k = 0; k < count; k++) {
            to[filled + k] = from[at + k]!;
          }
        }
        filled += count;
        at += count;
        left -= count;
        if (filled === size) {
          transform();
        }
      }
    },
    finish() {
      if (frames === 0 && filled > 0) {
        const share = size / filled;
        inputs.forEach((input) => input.view.fill(0, filled));
        transform();
        powers.forEach((power) => scaleBy(power, share));
        scaleBy(crossPowers, share);
      }
      powers.forEach((power) => scaleBy(power, 1 / Math.max(1, frames)));
      scaleBy(crossPowers, 1 / Math.max(1, frames));
      return {
        binHz,
        bins,
        frames,
        powers,
        crossPowers,
        quiet: quietest(classes, quietBins),
        bandPower(fromHz, toHz, channel) {
          const first = Math.max(0, Math.ceil(fromHz / binHz));
          const end = Math.min(bins, Math.ceil(toHz / binHz));
          let sum = 0;
          for (const power of channel === undefined ? powers : [powers[channel]!]) {
            for (let k = first; k < end; k++) {
              sum += power[k]!;
            }
          }
          return sum;
        },
      };
    },
  };
}

function thirdOctaveOf(hz: number): number {
  const edge = pow(10, 0.05);
  return THIRD_OCTAVES_HZ.findIndex((centre) => hz >= centre / edge && hz < centre * edge);
}

function scaleBy(values: Float64Array, factor: number): void {
  for (let k = 0; k < values.length; k++) {
    values[k] = values[k]! * factor;
  }
}

interface LevelClass {
  readonly frames: number;
  readonly powers: Float64Array;
  readonly bands: Float64Array;
  readonly sum: number;
}

function quietest(classes: readonly LevelClass[], quietBins: number): Spectra['quiet'] {
  const wanted = Math.max(MIN_QUIET_FRAMES, QUIET_SHARE * classes.reduce((sum, level) => sum + level.frames, 0));
  const powers = new Float64Array(quietBins);
  const thirdOctaves = new Float64Array(THIRD_OCTAVES_HZ.length);
  let frames = 0;
  let sum = 0;
  for (const level of classes) {
    if (frames >= wanted) {
      break;
    }
    frames += level.frames;
    sum += level.sum;
    level.powers.forEach((power, k) => (powers[k] = powers[k]! + power));
    level.bands.forEach((power, k) => (thirdOctaves[k] = thirdOctaves[k]! + power));
  }
  const share = 1 / Math.max(1, frames);
  scaleBy(powers, share);
  scaleBy(thirdOctaves, share);
  return { frames, powers, thirdOctaves, levelDb: powerToDb(sum * share) };
}

/** Third-octave levels, dB (mean square), of a band-power function; −Infinity above the Nyquist frequency. */
export function thirdOctaveLevelsDb(spectra: Spectra, channel?: number): number[] {
  const edge = pow(10, 0.05);
  return THIRD_OCTAVES_HZ.map((centre) => powerToDb(spectra.bandPower(centre / edge, centre * edge, channel)));
}
