import { useEffect } from 'react';
import { nudgeSelection } from '../mixer/selectionEdits.ts';
import { useStudio } from '../state/studio.ts';
import { COMMANDS, keysOf } from './commands.ts';

/** The keyboard of the whole page. Fields and open dialogs keep their keys. */
export function useShortcuts(): void {
  const studio = useStudio();
  useEffect(() => {
    const onKeyDown = (event: KeyboardEvent): void => {
      const keys = keysOf(event);
      if (event.defaultPrevented || event.isComposing || (isTyping(event.target) && !keys.startsWith('ctrl+k'))) {
        return;
      }
      const state = studio.store.getState();
      if (state.overlay !== null) {
        return;
      }
      if (state.gesture !== null && keys === 'escape') {
        state.cancelDrag();
        event.preventDefault();
        return;
      }
      // A button that has the focus answers Space and Enter itself; here Space always is the transport, as on a console.
      const command = COMMANDS.find((one) => one.keys?.includes(keys) === true && (one.pages?.includes(state.page) ?? true));
      if (command === undefined || event.altKey) {
        return;
      }
      event.preventDefault();
      if (command.canRun?.(state) === false) {
        return;
      }
      const move = event.shiftKey ? MOVES[keys] : undefined;
      if (move !== undefined) {
        nudgeSelection(studio, move[0], move[1] * 0.1);
      } else if (!event.repeat || MOVES[keys] !== undefined || keys.includes('arrow') || keys.includes('z')) {
        command.run(studio);
      }
    };
    window.addEventListener('keydown', onKeyDown);
    return () => window.removeEventListener('keydown', onKeyDown);
  }, [studio]);
}

const MOVES: Readonly<Record<string, readonly ['x' | 'y' | 'z', number]>> = {
  arrowleft: ['x', -1],
  arrowright: ['x', 1],
  arrowup: ['y', 1],
  arrowdown: ['y', -1],
  pageup: ['z', 1],
  pagedown: ['z', -1],
};

function isTyping(target: EventTarget | null): boolean {
  return (
    target instanceof HTMLElement &&
    (target.isContentEditable ||
      ['INPUT', 'TEXTAREA', 'SELECT'].includes(target.tagName) ||
      target.closest('[role="menu"],[role="dialog"]') !== null)
  );
}
