import { useEffect, useRef, useState } from 'react';
import type { RefObject } from 'react';
import { removePoints } from '../../scene/index.ts';
import { sizeCanvas } from '../controls/sizeCanvas.ts';
import { useFrames } from '../state/frames.ts';
import { useStudio } from '../state/studio.ts';
import type { AppState } from '../state/store.ts';
import { formatDuration, formatNumber, formatSigned } from '../theme/format.ts';
import { carried, carryTo, isOnClip, takeClips } from './clipCarry.ts';
import type { ClipCarry } from './clipCarry.ts';
import { drawTracks } from './drawTracks.ts';
import { ratioToY, rowsOf, timeViewOf, xToSec } from './geometry.ts';
import type { Row } from './geometry.ts';
import { addPointAt, findPoint, movePointTo } from './laneEdits.ts';
import type { PointHit } from './laneEdits.ts';
import { busiestLane, laneText, readLane, readPoints, toRatio } from './lanes.ts';
import { useTimeWheel } from './useTimeWheel.ts';
import { createWaveforms } from './waveforms.ts';
import styles from './Tracks.module.css';

/** Clips, waveforms and the open lane, on one canvas as high as what is seen of them. */
export function Tracks({ scroller }: { readonly scroller: RefObject<HTMLDivElement | null> }) {
  const { store, services } = useStudio();
  const canvas = useRef<HTMLCanvasElement>(null);
  const [waveforms] = useState(() => createWaveforms(services.live));
  const readout = useRef<HTMLDivElement>(null);
  const chosen = useRef<PointHit | null>(null);
  const held = useRef<PointHit | null>(null);
  const carry = useRef<ClipCarry | null>(null);
  const drawn = useRef<{ state: AppState | null; scrollPx: number; arrived: number; chosen: PointHit | null; carriedSec: number }>({
    state: null,
    scrollPx: -1,
    arrived: -1,
    chosen: null,
    carriedSec: 0,
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
    const carriedSec = carry.current?.bySec ?? 0;
    if (
      !paint.isNew &&
      last.state === state &&
      last.scrollPx === scrollPx &&
      last.arrived === waveforms.arrived.count &&
      last.chosen === chosen.current &&
      last.carriedSec === carriedSec
    ) {
      return;
    }
    drawn.current = { state, scrollPx, arrived: waveforms.arrived.count, chosen: chosen.current, carriedSec };
    const rows = rowsOf(state.scene, state.openLane, state.lane);
    drawTracks(paint, state, timeViewOf(state, paint.widthPx), rows, scrollPx, waveforms, chosen.current, carry.current);
  });

  const rowAt = (y: number): Row | undefined => {
    const { scene, openLane, lane } = store.getState();
    return rowsOf(scene!, openLane, lane).find((row) => y >= row.topPx && y < row.topPx + row.heightPx);
  };
  const place = (event: { readonly nativeEvent: { readonly offsetX: number; readonly offsetY: number } }): readonly [number, number] => [
    event.nativeEvent.offsetX,
    event.nativeEvent.offsetY + (scroller.current?.scrollTop ?? 0),
  ];
  const viewNow = () => timeViewOf(store.getState(), canvas.current?.clientWidth ?? 1);

  /** Words beside the pointer; null takes them away. */
  const say = (text: string | null, x = 0, y = 0): void => {
    const element = readout.current;
    if (element === null) {
      return;
    }
    element.hidden = text === null;
    if (text !== null) {
      element.textContent = text;
      const widthPx = canvas.current?.clientWidth ?? 0;
      const left = Math.max(4, x + 14 + element.offsetWidth > widthPx ? x - 14 - element.offsetWidth : x + 14);
      const top = Math.max(2, y - (scroller.current?.scrollTop ?? 0) - 26);
      element.style.transform = `translate(${Math.round(left)}px, ${Math.round(top)}px)`;
    }
  };
  const sayPoint = (hit: PointHit, x: number, y: number): void => {
    const element = store.getState().scene!.elements.find((each) => each.id === hit.id);
    const point = element === undefined ? undefined : readPoints(element, hit.lane)[hit.index];
    say(point === undefined ? null : `${formatDuration(point.atSec, 3)} · ${laneText(hit.lane, point.values)}`, x, y);
  };
  const sayCurve = (row: Row, x: number, y: number): void => {
    const sec = xToSec(x, viewNow());
    const values = new Float64Array(3);
    readLane(row.element, row.lane, sec, values);
    say(`${formatDuration(sec, 3)} · ${laneText(row.lane, values)}`, x, y);
  };
  const sayCarry = (clips: ClipCarry, x: number, y: number): void =>
    say(`starts at ${formatNumber(clips.startSec + clips.bySec, 3)} s · ${formatSigned(clips.bySec, 3)} s`, x, y);

  const letGo = (isMeant: boolean): void => {
    const clips = carry.current;
    carry.current = null;
    if (clips !== null) {
      if (isMeant) {
        store.getState().edit(clips.ids.length > 1 ? 'Move clips' : 'Move clip', (scene) => carried(scene, clips));
      }
      say(null);
    } else if (held.current !== null) {
      held.current = null;
      (isMeant ? store.getState().endDrag : store.getState().cancelDrag)();
      say(null);
    }
  };

  const onHover = (row: Row | undefined, x: number, y: number, isAlt: boolean): string => {
    const view = viewNow();
    const hit = row === undefined ? null : findPoint(row, view, x, y);
    if (hit !== null) {
      sayPoint(hit, x, y);
      return isAlt ? 'not-allowed' : 'grab';
    }
    if (row?.isOpen === true) {
      sayCurve(row, x, y);
    } else {
      say(null);
    }
    return row !== undefined && isAlt && isOnClip(store.getState(), row, view, x) ? 'ew-resize' : 'default';
  };

  const nudgePoint = (hit: PointHit, key: string, isFar: boolean): void => {
    const { scene, openLane, lane } = store.getState();
    const row = rowsOf(scene!, openLane, lane).find((each) => each.element.id === hit.id);
    const point = row === undefined ? undefined : readPoints(row.element, hit.lane)[hit.index];
    if (row === undefined || point === undefined) {
      return;
    }
    const [bySec, byRatio] = POINT_MOVES[key]!;
    const times = isFar ? 10 : 1;
    const y = ratioToY(toRatio(hit.lane, point.values[hit.axis]!) + byRatio * times, row);
    store.getState().edit('Move point', (base) => movePointTo(base, hit, row, point.atSec + bySec * times, y, bySec === 0));
  };

  return (
    <div className={styles.stage}>
      <canvas
        ref={canvas}
        className={styles.tracks}
        data-testid="tracks"
        role="application"
        tabIndex={0}
        aria-label="Clips and the open lane. Arrow keys move the chosen point, Delete removes it."
        onPointerDown={(event) => {
          const [x, y] = place(event);
          const row = rowAt(y);
          const { select, selection, edit } = store.getState();
          chosen.current = null;
          if (row === undefined || event.button !== 0) {
            return;
          }
          event.currentTarget.focus({ preventScroll: true });
          const { id } = row.element;
          if (event.ctrlKey || event.metaKey) {
            select(selection.includes(id) ? selection.filter((other) => other !== id) : [...selection, id]);
            return;
          }
          const hit = findPoint(row, viewNow(), x, y);
          const takesClip = hit === null && event.altKey && isOnClip(store.getState(), row, viewNow(), x);
          if (!takesClip || !selection.includes(id)) {
            select([id]);
          }
          if (takesClip) {
            event.currentTarget.setPointerCapture(event.pointerId);
            carry.current = takeClips(store.getState(), row, x);
          } else if (hit !== null && event.altKey) {
            edit('Remove point', (scene) => removePoints(scene, hit.id, hit.lane, [hit.index]));
            say(null);
          } else if (hit !== null) {
            event.currentTarget.setPointerCapture(event.pointerId);
            held.current = hit;
            chosen.current = hit;
            event.currentTarget.style.cursor = 'grabbing';
          }
        }}
        onPointerMove={(event) => {
          const [x, y] = place(event);
          const hit = held.current;
          if (carry.current !== null) {
            carryTo(carry.current, x, viewNow(), event.shiftKey);
            sayCarry(carry.current, x, y);
            return;
          }
          if (hit === null) {
            event.currentTarget.style.cursor = onHover(rowAt(y), x, y, event.altKey);
            return;
          }
          const { scene, openLane, lane, drag } = store.getState();
          const own = rowsOf(scene!, openLane, lane).find((each) => each.element.id === hit.id);
          if (own !== undefined) {
            drag('Move point', (base) => movePointTo(base, hit, own, xToSec(x, viewNow()), y, event.shiftKey));
            sayPoint(hit, x, y);
          }
        }}
        onPointerUp={() => letGo(true)}
        onPointerCancel={() => letGo(false)}
        onPointerLeave={() => {
          if (held.current === null && carry.current === null) {
            say(null);
          }
        }}
        onDoubleClick={(event) => {
          const [x, y] = place(event);
          const row = rowAt(y);
          if (row === undefined || event.altKey) {
            return;
          }
          if (!row.isOpen) {
            store.getState().setOpenLane(row.element.id, busiestLane(row.element, row.lane));
          } else if (findPoint(row, viewNow(), x, y) === null) {
            const sec = xToSec(x, viewNow());
            store.getState().edit('Add point', (scene) => addPointAt(scene, row, sec));
          }
        }}
        onKeyDown={(event) => {
          const point = chosen.current;
          if (event.key === 'Escape' && (held.current !== null || carry.current !== null)) {
            letGo(false);
          } else if ((event.key === 'Delete' || event.key === 'Backspace') && point !== null) {
            chosen.current = null;
            store.getState().edit('Remove point', (scene) => removePoints(scene, point.id, point.lane, [point.index]));
          } else if (point !== null && POINT_MOVES[event.key] !== undefined) {
            nudgePoint(point, event.key, event.shiftKey);
          } else {
            return;
          }
          event.preventDefault();
          event.stopPropagation();
        }}
      />
      <div ref={readout} className={styles.readout} hidden data-testid="lane-readout" />
    </div>
  );
}

/** What an arrow key does to the chosen point: seconds, and parts of the lane's height. */
const POINT_MOVES: Readonly<Record<string, readonly [bySec: number, byRatio: number]>> = {
  ArrowLeft: [-0.01, 0],
  ArrowRight: [0.01, 0],
  ArrowUp: [0, 0.005],
  ArrowDown: [0, -0.005],
};
