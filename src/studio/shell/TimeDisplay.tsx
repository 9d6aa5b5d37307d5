import { useRef } from 'react';
import { useFrames } from '../state/frames.ts';
import { useApp, useStudio } from '../state/studio.ts';
import { formatBar, formatTimecode } from '../theme/timecode.ts';
import styles from './TimeDisplay.module.css';

/** Time code and bar, written straight into the page once a frame. */
export function TimeDisplay() {
  const { services, actions } = useStudio();
  const frameRate = useApp((state) => state.scene?.frameRate ?? '24');
  const tempoBpm = useApp((state) => state.scene?.tempoBpm);
  const code = useRef<HTMLSpanElement>(null);
  const bar = useRef<HTMLSpanElement>(null);
  useFrames(() => {
    const sec = services.live.positionSec();
    write(code.current, formatTimecode(sec, frameRate));
    write(bar.current, tempoBpm === undefined ? '' : `bar ${formatBar(sec, tempoBpm)}`);
    actions.mirrorEngine();
  });
  return (
    <div className={styles.time}>
      <span
        ref={code}
        className={styles.code}
        data-testid="timecode"
        role="timer"
        aria-label="Time code"
        title={`${frameRate} frames per second`}
      />
      <span ref={bar} className={styles.bar} />
    </div>
  );
}

function write(span: HTMLSpanElement | null, text: string): void {
  if (span !== null && span.textContent !== text) {
    span.textContent = text;
  }
}
