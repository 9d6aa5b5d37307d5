import { UsageError } from '../base/index.ts';
import type { ProcessorSettings } from '../scene/index.ts';
import { PRESETS } from './presetTable.ts';
import type { QcOverrides } from './qc/rules.ts';

/**
 * Where a preset's numbers come from: the rule's own text, a vendor's public page, practice that nobody has written down, or sources that
 * contradict each other; or one's own file.
 */
export type PresetConfidence = 'standard' | 'published' | 'practice' | 'unverified' | 'own';

/** What the loop aims at and what the checks allow: within `toleranceLu` of `targetLufs`, not above `maxLufs`, not below `minLufs`. */
export interface LoudnessTarget {
  /** Absent: the level stays as it is. */
  readonly targetLufs?: number;
  readonly maxLufs?: number;
  readonly minLufs?: number;
  readonly toleranceLu: number;
}

/** Loudness measured on speech alone, ungated; where there is too little of it, the programme's integrated loudness counts instead. */
export interface DialogueTarget {
  readonly targetLufs: number;
  readonly toleranceLu: number;
  /** Speech needed for the figure to count, of the programme's length. */
  readonly minSpeechRatio: number;
}

/** What a delivery asks of a master. */
export interface Preset {
  readonly id: string;
  readonly title: string;
  readonly integratedLufs: LoudnessTarget;
  /** Given, it is what counts, and `integratedLufs` is the fallback that the loop aims at. */
  readonly dialogue?: DialogueTarget;
  readonly truePeakDbtp: number;
  readonly maxShortTermLufs?: number;
  readonly maxMomentaryLufs?: number;
  readonly lraLu?: { readonly min?: number; readonly max?: number };
  /** How far the programme may lie above its dialogue. */
  readonly maxLdrLu?: number;
  /** The render whose loudness counts and whose gain every other render of the delivery takes; absent where each counts for itself. */
  readonly measuredOn?: string;
  /** Beyond this the loop stops and reports the shortfall rather than press harder. */
  readonly maxGainReductionDb?: number;
  readonly sampleRatesHz?: readonly number[];
  /** Word lengths of whole-number samples that are taken; a delivery that names any takes no floats. */
  readonly bits?: readonly number[];
  /** Inserts that the delivery asks for, between the master's own and the limiter. */
  readonly processing?: readonly ProcessorSettings[];
  /** Quality checks that this delivery judges otherwise, or makes binding. */
  readonly qc?: QcOverrides;
  readonly source: string;
  /** When the source was last looked at. */
  readonly date: string;
  readonly confidence: PresetConfidence;
}

/**
 * @param own presets beside the built-in ones; they come first
 * @throws UsageError `preset.unknown`
 */
export function findPreset(id: string, own: readonly Preset[] = []): Preset {
  const presets = [...own, ...PRESETS];
  const found = presets.find((preset) => preset.id === id);
  if (found === undefined) {
    throw new UsageError('preset.unknown', `no preset is called "${id}"`, `use one of ${presets.map((preset) => preset.id).join(', ')}`);
  }
  return found;
}

/** The rate that a delivery of a session at `sampleRateHz` has: its own where that is taken, else the next higher, else the highest. */
export function deliveryRateHz(preset: Preset, sampleRateHz: number): number {
  const rates = [...(preset.sampleRatesHz ?? [sampleRateHz])].toSorted((a, b) => a - b);
  return rates.find((rate) => rate >= sampleRateHz) ?? rates.at(-1)!;
}
