import { createWarningList, gainToDb } from '../base/index.ts';
import { createKernels } from '../dsp/index.ts';
import { findPreset, type Preset } from '../mastering/index.ts';
import { loudnessWeight, measureSource, type Measurement } from '../metering/index.ts';
import { parseHrtfSet } from '../render/binaural/index.ts';
import { getLayout } from '../layouts/index.ts';
import { MASTER_RATE_HZ, type WrittenAdm } from '../interchange/write/index.ts';
import { openAdmFile, renderItems, writeAdmFile } from './admFile.ts';
import { renderTracks } from './admTracks.ts';
import { checkRender } from './checks.ts';
import { runObjectMaster } from './objectMaster.ts';
import type { JobPorts, RenderProgress } from './ports.ts';
import { figures, type RenderJob, type RenderOutcome } from './renderJob.ts';
import type { RenderCheck, RenderReport } from './report.ts';

/** An object master's own loudness is that of its 5.1 render. */
export const ADM_MEASURED_ON = '5.1';

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
  const stage = stages(onProgress);
  const { adm, source, peak } = await renderTracks(job.session, ports, scratch, job.blockFrames, warn, stage('rendering', 0, 0.5));
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
  onProgress({ stage: 'done', ratio: 1, audioSec: source.lengthFrames / source.sampleRateHz });
  return {
    report: admReport(job, adm, source.lengthFrames, undefined, measured, { gainDb: 0, maxGainReductionDb: 0 }, checks),
    warnings: list,
  };
}

/** The file's tracks are whole numbers: nothing in them may be above full scale. */
export function trackPeakCheck(peakDbfs: number): RenderCheck {
  const passed = !(peakDbfs > 0);
  const figure = Number.isFinite(peakDbfs) ? peakDbfs.toFixed(2).replace('-', '−') : '−∞';
  return {
    rule: 'track-peak',
    passed,
    message: passed
      ? `the loudest track peaks at ${figure} dBFS`
      : `the loudest track peaks at ${figure} dBFS and is clipped; lower its fader, or name a preset`,
  };
}

/** Loudness and peaks of an ADM file are those of its render to 5.1. */
export function admReport(
  job: RenderJob,
  adm: WrittenAdm,
  frames: number,
  preset: Preset | undefined,
  measured: Measurement,
  gain: { readonly gainDb: number; readonly maxGainReductionDb: number },
  checks: readonly RenderCheck[],
): RenderReport {
  const round = (value: number): number => Math.round(value * 1000) / 1000;
  return {
    render: 'adm',
    file: job.outputName,
    channels: adm.tracks.length,
    channelLabels: adm.tracks.map((track) => track.name),
    sampleRateHz: MASTER_RATE_HZ,
    frames,
    format: job.order.format,
    preset: preset?.id ?? null,
    ...figures(measured),
    gainDb: round(gain.gainDb),
    maxGainReductionDb: round(gain.maxGainReductionDb),
    passed: checks.every((check) => check.passed),
    checks,
  };
}

export function stages(
  onProgress: (progress: RenderProgress) => void,
): (name: RenderProgress['stage'], from: number, to: number) => (ratio: number) => void {
  return (name, from, to) => (ratio) => onProgress({ stage: name, ratio: from + (to - from) * ratio, audioSec: 0 });
}
