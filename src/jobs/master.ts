import type { Warning } from '../base/index.ts';
import { createWarningList } from '../base/index.ts';
import type { QcCheck } from '../mastering/index.ts';
import type { ProcessorSettings } from '../scene/index.ts';
import type { ContributionJob, ContributionOutcome } from './contribution.ts';
import type { RenderProgress } from './ports.ts';
import type { QcSiblings } from './qcInputs.ts';
import { compareRenders } from './qcSet.ts';
import { anchorOf, isAdmRender, sameTarget, type RenderOrder } from './renderPlan.ts';
import type { ObjectGainKind, RenderJob, RenderOutcome } from './renderJob.ts';
import type { MasterReport, RenderReport } from './report.ts';
import { titleOf, type Session } from './session.ts';

/** Workers that render. */
export interface JobPool extends Disposable {
  readonly size: number;
  render(job: RenderJob, onProgress: (progress: RenderProgress) => void): Promise<RenderOutcome>;
  /** Absent: this pool cannot take sessions apart. */
  contribute?(job: ContributionJob, onProgress: (progress: RenderProgress) => void): Promise<ContributionOutcome>;
}

export interface MasterRequest {
  readonly session: Session;
  readonly orders: readonly RenderOrder[];
  /** Inserts of the master, see RenderJob. */
  readonly chain?: readonly ProcessorSettings[];
  readonly objectGain?: ObjectGainKind;
  readonly dither?: 'tpdf' | 'shaped';
  /** Who makes each render loud and who pushes its peaks goes into the report: takes about as long again. */
  readonly contributions?: boolean;
  /** Beside what is delivered here. */
  readonly siblings?: QcSiblings;
  /** For the report. */
  readonly input: string;
  readonly inputSha256: string;
  /** Frames pulled at a time: never changes a byte. */
  readonly blockFrames?: number;
}

/** What this code calls itself in a report. */
export const RENDERER = 'periphony 0.1.0, ITU-R BS.2127-1';
export const METER = 'ITU-R BS.1770-5, weights by position; true peak 16× and up, the strictest of sample, ITU 4× and interpolated';

/**
 * Renders and masters every order on the pool and gathers the report. Orders whose loudness hangs on another render wait for that render's
 * gain; renders of an object master's preset are made of it, with it; everything else runs side by side. The bytes do not depend on the pool's
 * size.
 * @param onProgress by render
 */
export async function runMaster(
  pool: JobPool,
  request: MasterRequest,
  onProgress: (render: string, progress: RenderProgress) => void,
): Promise<MasterReport> {
  const { session, orders, chain, objectGain, dither, siblings, blockFrames } = request;
  const { warn, list } = createWarningList();
  const queue = createQueue(pool.size);
  const jobOf = (order: RenderOrder, anchorGainDb: number | null, write: boolean): RenderJob => ({
    session,
    order,
    anchorGainDb,
    write,
    outputName: outputNameOf(session.name, order, orders),
    ...(chain === undefined ? {} : { chain }),
    ...(objectGain === undefined ? {} : { objectGain }),
    ...(dither === undefined ? {} : { dither }),
    ...(siblings === undefined ? {} : { siblings }),
    ...(blockFrames === undefined ? {} : { blockFrames }),
  });
  const run = (job: RenderJob): Promise<RenderOutcome> =>
    queue(async () => {
      const told = [job.order, ...(job.companions ?? []).map((companion) => companion.order)];
      const outcome = await pool.render(job, (progress) => told.forEach((order) => onProgress(order.render, progress)));
      outcome.warnings.forEach((warning: Warning) => warn(warning));
      return outcome;
    });

  const started = new Map<RenderOrder, Promise<RenderOutcome>>();
  for (const order of orders.filter((one) => isAdmRender(one.render) && one.preset !== null)) {
    const own = orders.filter((one) => !isAdmRender(one.render) && one.preset?.id === order.preset!.id && !started.has(one));
    const companions = own.map((one) => ({ order: one, outputName: outputNameOf(session.name, one, orders) }));
    const master = run({ ...jobOf(order, null, true), companions });
    started.set(order, master);
    own.forEach((one, k) =>
      started.set(
        one,
        master.then((outcome) => ({ report: outcome.companions![k]!, warnings: [] })),
      ),
    );
  }
  const others = orders.filter((one) => !started.has(one));
  for (const order of others.filter((one) => anchorOf(one) === undefined)) {
    started.set(order, run(jobOf(order, null, true)));
  }
  const anchors = new Map<string, Promise<RenderOutcome>>();
  for (const order of others) {
    const anchor = anchorOf(order);
    if (anchor !== undefined) {
      const key = `${anchor} ${order.preset!.id}`;
      const own = orders.find((one) => sameTarget(one.render, anchor) && one.preset?.id === order.preset!.id);
      const source = anchors.get(key) ?? (own === undefined ? run(jobOf({ ...order, render: anchor }, null, false)) : started.get(own)!);
      anchors.set(key, source);
      started.set(
        order,
        source.then((outcome) => run(jobOf(order, outcome.report.gainDb, true))),
      );
    }
  }
  const anchorName = orders.map(anchorOf).find((anchor) => anchor !== undefined);
  const apart = request.contributions === true ? takeApart(pool, queue, request, anchorName, onProgress) : undefined;
  const [outcomes, contributed] = await Promise.all([Promise.all(orders.map((order) => started.get(order)!)), apart]);
  contributed?.warnings.filter((one) => !list.some((other) => sameWarning(one, other))).forEach((warning) => warn(warning));
  const renders = outcomes.map(({ report }) => withContributions(report, contributed));
  return {
    periphony: 1,
    title: titleOf(session),
    input: request.input,
    inputSha256: request.inputSha256,
    renderer: RENDERER,
    meter: METER,
    passed: renders.every((render) => render.passed),
    renders,
    ...compareRenders(renders, { ...(anchorName === undefined ? {} : { anchor: anchorName }), ...masked(contributed) }),
    warnings: list,
  };
}

/** The job that takes the session apart, beside the others. */
async function takeApart(
  pool: JobPool,
  queue: Queue,
  { session, orders }: MasterRequest,
  anchor: string | undefined,
  onProgress: (render: string, progress: RenderProgress) => void,
): Promise<ContributionOutcome | undefined> {
  const renders = [...new Set(orders.map((order) => order.render).filter((render) => !isAdmRender(render)))];
  if (pool.contribute === undefined || renders.length === 0) {
    return undefined;
  }
  const job = { session, renders, ...(anchor === undefined ? {} : { anchor }) };
  return queue(() => pool.contribute!(job, (progress) => onProgress('contributions', progress)));
}

function withContributions(report: RenderReport, outcome: ContributionOutcome | undefined): RenderReport {
  const found = outcome?.renders.find((one) => one.render === report.render);
  return found === undefined
    ? report
    : { ...report, ...(found.contributions.length === 0 ? {} : { contributions: found.contributions }), peaks: found.peaks };
}

function masked(outcome: ContributionOutcome | undefined): { readonly masking?: QcCheck } {
  return outcome?.masking === undefined ? {} : { masking: outcome.masking };
}

function sameWarning(a: Warning, b: Warning): boolean {
  return a.code === b.code && a.at === b.at && a.message === b.message;
}

/** `band.7.1.4.wav`; where a render is ordered twice, `band.stereo.spotify.wav`. */
function outputNameOf(name: string, order: RenderOrder, orders: readonly RenderOrder[]): string {
  const ending = order.format === 'flac' ? 'flac' : 'wav';
  const twin = orders.some((one) => one !== order && one.render === order.render && (one.format === 'flac') === (order.format === 'flac'));
  return `${name}.${order.render}${twin ? `.${order.preset?.id ?? 'bare'}` : ''}.${ending}`;
}

type Queue = <T>(task: () => Promise<T>) => Promise<T>;

/** At most `size` tasks at once, in order of asking. */
function createQueue(size: number): Queue {
  let free = size;
  const waiting: (() => void)[] = [];
  return async (task) => {
    if (free > 0) {
      free--;
    } else {
      await new Promise<void>((resolve) => waiting.push(resolve));
    }
    try {
      return await task();
    } finally {
      const next = waiting.shift();
      if (next === undefined) {
        free++;
      } else {
        next();
      }
    }
  };
}
