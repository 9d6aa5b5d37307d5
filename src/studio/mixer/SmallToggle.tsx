import type { MouseEvent } from 'react';
import styles from './SmallToggle.module.css';

const WORDS = { mute: ['M', 'Mute', 'Unmute'], solo: ['S', 'Solo', 'Unsolo'] } as const;

/** M or S. */
export function SmallToggle({
  kind,
  isOn,
  what,
  isTabStop = false,
  onToggle,
}: {
  readonly kind: 'mute' | 'solo';
  readonly isOn: boolean;
  readonly what: string;
  /** Rows have the keys M and S instead of a tab stop each. */
  readonly isTabStop?: boolean;
  readonly onToggle: (event: MouseEvent) => void;
}) {
  const [letter, on, off] = WORDS[kind];
  return (
    <button
      type="button"
      className={styles.toggle}
      data-kind={kind}
      aria-pressed={isOn}
      aria-label={`${isOn ? off : on} ${what}`}
      title={isTabStop ? (isOn ? off : on) : `${isOn ? off : on} (${letter})${kind === 'solo' ? '; Alt click: alone' : ''}`}
      tabIndex={isTabStop ? 0 : -1}
      onPointerDown={(event) => event.stopPropagation()}
      onClick={onToggle}
      onDoubleClick={(event) => event.stopPropagation()}
    >
      {letter}
    </button>
  );
}
