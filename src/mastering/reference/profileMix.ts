import type { AudioSource } from '../../audio/index.ts';
import { dbToPower, gainToDb, powerToDb } from '../../base/index.ts';
import type { Kernels } from '../../dsp/index.ts';
import type { Speaker } from '../../layouts/index.ts';
import { createLoudnessMeter, createTruePeakMeter, loudnessWeight, THIRD_OCTAVES_HZ } from '../../metering/index.ts';
import { createBandLevels, LEVEL_FIELDS, LEVEL_FIELDS_LENGTH } from './bandLevels.ts';
import { foldToStereo, isHeight } from './foldToStereo.ts';
import { LEVEL_CLASSES, levelBelow, sharesOf } from './levelShares.ts';
import { BAND_FIELDS_LENGTH, BANDS, createThirdOctaveBank, LANES, type WholeSums } from './thirdOctaves.ts';
import { MIX_BANDS, type BandDynamics, type LoudParts, type MixProfile, type MixSpectrum } from './types.ts';

const HOPS_PER_SEC = 10;
/** A hop counts to the 3 s that it is in the middle of. */
const SHORT_TERM_HOPS = 30;
const DELAY_HOPS = 15;
/** Everything less than this below the integrated loudness is loud: an even programme is loud all through. */
const LOUD_WITHIN_LU = 0.5;
const LOUDNESS_CLASS_LU = 0.2;
const LOWEST_LUFS = -70;
const LOUDNESS_CLASSES = 450;
const ROW_LENGTH = BAND_FIELDS_LENGTH + LEVEL_FIELDS_LENGTH;
/** Bands this far below the strongest are no part of the tone. */
const FLOOR_DB = 80;

/**
 * Measures what a mix is like, in one pass; memory does not grow with the length, but for two numbers every 100 ms. The loud parts are found by
 * short-term loudness: sums are kept by loudness, in classes of 0.2 LU, and those at or above the threshold are added up at the end.
 * @param speakers one a channel
 */
export function profileMix(
  kernels: Kernels,
  source: AudioSource,
  speakers: readonly Speaker[],
  onProgress: (ratio: number) => void = () => {},
): MixProfile {
  const mark = kernels.heap.mark();
  try {
    return profile(kernels, source, speakers, onProgress);
  } finally {
    kernels.heap.release(mark);
  }
}

function profile(kernels: Kernels, source: AudioSource, speakers: readonly Speaker[], onProgress: (ratio: number) => void): MixProfile {
  const { heap, run } = kernels;
  const { channels, sampleRateHz, lengthFrames } = source;
  const boundary = (hop: number): number => Math.min(lengthFrames, Math.round((hop * sampleRateHz) / HOPS_PER_SEC));
  const maxFrames = Math.ceil(sampleRateHz / HOPS_PER_SEC) + 1;
  const hops = Math.ceil((lengthFrames * HOPS_PER_SEC) / sampleRateHz);
  const blocks = Array.from({ length: channels }, () => heap.f32(maxFrames));
  const views = blocks.map((block) => block.view);
  const inputs = blocks.map((block) => block.ptr);
  const hasLfe = speakers.some((speaker) => speaker.isLfe);
  const lanes = Array.from({ length: hasLfe ? 5 : 4 }, () => heap.f32(maxFrames));
  const heard = speakers.flatMap((speaker, c) => (speaker.isLfe ? [] : [c]));
  const fold = foldToStereo(speakers);
  const loudness = createLoudnessMeter(kernels, {
    sampleRateHz,
    weights: speakers.map(loudnessWeight),
    expectedSec: lengthFrames / sampleRateHz,
  });
  const truePeak = createTruePeakMeter(kernels, { channels });
  const octaves = createThirdOctaveBank(kernels, sampleRateHz, lanes.length);
  const bandLevels = createBandLevels(kernels, sampleRateHz, heard, maxFrames);
  const classes = createLoudnessClasses();
  const shortTermLufs = new Float32Array(hops);
  const peakPowers = new Float32Array(hops);
  const peaks = new Float64Array(channels);
  const sums = new Float64Array(channels);

  const writeLanes = (count: number): void => {
    lanes.forEach((lane) => lane.view.fill(0, 0, count));
    speakers.forEach((speaker, c) => {
      const { left, right } = fold[c]!;
      addScaled(lanes[LANES.left]!.view, views[c]!, left, count);
      addScaled(lanes[LANES.right]!.view, views[c]!, right, count);
      if (isHeight(speaker)) {
        addScaled(lanes[LANES.heightLeft]!.view, views[c]!, left, count);
        addScaled(lanes[LANES.heightRight]!.view, views[c]!, right, count);
      }
      if (speaker.isLfe) {
        addScaled(lanes[LANES.lfe]!.view, views[c]!, 1, count);
      }
    });
  };

  for (let hop = 0; hop < hops; hop++) {
    const startFrame = boundary(hop);
    const count = boundary(hop + 1) - startFrame;
    source.read(views, 0, startFrame, count);
    // The peak meter counts samples that are no numbers; nobody else is to meet them.
    truePeak.push(inputs, 0, count);
    inputs.forEach((address) => run.copyFinite(address, address, count));
    loudness.push(inputs, 0, count);
    const row = classes.nextRow();
    writeLanes(count);
    octaves.push(lanes, count, row);
    if (hop === hops - 1) {
      octaves.flush(row);
    }
    bandLevels.pushHop(blocks, count, row, BAND_FIELDS_LENGTH, peaks);
    shortTermLufs[hop] = loudness.shortTermLufs;
    peakPowers[hop] = peakPowerOf(peaks);
    for (let c = 0; c < channels; c++) {
      const view = views[c]!;
      let sum = 0;
      for (let k = 0; k < count; k++) {
        sum += view[k]!;
      }
      sums[c] = sums[c]! + sum;
    }
    if (hop >= SHORT_TERM_HOPS - 1) {
      classes.settle(hop - DELAY_HOPS, loudness.shortTermLufs);
    }
    if (hop % 64 === 0) {
      onProgress(hop / hops);
    }
  }
  truePeak.flush();
  onProgress(1);

  const integratedLufs = loudness.integratedLufs();
  const isShort = hops < SHORT_TERM_HOPS;
  classes.settle(hops - 1, isShort ? 0 : loudness.shortTermLufs);
  const fromLufs = Math.min(integratedLufs, loudness.maxShortTermLufs) - LOUD_WITHIN_LU;
  const loud = classes.sumAbove(isShort ? -Infinity : fromLufs);
  const loudFrames = loud[BAND_FIELDS_LENGTH + LEVEL_FIELDS.frames]!;
  const truePeakDbtp = truePeak.truePeakDbtp;
  const heights = speakers.some(isHeight);
  const spectrum = spectrumOf(loud);
  return {
    periphonyProfile: 1,
    sampleRateHz,
    lengthSec: round(lengthFrames / sampleRateHz),
    channelLabels: speakers.map((speaker) => speaker.label),
    integratedLufs: finite(integratedLufs),
    lraLu: round(loudness.loudnessRangeLu()),
    maxMomentaryLufs: finite(loudness.maxMomentaryLufs),
    maxShortTermLufs: finite(loudness.maxShortTermLufs),
    truePeakDbtp: finite(truePeakDbtp),
    plrLu: finite(truePeakDbtp - integratedLufs),
    psrLu: psrOf(shortTermLufs, peakPowers, fromLufs),
    shortTermLufs: distributionOf(shortTermLufs),
    loud: loudParts(isShort, fromLufs, loudFrames / sampleRateHz),
    spectrum,
    ...widthsOf(loud, spectrum),
    heightShareDb: heights ? heightShareOf(loud) : null,
    bands: MIX_BANDS.map((band, k) => bandDynamics(loud, band, k)),
    levels: {
      detector: sharesOf(loud, BAND_FIELDS_LENGTH + LEVEL_FIELDS.detector),
      peak: sharesOf(loud, BAND_FIELDS_LENGTH + LEVEL_FIELDS.peak),
    },
    dcDbfs: finite(gainToDb(Math.max(0, ...sums.map(Math.abs)) / Math.max(1, lengthFrames))),
    subsonicDb: finite(powerToDb(octaves.whole.subsonic) - powerToDb(octaves.whole.total)),
    lfe: hasLfe ? lfeOf(octaves.whole) : null,
    invalidSamples: truePeak.invalidSamples,
  };
}

/** Rows of sums by loudness. A row waits for the loudness of the 3 s around it. */
function createLoudnessClasses(): {
  nextRow(): Float64Array;
  /** Rows up to that hop belong to that loudness. */
  settle(hop: number, lufs: number): void;
  sumAbove(lufs: number): Float64Array;
} {
  const rows = Array.from({ length: SHORT_TERM_HOPS + 1 }, () => new Float64Array(ROW_LENGTH));
  const classes: (Float64Array | undefined)[] = Array.from({ length: LOUDNESS_CLASSES });
  let written = 0;
  let settled = 0;
  const classOf = (lufs: number): number => Math.floor((lufs - LOWEST_LUFS) / LOUDNESS_CLASS_LU);
  return {
    nextRow() {
      const row = rows[written % rows.length]!;
      row.fill(0);
      written += 1;
      return row;
    },
    settle(hop, lufs) {
      const k = Math.min(LOUDNESS_CLASSES - 1, classOf(lufs));
      for (; settled <= hop; settled++) {
        if (k >= 0) {
          addRow((classes[k] ??= new Float64Array(ROW_LENGTH)), rows[settled % rows.length]!);
        }
      }
    },
    sumAbove(lufs) {
      const sum = new Float64Array(ROW_LENGTH);
      const first = lufs === -Infinity ? 0 : classOf(lufs);
      classes.forEach((row, k) => {
        if (row !== undefined && k >= first) {
          addRow(sum, row);
        }
      });
      return sum;
    },
  };
}

function addRow(sum: Float64Array, row: Float64Array): void {
  for (let k = 0; k < sum.length; k++) {
    sum[k] = sum[k]! + row[k]!;
  }
}

function addScaled(out: Float32Array, input: Float32Array, gain: number, count: number): void {
  if (gain === 0) {
    return;
  }
  for (let k = 0; k < count; k++) {
    out[k] = out[k]! + input[k]! * gain;
  }
}

/** Loudness adds channels up, so beyond a pair their peaks are added too: half the sum of their powers. */
function peakPowerOf(peaks: Float64Array): number {
  let largest = 0;
  let sum = 0;
  for (const peak of peaks) {
    largest = Math.max(largest, peak * peak);
    sum += peak * peak;
  }
  return Math.max(largest, sum / 2);
}

function loudParts(isShort: boolean, fromLufs: number, lengthSec: number): LoudParts {
  return {
    rule: isShort
      ? 'all of it: it is shorter than the 3 s of a short-term loudness'
      : 'where the short-term loudness of the 3 s around is at least the integrated loudness less 0.5 LU',
    fromLufs: isShort ? null : finite(fromLufs),
    lengthSec: round(lengthSec),
  };
}

function spectrumOf(loud: Float64Array): MixSpectrum {
  const transforms = Math.max(1, loud[4 * BANDS]!);
  const fields = Array.from({ length: BANDS }, (_, k) => {
    const left = loud[k]! / transforms;
    const right = loud[BANDS + k]! / transforms;
    const cross = loud[2 * BANDS + k]! / transforms;
    return { left, right, cross, mid: (left + right) / 2 + cross, side: Math.max(0, (left + right) / 2 - cross) };
  });
  const strongest = Math.max(...fields.map(({ left, right }) => left + right));
  const floorDb = powerToDb(strongest) - FLOOR_DB;
  const level = (power: number): number | null => {
    const levelDb = powerToDb(power);
    return levelDb > floorDb ? round(levelDb) : null;
  };
  return {
    levelsDb: fields.map(({ left, right }) => level(left + right)),
    midDb: fields.map(({ mid }) => level(mid)),
    sideDb: fields.map(({ side }) => level(side)),
    correlation: fields.map(({ left, right, cross }) =>
      level(left) === null || level(right) === null ? null : round(Math.max(-1, Math.min(1, cross / Math.sqrt(left * right)))),
    ),
  };
}

function widthsOf(loud: Float64Array, { midDb, sideDb }: MixSpectrum): Pick<MixProfile, 'sideToMidDb' | 'lowSideToMidDb'> {
  let sum = 0;
  let bands = 0;
  let missing = 0;
  let lowMid = 0;
  let lowSide = 0;
  for (let k = 0; k < BANDS; k++) {
    const hz = THIRD_OCTAVES_HZ[k]!;
    if (hz < MIX_BANDS[0].toHz) {
      const both = (loud[k]! + loud[BANDS + k]!) / 2;
      lowMid += both + loud[2 * BANDS + k]!;
      lowSide += Math.max(0, both - loud[2 * BANDS + k]!);
    } else if (hz > 240 && hz < 8500) {
      const mid = midDb[k] ?? null;
      const side = sideDb[k] ?? null;
      sum += mid === null || side === null ? 0 : side - mid;
      bands += mid === null || side === null ? 0 : 1;
      missing += side === null && mid !== null ? 1 : 0;
    }
  }
  const lowDb = powerToDb(lowSide) - powerToDb(lowMid);
  return {
    sideToMidDb: bands === 0 || missing > bands ? null : round(sum / bands),
    lowSideToMidDb: lowDb > -FLOOR_DB ? finite(lowDb) : null,
  };
}

function heightShareOf(loud: Float64Array): number | null {
  let heights = 0;
  let all = 0;
  for (let k = 0; k < BANDS; k++) {
    // Loudness hears little below; bass would drown the heights' share.
    if (THIRD_OCTAVES_HZ[k]! > 190) {
      heights += loud[3 * BANDS + k]!;
      all += loud[k]! + loud[BANDS + k]!;
    }
  }
  return finite(powerToDb(heights) - powerToDb(all));
}

function bandDynamics(loud: Float64Array, { fromHz, toHz }: { readonly fromHz: number; readonly toHz: number }, k: number): BandDynamics {
  const peaks = sharesOf(loud, BAND_FIELDS_LENGTH + LEVEL_FIELDS.bands + k * LEVEL_CLASSES);
  const levelDb = finite(
    powerToDb(loud[BAND_FIELDS_LENGTH + LEVEL_FIELDS.energies + k]! / Math.max(1, loud[BAND_FIELDS_LENGTH + LEVEL_FIELDS.frames]!)),
  );
  const crestDb = levelDb === null ? null : finite(levelBelow(peaks, 0.99) - levelDb);
  return { fromHz, toHz, levelDb: crestDb === null ? null : levelDb, crestDb, peaks };
}

function lfeOf(whole: WholeSums): MixProfile['lfe'] {
  const levelDb = finite(powerToDb(whole.lfe / Math.max(1, whole.transforms)));
  return levelDb === null || levelDb < -90 ? null : { levelDb, aboveDb: round(powerToDb(whole.lfeAbove + 1e-20) - powerToDb(whole.lfe)) };
}

function psrOf(shortTermLufs: Float32Array, peakPowers: Float32Array, fromLufs: number): MixProfile['psrLu'] {
  const values: number[] = [];
  for (let hop = SHORT_TERM_HOPS - 1; hop < shortTermLufs.length; hop++) {
    if (shortTermLufs[hop]! >= fromLufs && fromLufs > -Infinity) {
      let largest = 0;
      for (let k = hop - SHORT_TERM_HOPS + 1; k <= hop; k++) {
        largest = Math.max(largest, peakPowers[k]!);
      }
      values.push(powerToDb(largest) - shortTermLufs[hop]!);
    }
  }
  values.sort((a, b) => a - b);
  return values.length === 0 ? null : { min: round(values[0]!), median: round(values[Math.floor(values.length / 2)]!) };
}

/** As Tech 3342 gates the loudness range: above −70 LUFS and above 20 LU below what is left. */
function distributionOf(shortTermLufs: Float32Array): MixProfile['shortTermLufs'] {
  const audible = [...shortTermLufs].filter((lufs, hop) => hop >= SHORT_TERM_HOPS - 1 && lufs >= LOWEST_LUFS);
  const power = audible.reduce((sum, lufs) => sum + dbToPower(lufs), 0) / Math.max(1, audible.length);
  const kept = audible.filter((lufs) => dbToPower(lufs) >= power / 100).sort((a, b) => a - b);
  if (kept.length === 0) {
    return null;
  }
  const at = (ratio: number): number => round(kept[Math.round((kept.length - 1) * ratio)]!);
  return { p10: at(0.1), p25: at(0.25), p50: at(0.5), p75: at(0.75), p90: at(0.9), p95: at(0.95) };
}

function finite(value: number): number | null {
  return Number.isFinite(value) ? round(value) : null;
}

function round(value: number): number {
  return Math.round(value * 1000) / 1000;
}
