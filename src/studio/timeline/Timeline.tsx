import { useRef } from 'react';
import { Maximize2, ZoomIn, ZoomOut } from 'lucide-react';
import { useFrames } from '../state/frames.ts';
import { useApp, useStudio } from '../state/studio.ts';
import { timeViewOf, zoomed } from './geometry.ts';
import { Playhead } from './Playhead.tsx';
import { Ruler } from './Ruler.tsx';
import { TrackNames } from './TrackNames.tsx';
import { Tracks } from './Tracks.tsx';
import styles from './Timeline.module.css';

/** The programme from left to right: ruler, clips, lanes, playhead. */
export function Timeline() {
  const { store, services } = useStudio();
  const scroller = useRef<HTMLDivElement>(null);
  const stage = useRef<HTMLDivElement>(null);
  const isHandDown = useRef(false);
  const hasTempo = useApp((state) => state.scene?.tempoBpm !== undefined);
  const widthPx = (): number => stage.current?.clientWidth ?? 1;
  const zoomBy = (factor: number): void => {
    const view = zoomed(store.getState(), widthPx(), factor, widthPx() / 2);
    store.getState().setTimeline(view.startSec, view.pxPerSec);
  };
  useFrames(() => {
    // While it plays the page turns with the playhead, unless a hand is on it.
    const state = store.getState();
    if (!services.live.isPlaying() || isHandDown.current || state.timelinePxPerSec === 0) {
      return;
    }
    const view = timeViewOf(state, widthPx());
    const nowSec = services.live.positionSec();
    const shownSec = widthPx() / view.pxPerSec;
    if (nowSec > view.startSec + shownSec || nowSec < view.startSec) {
      state.setTimeline(Math.max(0, nowSec - shownSec * 0.06), view.pxPerSec);
    }
  });
  return (
    <section
      className={styles.timeline}
      aria-label="Timeline"
      data-testid="timeline"
      onPointerDownCapture={() => {
        isHandDown.current = true;
      }}
      onPointerUpCapture={() => {
        isHandDown.current = false;
      }}
    >
      <div className={styles.corner}>
        <span className={styles.caption}>{hasTempo ? 'Bars' : 'Time'}</span>
        <button type="button" className={styles.tool} title="Zoom out (−)" aria-label="Zoom out" onClick={() => zoomBy(1 / 1.5)}>
          <ZoomOut size={13} aria-hidden />
        </button>
        <button type="button" className={styles.tool} title="Zoom in (+)" aria-label="Zoom in" onClick={() => zoomBy(1.5)}>
          <ZoomIn size={13} aria-hidden />
        </button>
        <button
          type="button"
          className={styles.tool}
          title="Whole programme"
          aria-label="Whole programme"
          onClick={() => store.getState().setTimeline(0, 0)}
        >
          <Maximize2 size={12} aria-hidden />
        </button>
      </div>
      <Ruler />
      <div ref={scroller} className={styles.scroller}>
        <TrackNames />
        <Tracks scroller={scroller} />
      </div>
      <div ref={stage} className={styles.stage}>
        <Playhead />
      </div>
    </section>
  );
}
