import { useRef } from 'react';
import { compressorCurveDb } from '../../scene/index.ts';
import type { CompressorSettings, ProcessingOwner } from '../../scene/index.ts';
import { sizeCanvas } from '../controls/sizeCanvas.ts';
import { useChanges } from '../state/changes.ts';
import { useFrames } from '../state/frames.ts';
import { useStudio } from '../state/studio.ts';
import { drawCompressor } from './compressorCurve.ts';
import { ParameterRows } from './ParameterRows.tsx';
import { reductionIndexOf } from './reductionMeter.ts';
import styles from './CompressorPanel.module.css';

/** Frames of history: about four seconds. */
const HISTORY = 240;

/** The curve, the gain reduction of the last seconds, and the parameters. */
export function CompressorPanel({
  owner,
  index,
  settings,
}: {
  readonly owner: ProcessingOwner;
  readonly index: number;
  readonly settings: CompressorSettings;
}) {
  const { store, services } = useStudio();
  const canvas = useRef<HTMLCanvasElement>(null);
  const history = useRef(new Float32Array(HISTORY));
  const place = useRef(0);
  const hasChanged = useChanges();
  useFrames(() => {
    const paint = canvas.current === null ? null : sizeCanvas(canvas.current);
    if (paint === null) {
      return;
    }
    const { scene } = store.getState();
    const at = scene === null ? undefined : reductionIndexOf(scene, owner, index);
    const reductionDb = at === undefined ? 0 : Math.max(0, services.live.meters[at]!);
    if (services.live.isPlaying()) {
      place.current = (place.current + 1) % HISTORY;
      history.current[place.current] = reductionDb;
    }
    if (!hasChanged(settings, services.live.isPlaying() ? place.current : -1) && !paint.isNew) {
      return;
    }
    drawCompressor(
      paint,
      (inputDb) => compressorCurveDb({ ...settings, enabled: true }, inputDb),
      settings.thresholdDb ?? -18,
      history.current,
      place.current,
    );
  });
  return (
    <div className={styles.panel}>
      <div className={styles.parts}>
        <canvas ref={canvas} className={styles.curve} aria-label="Compressor curve and gain reduction" />
        <ParameterRows owner={owner} index={index} settings={settings} />
      </div>
    </div>
  );
}
