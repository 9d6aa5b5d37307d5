// WAVE_FORMAT_EXTENSIBLE orders channels by the bits of its mask, which puts the rears before the sides. Positions are carried everywhere
// else; only a file's reader and writer reorder, by these functions.
import type { Layout } from './types.ts';

/** Mask bit → the label that the bit means in a layout with rears (7.1 and up). */
const MASK_LABELS: readonly (readonly [bit: number, label: string])[] = [
  [0x1, 'L'],
  [0x2, 'R'],
  [0x4, 'C'],
  [0x8, 'LFE'],
  [0x10, 'Lrs'],
  [0x20, 'Rrs'],
  [0x40, 'Lsc'],
  [0x80, 'Rsc'],
  [0x100, 'Cs'],
  [0x200, 'Lss'],
  [0x400, 'Rss'],
  [0x800, 'T'],
  [0x1000, 'Ltf'],
  [0x2000, 'Ctf'],
  [0x4000, 'Rtf'],
  [0x8000, 'Ltr'],
  [0x10000, 'Ctr'],
  [0x20000, 'Rtr'],
];

/** A file's channel order for a layout: the mask, and for each file channel the layout's channel index. */
export interface WaveOrder {
  /** 0 where a loudspeaker has no bit: the file then keeps the layout's own order. */
  readonly mask: number;
  readonly layoutIndexOfFileChannel: readonly number[];
}

/** 5.x surrounds are written as sides' siblings, the back pair (0x3F): what every 5.1 tool writes and reads. */
function bitOf(label: string): number {
  const asked = label === 'Ls' ? 'Lrs' : label === 'Rs' ? 'Rrs' : label;
  return MASK_LABELS.find(([, l]) => l === asked)?.[0] ?? 0;
}

/** How a layout is written to a WAVE file. */
export function waveOrderOf(layout: Layout): WaveOrder {
  const entries = layout.speakers.map((speaker, index) => ({ bit: bitOf(speaker.label), index }));
  const mask = entries.reduce((sum, { bit }) => sum | bit, 0);
  if (entries.some(({ bit }) => bit === 0) || new Set(entries.map(({ bit }) => bit)).size !== entries.length) {
    return { mask: 0, layoutIndexOfFileChannel: entries.map(({ index }) => index) };
  }
  return { mask, layoutIndexOfFileChannel: entries.sort((a, b) => a.bit - b.bit).map(({ index }) => index) };
}

/** The labels of a file's channels by its mask, in file order, or undefined where the mask does not have that many bits. */
export function labelsOfMask(mask: number, channels: number): readonly string[] | undefined {
  const labels = MASK_LABELS.filter(([bit]) => (mask & bit) !== 0).map(([, label]) => label);
  if (labels.length !== channels) {
    return undefined;
  }
  const hasSides = labels.includes('Lss');
  const hasRears = labels.includes('Lrs');
  return hasSides && hasRears
    ? labels
    : labels.map((label) => (label === 'Lrs' || label === 'Lss' ? 'Ls' : label === 'Rrs' || label === 'Rss' ? 'Rs' : label));
}
