import { useApp, useStudio } from '../state/studio.ts';
import { ElementRow } from './ElementRow.tsx';
import { GroupHeader } from './GroupHeader.tsx';
import { listSections } from './listOrder.ts';
import styles from './ElementList.module.css';

/** Everything that sounds, by group. */
export function ElementList() {
  const { store, actions } = useStudio();
  const scene = useApp((state) => state.scene)!;
  const folded = useApp((state) => state.folded);
  const soloCount = useApp((state) => state.solo.length);
  const objects = scene.elements.filter((element) => element.kind === 'object').length;
  const beds = scene.elements.length - objects;
  return (
    <section className={styles.panel} aria-label="Elements">
      <header className={styles.head}>
        <h2 className={styles.caption}>Elements</h2>
        {soloCount > 0 ? (
          <button type="button" className={styles.clear} onClick={() => store.getState().toggleSolo(store.getState().solo)}>
            {soloCount} solo · clear
          </button>
        ) : (
          <span className={styles.count}>
            {count(objects, 'object')} · {count(beds, 'bed')}
          </span>
        )}
      </header>
      <div
        className={styles.list}
        role="listbox"
        aria-label="Elements"
        aria-multiselectable
        onPointerDown={(event) => {
          if (event.target === event.currentTarget) {
            store.getState().select([]);
          }
        }}
      >
        {listSections(scene).map(({ group, elements }) => (
          <div key={group?.id ?? ''} role="group" aria-label={group?.name ?? 'No group'}>
            {group === null ? null : <GroupHeader groupId={group.id} members={elements.length} />}
            {group !== null && folded.includes(group.id)
              ? null
              : elements.map((element) => <ElementRow key={element.id} id={element.id} index={scene.elements.indexOf(element)} />)}
          </div>
        ))}
        {scene.elements.length === 0 ? (
          <p className={styles.none}>
            Nothing sounds yet.{' '}
            <button type="button" className={styles.link} onClick={actions.openPicker}>
              Open stems
            </button>{' '}
            or drop them here.
          </p>
        ) : null}
      </div>
    </section>
  );
}

function count(amount: number, what: string): string {
  return `${amount} ${what}${amount === 1 ? '' : 's'}`;
}
