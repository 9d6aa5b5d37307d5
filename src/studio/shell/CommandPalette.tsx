import { Dialog } from '@base-ui/react/dialog';
import { useState } from 'react';
import { useApp, useStudio } from '../state/studio.ts';
import { COMMANDS, shownKeys } from './commands.ts';
import type { Command } from './commands.ts';
import styles from './CommandPalette.module.css';

/** Everything by its name: type, choose, Enter. */
export function CommandPalette() {
  const { store } = useStudio();
  const isOpen = useApp((state) => state.overlay === 'palette');
  return (
    <Dialog.Root open={isOpen} onOpenChange={(open) => store.getState().setOverlay(open ? 'palette' : null)}>
      <Dialog.Portal>
        <Dialog.Backdrop className={styles.backdrop} />
        <Dialog.Popup className={styles.popup} aria-label="Commands" data-testid="palette">
          {isOpen ? <PaletteList /> : null}
        </Dialog.Popup>
      </Dialog.Portal>
    </Dialog.Root>
  );
}

function PaletteList() {
  const studio = useStudio();
  const [query, setQuery] = useState('');
  const [at, setAt] = useState(0);
  const state = studio.store.getState();
  const found = COMMANDS.filter((command) => command.isKeyOnly !== true && command.canRun?.(state) !== false && matches(command, query));
  const run = (command: Command | undefined): void => {
    if (command !== undefined) {
      studio.store.getState().setOverlay(null);
      command.run(studio);
    }
  };
  return (
    <>
      <input
        className={styles.query}
        placeholder="What would you like to do?"
        aria-label="Search commands"
        role="combobox"
        aria-expanded
        aria-controls="palette-list"
        aria-activedescendant={found.length > 0 ? `palette-${at}` : undefined}
        autoFocus
        value={query}
        onChange={(event) => {
          setQuery(event.currentTarget.value);
          setAt(0);
        }}
        onKeyDown={(event) => {
          if (event.key === 'ArrowDown' || event.key === 'ArrowUp') {
            event.preventDefault();
            const step = event.key === 'ArrowDown' ? 1 : found.length - 1;
            setAt((before) => (found.length === 0 ? 0 : (before + step) % found.length));
          } else if (event.key === 'Enter') {
            event.preventDefault();
            run(found[at]);
          }
        }}
      />
      <div id="palette-list" className={styles.list} role="listbox" aria-label="Commands">
        {found.map((command, index) => (
          <button
            key={command.title}
            id={`palette-${index}`}
            type="button"
            role="option"
            tabIndex={-1}
            aria-selected={index === at}
            className={styles.item}
            ref={index === at ? (element) => element?.scrollIntoView({ block: 'nearest' }) : undefined}
            onPointerMove={() => setAt(index)}
            onClick={() => run(command)}
          >
            <span>{command.title}</span>
            <span className={styles.section}>{command.section}</span>
            <kbd className={styles.keys}>{command.keys === undefined ? '' : shownKeys(command.keys[0]!)}</kbd>
          </button>
        ))}
        {found.length === 0 ? <p className={styles.none}>No command is called “{query}”.</p> : null}
      </div>
    </>
  );
}

/** Every word of the query begins a word of the title. */
function matches(command: Command, query: string): boolean {
  const words = `${command.title} ${command.section}`.toLowerCase().split(/[^a-z0-9.]+/);
  return query
    .toLowerCase()
    .split(/\s+/)
    .filter((word) => word !== '')
    .every((asked) => words.some((word) => word.startsWith(asked)));
}
