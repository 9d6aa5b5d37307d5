import type { Warning } from '../base/index.ts';

/** One thing that was looked at in a written file. */
export interface RenderCheck {
  /** `true-peak`, `integrated-loudness`, `invalid-samples`, or a rule of the quality checks: `CLIP-FLAT`. */
  readonly rule: string;
  readonly passed: boolean;
  /** A sentence with the figure, the limit and, where it failed, the way on. */
  readonly message: string;
  /** Absent where nothing was found. A warning is advice: the file passes. */
  readonly severity?: 'warning' | 'failure';
  readonly why?: string;
  /** Time codes and channels. */
  readonly where?: string;
}

/** A written file's curves, for a plot. Null is silence. */
export interface RenderCurves {
  readonly stepSec: number;
  readonly shortTermLufs: readonly (number | null)[];
  /** Third octaves from 20 Hz to 20 kHz, dB of the mean square. */
  readonly thirdOctavesDb: readonly (number | null)[];
}

/** One element as it sounds in a render, at the mix's own gain and before the master's inserts. */
export interface ElementContribution {
  readonly element: string;
  /** Of the element alone; null where it is silent. */
  readonly lufs: number | null;
  /** Of the weighted energy of all elements together. */
  readonly shareRatio: number;
}

/** A peak of a render before the master's inserts, and who pushes it. */
export interface PeakContribution {
  readonly atSec: number;
  /** Its label. */
  readonly channel: string;
  /** True peak, at the mix's own gain. */
  readonly dbtp: number;
  /** The largest first: level at that very moment, and the share of the peak; negative where the element pulls against it. */
  readonly elements: readonly { readonly name: string; readonly db: number; readonly shareRatio: number }[];
}

/** What one written file measures, read back from disk. Decibel figures are null for silence. */
export interface RenderReport {
  readonly render: string;
  readonly file: string;
  readonly channels: number;
  readonly channelLabels: readonly string[];
  readonly sampleRateHz: number;
  readonly frames: number;
  readonly format: string;
  readonly preset: string | null;
  readonly integratedLufs: number | null;
  readonly lraLu: number | null;
  readonly maxMomentaryLufs: number | null;
  readonly maxShortTermLufs: number | null;
  readonly truePeakDbtp: number | null;
  readonly samplePeakDbfs: number | null;
  /** Gain before the limiter. */
  readonly gainDb: number;
  readonly maxGainReductionDb: number;
  readonly passed: boolean;
  readonly checks: readonly RenderCheck[];
  readonly curves?: RenderCurves;
  /** Who makes it loud, the loudest first, and who pushes its highest peaks; where asked for. */
  readonly contributions?: readonly ElementContribution[];
  readonly peaks?: readonly PeakContribution[];
}

/** One render against the anchor, both at the mix's own gain. */
export interface TranslationReport {
  readonly render: string;
  readonly deltaLu: number;
  readonly maxShortTermDeltaLu: number;
  /** Loudness-matched, `TRANSLATION_BANDS`. */
  readonly bandsDb: readonly number[];
}

/** The report beside the masters: `<name>.report.json`. */
export interface MasterReport {
  readonly periphony: 1;
  readonly title: string;
  readonly input: string;
  /** SHA-256 of the project or audio file given. */
  readonly inputSha256: string;
  readonly renderer: string;
  readonly meter: string;
  readonly passed: boolean;
  readonly renders: readonly RenderReport[];
  /** Checks that compare the renders with each other. */
  readonly checks?: readonly RenderCheck[];
  readonly translation?: readonly TranslationReport[];
  readonly warnings: readonly Warning[];
}
