import { createPositionTrack, createValueTrack } from '../../scene/index.ts';
import type { Element, ObjectElement, PositionTrack, ValueTrack } from '../../scene/index.ts';
import type { AppState } from './store.ts';

/** Made once an element: an element is a new object after every edit of it. */
const positionTracks = new WeakMap<ObjectElement, PositionTrack>();
const sizeTracks = new WeakMap<ObjectElement, ValueTrack>();
const gainTracks = new WeakMap<Element, ValueTrack>();

export function positionTrackOf(element: ObjectElement): PositionTrack {
  let track = positionTracks.get(element);
  if (track === undefined) {
    track = createPositionTrack(element);
    positionTracks.set(element, track);
  }
  return track;
}

export function sizeTrackOf(element: ObjectElement): ValueTrack {
  let track = sizeTracks.get(element);
  if (track === undefined) {
    track = createValueTrack(element.automation.size, element.size);
    sizeTracks.set(element, track);
  }
  return track;
}

/** The gain that is automated on top of the fader, dB. */
export function gainTrackOf(element: Element): ValueTrack {
  let track = gainTracks.get(element);
  if (track === undefined) {
    track = createValueTrack(element.automation.gainDb, 0);
    gainTracks.set(element, track);
  }
  return track;
}

/** Where the object is shown: while it is being dragged, where the hand is; else where it is at `nowSec`. Writes x, y, z into `out`. */
export function shownPosition(out: Float64Array, state: AppState, element: ObjectElement, nowSec: number): void {
  const { gesture } = state;
  const isHeld = gesture !== null && gesture.isLive && !gesture.base.elements.includes(element);
  positionTrackOf(element).at(isHeld ? gesture.atSec : nowSec, out);
}

export function shownSize(state: AppState, element: ObjectElement, nowSec: number): number {
  const { gesture } = state;
  const isHeld = gesture !== null && gesture.isLive && !gesture.base.elements.includes(element);
  return sizeTrackOf(element).at(isHeld ? gesture.atSec : nowSec);
}
