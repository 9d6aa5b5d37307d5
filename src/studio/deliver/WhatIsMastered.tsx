import { describeTarget } from '../state/targets.ts';
import { useTargets } from '../state/useTargets.ts';
import styles from './WhatIsMastered.module.css';

/** Before the first export: what the button will do. */
export function WhatIsMastered() {
  const targets = useTargets();
  return (
    <section className={styles.about} aria-label="What happens">
      <p>
        Each file is rendered from the objects, brought to its preset’s loudness by one gain and a true-peak limiter, written, read back and
        measured. Nothing that is switched on for listening (solo, dim, level) is in it.
      </p>
      <dl className={styles.presets}>
        {targets.map((target) => (
          <div key={target.id} className={styles.preset}>
            <dt>{target.title}</dt>
            <dd title={target.source}>{describeTarget(target)}</dd>
          </div>
        ))}
      </dl>
    </section>
  );
}
