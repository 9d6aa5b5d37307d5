import styles from './Toggle.module.css';

/** A switch with its word. */
export function Toggle({
  label,
  isOn,
  onToggle,
  hint,
  testId,
}: {
  readonly label: string;
  readonly isOn: boolean;
  readonly onToggle: () => void;
  readonly hint?: string;
  readonly testId?: string;
}) {
  return (
    <button type="button" role="switch" aria-checked={isOn} className={styles.toggle} onClick={onToggle} title={hint} data-testid={testId}>
      <span className={styles.word}>{label}</span>
      <span className={styles.rail}>
        <span className={styles.thumb} />
      </span>
    </button>
  );
}
