import type { ReactNode } from 'react';
import styles from './Section.module.css';

/** A caption, something beside it, and what belongs to it. */
export function Section({
  caption,
  aside,
  testId,
  children,
}: {
  readonly caption: string;
  readonly aside?: ReactNode;
  readonly testId?: string;
  readonly children?: ReactNode;
}) {
  return (
    <section className={styles.section} data-testid={testId}>
      <header className={styles.head}>
        <h2 className={styles.caption}>{caption}</h2>
        {aside}
      </header>
      {children}
    </section>
  );
}
