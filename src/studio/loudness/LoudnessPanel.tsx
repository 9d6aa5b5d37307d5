import { useRef } from 'react';
import { RotateCcw } from 'lucide-react';
import { METERS } from '../../engine/index.ts';
import { Choose } from '../controls/Choose.tsx';
import { useFrames } from '../state/frames.ts';
import { masterListeningOf } from '../state/masterSlice.ts';
import { useApp, useStudio } from '../state/studio.ts';
import { describeTarget, findTarget, judgeLoudness } from '../state/targets.ts';
import type { Target } from '../state/targets.ts';
import { useTargets } from '../state/useTargets.ts';
import { formatNumber } from '../theme/format.ts';
import { ChannelMeters } from './ChannelMeters.tsx';
import { LoudnessStrip } from './LoudnessStrip.tsx';
import styles from './LoudnessPanel.module.css';

/** Below this the gate has heard nothing yet. */
const NOTHING_LUFS = -70;

/** Loudness against the chosen target, and the levels of what is heard. Always in view. */
export function LoudnessPanel() {
  const { store, services, actions } = useStudio();
  const targetId = useApp((state) => state.target);
  const monitor = useApp((state) => state.monitor);
  const isLimited = useApp((state) => masterListeningOf(state).limiter !== null);
  const targets = useTargets();
  const target = findTarget(targets, targetId);
  const figures = useRef<Partial<Record<'integrated' | 'verdict' | 's' | 'm' | 'lra' | 'tp' | 'plr', HTMLElement | null>>>({});
  useFrames(() => {
    const { meters } = services.live;
    const integrated = meters[METERS.integratedLufs]!;
    const truePeak = meters[METERS.truePeakDbtp]!;
    const hasLoudness = integrated > NOTHING_LUFS;
    const judged = judgeLoudness(integrated, target);
    const at = figures.current;
    put(at.integrated, hasLoudness ? formatNumber(integrated, 1) : '–', '');
    put(
      at.verdict,
      hasLoudness ? judged.text : services.live.isPlaying() ? 'listening' : 'not measured yet',
      hasLoudness ? judged.verdict : '',
    );
    put(at.s, loudness(meters[METERS.shortTermLufs]!), '');
    put(at.m, loudness(meters[METERS.momentaryLufs]!), '');
    put(at.lra, hasLoudness ? formatNumber(meters[METERS.lraLu]!, 1) : '–', '');
    put(at.tp, truePeak > -100 ? formatNumber(truePeak, 1) : '–', truePeak > target.ceilingDbtp ? 'bad' : truePeak > -100 ? 'good' : '');
    put(at.plr, hasLoudness && truePeak > -100 ? formatNumber(truePeak - integrated, 1) : '–', '');
  });
  const figure = (name: 's' | 'm' | 'lra' | 'tp' | 'plr', caption: string, title: string) => (
    <div className={styles.figure} title={title}>
      <span className={styles.label}>{caption}</span>
      <span
        className={styles.value}
        data-testid={`loudness-${name}`}
        ref={(element) => {
          figures.current[name] = element;
        }}
      />
    </div>
  );
  return (
    <section className={styles.panel} aria-label="Loudness">
      <header className={styles.head}>
        <h2 className={styles.caption}>Loudness</h2>
        <Choose
          label="Target"
          choices={targets.map((each) => ({ value: each.id, text: titleOf(each), hint: describeTarget(each) }))}
          value={target.id}
          onChoose={(id) => store.getState().setTarget(id)}
          className={styles.target}
          testId="loudness-target"
        />
      </header>
      <div className={styles.main}>
        <span
          className={styles.integrated}
          data-testid="loudness-integrated"
          ref={(element) => {
            figures.current.integrated = element;
          }}
        />
        <div>
          <span
            className={styles.verdict}
            ref={(element) => {
              figures.current.verdict = element;
            }}
          />
          <span
            className={styles.unit}
            title={`What is heard is what is measured here${target.measuredOn === undefined ? '' : `; the target is for the ${target.measuredOn} render`}.`}
          >
            LUFS I of {monitor}
            {isLimited ? ' · limited' : ''}
          </span>
        </div>
        <button type="button" className={styles.reset} title="Measure anew" aria-label="Measure anew" onClick={actions.resetLoudness}>
          <RotateCcw size={13} aria-hidden />
        </button>
      </div>
      <div className={styles.figures}>
        {figure('s', 'S', 'Short-term loudness, 3 s, LUFS')}
        {figure('m', 'M', 'Momentary loudness, 400 ms, LUFS')}
        {figure('lra', 'LRA', 'Loudness range, LU')}
        {figure('tp', 'TP', `True peak, dBTP; the ceiling is ${formatNumber(target.ceilingDbtp, 1)}`)}
        {figure('plr', 'PLR', 'Peak to loudness ratio: true peak minus integrated, LU')}
      </div>
      <LoudnessStrip targetLufs={target.targetLufs ?? target.maxLufs} />
      <ChannelMeters />
    </section>
  );
}

function titleOf({ title, targetLufs }: Target): string {
  return targetLufs === undefined ? title : `${title} · ${formatNumber(targetLufs, 0)}`;
}

function loudness(lufs: number): string {
  return lufs > NOTHING_LUFS ? formatNumber(lufs, 1) : '–';
}

function put(element: HTMLElement | null | undefined, text: string, verdict: string): void {
  if (element !== null && element !== undefined && (element.textContent !== text || element.dataset['verdict'] !== verdict)) {
    element.textContent = text;
    element.dataset['verdict'] = verdict;
  }
}
