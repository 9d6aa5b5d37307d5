import type { Planar } from '../audio/index.ts';
import { pow, powerToDb } from '../base/index.ts';
import { createRealFft, hannWindow, type F32Block, type Kernels } from '../dsp/index.ts';
import { QUANTUM_FRAMES } from '../render/index.ts';
import { METER_FLOOR_DB, METER_SPECTRUM_BANDS, METERS } from './liveMeters.ts';

/** Bins of about 6 Hz. */
const MAX_BIN_HZ = 6;
const TRANSFORMS_PER_SEC = 20;
const FALL_DB_PER_SEC = 20;
/** Without a new transform for this long nothing sounds any more. */
const STALE_SEC = 0.15;
const LOWEST_HZ = 20;

/** Live spectra of the mix and of what is heard, all channels' power together: mean square by sixth octave. */
export interface SpectrumBank {
  /** Takes a quantum of both. Never allocates. @param isSame what is heard is the mix */
  push(mix: Planar, heard: Planar, isSame: boolean): void;
  publish(meters: Float32Array, elapsedSec: number): void;
}

/** Centre of a band of the snapshot, 20 Hz to 20 kHz. */
export function spectrumBandHz(band: number): number {
  return LOWEST_HZ * pow(10, band / 20);
}

export function createSpectrumBank(kernels: Kernels, channels: number, sampleRateHz: number): SpectrumBank {
  let size = 4096;
  while (sampleRateHz / size > MAX_BIN_HZ) {
    size *= 2;
  }
  const hopQuanta = Math.max(1, Math.round(sampleRateHz / (TRANSFORMS_PER_SEC * QUANTUM_FRAMES)));
  const transform = createTransform(kernels, size, sampleRateHz);
  const mixRing = createRing(kernels, channels, size);
  const heardRing = createRing(kernels, channels, size);
  const mixDb = createShown();
  const heardDb = createShown();
  let wasSame = false;
  let quanta = 0;
  return {
    push(mix, heard, isSame) {
      mixRing.push(mix);
      heardRing.push(heard);
      wasSame = isSame;
      quanta += 1;
      if (quanta % hopQuanta === 0) {
        transform(mixRing, mixDb.levels);
        mixDb.ageSec = 0;
        if (!wasSame) {
          transform(heardRing, heardDb.levels);
        }
        heardDb.ageSec = 0;
      }
    },
    publish(meters, elapsedSec) {
      show(mixDb, mixDb.levels, meters, METERS.mixSpectrumDb, elapsedSec);
      show(heardDb, wasSame ? mixDb.levels : heardDb.levels, meters, METERS.heardSpectrumDb, elapsedSec);
    },
  };
}

interface Ring {
  readonly blocks: readonly F32Block[];
  /** Frames that still are not silent, by channel. */
  readonly sounding: Int32Array;
  readonly position: number;
  push(signal: Planar): void;
}

function createRing({ run, heap }: Kernels, channels: number, size: number): Ring {
  const blocks = Array.from({ length: channels }, () => heap.f32(size));
  const views = blocks.map((block) => block.view);
  const sounding = new Int32Array(channels);
  let position = 0;
  return {
    blocks,
    sounding,
    get position() {
      return position;
    },
    push(signal) {
      for (let c = 0; c < channels; c++) {
        const to = views[c]!;
        const from = signal[c]!;
        for (let k = 0; k < QUANTUM_FRAMES; k++) {
          to[position + k] = from[k]!;
        }
        const isSounding = run.peakOf(blocks[c]!.ptr + 4 * position, QUANTUM_FRAMES) > 0;
        sounding[c] = isSounding ? size : Math.max(0, sounding[c]! - QUANTUM_FRAMES);
      }
      position = (position + QUANTUM_FRAMES) % size;
    },
  };
}

/** Levels of a ring's bands, four channels a transform; silent channels are left out. */
function createTransform(kernels: Kernels, size: number, sampleRateHz: number): (ring: Ring, levels: Float32Array) => void {
  const { heap } = kernels;
  const bins = size / 2;
  const fft = createRealFft(kernels, size);
  const window = hannWindow(size);
  const scale = 2 / (size * window.reduce((sum, w) => sum + w * w, 0));
  const inputs = Array.from({ length: 4 }, () => heap.f32(size));
  const spectra = Array.from({ length: 4 }, () => heap.f32(fft.rowLength));
  const inputTable = heap.i32(4);
  inputTable.view.set(inputs.map((block) => block.ptr));
  const spectraTable = heap.i32(4);
  spectraTable.view.set(spectra.map((block) => block.ptr));
  const powers = new Float64Array(bins);
  const { bands, shares, starts } = bandsOfBins(bins, sampleRateHz / size);
  const bandPowers = new Float64Array(METER_SPECTRUM_BANDS);

  const takeLane = (lane: number, ring: Ring, channel: number): void => {
    const to = inputs[lane]!.view;
    const from = ring.blocks[channel]!.view;
    const { position } = ring;
    const first = size - position;
    for (let k = 0; k < first; k++) {
      to[k] = from[position + k]! * window[k]!;
    }
    for (let k = first; k < size; k++) {
      to[k] = from[k - first]! * window[k]!;
    }
  };
  const addPowers = (lanes: number): void => {
    fft.forward4(spectraTable.ptr, inputTable.ptr);
    for (let lane = 0; lane < lanes; lane++) {
      const row = spectra[lane]!.view;
      for (let k = 1; k < bins; k++) {
        const re = row[k]!;
        const im = row[fft.imaginaryOffset + k]!;
        powers[k] = powers[k]! + re * re + im * im;
      }
    }
  };

  return (ring, levels) => {
    powers.fill(0);
    let lanes = 0;
    for (let c = 0; c < ring.blocks.length; c++) {
      if (ring.sounding[c]! > 0) {
        takeLane(lanes, ring, c);
        lanes += 1;
      }
      if (lanes === 4) {
        addPowers(4);
        lanes = 0;
      }
    }
    if (lanes > 0) {
      addPowers(lanes);
    }
    bandPowers.fill(0);
    for (let k = 1; k < bins; k++) {
      for (let at = starts[k]!; at < starts[k + 1]!; at++) {
        bandPowers[bands[at]!] = bandPowers[bands[at]!]! + powers[k]! * shares[at]!;
      }
    }
    for (let band = 0; band < METER_SPECTRUM_BANDS; band++) {
      levels[band] = Math.max(METER_FLOOR_DB, powerToDb(bandPowers[band]! * scale));
    }
  };
}

/** Bin k gives shares[starts[k] … starts[k + 1]) of its power to those bands: the lowest bands are narrower than a bin. */
function bandsOfBins(
  bins: number,
  binHz: number,
): { readonly bands: Uint8Array; readonly shares: Float64Array; readonly starts: Int32Array } {
  const bands: number[] = [];
  const shares: number[] = [];
  const starts = new Int32Array(bins + 1);
  const edge = pow(10, 1 / 40);
  for (let k = 1; k < bins; k++) {
    starts[k] = bands.length;
    for (let band = 0; band < METER_SPECTRUM_BANDS; band++) {
      const centreHz = spectrumBandHz(band);
      const insideHz = Math.min((k + 0.5) * binHz, centreHz * edge) - Math.max((k - 0.5) * binHz, centreHz / edge);
      if (insideHz > 0) {
        bands.push(band);
        shares.push(insideHz / binHz);
      }
    }
  }
  starts[bins] = bands.length;
  return { bands: Uint8Array.from(bands), shares: Float64Array.from(shares), starts };
}

interface Shown {
  readonly levels: Float32Array;
  readonly shown: Float32Array;
  ageSec: number;
}

function createShown(): Shown {
  const floor = (): Float32Array => new Float32Array(METER_SPECTRUM_BANDS).fill(METER_FLOOR_DB);
  return { levels: floor(), shown: floor(), ageSec: STALE_SEC };
}

function show(state: Shown, levels: Float32Array, meters: Float32Array, at: number, elapsedSec: number): void {
  const { shown } = state;
  const isStale = state.ageSec >= STALE_SEC;
  for (let band = 0; band < METER_SPECTRUM_BANDS; band++) {
    const level = isStale ? METER_FLOOR_DB : levels[band]!;
    shown[band] = Math.max(level, shown[band]! - FALL_DB_PER_SEC * elapsedSec, METER_FLOOR_DB);
    meters[at + band] = shown[band]!;
  }
  state.ageSec += elapsedSec;
}
