import { TARGETS } from '../state/targets.ts';
import { formatNumber } from '../theme/format.ts';
import styles from './WhatIsMastered.module.css';

/** Before the first export: what the button will do. */
export function WhatIsMastered() {
  return (
    <section className={styles.about} aria-label="What happens">
      <p>
        Each file is rendered from the objects, brought to its preset’s loudness by one gain and a true-peak limiter, written, read back and
        measured. Nothing that is switched on for listening (solo, dim, level) is in it.
      </p>
      <dl className={styles.presets}>
        {TARGETS.map((target) => (
          <div key={target.id} className={styles.preset}>
            <dt>{target.title}</dt>
            <dd>
              {target.isLimit ? 'at most ' : ''}
              {formatNumber(target.integratedLufs, 1)} LUFS{target.measuredOn === undefined ? '' : ` on the ${target.measuredOn} render`},{' '}
              {formatNumber(target.ceilingDbtp, 1)} dBTP
            </dd>
          </div>
        ))}
      </dl>
    </section>
  );
}
