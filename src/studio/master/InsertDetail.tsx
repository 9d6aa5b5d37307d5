import { X } from 'lucide-react';
import { describeProcessor } from '../../scene/index.ts';
import { InsertPanel } from '../inspector/InsertPanel.tsx';
import { ParameterRows } from '../inspector/ParameterRows.tsx';
import { useApp, useStudio } from '../state/studio.ts';
import { MASTER } from './ChainRow.tsx';
import { EqBands } from './EqBands.tsx';
import styles from './InsertDetail.module.css';

/** The open insert's settings, under the spectrum. */
export function InsertDetail() {
  const { store } = useStudio();
  const openInsert = useApp((state) => state.openInsert);
  const settings = useApp((state) => (openInsert === null ? undefined : state.scene!.master.processing[openInsert]));
  const isLocked = useApp((state) => state.adm !== null);
  if (openInsert === null || settings === undefined) {
    return <div />;
  }
  return (
    <section className={styles.detail} aria-label={describeProcessor(settings.kind).title} data-testid="insert-detail" inert={isLocked}>
      <header className={styles.head}>
        <h2 className={styles.title}>{describeProcessor(settings.kind).title}</h2>
        <span className={styles.hint}>{settings.kind === 'eq' ? 'Drag the points; wheel for Q; double click adds a band' : ''}</span>
        {settings.kind === 'eq' ? <ParameterRows owner={MASTER} index={openInsert} settings={settings} only="choices" /> : null}
        <button
          type="button"
          className={styles.close}
          aria-label="Close the panel"
          title="Close"
          onClick={() => store.getState().setOpenInsert(null)}
        >
          <X size={13} aria-hidden />
        </button>
      </header>
      <div className={styles.body}>
        {settings.kind === 'eq' ? (
          <EqBands key={openInsert} index={openInsert} settings={settings} />
        ) : (
          <InsertPanel key={openInsert} owner={MASTER} index={openInsert} settings={settings} />
        )}
      </div>
    </section>
  );
}
