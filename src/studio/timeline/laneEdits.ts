import { azimuthDegOf, elevationDegOf } from '../../layouts/index.ts';
import { addPoint, findElement, isPolar, lanePoints, movePoint, positionToXyz } from '../../scene/index.ts';
import type { ElementId, Lane, Position, Scene } from '../../scene/index.ts';
import { ratioToY, secToX, yToRatio } from './geometry.ts';
import type { Row, TimeView } from './geometry.ts';
import { axesOf, readLane, readPoints, toRatio, toValue } from './lanes.ts';
import type { Axis } from './lanes.ts';

const REACH_PX = 9;

/** A point's square on one of its lane's curves. */
export interface PointHit {
  readonly id: ElementId;
  readonly lane: Lane;
  readonly index: number;
  readonly axis: Axis;
}

/** The square under the pointer in an open lane. */
export function findPoint(row: Row, view: TimeView, x: number, y: number): PointHit | null {
  let best: PointHit | null = null;
  let bestPx = REACH_PX;
  if (!row.isOpen) {
    return null;
  }
  const { element, lane } = row;
  readPoints(element, lane).forEach(({ atSec, values }, index) => {
    const byX = Math.abs(secToX(atSec, view) - x);
    if (byX > REACH_PX) {
      return;
    }
    for (const axis of axesOf(lane)) {
      const distancePx = Math.hypot(byX, ratioToY(toRatio(lane, values[axis]!), row) - y);
      if (distancePx < bestPx) {
        bestPx = distancePx;
        best = { id: element.id, lane, index, axis };
      }
    }
  });
  return best;
}

/** The point with its time and the taken value where the hand is; with `keepsTime` only the value. */
export function movePointTo(scene: Scene, hit: PointHit, row: Row, sec: number, y: number, keepsTime: boolean): Scene {
  const { id, lane, index, axis } = hit;
  const element = findElement(scene, id);
  if (element === undefined) {
    return scene;
  }
  const value = toValue(lane, yToRatio(y, row));
  const timeOf = (atSec: number): number => (keepsTime ? atSec : roundedSec(sec));
  if (lane !== 'position') {
    const point = lanePoints(element, lane)[index];
    return point === undefined ? scene : movePoint(scene, id, lane, index, { ...point, value, atSec: timeOf(point.atSec) });
  }
  const point = lanePoints(element, lane)[index];
  if (point === undefined) {
    return scene;
  }
  const place = [...positionToXyz(point)] as [number, number, number];
  place[axis] = value;
  const { curve } = point;
  return movePoint(scene, id, lane, index, {
    ...positionLike(point, place),
    atSec: timeOf(point.atSec),
    ...(curve === undefined ? {} : { curve }),
  });
}

/** A point on the curve as it is: adding one changes nothing until it is moved. */
export function addPointAt(scene: Scene, { lane, element: { id } }: Row, sec: number): Scene {
  const element = findElement(scene, id);
  if (element === undefined) {
    return scene;
  }
  const values = new Float64Array(3);
  readLane(element, lane, sec, values);
  const atSec = roundedSec(sec);
  if (lane !== 'position') {
    return addPoint(scene, id, lane, { atSec, value: values[0]! });
  }
  if (element.kind !== 'object') {
    return scene;
  }
  const like = lanePoints(element, lane)[0] ?? element.position;
  return addPoint(scene, id, lane, { ...positionLike(like, [values[0]!, values[1]!, values[2]!]), atSec });
}

function roundedSec(sec: number): number {
  return Math.max(0, Math.round(sec * 1000) / 1000);
}

function positionLike(like: Position, place: readonly [number, number, number]): Position {
  const [x, y, z] = place;
  return isPolar(like)
    ? { azimuthDeg: azimuthDegOf(place), elevationDeg: elevationDegOf(place), distance: Math.hypot(x, y, z) }
    : { x, y, z };
}
