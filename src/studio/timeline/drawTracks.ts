import { hueDegOf, isMuted } from '../../scene/index.ts';
import type { ElementId } from '../../scene/index.ts';
import type { Paint } from '../controls/sizeCanvas.ts';
import type { AppState } from '../state/store.ts';
import { COLOURS, hueColour } from '../theme/colours.ts';
import { rulerLines } from './drawRuler.ts';
import { ratioToY, secToX } from './geometry.ts';
import type { Row, TimeView } from './geometry.ts';
import { AXIS_COLOURS, axesOf, readLane, readPoints, toRatio } from './lanes.ts';
import type { Waveform, Waveforms } from './waveforms.ts';

const CURVE_STEP_PX = 2;
/** Closer than this on the average, an automation's points are not drawn. */
const PX_PER_POINT = 5;
const values = new Float64Array(3);

export interface ChosenPoint {
  readonly id: string;
  readonly index: number;
}

/** Clips that a hand carries through time; the document has them where they were until it lets go. */
export interface CarriedClips {
  readonly ids: readonly ElementId[];
  readonly bySec: number;
}

/** Draws the rows that are in view: clips with their waveforms, and the lane that is open. */
export function drawTracks(
  paint: Paint,
  state: AppState,
  view: TimeView,
  rows: readonly Row[],
  scrollPx: number,
  waveforms: Waveforms,
  chosen: ChosenPoint | null,
  carried: CarriedClips | null,
): void {
  const { context, widthPx, heightPx } = paint;
  const scene = state.scene!;
  context.clearRect(0, 0, widthPx, heightPx);
  context.fillStyle = COLOURS.room;
  context.fillRect(0, 0, widthPx, heightPx);
  context.fillStyle = '#14171b';
  for (const { x, isStrong } of rulerLines(scene.tempoBpm, view, widthPx)) {
    if (isStrong) {
      context.fillRect(Math.round(x), 0, 1, heightPx);
    }
  }
  context.save();
  context.translate(0, -scrollPx);
  for (const row of rows) {
    if (row.topPx + row.heightPx < scrollPx || row.topPx > scrollPx + heightPx) {
      continue;
    }
    const { element } = row;
    const isSelected = state.selection.includes(element.id);
    if (isSelected) {
      context.fillStyle = 'rgb(32 38 45 / 55%)';
      context.fillRect(0, row.topPx, widthPx, row.heightPx);
    }
    const isDull = isMuted(scene, element) || (state.solo.length > 0 && !state.solo.includes(element.id));
    const facts = state.sources[element.source];
    const hueDeg = hueDegOf(scene, element);
    if (facts !== undefined) {
      const channel = (element.kind === 'object' ? element.channel : (element.channels?.find((one) => one > 0) ?? 1)) - 1;
      const waveform = waveforms.find(element.source, facts, channel);
      const carriedSec = carried?.ids.includes(element.id) === true ? carried.bySec : 0;
      drawClip(paint, view, row, element.startSec + carriedSec, facts.lengthSec, waveform, hueDeg, isDull);
    }
    context.fillStyle = '#1b1f24';
    context.fillRect(0, row.topPx + row.heightPx - 1, widthPx, 1);
    if (row.isOpen) {
      drawLane(paint, view, row, hueColour(hueDeg, 1, 0.86), chosen?.id === element.id ? chosen.index : -1);
    }
  }
  context.restore();
  drawLoop(paint, state, view);
}

function drawClip(
  { context, widthPx }: Paint,
  view: TimeView,
  row: Row,
  startSec: number,
  lengthSec: number,
  waveform: Waveform | undefined,
  hueDeg: number,
  isDull: boolean,
): void {
  const left = Math.max(-2, secToX(startSec, view));
  const right = Math.min(widthPx + 2, secToX(startSec + lengthSec, view));
  if (right <= left) {
    return;
  }
  const top = row.topPx + 3;
  const height = row.heightPx - 7;
  context.fillStyle = hueColour(hueDeg, isDull ? 0.4 : 1, 0.255, 0.04);
  context.beginPath();
  context.roundRect(left, top, right - left, height, 3);
  context.fill();
  if (waveform === undefined) {
    return;
  }
  const middle = top + height / 2;
  const half = height / 2 - 2;
  context.fillStyle = isDull ? hueColour(hueDeg, 1, 0.36, 0.03) : hueColour(hueDeg, 1, row.isOpen ? 0.4 : 0.58, row.isOpen ? 0.07 : 0.09);
  context.beginPath();
  const perBucketSec = lengthSec / waveform.buckets;
  const from = Math.max(0, Math.floor(left));
  const to = Math.min(widthPx, Math.ceil(right));
  for (let x = from; x < to; x++) {
    const firstSec = view.startSec + x / view.pxPerSec - startSec;
    const first = Math.max(0, Math.floor(firstSec / perBucketSec));
    const last = Math.min(waveform.buckets - 1, Math.max(first, Math.floor((firstSec + 1 / view.pxPerSec) / perBucketSec) - 1));
    let low = 0;
    let high = 0;
    for (let bucket = first; bucket <= last; bucket++) {
      low = Math.min(low, waveform.extremes[2 * bucket]!);
      high = Math.max(high, waveform.extremes[2 * bucket + 1]!);
    }
    // Square root law: quiet passages are seen, loud ones keep their shape.
    const up = Math.sqrt(Math.min(1, high)) * half;
    const down = Math.sqrt(Math.min(1, -low)) * half;
    context.rect(x, middle - up, 1, Math.max(1, up + down));
  }
  context.fill();
}

function drawLane({ context, widthPx }: Paint, view: TimeView, row: Row, colour: string, chosenIndex: number): void {
  const { element, lane } = row;
  const points = readPoints(element, lane);
  if (lane === 'gainDb') {
    // Where the automation leaves the fader as it is.
    context.fillStyle = 'rgb(217 222 228 / 14%)';
    context.fillRect(0, Math.round(ratioToY(toRatio(lane, 0), row)), widthPx, 1);
  }
  const inView = points.filter(({ atSec }) => Math.abs(secToX(atSec, view) - widthPx / 2) <= widthPx / 2).length;
  // So many points would be a band: the curve says it all.
  const isDense = inView > widthPx / PX_PER_POINT;
  for (const axis of axesOf(lane)) {
    context.beginPath();
    for (let x = 0; x <= widthPx; x += CURVE_STEP_PX) {
      readLane(element, lane, view.startSec + x / view.pxPerSec, values);
      const y = ratioToY(toRatio(lane, values[axis]!), row);
      if (x === 0) {
        context.moveTo(x, y);
      } else {
        context.lineTo(x, y);
      }
    }
    const own = lane === 'position' ? AXIS_COLOURS[axis] : colour;
    context.strokeStyle = own;
    context.globalAlpha = points.length === 0 ? 0.35 : 1;
    context.lineWidth = 1.25;
    context.stroke();
    context.globalAlpha = 1;
    context.fillStyle = own;
    (isDense ? [] : points).forEach((point, index) => {
      const x = secToX(point.atSec, view);
      if (x < -6 || x > widthPx + 6) {
        return;
      }
      const y = ratioToY(toRatio(lane, point.values[axis]!), row);
      const half = index === chosenIndex ? 3.5 : 2.5;
      context.fillRect(x - half, y - half, 2 * half, 2 * half);
      if (index === chosenIndex) {
        context.strokeStyle = COLOURS.room;
        context.lineWidth = 1;
        context.strokeRect(x - half - 0.5, y - half - 0.5, 2 * half + 1, 2 * half + 1);
      }
    });
  }
}

function drawLoop({ context, widthPx, heightPx }: Paint, state: AppState, view: TimeView): void {
  if (state.loop === null) {
    return;
  }
  const left = secToX(state.loop.startSec, view);
  const right = secToX(state.loop.endSec, view);
  context.fillStyle = 'rgb(8 9 11 / 45%)';
  if (state.isLooping) {
    context.fillRect(0, 0, Math.max(0, left), heightPx);
    context.fillRect(right, 0, Math.max(0, widthPx - right), heightPx);
  }
  context.fillStyle = state.isLooping ? 'rgb(233 180 76 / 55%)' : COLOURS.line;
  context.fillRect(Math.round(left), 0, 1, heightPx);
  context.fillRect(Math.round(right), 0, 1, heightPx);
}
