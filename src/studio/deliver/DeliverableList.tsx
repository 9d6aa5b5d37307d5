import { Plus } from 'lucide-react';
import { setDeliverables } from '../../scene/index.ts';
import type { Deliverable } from '../../scene/index.ts';
import { admNameOf, fileNameOf } from '../services/index.ts';
import { Button } from '../controls/Button.tsx';
import { useApp, useStudio } from '../state/studio.ts';
import { formatDuration } from '../theme/format.ts';
import { COMMON, RENDERS } from './choices.ts';
import { DeliverableRow } from './DeliverableRow.tsx';
import { deliveredNames } from './fileNames.ts';
import { OwnTargets } from './OwnTargets.tsx';
import styles from './DeliverableList.module.css';

/** What Add adds: the first common file that is not there yet, then the other renders. */
function nextDeliverable(deliverables: readonly Deliverable[]): Deliverable {
  const isNew = ({ render }: { readonly render: string }): boolean => !deliverables.some((each) => each.render === render);
  const other = RENDERS.filter(({ value }) => value !== 'adm')
    .map(({ value }) => ({ render: value }))
    .find(isNew);
  return COMMON.find(isNew) ?? { render: other?.render ?? 'stereo', preset: other === undefined ? 'none' : 'atmos-music', format: 'wav24' };
}

/** The files to be written, one a row, and the button that writes them. */
export function DeliverableList() {
  const { store, actions } = useStudio();
  const deliverables = useApp((state) => state.scene!.deliverables);
  const title = useApp((state) => state.scene!.title);
  const name = useApp((state) => (state.adm === null ? fileNameOf(state.scene!) : admNameOf(state.adm.file)));
  const names = deliveredNames(name, deliverables);
  const lengthSec = useApp((state) => state.lengthSec);
  const missing = useApp((state) => state.missing.length);
  const isRunning = useApp((state) => state.delivery !== null);
  const { edit } = store.getState();
  const put = (label: string, next: readonly Deliverable[]): void => edit(label, (scene) => setDeliverables(scene, next));
  const next = nextDeliverable(deliverables);
  const twin = names.find((one, index) => names.indexOf(one) !== index);
  return (
    <section className={styles.panel} aria-label="Deliverables">
      <header className={styles.head}>
        <h2 className={styles.title}>Deliver {title}</h2>
        <span className={styles.about}>{formatDuration(lengthSec)}</span>
        <OwnTargets />
        <Button look="plain" onClick={() => put('Add deliverable', [...deliverables, next])} disabled={isRunning} testId="add-deliverable">
          <Plus size={14} aria-hidden /> Add
        </Button>
        {isRunning ? (
          <Button onClick={actions.cancelDelivery} testId="cancel-export">
            Cancel
          </Button>
        ) : (
          <Button look="accent" onClick={actions.deliver} disabled={deliverables.length === 0 || twin !== undefined} testId="start-export">
            Export {deliverables.length} {deliverables.length === 1 ? 'file' : 'files'}
          </Button>
        )}
      </header>
      <div className={styles.table} role="table" aria-label="Files to be written">
        <div className={styles.captions} role="row">
          <span role="columnheader">Render</span>
          <span role="columnheader">Preset</span>
          <span role="columnheader">Format</span>
          <span role="columnheader">File</span>
          <span role="columnheader" aria-label="Remove" />
        </div>
        {deliverables.map((deliverable, index) => (
          <DeliverableRow
            key={index}
            deliverable={deliverable}
            fileName={names[index]!}
            isLocked={isRunning}
            onChange={(changed) =>
              put(
                'Change deliverable',
                deliverables.map((old, k) => (k === index ? changed : old)),
              )
            }
            onRemove={() =>
              put(
                'Remove deliverable',
                deliverables.filter((_, k) => k !== index),
              )
            }
          />
        ))}
        {deliverables.length === 0 ? (
          <p className={styles.none}>
            Nothing is to be delivered yet.{' '}
            <button type="button" className={styles.link} onClick={() => put('Add common deliverables', COMMON)}>
              Add 7.1.4, 5.1, stereo and binaural
            </button>
          </p>
        ) : null}
      </div>
      {twin === undefined ? null : (
        <p className={styles.warning}>Two files would be called {twin}: give one of them another preset or format, or remove it.</p>
      )}
      {missing > 0 ? <p className={styles.warning}>{missing} stems are missing: they would be silent in every file.</p> : null}
    </section>
  );
}
