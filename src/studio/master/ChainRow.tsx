import { GripVertical, MoreHorizontal, Power } from 'lucide-react';
import { addProcessor, describeProcessor, moveProcessor, removeProcessor, setProcessorEnabled } from '../../scene/index.ts';
import type { ProcessorSettings } from '../../scene/index.ts';
import { ActionMenu } from '../controls/ActionMenu.tsx';
import { ReductionFigure } from '../inspector/ReductionFigure.tsx';
import { isDynamic } from '../inspector/reductionMeter.ts';
import { summaryOf } from '../inspector/summaryOf.ts';
import { useStudio } from '../state/studio.ts';
import { classes } from '../theme/classes.ts';
import { ReductionBar } from './ReductionBar.tsx';
import { insertReductionDb } from './reductions.ts';
import type { ChainCarry } from './useChainCarry.ts';
import styles from './ChainRow.module.css';

export const MASTER = { kind: 'master' } as const;

interface ChainRowProps {
  readonly index: number;
  readonly count: number;
  readonly settings: ProcessorSettings;
  readonly isOpen: boolean;
  readonly isLocked: boolean;
  readonly carry: ChainCarry;
}

/** One insert of the master: on or off, what it is, how far it pulls down. Carried by its grip, or with Alt and the arrows. */
export function ChainRow({ index, count, settings, isOpen, isLocked, carry }: ChainRowProps) {
  const { store, services } = useStudio();
  const { edit, setOpenInsert } = store.getState();
  const { title } = describeProcessor(settings.kind);
  const isOn = settings.enabled ?? true;
  const focus = 'focus' in settings && settings.focus !== undefined && settings.focus !== 'all' ? settings.focus : '';
  const move = (to: number): void => {
    if (to >= 0 && to < count) {
      edit('Reorder inserts', (scene) => moveProcessor(scene, MASTER, index, to));
      setOpenInsert(to);
    }
  };
  const remove = (): void => {
    edit(`Remove ${title}`, (scene) => removeProcessor(scene, MASTER, index));
    setOpenInsert(null);
  };
  return (
    <div
      className={styles.row}
      role="listitem"
      data-open={isOpen}
      data-on={isOn}
      data-carried={carry.from === index}
      data-before={carry.from !== null && carry.to === index && carry.to < carry.from}
      data-after={carry.from !== null && carry.to === index && carry.to > carry.from}
      data-testid={`insert-${settings.kind}`}
    >
      <span className={styles.grip} title="Drag to reorder" aria-hidden {...(isLocked ? {} : carry.gripOf(index))}>
        <GripVertical size={12} />
      </span>
      <button
        type="button"
        className={styles.power}
        aria-pressed={isOn}
        aria-label={`${isOn ? 'Bypass' : 'Switch on'} ${title}`}
        title={isOn ? 'On. Click to bypass.' : 'Bypassed. Click to switch on.'}
        onClick={() => edit(isOn ? `Bypass ${title}` : `Switch on ${title}`, (scene) => setProcessorEnabled(scene, MASTER, index, !isOn))}
      >
        <Power size={11} strokeWidth={2.6} aria-hidden />
      </button>
      <button
        type="button"
        className={styles.title}
        aria-expanded={isOpen}
        title={`${title}${focus === '' ? '' : `, ${focus} only`}. Alt and ↑ ↓ move it.`}
        onClick={() => setOpenInsert(isOpen ? null : index)}
        onKeyDown={(event) => {
          if (event.altKey && (event.key === 'ArrowUp' || event.key === 'ArrowDown')) {
            event.preventDefault();
            event.stopPropagation();
            move(event.key === 'ArrowUp' ? index - 1 : index + 1);
          }
        }}
      >
        <span className={styles.name}>{SHORT[settings.kind] ?? title}</span>
        {focus === '' ? null : <span className={styles.focus}>{focus}</span>}
      </button>
      {isDynamic(settings.kind) ? (
        <>
          <ReductionBar reductionDb={() => (isOn ? insertReductionDb(services.live.meters, index) : 0)} />
          <span className={styles.figure}>{isOn ? <ReductionFigure owner={MASTER} insert={index} /> : 'off'}</span>
        </>
      ) : (
        <span className={classes(styles.figure, styles.wide)}>{summaryOf(settings)}</span>
      )}
      <ActionMenu
        label={`${title}: more`}
        align="end"
        className={styles.more}
        actions={[
          { text: 'Move up', note: 'Alt ↑', isDisabled: index === 0, run: () => move(index - 1) },
          { text: 'Move down', note: 'Alt ↓', isDisabled: index === count - 1, run: () => move(index + 1) },
          { text: 'Duplicate', run: () => edit(`Duplicate ${title}`, (scene) => addProcessor(scene, MASTER, settings, index + 1)) },
          { text: 'Remove', run: remove },
        ]}
      >
        <MoreHorizontal size={14} aria-hidden />
      </ActionMenu>
    </div>
  );
}

/** Where the whole name has no room beside a meter. */
const SHORT: Partial<Record<ProcessorSettings['kind'], string>> = { multiband: 'Multiband' };
