import type { Warning } from '../base/index.ts';

/** One thing that was looked at in a written file. */
export interface RenderCheck {
  /** `true-peak`, `integrated-loudness`, `invalid-samples`. */
  readonly rule: string;
  readonly passed: boolean;
  /** A sentence with the figure, the limit and, where it failed, the way on. */
  readonly message: string;
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
  readonly warnings: readonly Warning[];
}
