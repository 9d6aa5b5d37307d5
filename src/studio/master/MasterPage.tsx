import { useEffect } from 'react';
import { LoudnessPanel } from '../loudness/LoudnessPanel.tsx';
import { TroubleBoundary } from '../shell/TroubleBoundary.tsx';
import { useApp, useStudio } from '../state/studio.ts';
import { tellTrouble } from '../state/trouble.ts';
import { ChainColumn } from './ChainColumn.tsx';
import { CompareSection } from './CompareSection.tsx';
import { InsertDetail } from './InsertDetail.tsx';
import { LimiterSection } from './LimiterSection.tsx';
import { ListenBar } from './ListenBar.tsx';
import { ProposalPanel } from './ProposalPanel.tsx';
import { ReferenceSection } from './ReferenceSection.tsx';
import { RenderTable } from './RenderTable.tsx';
import { SpectrumView } from './SpectrumView.tsx';
import styles from './MasterPage.module.css';

/** The chain, what it does to the sound, and what every render would measure. */
export function MasterPage() {
  const { store, services } = useStudio();
  const hasProposal = useApp((state) => state.proposal !== null);
  useEffect(() => {
    if (store.getState().curves.length === 0) {
      services.mastering.curves().then(store.getState().setCurves).catch(tellTrouble);
    }
  }, [store, services]);
  return (
    <main className={styles.page} data-testid="master">
      <aside className={styles.chain} aria-label="Master chain">
        <TroubleBoundary what="The chain">
          <ChainColumn />
          <LimiterSection />
        </TroubleBoundary>
      </aside>
      <div className={styles.middle}>
        <ListenBar />
        <TroubleBoundary what="The spectrum">
          <SpectrumView />
        </TroubleBoundary>
        <TroubleBoundary what="The panel">{hasProposal ? <ProposalPanel /> : <InsertDetail />}</TroubleBoundary>
        <TroubleBoundary what="The table">
          <RenderTable />
        </TroubleBoundary>
      </div>
      <aside className={styles.right} aria-label="Loudness and reference">
        <LoudnessPanel />
        <CompareSection />
        <ReferenceSection />
      </aside>
    </main>
  );
}
