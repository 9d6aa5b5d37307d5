import { useRef } from 'react';
import { saturationCurve } from '../../scene/index.ts';
import type { ProcessingOwner, SaturationSettings } from '../../scene/index.ts';
import { sizeCanvas } from '../controls/sizeCanvas.ts';
import { useChanges } from '../state/changes.ts';
import { useFrames } from '../state/frames.ts';
import { COLOURS } from '../theme/colours.ts';
import { ParameterRows } from './ParameterRows.tsx';
import styles from './SaturationPanel.module.css';

/** What becomes of a wave, from −1 to 1, and the parameters. */
export function SaturationPanel({
  owner,
  index,
  settings,
}: {
  readonly owner: ProcessingOwner;
  readonly index: number;
  readonly settings: SaturationSettings;
}) {
  const canvas = useRef<HTMLCanvasElement>(null);
  const hasChanged = useChanges();
  useFrames(() => {
    const paint = canvas.current === null ? null : sizeCanvas(canvas.current);
    if (paint === null || (!hasChanged(settings) && !paint.isNew)) {
      return;
    }
    const { context, widthPx, heightPx } = paint;
    const at = (value: number, sizePx: number): number => ((value + 1) / 2) * sizePx;
    context.fillStyle = COLOURS.well;
    context.fillRect(0, 0, widthPx, heightPx);
    context.strokeStyle = COLOURS.line;
    context.lineWidth = 1;
    context.beginPath();
    context.moveTo(0, Math.round(heightPx / 2) + 0.5);
    context.lineTo(widthPx, Math.round(heightPx / 2) + 0.5);
    context.moveTo(Math.round(widthPx / 2) + 0.5, 0);
    context.lineTo(Math.round(widthPx / 2) + 0.5, heightPx);
    context.moveTo(0, heightPx);
    context.lineTo(widthPx, 0);
    context.stroke();
    context.beginPath();
    for (let x = 0; x <= widthPx; x++) {
      const value = saturationCurve({ ...settings, enabled: true }, (x / widthPx) * 2 - 1);
      context.lineTo(x, heightPx - at(Math.max(-1, Math.min(1, value)), heightPx));
    }
    context.strokeStyle = (settings.enabled ?? true) ? COLOURS.text : COLOURS.faint;
    context.lineWidth = 1.5;
    context.stroke();
  });
  return (
    <div className={styles.panel}>
      <div className={styles.parts}>
        <canvas ref={canvas} className={styles.curve} aria-label="Saturation curve" />
        <ParameterRows owner={owner} index={index} settings={settings} />
      </div>
    </div>
  );
}
