/** A delivery preset as the studio shows it. The mastering room's tables are the law for what is written; these are the same figures. */
export interface Target {
  readonly id: string;
  readonly title: string;
  readonly integratedLufs: number;
  /** How far either side still is on target. */
  readonly toleranceLu: number;
  /** Nothing may be above it, and anything below is fine. */
  readonly isLimit: boolean;
  readonly ceilingDbtp: number;
  /** The render whose loudness counts for all of them; absent: each its own. */
  readonly measuredOn?: string;
}

export const TARGETS: readonly Target[] = [
  { id: 'atmos-music', title: 'Atmos music', integratedLufs: -18, toleranceLu: 0.5, isLimit: true, ceilingDbtp: -1, measuredOn: '5.1' },
  { id: 'apple-music', title: 'Apple Music', integratedLufs: -16, toleranceLu: 0.5, isLimit: false, ceilingDbtp: -1 },
  { id: 'spotify', title: 'Spotify', integratedLufs: -14, toleranceLu: 0.5, isLimit: false, ceilingDbtp: -1 },
  { id: 'youtube', title: 'YouTube', integratedLufs: -14, toleranceLu: 0.5, isLimit: false, ceilingDbtp: -1 },
  { id: 'tidal', title: 'TIDAL', integratedLufs: -14, toleranceLu: 0.5, isLimit: false, ceilingDbtp: -1 },
  { id: 'amazon-music', title: 'Amazon Music', integratedLufs: -14, toleranceLu: 0.5, isLimit: false, ceilingDbtp: -2 },
  { id: 'aes77', title: 'AES77 track', integratedLufs: -16, toleranceLu: 0.5, isLimit: false, ceilingDbtp: -1 },
  { id: 'podcast', title: 'Podcast', integratedLufs: -16, toleranceLu: 1, isLimit: false, ceilingDbtp: -1 },
  { id: 'r128', title: 'EBU R 128', integratedLufs: -23, toleranceLu: 0.2, isLimit: false, ceilingDbtp: -1 },
  { id: 'atsc-a85', title: 'ATSC A/85', integratedLufs: -24, toleranceLu: 2, isLimit: false, ceilingDbtp: -2 },
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
  if (overLu > (target.isLimit ? 0 : target.toleranceLu)) {
    return { text, verdict: 'bad' };
  }
  return { text, verdict: target.isLimit || overLu >= -target.toleranceLu ? 'good' : 'warn' };
}
