import { runAdmJob } from './admJob.ts';
import { runContributions, type ContributionJob, type ContributionWorkerApi } from './contribution.ts';
import { DIALOGUE_SCRATCHES, wantsDialogue } from './dialogue.ts';
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

/** The same for jobs that only look. */
export function createContributionWorker(
  portsFor: (folder: string, job: ContributionJob) => JobPorts | Promise<JobPorts>,
): ContributionWorkerApi {
  return {
    async contribute(job, folder, onProgress) {
      const ports = await portsFor(folder, job);
      try {
        return await runContributions(job, ports, onProgress);
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
  const { render, preset } = job.order;
  const dialogue = wantsDialogue(preset) ? DIALOGUE_SCRATCHES : 0;
  return !isAdmRender(render) ? 3 + dialogue : preset === null ? 4 : 3 + 2 * objectMasterRenders(job).length + dialogue;
}
