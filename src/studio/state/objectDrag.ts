import { findElement } from '../../scene/index.ts';
import type { ElementId } from '../../scene/index.ts';
import { positionTrackOf } from './motion.ts';
import { moveTo } from './moveTo.ts';
import type { Studio } from './studio.ts';

type Place = readonly [x: number, y: number, z: number];

/** A hand on an object, from wherever it is moved: the room or a panner. */
export interface ObjectDrag {
  readonly id: ElementId;
  /** Where the object was when it was taken. */
  readonly from: Place;
  readonly moveTo: (place: Place) => void;
  readonly end: () => void;
  readonly cancel: () => void;
}

/** Takes an object. Others that are selected go with it; where there is automation a point is written at the playhead. */
export function takeObject({ store, services }: Studio, id: ElementId): ObjectDrag | undefined {
  const { scene, selection, endDrag } = store.getState();
  const element = scene === null ? undefined : findElement(scene, id);
  if (scene === null || element?.kind !== 'object') {
    return undefined;
  }
  endDrag();
  const atSec = services.live.positionSec();
  const label = `Move ${element.name}`;
  const starts = new Map<ElementId, Place>();
  for (const other of selection.includes(id) ? [id, ...selection.filter((chosen) => chosen !== id)] : [id]) {
    const object = findElement(scene, other);
    // Of a pair the half that was taken leads, and the edit moves the other.
    if (object?.kind === 'object' && !(object.pairedWith !== undefined && starts.has(object.pairedWith))) {
      const xyz = new Float64Array(3);
      positionTrackOf(object).at(atSec, xyz);
      starts.set(other, [xyz[0]!, xyz[1]!, xyz[2]!]);
    }
  }
  const from = starts.get(id)!;
  return {
    id,
    from,
    moveTo: (place) => {
      const by = [place[0] - from[0], place[1] - from[1], place[2] - from[2]] as const;
      store
        .getState()
        .drag(
          label,
          (base) =>
            [...starts].reduce(
              (after, [each, start]) => moveTo(after, each, atSec, [start[0] + by[0], start[1] + by[1], start[2] + by[2]]),
              base,
            ),
          { isLive: true, atSec },
        );
    },
    end: () => store.getState().endDrag(),
    cancel: () => store.getState().cancelDrag(),
  };
}

/** Where an object goes on a double click: in front, on the floor. */
export const FRONT: Place = [0, 1, 0];

export function resetObject(studio: Studio, id: ElementId): void {
  const drag = takeObject(studio, id);
  drag?.moveTo(FRONT);
  drag?.end();
}
