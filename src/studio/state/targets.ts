/** A delivery preset as the studio shows it. The mastering room's tables are the law for what is written; these are the same figures. */
export interface Target {
  readonly id: string;
  readonly title: string;
  readonly integratedLufs: number;
  /** How far either side still is on target. `limit`: anything below is fine. */
  readonly toleranceLu: number;
  readonly isLimit: boolean;
  readonly ceilingDbtp: number;
  /** What the figure is meant to be measured on. */
  readonly measuredOn: string;
}

export const TARGETS: readonly Target[] = [
  {
    id: 'atmos-music',
    title: 'Atmos music',
    integratedLufs: -18,
    toleranceLu: 0.1,
    isLimit: true,
    ceilingDbtp: -1,
    measuredOn: '5.1 re-render',
  },
  { id: 'apple-music', title: 'Apple Music', integratedLufs: -16, toleranceLu: 1, isLimit: false, ceilingDbtp: -1, measuredOn: 'stereo' },
  { id: 'spotify', title: 'Spotify', integratedLufs: -14, toleranceLu: 1, isLimit: false, ceilingDbtp: -1, measuredOn: 'stereo' },
  { id: 'r128', title: 'EBU R 128', integratedLufs: -23, toleranceLu: 0.5, isLimit: false, ceilingDbtp: -1, measuredOn: 'programme' },
];

export function findTarget(id: string): Target {
  return TARGETS.find((target) => target.id === id) ?? TARGETS[0]!;
}

/** How the loudness stands against the target, in words and as a lamp. */
export function judgeLoudness(
  integratedLufs: number,
  target: Target,
): { readonly text: string; readonly verdict: 'good' | 'warn' | 'bad' } {
  const overLu = integratedLufs - target.integratedLufs;
  const figure = Math.abs(overLu).toFixed(1);
  const limit = target.isLimit ? 'the limit' : 'the target';
  if (Number(figure) === 0) {
    return { text: `on ${limit}`, verdict: 'good' };
  }
  const text = `${figure} ${overLu > 0 ? 'over' : 'under'} ${limit}`;
  if (overLu > target.toleranceLu) {
    return { text, verdict: 'bad' };
  }
  return { text, verdict: target.isLimit || overLu >= -target.toleranceLu ? 'good' : 'warn' };
}
