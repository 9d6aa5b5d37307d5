import type { ReactNode } from 'react';
import styles from './Field.module.css';

/** A name and its control. */
export function Field({ name, children }: { readonly name: string; readonly children: ReactNode }) {
  return (
    <div className={styles.field}>
      <span className={styles.name}>{name}</span>
      <div className={styles.control}>{children}</div>
    </div>
  );
}
