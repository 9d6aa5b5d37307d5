// What the keyboard does to the selected elements.
import { findElement, removeElements, setBinaural, setMute } from '../../scene/index.ts';
import type { BinauralMode, Element, Scene } from '../../scene/index.ts';
import { positionTrackOf } from '../state/motion.ts';
import { moveTo } from '../state/moveTo.ts';
import type { Studio } from '../state/studio.ts';
import { listedElements } from './listOrder.ts';

export function deleteSelection({ store }: Studio): void {
  const { selection, scene: before, edit, select } = store.getState();
  edit(selection.length === 1 ? 'Delete element' : `Delete ${selection.length} elements`, (scene) => removeElements(scene, selection));
  if (store.getState().scene !== before) {
    select([]);
  }
}

export function toggleMuteSelection({ store }: Studio): void {
  const { selection, scene, edit } = store.getState();
  const chosen = selection.map((id) => findElement(scene!, id)).filter((element) => element !== undefined);
  const mute = chosen.some((element) => !element.mute);
  edit(mute ? 'Mute' : 'Unmute', (before) => chosen.reduce((after, element) => setMute(after, element.id, mute), before));
}

export const NEXT_MODE: Readonly<Record<BinauralMode, BinauralMode>> = { off: 'near', near: 'mid', mid: 'far', far: 'off' };

/** All of the selection take the mode after the one that the inspector shows. */
export function nextModeOfSelection({ store }: Studio): void {
  const { selection, scene, edit } = store.getState();
  const shown = findElement(scene!, selection.at(-1) ?? '');
  if (shown !== undefined) {
    const mode = NEXT_MODE[shown.binaural];
    edit('Binaural mode', (before) => selection.reduce((after, id) => setBinaural(after, id, mode), before));
  }
}

export function selectNext({ store }: Studio, step: 1 | -1): void {
  const { scene, selection, select } = store.getState();
  const ids = listedElements(scene!).map((element) => element.id);
  const at = ids.indexOf(selection.at(-1) ?? '');
  const next = ids[at === -1 ? (step === 1 ? 0 : ids.length - 1) : Math.min(ids.length - 1, Math.max(0, at + step))];
  if (next !== undefined) {
    select([next]);
  }
}

const xyz = new Float64Array(3);

/** A held arrow is one gesture, and so one step. */
let rest: ReturnType<typeof setTimeout> | undefined;
const REST_MS = 500;

/** Moves the selected objects by `by` along one axis; where they are automated, at the playhead. */
export function nudgeSelection({ store, services }: Studio, axis: 'x' | 'y' | 'z', by: number): void {
  const { selection, scene, gesture, drag } = store.getState();
  const label = 'Nudge';
  const atSec = gesture?.label === label ? gesture.atSec : services.live.positionSec();
  const places = new Map<string, readonly [number, number, number]>();
  for (const element of withoutPartners(scene!, selection)) {
    if (element.kind === 'object') {
      positionTrackOf(element).at(atSec, xyz);
      xyz[AXES[axis]] = xyz[AXES[axis]]! + by;
      places.set(element.id, [xyz[0]!, xyz[1]!, xyz[2]!]);
    }
  }
  if (places.size === 0) {
    return;
  }
  drag(label, (base) => [...places].reduce((after, [id, place]) => moveTo(after, id, atSec, place), base), { isLive: true, atSec });
  clearTimeout(rest);
  rest = setTimeout(() => {
    if (store.getState().gesture?.label === label) {
      store.getState().endDrag();
    }
  }, REST_MS);
}

const AXES = { x: 0, y: 1, z: 2 } as const;

/** Of a selected pair only the first half: the other follows. */
function withoutPartners(scene: Scene, ids: readonly string[]): Element[] {
  const kept: Element[] = [];
  for (const id of ids) {
    const element = findElement(scene, id);
    if (element !== undefined && !kept.some((other) => other.kind === 'object' && other.pairedWith === id)) {
      kept.push(element);
    }
  }
  return kept;
}
