import { ChevronDown, ChevronRight } from 'lucide-react';
import type { CSSProperties } from 'react';
import { FADER } from '../controls/scale.ts';
import { NumberField } from '../controls/NumberField.tsx';
import { elementsInGroup, findGroup, renameGroup, setGroupGainDb, setGroupMute } from '../../scene/index.ts';
import type { GroupId } from '../../scene/index.ts';
import { useApp, useStudio } from '../state/studio.ts';
import { hueColour } from '../theme/colours.ts';
import { formatDb } from '../theme/format.ts';
import { NameField } from './NameField.tsx';
import { SmallToggle } from './SmallToggle.tsx';
import styles from './GroupHeader.module.css';

/** A group's name, fader, mute and solo; the arrow folds its elements away. */
export function GroupHeader({ groupId, members }: { readonly groupId: GroupId; readonly members: number }) {
  const { store } = useStudio();
  const group = useApp((state) => findGroup(state.scene!, groupId));
  const isFolded = useApp((state) => state.folded.includes(groupId));
  const isSolo = useApp(
    (state) => members > 0 && elementsInGroup(state.scene!, groupId).every((element) => state.solo.includes(element.id)),
  );
  if (group === undefined) {
    return null;
  }
  const { edit, drag, endDrag, cancelDrag, toggleFolded, toggleSolo } = store.getState();
  const ids = (): string[] => elementsInGroup(store.getState().scene!, groupId).map((element) => element.id);
  return (
    <div className={styles.header} style={{ '--colour': hueColour(group.hueDeg) } as CSSProperties} data-testid={`group-${groupId}`}>
      <span className={styles.naming}>
        <button
          type="button"
          className={styles.fold}
          aria-expanded={!isFolded}
          aria-label={`${isFolded ? 'Unfold' : 'Fold'} ${group.name}`}
          onClick={() => toggleFolded(groupId)}
        >
          {isFolded ? <ChevronRight size={12} aria-hidden /> : <ChevronDown size={12} aria-hidden />}
        </button>
        <NameField
          name={group.name}
          className={styles.name}
          onRename={(name) => edit('Rename group', (scene) => renameGroup(scene, groupId, name))}
        />
      </span>
      <SmallToggle
        kind="mute"
        isOn={group.mute}
        what={`group ${group.name}`}
        isTabStop
        onToggle={() => edit(group.mute ? 'Unmute group' : 'Mute group', (scene) => setGroupMute(scene, groupId, !group.mute))}
      />
      <SmallToggle kind="solo" isOn={isSolo} what={`group ${group.name}`} isTabStop onToggle={() => toggleSolo(ids())} />
      <span className={styles.members}>{isFolded ? `${members} hidden` : ''}</span>
      <NumberField
        value={group.gainDb}
        scale={FADER}
        unit="db"
        label={`Gain of group ${group.name}`}
        format={(db) => formatDb(db)}
        className={styles.gain}
        onChange={(gainDb) => drag(`Gain of ${group.name}`, (scene) => setGroupGainDb(scene, groupId, gainDb))}
        onCommit={endDrag}
        onCancel={cancelDrag}
      />
    </div>
  );
}
