import { useEffect, useRef } from 'react';
import type { PointerEvent, RefObject } from 'react';
import type { Camera } from 'three';
import type { ElementId } from '../../scene/index.ts';
import { resetObject, takeObject } from '../state/objectDrag.ts';
import type { ObjectDrag } from '../state/objectDrag.ts';
import { useStudio } from '../state/studio.ts';
import { turnCamera, zoomCamera } from './cameraState.ts';
import type { CameraState } from './cameraState.ts';
import { movedInRoom, nearestOnScreen } from './picking.ts';

interface Hand {
  readonly kind: 'object' | 'camera';
  readonly drag: ObjectDrag | null;
  /** Where the object would be without walls. */
  place: [number, number, number];
  lastX: number;
  lastY: number;
  moved: number;
}

const FINE = 0.1;

interface HandProps {
  readonly onPointerDown: (event: PointerEvent<HTMLDivElement>) => void;
  readonly onPointerMove: (event: PointerEvent<HTMLDivElement>) => void;
  readonly onPointerUp: () => void;
  readonly onPointerCancel: () => void;
  readonly onDoubleClick: (event: { readonly clientX: number; readonly clientY: number }) => void;
}

/** The hand in the room: on an object it moves it, beside one it turns the camera. */
export function useRoomHand(wrapper: RefObject<HTMLDivElement | null>, camera: RefObject<Camera | null>, rig: CameraState): HandProps {
  const studio = useStudio();
  const { store, services } = studio;
  const hand = useRef<Hand | null>(null);

  useEffect(() => {
    const element = wrapper.current;
    const onWheel = (event: WheelEvent): void => {
      event.preventDefault();
      zoomCamera(rig, Math.sign(event.deltaY));
    };
    const onKeyDown = (event: KeyboardEvent): void => {
      if (event.key === 'Escape' && hand.current?.kind === 'object') {
        hand.current.drag?.cancel();
        hand.current = null;
        event.preventDefault();
        event.stopPropagation();
      }
    };
    element?.addEventListener('wheel', onWheel, { passive: false });
    window.addEventListener('keydown', onKeyDown, { capture: true });
    return () => {
      element?.removeEventListener('wheel', onWheel);
      window.removeEventListener('keydown', onKeyDown, { capture: true });
    };
  }, [wrapper, rig]);

  const pick = (clientX: number, clientY: number): ElementId | undefined => {
    const element = wrapper.current;
    if (element === null || camera.current === null) {
      return undefined;
    }
    return nearestOnScreen(
      camera.current,
      element.getBoundingClientRect(),
      store.getState(),
      services.live.positionSec(),
      clientX,
      clientY,
    );
  };

  return {
    onPointerDown: (event) => {
      if (event.button > 1) {
        return;
      }
      event.currentTarget.setPointerCapture(event.pointerId);
      const id = event.button === 0 ? pick(event.clientX, event.clientY) : undefined;
      const { selection, select } = store.getState();
      if (id !== undefined && (event.ctrlKey || event.metaKey)) {
        select(selection.includes(id) ? selection.filter((other) => other !== id) : [...selection, id]);
        return;
      }
      if (id !== undefined && !selection.includes(id)) {
        select(event.shiftKey ? [...selection, id] : [id]);
      }
      const drag = id === undefined ? null : (takeObject(studio, id) ?? null);
      hand.current = {
        kind: drag === null ? 'camera' : 'object',
        drag,
        place: drag === null ? [0, 0, 0] : [...drag.from],
        lastX: event.clientX,
        lastY: event.clientY,
        moved: 0,
      };
    },
    onPointerMove: (event) => {
      const held = hand.current;
      if (held === null) {
        event.currentTarget.style.cursor = pick(event.clientX, event.clientY) === undefined ? 'default' : 'grab';
        return;
      }
      const byX = event.clientX - held.lastX;
      const byY = event.clientY - held.lastY;
      held.moved += Math.abs(byX) + Math.abs(byY);
      held.lastX = event.clientX;
      held.lastY = event.clientY;
      if (held.drag === null) {
        turnCamera(rig, byX, byY);
        return;
      }
      if (held.moved < 3 || camera.current === null) {
        return;
      }
      const fine = event.altKey ? FINE : 1;
      const box = event.currentTarget.getBoundingClientRect();
      held.place = movedInRoom(camera.current, box, held.place, byX * fine, byY * fine, event.shiftKey, rig.view);
      const [x, y, z] = held.place;
      const lowest = Math.min(0, held.drag.from[2]);
      held.drag.moveTo([within(x, -1, 1), within(y, -1, 1), within(z, lowest, 1)]);
    },
    onPointerUp: () => {
      const held = hand.current;
      hand.current = null;
      if (held?.kind === 'object') {
        held.drag?.end();
      } else if (held !== null && held.moved < 3) {
        store.getState().select([]);
      }
    },
    onPointerCancel: () => {
      hand.current?.drag?.cancel();
      hand.current = null;
    },
    onDoubleClick: (event) => {
      const id = pick(event.clientX, event.clientY);
      if (id !== undefined) {
        resetObject(studio, id);
      }
    },
  };
}

function within(value: number, low: number, high: number): number {
  return Math.min(high, Math.max(low, value));
}
