import type { Preset } from '../mastering/index.ts';
import type { Measurement } from '../metering/index.ts';
import { MASTER_RATE_HZ, type WrittenAdm } from '../interchange/write/index.ts';
import type { RenderProgress } from './ports.ts';
import { figures, type RenderJob } from './renderJob.ts';
import type { RenderCheck, RenderReport } from './report.ts';

/** An object master's own loudness is that of its 5.1 render, where a preset does not say otherwise. */
export const ADM_MEASURED_ON = '5.1';

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

/** @param lengthSec of the programme, as soon as it is known */
export function stages(
  onProgress: (progress: RenderProgress) => void,
  lengthSec: () => number,
): (name: RenderProgress['stage'], from: number, to: number) => (ratio: number) => void {
  return (name, from, to) => (ratio) => {
    const whole = from + (to - from) * ratio;
    onProgress({ stage: name, ratio: whole, audioSec: lengthSec() * whole });
  };
}
