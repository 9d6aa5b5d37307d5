import { createPlanar, type AudioSink, type AudioSource } from '../audio/index.ts';
import { createWarningList, gainToDb, InputError, UsageError, type Warn, type Warning } from '../base/index.ts';
import { createDither, createKernels, type Kernels } from '../dsp/index.ts';
import { createRenderEngine } from '../engine/index.ts';
import { createFlacWriter, createWaveWriter, openAudioFile } from '../formats/index.ts';
import { getLayout, waveOrderOf } from '../layouts/index.ts';
import {
  analyseSource,
  countsDialogue,
  findPreset,
  judgeQc,
  limiterGroups,
  limitSource,
  masterToTarget,
  type Preset,
  type QcContext,
  type ShortfallReason,
} from '../mastering/index.ts';
import { loudnessWeight, measureSource, type Measurement } from '../metering/index.ts';
import { parseHrtfSet } from '../render/binaural/index.ts';
import { parseTarget, type RenderTarget } from '../render/index.ts';
import { checkRender } from './checks.ts';
import { createPeakSink } from './peakSink.ts';
import type { JobPorts, RenderProgress } from './ports.ts';
import { curvesOf, qcContextOf, renderChecksOf } from './qcFile.ts';
import type { DeliveryFormat, RenderOrder } from './renderPlan.ts';
import type { RenderReport } from './report.ts';
import { createScratchAudio } from './scratchAudio.ts';
import { openSources, planSession, type Session } from './session.ts';

/** One file to render, master, write and measure: what a job worker is given. */
export interface RenderJob {
  readonly session: Session;
  readonly order: RenderOrder;
  /** The drive found on the render that the preset is measured on; null where this render is it. */
  readonly anchorGainDb: number | null;
  /** False: only the drive is wanted, no file. */
  readonly write: boolean;
  readonly outputName: string;
  /** Renders that an object master is delivered with, of one pass with it. */
  readonly companions?: readonly Companion[];
  readonly blockFrames?: number;
}

export interface Companion {
  readonly order: RenderOrder;
  readonly outputName: string;
}

export interface RenderOutcome {
  readonly report: RenderReport;
  /** By companion. */
  readonly companions?: readonly RenderReport[];
  readonly warnings: readonly Warning[];
}

/** What a job worker does for whoever started it. `folder` is where outputs go, in the host's words. */
export interface JobWorkerApi {
  render(job: RenderJob, folder: string, onProgress: (progress: RenderProgress) => void): Promise<RenderOutcome>;
}

/** Frames that pass from engine to file at a time. */
const BLOCK_FRAMES = 4096;
/** Progress is told this often at most: every so many seconds of audio. */
const PROGRESS_SEC = 2;
/** Other makers' meters interpolate otherwise and read up to this much more: masters stay under the ceiling by theirs too. */
export const METER_MARGIN_DB = 0.1;
/** Dither starts here; each channel has a stream of its own. */
const DITHER_SEED = 1770;

/**
 * Renders one order from sources to a finished file: engine → scratch → loudness and limiter → dither → file → the file read back and
 * measured. The same job gives the same bytes, whatever `blockFrames` is.
 * @throws InputError naming what cannot be read or written; nothing half written stays
 */
export async function runRender(job: RenderJob, ports: JobPorts, onProgress: (progress: RenderProgress) => void): Promise<RenderOutcome> {
  const { session, order } = job;
  const { warn, list } = createWarningList();
  const target = parseTarget(order.render);
  using sources = await openSources(ports, session, warn);
  const plan = planSession(session, target, sources.list);
  if (plan.lengthFrames <= 0) {
    throw new InputError('session.empty', 'has nothing to render', 'add an element with a source', session.name);
  }
  const kernels = createKernels(1024);
  const mark = kernels.heap.mark();
  const hrtf = target.kind === 'binaural' ? parseHrtfSet(ports.readHrtf()) : undefined;
  const engine = createRenderEngine(kernels, plan, sources.list, hrtf);
  const preset = order.preset === null ? undefined : findPreset(order.preset);
  const lengthSec = plan.lengthFrames / plan.sampleRateHz;
  const fileOrder = fileOrderOf(target, preset !== undefined);
  const stage = (name: RenderProgress['stage'], from: number, to: number) => (ratio: number) =>
    onProgress({ stage: name, ratio: from + (to - from) * ratio, audioSec: lengthSec * (from + (to - from) * ratio) });

  const { channels } = engine;
  const rendering = stage('rendering', 0, preset === undefined ? 0.85 : 0.6);
  if (preset === undefined) {
    if (!job.write) {
      throw new UsageError('job.nothing', 'a bare render has no gain to find', 'name a preset');
    }
    const sink = createPeakSink(await createDelivery(ports, job, channels, plan.sampleRateHz, plan.lengthFrames, fileOrder, 'none'));
    pull(engine.read, channels, plan.lengthFrames, plan.sampleRateHz, sink, job.blockFrames, rendering);
    if (order.format !== 'float32' && sink.peak() > 1) {
      const peakDb = gainToDb(sink.peak()).toFixed(1);
      warn({
        code: 'render.clipped',
        at: order.render,
        message: `peaks at +${peakDb} dBFS and is clipped in the file; use float32, or master it`,
      });
    }
    const { report } = await readBack(
      ports,
      job,
      target,
      fileOrder,
      undefined,
      { gainDb: 0, maxGainReductionDb: 0 },
      undefined,
      warn,
      stage('measuring', 0.85, 1),
    );
    sayInvalid(engine.invalidSamples, session, warn);
    onProgress({ stage: 'done', ratio: 1, audioSec: lengthSec });
    return { report, warnings: list };
  }

  using scratch = ports.createScratch();
  const rendered = createScratchAudio(scratch, channels, plan.sampleRateHz);
  const bits = order.format === 'wav16' ? 16 : 24;
  const mixed = createPeakSink(rendered.sink, bits);
  pull(engine.read, channels, plan.lengthFrames, plan.sampleRateHz, mixed, job.blockFrames, rendering);
  sayInvalid(engine.invalidSamples, session, warn);
  // The engine's memory is free from here on: the limiter takes its place.
  kernels.heap.release(mark);
  const source = rendered.source();
  const weights = weightsOf(target);
  const groups = limiterGroups((target.kind === 'binaural' ? getLayout('stereo') : target.layout).speakers.map((speaker) => speaker.isLfe));
  let ceilingDbtp = preset.truePeakDbtp - METER_MARGIN_DB;
  let dither: 'tpdf' | 'none' = order.format === 'float32' ? 'none' : 'tpdf';
  for (let attempt = 1; ; attempt++) {
    const sink = job.write
      ? await createDelivery(ports, job, channels, plan.sampleRateHz, plan.lengthFrames, fileOrder, dither)
      : discard(channels);
    const mastering = stage('mastering', 0.6, 0.9);
    let mastered: Mastered;
    try {
      mastered = master(kernels, source, sink, { preset, weights, groups, ceilingDbtp, anchorGainDb: job.anchorGainDb }, mastering);
    } catch (error) {
      sink.abort();
      throw error;
    }
    if (!job.write) {
      return { report: unwritten(job, target, fileOrder, engine.sampleRateHz, plan.lengthFrames, mastered), warnings: list };
    }
    if (dither === 'tpdf' && mixed.isOnGrid() && mastered.gainDb === 0 && mastered.maxGainReductionDb === 0) {
      // Nothing was done to samples that the file can hold as they are: they stay as they are.
      sink.abort();
      dither = 'none';
      continue;
    }
    sink.finish();
    const { report, measured } = await readBack(
      ports,
      job,
      target,
      fileOrder,
      preset,
      mastered,
      job.anchorGainDb ?? undefined,
      warn,
      stage('measuring', 0.9, 1),
      { premasterPeakDbfs: gainToDb(mixed.peak()), ...binauralModesOf(session, target) },
    );
    const overDb = Math.max(measured.truePeakDbtp, measured.itu4xDbtp) - preset.truePeakDbtp;
    if (overDb <= 0 || attempt === 4) {
      onProgress({ stage: 'done', ratio: 1, audioSec: lengthSec });
      return { report, warnings: list };
    }
    // Dither lifted a peak over the ceiling: take that much off and write again.
    ceilingDbtp -= overDb + 0.002;
  }
}

export interface Mastered {
  readonly gainDb: number;
  readonly maxGainReductionDb: number;
  readonly shortfallLu?: number;
  readonly reason?: ShortfallReason;
}

interface MasterSettings {
  readonly preset: Preset;
  readonly weights: readonly number[];
  readonly groups: readonly (readonly number[])[];
  readonly ceilingDbtp: number;
  readonly anchorGainDb: number | null;
}

function master(
  kernels: Kernels,
  source: AudioSource,
  sink: AudioSink,
  settings: MasterSettings,
  onProgress: (ratio: number) => void,
): Mastered {
  const { preset, weights, groups, ceilingDbtp, anchorGainDb } = settings;
  if (anchorGainDb !== null) {
    return limitSource(kernels, source, sink, { gainDb: anchorGainDb, ceilingDbtp, groups, onProgress });
  }
  const { integratedLufs, maxGainReductionDb } = preset;
  return masterToTarget(kernels, source, sink, {
    weights,
    groups,
    ceilingDbtp,
    onProgress,
    ...(integratedLufs.targetLufs === undefined ? {} : { targetLufs: integratedLufs.targetLufs }),
    ...(integratedLufs.maxLufs === undefined ? {} : { maxLufs: integratedLufs.maxLufs }),
    ...(maxGainReductionDb === undefined ? {} : { maxGainReductionDb }),
  });
}

/** Engine to sink, block by block; the sink is finished, or nothing of it stays. */
export function pull(
  read: (out: readonly Float32Array[], outFrame: number, lengthFrames: number) => void,
  channels: number,
  lengthFrames: number,
  sampleRateHz: number,
  sink: AudioSink,
  blockFrames = BLOCK_FRAMES,
  onProgress: (ratio: number) => void,
): void {
  const block = createPlanar(channels, blockFrames);
  const every = PROGRESS_SEC * sampleRateHz;
  let told = 0;
  try {
    for (let frame = 0; frame < lengthFrames; frame += blockFrames) {
      const count = Math.min(blockFrames, lengthFrames - frame);
      read(block, 0, count);
      sink.write(block, 0, count);
      if (frame - told >= every) {
        told = frame;
        onProgress(frame / lengthFrames);
      }
    }
    sink.finish();
  } catch (error) {
    sink.abort();
    throw error;
  }
}

/** Which of the engine's channels each file channel is, and the WAVE mask. Bare renders keep the layout's own order (BS.2051). */
export interface FileOrder {
  readonly mask: number;
  readonly channelOfFile: readonly number[];
}

export function fileOrderOf(target: RenderTarget, isMaster: boolean): FileOrder {
  if (target.kind === 'binaural') {
    return { mask: 0x3, channelOfFile: [0, 1] };
  }
  const wave = waveOrderOf(target.layout);
  return isMaster
    ? { mask: wave.mask, channelOfFile: wave.layoutIndexOfFileChannel }
    : { mask: 0, channelOfFile: target.layout.speakers.map((_, k) => k) };
}

export function weightsOf(target: RenderTarget): readonly number[] {
  return target.kind === 'binaural' ? [1, 1] : target.layout.speakers.map(loudnessWeight);
}

/** The delivered file as a sink in the engine's channel order: dithered, put in file order, written. */
export async function createDelivery(
  ports: JobPorts,
  job: RenderJob,
  channels: number,
  sampleRateHz: number,
  expectedFrames: number,
  order: FileOrder,
  dither: 'tpdf' | 'none',
): Promise<AudioSink> {
  const { format } = job.order;
  const bits = format === 'wav16' ? 16 : 24;
  const bytes = ports.createOutput(job.outputName);
  let file: AudioSink;
  try {
    file =
      format === 'flac'
        ? await createFlacWriter(bytes, {
            channels,
            sampleRateHz,
            bitsPerSample: 24,
            expectedFrames,
            ...(order.mask === 0 ? {} : { channelMask: order.mask }),
          })
        : createWaveWriter(bytes, {
            channels,
            sampleRateHz,
            encoding: ENCODINGS[format],
            ...(order.mask === 0 ? {} : { channelMask: order.mask }),
            expectedFrames,
          });
  } catch (error) {
    bytes.abort();
    throw error;
  }
  const quantise = dither === 'none' ? undefined : createDither(DITHER_SEED, channels, bits);
  const capacity = Math.max(BLOCK_FRAMES, job.blockFrames ?? 0);
  let work = createPlanar(channels, capacity);
  return {
    channels,
    write(block, startFrame, lengthFrames) {
      if (lengthFrames > work[0]!.length) {
        work = createPlanar(channels, lengthFrames);
      }
      for (let c = 0; c < channels; c++) {
        const from = block[order.channelOfFile[c]!]!;
        const to = work[c]!;
        for (let k = 0; k < lengthFrames; k++) {
          to[k] = from[startFrame + k]!;
        }
      }
      quantise?.process(work, 0, lengthFrames);
      file.write(work, 0, lengthFrames);
    },
    finish: () => file.finish(),
    abort: () => file.abort(),
  };
}

const ENCODINGS: Readonly<Record<Exclude<DeliveryFormat, 'flac'>, 'pcm24' | 'pcm16' | 'float32'>> = {
  wav24: 'pcm24',
  wav16: 'pcm16',
  float32: 'float32',
};

function discard(channels: number): AudioSink {
  return { channels, write() {}, finish() {}, abort() {} };
}

function fileLabels(target: RenderTarget, order: FileOrder): readonly string[] {
  return target.kind === 'binaural' ? ['Left ear', 'Right ear'] : order.channelOfFile.map((k) => target.layout.speakers[k]!.label);
}

/** The written file, opened again and measured: the report's figures are the file's. */
export async function readBack(
  ports: JobPorts,
  job: RenderJob,
  target: RenderTarget,
  order: FileOrder,
  preset: Preset | undefined,
  mastered: Mastered,
  anchorGainDb: number | undefined,
  warn: Warn,
  onProgress: (ratio: number) => void,
  known: Partial<QcContext> = {},
): Promise<{ report: RenderReport; measured: Measurement }> {
  using bytes = ports.openOutput(job.outputName);
  const opened = await openAudioFile(bytes, warn);
  const speakers = order.channelOfFile.map((k) => (target.kind === 'binaural' ? getLayout('stereo') : target.layout).speakers[k]!);
  const isAnchored = anchorGainDb !== undefined;
  // A bare render is not judged by what a master has to be.
  const analysis = preset === undefined ? undefined : analyseSource(createKernels(256), opened.source, speakers, onProgress);
  const measured = analysis?.measured ?? measureSource(createKernels(64), opened.source, speakers.map(loudnessWeight), onProgress);
  const context: QcContext = { ...qcContextOf(opened, speakers), isAnchored, isBinaural: target.kind === 'binaural', ...known };
  const input = analysis === undefined ? undefined : { analysis, context, preset };
  const checks = [
    ...checkRender({
      measured,
      preset,
      render: job.order.render,
      isAnchored,
      countsDialogue: input !== undefined && countsDialogue(input),
      ...shortfallOf(mastered),
    }),
    ...(input === undefined ? [] : renderChecksOf(judgeQc(input).checks)),
  ];
  const report: RenderReport = {
    render: job.order.render,
    file: job.outputName,
    channels: opened.channels,
    channelLabels: fileLabels(target, order),
    sampleRateHz: opened.sampleRateHz,
    frames: opened.lengthFrames,
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

function unwritten(
  job: RenderJob,
  target: RenderTarget,
  order: FileOrder,
  sampleRateHz: number,
  frames: number,
  mastered: Mastered,
): RenderReport {
  return {
    render: job.order.render,
    file: '',
    channels: order.channelOfFile.length,
    channelLabels: fileLabels(target, order),
    sampleRateHz,
    frames,
    format: job.order.format,
    preset: job.order.preset,
    integratedLufs: null,
    lraLu: null,
    maxMomentaryLufs: null,
    maxShortTermLufs: null,
    truePeakDbtp: null,
    samplePeakDbfs: null,
    gainDb: mastered.gainDb,
    maxGainReductionDb: mastered.maxGainReductionDb,
    passed: true,
    checks: [],
  };
}

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

function sayInvalid(count: number, session: Session, warn: Warn): void {
  if (count > 0) {
    warn({
      code: 'source.invalid-samples',
      at: session.name,
      message: `${count} samples of the sources are not numbers; they were rendered as silence`,
    });
  }
}
