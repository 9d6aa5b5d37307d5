import { createEqResponse, EQ_DEFAULT_Q } from '../../scene/index.ts';
import type { EqBand, EqSettings } from '../../scene/index.ts';
import type { Paint } from '../controls/sizeCanvas.ts';
import { COLOURS } from '../theme/colours.ts';

export const LOW_HZ = 20;
export const HIGH_HZ = 20_000;
export const RANGE_DB = 18;

export function hzToX(hz: number, widthPx: number): number {
  return (Math.log(hz / LOW_HZ) / Math.log(HIGH_HZ / LOW_HZ)) * widthPx;
}

export function xToHz(x: number, widthPx: number): number {
  return LOW_HZ * (HIGH_HZ / LOW_HZ) ** Math.min(1, Math.max(0, x / widthPx));
}

export function dbToY(db: number, heightPx: number, rangeDb = RANGE_DB): number {
  return heightPx / 2 - (db / rangeDb) * (heightPx / 2 - 6);
}

export function yToDb(y: number, heightPx: number, rangeDb = RANGE_DB): number {
  return ((heightPx / 2 - y) / (heightPx / 2 - 6)) * rangeDb;
}

/** Passes have no gain: their point lies on the line. */
export function hasGain(band: EqBand): boolean {
  return band.type !== 'highPass' && band.type !== 'lowPass';
}

/** Draws grid, response and the points to take hold of. */
export function drawEq(paint: Paint, settings: EqSettings, sampleRateHz: number, chosen: number, colour: string): void {
  const { context, widthPx, heightPx } = paint;
  context.clearRect(0, 0, widthPx, heightPx);
  context.fillStyle = COLOURS.well;
  context.fillRect(0, 0, widthPx, heightPx);
  context.strokeStyle = '#181c20';
  context.lineWidth = 1;
  context.beginPath();
  for (const hz of [50, 100, 200, 500, 1000, 2000, 5000, 10_000]) {
    const x = Math.round(hzToX(hz, widthPx)) + 0.5;
    context.moveTo(x, 0);
    context.lineTo(x, heightPx);
  }
  for (const db of [-12, -6, 6, 12]) {
    const y = Math.round(dbToY(db, heightPx)) + 0.5;
    context.moveTo(0, y);
    context.lineTo(widthPx, y);
  }
  context.stroke();
  context.strokeStyle = COLOURS.line;
  context.beginPath();
  context.moveTo(0, heightPx / 2 + 0.5);
  context.lineTo(widthPx, heightPx / 2 + 0.5);
  context.stroke();
  const isOn = settings.enabled ?? true;
  const response = createEqResponse({ ...settings, enabled: true }, sampleRateHz);
  context.beginPath();
  for (let x = 0; x <= widthPx; x += 1) {
    const y = dbToY(Math.max(-60, response(xToHz(x, widthPx))), heightPx);
    if (x === 0) {
      context.moveTo(x, y);
    } else {
      context.lineTo(x, y);
    }
  }
  context.strokeStyle = isOn ? colour : COLOURS.faint;
  context.lineWidth = 1.5;
  context.stroke();
  drawPoints(paint, settings, chosen, colour, RANGE_DB);
}

/** The points to take hold of. */
export function drawPoints(
  { context, widthPx, heightPx }: Paint,
  settings: EqSettings,
  chosen: number,
  colour: string,
  rangeDb: number,
): void {
  const isOn = settings.enabled ?? true;
  (settings.bands ?? []).forEach((band, index) => {
    const [x, y] = bandPoint(band, widthPx, heightPx, rangeDb);
    const isBandOn = isOn && (band.enabled ?? true);
    context.beginPath();
    context.arc(x, y, 4, 0, 2 * Math.PI);
    context.fillStyle = isBandOn ? colour : COLOURS.faint;
    context.fill();
    if (index === chosen) {
      context.strokeStyle = COLOURS.accent;
      context.lineWidth = 1.5;
      context.beginPath();
      context.arc(x, y, 6.5, 0, 2 * Math.PI);
      context.stroke();
    }
  });
}

export function bandPoint(band: EqBand, widthPx: number, heightPx: number, rangeDb = RANGE_DB): readonly [number, number] {
  return [hzToX(band.frequencyHz, widthPx), dbToY(hasGain(band) ? (band.gainDb ?? 0) : 0, heightPx, rangeDb)];
}

/** The band under the pointer. */
export function nearestBand(
  bands: readonly EqBand[],
  widthPx: number,
  heightPx: number,
  px: number,
  py: number,
  rangeDb = RANGE_DB,
): number {
  let best = -1;
  let bestPx = 14;
  bands.forEach((band, index) => {
    const [x, y] = bandPoint(band, widthPx, heightPx, rangeDb);
    const distancePx = Math.hypot(px - x, py - y);
    if (distancePx < bestPx) {
      best = index;
      bestPx = distancePx;
    }
  });
  return best;
}

/** The band with its Q turned by some notches of the wheel; passes turn their resonance. */
export function turnedQ(band: EqBand, notches: number, isFine: boolean): EqBand {
  return { ...band, q: Math.min(40, Math.max(0.1, (band.q ?? EQ_DEFAULT_Q) * (isFine ? 1.02 : 1.12) ** notches)) };
}
