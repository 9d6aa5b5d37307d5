import type { Paint } from '../controls/sizeCanvas.ts';
import { COLOURS } from '../theme/colours.ts';

const LOW_DB = -60;
const HISTORY_RANGE_DB = 18;

/** Left the curve, right the gain reduction as it went. `place` is the newest. */
export function drawCompressor(
  paint: Paint,
  curveDb: (inputDb: number) => number,
  thresholdDb: number,
  history: Float32Array,
  place: number,
): void {
  const { context, widthPx, heightPx } = paint;
  const side = heightPx;
  const left = side + 6;
  const at = (db: number): number => ((db - LOW_DB) / -LOW_DB) * side;
  context.clearRect(0, 0, widthPx, heightPx);
  context.fillStyle = COLOURS.well;
  context.fillRect(0, 0, side, side);
  context.fillRect(left, 0, widthPx - left, heightPx);
  context.strokeStyle = COLOURS.line;
  context.lineWidth = 1;
  context.beginPath();
  context.moveTo(0, side);
  context.lineTo(side, 0);
  context.moveTo(Math.round(at(thresholdDb)) + 0.5, 0);
  context.lineTo(Math.round(at(thresholdDb)) + 0.5, side);
  for (const db of [6, 12]) {
    const y = Math.round((db / HISTORY_RANGE_DB) * heightPx) + 0.5;
    context.moveTo(left, y);
    context.lineTo(widthPx, y);
  }
  context.stroke();
  context.save();
  context.beginPath();
  context.rect(0, 0, side, side);
  context.clip();
  context.beginPath();
  for (let db = LOW_DB; db <= 0; db += 1) {
    context.lineTo(at(db), side - at(curveDb(db)));
  }
  context.strokeStyle = COLOURS.text;
  context.lineWidth = 1.5;
  context.stroke();
  context.restore();
  context.beginPath();
  context.moveTo(left, 0);
  for (let k = 0; k < history.length; k++) {
    const reductionDb = history[(place + 1 + k) % history.length]!;
    context.lineTo(left + (k / (history.length - 1)) * (widthPx - left), Math.min(1, reductionDb / HISTORY_RANGE_DB) * heightPx);
  }
  context.lineTo(widthPx, 0);
  context.closePath();
  context.fillStyle = 'rgb(233 180 76 / 35%)';
  context.fill();
  context.fillStyle = COLOURS.faint;
  context.font = '500 9px Inter, sans-serif';
  context.fillText('−6', left + 3, heightPx / 3 + 10);
  context.fillText('−12', left + 3, (2 * heightPx) / 3 + 10);
}
