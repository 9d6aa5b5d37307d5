import { Plus } from 'lucide-react';
import { addProcessor, describeProcessor, PROCESSORS } from '../../scene/index.ts';
import type { ProcessorKind } from '../../scene/index.ts';
import { ActionMenu } from '../controls/ActionMenu.tsx';
import { Button } from '../controls/Button.tsx';
import { Segmented } from '../controls/Segmented.tsx';
import { freshSettings } from '../inspector/freshSettings.ts';
import type { ChainSlot } from '../state/masterSlice.ts';
import { useApp, useStudio } from '../state/studio.ts';
import { ChainRow, MASTER } from './ChainRow.tsx';
import { useChainCarry } from './useChainCarry.ts';
import styles from './ChainColumn.module.css';

/** The master's inserts from top to bottom, in two versions to compare. */
export function ChainColumn() {
  const { store, actions } = useStudio();
  const chain = useApp((state) => state.scene!.master.processing);
  const openInsert = useApp((state) => state.openInsert);
  const slot = useApp((state) => state.chainSlot);
  const hasOther = useApp((state) => state.otherChain !== null);
  const isLocked = useApp((state) => state.adm !== null);
  const hasReference = useApp((state) => state.reference !== null);
  const curves = useApp((state) => state.curves);
  const carry = useChainCarry();
  const { edit, swapChains, copyChain, setOpenInsert } = store.getState();
  const other = slot === 'A' ? 'B' : 'A';
  const add = (kind: ProcessorKind): void => {
    edit(`Add ${describeProcessor(kind).title}`, (scene) => addProcessor(scene, MASTER, freshSettings(kind, MASTER)));
    setOpenInsert(chain.length);
  };
  const locked = isLocked ? { reason: 'an ADM master is read as it is' } : {};
  return (
    <>
      <header className={styles.head}>
        <h2 className={styles.caption}>Chain</h2>
        <Segmented<ChainSlot>
          label="Chain"
          look="plain"
          className={styles.slots}
          choices={[
            { value: 'A', text: 'A', hint: slotHint('A', slot, hasOther), ...locked, testId: 'chain-a' },
            { value: 'B', text: 'B', hint: slotHint('B', slot, hasOther), ...locked, testId: 'chain-b' },
          ]}
          value={slot}
          onChoose={(next) => {
            if (next !== slot) {
              swapChains();
            }
          }}
        />
        <Button
          look="plain"
          className={styles.copy}
          onClick={copyChain}
          disabled={isLocked}
          title={`Makes ${other} what ${slot} is now`}
          testId="copy-chain"
        >
          {slot} → {other}
        </Button>
        <ActionMenu
          label="Add an insert"
          align="end"
          className={styles.add}
          testId="add-insert-master"
          actions={PROCESSORS.map(({ kind, title }) => ({ text: title, isDisabled: isLocked, run: () => add(kind) }))}
        >
          <Plus size={14} aria-hidden />
        </ActionMenu>
      </header>
      <div className={styles.list} role="list" data-testid="chain" onPointerMove={carry.onPointerMove}>
        {chain.map((settings, index) => (
          <ChainRow
            // Inserts have no ids: their place is their name.
            key={`${index} ${settings.kind}`}
            index={index}
            count={chain.length}
            settings={settings}
            isOpen={openInsert === index}
            isLocked={isLocked}
            carry={carry}
          />
        ))}
        {chain.length === 0 ? (
          <p className={styles.none}>
            {isLocked
              ? 'An ADM master is read as it is and has no chain. The limiter is heard, and its renders are checked.'
              : 'No inserts yet: the mix goes straight into the limiter. Add one, or let a chain be proposed.'}
          </p>
        ) : null}
      </div>
      <div className={styles.ways}>
        <Button
          onClick={actions.proposeMatch}
          disabled={isLocked || !hasReference}
          title={hasReference ? 'What would bring the master nearer to the reference' : 'Choose a reference first'}
          testId="match-reference"
        >
          Match reference…
        </Button>
        <ActionMenu
          label="Assistant: propose a chain"
          className={styles.assist}
          testId="assistant"
          actions={[
            { text: 'Towards the reference', isDisabled: isLocked || !hasReference, run: () => actions.proposeMaster('reference') },
            ...curves.map(({ id, title }) => ({ text: title, isDisabled: isLocked, run: () => actions.proposeMaster(id) })),
          ]}
        >
          Assistant…
        </ActionMenu>
      </div>
    </>
  );
}

function slotHint(of: ChainSlot, now: ChainSlot, hasOther: boolean): string {
  return of === now ? 'This chain is heard (B goes to and fro)' : hasOther ? 'The other chain (B goes to and fro)' : 'Begins as a copy (B)';
}
