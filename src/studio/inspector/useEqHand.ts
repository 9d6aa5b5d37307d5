import { useEffect, useRef } from 'react';
import type { MouseEvent, PointerEvent, RefObject } from 'react';
import { EQ_MAX_BANDS, setProcessor } from '../../scene/index.ts';
import type { EqBand, EqSettings, ProcessingOwner } from '../../scene/index.ts';
import { useStudio } from '../state/studio.ts';
import { hasGain, nearestBand, turnedQ, xToHz, yToDb } from './eqCurve.ts';

interface EqHandOptions {
  readonly canvas: RefObject<HTMLCanvasElement | null>;
  readonly owner: ProcessingOwner;
  readonly index: number;
  /** Null: there is nothing to take hold of. */
  readonly settings: EqSettings | null;
  readonly chosen: number;
  readonly onChoose: (band: number) => void;
  readonly rangeDb: number;
}

interface EqHand {
  readonly onPointerDown: (event: PointerEvent<HTMLCanvasElement>) => void;
  readonly onPointerMove: (event: PointerEvent<HTMLCanvasElement>) => void;
  readonly onPointerUp: () => void;
  readonly onPointerCancel: () => void;
  readonly onDoubleClick: (event: MouseEvent<HTMLCanvasElement>) => void;
}

const REST_MS = 400;

/** The hand on an equalizer's points: drag for frequency and gain, wheel for Q, double click adds a bell or flattens a band. */
export function useEqHand({ canvas, owner, index, settings, chosen, onChoose, rangeDb }: EqHandOptions): EqHand {
  const { drag, edit, endDrag, cancelDrag } = useStudio().store.getState();
  const held = useRef<number | null>(null);
  const rest = useRef<ReturnType<typeof setTimeout> | undefined>(undefined);
  const bands = settings?.bands ?? NO_BANDS;

  const withBands = (next: readonly EqBand[]): EqSettings => ({ ...settings!, bands: next });
  const dragBand = (at: number, band: EqBand): void =>
    drag('Equalizer', (scene) => setProcessor(scene, owner, index, withBands(bands.map((old, k) => (k === at ? band : old)))));
  const editBands = (label: string, next: readonly EqBand[]): void =>
    edit(label, (scene) => setProcessor(scene, owner, index, withBands(next)));

  const wheel = useRef<(event: WheelEvent) => void>(() => {});
  useEffect(() => {
    wheel.current = (event) => {
      const element = canvas.current!;
      const under = nearestBand(bands, element.clientWidth, element.clientHeight, event.offsetX, event.offsetY, rangeDb);
      const at = under === -1 ? chosen : under;
      const band = bands[at];
      if (band === undefined || event.ctrlKey) {
        return;
      }
      event.preventDefault();
      onChoose(at);
      dragBand(at, turnedQ(band, -Math.sign(event.deltaY), event.altKey));
      clearTimeout(rest.current);
      rest.current = setTimeout(endDrag, REST_MS);
    };
  });
  useEffect(() => {
    const element = canvas.current;
    const onWheel = (event: WheelEvent): void => wheel.current(event);
    element?.addEventListener('wheel', onWheel, { passive: false });
    return () => element?.removeEventListener('wheel', onWheel);
  }, [canvas]);

  return {
    onPointerDown: (event) => {
      const { offsetX, offsetY } = event.nativeEvent;
      const at = nearestBand(bands, event.currentTarget.clientWidth, event.currentTarget.clientHeight, offsetX, offsetY, rangeDb);
      if (at !== -1 && event.button === 0) {
        event.currentTarget.setPointerCapture(event.pointerId);
        held.current = at;
        onChoose(at);
      }
    },
    onPointerMove: (event) => {
      const at = held.current;
      const taken = at === null ? undefined : bands[at];
      if (at === null || taken === undefined) {
        return;
      }
      const { clientWidth, clientHeight } = event.currentTarget;
      const { offsetX, offsetY } = event.nativeEvent;
      const gainDb = Math.round(Math.max(-24, Math.min(24, yToDb(offsetY, clientHeight, rangeDb))) * 10) / 10;
      dragBand(at, { ...taken, frequencyHz: xToHz(offsetX, clientWidth), ...(hasGain(taken) ? { gainDb } : {}) });
    },
    onPointerUp: () => {
      if (held.current !== null) {
        held.current = null;
        endDrag();
      }
    },
    onPointerCancel: () => {
      held.current = null;
      cancelDrag();
    },
    onDoubleClick: (event) => {
      const { offsetX, offsetY } = event.nativeEvent;
      const { clientWidth, clientHeight } = event.currentTarget;
      const at = nearestBand(bands, clientWidth, clientHeight, offsetX, offsetY, rangeDb);
      if (settings === null) {
        return;
      }
      if (at !== -1) {
        editBands(
          'Flatten band',
          bands.map((old, k) => (k === at ? { ...old, gainDb: 0 } : old)),
        );
      } else if (bands.length < EQ_MAX_BANDS) {
        const gainDb = Math.round(yToDb(offsetY, clientHeight, rangeDb) * 2) / 2;
        editBands('Add band', [...bands, { type: 'bell', frequencyHz: xToHz(offsetX, clientWidth), gainDb, q: 1 }]);
        onChoose(bands.length);
      }
    },
  };
}

const NO_BANDS: readonly EqBand[] = [];
