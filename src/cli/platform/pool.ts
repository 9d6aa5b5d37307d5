import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Worker } from 'node:worker_threads';
import { proxy, wrap, type Remote } from 'comlink';
import nodeEndpoint from 'comlink/dist/esm/node-adapter.mjs';
import {
  outputNamesOf,
  type JobPool,
  type JobWorkerApi,
  type RenderJob,
  type RenderOutcome,
  type RenderProgress,
} from '../../jobs/index.ts';
import { installErrorTransfer } from '../../../workers/platform/errorTransfer.ts';
import { partialPath, removeQuietly } from './files.ts';

installErrorTransfer();

/** A thread and its comlink side: the proxy lives as long as the thread, for releasing it would end the thread. */
interface PooledWorker {
  readonly worker: Worker;
  readonly remote: Remote<JobWorkerApi>;
  /** Rejects when the thread ends of itself. */
  readonly died: Promise<never>;
}

/** Job workers in threads of their own. Ending the pool ends them at once; what they had half written goes too. */
export function createNodePool(size: number, outputFolder: string): JobPool {
  const idle: PooledWorker[] = [];
  const all = new Set<PooledWorker>();
  const writing = new Set<string>();
  const make = (): PooledWorker => {
    const worker = new Worker(workerUrl());
    const died = new Promise<never>((_, reject) => {
      worker.once('error', reject);
      worker.once('exit', () => reject(new Error('a render worker ended early')));
    });
    died.catch(() => {});
    const pooled = { worker, remote: wrap<JobWorkerApi>(nodeEndpoint(worker)), died };
    all.add(pooled);
    return pooled;
  };
  return {
    size,
    async render(job: RenderJob, onProgress: (progress: RenderProgress) => void): Promise<RenderOutcome> {
      const pooled = idle.pop() ?? make();
      const partials = outputNamesOf(job).map((name) => partialPath(join(outputFolder, name)));
      partials.forEach((partial) => writing.add(partial));
      const outcome = await Promise.race([pooled.remote.render(job, outputFolder, proxy(onProgress)), pooled.died]);
      partials.forEach((partial) => writing.delete(partial));
      idle.push(pooled);
      return outcome;
    },
    [Symbol.dispose]() {
      for (const { worker } of all) {
        worker.removeAllListeners();
        void worker.terminate();
      }
      all.clear();
      for (const partial of writing) {
        removeQuietly(partial);
      }
    },
  };
}

function workerUrl(): URL {
  const built = new URL('./job.mjs', import.meta.url);
  if (existsSync(fileURLToPath(built))) {
    return built;
  }
  throw new Error('the job worker is not built: run npm run build');
}
