import { RotateCw } from 'lucide-react';
import { setDeliverables } from '../../scene/index.ts';
import type { Deliverable } from '../../scene/index.ts';
import { Button } from '../controls/Button.tsx';
import { Toggle } from '../controls/Toggle.tsx';
import { COMMON } from '../deliver/choices.ts';
import { rendersOf } from '../state/checkActions.ts';
import { rowKey } from '../state/masterSlice.ts';
import { presetOf } from '../state/deliverables.ts';
import { useApp, useStudio } from '../state/studio.ts';
import { OwnTargets } from '../deliver/OwnTargets.tsx';
import { RenderRow } from './RenderRow.tsx';
import styles from './RenderTable.module.css';

/** What every deliverable would measure if it were exported now, against its target. */
export function RenderTable() {
  const { store, actions } = useStudio();
  const scene = useApp((state) => state.scene)!;
  const check = useApp((state) => state.check);
  const { edit, setCheck, setPage } = store.getState();
  const { deliverables } = scene;
  const wanted = rendersOf(scene).map(({ render, preset }) => rowKey(render, preset));
  const done = wanted.filter((key) => check.fresh.includes(key)).length;
  const isFresh = wanted.length > 0 && done === wanted.length;
  const failed = isFresh && !check.isRunning ? wanted.filter((key) => check.rows[key]?.passed === false).length : 0;
  const put = (label: string, next: readonly Deliverable[]): void => edit(label, (now) => setDeliverables(now, next));
  return (
    <section className={styles.panel} aria-label="Renders" data-testid="render-table" data-running={check.isRunning} data-fresh={isFresh}>
      <header className={styles.head}>
        <h2 className={styles.caption}>Renders</h2>
        <span className={styles.state} role="status" data-failed={failed > 0}>
          {check.trouble !== null
            ? ''
            : check.isRunning
              ? `Checking ${done} of ${wanted.length}`
              : isFresh
                ? verdictOf(failed)
                : Object.keys(check.rows).length > 0
                  ? 'Changed since the last check'
                  : ''}
        </span>
        {check.isRunning ? (
          <span
            className={styles.rail}
            role="progressbar"
            aria-label="Check"
            aria-valuemin={0}
            aria-valuemax={wanted.length}
            aria-valuenow={done}
          >
            <span className={styles.fill} style={{ width: `${(100 * done) / Math.max(1, wanted.length)}%` }} />
          </span>
        ) : null}
        <span className={styles.spring} />
        <OwnTargets />
        <Toggle
          label="Check as I work"
          isOn={check.isAutomatic}
          onToggle={() => setCheck({ isAutomatic: !check.isAutomatic })}
          hint="Measures every render a moment after each change"
          testId="check-automatic"
        />
        {check.isRunning ? (
          <Button onClick={actions.cancelCheck} testId="check-cancel">
            Stop
          </Button>
        ) : (
          <Button onClick={actions.checkNow} disabled={wanted.length === 0} title="Measures every render now (C)" testId="check-now">
            <RotateCw size={12} aria-hidden /> Check now
          </Button>
        )}
      </header>
      {check.trouble === null ? null : (
        <p className={styles.trouble} role="alert">
          The check stopped: {check.trouble.message}. {check.trouble.hint}
        </p>
      )}
      <div className={styles.table} role="table" aria-label="Renders and what they measure">
        <div className={styles.captions} role="row">
          <span role="columnheader">Render</span>
          <span role="columnheader">Target</span>
          <span role="columnheader" title="Integrated loudness, LUFS">
            I
          </span>
          <span role="columnheader" title="Largest short-term loudness, LUFS">
            Max S
          </span>
          <span role="columnheader" title="Loudness range, LU">
            LRA
          </span>
          <span role="columnheader" title="True peak, dBTP">
            TP
          </span>
          <span role="columnheader" title="What the export turns it up or down by, dB">
            Gain
          </span>
          <span role="columnheader" title="The most that the limiter takes off, dB">
            Max GR
          </span>
          <span role="columnheader">Verdict</span>
        </div>
        {deliverables.map((deliverable, index) => {
          const key = rowKey(deliverable.render, presetOf(deliverable));
          return (
            <RenderRow
              key={index}
              deliverable={deliverable}
              row={check.rows[key]}
              isFresh={check.fresh.includes(key)}
              isRunning={check.isRunning}
              onTarget={(preset) =>
                put(
                  'Change target',
                  deliverables.map((old, k) => (k === index ? { ...old, preset } : old)),
                )
              }
            />
          );
        })}
        {deliverables.length === 0 ? (
          <p className={styles.none}>
            Nothing is to be delivered yet.{' '}
            <button type="button" className={styles.link} onClick={() => put('Add common deliverables', COMMON)}>
              Add 7.1.4, 5.1, stereo and binaural
            </button>{' '}
            or{' '}
            <button type="button" className={styles.link} onClick={() => setPage('deliver')}>
              choose them on the Deliver page
            </button>
            .
          </p>
        ) : null}
      </div>
    </section>
  );
}

function verdictOf(failed: number): string {
  return failed === 0 ? 'Every render passes' : `${failed} ${failed === 1 ? 'render does' : 'renders do'} not pass`;
}
