import { useRef } from 'react';
import { Power } from 'lucide-react';
import { METERS } from '../../engine/index.ts';
import { linearScale } from '../controls/scale.ts';
import { sizeCanvas } from '../controls/sizeCanvas.ts';
import { Slider } from '../controls/Slider.tsx';
import { Toggle } from '../controls/Toggle.tsx';
import { useFrames } from '../state/frames.ts';
import { useApp, useStudio } from '../state/studio.ts';
import { formatNumber, formatSigned } from '../theme/format.ts';
import { createReductionHistory, drawReductions } from './drawReductions.ts';
import { ReductionBar } from './ReductionBar.tsx';
import styles from './LimiterSection.module.css';

const DRIVE = linearScale(-24, 24, 0.5);
const CEILING = linearScale(-6, 0, 0.1);

/** The limiter that the master is heard through, last of the chain. The export's own is driven by each preset. */
export function LimiterSection() {
  const { store, services } = useStudio();
  const limiter = useApp((state) => state.limiter);
  const { setLimiter } = store.getState();
  const canvas = useRef<HTMLCanvasElement>(null);
  const figure = useRef<HTMLSpanElement>(null);
  const history = useRef(createReductionHistory());
  const { isOn } = limiter;
  useFrames((nowMs) => {
    const { meters } = services.live;
    const reductionDb = isOn ? Math.max(0, meters[METERS.limiterReductionDb]!) : 0;
    if (services.live.isPlaying()) {
      history.current.push(nowMs, reductionDb, Math.max(0, meters[METERS.masterReductionDb]!));
    }
    const paint = canvas.current === null ? null : sizeCanvas(canvas.current);
    if (paint !== null && (history.current.hasMoved() || paint.isNew)) {
      drawReductions(paint, history.current);
    }
    const text = `${formatNumber(-reductionDb, 1)} dB`;
    if (figure.current !== null && figure.current.textContent !== text) {
      figure.current.textContent = text;
      figure.current.dataset['live'] = String(reductionDb > 0.05);
    }
  });
  return (
    <section className={styles.section} data-on={isOn} aria-label="Limiter" data-testid="limiter">
      <header className={styles.head}>
        <button
          type="button"
          className={styles.power}
          aria-pressed={isOn}
          aria-label={isOn ? 'Listen without the limiter' : 'Listen through the limiter'}
          title={isOn ? 'On. Click to bypass.' : 'Bypassed. Click to switch on.'}
          onClick={() => setLimiter({ isOn: !isOn })}
          data-testid="limiter-power"
        >
          <Power size={11} strokeWidth={2.6} aria-hidden />
        </button>
        <h2 className={styles.title}>Limiter</h2>
        <ReductionBar reductionDb={() => (isOn ? Math.max(0, services.live.meters[METERS.limiterReductionDb]!) : 0)} />
        <span ref={figure} className={styles.figure} title="Gain reduction" data-testid="limiter-reduction" />
      </header>
      <canvas
        ref={canvas}
        className={styles.history}
        aria-label="Gain reduction of the last seconds: the limiter's filled, the chain's as a line"
        title="The last 8 s: the limiter’s gain reduction filled, the chain’s as a line"
      />
      <Slider
        label="Drive"
        value={limiter.driveDb}
        scale={DRIVE}
        unit="db"
        unitText="dB"
        format={(db) => formatSigned(db)}
        resetTo={0}
        from={0}
        isDisabled={!isOn}
        onChange={(driveDb) => setLimiter({ driveDb: Math.round(driveDb * 10) / 10, isFollowing: false })}
        onCommit={() => {}}
        testId="limiter-drive"
      />
      <Slider
        label="Ceiling"
        value={limiter.ceilingDbtp}
        scale={CEILING}
        unit="db"
        unitText="dBTP"
        format={(db) => formatNumber(db, 1)}
        resetTo={-1}
        isDisabled={!isOn}
        onChange={(ceilingDbtp) => setLimiter({ ceilingDbtp: Math.round(ceilingDbtp * 10) / 10, isFollowing: false })}
        onCommit={() => {}}
        testId="limiter-ceiling"
      />
      <div className={styles.switches}>
        <Toggle
          label="Follow target"
          isOn={limiter.isFollowing}
          onToggle={() => setLimiter({ isFollowing: !limiter.isFollowing })}
          hint="Drive and ceiling as the last check found them for the render that is heard: what is exported is what is heard"
          testId="limiter-follow"
        />
        <Toggle
          label="Mix into it"
          isOn={limiter.isInMix}
          onToggle={() => setLimiter({ isInMix: !limiter.isInMix })}
          hint="The limiter stays on while mixing on the Mix page"
          testId="limiter-in-mix"
        />
      </div>
    </section>
  );
}
