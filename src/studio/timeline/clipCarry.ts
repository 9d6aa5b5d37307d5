import { findElement, setStartSec } from '../../scene/index.ts';
import type { ElementId, Scene } from '../../scene/index.ts';
import type { AppState } from '../state/store.ts';
import { secToX } from './geometry.ts';
import type { Row, TimeView } from './geometry.ts';

/** A hand on clips: nothing is edited until it lets go, so that the mix does not rebuild itself on the way. */
export interface ClipCarry {
  readonly ids: readonly ElementId[];
  readonly startX: number;
  /** Of the clip that was taken. */
  readonly startSec: number;
  /** The earliest of all: none may begin before the programme. */
  readonly leastSec: number;
  bySec: number;
}

/** Is the pointer on the row's clip? */
export function isOnClip(state: AppState, row: Row, view: TimeView, x: number): boolean {
  const { source, startSec } = row.element;
  const facts = state.sources[source];
  return facts !== undefined && x >= secToX(startSec, view) && x <= secToX(startSec + facts.lengthSec, view);
}

/** Takes a clip, and with it what else is selected; of a pair both halves. */
export function takeClips(state: AppState, row: Row, x: number): ClipCarry {
  const { scene, selection } = state;
  const { element } = row;
  const taken = selection.includes(element.id) ? selection : [element.id];
  const ids = new Set(taken);
  for (const id of taken) {
    const own = findElement(scene!, id);
    if (own?.kind === 'object' && own.pairedWith !== undefined) {
      ids.add(own.pairedWith);
    }
  }
  const starts = [...ids].map((id) => findElement(scene!, id)?.startSec ?? 0);
  return { ids: [...ids], startX: x, startSec: element.startSec, leastSec: Math.min(...starts), bySec: 0 };
}

/** To the millisecond. */
export function carryTo(carry: ClipCarry, x: number, view: TimeView, isFine: boolean): void {
  const bySec = ((x - carry.startX) / view.pxPerSec) * (isFine ? 0.1 : 1);
  carry.bySec = Math.max(-carry.leastSec, Math.round(bySec * 1000) / 1000);
}

export function carried(scene: Scene, { ids, bySec }: ClipCarry): Scene {
  if (bySec === 0) {
    return scene;
  }
  return ids.reduce((after, id) => {
    const before = findElement(scene, id);
    return before === undefined ? after : setStartSec(after, id, Math.round((before.startSec + bySec) * 1e6) / 1e6);
  }, scene);
}
