import { useApp } from '../state/studio.ts';
import { DeliverableList } from './DeliverableList.tsx';
import { DeliveryProgress } from './DeliveryProgress.tsx';
import { ReportView } from './ReportView.tsx';
import { WhatIsMastered } from './WhatIsMastered.tsx';
import styles from './DeliverPage.module.css';

/** What is to be written, how far it is, and how it came out. */
export function DeliverPage() {
  const isRunning = useApp((state) => state.delivery !== null);
  const trouble = useApp((state) => state.deliveryTrouble);
  const report = useApp((state) => state.report);
  return (
    <main className={styles.page} data-testid="deliver">
      <div className={styles.column}>
        <DeliverableList />
        {isRunning ? <DeliveryProgress /> : null}
        {trouble === null ? null : (
          <section className={styles.trouble} role="alert" data-testid="delivery-trouble">
            <p className={styles.sentence}>The export stopped: {trouble.message}</p>
            <p className={styles.hint}>
              {trouble.hint === '' ? 'Nothing was written. The session is as it was; try again.' : trouble.hint}
            </p>
          </section>
        )}
        {report === null ? null : <ReportView report={report} />}
        {isRunning || report !== null || trouble !== null ? null : <WhatIsMastered />}
      </div>
    </main>
  );
}
