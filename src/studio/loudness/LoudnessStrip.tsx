import { useRef } from 'react';
import { METERS } from '../../engine/index.ts';
import { sizeCanvas } from '../controls/sizeCanvas.ts';
import type { Paint } from '../controls/sizeCanvas.ts';
import { useChanges } from '../state/changes.ts';
import { useFrames } from '../state/frames.ts';
import { useStudio } from '../state/studio.ts';
import { COLOURS } from '../theme/colours.ts';
import { createLoudnessHistory } from './loudnessHistory.ts';
import type { LoudnessHistory } from './loudnessHistory.ts';
import styles from './LoudnessStrip.module.css';

const HIGH_LUFS = -6;
const LOW_LUFS = -36;

/** Short-term loudness along the programme, drawn where it was heard, with the target and the playhead. */
export function LoudnessStrip({ targetLufs }: { readonly targetLufs: number | undefined }) {
  const { store, services, actions } = useStudio();
  const canvas = useRef<HTMLCanvasElement>(null);
  const hasChanged = useChanges();
  const history = useRef<LoudnessHistory | null>(null);
  useFrames(() => {
    const { live } = services;
    const { lengthSec, scene, monitor } = store.getState();
    history.current ??= createLoudnessHistory();
    const heard = history.current;
    heard.follow(`${scene?.title ?? ''} ${monitor}`, lengthSec);
    if (live.isPlaying()) {
      heard.write(live.positionSec(), live.meters[METERS.shortTermLufs]!);
    }
    const paint = canvas.current === null ? null : sizeCanvas(canvas.current);
    const nowSec = live.positionSec();
    if (paint !== null && lengthSec > 0 && (hasChanged(targetLufs, nowSec, lengthSec, scene, monitor) || paint.isNew)) {
      draw(paint, heard, targetLufs, nowSec / lengthSec);
    }
  });
  return (
    <canvas
      ref={canvas}
      className={styles.strip}
      aria-label="Short-term loudness over time"
      onPointerDown={(event) => actions.seek((event.nativeEvent.offsetX / event.currentTarget.clientWidth) * store.getState().lengthSec)}
    />
  );
}

function draw({ context, widthPx, heightPx }: Paint, heard: LoudnessHistory, targetLufs: number | undefined, playheadRatio: number): void {
  const y = (lufs: number): number => heightPx * (1 - (Math.min(HIGH_LUFS, Math.max(LOW_LUFS, lufs)) - LOW_LUFS) / (HIGH_LUFS - LOW_LUFS));
  context.clearRect(0, 0, widthPx, heightPx);
  context.fillStyle = COLOURS.well;
  context.fillRect(0, 0, widthPx, heightPx);
  context.strokeStyle = 'rgb(233 180 76 / 45%)';
  context.lineWidth = 1;
  context.setLineDash([3, 3]);
  if (targetLufs !== undefined) {
    context.beginPath();
    context.moveTo(0, Math.round(y(targetLufs)) + 0.5);
    context.lineTo(widthPx, Math.round(y(targetLufs)) + 0.5);
    context.stroke();
  }
  context.setLineDash([]);
  const { values } = heard;
  let isDrawing = false;
  context.beginPath();
  for (let k = 0; k < values.length; k++) {
    const lufs = values[k]!;
    if (lufs <= -70) {
      isDrawing = false;
      continue;
    }
    const x = (k / (values.length - 1)) * widthPx;
    if (isDrawing) {
      context.lineTo(x, y(lufs));
    } else {
      context.moveTo(x, y(lufs));
      isDrawing = true;
    }
  }
  context.strokeStyle = COLOURS.good;
  context.lineWidth = 1.25;
  context.stroke();
  context.fillStyle = COLOURS.accent;
  context.fillRect(Math.round(playheadRatio * widthPx), 0, 1, heightPx);
}
