import { proxy } from 'comlink';
import { inExportWorker } from './cancellable.ts';
import type { Conformance } from './types.ts';

/** The reference vectors are evaluated in a worker of their own, which ends with them. */
export function createConformance(): Conformance {
  return {
    run(onProgress) {
      return inExportWorker('the check', (remote) => remote.verify(proxy(onProgress)));
    },
  };
}
