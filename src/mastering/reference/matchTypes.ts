import type { ProcessorSettings } from '../../scene/index.ts';
import type { BandCurve } from './differenceCurve.ts';

export interface MatchOptions {
  /** How much of the difference is taken: 0 nothing, 1 all of it within the limits. */
  readonly amountRatio?: number;
  /** Limits of the whole difference, before the amount. */
  readonly maxBoostDb?: number;
  readonly maxCutDb?: number;
}

export const MATCH_DEFAULTS: Required<MatchOptions> = { amountRatio: 0.5, maxBoostDb: 6, maxCutDb: 6 };

export type MatchItemId = 'eq' | 'image' | 'dynamics' | 'loudness';

/** One point that was compared: what is proposed, with the figures that speak for it. Settings of null: nothing is done. */
export interface MatchItem {
  readonly id: MatchItemId;
  readonly what: string;
  readonly why: string;
  readonly settings: ProcessorSettings | null;
}

/** The bands side by side, by THIRD_OCTAVES_HZ. */
export interface MatchCurves {
  /** Levels at equal loudness: both with their mean over the compared bands taken off. */
  readonly ownDb: BandCurve;
  readonly referenceDb: BandCurve;
  /** Smoothed, whole; null where there is nothing to compare. */
  readonly differenceDb: BandCurve;
  /** Limited and scaled: what the equalizer is fitted to. */
  readonly wantedDb: BandCurve;
  /** What the equalizer does. */
  readonly proposedDb: readonly number[];
}

/** How to bring a mix nearer to a reference: plain data, every figure of it open to change. */
export interface MatchProposal {
  readonly amountRatio: number;
  readonly maxBoostDb: number;
  readonly maxCutDb: number;
  readonly sampleRateHz: number;
  readonly curves: MatchCurves;
  /** Between the equalizer and what was wanted of it. */
  readonly residualDb: { readonly rms: number; readonly max: number };
  /** Reference less own, LU: not applied, the preset decides the level. */
  readonly loudnessDifferenceLu: number;
  readonly items: readonly MatchItem[];
  /** The items' settings, in the order of the chain. */
  readonly processing: readonly ProcessorSettings[];
}
