import { useEffect, useRef, useState } from 'react';
import type { RefObject } from 'react';
import { removePoints } from '../../scene/index.ts';
import { sizeCanvas } from '../controls/sizeCanvas.ts';
import { useFrames } from '../state/frames.ts';
import { useStudio } from '../state/studio.ts';
import type { AppState } from '../state/store.ts';
import { drawTracks } from './drawTracks.ts';
import type { ChosenPoint } from './drawTracks.ts';
import { rowsOf, timeViewOf, xToSec } from './geometry.ts';
import type { Row } from './geometry.ts';
import { addPointAt, findPoint, movePointTo } from './laneEdits.ts';
import type { PointHit } from './laneEdits.ts';
import { useTimeWheel } from './useTimeWheel.ts';
import { createWaveforms } from './waveforms.ts';
import styles from './Tracks.module.css';

/** Clips, waveforms and the open lane, on one canvas as high as what is seen of them. */
export function Tracks({ scroller }: { readonly scroller: RefObject<HTMLDivElement | null> }) {
  const { store, services } = useStudio();
  const canvas = useRef<HTMLCanvasElement>(null);
  const [waveforms] = useState(() => createWaveforms(services.live));
  const chosen = useRef<ChosenPoint | null>(null);
  const held = useRef<PointHit | null>(null);
  const drawn = useRef<{ state: AppState | null; scrollPx: number; arrived: number; chosen: ChosenPoint | null }>({
    state: null,
    scrollPx: -1,
    arrived: -1,
    chosen: null,
  });
  useTimeWheel(canvas);

  useEffect(() => {
    const box = scroller.current;
    const element = canvas.current;
    if (box === null || element === null) {
      return;
    }
    const fit = (): void => {
      element.style.height = `${box.clientHeight}px`;
    };
    const observer = new ResizeObserver(fit);
    observer.observe(box);
    fit();
    return () => observer.disconnect();
  }, [scroller]);

  useFrames(() => {
    const paint = canvas.current === null ? null : sizeCanvas(canvas.current);
    const state = store.getState();
    if (paint === null || state.scene === null) {
      return;
    }
    const scrollPx = scroller.current?.scrollTop ?? 0;
    const last = drawn.current;
    if (
      !paint.isNew &&
      last.state === state &&
      last.scrollPx === scrollPx &&
      last.arrived === waveforms.arrived.count &&
      last.chosen === chosen.current
    ) {
      return;
    }
    drawn.current = { state, scrollPx, arrived: waveforms.arrived.count, chosen: chosen.current };
    drawTracks(paint, state, timeViewOf(state, paint.widthPx), rowsOf(state.scene, state.openLane), scrollPx, waveforms, chosen.current);
  });

  const rowAt = (y: number): Row | undefined => {
    const { scene, openLane } = store.getState();
    return rowsOf(scene!, openLane).find((row) => y >= row.topPx && y < row.topPx + row.heightPx);
  };
  const place = (event: { readonly nativeEvent: { readonly offsetX: number; readonly offsetY: number } }): readonly [number, number] => [
    event.nativeEvent.offsetX,
    event.nativeEvent.offsetY + (scroller.current?.scrollTop ?? 0),
  ];

  return (
    <canvas
      ref={canvas}
      className={styles.tracks}
      data-testid="tracks"
      tabIndex={0}
      aria-label="Clips and the open position lane"
      onPointerDown={(event) => {
        const [x, y] = place(event);
        const row = rowAt(y);
        const { select, edit } = store.getState();
        chosen.current = null;
        if (row === undefined || event.button !== 0) {
          return;
        }
        event.currentTarget.focus();
        select([row.element.id]);
        const hit = findPoint(row, timeViewOf(store.getState(), event.currentTarget.clientWidth), x, y);
        if (hit === null) {
          return;
        }
        if (event.altKey) {
          edit('Remove point', (scene) => removePoints(scene, hit.id, 'position', [hit.index]));
          return;
        }
        event.currentTarget.setPointerCapture(event.pointerId);
        held.current = hit;
        chosen.current = { id: hit.id, index: hit.index };
      }}
      onPointerMove={(event) => {
        const [x, y] = place(event);
        const hit = held.current;
        const row = rowAt(y);
        const view = timeViewOf(store.getState(), event.currentTarget.clientWidth);
        if (hit === null) {
          event.currentTarget.style.cursor = row !== undefined && findPoint(row, view, x, y) !== null ? 'grab' : 'default';
          return;
        }
        const { scene, openLane, drag } = store.getState();
        const own = rowsOf(scene!, openLane).find((each) => each.element.id === hit.id);
        if (own !== undefined) {
          drag('Move point', (base) => movePointTo(base, hit, own, xToSec(x, view), y, event.shiftKey));
        }
      }}
      onPointerUp={() => {
        if (held.current !== null) {
          held.current = null;
          store.getState().endDrag();
        }
      }}
      onPointerCancel={() => {
        held.current = null;
        store.getState().cancelDrag();
      }}
      onDoubleClick={(event) => {
        const [x, y] = place(event);
        const row = rowAt(y);
        if (row === undefined || row.element.kind !== 'object') {
          return;
        }
        if (!row.isOpen) {
          store.getState().setOpenLane(row.element.id);
          return;
        }
        const sec = xToSec(x, timeViewOf(store.getState(), event.currentTarget.clientWidth));
        store.getState().edit('Add point', (scene) => addPointAt(scene, row.element.id, sec));
      }}
      onKeyDown={(event) => {
        const point = chosen.current;
        if (event.key === 'Escape' && held.current !== null) {
          held.current = null;
          store.getState().cancelDrag();
          event.preventDefault();
        } else if ((event.key === 'Delete' || event.key === 'Backspace') && point !== null) {
          chosen.current = null;
          store.getState().edit('Remove point', (scene) => removePoints(scene, point.id, 'position', [point.index]));
          event.preventDefault();
        }
      }}
    />
  );
}
