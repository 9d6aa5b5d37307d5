import { runAdmJob } from './admJob.ts';
import { objectMasterRenders } from './objectMaster.ts';
import type { JobPorts } from './ports.ts';
import { runRender, type JobWorkerApi, type RenderJob } from './renderJob.ts';
import { isAdmRender } from './renderPlan.ts';

/** The job worker's side; entry points only expose it. */
export function createJobWorker(portsFor: (folder: string, job: RenderJob) => JobPorts | Promise<JobPorts>): JobWorkerApi {
  return {
    async render(job, folder, onProgress) {
      const ports = await portsFor(folder, job);
      try {
        return await (isAdmRender(job.order.render) ? runAdmJob : runRender)(job, ports, onProgress);
      } finally {
        ports[Symbol.dispose]?.();
      }
    },
  };
}

/** The files that a job writes. */
export function outputNamesOf(job: RenderJob): readonly string[] {
  return [...(job.write ? [job.outputName] : []), ...(job.companions ?? []).map((companion) => companion.outputName)];
}

/** How many scratch files a job asks its ports for, at most: hosts that have to open them beforehand need to know. */
export function scratchesOf(job: RenderJob): number {
  return !isAdmRender(job.order.render) ? 1 : job.order.preset === null ? 2 : 1 + 2 * objectMasterRenders(job).length;
}
