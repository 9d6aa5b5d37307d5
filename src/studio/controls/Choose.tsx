import { Menu } from '@base-ui/react/menu';
import { Check, ChevronDown } from 'lucide-react';
import { classes } from '../theme/classes.ts';
import type { Choice } from './Segmented.tsx';
import styles from './Menu.module.css';

interface ChooseProps<T extends string> {
  readonly label: string;
  readonly choices: readonly Choice<T>[];
  readonly value: T;
  readonly onChoose: (value: T) => void;
  readonly className?: string | undefined;
  readonly testId?: string;
}

/** One of many: a word that opens a list. */
export function Choose<T extends string>({ label, choices, value, onChoose, className, testId }: ChooseProps<T>) {
  const chosen = choices.find((choice) => choice.value === value);
  return (
    <Menu.Root>
      <Menu.Trigger className={classes(styles.trigger, className)} aria-label={`${label}: ${chosen?.text ?? value}`} data-testid={testId}>
        <span className={styles.chosen}>{chosen?.text ?? value}</span>
        <ChevronDown size={12} aria-hidden />
      </Menu.Trigger>
      <Menu.Portal>
        <Menu.Positioner sideOffset={4} align="end" className={styles.positioner}>
          <Menu.Popup className={styles.popup}>
            <Menu.RadioGroup value={value} onValueChange={(next: T) => onChoose(next)}>
              {choices.map((choice) => (
                <Menu.RadioItem
                  key={choice.value}
                  value={choice.value}
                  className={styles.item}
                  disabled={choice.reason !== undefined}
                  closeOnClick
                >
                  <span className={styles.check}>{choice.value === value ? <Check size={12} aria-hidden /> : null}</span>
                  <span>{choice.text}</span>
                  {(choice.reason ?? choice.hint) === undefined ? null : (
                    <span className={styles.note}>{choice.reason ?? choice.hint}</span>
                  )}
                </Menu.RadioItem>
              ))}
            </Menu.RadioGroup>
          </Menu.Popup>
        </Menu.Positioner>
      </Menu.Portal>
    </Menu.Root>
  );
}
