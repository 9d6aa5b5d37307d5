import type { Paint } from '../controls/sizeCanvas.ts';
import { COLOURS } from '../theme/colours.ts';

export interface Holds {
  key: string;
  readonly db: Float32Array;
  readonly atMs: Float64Array;
  readonly clipped: Uint8Array;
}

const HOLD_MS = 1500;
const FALL_DB = 0.35;
const LOW_DB = -60;
const WARN_DB = -6;
const CEILING_DB = -0.1;
const LABEL_PX = 14;
const FIGURE_PX = 13;

/** Bars from −60 dBFS up: good, warn above −6, bad at the ceiling; a tick holds the peak, its figure stands above. */
export function drawChannels(
  paint: Paint,
  labels: readonly string[],
  meters: Float32Array,
  first: number,
  holds: Holds,
  nowMs: number,
): void {
  const { context, widthPx, heightPx } = paint;
  const key = labels.join(' ');
  if (holds.key !== key) {
    holds.key = key;
    holds.db.fill(-144);
    holds.clipped.fill(0);
  }
  labels.forEach((_, channel) => follow(meters[first + channel]!, channel, holds, nowMs));
  context.clearRect(0, 0, widthPx, heightPx);
  if (labels.length <= 2) {
    drawLying(paint, labels, meters, first, holds);
    return;
  }
  const count = labels.length;
  const pitch = Math.min(60, widthPx / count);
  const left = (widthPx - pitch * count) / 2;
  const bar = Math.max(3, Math.min(26, Math.round(pitch * 0.66)));
  const bottom = heightPx - LABEL_PX;
  const height = bottom - FIGURE_PX;
  const level = (db: number): number => Math.max(0, Math.min(1, (db - LOW_DB) / -LOW_DB)) * height;
  context.textAlign = 'center';
  labels.forEach((label, channel) => {
    const db = meters[first + channel]!;
    const x = Math.round(left + pitch * (channel + 0.5) - bar / 2);
    context.fillStyle = COLOURS.well;
    context.fillRect(x, FIGURE_PX, bar, height);
    fill(context, COLOURS.good, x, bar, bottom, 0, level(Math.min(db, WARN_DB)));
    fill(context, COLOURS.warn, x, bar, bottom, level(WARN_DB), level(Math.min(db, CEILING_DB)));
    fill(context, COLOURS.bad, x, bar, bottom, level(CEILING_DB), level(db));
    const hold = holds.db[channel]!;
    if (hold > LOW_DB) {
      context.fillStyle = hold >= CEILING_DB ? COLOURS.bad : COLOURS.text;
      context.fillRect(x, Math.round(bottom - level(hold)), bar, 1.5);
    }
    if (holds.clipped[channel] === 1) {
      context.fillStyle = COLOURS.bad;
      context.fillRect(x, FIGURE_PX, bar, 3);
    }
    context.font = `400 ${pitch < 22 ? 8.5 : 9.5}px Inter, sans-serif`;
    context.fillStyle = COLOURS.secondary;
    context.fillText(label, x + bar / 2, heightPx - 3);
    context.fillStyle = holds.clipped[channel] === 1 ? COLOURS.bad : COLOURS.faint;
    context.fillText(hold > LOW_DB ? `${hold < 0 ? '−' : ''}${Math.abs(hold).toFixed(0)}` : '', x + bar / 2, FIGURE_PX - 4);
  });
}

function follow(db: number, channel: number, holds: Holds, nowMs: number): void {
  if (db >= holds.db[channel]!) {
    holds.db[channel] = db;
    holds.atMs[channel] = nowMs;
  } else if (nowMs - holds.atMs[channel]! > HOLD_MS) {
    holds.db[channel] = Math.max(db, holds.db[channel]! - FALL_DB);
  }
  if (db >= CEILING_DB) {
    holds.clipped[channel] = 1;
  }
}

const LYING_LABEL_PX = 16;
const LYING_FIGURE_PX = 34;
const LYING_BAR_PX = 9;

/** Two channels lie down: longer bars, finer to read. */
function drawLying(
  { context, widthPx, heightPx }: Paint,
  labels: readonly string[],
  meters: Float32Array,
  first: number,
  holds: Holds,
): void {
  const length = widthPx - LYING_LABEL_PX - LYING_FIGURE_PX;
  const at = (db: number): number => LYING_LABEL_PX + Math.max(0, Math.min(1, (db - LOW_DB) / -LOW_DB)) * length;
  const part = (colour: string, y: number, from: number, to: number): void => {
    if (to > from) {
      context.fillStyle = colour;
      context.fillRect(at(from), y, at(to) - at(from), LYING_BAR_PX);
    }
  };
  context.font = '400 10px Inter, sans-serif';
  labels.forEach((label, channel) => {
    const y = Math.round(((channel + 0.5) * heightPx) / labels.length - LYING_BAR_PX / 2);
    const db = meters[first + channel]!;
    const hold = holds.db[channel]!;
    const isClipped = holds.clipped[channel] === 1;
    context.fillStyle = COLOURS.well;
    context.fillRect(LYING_LABEL_PX, y, length, LYING_BAR_PX);
    part(COLOURS.good, y, LOW_DB, Math.min(db, WARN_DB));
    part(COLOURS.warn, y, WARN_DB, Math.min(db, CEILING_DB));
    part(COLOURS.bad, y, CEILING_DB, db);
    if (hold > LOW_DB) {
      context.fillStyle = hold >= CEILING_DB ? COLOURS.bad : COLOURS.text;
      context.fillRect(Math.round(at(hold)) - 1, y, 1.5, LYING_BAR_PX);
    }
    context.textAlign = 'left';
    context.fillStyle = COLOURS.secondary;
    context.fillText(label, 0, y + 8.5);
    context.textAlign = 'right';
    context.fillStyle = isClipped ? COLOURS.bad : COLOURS.secondary;
    context.fillText(hold > LOW_DB ? `${hold < 0 ? '−' : ''}${Math.abs(hold).toFixed(1)}` : '−∞', widthPx, y + 8.5);
  });
}

function fill(context: CanvasRenderingContext2D, colour: string, x: number, width: number, bottom: number, from: number, to: number): void {
  if (to > from) {
    context.fillStyle = colour;
    context.fillRect(x, bottom - to, width, to - from);
  }
}
