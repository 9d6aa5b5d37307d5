import type { ProcessorSettings } from '../../scene/index.ts';
import type { MatchCurves, MixProfile } from '../reference/index.ts';
import type { TargetProfile } from './targets.ts';

/** What a master is to come near to. */
export type MasterGoal =
  | { readonly kind: 'curve'; readonly target: TargetProfile }
  | { readonly kind: 'reference'; readonly reference: MixProfile; readonly title: string };

export type ChoiceId = 'lowCut' | 'lfe' | 'tone' | 'multiband' | 'glue' | 'saturation' | 'image' | 'loudness';

/**
 * How sure a choice is: `high` follows from the measurement alone, `medium` from a reference or a wide margin, `low` from what is usual in the
 * genre, and is a matter of taste.
 */
export type ChoiceConfidence = 'high' | 'medium' | 'low';

/** One step of the chain, done or not: settings of null leave nothing to switch on. */
export interface MasterChoice {
  readonly id: ChoiceId;
  readonly title: string;
  readonly settings: ProcessorSettings | null;
  /** With the figures that it rests on. */
  readonly why: string;
  readonly confidence: ChoiceConfidence;
  readonly enabled: boolean;
}

/** What the loudness loop will have to do after the chain: an estimate from the distribution of peaks, before anything is rendered. */
export interface LoudnessForecast {
  readonly preset: string;
  /** The preset counts another render than this one: the figures are near, not exact. */
  readonly measuredOn: string | null;
  /** Null: the preset leaves the level as it is. */
  readonly targetLufs: number | null;
  /** After the chain, before gain. */
  readonly chainLufs: number;
  readonly gainDb: number;
  /** The most that the limiter takes off. */
  readonly maxReductionDb: number;
  /** Of the loud parts, how much is reduced by more than 1 dB. */
  readonly reducedRatio: number;
  readonly isFeasible: boolean;
}

/** A chain with its reasons: plain data. */
export interface MasterProposal {
  readonly goal: { readonly kind: MasterGoal['kind']; readonly title: string; readonly source: string; readonly confidence: string };
  /** In the order of the chain; the level comes last. */
  readonly choices: readonly MasterChoice[];
  /** Settings of the enabled choices, in order. */
  readonly processing: readonly ProcessorSettings[];
  readonly curves: MatchCurves;
  readonly forecast: LoudnessForecast;
  readonly warnings: readonly string[];
}
