import { ActionMenu } from '../controls/ActionMenu.tsx';
import { useApp, useStudio } from '../state/studio.ts';
import styles from './SessionMenu.module.css';

/** The name of the house and of the session, and what one does with sessions. */
export function SessionMenu() {
  const { actions } = useStudio();
  const title = useApp((state) => state.scene?.title ?? 'No session');
  const isAdm = useApp((state) => state.adm !== null);
  const isChanged = useApp((state) => state.scene !== state.savedScene && state.adm === null);
  const hasScene = useApp((state) => state.scene !== null);
  return (
    <div className={styles.session}>
      <span className={styles.brand}>Periphony</span>
      <ActionMenu
        label="Session"
        className={styles.title}
        testId="session-menu"
        actions={[
          { text: 'Open project, stems or ADM…', note: 'Ctrl+O', run: actions.openPicker },
          { text: 'Open the demo', run: actions.openDemo },
          { text: 'Save project…', note: 'Ctrl+S', isDisabled: !hasScene || isAdm, run: actions.save },
        ]}
      >
        <span className={styles.name}>{title}</span>
        {isAdm ? <span className={styles.adm}>ADM</span> : null}
        {isChanged ? <span className={styles.dot} title="Changed since it was saved" role="img" aria-label="changed" /> : null}
      </ActionMenu>
    </div>
  );
}
