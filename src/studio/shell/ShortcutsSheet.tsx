import { Dialog } from '@base-ui/react/dialog';
import { useApp, useStudio } from '../state/studio.ts';
import { COMMANDS, shownKeys } from './commands.ts';
import styles from './ShortcutsSheet.module.css';

const SECTIONS = ['Transport', 'Session', 'Edit', 'Listening', 'Master', 'View', 'Help', 'Element'] as const;
const HAND: readonly (readonly [string, string])[] = [
  ['Drag in the room', 'on the floor'],
  ['Shift + drag', 'height'],
  ['Alt + drag', 'fine'],
  ['Esc while dragging', 'takes it back'],
  ['Double click', 'resets'],
  ['Click a number', 'types it: −6, 80hz, 1.2k'],
  ['Shift + arrows', 'ten times as far'],
  ['Ctrl + wheel', 'zooms the timeline'],
  ['Double click a lane', 'adds a point'],
  ['Alt + click a point', 'removes it'],
  ['Alt + drag a clip', 'moves it in time'],
];

/** The keyboard on one sheet. */
export function ShortcutsSheet() {
  const { store } = useStudio();
  const isOpen = useApp((state) => state.overlay === 'shortcuts');
  return (
    <Dialog.Root open={isOpen} onOpenChange={(open) => store.getState().setOverlay(open ? 'shortcuts' : null)}>
      <Dialog.Portal>
        <Dialog.Backdrop className={styles.backdrop} />
        <Dialog.Popup className={styles.popup} data-testid="shortcuts">
          <header className={styles.head}>
            <Dialog.Title className={styles.title}>Keyboard and hand</Dialog.Title>
            <button
              type="button"
              className={styles.link}
              onClick={() => store.getState().setOverlay('conformance')}
              data-testid="conformance-open"
            >
              Check conformance…
            </button>
          </header>
          <div className={styles.columns}>
            {SECTIONS.map((section) => (
              <section key={section} className={styles.section}>
                <h3 className={styles.caption}>{section}</h3>
                {COMMANDS.filter((command) => command.section === section && command.keys !== undefined).map((command) => (
                  <p key={command.title} className={styles.row}>
                    <span>{command.title}</span>
                    <kbd className={styles.keys}>{command.keys!.map(shownKeys).join(' or ')}</kbd>
                  </p>
                ))}
              </section>
            ))}
            <section className={styles.section}>
              <h3 className={styles.caption}>Hand</h3>
              {HAND.map(([what, does]) => (
                <p key={what} className={styles.row}>
                  <span>{what}</span>
                  <kbd className={styles.keys}>{does}</kbd>
                </p>
              ))}
            </section>
          </div>
        </Dialog.Popup>
      </Dialog.Portal>
    </Dialog.Root>
  );
}
