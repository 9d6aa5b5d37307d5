import { InputError } from '../../base/index.ts';
import { createExporter, createSessionFiles } from './jobs.ts';
import { createLiveEngine } from './live.ts';
import type { StudioServices } from './types.ts';

export type * from './types.ts';
export { fileNameOf } from './jobs.ts';

/** The real services: workers, worklet and files. Made once, at the start. */
export async function createStudioServices(): Promise<StudioServices> {
  const response = await fetch(`${import.meta.env.BASE_URL}hrtf/kemar.bin`);
  if (!response.ok) {
    throw new InputError('asset.missing', `the HRTF set did not load (${response.status})`, 'reload the page');
  }
  const hrtf = new Uint8Array(await response.arrayBuffer());
  return { live: createLiveEngine(hrtf), exporter: createExporter(hrtf), sessions: createSessionFiles() };
}
