import { azimuthDegOf, elevationDegOf } from '../../layouts/index.ts';
import { addPoint, findElement, isPolar, lanePoints, movePoint, positionToXyz } from '../../scene/index.ts';
import type { ElementId, Position, Scene } from '../../scene/index.ts';
import { positionTrackOf } from '../state/motion.ts';
import { secToX, valueToY, yToValue } from './geometry.ts';
import type { Row, TimeView } from './geometry.ts';

const REACH_PX = 9;

/** A point's square on one of its three curves. */
export interface PointHit {
  readonly id: ElementId;
  readonly index: number;
  readonly axis: 0 | 1 | 2;
}

/** The square under the pointer in an open lane. */
export function findPoint(row: Row, view: TimeView, x: number, y: number): PointHit | null {
  let best: PointHit | null = null;
  let bestPx = REACH_PX;
  if (!row.isOpen || row.element.kind !== 'object') {
    return null;
  }
  lanePoints(row.element, 'position').forEach((point, index) => {
    const byX = Math.abs(secToX(point.atSec, view) - x);
    if (byX > REACH_PX) {
      return;
    }
    const place = positionToXyz(point);
    for (const axis of [0, 1, 2] as const) {
      const distancePx = Math.hypot(byX, valueToY(place[axis], row) - y);
      if (distancePx < bestPx) {
        bestPx = distancePx;
        best = { id: row.element.id, index, axis };
      }
    }
  });
  return best;
}

/** The point with its time and the taken coordinate where the hand is; with `keepsTime` only the coordinate. */
export function movePointTo(scene: Scene, hit: PointHit, row: Row, sec: number, y: number, keepsTime: boolean): Scene {
  const element = findElement(scene, hit.id);
  const point = element === undefined ? undefined : lanePoints(element, 'position')[hit.index];
  if (point === undefined) {
    return scene;
  }
  const place = [...positionToXyz(point)] as [number, number, number];
  place[hit.axis] = Math.round(Math.min(1, Math.max(-1, yToValue(y, row))) * 100) / 100;
  const { curve } = point;
  return movePoint(scene, hit.id, 'position', hit.index, {
    ...positionLike(point, place),
    atSec: keepsTime ? point.atSec : Math.max(0, Math.round(sec * 1000) / 1000),
    ...(curve === undefined ? {} : { curve }),
  });
}

/** A point on the curve as it is: adding one changes nothing until it is moved. */
export function addPointAt(scene: Scene, id: ElementId, sec: number): Scene {
  const element = findElement(scene, id);
  if (element?.kind !== 'object') {
    return scene;
  }
  const xyz = new Float64Array(3);
  positionTrackOf(element).at(sec, xyz);
  const like = lanePoints(element, 'position')[0] ?? element.position;
  return addPoint(scene, id, 'position', {
    ...positionLike(like, [xyz[0]!, xyz[1]!, xyz[2]!]),
    atSec: Math.max(0, Math.round(sec * 1000) / 1000),
  });
}

function positionLike(like: Position, place: readonly [number, number, number]): Position {
  const [x, y, z] = place;
  return isPolar(like)
    ? { azimuthDeg: azimuthDegOf(place), elevationDeg: elevationDegOf(place), distance: Math.hypot(x, y, z) }
    : { x, y, z };
}
