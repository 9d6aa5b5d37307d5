import { wrap, type Remote } from 'comlink';
import type { ExportWorkerApi } from '../../jobs/index.ts';
import { targetOf } from '../state/targets.ts';
import type { Target } from '../state/targets.ts';

export interface ExportWorker {
  readonly worker: Worker;
  readonly remote: Remote<ExportWorkerApi>;
}

/** A coordinating worker of one's own; whoever starts it ends it. */
export function startExportWorker(): ExportWorker {
  const worker = new Worker(new URL('../../../workers/export.worker.ts', import.meta.url), { type: 'module' });
  return { worker, remote: wrap<ExportWorkerApi>(worker) };
}

/** The delivery presets: the mastering room's own table, which lives in the worker. */
export async function loadTargets(): Promise<readonly Target[]> {
  const { worker, remote } = startExportWorker();
  try {
    return (await remote.presets()).map(targetOf);
  } finally {
    worker.terminate();
  }
}
