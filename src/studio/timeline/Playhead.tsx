import { useRef } from 'react';
import { useFrames } from '../state/frames.ts';
import { useStudio } from '../state/studio.ts';
import { secToX, timeViewOf } from './geometry.ts';
import styles from './Playhead.module.css';

/** Where the listener is. */
export function Playhead() {
  const { store, services } = useStudio();
  const line = useRef<HTMLDivElement>(null);
  useFrames(() => {
    const element = line.current;
    const stage = element?.parentElement;
    if (element === null || stage === null || stage === undefined) {
      return;
    }
    const x = secToX(services.live.positionSec(), timeViewOf(store.getState(), stage.clientWidth));
    const transform = `translateX(${x.toFixed(1)}px)`;
    if (element.style.transform !== transform) {
      element.style.transform = transform;
    }
  });
  return <div ref={line} className={styles.line} data-testid="playhead" />;
}
