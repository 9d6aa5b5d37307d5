import { useRef } from 'react';
import { useFrames } from '../state/frames.ts';
import styles from './ReductionBar.module.css';

/** A full bar. */
const RANGE_DB = 12;
const FALL_DB_PER_MS = 0.012;
const HOLD_MS = 1200;

/** Gain reduction, from the right to the left as it is on a console; a tick holds the most of the last second. */
export function ReductionBar({ reductionDb, testId }: { readonly reductionDb: () => number; readonly testId?: string }) {
  const bar = useRef<HTMLSpanElement>(null);
  const tick = useRef<HTMLSpanElement>(null);
  const held = useRef({ db: 0, atMs: 0, shownDb: -1, shownHeldDb: -1 });
  useFrames((nowMs) => {
    const db = Math.min(RANGE_DB, reductionDb());
    const hold = held.current;
    if (db >= hold.db) {
      hold.db = db;
      hold.atMs = nowMs;
    } else if (nowMs - hold.atMs > HOLD_MS) {
      hold.db = Math.max(db, hold.db - FALL_DB_PER_MS * 16);
    }
    if (bar.current === null || tick.current === null || (db === hold.shownDb && hold.db === hold.shownHeldDb)) {
      return;
    }
    hold.shownDb = db;
    hold.shownHeldDb = hold.db;
    bar.current.style.transform = `scaleX(${ratioOf(db)})`;
    tick.current.style.right = `${ratioOf(hold.db) * 100}%`;
    tick.current.style.opacity = hold.db > 0.05 ? '1' : '0';
  });
  return (
    <span className={styles.rail} data-testid={testId} aria-hidden>
      <span ref={bar} className={styles.bar} />
      <span ref={tick} className={styles.tick} />
    </span>
  );
}

/** The first decibels get the most room: mastering lives there. */
function ratioOf(db: number): number {
  return Math.sqrt(Math.max(0, db) / RANGE_DB);
}
