import { useRef } from 'react';
import { sizeCanvas } from '../controls/sizeCanvas.ts';
import { useFrames } from '../state/frames.ts';
import { useStudio } from '../state/studio.ts';
import { drawRuler, snapped } from './drawRuler.ts';
import { secToX, timeViewOf, xToSec } from './geometry.ts';
import { useTimeWheel } from './useTimeWheel.ts';
import styles from './Ruler.module.css';

const PLAYHEAD_PX = 7;
const DRAG_PX = 4;

/** Bars or seconds. A click goes there, a drag makes the loop, the playhead's handle scrubs. */
export function Ruler() {
  const { store, services, actions } = useStudio();
  const canvas = useRef<HTMLCanvasElement>(null);
  const drawn = useRef('');
  const hand = useRef<{ startX: number; isScrub: boolean; isDrag: boolean } | null>(null);
  useTimeWheel(canvas);
  useFrames(() => {
    const paint = canvas.current === null ? null : sizeCanvas(canvas.current);
    if (paint === null) {
      return;
    }
    const state = store.getState();
    const view = timeViewOf(state, paint.widthPx);
    const key = `${view.startSec} ${view.pxPerSec} ${state.loop?.startSec} ${state.loop?.endSec} ${state.isLooping} ${state.scene?.tempoBpm}`;
    if (paint.isNew || drawn.current !== key) {
      drawn.current = key;
      drawRuler(paint, state, view);
    }
  });
  return (
    <canvas
      ref={canvas}
      className={styles.ruler}
      data-testid="ruler"
      aria-label="Ruler"
      title="Click to go there, drag for a loop"
      onPointerDown={(event) => {
        if (event.button !== 0) {
          return;
        }
        event.currentTarget.setPointerCapture(event.pointerId);
        const view = timeViewOf(store.getState(), event.currentTarget.clientWidth);
        const x = event.nativeEvent.offsetX;
        hand.current = { startX: x, isScrub: Math.abs(x - secToX(services.live.positionSec(), view)) < PLAYHEAD_PX, isDrag: false };
      }}
      onPointerMove={(event) => {
        const held = hand.current;
        const x = event.nativeEvent.offsetX;
        if (held === null || (!held.isDrag && Math.abs(x - held.startX) < DRAG_PX)) {
          return;
        }
        held.isDrag = true;
        const state = store.getState();
        const view = timeViewOf(state, event.currentTarget.clientWidth);
        if (held.isScrub) {
          actions.seek(xToSec(x, view));
          return;
        }
        const snap = (px: number): number => {
          const sec = Math.min(state.lengthSec, Math.max(0, xToSec(px, view)));
          return event.altKey ? sec : Math.min(state.lengthSec, snapped(sec, state.scene?.tempoBpm));
        };
        const [startSec, endSec] = [snap(Math.min(x, held.startX)), snap(Math.max(x, held.startX))];
        if (endSec - startSec > 0.05) {
          state.setLoop({ startSec, endSec });
        }
      }}
      onPointerUp={(event) => {
        const held = hand.current;
        hand.current = null;
        if (held !== null && !held.isDrag) {
          actions.seek(xToSec(event.nativeEvent.offsetX, timeViewOf(store.getState(), event.currentTarget.clientWidth)));
        }
      }}
      onDoubleClick={() => store.getState().setLoop(null)}
    />
  );
}
