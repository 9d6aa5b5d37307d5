import { useFrame, useThree } from '@react-three/fiber';
import { useEffect } from 'react';
import type { PerspectiveCamera } from 'three';
import { useApp } from '../state/studio.ts';
import { lookFrom, ORBIT_START, takeNews } from './cameraState.ts';
import type { CameraState } from './cameraState.ts';

/** The panners cover this much on the right: the room's middle is the middle of what is left. */
const COVERED_PX = 168;
const TARGET_Y = 0.34;
const FOV_DEG = 34;
const EARS_FOV_DEG = 78;

/** Puts the camera where the state says. Perspective comes closer where the window is narrow. */
export function CameraRig({ rig }: { readonly rig: CameraState }) {
  const view = useApp((state) => state.camera);
  const camera = useThree((state) => state.camera) as PerspectiveCamera;
  const size = useThree((state) => state.size);
  const invalidate = useThree((state) => state.invalidate);
  useEffect(() => {
    lookFrom(rig, view);
    invalidate();
  }, [rig, view, size, invalidate]);
  useFrame(() => {
    if (takeNews(rig)) {
      put(camera, rig, size.width, size.height);
    }
  }, -2);
  return null;
}

function put(camera: PerspectiveCamera, rig: CameraState, widthPx: number, heightPx: number): void {
  const zoom = rig.distance / ORBIT_START.distance;
  const free = Math.max(1, widthPx - COVERED_PX);
  // The room is about 1.3 times as wide as high on the screen: a narrow view steps back.
  const narrow = Math.max(1, 1.36 / (free / heightPx));
  camera.fov = rig.view === 'ears' ? EARS_FOV_DEG : FOV_DEG;
  camera.up.set(0, 1, 0);
  switch (rig.view) {
    case 'orbit': {
      const distance = rig.distance * narrow;
      const flat = Math.cos(rig.pitchRad) * distance;
      camera.position.set(Math.sin(rig.yawRad) * flat, TARGET_Y + Math.sin(rig.pitchRad) * distance, Math.cos(rig.yawRad) * flat);
      camera.lookAt(0, TARGET_Y, 0);
      break;
    }
    case 'top':
      camera.up.set(0, 0, -1);
      camera.position.set(0, 5.2 * zoom * Math.max(1, 1.06 / (free / heightPx)), 0);
      camera.lookAt(0, 0, 0);
      break;
    case 'rear':
      camera.position.set(0, 0.5, 3.85 * zoom * Math.max(1, 1.5 / (free / heightPx)));
      camera.lookAt(0, 0.5, 0);
      break;
    case 'ears':
      camera.position.set(0, 0.05, 0.02);
      camera.lookAt(
        Math.sin(-rig.earYawRad) * Math.cos(rig.earPitchRad),
        0.05 + Math.sin(rig.earPitchRad),
        0.02 - Math.cos(-rig.earYawRad) * Math.cos(rig.earPitchRad),
      );
      break;
  }
  camera.setViewOffset(widthPx, heightPx, COVERED_PX / 2, 0, widthPx, heightPx);
  camera.updateProjectionMatrix();
  camera.updateMatrixWorld();
}
