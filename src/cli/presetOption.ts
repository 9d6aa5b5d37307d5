import { UsageError } from '../base/index.ts';
import { findPreset, parsePreset, type Preset } from '../mastering/index.ts';
import { readText } from './platform/index.ts';

/** What a preset file may have: nobody's is longer. */
export const MAX_PRESET_BYTES = 1048576;

/** What is said about a preset on the command line. */
export interface PresetOptions {
  /** A built-in preset's name, or a file of one's own. */
  readonly preset?: string;
  readonly targetLufs?: number;
  readonly ceilingDbtp?: number;
}

/**
 * The preset that the options name, with their figures in place of its own; undefined where none says anything.
 * @throws UsageError `preset.unknown`; InputError for a file that is no preset
 */
export function presetFrom({ preset, targetLufs, ceilingDbtp }: PresetOptions): Preset | undefined {
  const named =
    preset === undefined
      ? undefined
      : /\.json$/i.test(preset)
        ? parsePreset(readText(preset, MAX_PRESET_BYTES), preset)
        : findPreset(preset);
  if (targetLufs === undefined && ceilingDbtp === undefined) {
    return named;
  }
  if (named === undefined && targetLufs === undefined) {
    throw new UsageError('preset.no-target', '--ceiling-dbtp alone names no loudness', 'add --target-lufs or --preset');
  }
  const wish = targetLufs === undefined ? '' : `${targetLufs} LUFS`;
  const truePeakDbtp = ceilingDbtp ?? named?.truePeakDbtp ?? -1;
  return {
    ...(named ?? { source: 'the command line', date: '', confidence: 'own' }),
    id: named?.id ?? 'own',
    title: [named?.title, wish].filter((word) => word !== undefined && word !== '').join(', '),
    integratedLufs: targetLufs === undefined ? named!.integratedLufs : { targetLufs, toleranceLu: 0.1 },
    truePeakDbtp,
  };
}
