import type { AudioSink, AudioSource } from '../audio/index.ts';
import { createWarningList, gainToDb, ignoreWarnings, UsageError, type Warn, type Warning } from '../base/index.ts';
import { createKernels, type Kernels } from '../dsp/index.ts';
import { deliveryRateHz, limiterGroups, limitSource, masterToTarget, type Preset, type ShortfallReason } from '../mastering/index.ts';
import { loudnessWeight, measureSource } from '../metering/index.ts';
import { parseTarget, type RenderTarget } from '../render/index.ts';
import type { ProcessorSettings } from '../scene/index.ts';
import { createDelivery, discard, fileLabels, fileOrderOf, type FileOrder } from './delivery.ts';
import { dialogueGainDb, findDialogue, type MixDialogue } from './dialogue.ts';
import { named } from './named.ts';
import { createPeakSink } from './peakSink.ts';
import { createScratches, type JobPorts, type RenderProgress } from './ports.ts';
import { declaredPeaks, type QcSiblings } from './qcInputs.ts';
import { binauralModesOf, readBack, SHORTFALLS } from './readBack.ts';
import { playSession, pull, renderAudio, sayInvalid, speakersOf, type AudioWanted } from './renderAudio.ts';
import type { RenderOrder } from './renderPlan.ts';
import type { RenderReport } from './report.ts';
import { rateOf, type Session } from './session.ts';

/** One file to render, master, write and measure: what a job worker is given. */
export interface RenderJob {
  readonly session: Session;
  readonly order: RenderOrder;
  /** Inserts of the master between the mix and the limiter; a bare render has none. */
  readonly chain?: readonly ProcessorSettings[];
  /** Of an object master: one gain for all elements, or each its share by how much it pushes. */
  readonly objectGain?: ObjectGainKind;
  /** For the quality checks. */
  readonly siblings?: QcSiblings;
  /** The drive found on the render that the preset is measured on; null where this render is it. */
  readonly anchorGainDb: number | null;
  /** False: only the drive is wanted, no file. */
  readonly write: boolean;
  readonly outputName: string;
  /** Renders that an object master is delivered with, of one pass with it. */
  readonly companions?: readonly Companion[];
  readonly blockFrames?: number;
  /** Of whole-number files; `shaped` moves the noise of 16 bits at 44.1 and 48 kHz to where the ear hears least. */
  readonly dither?: 'tpdf' | 'shaped';
}

/** `common` keeps the image of every render; `contribution` lets the loudest of each moment give way. */
export type ObjectGainKind = 'common' | 'contribution';

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

/** What was done between mix and file. */
export interface Mastered {
  readonly gainDb: number;
  readonly maxGainReductionDb: number;
  readonly shortfallLu?: number;
  readonly reason?: ShortfallReason;
}

/** Other makers' meters interpolate otherwise and read up to this much more: masters stay under the ceiling by theirs too. */
export const METER_MARGIN_DB = 0.1;
const MAX_ATTEMPTS = 4;

type Stage = (name: RenderProgress['stage'], from: number, to: number) => (ratio: number) => void;

/**
 * Renders one order from sources to a finished file: engine → scratch → loudness and limiter → dither → file → the file read back and
 * measured. The same job gives the same bytes, whatever `blockFrames` is.
 * @throws InputError naming what cannot be read or written; nothing half written stays
 */
export async function runRender(job: RenderJob, ports: JobPorts, onProgress: (progress: RenderProgress) => void): Promise<RenderOutcome> {
  const { warn, list } = createWarningList();
  const target = parseTarget(job.order.render);
  let lengthSec = 0;
  const stage: Stage = (name, from, to) => (ratio) =>
    onProgress({ stage: name, ratio: from + (to - from) * ratio, audioSec: lengthSec * (from + (to - from) * ratio) });
  const kernels = createKernels(1024);
  const sayLength = (sec: number): void => {
    lengthSec = sec;
  };
  const { preset } = job.order;
  const report =
    preset === null
      ? await renderBare(job, ports, kernels, target, warn, stage, sayLength)
      : await renderMaster(job, ports, kernels, target, preset, warn, stage, sayLength);
  onProgress({ stage: 'done', ratio: 1, audioSec: lengthSec });
  return { report, warnings: list };
}

/** The mix as it is, straight into the file. */
async function renderBare(
  job: RenderJob,
  ports: JobPorts,
  kernels: Kernels,
  target: RenderTarget,
  warn: Warn,
  stage: Stage,
  sayLength: (sec: number) => void,
): Promise<RenderReport> {
  if (!job.write) {
    throw new UsageError('job.nothing', 'a bare render has no gain to find', 'name a preset');
  }
  using playing = await playSession(kernels, ports, job.session, target, warn);
  const { engine, lengthFrames, sampleRateHz } = playing;
  sayLength(lengthFrames / sampleRateHz);
  const fileOrder = fileOrderOf(target, false);
  const sink = createPeakSink(await createDelivery(ports, job, engine.channels, sampleRateHz, lengthFrames, fileOrder, 'none'));
  pull(engine.read, engine.channels, lengthFrames, sampleRateHz, sink, job.blockFrames, stage('rendering', 0, 0.85));
  if (job.order.format !== 'float32' && sink.peak() > 1) {
    const peakDb = gainToDb(sink.peak()).toFixed(1);
    warn({
      code: 'render.clipped',
      at: job.order.render,
      message: `peaks at +${peakDb} dBFS and is clipped in the file; use float32, or master it`,
    });
  }
  const { report } = await readBack(ports, {
    job,
    target,
    fileOrder,
    mastered: { gainDb: 0, maxGainReductionDb: 0 },
    warn,
    onProgress: stage('measuring', 0.85, 1),
  });
  sayInvalid(engine.invalidSamples, job.session, warn);
  return report;
}

async function renderMaster(
  job: RenderJob,
  ports: JobPorts,
  kernels: Kernels,
  target: RenderTarget,
  preset: Preset,
  warn: Warn,
  stage: Stage,
  sayLength: (sec: number) => void,
): Promise<RenderReport> {
  const { session, order, blockFrames } = job;
  using scratches = createScratches(ports);
  const wanted: AudioWanted = {
    session,
    target,
    chain: [...(job.chain ?? []), ...(preset.processing ?? [])],
    sampleRateHz: deliveryRateHz(preset, rateOf(session)),
    bits: order.format === 'wav16' ? 16 : 24,
    ...(blockFrames === undefined ? {} : { blockFrames }),
  };
  const rendered = await renderAudio(kernels, ports, wanted, scratches.create, warn, stage('rendering', 0, 0.5));
  const { channels, sampleRateHz, lengthFrames } = rendered.source;
  sayLength(lengthFrames / sampleRateHz);
  const weights = weightsOf(target);
  const dialogue =
    job.anchorGainDb === null
      ? await findDialogue(
          kernels,
          ports,
          wanted,
          preset,
          rendered.source,
          weights,
          scratches.create,
          ignoreWarnings,
          stage('rendering', 0.5, 0.6),
        )
      : undefined;
  const fileOrder = fileOrderOf(target, true);
  const groups = limiterGroups(speakersOf(target).map((speaker) => speaker.isLfe));
  const highestDbtp = (): number => measureSource(kernels, rendered.source, weights).truePeakDbtp;
  const anchorGainDb = job.anchorGainDb ?? speechGainDb(preset, dialogue, highestDbtp, order.render, warn);
  const settings = { preset, weights, groups, anchorGainDb };
  let ceilingDbtp = preset.truePeakDbtp - METER_MARGIN_DB;
  let dither: 'tpdf' | 'none' = order.format === 'float32' ? 'none' : 'tpdf';
  for (let attempt = 1; ; attempt++) {
    const sink = job.write ? await createDelivery(ports, job, channels, sampleRateHz, lengthFrames, fileOrder, dither) : discard(channels);
    let mastered: Mastered;
    try {
      mastered = masterAudio(kernels, rendered.source, sink, { ...settings, ceilingDbtp }, stage('mastering', 0.6, 0.9));
    } catch (error) {
      sink.abort();
      throw named(error, session.name);
    }
    if (!job.write) {
      return unwritten(job, target, fileOrder, sampleRateHz, lengthFrames, mastered);
    }
    if (dither === 'tpdf' && rendered.isOnGrid && mastered.gainDb === 0 && mastered.maxGainReductionDb === 0) {
      // Nothing was done to samples that the file can hold as they are: they stay as they are.
      sink.abort();
      dither = 'none';
      continue;
    }
    sink.finish();
    const { report, measured } = await readBack(ports, {
      job,
      target,
      fileOrder,
      preset,
      mastered,
      ...(job.anchorGainDb === null ? {} : { anchorGainDb: job.anchorGainDb }),
      ...(dialogue?.inFile === undefined ? {} : { dialogue: dialogue.inFile }),
      warn,
      onProgress: stage('measuring', 0.9, 1),
      known: {
        premasterPeakDbfs: gainToDb(rendered.peak),
        ...binauralModesOf(session, target),
        ...declaredPeaks(session, rendered.elementPeaks),
        ...job.siblings,
      },
    });
    const overDb = Math.max(measured.truePeakDbtp, measured.itu4xDbtp) - preset.truePeakDbtp;
    if (overDb <= 0 || attempt === MAX_ATTEMPTS) {
      return report;
    }
    // Dither lifted a peak over the ceiling: take that much off and write again.
    ceilingDbtp -= overDb + 0.002;
  }
}

export interface MasterSettings {
  readonly preset: Preset;
  readonly weights: readonly number[];
  readonly groups: readonly (readonly number[])[];
  readonly ceilingDbtp: number;
  /** The drive, where the programme's loudness does not say it: another render's, or the dialogue's. */
  readonly anchorGainDb: number | null;
}

/**
 * The drive that puts the dialogue on the preset's target, as far as the preset lets the limiter go; null where dialogue does not count.
 * @param highestDbtp of the mix
 */
function speechGainDb(preset: Preset, dialogue: MixDialogue | undefined, highestDbtp: () => number, at: string, warn: Warn): number | null {
  const gainDb = dialogueGainDb(preset, dialogue);
  if (gainDb === undefined || preset.maxGainReductionDb === undefined) {
    return gainDb ?? null;
  }
  const mostDb = preset.maxGainReductionDb + preset.truePeakDbtp - METER_MARGIN_DB - highestDbtp();
  if (gainDb > mostDb) {
    warn({
      code: 'render.dialogue-short',
      at,
      message: `the dialogue stays ${(gainDb - mostDb).toFixed(1)} LU below its target: ${SHORTFALLS['gain-reduction']}`,
    });
  }
  return Math.min(gainDb, mostDb);
}

/** To the preset's loudness, or with the gain that another render was given: never above the ceiling. */
export function masterAudio(
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

/** What each channel of a render counts for in its loudness. */
export function weightsOf(target: RenderTarget): readonly number[] {
  return target.kind === 'binaural' ? [1, 1] : target.layout.speakers.map(loudnessWeight);
}

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
    preset: job.order.preset?.id ?? null,
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
