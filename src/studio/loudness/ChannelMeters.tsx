import { useRef } from 'react';
import { METERS } from '../../engine/index.ts';
import { findLayout } from '../../layouts/index.ts';
import { sizeCanvas } from '../controls/sizeCanvas.ts';
import { useChanges } from '../state/changes.ts';
import { useFrames } from '../state/frames.ts';
import { useApp, useStudio } from '../state/studio.ts';
import { drawChannels } from './drawChannels.ts';
import type { Holds } from './drawChannels.ts';
import styles from './ChannelMeters.module.css';

/** Longer than a held peak takes to the bottom. */
const FALLING_MS = 6000;

/** A bar for each channel that is heard, with peak hold and a clip lamp. Click clears the lamps. */
export function ChannelMeters() {
  const { services } = useStudio();
  const monitor = useApp((state) => state.monitor);
  const canvas = useRef<HTMLCanvasElement>(null);
  const hasChanged = useChanges();
  const movedAtMs = useRef(0);
  const cleared = useRef(0);
  const holds = useRef<Holds>({ key: '', db: new Float32Array(24), atMs: new Float64Array(24), clipped: new Uint8Array(24) });
  const labels = monitor === 'binaural' ? ['L', 'R'] : (findLayout(monitor)?.speakers.map((speaker) => speaker.label) ?? []);
  useFrames((nowMs) => {
    const paint = canvas.current === null ? null : sizeCanvas(canvas.current);
    // Peaks that are held fall for a while after the sound has stopped.
    const { meters } = services.live;
    const isFalling = nowMs - movedAtMs.current < FALLING_MS;
    if (hasChanged(meters[METERS.generation], labels.length, cleared.current)) {
      movedAtMs.current = nowMs;
    } else if (!isFalling && paint?.isNew !== true) {
      return;
    }
    if (paint !== null) {
      drawChannels(paint, labels, meters, METERS.channelPeakDb, holds.current, nowMs);
    }
  });
  return (
    <canvas
      ref={canvas}
      className={styles.meters}
      data-few={labels.length <= 2}
      data-testid="channel-meters"
      aria-label={`Levels of ${labels.join(', ')}`}
      title="Click to clear peaks"
      onClick={() => {
        cleared.current += 1;
        holds.current.clipped.fill(0);
        holds.current.db.fill(-144);
      }}
    />
  );
}
