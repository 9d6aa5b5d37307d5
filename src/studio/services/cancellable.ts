import { startExportWorker, type ExportWorker } from './exportWorker.ts';
import type { Trouble } from './types.ts';

/** Work that can be given up. */
export interface Cancellable<T> {
  /** Rejects with `code: 'job.cancelled'` after cancel(). */
  readonly finished: Promise<T>;
  cancel(): void;
}

/** Work in a coordinating worker of its own, which ends with it: cancelling is ending it. @param what was cancelled, as a person says it */
export function inExportWorker<T>(what: string, use: (remote: ExportWorker['remote']) => Promise<T>): Cancellable<T> {
  const { worker, remote } = startExportWorker();
  let cancel = (): void => {};
  const cancelled = new Promise<never>((_, reject) => {
    cancel = () => {
      const trouble: Trouble = { code: 'job.cancelled', message: `${what} was cancelled`, hint: '', at: '' };
      reject(Object.assign(new Error(trouble.message), trouble));
    };
  });
  return { finished: Promise.race([use(remote), cancelled]).finally(() => worker.terminate()), cancel };
}
