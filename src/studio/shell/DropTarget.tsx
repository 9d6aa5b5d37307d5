import { useRef, useState } from 'react';
import type { ReactNode } from 'react';
import { useApp, useStudio } from '../state/studio.ts';
import { tellTrouble } from '../state/trouble.ts';
import { droppedFiles } from './droppedFiles.ts';
import styles from './DropTarget.module.css';

/** Files may be dropped anywhere. */
export function DropTarget({ className, children }: { readonly className: string | undefined; readonly children: ReactNode }) {
  const { actions } = useStudio();
  const title = useApp((state) => (state.adm === null ? state.scene?.title : undefined));
  const [isOver, setOver] = useState(false);
  const depth = useRef(0);
  const carriesFiles = (types: readonly string[]): boolean => types.includes('Files');
  return (
    <div
      className={className}
      onDragEnter={(event) => {
        if (carriesFiles(event.dataTransfer.types)) {
          event.preventDefault();
          depth.current += 1;
          setOver(true);
        }
      }}
      onDragOver={(event) => {
        if (carriesFiles(event.dataTransfer.types)) {
          event.preventDefault();
        }
      }}
      onDragLeave={() => {
        depth.current = Math.max(0, depth.current - 1);
        setOver(depth.current > 0);
      }}
      data-dragging={isOver}
      onDrop={(event) => {
        // A field of its own, as the reference's, may have taken it.
        const isTaken = event.isDefaultPrevented();
        event.preventDefault();
        depth.current = 0;
        setOver(false);
        if (isTaken) {
          return;
        }
        droppedFiles(event.dataTransfer).then(actions.openFiles).catch(tellTrouble);
      }}
    >
      {children}
      {isOver ? (
        <div className={styles.veil}>
          <p className={styles.sentence}>
            {title === undefined
              ? 'Drop stems, a project or an ADM master to open it.'
              : `Drop stems to add them to ${title}, or a project or an ADM master to open it.`}
          </p>
        </div>
      ) : null}
    </div>
  );
}
