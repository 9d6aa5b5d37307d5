import { pow } from '../../base/index.ts';
import { createRealFft, hannWindow, type F32Block, type Kernels } from '../../dsp/index.ts';
import { spectrumSizeAt, THIRD_OCTAVES_HZ } from '../../metering/index.ts';

export const BANDS = THIRD_OCTAVES_HZ.length;

/** What one transform adds to a row of sums: see BAND_FIELDS. */
export const BAND_FIELDS = {
  left: 0,
  right: BANDS,
  /** Real part of left times right, conjugated. */
  cross: 2 * BANDS,
  heights: 3 * BANDS,
  transforms: 4 * BANDS,
} as const;
export const BAND_FIELDS_LENGTH = 4 * BANDS + 1;

/** Sums over the whole programme. */
export interface WholeSums {
  subsonic: number;
  total: number;
  lfe: number;
  lfeAbove: number;
  transforms: number;
}

/** Lanes of the transforms: the stereo fold, its heights alone, and the LFE. */
export const LANES = { left: 0, right: 1, heightLeft: 2, heightRight: 3, lfe: 4 } as const;

/** Third-octave powers of the lanes, transform by transform: windows of about a third of a second, one after the other. */
export interface ThirdOctaveBank {
  /** Takes frames of every lane, and adds each transform that fills up to the row. @returns nothing kept: rows are the caller's */
  push(lanes: readonly F32Block[], lengthFrames: number, row: Float64Array): void;
  /** Of a stream shorter than one transform, what there is of it. */
  flush(row: Float64Array): void;
  readonly whole: WholeSums;
}

const SUBSONIC_HZ = [6, 18] as const;
const LFE_TOP_HZ = 150;

export function createThirdOctaveBank(kernels: Kernels, sampleRateHz: number, lanes: number): ThirdOctaveBank {
  const { heap } = kernels;
  const size = spectrumSizeAt(sampleRateHz);
  const binHz = sampleRateHz / size;
  const bins = size / 2 + 1;
  const fft = createRealFft(kernels, size);
  const window = hannWindow(size);
  const scale = 2 / (size * window.reduce((sum, w) => sum + w * w, 0));
  const rows = Math.ceil(lanes / 4) * 4;
  const inputs = Array.from({ length: rows }, () => heap.f32(size));
  const spectra = Array.from({ length: rows }, () => heap.f32(fft.rowLength));
  const tables = Array.from({ length: rows / 4 }, (_, g) => {
    const from = heap.i32(4);
    const to = heap.i32(4);
    from.view.set(inputs.slice(4 * g, 4 * g + 4).map((block) => block.ptr));
    to.view.set(spectra.slice(4 * g, 4 * g + 4).map((block) => block.ptr));
    return { from: from.ptr, to: to.ptr };
  });
  const { bandOf, share } = bandsOfBins(bins, binHz);
  const whole: WholeSums = { subsonic: 0, total: 0, lfe: 0, lfeAbove: 0, transforms: 0 };
  const re = spectra.map((block) => block.view);
  const at = fft.imaginaryOffset;
  let filled = 0;

  const transform = (row: Float64Array, weight: number): void => {
    for (let lane = 0; lane < lanes; lane++) {
      const view = inputs[lane]!.view;
      for (let k = 0; k < size; k++) {
        view[k] = view[k]! * window[k]!;
      }
    }
    for (const { from, to } of tables) {
      fft.forward4(to, from);
    }
    const l = re[LANES.left]!;
    const r = re[LANES.right]!;
    const hl = re[LANES.heightLeft]!;
    const hr = re[LANES.heightRight]!;
    const factor = scale * weight;
    for (let k = 1; k < bins; k++) {
      const left = (l[k]! * l[k]! + l[at + k]! * l[at + k]!) * factor;
      const right = (r[k]! * r[k]! + r[at + k]! * r[at + k]!) * factor;
      const cross = (l[k]! * r[k]! + l[at + k]! * r[at + k]!) * factor;
      const heights = (hl[k]! * hl[k]! + hl[at + k]! * hl[at + k]! + hr[k]! * hr[k]! + hr[at + k]! * hr[at + k]!) * factor;
      whole.total += left + right;
      const hz = k * binHz;
      if (hz >= SUBSONIC_HZ[0] && hz <= SUBSONIC_HZ[1]) {
        whole.subsonic += left + right;
      }
      // A bin that an edge crosses is shared out by width: the lowest bands are hardly wider than a bin.
      for (let part = 0; part < 2; part++) {
        const band = bandOf[2 * k + part]!;
        if (band >= 0) {
          const of = share[2 * k + part]!;
          row[band] = row[band]! + left * of;
          row[BANDS + band] = row[BANDS + band]! + right * of;
          row[2 * BANDS + band] = row[2 * BANDS + band]! + cross * of;
          row[3 * BANDS + band] = row[3 * BANDS + band]! + heights * of;
        }
      }
    }
    if (lanes > LANES.lfe) {
      const low = re[LANES.lfe]!;
      for (let k = 1; k < bins; k++) {
        const power = (low[k]! * low[k]! + low[at + k]! * low[at + k]!) * factor;
        whole.lfe += power;
        whole.lfeAbove += k * binHz > LFE_TOP_HZ ? power : 0;
      }
    }
    row[BAND_FIELDS.transforms] = row[BAND_FIELDS.transforms]! + 1;
    whole.transforms += 1;
    filled = 0;
  };

  return {
    whole,
    push(blocks, lengthFrames, row) {
      for (let done = 0; done < lengthFrames;) {
        const count = Math.min(lengthFrames - done, size - filled);
        for (let lane = 0; lane < lanes; lane++) {
          const from = blocks[lane]!.view;
          const to = inputs[lane]!.view;
          for (let k = 0; k < count; k++) {
            to[filled + k] = from[done + k]!;
          }
        }
        filled += count;
        done += count;
        if (filled === size) {
          transform(row, 1);
        }
      }
    },
    flush(row) {
      if (whole.transforms === 0 && filled > 0) {
        const weight = size / filled;
        inputs.forEach((input) => input.view.fill(0, filled));
        transform(row, weight);
      }
    },
  };
}

/** Of each bin: the band, or the two bands, that it lies in, and its shares of them. */
function bandsOfBins(bins: number, binHz: number): { readonly bandOf: Int8Array; readonly share: Float64Array } {
  const bandOf = new Int8Array(2 * bins).fill(-1);
  const share = new Float64Array(2 * bins);
  const edge = pow(10, 0.05);
  for (let k = 0; k < bins; k++) {
    let part = 0;
    for (let band = 0; band < BANDS && part < 2; band++) {
      const centre = THIRD_OCTAVES_HZ[band]!;
      const inside = Math.min((k + 0.5) * binHz, centre * edge) - Math.max((k - 0.5) * binHz, centre / edge);
      if (inside > 0) {
        bandOf[2 * k + part] = band;
        share[2 * k + part] = inside / binHz;
        part += 1;
      }
    }
  }
  return { bandOf, share };
}
