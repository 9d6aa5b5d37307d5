import { InputError } from '../../base/index.ts';
import { createAutosave } from './autosave.ts';
import { createConformance } from './conformance.ts';
import { loadTargets } from './exportWorker.ts';
import { createExporter, createSessionFiles } from './jobs.ts';
import { createLiveEngine } from './live.ts';
import { createMastering } from './mastering.ts';
import { createMasterPreview } from './preview.ts';
import type { StudioServices } from './types.ts';

export type * from './types.ts';
export { admNameOf, fileNameOf } from './jobs.ts';

/** The real services: workers, worklet and files. Made once, at the start. */
export async function createStudioServices(): Promise<StudioServices> {
  const [response, targets] = await Promise.all([fetch(`${import.meta.env.BASE_URL}hrtf/kemar.bin`), loadTargets()]);
  if (!response.ok) {
    throw new InputError('asset.missing', `the HRTF set did not load (${response.status})`, 'reload the page');
  }
  const hrtf = new Uint8Array(await response.arrayBuffer());
  return {
    live: createLiveEngine(hrtf),
    exporter: createExporter(hrtf),
    sessions: createSessionFiles(),
    preview: createMasterPreview(hrtf),
    mastering: createMastering(),
    conformance: createConformance(),
    autosave: createAutosave(),
    targets,
  };
}
