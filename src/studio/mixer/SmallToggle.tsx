import type { MouseEvent } from 'react';
import styles from './SmallToggle.module.css';

const WORDS = { mute: ['M', 'Mute', 'Unmute'], solo: ['S', 'Solo', 'Unsolo'] } as const;

/** M or S. */
export function SmallToggle({
  kind,
  isOn,
  what,
  onToggle,
}: {
  readonly kind: 'mute' | 'solo';
  readonly isOn: boolean;
  readonly what: string;
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
      tabIndex={-1}
      onPointerDown={(event) => event.stopPropagation()}
      onClick={onToggle}
      onDoubleClick={(event) => event.stopPropagation()}
    >
      {letter}
    </button>
  );
}
