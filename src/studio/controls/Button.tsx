import type { ButtonHTMLAttributes } from 'react';
import { classes } from '../theme/classes.ts';
import styles from './Button.module.css';

interface ButtonProps extends ButtonHTMLAttributes<HTMLButtonElement> {
  readonly look?: 'plain' | 'raised' | 'accent';
  readonly isOn?: boolean;
  readonly testId?: string;
}

export function Button({ look = 'raised', isOn, testId, className, children, ...rest }: ButtonProps) {
  return (
    <button
      type="button"
      className={classes(styles.button, styles[look], className)}
      data-on={isOn ?? false}
      data-testid={testId}
      {...(isOn === undefined ? {} : { 'aria-pressed': isOn })}
      {...rest}
    >
      {children}
    </button>
  );
}
