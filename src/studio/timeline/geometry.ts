import type { Element, ElementId, Lane, Scene } from '../../scene/index.ts';
import { listedElements } from '../mixer/listOrder.ts';
import type { AppState } from '../state/store.ts';
import { shownLane } from './lanes.ts';

export const RULER_PX = 24;
export const ROW_PX = 40;
export const OPEN_ROW_PX = 104;
const MOST_PX_PER_SEC = 2000;
/** Empty time after the end, so that the end can be seen. */
const TAIL = 1.02;

/** What part of the time is seen, and how wide a second is. */
export interface TimeView {
  readonly startSec: number;
  readonly pxPerSec: number;
}

export function timeViewOf(state: AppState, widthPx: number): TimeView {
  const fit = fittingPxPerSec(state.lengthSec, widthPx);
  const pxPerSec = Math.max(fit, state.timelinePxPerSec);
  const lastSec = Math.max(0, state.lengthSec * TAIL - widthPx / pxPerSec);
  return { pxPerSec, startSec: Math.min(lastSec, Math.max(0, state.timelineStartSec)) };
}

export function secToX(sec: number, view: TimeView): number {
  return (sec - view.startSec) * view.pxPerSec;
}

export function xToSec(x: number, view: TimeView): number {
  return view.startSec + x / view.pxPerSec;
}

/** The view zoomed by `factor`, what is at `x` staying there. Back at the whole programme it fits again. */
export function zoomed(state: AppState, widthPx: number, factor: number, x: number): TimeView {
  const view = timeViewOf(state, widthPx);
  const fit = fittingPxPerSec(state.lengthSec, widthPx);
  const pxPerSec = Math.min(MOST_PX_PER_SEC, view.pxPerSec * factor);
  if (pxPerSec <= fit * 1.001) {
    return { startSec: 0, pxPerSec: 0 };
  }
  return { pxPerSec, startSec: Math.max(0, xToSec(x, view) - x / pxPerSec) };
}

function fittingPxPerSec(lengthSec: number, widthPx: number): number {
  return widthPx / Math.max(1, lengthSec * TAIL);
}

export interface Row {
  readonly element: Element;
  readonly topPx: number;
  readonly heightPx: number;
  readonly isOpen: boolean;
  /** The lane that is shown when it is open. */
  readonly lane: Lane;
}

/** The rows, in the list's order. */
export function rowsOf(scene: Scene, openLane: ElementId | null, lane: Lane): Row[] {
  let topPx = 0;
  return listedElements(scene).map((element) => {
    const isOpen = element.id === openLane;
    const heightPx = isOpen ? OPEN_ROW_PX : ROW_PX;
    const row = { element, topPx, heightPx, isOpen, lane: shownLane(element, lane) };
    topPx += heightPx;
    return row;
  });
}

/** The lane's value axis: 0 at the bottom, 1 at the top, with room for the points at both ends. */
export function ratioToY(ratio: number, row: Row): number {
  return row.topPx + 10 + (1 - ratio) * (row.heightPx - 20);
}

export function yToRatio(y: number, row: Row): number {
  return 1 - (y - row.topPx - 10) / (row.heightPx - 20);
}
