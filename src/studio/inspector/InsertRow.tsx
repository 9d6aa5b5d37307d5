import { MoreHorizontal, Power } from 'lucide-react';
import { describeProcessor, moveProcessor, removeProcessor, setProcessorEnabled } from '../../scene/index.ts';
import type { ProcessingOwner, ProcessorSettings } from '../../scene/index.ts';
import { ActionMenu } from '../controls/ActionMenu.tsx';
import { useStudio } from '../state/studio.ts';
import { InsertPanel } from './InsertPanel.tsx';
import { ReductionFigure } from './ReductionFigure.tsx';
import { isDynamic } from './reductionMeter.ts';
import { summaryOf } from './summaryOf.ts';
import styles from './InsertRow.module.css';

interface InsertRowProps {
  readonly owner: ProcessingOwner;
  readonly index: number;
  readonly count: number;
  readonly settings: ProcessorSettings;
  readonly isOpen: boolean;
  readonly onToggle: () => void;
}

export function InsertRow({ owner, index, count, settings, isOpen, onToggle }: InsertRowProps) {
  const { edit } = useStudio().store.getState();
  const { title } = describeProcessor(settings.kind);
  const isOn = settings.enabled ?? true;
  return (
    <div className={styles.insert} data-open={isOpen} data-on={isOn} data-testid={`insert-${settings.kind}`}>
      <div className={styles.head}>
        <button
          type="button"
          className={styles.power}
          aria-pressed={isOn}
          aria-label={`${isOn ? 'Bypass' : 'Switch on'} ${title}`}
          title={isOn ? 'On. Click to bypass.' : 'Bypassed. Click to switch on.'}
          onClick={() => edit(isOn ? `Bypass ${title}` : `Switch on ${title}`, (scene) => setProcessorEnabled(scene, owner, index, !isOn))}
        >
          <Power size={11} strokeWidth={2.6} aria-hidden />
        </button>
        <button type="button" className={styles.title} aria-expanded={isOpen} onClick={onToggle}>
          {title}
        </button>
        <span className={styles.figure}>
          {isDynamic(settings.kind) && isOn ? <ReductionFigure owner={owner} insert={index} /> : summaryOf(settings)}
        </span>
        <ActionMenu
          label={`${title}: more`}
          align="end"
          className={styles.more}
          actions={[
            {
              text: 'Move up',
              isDisabled: index === 0,
              run: () => edit('Reorder inserts', (scene) => moveProcessor(scene, owner, index, index - 1)),
            },
            {
              text: 'Move down',
              isDisabled: index === count - 1,
              run: () => edit('Reorder inserts', (scene) => moveProcessor(scene, owner, index, index + 1)),
            },
            { text: 'Remove', run: () => edit(`Remove ${title}`, (scene) => removeProcessor(scene, owner, index)) },
          ]}
        >
          <MoreHorizontal size={14} aria-hidden />
        </ActionMenu>
      </div>
      {isOpen ? <InsertPanel owner={owner} index={index} settings={settings} /> : null}
    </div>
  );
}
