import { Command, Redo2, Undo2 } from 'lucide-react';
import { NumberField } from '../controls/NumberField.tsx';
import { Segmented } from '../controls/Segmented.tsx';
import { Button } from '../controls/Button.tsx';
import { linearScale } from '../controls/scale.ts';
import { useApp, useStudio } from '../state/studio.ts';
import type { Page } from '../state/viewSlice.ts';
import { formatDb } from '../theme/format.ts';
import { MonitorSwitch } from './MonitorSwitch.tsx';
import { SessionMenu } from './SessionMenu.tsx';
import { Transport } from './Transport.tsx';
import styles from './TopBar.module.css';

const LEVEL = linearScale(-80, 12, 1);
const PAGES = [
  { value: 'mix', text: 'Mix', testId: 'page-mix' },
  { value: 'master', text: 'Master', testId: 'page-master' },
  { value: 'deliver', text: 'Deliver', testId: 'page-deliver' },
] as const;

/** Session, pages, transport, what is heard and how loud. */
export function TopBar() {
  const { store } = useStudio();
  const page = useApp((state) => state.page);
  const isDimmed = useApp((state) => state.isDimmed);
  const levelDb = useApp((state) => state.monitorGainDb);
  const undoLabel = useApp((state) => state.history.past.at(-1)?.label);
  const redoLabel = useApp((state) => state.history.future[0]?.label);
  const { setPage, toggleDim, setMonitorGainDb, undo, redo, setOverlay } = store.getState();
  return (
    <header className={styles.bar}>
      <SessionMenu />
      <Segmented<Page> label="Page" choices={PAGES} value={page} onChoose={setPage} look="plain" />
      <Transport />
      <MonitorSwitch />
      <div className={styles.level}>
        <Button isOn={isDimmed} onClick={toggleDim} title="Dim by 20 dB (D)" testId="dim">
          Dim
        </Button>
        <NumberField
          value={levelDb}
          scale={LEVEL}
          unit="db"
          unitText="dB"
          label="Listening level"
          format={(db) => formatDb(db)}
          onChange={setMonitorGainDb}
          onCommit={() => {}}
          className={styles.number}
          testId="monitor-level"
        />
      </div>
      <div className={styles.tools}>
        <Button
          look="plain"
          className={styles.icon}
          disabled={undoLabel === undefined}
          onClick={undo}
          title={undoLabel === undefined ? 'Nothing to undo' : `Undo: ${undoLabel} (Ctrl+Z)`}
          aria-label="Undo"
          testId="undo"
        >
          <Undo2 size={15} aria-hidden />
        </Button>
        <Button
          look="plain"
          className={styles.icon}
          disabled={redoLabel === undefined}
          onClick={redo}
          title={redoLabel === undefined ? 'Nothing to redo' : `Redo: ${redoLabel} (Shift+Ctrl+Z)`}
          aria-label="Redo"
          testId="redo"
        >
          <Redo2 size={15} aria-hidden />
        </Button>
        <Button
          className={styles.icon}
          onClick={() => setOverlay('palette')}
          title="Commands (Ctrl+K)"
          aria-label="Commands"
          testId="palette-open"
        >
          <Command size={13} aria-hidden />
        </Button>
        <Button look="accent" onClick={() => setPage('deliver')} title="Export (Ctrl+E)" testId="export">
          Export
        </Button>
      </div>
    </header>
  );
}
