import type { Warning } from '../../base/index.ts';
import type { AlbumMode, AlbumPractice, BandCurve, SideSpan } from '../../mastering/index.ts';
import type { EqBand } from '../../scene/index.ts';
import type { RenderCheck, RenderReport } from '../report.ts';

/** The report beside the masters: `<album>.album.json`. Levels were read from the written files unless they say otherwise. */
export interface AlbumReport {
  readonly periphonyAlbum: 1;
  readonly title: string;
  readonly artist: string;
  readonly upc?: string;
  readonly mode: AlbumMode;
  readonly preset: { readonly id: string; readonly title: string };
  readonly practice: AlbumPractice;
  readonly keepDifferences: number;
  readonly maxDifferenceLu: number;
  readonly toneMatch: number;
  readonly sampleRateHz: number;
  /** Files begin on multiples of it. */
  readonly gridFrames: number;
  readonly input: string;
  /** SHA-256 of the album's file. */
  readonly inputSha256: string;
  readonly renderer: string;
  readonly meter: string;
  readonly passed: boolean;
  readonly tracks: readonly AlbumTrackReport[];
  readonly renders: readonly AlbumRenderReport[];
  readonly sides?: readonly SideSpan[];
  readonly tone?: AlbumToneReport;
  /** By track, how the renders compare: loudness against the first render at the gain of the mix. */
  readonly translation?: readonly { readonly track: number; readonly deltasLu: readonly (number | null)[] }[];
  /** Checks of the album as such. */
  readonly checks: readonly RenderCheck[];
  /** Cue sheets that were written. */
  readonly cueSheets: readonly string[];
  readonly warnings: readonly Warning[];
}

/** A track, whatever the render. */
export interface AlbumTrackReport {
  readonly number: number;
  readonly title: string;
  readonly artist: string;
  /** With hyphens. */
  readonly isrc?: string;
  readonly input: string;
  readonly kind: 'project' | 'audio' | 'adm';
  /** Of its music in the album. */
  readonly startSec: number;
  readonly lengthSec: number;
  readonly startFrame: number;
  readonly lengthFrames: number;
  readonly fileStartFrame: number;
  readonly fileFrames: number;
  /** Silence before it, as it came out. */
  readonly gapSec: number;
  readonly gapless: boolean;
  /** What a grid moved: its start, or the cut where it is gapless. */
  readonly shiftFrames: number;
  readonly fadeInSec: number;
  readonly fadeOutSec: number;
  readonly side?: string;
  /** As it came, on the render that the preset measures. */
  readonly sourceLufs: number | null;
  /** The album's own wish. */
  readonly offsetDb: number;
  /** Of the tone matching. */
  readonly eq: readonly EqBand[];
}

/** One render of the album. */
export interface AlbumRenderReport {
  readonly render: string;
  readonly format: string;
  readonly channels: number;
  readonly channelLabels: readonly string[];
  readonly sampleRateHz: number;
  readonly frames: number;
  /** True where the preset's loudness is that of another render, whose gains this one has. */
  readonly isAnchored: boolean;
  /** Of the files one after the other. */
  readonly integratedLufs: number | null;
  readonly lraLu: number | null;
  readonly maxShortTermLufs: number | null;
  readonly truePeakDbtp: number | null;
  /** Common gain before the limiter. */
  readonly driveDb: number;
  readonly maxGainReductionDb: number;
  readonly passed: boolean;
  readonly checks: readonly RenderCheck[];
  readonly tracks: readonly RenderReport[];
  /** Over the whole album. */
  readonly curve: {
    readonly stepSec: number;
    readonly shortTermLufs: readonly (number | null)[];
    /** Largest within the step. */
    readonly reductionDb: readonly number[];
  };
}

/** Spectra of the loud parts in third octaves, by track. */
export interface AlbumToneReport {
  readonly render: string;
  readonly averageDb: BandCurve;
  readonly tracks: readonly {
    /** As it came; of a gapless run, the run's. */
    readonly beforeDb: BandCurve;
    /** Of the written file. */
    readonly afterDb: BandCurve;
    readonly responseDb: readonly number[];
  }[];
}
