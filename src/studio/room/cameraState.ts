import type { CameraView } from '../state/viewSlice.ts';

/** Where the room is looked at from. Changed by the hand, read in the frame loop. */
export interface CameraState {
  view: CameraView;
  /** Around the room: to the right is +. */
  yawRad: number;
  pitchRad: number;
  distance: number;
  /** From the listener's head. */
  earYawRad: number;
  earPitchRad: number;
  /** Something changed since the camera was last put. */
  isNew: boolean;
}

export const ORBIT_START = { yawRad: 0.2, pitchRad: 0.44, distance: 4.05 } as const;

export function createCameraState(view: CameraView): CameraState {
  return { view, ...ORBIT_START, earYawRad: 0, earPitchRad: 0.24, isNew: true };
}

/** Looks from another place, or again from the same. */
export function lookFrom(state: CameraState, view: CameraView): void {
  state.view = view;
  state.isNew = true;
}

/** Has anything changed since the last time this was asked? */
export function takeNews(state: CameraState): boolean {
  const { isNew } = state;
  state.isNew = false;
  return isNew;
}

/** Turns by pixels of a drag. */
export function turnCamera(state: CameraState, byX: number, byY: number): void {
  if (state.view === 'orbit') {
    state.yawRad -= byX * 0.006;
    state.pitchRad = Math.min(1.5, Math.max(0.02, state.pitchRad + byY * 0.005));
  } else if (state.view === 'ears') {
    state.earYawRad += byX * 0.004;
    state.earPitchRad = Math.min(1.4, Math.max(-0.8, state.earPitchRad + byY * 0.004));
  }
  state.isNew = true;
}

export function zoomCamera(state: CameraState, notches: number): void {
  if (state.view !== 'ears') {
    state.distance = Math.min(9, Math.max(2.2, state.distance * 1.08 ** notches));
    state.isNew = true;
  }
}
