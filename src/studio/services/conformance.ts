import { proxy } from 'comlink';
import { startExportWorker } from './exportWorker.ts';
import type { Conformance, Trouble } from './types.ts';

/** The reference vectors are evaluated in a worker of their own, which ends with them. */
export function createConformance(): Conformance {
  return {
    run(onProgress) {
      const { worker, remote } = startExportWorker();
      let cancel = (): void => {};
      const cancelled = new Promise<never>((_, reject) => {
        cancel = () => {
          const trouble: Trouble = { code: 'job.cancelled', message: 'the check was cancelled', hint: '', at: '' };
          reject(Object.assign(new Error(trouble.message), trouble));
        };
      });
      const work = remote.verify(proxy(onProgress));
      return { finished: Promise.race([work, cancelled]).finally(() => worker.terminate()), cancel };
    },
  };
}
