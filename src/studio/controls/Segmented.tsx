import { classes } from '../theme/classes.ts';
import styles from './Segmented.module.css';

export interface Choice<T extends string> {
  readonly value: T;
  readonly text: string;
  /** Why it cannot be chosen, in words. */
  readonly reason?: string | undefined;
  readonly testId?: string;
  readonly hint?: string;
}

interface SegmentedProps<T extends string> {
  readonly label: string;
  readonly choices: readonly Choice<T>[];
  readonly value: T | null;
  readonly onChoose: (value: T) => void;
  /** Accent for what is live; plain for what is only shown. */
  readonly look?: 'accent' | 'plain';
  readonly className?: string | undefined;
}

/** One of a few. */
export function Segmented<T extends string>({ label, choices, value, onChoose, look = 'accent', className }: SegmentedProps<T>) {
  return (
    <div className={classes(styles.group, className)} role="radiogroup" aria-label={label}>
      {choices.map((choice) => (
        <button
          key={choice.value}
          type="button"
          role="radio"
          aria-checked={choice.value === value}
          aria-disabled={choice.reason !== undefined}
          className={classes(styles.choice, styles[look])}
          title={choice.reason ?? choice.hint}
          data-testid={choice.testId}
          onClick={() => {
            if (choice.reason === undefined) {
              onChoose(choice.value);
            }
          }}
        >
          {choice.text}
        </button>
      ))}
    </div>
  );
}
