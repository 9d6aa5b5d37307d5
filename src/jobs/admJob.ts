import { createWarningList, gainToDb } from '../base/index.ts';
import { createKernels } from '../dsp/index.ts';
import { loudnessWeight, measureSource } from '../metering/index.ts';
import { parseHrtfSet } from '../render/binaural/index.ts';
import { getLayout } from '../layouts/index.ts';
import { openAdmFile, renderItems, writeAdmFile } from './admFile.ts';
import { ADM_MEASURED_ON, admReport, objectChecks, stages, trackPeakCheck } from './admReport.ts';
import { chainTracks, mixChainOf, openTracks } from './admTracks.ts';
import { checkRender } from './checks.ts';
import { runObjectMaster } from './objectMaster.ts';
import { named } from './named.ts';
import { createScratches, type JobPorts, type RenderProgress } from './ports.ts';
import type { RenderJob, RenderOutcome } from './renderJob.ts';

/**
 * Writes the session as an ADM file: with a preset as an object master together with the job's companions, else as it is.
 * @throws as openTracks; nothing half written stays
 */
export async function runAdmJob(job: RenderJob, ports: JobPorts, onProgress: (progress: RenderProgress) => void): Promise<RenderOutcome> {
  if (job.order.preset !== null) {
    return runObjectMaster(job, ports, job.order.preset, onProgress);
  }
  const { warn, list } = createWarningList();
  const scratches = createScratches(ports);
  try {
    let lengthSec = 0;
    const stage = stages(onProgress, () => lengthSec);
    const kernels = createKernels(1024);
    const hrtf = parseHrtfSet(ports.readHrtf());
    using opened = await openTracks(job.session, ports, scratches.create, job.blockFrames, warn, stage('rendering', 0, 0.4));
    lengthSec = opened.source.lengthFrames / opened.source.sampleRateHz;
    const tracks = chainTracks(kernels, opened, mixChainOf(job.session), hrtf, scratches.create, warn, stage('rendering', 0.4, 0.5));
    const peak = writeAdmFile(ports, job.outputName, tracks, tracks.source, 'none', stage('rendering', 0.5, 0.6));
    using master = await openAdmFile(ports, job.outputName, warn);
    const layout = getLayout(ADM_MEASURED_ON);
    const target = { kind: 'layout', layout } as const;
    const render = renderItems(kernels, tracks.items, master.source, target, hrtf, scratches.create(), stage('measuring', 0.6, 0.9));
    const measured = measureSource(kernels, render, layout.speakers.map(loudnessWeight), stage('measuring', 0.9, 1));
    const checks = [
      ...checkRender({ measured, preset: undefined, isAnchored: false, shortfallLu: 0, reason: '' }),
      trackPeakCheck(gainToDb(peak)),
      ...objectChecks(job, tracks, undefined),
    ];
    onProgress({ stage: 'done', ratio: 1, audioSec: lengthSec });
    return { report: admReport(job, tracks, undefined, measured, { gainDb: 0, maxGainReductionDb: 0 }, checks), warnings: list };
  } catch (error) {
    throw named(error, job.session.name);
  } finally {
    scratches[Symbol.dispose]();
  }
}
