import { Plane, Raycaster, Vector2, Vector3 } from 'three';
import type { Camera } from 'three';
import { admToThree, threeToAdm } from '../../layouts/index.ts';
import type { ElementId } from '../../scene/index.ts';
import { shownPosition } from '../state/motion.ts';
import type { AppState } from '../state/store.ts';
import type { CameraView } from '../state/viewSlice.ts';

const REACH_PX = 16;
/** A drag towards the horizon goes no farther than this a move. */
const LONGEST = 0.6;

const point = new Vector3();
const facing = new Vector3();
const hit = new Vector3();
const mouse = new Vector2();
const plane = new Plane();
const caster = new Raycaster();
const xyz = new Float64Array(3);

type Box = { readonly left: number; readonly top: number; readonly width: number; readonly height: number };

/** The object under the pointer: the nearest on the screen, the chosen one first. */
export function nearestOnScreen(
  camera: Camera,
  box: Box,
  state: AppState,
  nowSec: number,
  clientX: number,
  clientY: number,
): ElementId | undefined {
  let best: ElementId | undefined;
  let bestPx = REACH_PX;
  for (const element of state.scene?.elements ?? []) {
    if (element.kind !== 'object') {
      continue;
    }
    shownPosition(xyz, state, element, nowSec);
    point.set(...admToThree(xyz[0]!, xyz[1]!, xyz[2]!)).project(camera);
    if (point.z > 1) {
      continue;
    }
    const px = box.left + ((point.x + 1) / 2) * box.width;
    const py = box.top + ((1 - point.y) / 2) * box.height;
    const distancePx = Math.hypot(clientX - px, clientY - py) - (state.selection.includes(element.id) ? 5 : 0);
    if (distancePx < bestPx) {
      best = element.id;
      bestPx = distancePx;
    }
  }
  return best;
}

/**
 * The place after the pointer moved by some pixels. From above and around it slides on the floor's plane and Shift is height; from behind
 * and from the ears it moves in the picture's plane and Shift is depth.
 */
export function movedInRoom(
  camera: Camera,
  box: Box,
  place: readonly [number, number, number],
  byX: number,
  byY: number,
  isShift: boolean,
  view: CameraView,
): [number, number, number] {
  const [x, y, z] = place;
  point.set(...admToThree(x, y, z));
  camera.getWorldDirection(facing);
  const isFlat = view === 'orbit' || view === 'top';
  if (isShift && view !== 'top') {
    const perPixel = unitsPerPixel(camera, box);
    return isFlat ? [x, y, z - byY * perPixel] : [x, y - byY * perPixel, z];
  }
  if (isShift) {
    return [x, y, z - byY * 0.004];
  }
  const from = point.clone().project(camera);
  plane.setFromNormalAndCoplanarPoint(isFlat ? UP : facing.negate(), point);
  mouse.set(from.x + (2 * byX) / box.width, from.y - (2 * byY) / box.height);
  caster.setFromCamera(mouse, camera);
  if (caster.ray.intersectPlane(plane, hit) === null) {
    return [x, y, z];
  }
  const by = hit.sub(point).clampLength(0, LONGEST);
  const [moveX, moveY, moveZ] = threeToAdm(by.x, by.y, by.z);
  return [x + moveX, y + moveY, z + moveZ];
}

const UP = new Vector3(0, 1, 0);

/** How far one pixel is at the depth of `point`. */
function unitsPerPixel(camera: Camera, box: Box): number {
  const depth = Math.max(0.1, hit.copy(point).sub(camera.position).dot(facing));
  const heightRatio = 1 / camera.projectionMatrix.elements[5]!;
  return (2 * depth * heightRatio) / box.height;
}
