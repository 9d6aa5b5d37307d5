import { useThree } from '@react-three/fiber';
import { useRef } from 'react';
import { METERS } from '../../engine/index.ts';
import { useFrames } from '../state/frames.ts';
import { useStudio } from '../state/studio.ts';
import type { CameraState } from './cameraState.ts';

/** On a machine that cannot keep up, levels alone do not draw the room more often than this. */
const SLOW_FRAME_MS = 40;
const SLOW_DRAW_MS = 120;

/** Draws the room when something in it changed, and not otherwise. */
export function Wake({ rig }: { readonly rig: CameraState }) {
  const { store, services } = useStudio();
  const invalidate = useThree((state) => state.invalidate);
  const last = useRef({ generation: -1, state: store.getState(), positionSec: -1, nowMs: 0, frameMs: 16, drawnMs: 0 });
  useFrames((nowMs) => {
    const seen = last.current;
    const state = store.getState();
    const generation = services.live.meters[METERS.generation]!;
    const positionSec = services.live.positionSec();
    seen.frameMs += (Math.min(200, nowMs - seen.nowMs) - seen.frameMs) * 0.1;
    seen.nowMs = nowMs;
    const isTouched = state !== seen.state || rig.isNew;
    const isMoving = generation !== seen.generation || positionSec !== seen.positionSec;
    if (isTouched || (isMoving && (seen.frameMs < SLOW_FRAME_MS || nowMs - seen.drawnMs > SLOW_DRAW_MS))) {
      seen.state = state;
      seen.generation = generation;
      seen.positionSec = positionSec;
      seen.drawnMs = nowMs;
      invalidate();
    }
  });
  return null;
}
