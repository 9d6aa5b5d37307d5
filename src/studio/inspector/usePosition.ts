import { useState } from 'react';
import type { ObjectElement } from '../../scene/index.ts';
import { useFrames } from '../state/frames.ts';
import { shownPosition, shownSize } from '../state/motion.ts';
import { useStudio } from '../state/studio.ts';

const xyz = new Float64Array(3);

export interface ShownPlace {
  readonly x: number;
  readonly y: number;
  readonly z: number;
  readonly size: number;
}

/** The place of the one object that the inspector shows. It follows automation, rounded to what is shown, so that only visible changes render. */
export function useShownPlace(element: ObjectElement): ShownPlace {
  const { store, services } = useStudio();
  const [place, setPlace] = useState<ShownPlace>({ x: 0, y: 0, z: 0, size: 0 });
  useFrames(() => {
    const state = store.getState();
    const nowSec = services.live.positionSec();
    shownPosition(xyz, state, element, nowSec);
    const next = { x: round(xyz[0]!), y: round(xyz[1]!), z: round(xyz[2]!), size: round(shownSize(state, element, nowSec)) };
    if (next.x !== place.x || next.y !== place.y || next.z !== place.z || next.size !== place.size) {
      setPlace(next);
    }
  });
  return place;
}

function round(value: number): number {
  return Math.round(value * 100) / 100;
}
