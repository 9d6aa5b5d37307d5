import { judgeObjects, type Preset } from '../mastering/index.ts';
import type { Measurement } from '../metering/index.ts';
import type { AdmTracks } from './admTracks.ts';
import type { RenderProgress } from './ports.ts';
import { renderChecksOf } from './qcFile.ts';
import { objectModesOf, objectPeaksOf } from './qcInputs.ts';
import { figures } from './readBack.ts';
import type { RenderJob } from './renderJob.ts';
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

/** What the quality checks say of the objects themselves. */
export function objectChecks(
  { session, siblings }: Pick<RenderJob, 'session' | 'siblings'>,
  { items, peaks, source }: Pick<AdmTracks, 'items' | 'peaks' | 'source'>,
  preset: Preset | undefined,
): readonly RenderCheck[] {
  const { stereoLengthSec } = siblings ?? {};
  const { checks } = judgeObjects(
    {
      objectPeaks: objectPeaksOf(items, peaks),
      ...(session.kind === 'audio' ? {} : objectModesOf(items)),
      lengthSec: source.lengthFrames / source.sampleRateHz,
      sampleRateHz: source.sampleRateHz,
      ...(stereoLengthSec === undefined ? {} : { stereoLengthSec }),
    },
    preset,
  );
  return renderChecksOf(checks);
}

/** Dialogue in the render that counts, where the preset measures it. */
export function dialogueCheck(preset: Preset, lufs: number): RenderCheck {
  const { targetLufs, toleranceLu } = preset.dialogue!;
  const show = (value: number): string => (Number.isFinite(value) ? value.toFixed(1).replace('-', '−') : '−∞');
  return {
    rule: 'DIAL',
    passed: Math.abs(lufs - targetLufs) <= toleranceLu + 0.05,
    message: `${show(lufs)} LUFS of dialogue, target ${show(targetLufs)} ± ${show(toleranceLu)}`,
  };
}

/** Loudness and peaks of an ADM file are those of its render to 5.1. */
export function admReport(
  job: RenderJob,
  tracks: Pick<AdmTracks, 'names' | 'source'>,
  preset: Preset | undefined,
  measured: Measurement,
  gain: { readonly gainDb: number; readonly maxGainReductionDb: number },
  checks: readonly RenderCheck[],
): RenderReport {
  const round = (value: number): number => Math.round(value * 1000) / 1000;
  return {
    render: 'adm',
    file: job.outputName,
    channels: tracks.source.channels,
    channelLabels: tracks.names,
    sampleRateHz: tracks.source.sampleRateHz,
    frames: tracks.source.lengthFrames,
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
