import { runMaster, type JobPool } from './master.ts';
import { isAdmRender, type RenderOrder } from './renderPlan.ts';
import type { RenderReport } from './report.ts';
import type { Session } from './session.ts';

/** What a render would measure if it were exported now. */
export interface PreviewRow {
  readonly render: string;
  readonly preset: string | null;
  readonly integratedLufs: number | null;
  readonly truePeakDbtp: number | null;
  readonly maxShortTermLufs: number | null;
  readonly lraLu: number | null;
  readonly gainDb: number;
  readonly maxGainReductionDb: number;
  readonly passed: boolean;
  /** The failed checks, a sentence each. */
  readonly faults: readonly string[];
  /** There where nothing was looked at: only the export itself can say. The figures are null then, and `passed` says nothing. */
  readonly isPreviewed?: false;
}

export interface PreviewRequest {
  readonly session: Session;
  readonly orders: readonly RenderOrder[];
}

/**
 * Previews every order: each as a channel master of its own. With an object master of the same preset the export takes the renders from its
 * objects instead; the object master itself is not previewed.
 * @param pool  whose `render` is previewRender
 * @param onRow as they are done
 * @throws as runMaster
 */
export async function previewMaster(pool: JobPool, { session, orders }: PreviewRequest, onRow: (row: PreviewRow) => void): Promise<void> {
  const looking: JobPool = {
    size: pool.size,
    async render(job, onProgress) {
      const outcome = await pool.render(job, onProgress);
      if (job.write) {
        onRow(rowOf(outcome.report));
      }
      return outcome;
    },
    [Symbol.dispose]() {},
  };
  orders.filter((order) => isAdmRender(order.render)).forEach((order) => onRow(unseen(order)));
  const seen = orders.filter((order) => !isAdmRender(order.render));
  await runMaster(looking, { session, orders: seen, input: session.name, inputSha256: '' }, () => {});
}

function rowOf(report: RenderReport): PreviewRow {
  const { render, preset, integratedLufs, truePeakDbtp, maxShortTermLufs, lraLu, gainDb, maxGainReductionDb, passed, checks } = report;
  return {
    render,
    preset,
    integratedLufs,
    truePeakDbtp,
    maxShortTermLufs,
    lraLu,
    gainDb,
    maxGainReductionDb,
    passed,
    faults: checks.filter((check) => !check.passed).map((check) => check.message),
  };
}

function unseen({ render, preset }: RenderOrder): PreviewRow {
  return {
    render,
    preset: preset?.id ?? null,
    integratedLufs: null,
    truePeakDbtp: null,
    maxShortTermLufs: null,
    lraLu: null,
    gainDb: 0,
    maxGainReductionDb: 0,
    passed: false,
    faults: [],
    isPreviewed: false,
  };
}
