import type { Preset } from '../../mastering/index.ts';
import { formatNumber } from '../theme/format.ts';

/** A delivery preset as the studio shows it. */
export interface Target {
  readonly id: string;
  readonly title: string;
  /** Absent: the preset leaves the level as it is. */
  readonly targetLufs: number | undefined;
  readonly maxLufs: number | undefined;
  /** What counts first where there is enough speech; the loudness of the programme is what counts else. */
  readonly dialogueLufs: number | undefined;
  /** How far either side still is on target. */
  readonly toleranceLu: number;
  /** Nothing may be above it, and anything below is fine. */
  readonly isLimit: boolean;
  readonly ceilingDbtp: number;
  /** The render whose loudness counts for all of them; absent: each its own. */
  readonly measuredOn: string | undefined;
  /** Where the figures come from. */
  readonly source: string;
}

export function targetOf({ id, title, integratedLufs, dialogue, truePeakDbtp, measuredOn, source }: Preset): Target {
  const { targetLufs, maxLufs, toleranceLu } = integratedLufs;
  return {
    id,
    title,
    targetLufs,
    maxLufs,
    dialogueLufs: dialogue?.targetLufs,
    toleranceLu,
    isLimit: maxLufs !== undefined && maxLufs === targetLufs,
    ceilingDbtp: truePeakDbtp,
    measuredOn,
    source,
  };
}

/** The presets of one's own come first; one of them may stand for a built-in one of the same name. */
export function targetsOf(builtIn: readonly Target[], own: readonly Preset[]): readonly Target[] {
  return own.length === 0 ? builtIn : [...own.map(targetOf), ...builtIn.filter(({ id }) => !own.some((preset) => preset.id === id))];
}

/** The target of this name; the first where there is none. */
export function findTarget(targets: readonly Target[], id: string): Target {
  return targets.find((target) => target.id === id) ?? targets[0]!;
}

/** What a target asks for: `at most −18 LUFS on the 5.1, −1 dBTP`. */
export function describeTarget({ targetLufs, maxLufs, dialogueLufs, isLimit, measuredOn, ceilingDbtp }: Target): string {
  const speech = dialogueLufs === undefined ? '' : `${figure(dialogueLufs)} LUFS on dialogue, else `;
  const loudness =
    targetLufs !== undefined
      ? `${isLimit ? 'at most ' : ''}${figure(targetLufs)} LUFS`
      : maxLufs === undefined
        ? 'any loudness'
        : `at most ${figure(maxLufs)} LUFS`;
  return `${speech}${loudness}${measuredOn === undefined ? '' : ` on the ${measuredOn}`}, ${figure(ceilingDbtp)} dBTP`;
}

/** How the loudness stands against the target, in words and as a lamp. */
export function judgeLoudness(
  integratedLufs: number,
  target: Target,
): { readonly text: string; readonly verdict: 'good' | 'warn' | 'bad' } {
  const { targetLufs, maxLufs, toleranceLu, isLimit } = target;
  const aimLufs = targetLufs ?? maxLufs;
  if (aimLufs === undefined) {
    return { text: 'no loudness is asked for', verdict: 'good' };
  }
  const isOnlyMost = isLimit || targetLufs === undefined;
  const overLu = integratedLufs - aimLufs;
  const byLu = Math.abs(overLu).toFixed(1);
  const aim = isOnlyMost ? 'the limit' : 'the target';
  if (Number(byLu) === 0) {
    return { text: `on ${aim}`, verdict: 'good' };
  }
  const text = `${byLu} ${overLu > 0 ? 'over' : 'under'} ${aim}`;
  if (overLu > (isOnlyMost ? 0 : toleranceLu)) {
    return { text, verdict: 'bad' };
  }
  return { text, verdict: isOnlyMost || overLu >= -toleranceLu ? 'good' : 'warn' };
}

function figure(value: number): string {
  return formatNumber(value, Number.isInteger(value) ? 0 : 1);
}
