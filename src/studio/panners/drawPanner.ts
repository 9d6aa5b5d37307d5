import { METERS } from '../../engine/index.ts';
import { findLayout } from '../../layouts/index.ts';
import { hueDegOf, isMuted } from '../../scene/index.ts';
import type { ElementId } from '../../scene/index.ts';
import type { Paint } from '../controls/sizeCanvas.ts';
import { shownPosition, shownSize } from '../state/motion.ts';
import type { AppState } from '../state/store.ts';
import { COLOURS, hueColour } from '../theme/colours.ts';

export type PannerView = 'top' | 'rear';

const EDGE_PX = 12;
const DOT_PX = 4;
const REACH_PX = 14;
/** Heights go from the floor to the ceiling; what is below the floor is drawn on it. */
const xyz = new Float64Array(3);

/** Draws the room's outline, its loudspeakers and its objects. */
export function drawPanner(paint: Paint, view: PannerView, state: AppState, nowSec: number, meters: Float32Array): void {
  const { context, widthPx, heightPx } = paint;
  const { scene } = state;
  const across = widthPx - 2 * EDGE_PX;
  const down = heightPx - 2 * EDGE_PX;
  context.clearRect(0, 0, widthPx, heightPx);
  context.strokeStyle = COLOURS.line;
  context.lineWidth = 1;
  context.strokeRect(EDGE_PX + 0.5, EDGE_PX + 0.5, across - 1, down - 1);
  context.beginPath();
  context.moveTo(EDGE_PX + across / 2, EDGE_PX);
  context.lineTo(EDGE_PX + across / 2, EDGE_PX + down);
  if (view === 'top') {
    context.moveTo(EDGE_PX, EDGE_PX + down / 2);
    context.lineTo(EDGE_PX + across, EDGE_PX + down / 2);
  }
  context.strokeStyle = '#191d22';
  context.stroke();
  for (const speaker of findLayout(shownLayout(state.monitor))?.speakers ?? []) {
    if (!speaker.isLfe) {
      const [x, y] = toPixels(paint, view, ...speaker.allocentric);
      context.fillStyle = COLOURS.line;
      context.fillRect(x - 2.5, y - 2.5, 5, 5);
    }
  }
  if (scene === null) {
    return;
  }
  scene.elements.forEach((element, index) => {
    if (element.kind !== 'object') {
      return;
    }
    shownPosition(xyz, state, element, nowSec);
    const [x, y] = toPixels(paint, view, xyz[0]!, xyz[1]!, xyz[2]!);
    const isDull = isMuted(scene, element) || (state.solo.length > 0 && !state.solo.includes(element.id));
    const hueDeg = hueDegOf(scene, element);
    const levelDb = meters[METERS.elementPeakDb + index] ?? -144;
    const halo = Math.max(0, Math.min(1, (levelDb + 48) / 48));
    const size = shownSize(state, element, nowSec);
    if (size > 0.01) {
      context.fillStyle = hueColour(hueDeg, 0.1);
      context.beginPath();
      context.arc(x, y, DOT_PX + (size * across) / 2, 0, 2 * Math.PI);
      context.fill();
    }
    if (halo > 0.02 && !isDull) {
      context.fillStyle = hueColour(hueDeg, 0.28);
      context.beginPath();
      context.arc(x, y, DOT_PX + 5 * halo, 0, 2 * Math.PI);
      context.fill();
    }
    context.fillStyle = hueColour(hueDeg, isDull ? 0.3 : 1);
    context.beginPath();
    context.arc(x, y, DOT_PX, 0, 2 * Math.PI);
    context.fill();
    if (state.selection.includes(element.id)) {
      context.strokeStyle = COLOURS.accent;
      context.lineWidth = 1.5;
      context.beginPath();
      context.arc(x, y, DOT_PX + 2, 0, 2 * Math.PI);
      context.stroke();
    }
  });
}

/** The object under the pointer; of several the selected one, else the nearest. */
export function nearestObject(
  canvas: HTMLCanvasElement,
  view: PannerView,
  state: AppState,
  nowSec: number,
  px: number,
  py: number,
): ElementId | undefined {
  let best: ElementId | undefined;
  let bestPx = REACH_PX;
  for (const element of state.scene?.elements ?? []) {
    if (element.kind !== 'object') {
      continue;
    }
    shownPosition(xyz, state, element, nowSec);
    const [x, y] = toPixels({ widthPx: canvas.clientWidth, heightPx: canvas.clientHeight }, view, xyz[0]!, xyz[1]!, xyz[2]!);
    const distancePx = Math.hypot(px - x, py - y) - (state.selection.includes(element.id) ? 6 : 0);
    if (distancePx < bestPx) {
      best = element.id;
      bestPx = distancePx;
    }
  }
  return best;
}

/** Pixels of the canvas to x and y (from above) or x and z (from behind). */
export function toPlace(canvas: HTMLCanvasElement, view: PannerView, px: number, py: number): readonly [number, number] {
  const across = (px - EDGE_PX) / (canvas.clientWidth - 2 * EDGE_PX);
  const up = 1 - (py - EDGE_PX) / (canvas.clientHeight - 2 * EDGE_PX);
  return [2 * across - 1, view === 'top' ? 2 * up - 1 : up];
}

/** The loudspeakers that are shown: those of the monitored layout; headphones show the room they stand for. */
export function shownLayout(monitor: string): string {
  return monitor === 'binaural' ? '7.1.4' : monitor;
}

function toPixels(
  { widthPx, heightPx }: { readonly widthPx: number; readonly heightPx: number },
  view: PannerView,
  x: number,
  y: number,
  z: number,
): readonly [number, number] {
  const across = widthPx - 2 * EDGE_PX;
  const down = heightPx - 2 * EDGE_PX;
  const up = view === 'top' ? (y + 1) / 2 : Math.min(1, Math.max(0, z));
  return [EDGE_PX + ((x + 1) / 2) * across, EDGE_PX + (1 - up) * down];
}
