import type { AudioSource } from '../audio/index.ts';
import type { Warn } from '../base/index.ts';
import { createKernels } from '../dsp/index.ts';
import { openAudioFile } from '../formats/index.ts';
import { analyseSource, countsDialogue, judgeQc, type Preset, type QcContext, type ShortfallReason } from '../mastering/index.ts';
import { loudnessWeight, measureSource, type Measurement } from '../metering/index.ts';
import type { RenderTarget } from '../render/index.ts';
import { checkRender } from './checks.ts';
import { fileLabels, type FileOrder } from './delivery.ts';
import type { DialogueInFile } from './dialogue.ts';
import type { JobPorts } from './ports.ts';
import { curvesOf, qcContextOf, renderChecksOf } from './qcFile.ts';
import { speakersOf } from './renderAudio.ts';
import type { Mastered, RenderJob } from './renderJob.ts';
import type { RenderReport } from './report.ts';
import type { Session } from './session.ts';

/** A file that has just been written, and how it came about. */
export interface WrittenRender {
  readonly job: Pick<RenderJob, 'order' | 'outputName'>;
  readonly target: RenderTarget;
  readonly fileOrder: FileOrder;
  /** Absent: a bare render, which is not judged by what a master has to be. */
  readonly preset?: Preset;
  readonly mastered: Mastered;
  /** Where the preset's loudness is that of another render of the mix: its gain. */
  readonly anchorGainDb?: number;
  /** What the file itself does not say. */
  readonly known?: Partial<QcContext>;
  /** Of elements marked as dialogue. */
  readonly dialogue?: DialogueInFile;
  readonly warn: Warn;
  readonly onProgress: (ratio: number) => void;
}

/** The written file, opened again and measured: the report's figures are the file's. */
export async function readBack(ports: JobPorts, written: WrittenRender): Promise<{ report: RenderReport; measured: Measurement }> {
  using bytes = ports.openOutput(written.job.outputName);
  const opened = await openAudioFile(bytes, written.warn);
  const speakers = written.fileOrder.channelOfFile.map((k) => speakersOf(written.target)[k]!);
  return judgeRender(opened.source, qcContextOf(opened, speakers), written);
}

/**
 * Measures a master and judges it.
 * @param source in file order
 * @param about  what the file says of itself, or will say
 */
export function judgeRender(
  source: AudioSource,
  about: QcContext,
  written: Omit<WrittenRender, 'warn'>,
): { readonly report: RenderReport; readonly measured: Measurement } {
  const { job, target, fileOrder, preset, mastered, known = {}, onProgress } = written;
  const { speakers } = about;
  const isAnchored = written.anchorGainDb !== undefined;
  const analysis = preset === undefined ? undefined : analyseSource(createKernels(256), source, speakers, onProgress);
  const measured = analysis?.measured ?? measureSource(createKernels(64), source, speakers.map(loudnessWeight), onProgress);
  const context: QcContext = {
    ...about,
    isAnchored,
    isBinaural: target.kind === 'binaural',
    ...known,
    ...(analysis === undefined || written.dialogue === undefined ? {} : { dialogue: written.dialogue(analysis.history.momentaryLufs) }),
  };
  const input = analysis === undefined ? undefined : { analysis, context, preset };
  const checks = [
    ...checkRender({
      measured,
      preset,
      isAnchored,
      countsDialogue: input !== undefined && countsDialogue(input),
      ...shortfallOf(mastered),
    }),
    ...(input === undefined ? [] : renderChecksOf(judgeQc(input).checks)),
  ];
  const report: RenderReport = {
    render: job.order.render,
    file: job.outputName,
    channels: source.channels,
    channelLabels: fileLabels(target, fileOrder),
    sampleRateHz: source.sampleRateHz,
    frames: source.lengthFrames,
    format: job.order.format,
    preset: preset?.id ?? null,
    ...figures(measured),
    gainDb: round(mastered.gainDb),
    maxGainReductionDb: round(mastered.maxGainReductionDb),
    passed: checks.every((check) => check.passed),
    checks,
    ...(analysis === undefined ? {} : { curves: curvesOf(analysis) }),
  };
  return { report, measured };
}

/** Headphones are what the modes are for; a finished mix has none. */
export function binauralModesOf(session: Session, target: RenderTarget): Pick<QcContext, 'binauralModes'> {
  return target.kind === 'binaural' && session.kind === 'project'
    ? { binauralModes: session.scene.elements.map((element) => element.binaural) }
    : {};
}

function shortfallOf(mastered: Mastered): { readonly shortfallLu: number; readonly reason: string } {
  return { shortfallLu: mastered.shortfallLu ?? 0, reason: mastered.reason === undefined ? '' : SHORTFALLS[mastered.reason] };
}

/** Why a target was missed, and the way on. */
export const SHORTFALLS: Readonly<Record<ShortfallReason, string>> = {
  silent: 'there is nothing to hear; is everything muted?',
  'gain-reduction': 'more would need more limiting than the preset allows; tame the peaks in the mix, or choose a quieter target',
  ceiling: 'the limiter gives no more loudness under this ceiling; tame the peaks in the mix, or choose a quieter target',
};

/** A measurement as the report's fields: silence is null, and no more digits than a meter has. */
export function figures(
  measured: Measurement,
): Pick<RenderReport, 'integratedLufs' | 'lraLu' | 'maxMomentaryLufs' | 'maxShortTermLufs' | 'truePeakDbtp' | 'samplePeakDbfs'> {
  return {
    integratedLufs: finite(measured.integratedLufs),
    lraLu: finite(measured.lraLu),
    maxMomentaryLufs: finite(measured.maxMomentaryLufs),
    maxShortTermLufs: finite(measured.maxShortTermLufs),
    truePeakDbtp: finite(measured.truePeakDbtp),
    samplePeakDbfs: finite(measured.samplePeakDbfs),
  };
}

export function finite(value: number): number | null {
  return Number.isFinite(value) ? round(value) : null;
}

function round(value: number): number {
  return Math.round(value * 1000) / 1000;
}
