import { useState } from 'react';
import { Button } from '../controls/Button.tsx';
import { useApp, useStudio } from '../state/studio.ts';
import styles from './Notices.module.css';

/** The session that was open when the page was left: one click brings it back. */
export function RestoreOffer() {
  const { actions } = useStudio();
  const offer = useApp((state) => state.offer);
  const isBusy = useApp((state) => state.busy !== null);
  const [openedMs] = useState(() => Date.now());
  if (offer === null) {
    return <div />;
  }
  return (
    <div className={styles.notices} role="status" data-testid="restore-offer">
      <p>
        {offer.title} was open here {agoOf(openedMs - offer.savedAtMs)}, with changes.
      </p>
      <div className={styles.answers}>
        <Button onClick={actions.restore} disabled={isBusy} testId="restore">
          Restore last session
        </Button>
        <Button look="plain" onClick={actions.discardKept} testId="discard-kept">
          Discard it
        </Button>
      </div>
    </div>
  );
}

/** `4 minutes ago`, `yesterday`: as near as a person would say it. */
function agoOf(ms: number): string {
  const words = new Intl.RelativeTimeFormat('en', { numeric: 'auto' });
  const minutes = Math.round(ms / 60_000);
  if (minutes < 1) {
    return 'just now';
  }
  return minutes < 60
    ? words.format(-minutes, 'minute')
    : minutes < 24 * 60
      ? words.format(-Math.round(minutes / 60), 'hour')
      : words.format(-Math.round(minutes / 60 / 24), 'day');
}
