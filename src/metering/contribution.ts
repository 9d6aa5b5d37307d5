// Who makes a mix loud, and who pushes its peaks. Both are asked of sources: the mix, and each of its parts as it sounds in that mix.
import { createPlanar, type AudioSource } from '../audio/index.ts';
import type { Kernels } from '../dsp/index.ts';
import { gatedLufs, powerToLufs } from './gating.ts';
import { createKWeightedBank } from './kWeightedBank.ts';
import { TRUE_PEAK_POSITIONS, TRUE_PEAK_REACH, truePeakPositions, writeTruePeakTables } from './truePeakTables.ts';

/** The loudness of one part of a mix, or of the mix itself. */
export interface PartLoudness {
  /** Gated, of the part alone; −Infinity where nothing is above the absolute gate. */
  readonly integratedLufs: number;
  /** Weighted sum of squares of the whole stream: what parts are compared by. */
  readonly energy: number;
  /** Momentary loudness every `LOUDNESS_HOP_SEC`, at the end of its window; −Infinity until that is full. */
  readonly momentaryLufs: Float32Array;
}

export const LOUDNESS_HOP_SEC = 0.1;
const HOPS_PER_BLOCK = 4;

/**
 * Loudness of a whole source, without peaks: about three times as fast as measureSource.
 * @param weights one a channel, see loudnessWeights
 * @source ITU-R BS.1770-5 Annex 1; blocks of 400 ms every 100 ms
 */
export function measurePart(
  kernels: Kernels,
  source: AudioSource,
  weights: readonly number[],
  onProgress: (ratio: number) => void = () => {},
): PartLoudness {
  const { heap } = kernels;
  const mark = heap.mark();
  try {
    const { channels, sampleRateHz, lengthFrames } = source;
    // Ten cells of 10 ms in whole frames, as the quality checks count time.
    const hopFrames = 10 * Math.max(4, Math.round(sampleRateHz / 100));
    const bank = createKWeightedBank(kernels, sampleRateHz, weights);
    const blocks = Array.from({ length: channels }, () => heap.f32(hopFrames));
    const views = blocks.map((block) => block.view);
    const inputs = blocks.map((block) => block.ptr);
    const hops = Math.ceil(lengthFrames / hopFrames);
    const energies = new Float64Array(hops);
    const powers = new Float64Array(hops);
    const momentaryLufs = new Float32Array(hops).fill(-Infinity);
    let energy = 0;
    let whole = 0;
    for (let hop = 0; hop < hops; hop++) {
      const count = Math.min(hopFrames, lengthFrames - hop * hopFrames);
      source.read(views, 0, hop * hopFrames, count);
      bank.push(inputs, 0, count);
      energies[hop] = bank.takeEnergy();
      energy += energies[hop]!;
      if (count === hopFrames && hop + 1 >= HOPS_PER_BLOCK) {
        const sum = energies[hop]! + energies[hop - 1]! + energies[hop - 2]! + energies[hop - 3]!;
        powers[whole] = sum / (HOPS_PER_BLOCK * hopFrames);
        momentaryLufs[hop] = powerToLufs(powers[whole]!);
        whole += 1;
      }
      if (hop % 64 === 0) {
        onProgress(hop / hops);
      }
    }
    onProgress(1);
    return { integratedLufs: gatedLufs(powers, whole), energy, momentaryLufs };
  } finally {
    heap.release(mark);
  }
}

/** A moment at which a mix peaks. */
export interface MixPeak {
  /** Between two frames as a rule: where the wave itself is largest, to 1/32 frame. */
  readonly atFrame: number;
  readonly channel: number;
  /** The wave there, with its sign; linear. */
  readonly value: number;
}

const SCAN_FRAMES = 1024;
const SCAN_MARGIN = 192;
/** Peaks this far below the highest are nobody's trouble. */
const LEAST_OF_HIGHEST = 0.25;

/**
 * The highest true peaks of a source, the highest first, at least `apartSec` from each other.
 * @param options.count at most so many
 */
export function findPeaks(
  kernels: Kernels,
  source: AudioSource,
  options: { readonly count: number; readonly apartSec: number; readonly onProgress?: (ratio: number) => void },
): readonly MixPeak[] {
  const { heap, run } = kernels;
  const mark = heap.mark();
  try {
    const { channels, sampleRateHz, lengthFrames } = source;
    const { count, apartSec, onProgress = (): void => {} } = options;
    const { tables } = writeTruePeakTables(kernels);
    const work = heap.f32((5 * SCAN_FRAMES) / 4 + 256).ptr;
    const windows = Array.from({ length: channels }, () => heap.f32(SCAN_FRAMES + 2 * SCAN_MARGIN));
    const views = windows.map((window) => window.view);
    const spans = Math.ceil(lengthFrames / SCAN_FRAMES);
    const heights = new Float32Array(spans);
    const loudest = new Uint8Array(spans);
    let highest = 0;
    source.read(views, SCAN_MARGIN, 0, SCAN_FRAMES + SCAN_MARGIN);
    for (let span = 0; span < spans; span++) {
      let height = LEAST_OF_HIGHEST * highest;
      for (let c = 0; c < channels; c++) {
        const peak = run.truePeakScan(windows[c]!.ptr + SCAN_MARGIN * 4, SCAN_FRAMES, tables, work, height, 0);
        if (peak > height) {
          height = peak;
          heights[span] = peak;
          loudest[span] = c;
        }
      }
      highest = Math.max(highest, height);
      views.forEach((view) => view.copyWithin(0, SCAN_FRAMES));
      source.read(views, 2 * SCAN_MARGIN, (span + 1) * SCAN_FRAMES + SCAN_MARGIN, SCAN_FRAMES);
      if (span % 256 === 0) {
        onProgress(span / spans);
      }
    }
    const found: MixPeak[] = [];
    const byHeight = Array.from(heights.keys())
      .filter((span) => heights[span]! > LEAST_OF_HIGHEST * highest)
      .sort((a, b) => heights[b]! - heights[a]! || a - b);
    for (const span of byHeight) {
      if (found.length === count) {
        break;
      }
      const startFrame = span * SCAN_FRAMES;
      const isFree = found.every((peak) => Math.abs(peak.atFrame - startFrame) >= apartSec * sampleRateHz + SCAN_FRAMES);
      if (isFree) {
        found.push(locate(source, startFrame, loudest[span]!, heights[span]!));
      }
    }
    onProgress(1);
    return found;
  } finally {
    heap.release(mark);
  }
}

/** A source's values at the peaks of the mix that it is a part of: the values of all parts add up to the mix's. */
export function valuesAt(source: AudioSource, peaks: readonly MixPeak[]): Float64Array {
  const frames = createPlanar(source.channels, 2 * TRUE_PEAK_REACH + 1);
  return Float64Array.from(peaks, ({ atFrame, channel }) => {
    const frame = Math.floor(atFrame);
    source.read(frames, 0, frame - TRUE_PEAK_REACH, 2 * TRUE_PEAK_REACH + 1);
    return valueAt(frames[channel]!, TRUE_PEAK_REACH, Math.round((atFrame - frame) * TRUE_PEAK_POSITIONS));
  });
}

/** Beside a peak between them, one sample is at least this high in practice. */
const LEAST_BESIDE = 0.4;

function locate(source: AudioSource, startFrame: number, channel: number, height: number): MixPeak {
  const frames = createPlanar(source.channels, SCAN_FRAMES + 2 * TRUE_PEAK_REACH + 1);
  source.read(frames, 0, startFrame - TRUE_PEAK_REACH, SCAN_FRAMES + 2 * TRUE_PEAK_REACH + 1);
  const samples = frames[channel]!;
  let best: MixPeak = { atFrame: startFrame, channel, value: 0 };
  for (let k = 0; k < SCAN_FRAMES; k++) {
    const at = k + TRUE_PEAK_REACH;
    if (Math.max(Math.abs(samples[at]!), Math.abs(samples[at + 1] ?? 0)) < LEAST_BESIDE * height) {
      continue;
    }
    for (let position = 0; position < TRUE_PEAK_POSITIONS; position++) {
      const value = valueAt(samples, at, position);
      if (Math.abs(value) > Math.abs(best.value)) {
        best = { atFrame: startFrame + k + position / TRUE_PEAK_POSITIONS, channel, value };
      }
    }
  }
  return best;
}

let positions: readonly Float64Array[] | undefined;

/** The wave at a position after a frame, as the true-peak meter has it. */
function valueAt(samples: Float32Array, at: number, position: number): number {
  if (position === 0) {
    return samples[at]!;
  }
  positions ??= truePeakPositions();
  const taps = positions[position]!;
  let sum = 0;
  for (let k = 0; k < taps.length; k++) {
    sum += taps[k]! * samples[at - TRUE_PEAK_REACH + k]!;
  }
  return sum;
}
