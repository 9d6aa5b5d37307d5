import { METER_SPECTRUM_BANDS, METERS } from '../../engine/index.ts';
import type { EqSettings } from '../../scene/index.ts';
import type { Paint } from '../controls/sizeCanvas.ts';
import { dbToY, drawPoints, hzToX } from '../inspector/eqCurve.ts';
import { COLOURS, hueColour } from '../theme/colours.ts';
import { RESPONSE_POINTS } from './chainResponse.ts';

/** Gains from the middle to the edge. */
export const EQ_RANGE_DB = 12;

/** A curve to compare with, by third octaves around 1 kHz; only its shape counts. */
export interface Comparison {
  readonly levelsDb: readonly (number | null)[];
  readonly toleranceDb: readonly number[] | null;
}

interface Shown {
  /** Null: nothing has sounded yet. */
  readonly meters: Float32Array | null;
  readonly comparison: Comparison | null;
  readonly response: Float32Array | null;
  /** The open equalizer and what it does alone. */
  readonly eq: EqSettings | null;
  readonly own: Float32Array | null;
  readonly chosen: number;
  /** By third octaves. */
  readonly proposed: readonly number[] | null;
}

const TOP_DBFS = -6;
const BOTTOM_DBFS = -84;
const AXIS_PX = 16;
const BLUE = hueColour(250);
const GRID_HZ = [30, 50, 100, 200, 300, 500, 1000, 2000, 3000, 5000, 10_000] as const;
const NAMED_HZ: Readonly<Record<number, string>> = {
  50: '50',
  100: '100',
  200: '200',
  500: '500',
  1000: '1k',
  2000: '2k',
  5000: '5k',
  10000: '10k',
};
/** Below this a band says nothing about tone. */
const SILENT_DBFS = -110;
/** How fast a compared curve follows the programme's level: a share of the way each frame. */
const FOLLOW_RATIO = 0.03;

export function levelAtY(y: number, heightPx: number): number {
  return TOP_DBFS + (y / (heightPx - AXIS_PX)) * (BOTTOM_DBFS - TOP_DBFS);
}

const levelToY = (dbfs: number, heightPx: number): number =>
  ((TOP_DBFS - Math.max(BOTTOM_DBFS - 6, dbfs)) / (TOP_DBFS - BOTTOM_DBFS)) * (heightPx - AXIS_PX);
const bandHz = (band: number): number => 20 * 10 ** (band / 20);
const thirdHz = (third: number): number => 1000 * 10 ** ((third - 17) / 10);

export interface SpectrumPainter {
  hasHeard(): boolean;
  draw(paint: Paint, shown: Shown): void;
}

/** Keeps where a compared curve was held against the programme, so that it rests and does not dance. */
export function createSpectrumPainter(): SpectrumPainter {
  let offsetDb: number | null = null;
  let compared: Comparison | null = null;
  let hasHeard = false;
  return {
    hasHeard: () => hasHeard,
    draw: (paint, shown) => {
      const { context, widthPx, heightPx } = paint;
      context.clearRect(0, 0, widthPx, heightPx);
      context.fillStyle = COLOURS.room;
      context.fillRect(0, 0, widthPx, heightPx);
      drawGrid(paint);
      const { meters, comparison } = shown;
      if (meters !== null) {
        hasHeard = true;
        drawLevels(paint, meters, METERS.mixSpectrumDb, 'rgb(139 148 158 / 10%)', 'rgb(139 148 158 / 75%)');
        drawLevels(paint, meters, METERS.heardSpectrumDb, 'rgb(69 184 167 / 9%)', COLOURS.good);
      }
      if (comparison !== null) {
        const wantedDb = meters === null ? null : distanceOf(meters, comparison);
        const isNew = comparison !== compared;
        if (wantedDb !== null) {
          offsetDb = isNew || offsetDb === null ? wantedDb : offsetDb + FOLLOW_RATIO * (wantedDb - offsetDb);
        }
        compared = comparison;
        drawComparison(paint, comparison, offsetDb ?? -36);
      }
      if (shown.proposed !== null) {
        drawGains(
          paint,
          shown.proposed.map((db, third) => [thirdHz(third), db] as const),
          COLOURS.text,
          1.5,
          [4, 3],
        );
      }
      if (shown.response !== null) {
        drawResponse(paint, shown.response, COLOURS.accent, shown.own === null ? 1.5 : 1);
      }
      if (shown.eq !== null && shown.own !== null) {
        drawResponse(paint, shown.own, COLOURS.text, 1.5);
        drawPoints(paint, shown.eq, shown.chosen, COLOURS.text, EQ_RANGE_DB);
      }
    },
  };
}

function drawGrid({ context, widthPx, heightPx }: Paint): void {
  const bottom = heightPx - AXIS_PX;
  context.font = '500 9.5px Inter, sans-serif';
  context.lineWidth = 1;
  context.strokeStyle = '#14171b';
  context.beginPath();
  for (const hz of GRID_HZ) {
    const x = Math.round(hzToX(hz, widthPx)) + 0.5;
    context.moveTo(x, 0);
    context.lineTo(x, bottom);
  }
  for (let db = TOP_DBFS - 6; db > BOTTOM_DBFS; db -= 12) {
    const y = Math.round(levelToY(db, heightPx)) + 0.5;
    context.moveTo(0, y);
    context.lineTo(widthPx, y);
  }
  context.stroke();
  context.strokeStyle = COLOURS.line;
  context.beginPath();
  context.moveTo(0, Math.round(dbToY(0, heightPx, EQ_RANGE_DB)) + 0.5);
  context.lineTo(widthPx, Math.round(dbToY(0, heightPx, EQ_RANGE_DB)) + 0.5);
  context.stroke();
  context.fillStyle = COLOURS.faint;
  context.textAlign = 'left';
  for (let db = TOP_DBFS - 6; db > BOTTOM_DBFS; db -= 12) {
    context.fillText(`−${-db}`, 6, levelToY(db, heightPx) - 3);
  }
  context.textAlign = 'right';
  for (const db of [6, -6]) {
    context.fillText(`${db > 0 ? '+' : '−'}6 dB`, widthPx - 6, dbToY(db, heightPx, EQ_RANGE_DB) + 3);
  }
  context.textAlign = 'center';
  for (const hz of GRID_HZ) {
    const name = NAMED_HZ[hz];
    if (name !== undefined) {
      context.fillText(name, hzToX(hz, widthPx), heightPx - 5);
    }
  }
}

/** Sixth octaves as a line through their middles, the area below it filled. */
function drawLevels({ context, widthPx, heightPx }: Paint, meters: Float32Array, first: number, fill: string, line: string): void {
  const bottom = heightPx - AXIS_PX;
  context.save();
  context.beginPath();
  context.rect(0, 0, widthPx, bottom);
  context.clip();
  context.beginPath();
  let beforeX = 0;
  let beforeY = levelToY(meters[first]!, heightPx);
  context.moveTo(beforeX, beforeY);
  for (let band = 1; band < METER_SPECTRUM_BANDS; band++) {
    const x = hzToX(bandHz(band), widthPx);
    const y = levelToY(meters[first + band]!, heightPx);
    context.quadraticCurveTo(beforeX, beforeY, (beforeX + x) / 2, (beforeY + y) / 2);
    beforeX = x;
    beforeY = y;
  }
  context.lineTo(widthPx, beforeY);
  context.strokeStyle = line;
  context.lineWidth = 1.25;
  context.stroke();
  context.lineTo(widthPx, bottom + 4);
  context.lineTo(0, bottom + 4);
  context.closePath();
  context.fillStyle = fill;
  context.fill();
  context.restore();
}

/** How far the programme's level lies above a curve; null in silence. */
function distanceOf(meters: Float32Array, { levelsDb }: Comparison): number | null {
  let sum = 0;
  let count = 0;
  levelsDb.forEach((level, third) => {
    const hz = thirdHz(third);
    // Every third octave lies on a sixth of 20 Hz · 10^(k/20), within a hundredth.
    const band = Math.round(20 * Math.log10(hz / 20));
    const heard = band >= 0 && band < METER_SPECTRUM_BANDS ? meters[METERS.heardSpectrumDb + band]! : -Infinity;
    if (level !== null && hz > 90 && hz < 9000 && heard > SILENT_DBFS) {
      sum += heard - level;
      count += 1;
    }
  });
  return count < 8 ? null : sum / count;
}

function drawComparison(paint: Paint, { levelsDb, toleranceDb }: Comparison, offsetDb: number): void {
  const { context, widthPx, heightPx } = paint;
  const points = levelsDb.flatMap((level, third) => (level === null ? [] : [{ third, level: level + offsetDb }]));
  const x = (third: number): number => hzToX(thirdHz(third), widthPx);
  if (toleranceDb !== null && points.length > 0) {
    context.beginPath();
    for (const { third, level } of points) {
      context.lineTo(x(third), levelToY(level + toleranceDb[third]!, heightPx));
    }
    for (const { third, level } of points.toReversed()) {
      context.lineTo(x(third), levelToY(level - toleranceDb[third]!, heightPx));
    }
    context.closePath();
    context.fillStyle = hueColour(250, 0.1);
    context.fill();
  }
  context.beginPath();
  for (const { third, level } of points) {
    context.lineTo(x(third), levelToY(level, heightPx));
  }
  context.strokeStyle = BLUE;
  context.lineWidth = 1.25;
  context.setLineDash([5, 3]);
  context.stroke();
  context.setLineDash([]);
}

function drawResponse({ context, widthPx, heightPx }: Paint, response: Float32Array, colour: string, lineWidth: number): void {
  context.beginPath();
  for (let k = 0; k < RESPONSE_POINTS; k++) {
    context.lineTo((k / (RESPONSE_POINTS - 1)) * widthPx, dbToY(Math.max(-40, response[k]!), heightPx, EQ_RANGE_DB));
  }
  context.strokeStyle = colour;
  context.lineWidth = lineWidth;
  context.stroke();
}

function drawGains(
  { context, widthPx, heightPx }: Paint,
  points: readonly (readonly [hz: number, db: number])[],
  colour: string,
  lineWidth: number,
  dash: readonly number[],
): void {
  context.beginPath();
  for (const [hz, db] of points) {
    context.lineTo(hzToX(hz, widthPx), dbToY(db, heightPx, EQ_RANGE_DB));
  }
  context.strokeStyle = colour;
  context.lineWidth = lineWidth;
  context.setLineDash([...dash]);
  context.stroke();
  context.setLineDash([]);
}
