// Automation points. Lanes stay sorted by time; of a pair both halves move, mirrored.
import { COUNTS, RANGES } from '../limits.ts';
import { isPolar, mirrorPosition, tidy, tidyPosition } from '../position.ts';
import type { Element, ElementId, Position, PositionPoint, Scene, ValuePoint } from '../types.ts';
import { editPair, patched } from './patch.ts';
import { setPosition } from './mix.ts';

/** What can be automated, and what its points are. Beds only have `gainDb`. */
export interface LanePoints {
  readonly position: PositionPoint;
  readonly size: ValuePoint;
  readonly gainDb: ValuePoint;
}
export type Lane = keyof LanePoints;

/** Points this close in time are one point. */
const SAME_TIME_SEC = 1e-6;

/** The points of a lane; empty where there are none. */
export function lanePoints<L extends Lane>(element: Element, lane: L): readonly LanePoints[L][] {
  const automation: { readonly [K in Lane]?: readonly LanePoints[K][] } = element.automation;
  return automation[lane] ?? [];
}

/** Replaces a whole lane; points are sorted and pulled into their ranges. */
export function setAutomation<L extends Lane>(scene: Scene, id: ElementId, lane: L, points: readonly LanePoints[L][]): Scene {
  const tidied = points
    .map((point) => tidyPoint(lane, point))
    .filter((point) => point !== undefined)
    .slice(0, COUNTS.points)
    .sort((a, b) => a.atSec - b.atSec);
  return editPair(
    scene,
    id,
    (element) => withLane(element, lane, tidied),
    (element) => withLane(element, lane, tidied.map(mirroredPoint)),
  );
}

/** Adds a point; one that is there at the same time is replaced. */
export function addPoint<L extends Lane>(scene: Scene, id: ElementId, lane: L, point: LanePoints[L]): Scene {
  const element = scene.elements.find((e) => e.id === id);
  const tidied = tidyPoint(lane, point);
  if (element === undefined || tidied === undefined) {
    return scene;
  }
  const others = lanePoints(element, lane).filter((other) => Math.abs(other.atSec - tidied.atSec) > SAME_TIME_SEC);
  return setAutomation(scene, id, lane, [...others, tidied]);
}

/** Changes the point at `index`. It keeps its place among its neighbours: its time stops at theirs. */
export function movePoint<L extends Lane>(scene: Scene, id: ElementId, lane: L, index: number, point: LanePoints[L]): Scene {
  const element = scene.elements.find((e) => e.id === id);
  const points = element === undefined ? [] : lanePoints(element, lane);
  if (points[index] === undefined || tidyPoint(lane, point) === undefined) {
    return scene;
  }
  const atSec = Math.min(Math.max(point.atSec, points[index - 1]?.atSec ?? -Infinity), points[index + 1]?.atSec ?? Infinity);
  return setAutomation(
    scene,
    id,
    lane,
    points.map((old, k) => (k === index ? { ...point, atSec } : old)),
  );
}

/** Removes the points at these indices. */
export function removePoints(scene: Scene, id: ElementId, lane: Lane, indices: readonly number[]): Scene {
  const element = scene.elements.find((e) => e.id === id);
  const points = element === undefined ? [] : lanePoints(element, lane);
  return setAutomation(
    scene,
    id,
    lane,
    points.filter((_, k) => !indices.includes(k)),
  );
}

/** Empties a lane, or all of them. What the lane last said is lost; the element's own values hold again. */
export function clearAutomation(scene: Scene, id: ElementId, lane?: Lane): Scene {
  return lane === undefined
    ? editPair(scene, id, (element) => patched<Element>(element, { automation: {} }))
    : setAutomation(scene, id, lane, []);
}

/** Puts an object somewhere at a moment: where its position is automated that is a point, otherwise its place. */
export function setPositionAt(scene: Scene, id: ElementId, sec: number, position: Position): Scene {
  const element = scene.elements.find((e) => e.id === id);
  return element?.kind === 'object' && lanePoints(element, 'position').length > 0
    ? addPoint(scene, id, 'position', { ...position, atSec: sec })
    : setPosition(scene, id, position);
}

function withLane<L extends Lane>(element: Element, lane: L, points: readonly LanePoints[L][]): Element {
  if (element.kind === 'bed' && lane !== 'gainDb') {
    return element;
  }
  const automation = patched<{ readonly [K in Lane]?: readonly LanePoints[K][] }>(element.automation, {
    [lane]: points.length === 0 ? undefined : points,
  });
  return patched<Element>(element, { automation });
}

function mirroredPoint<P extends PositionPoint | ValuePoint>(point: P): P {
  return 'value' in point ? point : ({ ...point, ...mirrorPosition(point) } as P);
}

/** A point inside its ranges, without foreign fields; undefined where a number is missing. */
function tidyPoint<L extends Lane>(lane: L, point: LanePoints[L]): LanePoints[L] | undefined {
  const atSec = tidy(point.atSec, RANGES.timeSec, 1e6);
  const curve = point.curve === undefined ? {} : { curve: point.curve };
  if (Number.isNaN(atSec)) {
    return undefined;
  }
  if ('value' in point) {
    const value = lane === 'size' ? tidy(point.value, RANGES.size, 1e4) : tidy(point.value, RANGES.gainDb, 1000);
    return lane === 'position' || Number.isNaN(value) ? undefined : ({ atSec, value, ...curve } as LanePoints[L]);
  }
  const position = lane === 'position' && (isPolar(point) || 'x' in point) ? tidyPosition(point) : undefined;
  return position === undefined ? undefined : ({ atSec, ...position, ...curve } as LanePoints[L]);
}
