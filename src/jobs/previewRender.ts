import type { AudioSource } from '../audio/index.ts';
import { createWarningList, gainToDb } from '../base/index.ts';
import { createKernels } from '../dsp/index.ts';
import { deliveryRateHz, limiterGroups, type QcContext } from '../mastering/index.ts';
import { parseTarget } from '../render/index.ts';
import { fileOrderOf } from './delivery.ts';
import { createScratches, type JobPorts, type RenderProgress } from './ports.ts';
import { binauralModesOf, judgeRender } from './readBack.ts';
import { renderAudio, speakersOf } from './renderAudio.ts';
import { masterAudio, METER_MARGIN_DB, runRender, weightsOf, type Mastered, type RenderJob, type RenderOutcome } from './renderJob.ts';
import { createScratchAudio } from './scratchAudio.ts';
import { rateOf } from './session.ts';

/** Scratch files that a preview asks its ports for, at most. */
export const PREVIEW_SCRATCHES = 4;

/**
 * What the file of a render job would measure, without writing it: the same render, gain and limiter, measured from the scratch file. Dither is
 * left out, which no meter shows. Jobs that look for a gain alone run as they are.
 * @throws as runRender
 */
export async function previewRender(
  job: RenderJob,
  ports: JobPorts,
  onProgress: (progress: RenderProgress) => void,
): Promise<RenderOutcome> {
  if (!job.write) {
    return runRender(job, ports, onProgress);
  }
  const { warn, list } = createWarningList();
  const { session, order, anchorGainDb, blockFrames } = job;
  const { preset } = order;
  const target = parseTarget(order.render);
  let lengthSec = 0;
  const stage = (name: RenderProgress['stage'], from: number, to: number) => (ratio: number) =>
    onProgress({ stage: name, ratio: from + (to - from) * ratio, audioSec: lengthSec * (from + (to - from) * ratio) });
  const kernels = createKernels(1024);
  using scratches = createScratches(ports);
  const rendered = await renderAudio(
    kernels,
    ports,
    {
      session,
      target,
      chain: preset === null ? [] : [...(job.chain ?? []), ...(preset.processing ?? [])],
      sampleRateHz: preset === null ? rateOf(session) : deliveryRateHz(preset, rateOf(session)),
      ...(blockFrames === undefined ? {} : { blockFrames }),
    },
    scratches.create,
    warn,
    stage('rendering', 0, 0.6),
  );
  lengthSec = rendered.source.lengthFrames / rendered.source.sampleRateHz;
  const fileOrder = fileOrderOf(target, preset !== null);
  let { source } = rendered;
  let mastered: Mastered = { gainDb: 0, maxGainReductionDb: 0 };
  if (preset !== null) {
    const speakers = speakersOf(target);
    const audio = createScratchAudio(scratches.create(), source.channels, source.sampleRateHz);
    mastered = masterAudio(
      kernels,
      source,
      audio.sink,
      {
        preset,
        weights: weightsOf(target),
        groups: limiterGroups(speakers.map((speaker) => speaker.isLfe)),
        ceilingDbtp: preset.truePeakDbtp - METER_MARGIN_DB,
        anchorGainDb,
      },
      stage('mastering', 0.6, 0.9),
    );
    audio.sink.finish();
    source = audio.source();
  }
  const { report } = judgeRender(inFileOrder(source, fileOrder.channelOfFile), contextOf(job, source), {
    job: { order, outputName: '' },
    target,
    fileOrder,
    mastered,
    onProgress: stage('measuring', 0.9, 1),
    ...(preset === null ? {} : { preset }),
    ...(preset === null || anchorGainDb === null ? {} : { anchorGainDb }),
    known: { premasterPeakDbfs: gainToDb(rendered.peak), ...binauralModesOf(session, target) },
  });
  onProgress({ stage: 'done', ratio: 1, audioSec: lengthSec });
  return { report, warnings: list };
}

/** What the file would say of itself. */
function contextOf({ order }: RenderJob, { sampleRateHz }: AudioSource): QcContext {
  const target = parseTarget(order.render);
  const { channelOfFile, mask } = fileOrderOf(target, order.preset !== null);
  const speakers = channelOfFile.map((k) => speakersOf(target)[k]!);
  return {
    speakers,
    sampleRateHz,
    bitsPerSample: order.format === 'wav16' ? 16 : order.format === 'float32' ? 32 : 24,
    isFloat: order.format === 'float32',
    ...(mask === 0 ? {} : { statedLabels: speakers.map((speaker) => speaker.label) }),
  };
}

function inFileOrder(source: AudioSource, channelOfFile: readonly number[]): AudioSource {
  const shuffled: Float32Array[] = [];
  return {
    ...source,
    read(out, outFrame, startFrame, lengthFrames) {
      for (let c = 0; c < channelOfFile.length; c++) {
        shuffled[channelOfFile[c]!] = out[c]!;
      }
      source.read(shuffled, outFrame, startFrame, lengthFrames);
    },
  };
}
