import { useRef } from 'react';
import { azimuthDegOf, elevationDegOf } from '../../layouts/index.ts';
import { findElement } from '../../scene/index.ts';
import { useFrames } from '../state/frames.ts';
import { shownPosition } from '../state/motion.ts';
import { useStudio } from '../state/studio.ts';
import { formatNumber } from '../theme/format.ts';
import { Panner } from './Panner.tsx';
import styles from './Panners.module.css';

const xyz = new Float64Array(3);

/** The two flat views and where the chosen object is, in figures. */
export function Panners() {
  const { store, services } = useStudio();
  const place = useRef<HTMLParagraphElement>(null);
  const angle = useRef<HTMLParagraphElement>(null);
  useFrames(() => {
    const state = store.getState();
    const element = state.scene === null ? undefined : findElement(state.scene, state.selection.at(-1) ?? '');
    if (element?.kind !== 'object') {
      write(place.current, '');
      write(angle.current, '');
      return;
    }
    shownPosition(xyz, state, element, services.live.positionSec());
    const v = [xyz[0]!, xyz[1]!, xyz[2]!] as const;
    write(place.current, `x ${formatNumber(v[0], 2)}  y ${formatNumber(v[1], 2)}  z ${formatNumber(v[2], 2)}`);
    write(angle.current, `az ${formatNumber(azimuthDegOf(v), 1)}°  el ${formatNumber(elevationDegOf(v), 1)}°`);
  });
  return (
    <div className={styles.panners}>
      <section className={styles.card} aria-label="From above">
        <h3 className={styles.caption}>Top</h3>
        <Panner view="top" label="The room from above" />
      </section>
      <section className={styles.card} aria-label="From behind">
        <h3 className={styles.caption}>Rear</h3>
        <Panner view="rear" label="The room from behind" />
        <p ref={place} className={styles.figures} data-testid="position" />
        <p ref={angle} className={styles.figures} data-testid="angles" />
      </section>
    </div>
  );
}

function write(element: HTMLElement | null, text: string): void {
  if (element !== null && element.textContent !== text) {
    element.textContent = text;
  }
}
