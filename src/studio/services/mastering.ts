import { startExportWorker } from './exportWorker.ts';
import type { ExportWorker } from './exportWorker.ts';
import type { Mastering } from './types.ts';

/** The mastering room's own functions. Their worker starts with the first question and stays: sliders ask many. */
export function createMastering(): Mastering {
  let started: ExportWorker | undefined;
  const remote = (): ExportWorker['remote'] => (started ??= startExportWorker()).remote;
  return {
    curves: () => remote().masterCurves(),
    match: (own, reference, options) => remote().matchReference(own, reference, options),
    scale: (proposal, ratio) => remote().scaleProposal(proposal, ratio),
    propose: (question) => remote().proposeMaster(question),
    parsePreset: (text, fileName) => remote().parsePreset(text, fileName),
  };
}
