import { useEffect, useRef } from 'react';
import type { KeyboardEvent, PointerEvent, RefObject } from 'react';
import { stepped } from './scale.ts';
import type { Scale } from './scale.ts';

export interface ValueDrag {
  readonly value: number;
  readonly scale: Scale;
  readonly label: string;
  /** The value as spoken: with its unit. */
  readonly text: string;
  /** What a double click goes back to. */
  readonly resetTo: number;
  /** While it moves. */
  readonly onChange: (value: number) => void;
  /** When it rests: one undo step. */
  readonly onCommit: () => void;
  readonly onCancel?: () => void;
  /** A click without a drag: to type. */
  readonly onType?: (() => void) | undefined;
  /** `across`: the pointer's place is the value (sliders). `relative`: how far it moves (numbers, knobs). */
  readonly travel: 'across' | 'relative';
  readonly travelPx?: number;
  readonly isDisabled?: boolean;
  /** A second handle of a value leaves the keyboard to the first. */
  readonly isHandleOnly?: boolean;
}

interface DragProps {
  readonly role: 'slider';
  readonly tabIndex?: number;
  readonly 'aria-label': string;
  readonly 'aria-valuemin': number;
  readonly 'aria-valuemax': number;
  readonly 'aria-valuenow': number;
  readonly 'aria-valuetext': string;
  readonly 'aria-disabled': boolean;
  readonly onPointerDown: (event: PointerEvent<HTMLElement>) => void;
  readonly onPointerMove: (event: PointerEvent<HTMLElement>) => void;
  readonly onPointerUp: (event: PointerEvent<HTMLElement>) => void;
  readonly onPointerCancel: () => void;
  readonly onDoubleClick: () => void;
  readonly onKeyDown: (event: KeyboardEvent<HTMLElement>) => void;
}

/** A pixel or two of tremble is still a click. */
const CLICK_PX = 3;
const FINE = 0.1;
/** A turn of the wheel or a held key is over after this pause. */
const REST_MS = 400;

/** The hand of every control: drag, wheel, Alt for fine, double click to reset, arrows, Escape to take it back. */
export function useValueDrag(drag: ValueDrag, target: RefObject<HTMLElement | null>): DragProps {
  const latest = useRef(drag);
  const held = useRef<{ startX: number; startY: number; lastX: number; lastY: number; ratio: number; isMoving: boolean } | null>(null);
  const rest = useRef<ReturnType<typeof setTimeout> | undefined>(undefined);
  useEffect(() => {
    latest.current = drag;
  });

  const nudge = (notches: number, isFine: boolean): void => {
    const { scale, value, onChange, onCommit } = latest.current;
    onChange(stepped(scale, value, notches, isFine));
    clearTimeout(rest.current);
    rest.current = setTimeout(onCommit, REST_MS);
  };

  useEffect(() => {
    const element = target.current;
    const onWheel = (event: WheelEvent): void => {
      // Lists scroll under the pointer; a control takes the wheel only when it has been chosen.
      if (latest.current.isDisabled === true || event.ctrlKey || document.activeElement !== element) {
        return;
      }
      event.preventDefault();
      nudge(-Math.sign(event.deltaY || event.deltaX), event.altKey);
    };
    element?.addEventListener('wheel', onWheel, { passive: false });
    return () => element?.removeEventListener('wheel', onWheel);
  }, [target]);

  return {
    role: 'slider',
    ...(drag.isHandleOnly === true ? {} : { tabIndex: drag.isDisabled === true ? -1 : 0 }),
    'aria-label': drag.label,
    'aria-valuemin': drag.scale.low,
    'aria-valuemax': drag.scale.high,
    'aria-valuenow': drag.value,
    'aria-valuetext': drag.text,
    'aria-disabled': drag.isDisabled ?? false,
    onPointerDown: (event) => {
      if (event.button !== 0 || drag.isDisabled === true) {
        return;
      }
      if (drag.isHandleOnly !== true) {
        event.currentTarget.focus();
      }
      event.currentTarget.setPointerCapture(event.pointerId);
      const { clientX, clientY } = event;
      held.current = {
        startX: clientX,
        startY: clientY,
        lastX: clientX,
        lastY: clientY,
        ratio: drag.scale.toRatio(drag.value),
        isMoving: false,
      };
    },
    onPointerMove: (event) => {
      const hand = held.current;
      if (hand === null) {
        return;
      }
      if (!hand.isMoving && Math.hypot(event.clientX - hand.startX, event.clientY - hand.startY) < CLICK_PX) {
        return;
      }
      hand.isMoving = true;
      const { scale, onChange, travel } = latest.current;
      const widthPx = travel === 'across' ? event.currentTarget.clientWidth : (latest.current.travelPx ?? 160);
      const movedPx = event.clientX - hand.lastX - (travel === 'relative' ? event.clientY - hand.lastY : 0);
      hand.lastX = event.clientX;
      hand.lastY = event.clientY;
      hand.ratio = Math.min(1, Math.max(0, hand.ratio + (movedPx / widthPx) * (event.altKey ? FINE : 1)));
      onChange(scale.toValue(hand.ratio));
    },
    onPointerUp: (event) => {
      const hand = held.current;
      held.current = null;
      if (hand === null) {
        return;
      }
      if (hand.isMoving) {
        drag.onCommit();
      } else if (drag.travel === 'across') {
        const box = event.currentTarget.getBoundingClientRect();
        drag.onChange(drag.scale.toValue((event.clientX - box.left) / box.width));
        drag.onCommit();
      } else {
        drag.onType?.();
      }
    },
    onPointerCancel: () => {
      held.current = null;
      (drag.onCancel ?? drag.onCommit)();
    },
    onDoubleClick: () => {
      drag.onChange(drag.resetTo);
      drag.onCommit();
    },
    onKeyDown: (event) => {
      const notches = NOTCHES[event.key];
      if (event.key === 'Escape' && held.current !== null) {
        held.current = null;
        drag.onCancel?.();
      } else if (notches !== undefined) {
        nudge(event.shiftKey ? notches * 10 : notches, event.altKey);
      } else if (event.key === 'Enter' && drag.onType !== undefined) {
        drag.onType();
      } else {
        return;
      }
      event.preventDefault();
      event.stopPropagation();
    },
  };
}

const NOTCHES: Readonly<Record<string, number>> = { ArrowUp: 1, ArrowRight: 1, ArrowDown: -1, ArrowLeft: -1, PageUp: 10, PageDown: -10 };
