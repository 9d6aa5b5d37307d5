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
