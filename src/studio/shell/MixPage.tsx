import { Group, Panel, Separator, useDefaultLayout } from 'react-resizable-panels';
import { Inspector } from '../inspector/Inspector.tsx';
import { LoudnessPanel } from '../loudness/LoudnessPanel.tsx';
import { ElementList } from '../mixer/ElementList.tsx';
import { RoomPanel } from '../room/RoomPanel.tsx';
import { Timeline } from '../timeline/Timeline.tsx';
import { TroubleBoundary } from './TroubleBoundary.tsx';
import styles from './MixPage.module.css';

/** Elements, room, timeline; and on the right what is measured and what is chosen. */
export function MixPage() {
  const { defaultLayout, onLayoutChanged } = useDefaultLayout({ id: 'periphony.mix', panelIds: ['stage', 'timeline'] });
  return (
    <div className={styles.page}>
      <Group
        orientation="vertical"
        className={styles.left}
        {...(defaultLayout === undefined ? {} : { defaultLayout })}
        onLayoutChanged={onLayoutChanged}
      >
        <Panel id="stage" minSize="30%" defaultSize="68%">
          <div className={styles.stage}>
            <ElementList />
            <TroubleBoundary what="The room">
              <RoomPanel />
            </TroubleBoundary>
          </div>
        </Panel>
        <Separator className={styles.separator} aria-label="Height of the timeline" />
        <Panel id="timeline" minSize="12%" defaultSize="32%">
          <TroubleBoundary what="The timeline">
            <Timeline />
          </TroubleBoundary>
        </Panel>
      </Group>
      <aside className={styles.right} aria-label="Meters and inspector">
        <LoudnessPanel />
        <TroubleBoundary what="The inspector">
          <Inspector />
        </TroubleBoundary>
      </aside>
    </div>
  );
}
