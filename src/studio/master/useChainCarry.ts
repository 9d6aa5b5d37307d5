import { useState } from 'react';
import type { PointerEvent } from 'react';
import { moveProcessor } from '../../scene/index.ts';
import { useStudio } from '../state/studio.ts';

/** Height of a row with its gap. */
const PITCH_PX = 38;

/** A row on its way to another place. */
export interface ChainCarry {
  readonly from: number | null;
  readonly to: number | null;
  gripOf(index: number): {
    readonly onPointerDown: (event: PointerEvent<HTMLElement>) => void;
    readonly onPointerUp: () => void;
    readonly onPointerCancel: () => void;
  };
  readonly onPointerMove: (event: PointerEvent<HTMLElement>) => void;
}

export function useChainCarry(): ChainCarry {
  const { store } = useStudio();
  const [held, setHeld] = useState<{ readonly from: number; readonly startY: number; readonly to: number } | null>(null);
  return {
    from: held?.from ?? null,
    to: held?.to ?? null,
    gripOf: (index) => ({
      onPointerDown: (event) => {
        if (event.button === 0) {
          event.currentTarget.setPointerCapture(event.pointerId);
          setHeld({ from: index, startY: event.clientY, to: index });
        }
      },
      onPointerUp: () => {
        setHeld(null);
        if (held !== null && held.to !== held.from) {
          const { edit, setOpenInsert, openInsert } = store.getState();
          edit('Reorder inserts', (scene) => moveProcessor(scene, { kind: 'master' }, held.from, held.to));
          setOpenInsert(openInsert === null ? null : placeAfter(openInsert, held.from, held.to));
        }
      },
      onPointerCancel: () => setHeld(null),
    }),
    onPointerMove: (event) => {
      if (held !== null) {
        const count = store.getState().scene?.master.processing.length ?? 0;
        const moved = Math.round((event.clientY - held.startY) / PITCH_PX);
        const to = Math.min(count - 1, Math.max(0, held.from + moved));
        if (to !== held.to) {
          setHeld({ ...held, to });
        }
      }
    },
  };
}

/** Where the thing at `place` is after another has moved. */
export function placeAfter(place: number, from: number, to: number): number {
  if (place === from) {
    return to;
  }
  return place + (place > from ? -1 : 0) + (place - (place > from ? 1 : 0) >= to ? 1 : 0);
}
