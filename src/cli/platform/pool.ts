import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Worker } from 'node:worker_threads';
import { proxy, wrap, type Remote } from 'comlink';
import nodeEndpoint from 'comlink/dist/esm/node-adapter.mjs';
import {
  outputNamesOf,
  type AlbumJob,
  type AlbumOutcome,
  type AlbumPool,
  type AlbumWorkerApi,
  type ContributionJob,
  type ContributionOutcome,
  type ContributionWorkerApi,
  type JobPool,
  type JobWorkerApi,
  type LimitRequest,
  type LimitWorkerApi,
  type RenderJob,
  type RenderOutcome,
  type RenderProgress,
} from '../../jobs/index.ts';
import { installErrorTransfer } from '../../../workers/platform/errorTransfer.ts';
import { partialPath, removeQuietly } from './files.ts';

installErrorTransfer();

type WorkerApi = JobWorkerApi & ContributionWorkerApi & AlbumWorkerApi & LimitWorkerApi;

/** A thread and its comlink side: the proxy lives as long as the thread, for releasing it would end the thread. */
interface PooledWorker {
  readonly worker: Worker;
  readonly remote: Remote<WorkerApi>;
  /** Rejects when the thread ends of itself. */
  readonly died: Promise<never>;
}

export interface NodePool extends JobPool, AlbumPool {
  /** @param output its name in the pool's folder. @throws as limitFile */
  limit(
    input: string,
    output: string,
    request: LimitRequest,
    onProgress: (ratio: number) => void,
  ): Promise<Awaited<ReturnType<LimitWorkerApi['limit']>>>;
}

/** Job workers in threads of their own. Ending the pool ends them at once; what they had half written goes too. */
export function createNodePool(size: number, outputFolder: string): NodePool {
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
    const pooled = { worker, remote: wrap<WorkerApi>(nodeEndpoint(worker)), died };
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
    async contribute(job: ContributionJob, onProgress: (progress: RenderProgress) => void): Promise<ContributionOutcome> {
      const pooled = idle.pop() ?? make();
      const outcome = await Promise.race([pooled.remote.contribute(job, outputFolder, proxy(onProgress)), pooled.died]);
      idle.push(pooled);
      return outcome;
    },
    async album(job: AlbumJob, onProgress: (progress: RenderProgress) => void): Promise<AlbumOutcome> {
      const pooled = idle.pop() ?? make();
      const partials = job.write ? job.tracks.map((track) => partialPath(join(outputFolder, track.outputName))) : [];
      partials.forEach((partial) => writing.add(partial));
      const outcome = await Promise.race([pooled.remote.album(job, outputFolder, proxy(onProgress)), pooled.died]);
      partials.forEach((partial) => writing.delete(partial));
      idle.push(pooled);
      return outcome;
    },
    async limit(input, output, request, onProgress) {
      const pooled = idle.pop() ?? make();
      const partial = partialPath(join(outputFolder, output));
      writing.add(partial);
      const outcome = await Promise.race([pooled.remote.limit(input, outputFolder, output, request, proxy(onProgress)), pooled.died]);
      writing.delete(partial);
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
