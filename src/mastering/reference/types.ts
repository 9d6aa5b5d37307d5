/**
 * What a mix is like: its spectrum, level, width and dynamics, as plain data that can be saved and compared. Levels are dB of full scale
 * (mean square), null where there is nothing; everything under `spectrum`, `levels` and `bands` is of the loud parts alone.
 */
export interface MixProfile {
  readonly periphonyProfile: 1;
  readonly sampleRateHz: number;
  readonly lengthSec: number;
  /** Labels of the loudspeakers, in channel order. */
  readonly channelLabels: readonly string[];
  readonly integratedLufs: number | null;
  readonly lraLu: number;
  readonly maxMomentaryLufs: number | null;
  readonly maxShortTermLufs: number | null;
  readonly truePeakDbtp: number | null;
  /** True peak less integrated loudness. */
  readonly plrLu: number | null;
  /** Largest sample of 3 s less their loudness, over the loud parts; null below 3 s. */
  readonly psrLu: { readonly min: number; readonly median: number } | null;
  /** Short-term loudness that a share of the programme stays below, gated as for the loudness range; null below 3 s. */
  readonly shortTermLufs: {
    readonly p10: number;
    readonly p25: number;
    readonly p50: number;
    readonly p75: number;
    readonly p90: number;
    readonly p95: number;
  } | null;
  readonly loud: LoudParts;
  /** Of the stereo fold-down (foldToStereo), by THIRD_OCTAVES_HZ. */
  readonly spectrum: MixSpectrum;
  /** Side against mid of the fold-down, the mean of its bands from 250 Hz to 8 kHz; null where one of them is missing: mono. */
  readonly sideToMidDb: number | null;
  /** The same below 120 Hz, by power. */
  readonly lowSideToMidDb: number | null;
  /** Of the heights against everything, in the fold-down; null without heights. */
  readonly heightShareDb: number | null;
  /** By MIX_BANDS. */
  readonly bands: readonly BandDynamics[];
  readonly levels: {
    /** Mean square over 10 ms of the loudest channel of each moment, after a high-pass at DETECTOR_HIGH_PASS_HZ: what an RMS compressor hears. */
    readonly detector: LevelShares;
    /** Largest sample of all channels in 10 ms. */
    readonly peak: LevelShares;
  };
  /** The largest mean of a channel, dBFS. */
  readonly dcDbfs: number | null;
  /** Power from 6 to 18 Hz against the whole, of the whole programme. */
  readonly subsonicDb: number | null;
  /** Of the LFE channels together: their level, and what of it lies above 150 Hz. Null without any, or where they are silent. */
  readonly lfe: { readonly levelDb: number; readonly aboveDb: number } | null;
  readonly invalidSamples: number;
}

/** What counts as loud, and how much of it there was. */
export interface LoudParts {
  /** In words. */
  readonly rule: string;
  readonly fromLufs: number | null;
  readonly lengthSec: number;
}

/** By third octaves; levels are those of both channels together. */
export interface MixSpectrum {
  readonly levelsDb: readonly (number | null)[];
  readonly midDb: readonly (number | null)[];
  readonly sideDb: readonly (number | null)[];
  /** Of left with right, −1 … 1. */
  readonly correlation: readonly (number | null)[];
}

/** How one band moves: the loudest channel of each moment, between Linkwitz–Riley crossovers. */
export interface BandDynamics {
  readonly fromHz: number;
  readonly toHz: number;
  readonly levelDb: number | null;
  /** The level that the peaks of one in a hundred spans of 10 ms exceed, less `levelDb`. */
  readonly crestDb: number | null;
  readonly peaks: LevelShares;
}

/** A distribution of levels: `shares[k]` of the time from lowestDb + k dB to 1 dB above. Empty: nothing was heard. */
export interface LevelShares {
  readonly lowestDb: number;
  readonly shares: readonly number[];
}

/** Bands of the dynamics: the multiband compressor's own crossovers. */
export const MIX_BANDS = [
  { fromHz: 20, toHz: 120 },
  { fromHz: 120, toHz: 1000 },
  { fromHz: 1000, toHz: 5000 },
  { fromHz: 5000, toHz: 20000 },
] as const;

/** Bass does not lead a compressor that hears through this. */
export const DETECTOR_HIGH_PASS_HZ = 100;
