import { useRef } from 'react';
import type { PointerEvent } from 'react';
import { METERS } from '../../engine/index.ts';
import { findElement } from '../../scene/index.ts';
import type { ElementId } from '../../scene/index.ts';
import { sizeCanvas } from '../controls/sizeCanvas.ts';
import { useChanges } from '../state/changes.ts';
import { useFrames } from '../state/frames.ts';
import { resetObject, takeObject } from '../state/objectDrag.ts';
import type { ObjectDrag } from '../state/objectDrag.ts';
import { useApp, useStudio } from '../state/studio.ts';
import { drawPanner, nearestObject, toPlace } from './drawPanner.ts';
import type { PannerView } from './drawPanner.ts';
import styles from './Panner.module.css';

interface Hand {
  readonly drag: ObjectDrag;
  readonly offsetX: number;
  readonly offsetY: number;
  fineX: number;
  fineY: number;
  lastX: number;
  lastY: number;
}

const FINE = 0.1;

/** The room from above or from behind, flat. Live, and each dot can be taken. */
export function Panner({ view, label }: { readonly view: PannerView; readonly label: string }) {
  const studio = useStudio();
  const { store, services } = studio;
  const canvas = useRef<HTMLCanvasElement>(null);
  const hand = useRef<Hand | null>(null);
  const hasChanged = useChanges();
  const chosen = useApp((state) => (state.scene === null ? undefined : findElement(state.scene, state.selection.at(-1) ?? '')?.name));
  useFrames(() => {
    const paint = canvas.current === null ? null : sizeCanvas(canvas.current);
    const state = store.getState();
    const { meters } = services.live;
    const nowSec = services.live.positionSec();
    if (paint !== null && (hasChanged(state, nowSec, meters[METERS.generation]) || paint.isNew)) {
      drawPanner(paint, view, state, nowSec, meters);
    }
  });

  const at = (event: PointerEvent<HTMLCanvasElement>): readonly [number, number] => {
    const box = event.currentTarget.getBoundingClientRect();
    return [event.clientX - box.left, event.clientY - box.top];
  };
  const pick = (px: number, py: number): ElementId | undefined =>
    nearestObject(canvas.current!, view, store.getState(), services.live.positionSec(), px, py);

  return (
    <canvas
      ref={canvas}
      className={styles.canvas}
      data-view={view}
      data-testid={`panner-${view}`}
      tabIndex={0}
      role="application"
      aria-label={`${label}. ${chosen === undefined ? 'Nothing is selected.' : `${chosen} is selected; arrow keys move it.`}`}
      onPointerDown={(event) => {
        const [px, py] = at(event);
        const id = pick(px, py);
        if (event.button !== 0 || id === undefined) {
          return;
        }
        event.currentTarget.setPointerCapture(event.pointerId);
        if (!store.getState().selection.includes(id)) {
          store.getState().select([id]);
        }
        const drag = takeObject(studio, id);
        if (drag !== undefined) {
          const [x, y] = toPlace(event.currentTarget, view, px, py);
          const across = drag.from[0];
          const up = view === 'top' ? drag.from[1] : drag.from[2];
          hand.current = { drag, offsetX: across - x, offsetY: up - y, fineX: 0, fineY: 0, lastX: px, lastY: py };
        }
      }}
      onPointerMove={(event) => {
        const held = hand.current;
        const [px, py] = at(event);
        if (held === null) {
          event.currentTarget.style.cursor = pick(px, py) === undefined ? 'default' : 'grab';
          return;
        }
        if (event.altKey) {
          // What Alt holds back is kept, so that letting go of it does not make the object jump.
          held.fineX += (px - held.lastX) * (1 - FINE);
          held.fineY += (py - held.lastY) * (1 - FINE);
        }
        held.lastX = px;
        held.lastY = py;
        const [x, y] = toPlace(event.currentTarget, view, px - held.fineX, py - held.fineY);
        const [, fromY, fromZ] = held.drag.from;
        held.drag.moveTo(view === 'top' ? [x + held.offsetX, y + held.offsetY, fromZ] : [x + held.offsetX, fromY, y + held.offsetY]);
      }}
      onPointerUp={() => {
        hand.current?.drag.end();
        hand.current = null;
      }}
      onPointerCancel={() => {
        hand.current?.drag.cancel();
        hand.current = null;
      }}
      onKeyDown={(event) => {
        if (event.key === 'Escape' && hand.current !== null) {
          hand.current.drag.cancel();
          hand.current = null;
          event.preventDefault();
          event.stopPropagation();
        }
      }}
      onDoubleClick={() => {
        const id = store.getState().selection.at(-1);
        if (id !== undefined) {
          resetObject(studio, id);
        }
      }}
    />
  );
}
