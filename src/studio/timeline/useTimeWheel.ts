import { useEffect } from 'react';
import type { RefObject } from 'react';
import { useStudio } from '../state/studio.ts';
import { timeViewOf, zoomed } from './geometry.ts';

/** Ctrl and wheel zoom where the pointer is; Shift and wheel, or a sideways one, scroll through time. */
export function useTimeWheel(target: RefObject<HTMLElement | null>): void {
  const { store } = useStudio();
  useEffect(() => {
    const element = target.current;
    const onWheel = (event: WheelEvent): void => {
      const state = store.getState();
      const widthPx = element!.clientWidth;
      const sideways = event.shiftKey ? event.deltaY || event.deltaX : event.deltaX;
      if (event.ctrlKey || event.metaKey) {
        event.preventDefault();
        const view = zoomed(state, widthPx, Math.exp(-Math.max(-60, Math.min(60, event.deltaY)) * 0.006), event.offsetX);
        state.setTimeline(view.startSec, view.pxPerSec);
      } else if (Math.abs(sideways) > Math.abs(event.shiftKey ? 0 : event.deltaY)) {
        event.preventDefault();
        const view = timeViewOf(state, widthPx);
        state.setTimeline(Math.max(0, view.startSec + sideways / view.pxPerSec), state.timelinePxPerSec);
      }
    };
    element?.addEventListener('wheel', onWheel, { passive: false });
    return () => element?.removeEventListener('wheel', onWheel);
  }, [store, target]);
}
