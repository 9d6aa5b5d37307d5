import { findElement } from '../../scene/index.ts';
import { useApp } from '../state/studio.ts';
import { AdmInspector } from './AdmInspector.tsx';
import { AdmSessionInspector } from './AdmSessionInspector.tsx';
import { BedInspector } from './BedInspector.tsx';
import { Inserts } from './Inserts.tsx';
import { ObjectInspector } from './ObjectInspector.tsx';
import { SessionInspector } from './SessionInspector.tsx';
import styles from './Inspector.module.css';

/** What is selected, in figures and switches. With nothing selected: the session and the master. */
export function Inspector() {
  const element = useApp((state) => (state.scene === null ? undefined : findElement(state.scene, state.selection.at(-1) ?? '')));
  const others = useApp((state) => state.selection.length - 1);
  const group = useApp((state) => state.scene?.groups.find((candidate) => candidate.id === element?.group));
  const adm = useApp((state) => state.adm);
  const facts = useApp((state) => state.adm?.elements.find((one) => one.id === element?.id));
  if (adm !== null) {
    return (
      <div className={styles.inspector} data-testid="inspector">
        {element === undefined || facts === undefined ? (
          <AdmSessionInspector adm={adm} />
        ) : (
          <AdmInspector key={element.id} element={element} facts={facts} others={others} />
        )}
      </div>
    );
  }
  if (element === undefined) {
    return (
      <div className={styles.inspector} data-testid="inspector">
        <SessionInspector />
        <Inserts owner={{ kind: 'master' }} caption="Master inserts" />
      </div>
    );
  }
  return (
    <div className={styles.inspector} data-testid="inspector">
      {element.kind === 'object' ? (
        <ObjectInspector element={element} others={others} />
      ) : (
        <BedInspector element={element} others={others} />
      )}
      <Inserts key={`element ${element.id}`} owner={{ kind: 'element', id: element.id }} caption="Inserts" />
      {group === undefined ? null : (
        <Inserts key={`group ${group.id}`} owner={{ kind: 'group', id: group.id }} caption={`Group · ${group.name}`} />
      )}
    </div>
  );
}
