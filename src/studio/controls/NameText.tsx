import type { ComponentProps } from 'react';
import { classes } from '../theme/classes.ts';
import styles from './NameText.module.css';

/** A name that may be too long for its place: its last word, where that is short (`L`, `R`, `2`), is always seen. */
export function NameText({ name, className, ...rest }: { readonly name: string } & Omit<ComponentProps<'span'>, 'children' | 'title'>) {
  const ending = /^(.+?)(\s\S{1,2})$/u.exec(name);
  return (
    <span {...rest} className={classes(styles.text, className)} title={name}>
      <span className={styles.head}>{ending?.[1] ?? name}</span>
      {ending === null ? null : <span className={styles.tail}>{ending[2]}</span>}
    </span>
  );
}
