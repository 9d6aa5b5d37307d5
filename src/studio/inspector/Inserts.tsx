import { Plus } from 'lucide-react';
import { useState } from 'react';
import { addProcessor, describeProcessor, processingOf, PROCESSORS } from '../../scene/index.ts';
import type { ProcessingOwner, ProcessorKind, ProcessorSettings } from '../../scene/index.ts';
import { ActionMenu } from '../controls/ActionMenu.tsx';
import { useApp, useStudio } from '../state/studio.ts';
import { freshSettings } from './freshSettings.ts';
import { InsertRow } from './InsertRow.tsx';
import { hasLayout } from './reductionMeter.ts';
import { Section } from './Section.tsx';
import styles from './Inserts.module.css';

/** A chain of inserts: add, open, bypass, order, remove. */
export function Inserts({ owner, caption }: { readonly owner: ProcessingOwner; readonly caption: string }) {
  const { edit } = useStudio().store.getState();
  const chain = useApp((state) => (state.scene === null ? NONE : processingOf(state.scene, owner)));
  const [open, setOpen] = useState<number | null>(() => {
    const eq = chain.findIndex((settings) => settings.kind === 'eq');
    return owner.kind === 'element' && eq !== -1 ? eq : null;
  });
  const knowsLayout = useApp((state) => hasLayout(state.scene, owner));
  const add = (kind: ProcessorKind): void => {
    edit(`Add ${describeProcessor(kind).title}`, (scene) => addProcessor(scene, owner, freshSettings(kind, owner)));
    setOpen(chain.length);
  };
  return (
    <Section
      caption={caption}
      testId={`inserts-${owner.kind}`}
      aside={
        <ActionMenu
          label="Add an insert"
          align="end"
          className={styles.add}
          testId={`add-insert-${owner.kind}`}
          actions={PROCESSORS.filter(({ needsLayout }) => needsLayout !== true || knowsLayout).map(({ kind, title }) => ({
            text: title,
            run: () => add(kind),
          }))}
        >
          <Plus size={14} aria-hidden />
        </ActionMenu>
      }
    >
      {chain.length === 0 ? <p className={styles.none}>None. The + adds an equalizer, a compressor or another insert.</p> : null}
      {chain.map((settings, index) => (
        <InsertRow
          // Inserts have no ids: their place is their name.
          key={`${index} ${settings.kind}`}
          owner={owner}
          index={index}
          count={chain.length}
          settings={settings}
          isOpen={open === index}
          onToggle={() => setOpen(open === index ? null : index)}
        />
      ))}
    </Section>
  );
}

const NONE: readonly ProcessorSettings[] = [];
