import { Canvas } from '@react-three/fiber';
import { useRef, useState } from 'react';
import type { Camera } from 'three';
import { useApp, useStudio } from '../state/studio.ts';
import { shownLayout } from '../panners/drawPanner.ts';
import { CameraRig } from './CameraRig.tsx';
import { createCameraState } from './cameraState.ts';
import { Head } from './Head.tsx';
import { createLabels } from './labels.ts';
import { LabelPlacer } from './LabelPlacer.tsx';
import { Loudspeakers } from './Loudspeakers.tsx';
import { ObjectMarker } from './ObjectMarker.tsx';
import { RoomShell } from './RoomShell.tsx';
import { useRoomHand } from './useRoomHand.ts';
import { Wake } from './Wake.tsx';
import styles from './RoomView.module.css';

/** The room in three dimensions. Everything that moves is moved in the frame loop, not by React. */
export function RoomView() {
  const { store } = useStudio();
  const monitor = useApp((state) => state.monitor);
  const objectIds = useApp((state) =>
    state
      .scene!.elements.filter((element) => element.kind === 'object')
      .map((element) => element.id)
      .join('\n'),
  );
  const wrapper = useRef<HTMLDivElement>(null);
  const overlay = useRef<HTMLDivElement>(null);
  const camera = useRef<Camera | null>(null);
  const [rig] = useState(() => createCameraState(store.getState().camera));
  const [labels] = useState(createLabels);
  const hand = useRoomHand(wrapper, camera, rig);
  return (
    <div
      ref={wrapper}
      className={styles.view}
      data-testid="room"
      role="img"
      aria-label="The room; the panners beside it and the inspector place sounds from the keyboard"
      {...hand}
    >
      <Canvas
        frameloop="demand"
        dpr={[1, 2]}
        flat
        camera={{ fov: 34, near: 0.02, far: 40 }}
        gl={{ antialias: true, powerPreference: 'high-performance' }}
        onCreated={(state) => {
          camera.current = state.camera;
        }}
      >
        <Wake rig={rig} />
        <CameraRig rig={rig} />
        <RoomShell />
        <Head />
        <Loudspeakers key={monitor} layout={shownLayout(monitor)} isFaint={monitor === 'binaural'} labels={labels} />
        {objectIds.split('\n').map((id) => (id === '' ? null : <ObjectMarker key={id} id={id} labels={labels} />))}
        <LabelPlacer labels={labels} overlay={overlay} />
      </Canvas>
      <div ref={overlay} className={styles.labels} aria-hidden />
    </div>
  );
}
