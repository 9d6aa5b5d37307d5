import { useEffect, useState } from 'react';
import type { DeliveryProgress as Row } from '../state/sessionSlice.ts';
import { useApp } from '../state/studio.ts';
import { formatDuration, formatNumber } from '../theme/format.ts';
import { renderTitle } from './choices.ts';
import styles from './DeliveryProgress.module.css';

const STAGES: Readonly<Record<string, string>> = {
  waiting: 'waits',
  rendering: 'rendering',
  mastering: 'mastering',
  measuring: 'reading it back and measuring',
  done: 'done',
};

/** How much of a file's work is behind a stage that has just begun, and how much the stage is. */
const SHARES: Readonly<Record<string, readonly [number, number]>> = {
  rendering: [0, 0.6],
  mastering: [0.6, 0.25],
  measuring: [0.85, 0.15],
  done: [1, 0],
};

/** Each file's stage, speed and share, and the time left. */
export function DeliveryProgress() {
  const delivery = useApp((state) => state.delivery);
  const [nowMs, setNowMs] = useState(() => performance.now());
  useEffect(() => {
    const timer = setInterval(() => setNowMs(performance.now()), 500);
    return () => clearInterval(timer);
  }, []);
  if (delivery === null) {
    return null;
  }
  const done = delivery.rows.reduce((sum, row) => sum + shareOf(row), 0) / Math.max(1, delivery.rows.length);
  const passedSec = Math.max(0, nowMs - delivery.startedAtMs) / 1000;
  return (
    <section className={styles.panel} aria-label="Progress" data-testid="export-progress">
      <p className={styles.sum}>
        {Math.round(done * 100)} %{done > 0.03 && passedSec > 1 ? ` · about ${formatDuration((passedSec / done) * (1 - done))} left` : ''}
      </p>
      {delivery.rows.map((row, index) => (
        <div key={index} className={styles.row}>
          <span className={styles.render}>{renderTitle(row.render)}</span>
          <div
            className={styles.rail}
            role="progressbar"
            aria-label={row.render}
            aria-valuemin={0}
            aria-valuemax={100}
            aria-valuenow={Math.round(shareOf(row) * 100)}
          >
            <div className={styles.fill} data-done={row.stage === 'done'} style={{ width: `${shareOf(row) * 100}%` }} />
          </div>
          <span className={styles.stage}>{STAGES[row.stage] ?? row.stage}</span>
          <span className={styles.speed}>{row.speedRatio > 0 ? `${formatNumber(row.speedRatio, 1)} × real time` : ''}</span>
        </div>
      ))}
    </section>
  );
}

function shareOf(row: Row): number {
  const [behind, share] = SHARES[row.stage] ?? [0, 0];
  return behind + share * Math.min(1, Math.max(0, row.ratio));
}
