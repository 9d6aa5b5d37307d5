import { azimuthDegOf, elevationDegOf } from '../../layouts/index.ts';
import { findElement, isPolar, setPositionAt } from '../../scene/index.ts';
import type { ElementId, Scene } from '../../scene/index.ts';

type Place = readonly [x: number, y: number, z: number];

/** Puts an object at x, y, z at a moment. What is written in polar coordinates stays polar. */
export function moveTo(scene: Scene, id: ElementId, atSec: number, place: Place): Scene {
  const element = findElement(scene, id);
  if (element?.kind !== 'object') {
    return scene;
  }
  const [x, y, z] = place;
  const isOnSphere = isPolar(element.automation.position?.[0] ?? element.position);
  return setPositionAt(
    scene,
    id,
    atSec,
    isOnSphere ? { azimuthDeg: azimuthDegOf(place), elevationDeg: elevationDegOf(place), distance: Math.hypot(x, y, z) } : { x, y, z },
  );
}
