import type { Paint } from '../controls/sizeCanvas.ts';
import type { AppState } from '../state/store.ts';
import { COLOURS } from '../theme/colours.ts';
import { formatDuration } from '../theme/format.ts';
import { BEATS_PER_BAR } from '../theme/timecode.ts';
import { secToX } from './geometry.ts';
import type { TimeView } from './geometry.ts';

const LEAST_GAP_PX = 46;
const SECONDS = [0.1, 0.2, 0.5, 1, 2, 5, 10, 15, 30, 60, 120, 300, 600];
const BARS = [1, 2, 4, 8, 16, 32, 64, 128];

export interface RulerLine {
  readonly x: number;
  readonly text: string;
  readonly isStrong: boolean;
}

/** Bars where there is a tempo, else minutes and seconds; never closer than a number is wide. */
export function rulerLines(tempoBpm: number | undefined, view: TimeView, widthPx: number): RulerLine[] {
  const barSec = tempoBpm === undefined ? 0 : (60 / tempoBpm) * BEATS_PER_BAR;
  const candidates = tempoBpm === undefined ? SECONDS : BARS.map((bars) => bars * barSec);
  const strong = candidates.find((sec) => sec * view.pxPerSec >= LEAST_GAP_PX) ?? candidates.at(-1)!;
  const parts = tempoBpm !== undefined && strong <= barSec * 1.001 ? BEATS_PER_BAR : strong * view.pxPerSec > 90 ? 4 : 2;
  const weak = strong / parts;
  const lines: RulerLine[] = [];
  const first = Math.max(0, Math.floor(view.startSec / weak));
  const last = Math.ceil((view.startSec + widthPx / view.pxPerSec) / weak);
  for (let k = first; k <= last && lines.length < 2000; k++) {
    const isStrong = k % parts === 0;
    const sec = k * weak;
    lines.push({
      x: secToX(sec, view),
      isStrong,
      text: !isStrong ? '' : tempoBpm === undefined ? formatDuration(sec, strong < 1 ? 1 : 0) : String(Math.round(sec / barSec) + 1),
    });
  }
  return lines;
}

/** The nearest beat, or a tenth of a second where there is no tempo. */
export function snapped(sec: number, tempoBpm: number | undefined): number {
  const step = tempoBpm === undefined ? 0.1 : 60 / tempoBpm;
  return Math.round(sec / step) * step;
}

export function drawRuler({ context, widthPx, heightPx }: Paint, state: AppState, view: TimeView): void {
  context.clearRect(0, 0, widthPx, heightPx);
  context.fillStyle = COLOURS.panel;
  context.fillRect(0, 0, widthPx, heightPx);
  if (state.loop !== null) {
    const left = secToX(state.loop.startSec, view);
    const right = secToX(state.loop.endSec, view);
    context.fillStyle = state.isLooping ? 'rgb(233 180 76 / 30%)' : 'rgb(139 148 158 / 18%)';
    context.fillRect(left, 0, right - left, heightPx);
    context.fillStyle = state.isLooping ? COLOURS.accent : COLOURS.faint;
    context.fillRect(left, heightPx - 2, right - left, 2);
  }
  context.font = '400 10.5px Inter, sans-serif';
  for (const { x, text, isStrong } of rulerLines(state.scene?.tempoBpm, view, widthPx)) {
    context.fillStyle = isStrong ? COLOURS.faint : COLOURS.line;
    context.fillRect(Math.round(x), isStrong ? heightPx - 10 : heightPx - 5, 1, isStrong ? 10 : 5);
    if (text !== '') {
      context.fillStyle = COLOURS.secondary;
      context.fillText(text, Math.round(x) + 4, 13);
    }
  }
}
