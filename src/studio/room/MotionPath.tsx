import { useFrame } from '@react-three/fiber';
import { useEffect, useMemo } from 'react';
import { BufferGeometry, Float32BufferAttribute, Line, LineBasicMaterial, LineDashedMaterial } from 'three';
import type { Color } from 'three';
import { admToThree } from '../../layouts/index.ts';
import type { ObjectElement } from '../../scene/index.ts';
import { positionTrackOf } from '../state/motion.ts';
import { useStudio } from '../state/studio.ts';

const PIECES_PER_SEC = 12;
const MOST_PIECES = 4096;
const TRAIL_SEC = 2.5;
/** How far ahead the dashes go. */
const AHEAD_SEC = 24;

/** A faint trail behind a moving object and a dashed path ahead. Sampled once an edit; the frame loop only moves the window. */
export function MotionPath({ element, colour }: { readonly element: ObjectElement; readonly colour: Color }) {
  const { store, services } = useStudio();
  const path = useMemo(() => createPath(element), [element]);
  useEffect(() => () => path?.dispose(), [path]);
  useEffect(() => {
    path?.paint(colour);
  }, [path, colour]);
  useFrame(() => path?.show(services.live.positionSec(), store.getState().selection.includes(element.id)));
  if (path === null) {
    return null;
  }
  return (
    <>
      <primitive object={path.trail} />
      <primitive object={path.ahead} />
    </>
  );
}

interface Path {
  readonly trail: Line;
  readonly ahead: Line;
  readonly paint: (colour: Color) => void;
  readonly show: (nowSec: number, isChosen: boolean) => void;
  readonly dispose: () => void;
}

function createPath(element: ObjectElement): Path | null {
  const track = positionTrackOf(element);
  const points = element.automation.position;
  if (track.isStatic || points === undefined || points.length < 2) {
    return null;
  }
  const startSec = points[0]!.atSec;
  const lengthSec = points.at(-1)!.atSec - startSec;
  const pieces = Math.max(2, Math.min(MOST_PIECES, Math.ceil(lengthSec * PIECES_PER_SEC)));
  const xyz = new Float64Array(3);
  const places: number[] = [];
  const distances: number[] = [];
  for (let k = 0; k <= pieces; k++) {
    track.at(startSec + (lengthSec * k) / pieces, xyz);
    const place = admToThree(xyz[0]!, xyz[1]!, xyz[2]!);
    const last = places.length - 3;
    distances.push(
      k === 0 ? 0 : distances[k - 1]! + Math.hypot(place[0] - places[last]!, place[1] - places[last + 1]!, place[2] - places[last + 2]!),
    );
    places.push(...place);
  }
  const position = new Float32BufferAttribute(places, 3);
  const behind = new BufferGeometry().setAttribute('position', position);
  const before = new BufferGeometry()
    .setAttribute('position', position)
    .setAttribute('lineDistance', new Float32BufferAttribute(distances, 1));
  const solid = new LineBasicMaterial({ transparent: true, depthWrite: false });
  const dashed = new LineDashedMaterial({ transparent: true, depthWrite: false, dashSize: 0.028, gapSize: 0.03 });
  const trail = new Line(behind, solid);
  const ahead = new Line(before, dashed);
  // The window moves through the whole path: bounds of a part would be wrong.
  trail.frustumCulled = false;
  ahead.frustumCulled = false;
  const pieceAt = (sec: number): number => Math.max(0, Math.min(pieces, Math.round(((sec - startSec) / lengthSec) * pieces)));
  return {
    trail,
    ahead,
    paint: (colour) => {
      solid.color.copy(colour);
      dashed.color.copy(colour);
    },
    show: (nowSec, isChosen) => {
      const now = pieceAt(nowSec);
      const from = pieceAt(nowSec - TRAIL_SEC);
      behind.setDrawRange(from, now - from + 1);
      before.setDrawRange(now, pieceAt(nowSec + AHEAD_SEC) - now + 1);
      solid.opacity = isChosen ? 0.7 : 0.35;
      dashed.opacity = isChosen ? 0.75 : 0.22;
    },
    dispose: () => {
      behind.dispose();
      before.dispose();
      solid.dispose();
      dashed.dispose();
    },
  };
}
