import { Dialog } from '@base-ui/react/dialog';
import { useEffect, useState } from 'react';
import { Check, X } from 'lucide-react';
import type { VerifiedGroup } from '../../jobs/index.ts';
import { useApp, useStudio } from '../state/studio.ts';
import { isCancelled, troubleOf } from '../state/trouble.ts';
import { summarise } from './summary.ts';
import styles from './ConformanceSheet.module.css';

/** Our gains against the published reference vectors, evaluated here and now by the code that renders. */
export function ConformanceSheet() {
  const { store } = useStudio();
  const isOpen = useApp((state) => state.overlay === 'conformance');
  return (
    <Dialog.Root open={isOpen} onOpenChange={(open) => store.getState().setOverlay(open ? 'conformance' : null)}>
      <Dialog.Portal>
        <Dialog.Backdrop className={styles.backdrop} />
        <Dialog.Popup className={styles.popup} data-testid="conformance">
          <header className={styles.head}>
            <Dialog.Title className={styles.title}>Conformance</Dialog.Title>
            <Dialog.Close className={styles.close} aria-label="Close" title="Close (Esc)">
              <X size={15} aria-hidden />
            </Dialog.Close>
          </header>
          {isOpen ? <Run /> : null}
        </Dialog.Popup>
      </Dialog.Portal>
    </Dialog.Root>
  );
}

interface Progress {
  readonly ratio: number;
  readonly groups: readonly VerifiedGroup[];
  readonly isDone: boolean;
  readonly trouble: string;
}

function Run() {
  const { conformance } = useStudio().services;
  const [{ ratio, groups, isDone, trouble }, setProgress] = useState<Progress>({ ratio: 0, groups: [], isDone: false, trouble: '' });
  useEffect(() => {
    const job = conformance.run((now, found) =>
      setProgress((before) =>
        // The result comes by another way than the progress, and may overtake it.
        before.isDone ? before : { ...before, ratio: now, groups: [...before.groups, ...found] },
      ),
    );
    job.finished
      .then((all) => setProgress({ ratio: 1, groups: all, isDone: true, trouble: '' }))
      .catch((error: unknown) => {
        if (!isCancelled(error)) {
          const { message, hint } = troubleOf(error);
          setProgress((before) => ({ ...before, trouble: `The check stopped: ${message}. ${hint}` }));
        }
      });
    return () => job.cancel();
  }, [conformance]);
  const { text, isPassed } = summarise(groups);
  return (
    <>
      <p className={styles.about}>
        Our gains against published reference vectors of ITU-R BS.2127 (the EBU ADM Renderer), evaluated by the code that renders.{' '}
        <code>periphony verify</code> prints the same.
      </p>
      <p className={styles.sum} role="status" data-testid="conformance-sum" data-done={isDone} data-passed={isDone && isPassed}>
        {trouble !== '' ? trouble : isDone ? text : `${Math.round(ratio * 100)} % · ${text} so far`}
      </p>
      <div
        className={styles.rail}
        role="progressbar"
        aria-label="Files evaluated"
        aria-valuemin={0}
        aria-valuemax={100}
        aria-valuenow={Math.round(ratio * 100)}
      >
        <div className={styles.fill} data-passed={isPassed} style={{ width: `${ratio * 100}%` }} />
      </div>
      <div className={styles.scroller} tabIndex={0} role="region" aria-label="Groups of vectors">
        <table className={styles.table}>
          <thead>
            <tr>
              <th>File</th>
              <th>Layout</th>
              <th>Feature</th>
              <th className={styles.number}>Cases</th>
              <th className={styles.number}>Deviation</th>
              <th className={styles.number}>Tolerance</th>
              <th>Worst case</th>
              <th aria-label="Verdict" />
            </tr>
          </thead>
          <tbody>
            {groups.map((group, index) => (
              <tr key={index} data-passed={group.passed}>
                <td>{group.group}</td>
                <td>{group.layout}</td>
                <td>{group.feature}</td>
                <td className={styles.number}>{group.cases}</td>
                <td className={styles.number}>{group.largestDeviation === null ? 'shape' : exponent(group.largestDeviation, 1)}</td>
                <td className={styles.number}>{exponent(group.tolerance, 0)}</td>
                <td className={styles.worst} title={group.worstCase}>
                  {group.largestDeviation === 0 ? '' : group.worstCase.replace(`${group.group} `, '')}
                </td>
                <td>
                  <span className={styles.verdict} data-passed={group.passed}>
                    {group.passed ? <Check size={12} aria-hidden /> : <X size={12} aria-hidden />}
                    {group.passed ? 'agrees' : 'FAIL'}
                  </span>
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </>
  );
}

/** `2.8e−16`, with a true minus sign. */
function exponent(value: number, decimals: number): string {
  return value === 0 ? '0' : value.toExponential(decimals).replace('-', '\u2212');
}
