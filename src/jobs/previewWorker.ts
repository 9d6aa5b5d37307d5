import { ignoreWarnings } from '../base/index.ts';
import type { MixProfile } from '../mastering/index.ts';
import { profileInput, profileSession } from './matchMix.ts';
import type { JobPorts } from './ports.ts';
import { PREVIEW_SCRATCHES, previewRender } from './previewRender.ts';
import type { JobWorkerApi } from './renderJob.ts';
import type { Session } from './session.ts';

/** What a job worker does for whoever only wants to look: it writes no file. */
export interface PreviewWorkerApi {
  preview: JobWorkerApi['render'];
  /** Of the 7.1.4 render of a session, master's inserts included. */
  profileSession(session: Session): Promise<MixProfile>;
  /** Of a finished file, or of the 7.1.4 render of an ADM file. */
  profileFile(path: string): Promise<MixProfile>;
}

/** @param portsFor as createJobWorker's; a preview wants PREVIEW_SCRATCHES and no outputs, profiles only read */
export function createPreviewWorker(portsFor: (folder: string, scratches: number) => Promise<JobPorts>): PreviewWorkerApi {
  return {
    async preview(job, folder, onProgress) {
      const ports = await portsFor(folder, PREVIEW_SCRATCHES);
      try {
        return await previewRender(job, ports, onProgress);
      } finally {
        ports[Symbol.dispose]?.();
      }
    },
    async profileSession(session) {
      return profileSession(await portsFor('', 0), session, ignoreWarnings);
    },
    async profileFile(path) {
      return (await profileInput(await portsFor('', 0), path, ignoreWarnings)).profile;
    },
  };
}
