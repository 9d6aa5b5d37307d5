import { useRef } from 'react';
import { useFrames } from '../state/frames.ts';
import { COLOURS } from '../theme/colours.ts';
import { FADER } from './scale.ts';
import { sizeCanvas } from './sizeCanvas.ts';
import styles from './Meter.module.css';

interface MeterProps {
  /** Reads the level now, dBFS. */
  readonly levelDb: () => number;
  /** The fader, as a tick on the same scale. */
  readonly faderDb?: number;
  readonly isDull?: boolean;
}

const HOLD_MS = 1200;
const FALL_DB_PER_MS = 0.024;

/** A level lying down: bar, peak hold, fader tick. Drawn on a canvas, only when something moved. */
export function Meter({ levelDb, faderDb, isDull = false }: MeterProps) {
  const canvas = useRef<HTMLCanvasElement>(null);
  const held = useRef({ db: -144, atMs: 0, drawn: '' });
  useFrames((nowMs) => {
    const element = canvas.current;
    if (element === null) {
      return;
    }
    const db = levelDb();
    const hold = held.current;
    if (db >= hold.db) {
      hold.db = db;
      hold.atMs = nowMs;
    } else if (nowMs - hold.atMs > HOLD_MS) {
      hold.db = Math.max(db, hold.db - FALL_DB_PER_MS * 16);
    }
    const paint = sizeCanvas(element);
    if (paint === null) {
      return;
    }
    const { context, widthPx, heightPx } = paint;
    const bar = Math.round(FADER.toRatio(db) * widthPx);
    const tick = Math.round(FADER.toRatio(hold.db) * widthPx);
    const fader = faderDb === undefined ? -1 : Math.round(FADER.toRatio(faderDb) * (widthPx - 2));
    const drawn = `${bar} ${tick} ${fader} ${isDull} ${widthPx}`;
    if (drawn === hold.drawn && !paint.isNew) {
      return;
    }
    hold.drawn = drawn;
    const top = Math.round(heightPx / 2) - 2;
    context.clearRect(0, 0, widthPx, heightPx);
    context.fillStyle = COLOURS.well;
    context.fillRect(0, top, widthPx, 4);
    context.fillStyle = isDull ? COLOURS.faint : db > -0.1 ? COLOURS.bad : db > -6 ? COLOURS.warn : COLOURS.good;
    context.fillRect(0, top, bar, 4);
    if (tick > 1) {
      context.fillStyle = hold.db > -0.1 ? COLOURS.bad : COLOURS.secondary;
      context.fillRect(Math.min(tick, widthPx - 1), top, 1, 4);
    }
    if (fader >= 0) {
      context.fillStyle = COLOURS.text;
      context.fillRect(fader, top - 2, 2, 8);
    }
  });
  return <canvas ref={canvas} className={styles.meter} aria-hidden />;
}
