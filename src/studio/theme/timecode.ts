import type { Scene } from '../../scene/index.ts';

type FrameRate = Scene['frameRate'];

/** Frames a second that pass, and frames a second that are counted. */
const RATES: Readonly<Record<FrameRate, { readonly perSec: number; readonly counted: number }>> = {
  '23.976': { perSec: 24_000 / 1001, counted: 24 },
  '24': { perSec: 24, counted: 24 },
  '25': { perSec: 25, counted: 25 },
  '29.97': { perSec: 30_000 / 1001, counted: 30 },
  '29.97df': { perSec: 30_000 / 1001, counted: 30 },
  '30': { perSec: 30, counted: 30 },
};

/** `HH:MM:SS:FF`; drop-frame time has a semicolon before the frames. @source SMPTE ST 12-1 */
export function formatTimecode(sec: number, frameRate: FrameRate): string {
  const { perSec, counted } = RATES[frameRate];
  // A hair above the frame's start counts as in it: seconds come from sample counts.
  let frames = Math.floor(Math.max(0, sec) * perSec + 1e-6);
  const isDrop = frameRate === '29.97df';
  if (isDrop) {
    // Frames 0 and 1 of each minute are skipped, but for every tenth.
    const tens = Math.floor(frames / 17_982);
    const rest = frames % 17_982;
    frames += 18 * tens + (rest < 2 ? 0 : 2 * Math.floor((rest - 2) / 1798));
  }
  const seconds = Math.floor(frames / counted);
  const two = (value: number): string => String(value).padStart(2, '0');
  return `${two(Math.floor(seconds / 3600))}:${two(Math.floor(seconds / 60) % 60)}:${two(seconds % 60)}${isDrop ? ';' : ':'}${two(frames % counted)}`;
}

/** Beats in a bar, until the document has metres. */
export const BEATS_PER_BAR = 4;

/** `7.2`: bar and beat, both from 1. */
export function formatBar(sec: number, tempoBpm: number): string {
  const beat = Math.floor((Math.max(0, sec) * tempoBpm) / 60 + 1e-9);
  return `${Math.floor(beat / BEATS_PER_BAR) + 1}.${(beat % BEATS_PER_BAR) + 1}`;
}
