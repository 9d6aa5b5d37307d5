import { useMemo, useRef, useState } from 'react';
import { METERS } from '../../engine/index.ts';
import { sizeCanvas } from '../controls/sizeCanvas.ts';
import { xToHz, yToDb } from '../inspector/eqCurve.ts';
import { useEqHand } from '../inspector/useEqHand.ts';
import { useChanges } from '../state/changes.ts';
import { useFrames } from '../state/frames.ts';
import { useApp, useStudio } from '../state/studio.ts';
import { formatHz, formatNumber, formatSigned } from '../theme/format.ts';
import { MASTER } from './ChainRow.tsx';
import { chainResponse } from './chainResponse.ts';
import { createSpectrumPainter, EQ_RANGE_DB, levelAtY } from './drawSpectrum.ts';
import type { Comparison } from './drawSpectrum.ts';
import styles from './SpectrumView.module.css';

/** What goes in and what comes out, by frequency; over it the chain's response, with the open equalizer's points to take hold of. */
export function SpectrumView() {
  const { store, services } = useStudio();
  const canvas = useRef<HTMLCanvasElement>(null);
  const readout = useRef<HTMLSpanElement>(null);
  const pointer = useRef<{ readonly x: number; readonly y: number } | null>(null);
  const chain = useApp((state) => state.scene!.master.processing);
  const sampleRateHz = useApp((state) => state.scene!.sampleRateHz);
  const openInsert = useApp((state) => state.openInsert);
  const openBand = useApp((state) => state.openBand);
  const isLocked = useApp((state) => state.adm !== null);
  const comparedWith = useApp((state) => state.comparedWith);
  const reference = useApp((state) => state.reference);
  const curves = useApp((state) => state.curves);
  const proposal = useApp((state) => state.proposal);
  const listening = useApp((state) => state.listening);
  const open = openInsert === null ? undefined : chain[openInsert];
  const eq = open?.kind === 'eq' && proposal === null ? open : null;
  const response = useMemo(() => chainResponse(chain, sampleRateHz), [chain, sampleRateHz]);
  const own = useMemo(
    () => (eq === null ? null : chainResponse([{ ...eq, enabled: true, focus: 'all' }], sampleRateHz)),
    [eq, sampleRateHz],
  );
  const comparison = useMemo((): Comparison | null => {
    if (comparedWith === 'reference') {
      return reference?.profile === null || reference === null
        ? null
        : { levelsDb: reference.profile.spectrum.levelsDb, toleranceDb: null };
    }
    return curves.find(({ id }) => id === comparedWith) ?? null;
  }, [comparedWith, reference, curves]);
  const proposed = (proposal?.match ?? proposal?.master)?.curves.proposedDb ?? null;
  const [painter] = useState(createSpectrumPainter);
  const hasChanged = useChanges();
  const hand = useEqHand({
    canvas,
    owner: MASTER,
    index: openInsert ?? -1,
    settings: isLocked ? null : eq,
    chosen: openBand,
    onChoose: store.getState().setOpenBand,
    rangeDb: EQ_RANGE_DB,
  });

  useFrames(() => {
    const paint = canvas.current === null ? null : sizeCanvas(canvas.current);
    if (paint === null) {
      return;
    }
    const { meters } = services.live;
    const generation = services.live.isPlaying() ? meters[METERS.generation] : -1;
    const at = pointer.current;
    const isSame = !hasChanged(generation, response, own, openBand, comparison, proposed, listening, at);
    if (isSame && !paint.isNew) {
      return;
    }
    painter.draw(paint, {
      meters: services.live.isPlaying() || painter.hasHeard() ? meters : null,
      comparison,
      response,
      eq,
      own,
      chosen: openBand,
      proposed,
    });
    if (readout.current !== null) {
      readout.current.textContent =
        at === null
          ? ''
          : `${formatHz(xToHz(at.x, paint.widthPx))}   ${formatNumber(levelAtY(at.y, paint.heightPx), 0)} dBFS${eq === null ? '' : `   ${formatSigned(yToDb(at.y, paint.heightPx, EQ_RANGE_DB))} dB`}`;
    }
  });

  const hasMoved = response !== null;
  return (
    <div className={styles.view}>
      <canvas
        ref={canvas}
        className={styles.canvas}
        data-eq={eq !== null}
        data-testid="spectrum"
        aria-label="Spectrum of the mix and of what is heard, with the chain’s response"
        {...hand}
        onPointerMove={(event) => {
          pointer.current = { x: event.nativeEvent.offsetX, y: event.nativeEvent.offsetY };
          hand.onPointerMove(event);
        }}
        onPointerLeave={() => {
          pointer.current = null;
        }}
      />
      <p className={styles.legend} aria-hidden>
        <span className={styles.mix}>mix</span>
        <span className={styles.heard}>
          {listening === 'reference' ? 'reference, heard' : listening === 'mix' ? 'mix, heard' : 'master, heard'}
        </span>
        {comparison === null ? null : <span className={styles.compared}>{comparedWith === 'reference' ? 'reference' : 'target'}</span>}
        {hasMoved ? <span className={styles.response}>chain ±{EQ_RANGE_DB} dB</span> : null}
        {proposed === null ? null : <span className={styles.proposed}>proposed</span>}
      </p>
      <span ref={readout} className={styles.readout} aria-hidden />
    </div>
  );
}
