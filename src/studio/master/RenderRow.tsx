import { Check, Volume2, X } from 'lucide-react';
import type { Deliverable } from '../../scene/index.ts';
import { Choose } from '../controls/Choose.tsx';
import { presetChoices, renderTitle } from '../deliver/choices.ts';
import type { PreviewRow } from '../services/types.ts';
import { MONITORS, monitorReason } from '../shell/MonitorSwitch.tsx';
import type { Monitor } from '../shell/MonitorSwitch.tsx';
import { presetOf } from '../state/deliverables.ts';
import { useApp, useStudio } from '../state/studio.ts';
import { describeTarget, judgeLoudness } from '../state/targets.ts';
import type { Target } from '../state/targets.ts';
import { useTargets } from '../state/useTargets.ts';
import { formatNumber, formatSigned } from '../theme/format.ts';
import styles from './RenderTable.module.css';

interface RenderRowProps {
  readonly deliverable: Deliverable;
  readonly row: PreviewRow | undefined;
  readonly isFresh: boolean;
  readonly isRunning: boolean;
  readonly onTarget: (preset: string) => void;
}

/** One deliverable's figures; what does not pass is said below them. */
export function RenderRow({ deliverable, row, isFresh, isRunning, onTarget }: RenderRowProps) {
  const { store, services } = useStudio();
  const { render } = deliverable;
  const preset = presetOf(deliverable);
  const monitor = useApp((state) => state.monitor);
  const targets = useTargets();
  const target = targets.find(({ id }) => id === preset);
  const known = presetChoices(targets);
  const choices = known.some(({ value }) => value === preset) ? known : [...known, { value: preset, text: preset, hint: '' }];
  const isHeard = monitor === render;
  const reason = MONITORS.includes(render as Monitor)
    ? monitorReason(render as Monitor, services.live.capabilities.outputChannels)
    : 'it is not among the monitors';
  const state = row === undefined ? (isRunning ? 'waiting' : 'none') : !isFresh ? 'stale' : row.passed ? 'passed' : 'failed';
  const isOver = row !== undefined && row.truePeakDbtp !== null && target !== undefined && row.truePeakDbtp > target.ceilingDbtp;
  const countsHere = target !== undefined && (target.measuredOn === undefined || target.measuredOn === render);
  const isOffTarget =
    countsHere && row?.passed === false && row.integratedLufs !== null && judgeLoudness(row.integratedLufs, target).verdict !== 'good';
  return (
    <div className={styles.group} role="rowgroup" data-state={state} data-testid={`check-${render}`}>
      <div className={styles.row} role="row" data-heard={isHeard}>
        <button
          type="button"
          role="cell"
          className={styles.render}
          aria-disabled={reason !== undefined}
          title={
            isHeard
              ? 'This is what is heard'
              : reason === undefined
                ? `Listen to ${renderTitle(render)}`
                : `Cannot be heard here: ${reason}`
          }
          onClick={() => {
            if (reason === undefined) {
              store.getState().setMonitor(render);
            }
          }}
        >
          {renderTitle(render)}
          {isHeard ? <Volume2 size={12} aria-label="heard" /> : null}
        </button>
        <div role="cell" className={styles.target} title={target === undefined ? undefined : describeTarget(target)}>
          <Choose
            label={`Target of ${renderTitle(render)}`}
            choices={choices}
            value={preset}
            onChoose={onTarget}
            testId={`target-${render}`}
          />
          {target === undefined ? null : <span className={styles.aim}>{aimOf(target, render)}</span>}
        </div>
        {render === 'adm' ? (
          <span role="cell" className={styles.wide}>
            measured when it is exported
          </span>
        ) : (
          <>
            <Cell text={row === undefined ? '–' : level(row.integratedLufs)} isStrong verdict={isOffTarget && isFresh ? 'bad' : ''} />
            <Cell text={row === undefined ? '–' : level(row.maxShortTermLufs)} />
            <Cell text={formatNumber(row?.lraLu ?? NaN, 1)} />
            <Cell text={row === undefined ? '–' : level(row.truePeakDbtp)} verdict={isOver && isFresh ? 'bad' : ''} />
            <Cell text={row === undefined ? '–' : formatSigned(row.gainDb)} />
            <Cell text={row === undefined ? '–' : formatNumber(-Math.abs(row.maxGainReductionDb), 1)} />
            <span role="cell" className={styles.verdict} data-state={state}>
              {state === 'passed' ? <Check size={13} aria-hidden /> : state === 'failed' ? <X size={13} aria-hidden /> : null}
              {WORDS[state]}
            </span>
          </>
        )}
      </div>
      {state === 'failed'
        ? row!.faults.map((fault) => (
            <p key={fault} className={styles.fault}>
              {fault}
            </p>
          ))
        : null}
    </div>
  );
}

const WORDS = { none: 'not checked', waiting: 'checking', stale: 'older', passed: 'passes', failed: 'fails' } as const;

function Cell({ text, isStrong = false, verdict = '' }: { readonly text: string; readonly isStrong?: boolean; readonly verdict?: string }) {
  return (
    <span role="cell" className={styles.cell} data-strong={isStrong} data-verdict={verdict}>
      {text}
    </span>
  );
}

/** `−18 on 5.1`: where another render's loudness counts, it is said. */
function aimOf({ targetLufs, maxLufs, measuredOn }: Target, render: string): string {
  const aimLufs = targetLufs ?? maxLufs;
  const where = measuredOn === undefined || measuredOn === render ? '' : ` on ${measuredOn}`;
  return aimLufs === undefined ? '' : `${formatNumber(aimLufs, Number.isInteger(aimLufs) ? 0 : 1)}${where}`;
}

function level(db: number | null): string {
  return db === null ? 'silent' : formatNumber(db, 1);
}
