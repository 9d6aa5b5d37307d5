import { useRef } from 'react';
import type { ProcessingOwner } from '../../scene/index.ts';
import { useFrames } from '../state/frames.ts';
import { useStudio } from '../state/studio.ts';
import { formatNumber } from '../theme/format.ts';
import { reductionIndexOf } from './reductionMeter.ts';
import styles from './ReductionFigure.module.css';

/** How far a chain, or one insert of the master's, is down right now. */
export function ReductionFigure({ owner, insert }: { readonly owner: ProcessingOwner; readonly insert?: number }) {
  const { store, services } = useStudio();
  const figure = useRef<HTMLSpanElement>(null);
  useFrames(() => {
    const { scene } = store.getState();
    const index = scene === null ? undefined : reductionIndexOf(scene, owner, insert);
    const reductionDb = index === undefined ? 0 : services.live.meters[index]!;
    const text = `${formatNumber(-Math.max(0, reductionDb), 1)} dB`;
    if (figure.current !== null && figure.current.textContent !== text) {
      figure.current.textContent = text;
      figure.current.dataset['live'] = String(reductionDb > 0.05);
    }
  });
  return <span ref={figure} className={styles.figure} title="Gain reduction" />;
}
