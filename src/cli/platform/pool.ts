import { existsSync } from 'node:fs';
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Worker } from 'node:worker_threads';
import { proxy, releaseProxy, wrap } from 'comlink';
import nodeEndpoint from 'comlink/dist/esm/node-adapter.mjs';
import type { JobPool, JobWorkerApi, RenderJob, RenderOutcome, RenderProgress } from '../../jobs/index.ts';
import { partialPath } from './files.ts';

/** Job workers in threads of their own. Ending the pool ends them at once; what they had half written goes too. */
export function createNodePool(workers: number, outputFolder: string): JobPool {
  const idle: Worker[] = [];
  const all = new Set<Worker>();
  const writing = new Set<string>();
  const take = (): Worker => {
    const worker = idle.pop() ?? new Worker(workerUrl());
    all.add(worker);
    return worker;
  };
  return {
    size: workers,
    async render(job: RenderJob, onProgress: (progress: RenderProgress) => void): Promise<RenderOutcome> {
      const worker = take();
      const api = wrap<JobWorkerApi>(nodeEndpoint(worker));
      const partial = partialPath(join(outputFolder, job.outputName));
      writing.add(partial);
      try {
        const died = new Promise<never>((_, reject) => {
          worker.once('error', reject);
          worker.once('exit', () => reject(new Error('the render worker ended early')));
        });
        const outcome = await Promise.race([api.render(job, outputFolder, proxy(onProgress)), died]);
        writing.delete(partial);
        worker.removeAllListeners('error');
        worker.removeAllListeners('exit');
        idle.push(worker);
        return outcome;
      } finally {
        api[releaseProxy]();
      }
    },
    [Symbol.dispose]() {
      for (const worker of all) {
        worker.removeAllListeners();
        void worker.terminate();
      }
      all.clear();
      for (const partial of writing) {
        rmSync(partial, { force: true });
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
