import { useFrame } from '@react-three/fiber';
import { useEffect, useMemo, useRef } from 'react';
import { BufferGeometry, Color, Float32BufferAttribute } from 'three';
import type { Group, LineSegments, Mesh, MeshBasicMaterial, Sprite } from 'three';
import { METERS } from '../../engine/index.ts';
import { admToThree } from '../../layouts/index.ts';
import { findElement, hueDegOf, isMuted } from '../../scene/index.ts';
import type { ElementId, ObjectElement } from '../../scene/index.ts';
import { shownPosition, shownSize } from '../state/motion.ts';
import { useApp, useStudio } from '../state/studio.ts';
import { COLOURS, hueHex } from '../theme/colours.ts';
import { createLabel } from './labels.ts';
import type { Label, Labels } from './labels.ts';
import { MotionPath } from './MotionPath.tsx';
import { DISC, GLOW, RING } from './textures.ts';

const DOT = 0.085;
const xyz = new Float64Array(3);

/** From the floor, one unit up: a stem is this, stretched. */
const STEM = new BufferGeometry().setAttribute('position', new Float32BufferAttribute([0, 0, 0, 0, 1, 0], 3));

/** An object: a point with a halo that follows its level, a stem to its shadow on the floor, and its size as a volume. */
export function ObjectMarker({ id, labels }: { readonly id: ElementId; readonly labels: Labels }) {
  const { store, services } = useStudio();
  const element = useApp((state) => (state.scene === null ? undefined : findElement(state.scene, id))) as ObjectElement | undefined;
  const hueDeg = useApp((state) => (element === undefined ? 0 : hueDegOf(state.scene!, element)));
  const colour = useMemo(() => new Color(hueHex(hueDeg)), [hueDeg]);
  const label = useRef<Label | null>(null);
  const body = useRef<Group>(null);
  const dot = useRef<Sprite>(null);
  const halo = useRef<Sprite>(null);
  const ring = useRef<Sprite>(null);
  const volume = useRef<Mesh>(null);
  const stem = useRef<LineSegments>(null);
  const shadow = useRef<Mesh>(null);
  useEffect(() => {
    const mine = createLabel('object', '');
    label.current = mine;
    labels.add(mine);
    return () => void labels.delete(mine);
  }, [labels]);

  useFrame(({ camera }) => {
    const state = store.getState();
    const { scene } = state;
    const object = scene === null ? undefined : findElement(scene, id);
    if (scene === null || object?.kind !== 'object' || body.current === null || label.current === null) {
      return;
    }
    const { live } = services;
    const index = scene.elements.indexOf(object);
    const nowSec = live.positionSec();
    shownPosition(xyz, state, object, nowSec);
    const [x, y, z] = admToThree(xyz[0]!, xyz[1]!, xyz[2]!);
    const isChosen = state.selection.includes(id);
    const isDull = isMuted(scene, object) || (state.solo.length > 0 && !state.solo.includes(id));
    const level = isDull ? 0 : Math.max(0, Math.min(1, (live.meters[METERS.elementPeakDb + index]! + 48) / 48));
    body.current.position.set(x, y, z);
    // Close to the eye a point stays a point.
    const near = Math.min(1, Math.max(0.25, camera.position.distanceTo(body.current.position) / 2.4));
    dot.current!.scale.setScalar(DOT * near);
    ring.current!.scale.setScalar(DOT * 1.75 * near);
    dot.current!.material.opacity = isDull ? 0.35 : 1;
    halo.current!.scale.setScalar(DOT * near * (1.35 + 1.1 * level));
    halo.current!.material.opacity = isDull ? 0 : 0.16 + 0.32 * level;
    ring.current!.visible = isChosen;
    const size = shownSize(state, object, nowSec);
    volume.current!.visible = size > 0.005;
    volume.current!.scale.setScalar(Math.max(0.005, size));
    stem.current!.position.set(x, 0, z);
    stem.current!.scale.set(1, Math.abs(y) < 1e-4 ? 1e-4 : y, 1);
    shadow.current!.position.set(x, 0.001, z);
    (shadow.current!.material as MeshBasicMaterial).opacity = isDull ? 0.2 : 0.55;
    Object.assign(label.current, {
      reach: DOT * 0.75 * near,
      text: object.name,
      x,
      y,
      z,
      isChosen,
      opacity: isDull ? 0.4 : isChosen ? 1 : 0.85,
      colour: isChosen ? '#ffffff' : COLOURS.text,
    });
  }, -3);

  if (element?.kind !== 'object') {
    return null;
  }
  return (
    <>
      <group ref={body}>
        <sprite ref={halo} renderOrder={2}>
          <spriteMaterial map={GLOW} color={colour} transparent depthWrite={false} />
        </sprite>
        <sprite ref={dot} scale={DOT} renderOrder={4}>
          <spriteMaterial map={DISC} color={colour} transparent depthWrite={false} />
        </sprite>
        <sprite ref={ring} scale={DOT * 1.75} renderOrder={3} visible={false}>
          <spriteMaterial map={RING} color={COLOURS.accent} transparent depthWrite={false} />
        </sprite>
        <mesh ref={volume} visible={false} renderOrder={1}>
          <sphereGeometry args={[1, 28, 18]} />
          <meshBasicMaterial color={colour} transparent opacity={0.07} depthWrite={false} />
        </mesh>
      </group>
      <lineSegments ref={stem} geometry={STEM}>
        <lineBasicMaterial color={colour} transparent opacity={0.42} />
      </lineSegments>
      <mesh ref={shadow} rotation={[-Math.PI / 2, 0, 0]}>
        <circleGeometry args={[0.022, 20]} />
        <meshBasicMaterial color={colour} transparent opacity={0.55} depthWrite={false} />
      </mesh>
      <MotionPath element={element} colour={colour} />
    </>
  );
}
