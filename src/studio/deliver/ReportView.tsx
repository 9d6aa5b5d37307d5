import { Check, Download, X } from 'lucide-react';
import type { MasterReport, RenderReport } from '../../jobs/index.ts';
import { Button } from '../controls/Button.tsx';
import { useStudio } from '../state/studio.ts';
import { describeTarget } from '../state/targets.ts';
import { useTargets } from '../state/useTargets.ts';
import { formatBytes, formatNumber, formatSigned } from '../theme/format.ts';
import { renderTitle } from './choices.ts';
import { meaningOf } from './meanings.ts';
import styles from './ReportView.module.css';

/** The report as a table: what was asked, what was measured on the written file, and what did not pass. */
export function ReportView({ report }: { readonly report: MasterReport }) {
  const { actions } = useStudio();
  const files = actions.deliveredFiles();
  const failed = report.renders.filter((render) => !render.passed).length;
  return (
    <section className={styles.panel} aria-label="Report" data-testid="report" data-passed={report.passed}>
      <header className={styles.head}>
        <h2 className={styles.title}>
          {failed === 0
            ? 'Every file passed its checks'
            : `${failed} of ${report.renders.length} ${report.renders.length === 1 ? 'file' : 'files'} did not pass`}
        </h2>
        <span className={styles.about} title={report.meter}>
          measured on the written files · {report.meter} · {report.renderer}
        </span>
        <Button look="accent" onClick={actions.saveAllDelivered} disabled={files.length === 0} testId="save-all">
          Save all to a folder…
        </Button>
      </header>
      <table className={styles.table}>
        <thead>
          <tr>
            <th>File</th>
            <th>Target</th>
            <th>Integrated</th>
            <th>True peak</th>
            <th>LRA</th>
            <th>Gain</th>
            <th>Most GR</th>
            <th>Checks</th>
            <th aria-label="Save" />
          </tr>
        </thead>
        <tbody>
          {report.renders.map((render) => (
            <ReportRow
              key={render.file}
              render={render}
              size={files.find((file) => file.name === render.file)?.blob.size}
              onSave={() => {
                const file = files.find((each) => each.name === render.file);
                if (file !== undefined) {
                  actions.saveDelivered(file);
                }
              }}
            />
          ))}
        </tbody>
      </table>
      {report.warnings.length > 0 ? (
        <ul className={styles.warnings}>
          {report.warnings.map((warning, index) => (
            <li key={index}>
              {warning.at === '' ? '' : `${warning.at}: `}
              {warning.message}
            </li>
          ))}
        </ul>
      ) : null}
    </section>
  );
}

interface ReportRowProps {
  readonly render: RenderReport;
  readonly size: number | undefined;
  readonly onSave: () => void;
}

function ReportRow({ render, size, onSave }: ReportRowProps) {
  const target = useTargets().find((each) => each.id === render.preset);
  return (
    <>
      <tr className={styles.row} data-testid={`report-${render.render}`} data-passed={render.passed}>
        <td>
          <span className={styles.render}>{renderTitle(render.render)}</span>
          <span className={styles.file}>
            {render.file}
            {size === undefined ? '' : ` · ${formatBytes(size)}`}
          </span>
        </td>
        <td>
          <span className={styles.target}>{target?.title ?? render.preset ?? 'bare render'}</span>
          {target === undefined ? null : <span className={styles.file}>{describeTarget(target)}</span>}
        </td>
        <td>{figure(render.integratedLufs, 'LUFS', 1)}</td>
        <td>{figure(render.truePeakDbtp, 'dBTP', 2)}</td>
        <td>{figure(render.lraLu, 'LU', 1)}</td>
        <td>{formatSigned(render.gainDb)} dB</td>
        <td>{formatNumber(-Math.abs(render.maxGainReductionDb), 1)} dB</td>
        <td>
          <span className={styles.verdict} data-passed={render.passed} title={render.checks.map((check) => check.message).join('\n')}>
            {render.passed ? <Check size={13} aria-hidden /> : <X size={13} aria-hidden />}
            {render.passed ? 'passed' : 'failed'}
          </span>
        </td>
        <td>
          <button type="button" className={styles.save} title={`Save ${render.file}`} aria-label={`Save ${render.file}`} onClick={onSave}>
            <Download size={14} aria-hidden />
          </button>
        </td>
      </tr>
      {render.checks
        .filter((check) => !check.passed)
        .map((check) => (
          <tr key={check.rule} className={styles.failure}>
            <td colSpan={9}>
              <p>{check.message}</p>
              <p className={styles.meaning}>{meaningOf(check.rule)}</p>
            </td>
          </tr>
        ))}
    </>
  );
}

function figure(value: number | null, unit: string, decimals: number): string {
  return value === null ? 'silent' : `${formatNumber(value, decimals)} ${unit}`;
}
