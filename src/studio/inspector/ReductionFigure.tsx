import { useRef } from 'react';
import { METERS } from '../../engine/index.ts';
import { useFrames } from '../state/frames.ts';
import { useStudio } from '../state/studio.ts';
import { formatNumber } from '../theme/format.ts';
import styles from './ReductionFigure.module.css';

/** How far the element's chain is down right now. */
export function ReductionFigure({ elementId }: { readonly elementId: string }) {
  const { store, services } = useStudio();
  const figure = useRef<HTMLSpanElement>(null);
  useFrames(() => {
    const index = store.getState().scene?.elements.findIndex((element) => element.id === elementId) ?? -1;
    const reductionDb = index < 0 ? 0 : services.live.meters[METERS.elementReductionDb + index]!;
    const text = `${formatNumber(-Math.max(0, reductionDb), 1)} dB`;
    if (figure.current !== null && figure.current.textContent !== text) {
      figure.current.textContent = text;
      figure.current.dataset['live'] = String(reductionDb > 0.05);
    }
  });
  return <span ref={figure} className={styles.figure} title="Gain reduction" />;
}
