import { proxy } from 'comlink';
import { inExportWorker } from './cancellable.ts';
import { sessionRequest } from './jobs.ts';
import type { MasterPreview } from './types.ts';

/** An ended preview may hold its scratch files for a moment: the next one takes others, and later ones take them over. */
const FOLDERS = 4;

/** Previews run beside playing and exports; a newer one cancels the older. */
export function createMasterPreview(hrtf: Uint8Array<ArrayBuffer>): MasterPreview {
  let cancelLast = (): void => {};
  let runs = 0;
  return {
    run({ scene, adm, files, renders, presets, onRow }) {
      cancelLast();
      const folder = `preview-${runs++ % FOLDERS}`;
      const request = { ...sessionRequest(scene, files, adm), hrtf, renders, presets, folder };
      let isOver = false;
      const work = inExportWorker('the preview', (remote) =>
        remote.previewMasters(
          request,
          proxy((row) => {
            if (!isOver) {
              onRow(row);
            }
          }),
        ),
      );
      const cancel = (): void => {
        isOver = true;
        work.cancel();
      };
      cancelLast = cancel;
      return { finished: work.finished, cancel };
    },
    profileMix({ scene, files }) {
      const request = { ...sessionRequest(scene, files), hrtf };
      return inExportWorker('the measurement', (remote) => remote.profileMix(request));
    },
    profileFile: (file) => inExportWorker('the measurement', (remote) => remote.profileFile(file)),
  };
}
