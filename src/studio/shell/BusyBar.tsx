import { useApp } from '../state/studio.ts';
import styles from './BusyBar.module.css';

/** A session is open and something else is being opened. */
export function BusyBar() {
  const busy = useApp((state) => (state.scene === null ? null : state.busy));
  if (busy === null) {
    return null;
  }
  return (
    <div className={styles.bar} role="status">
      <span>{busy.what}…</span>
      <div className={styles.rail}>
        <div className={styles.fill} style={{ width: `${busy.ratio * 100}%` }} />
      </div>
    </div>
  );
}
