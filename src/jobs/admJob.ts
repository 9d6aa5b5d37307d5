import { createWarningList, gainToDb } from '../base/index.ts';
import { createKernels } from '../dsp/index.ts';
import { findPreset } from '../mastering/index.ts';
import { loudnessWeight, measureSource } from '../metering/index.ts';
import { parseHrtfSet } from '../render/binaural/index.ts';
import { getLayout } from '../layouts/index.ts';
import { openAdmFile, renderItems, writeAdmFile } from './admFile.ts';
import { ADM_MEASURED_ON, admReport, stages, trackPeakCheck } from './admReport.ts';
import { renderTracks } from './admTracks.ts';
import { checkRender } from './checks.ts';
import { runObjectMaster } from './objectMaster.ts';
import type { JobPorts, RenderProgress } from './ports.ts';
import type { RenderJob, RenderOutcome } from './renderJob.ts';

/**
 * Writes the session as an ADM file: with a preset as an object master together with the job's companions, else as it is.
 * @throws as renderTracks; nothing half written stays
 */
export async function runAdmJob(job: RenderJob, ports: JobPorts, onProgress: (progress: RenderProgress) => void): Promise<RenderOutcome> {
  if (job.order.preset !== null) {
    return runObjectMaster(job, ports, findPreset(job.order.preset), onProgress);
  }
  const { warn, list } = createWarningList();
  using scratch = ports.createScratch();
  using rendered = ports.createScratch();
  let lengthSec = 0;
  const stage = stages(onProgress, () => lengthSec);
  const { adm, source, peak } = await renderTracks(job.session, ports, scratch, job.blockFrames, warn, stage('rendering', 0, 0.5));
  lengthSec = source.lengthFrames / source.sampleRateHz;
  writeAdmFile(ports, job.outputName, adm, source, 'none', stage('rendering', 0.5, 0.6));
  using master = await openAdmFile(ports, job.outputName, warn);
  const kernels = createKernels(1024);
  const layout = getLayout(ADM_MEASURED_ON);
  const render = renderItems(
    kernels,
    master.items,
    master.source,
    { kind: 'layout', layout },
    parseHrtfSet(ports.readHrtf()),
    rendered,
    stage('measuring', 0.6, 0.9),
  );
  const measured = measureSource(kernels, render, layout.speakers.map(loudnessWeight), stage('measuring', 0.9, 1));
  const checks = [
    ...checkRender({ measured, preset: undefined, render: 'adm', isAnchored: false, shortfallLu: 0, reason: '' }),
    trackPeakCheck(gainToDb(peak)),
  ];
  onProgress({ stage: 'done', ratio: 1, audioSec: lengthSec });
  return {
    report: admReport(job, adm, source.lengthFrames, undefined, measured, { gainDb: 0, maxGainReductionDb: 0 }, checks),
    warnings: list,
  };
}
