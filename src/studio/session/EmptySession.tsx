import { Button } from '../controls/Button.tsx';
import { useApp, useStudio } from '../state/studio.ts';
import styles from './EmptySession.module.css';

/** Nothing is open: one sentence and three ways in. While something opens: how far it is. */
export function EmptySession() {
  const { actions } = useStudio();
  const busy = useApp((state) => state.busy);
  if (busy !== null) {
    return (
      <main className={styles.page} data-testid="opening">
        <p className={styles.sentence}>{busy.what}…</p>
        <div className={styles.rail} role="progressbar" aria-label={busy.what} aria-valuenow={Math.round(busy.ratio * 100)}>
          <div className={styles.fill} style={{ width: `${busy.ratio * 100}%` }} />
        </div>
      </main>
    );
  }
  return (
    <main className={styles.page} data-testid="empty">
      <p className={styles.sentence}>Nothing is open yet.</p>
      <div className={styles.ways}>
        <Button look="accent" onClick={actions.openDemo} testId="open-demo">
          Open the demo
        </Button>
        <Button onClick={actions.openPicker}>Open a project or an ADM master…</Button>
        <span className={styles.or}>
          or drop files anywhere on this page: an ADM master opens as it is; of stems each becomes an object, stereo files become pairs,
          wider ones beds.
        </span>
      </div>
    </main>
  );
}
