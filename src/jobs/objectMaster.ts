import type { AudioSource } from '../audio/index.ts';
import { createWarningList, gainToDb, ignoreWarnings, type Warn } from '../base/index.ts';
import { createKernels, type Kernels } from '../dsp/index.ts';
import {
  createObjectMaster,
  excessOf,
  measureShares,
  withObjectGain,
  withSharedGain,
  type ObjectMasterGain,
  type ObjectRender,
  type Preset,
  type QcContext,
} from '../mastering/index.ts';
import { measurePart, measureSource, type Measurement } from '../metering/index.ts';
import { parseHrtfSet, type HrtfSet } from '../render/binaural/index.ts';
import { parseTarget, type RenderTarget } from '../render/index.ts';
import { openAdmFile, renderItems, writeAdmFile } from './admFile.ts';
import { ADM_MEASURED_ON, admReport, dialogueCheck, objectChecks, stages, trackPeakCheck } from './admReport.ts';
import { chainTracks, mixChainOf, openTracks, type AdmTracks } from './admTracks.ts';
import { checkRender } from './checks.ts';
import { createDelivery, fileOrderOf } from './delivery.ts';
import { detectedDialogue, dialogueGainDb, findTrackDialogue, loudnessAim, type MixDialogue } from './dialogue.ts';
import { named } from './named.ts';
import { createScratches, type JobPorts, type RenderProgress, type Scratch } from './ports.ts';
import { objectPeaksOf } from './qcInputs.ts';
import { binauralModesOf, readBack, SHORTFALLS } from './readBack.ts';
import { pull } from './renderAudio.ts';
import { METER_MARGIN_DB, weightsOf, type Companion, type ObjectGainKind, type RenderJob, type RenderOutcome } from './renderJob.ts';
import { sameTarget } from './renderPlan.ts';
import type { RenderReport } from './report.ts';

/** Whatever else is asked for, an object master has to sound right on these. */
const REQUIRED_RENDERS = ['5.1', '7.1.4', 'stereo', 'binaural'] as const;
/** The tracks of the file are whole numbers, and only ever heard rendered: their samples count. */
const TRACK_CEILING_DBTP = -0.1;
/** A re-render this much over the ceiling that was aimed at is not mended again: half of what is kept for other makers' meters. */
const SETTLED_DB = 0.05;
/** A shared gain's loudness this near to its aim is not sought again. */
const SETTLED_LU = 0.015;
const MAX_ATTEMPTS = 8;

/** The renders that an object master is held to: the required ones, and what it is delivered with. */
export function objectMasterRenders(job: Pick<RenderJob, 'companions'>): readonly string[] {
  const asked = (job.companions ?? []).map((companion) => companion.order.render);
  return [...REQUIRED_RENDERS, ...asked].filter((render, k, all) => all.findIndex((other) => sameTarget(other, render)) === k);
}

/**
 * Masters the objects themselves: one gain over time for every track, found so that each render of them meets the preset; then writes the ADM
 * file, renders that file again, and delivers those renders. Headphones smear the gain by the length of their responses, so their render is made anew
 * until it is under the ceiling too.
 * @throws as renderTracks; nothing half written stays
 */
export async function runObjectMaster(
  job: RenderJob,
  ports: JobPorts,
  preset: Preset,
  onProgress: (progress: RenderProgress) => void,
): Promise<RenderOutcome> {
  try {
    return await masterObjects(job, ports, preset, onProgress);
  } catch (error) {
    throw named(error, job.session.name);
  }
}

async function masterObjects(
  job: RenderJob,
  ports: JobPorts,
  preset: Preset,
  onProgress: (progress: RenderProgress) => void,
): Promise<RenderOutcome> {
  const { warn, list } = createWarningList();
  let lengthSec = 0;
  const stage = stages(onProgress, () => lengthSec);
  using scratches = createScratches(ports);
  const createScratch = scratches.create;
  using opened = await openTracks(job.session, ports, createScratch, job.blockFrames, warn, stage('rendering', 0, 0.08));
  lengthSec = opened.source.lengthFrames / opened.source.sampleRateHz;
  const hrtf = parseHrtfSet(ports.readHrtf());
  const kernels = createKernels(1024);
  const chain = [...mixChainOf(job.session), ...(job.chain ?? []), ...(preset.processing ?? [])];
  const tracks = chainTracks(kernels, opened, chain, hrtf, createScratch, warn, stage('rendering', 0.08, 0.1));
  const views = objectMasterRenders(job).map((render): View => {
    const target = parseTarget(render);
    return { render, target, isAnchor: sameTarget(render, anchorOfMaster(job, preset)), again: createScratch() };
  });
  const found = findGain(kernels, job.objectGain ?? 'common', preset, tracks, hrtf, views, createScratch, stage('mastering', 0.1, 0.6));
  const mastered = await writeAndRender(job, ports, kernels, preset, tracks, hrtf, views, found, stage('mastering', 0.6, 0.8));

  const anchorAt = views.findIndex((view) => view.isAnchor);
  const measure = (at: number): Measurement => measureSource(kernels, mastered.renders[at]!, weightsOf(views[at]!.target));
  const anchor = measure(anchorAt);
  const { targetLufs } = loudnessAim(preset, found.dialogue);
  const gain = fallenShort(mastered.gain, targetLufs, anchor.integratedLufs);
  const companions: RenderReport[] = [];
  const delivered = new Map<number, Measurement>();
  for (const [k, companion] of (job.companions ?? []).entries()) {
    const at = views.findIndex((view) => sameTarget(view.render, companion.order.render));
    const share = 0.2 / job.companions!.length;
    const { report, measured } = await deliver(
      job,
      companion,
      ports,
      preset,
      views[at]!,
      mastered.renders[at]!,
      gain,
      found.dialogue,
      job.session.kind === 'audio' ? {} : { objectPeaks: objectPeaksOf(tracks.items, tracks.peaks) },
      warn,
      stage('measuring', 0.8 + share * k, 0.8 + share * (k + 1)),
    );
    companions.push(report);
    delivered.set(at, measured);
  }
  const measured = views.map((_, at) => (at === anchorAt ? anchor : (delivered.get(at) ?? measure(at))));
  const report = admReport(job, tracks, preset, anchor, gain, [
    ...checkRender({
      measured: { ...anchor, truePeakDbtp: Math.max(...measured.map((one) => Math.max(one.truePeakDbtp, one.itu4xDbtp))) },
      preset,
      isAnchored: false,
      shortfallLu: gain.shortfallLu,
      reason: gain.reason === undefined ? '' : SHORTFALLS[gain.reason],
      countsDialogue: dialogueGainDb(preset, found.dialogue) !== undefined,
    }),
    ...checkedDialogue(kernels, preset, found.dialogue, views[anchorAt]!.target, mastered.renders[anchorAt]!),
    trackPeakCheck(mastered.trackPeakDbfs),
    peaksCheck(views, measured, preset),
    ...objectChecks(job, tracks, preset),
  ]);
  onProgress({ stage: 'done', ratio: 1, audioSec: lengthSec });
  return { report, companions, warnings: list };
}

/** The gain with what the written file fell short by: under a shared gain that is not what the common one would have. */
function fallenShort(gain: ObjectMasterGain, targetLufs: number | undefined, writtenLufs: number): ObjectMasterGain {
  return gain.shortfallLu === 0 || targetLufs === undefined ? gain : { ...gain, shortfallLu: Math.max(0, targetLufs - writtenLufs) };
}

function checkedDialogue(
  kernels: Kernels,
  preset: Preset,
  dialogue: MixDialogue | undefined,
  target: RenderTarget,
  render: AudioSource,
): RenderReport['checks'] {
  if (dialogueGainDb(preset, dialogue) === undefined) {
    return [];
  }
  const { lufs } =
    dialogue!.inFile === undefined
      ? detectedDialogue(render, target)
      : dialogue!.inFile(measurePart(kernels, render, weightsOf(target)).momentaryLufs);
  return [dialogueCheck(preset, lufs)];
}

/** A preset that measures each render for itself is met by the first that is delivered. */
function anchorOfMaster(job: RenderJob, preset: Preset): string {
  return preset.measuredOn ?? job.companions?.[0]?.order.render ?? ADM_MEASURED_ON;
}

/** One of the renders that count. */
interface View {
  readonly render: string;
  readonly target: RenderTarget;
  readonly isAnchor: boolean;
  /** Where it is rendered to again. */
  readonly again: Scratch;
}

/** How the gain came about: what is needed to find it again, stricter. */
interface FoundGain {
  readonly gain: ObjectMasterGain;
  /** At the mix's own gain, in the render that counts. */
  readonly dialogue: MixDialogue | undefined;
  /** The gain that also takes `reductionsDb` off. */
  tighten(reductionsDb: Float32Array): ObjectMasterGain;
  /** The gain that aims so much louder; on top of earlier ones. */
  aimHigher(byLu: number): ObjectMasterGain;
  /** The tracks under a gain. */
  apply(gain: ObjectMasterGain): AudioSource;
}

/** Renders the tracks once at the mix's own gain, finds the gain, and proves it on the renders that it has not been found on as they will be. */
function findGain(
  kernels: Kernels,
  kind: ObjectGainKind,
  preset: Preset,
  tracks: AdmTracks,
  hrtf: HrtfSet,
  views: readonly View[],
  createScratch: () => Scratch,
  onProgress: (ratio: number) => void,
): FoundGain {
  const ceilingDbtp = ceilingOf(preset);
  const renders = views.map(({ target }, k): ObjectRender => {
    const share = (ratio: number): void => onProgress((0.5 * (k + ratio)) / views.length);
    return { source: renderItems(kernels, tracks.items, tracks.source, target, hrtf, createScratch(), share), ceilingDbtp };
  });
  const anchor = views.findIndex((view) => view.isAnchor);
  const { target } = views[anchor]!;
  const dialogue = findTrackDialogue(kernels, tracks, preset, target, hrtf, renders[anchor]!.source, weightsOf(target), createScratch);
  const master = createObjectMaster(kernels, {
    renders: [...renders, { source: tracks.source, ceilingDbtp: TRACK_CEILING_DBTP, peaks: 'sample' }],
    anchor: { index: anchor, weights: weightsOf(target) },
    ...loudnessAim(preset, dialogue),
    ...(preset.maxGainReductionDb === undefined ? {} : { maxGainReductionDb: preset.maxGainReductionDb }),
  });
  const extraDb = new Float32Array(master.nodes);
  let offsetLu = 0;
  const shares = kind === 'contribution' ? measureShares(tracks.source) : undefined;
  const found: Omit<FoundGain, 'gain' | 'dialogue'> = {
    tighten(reductionsDb) {
      for (let k = 0; k < extraDb.length; k++) {
        extraDb[k] = extraDb[k]! + reductionsDb[k]!;
      }
      return master.solve(extraDb, offsetLu);
    },
    aimHigher(byLu) {
      offsetLu += byLu;
      return master.solve(extraDb, offsetLu);
    },
    apply: (own) => (shares === undefined ? withObjectGain(tracks.source, own) : withSharedGain(tracks.source, own, shares)),
  };
  let gain = master.solve(extraDb);
  onProgress(0.7);
  // A common gain holds on loudspeakers as it was found, for panning has no memory.
  const unproven = views.filter((view) => shares !== undefined || view.target.kind === 'binaural');
  for (let attempt = 1; attempt < MAX_ATTEMPTS; attempt++) {
    const applied = found.apply(gain);
    const renders = unproven.map((view) => renderItems(kernels, tracks.items, applied, view.target, hrtf, view.again, () => {}));
    const excesses = renders.map((render) => excessOf(kernels, render, ceilingDbtp));
    onProgress(0.7 + (0.3 * attempt) / MAX_ATTEMPTS);
    const own = unproven.findIndex((view) => view.isAnchor);
    const missLu =
      own === -1 || !seeksLoudness(preset)
        ? 0
        : gain.integratedLufs - measureSource(kernels, renders[own]!, weightsOf(views[anchor]!.target)).integratedLufs - offsetLu;
    const isOver = excesses.some((excess) => excess.overDb > 0);
    // A gain that has come to its end does not get louder by being asked for more.
    const isOff = Math.abs(missLu) > SETTLED_LU && (missLu < 0 || gain.reason === undefined);
    if (!isOver && !isOff) {
      break;
    }
    if (isOff) {
      gain = found.aimHigher(missLu);
    }
    excesses.filter((excess) => excess.overDb > 0).forEach((excess) => (gain = found.tighten(excess.reductionsDb)));
  }
  return { ...found, gain, dialogue };
}

function seeksLoudness(preset: Preset): boolean {
  return preset.integratedLufs.targetLufs !== undefined || preset.integratedLufs.maxLufs !== undefined;
}

interface MasteredRenders {
  readonly gain: ObjectMasterGain;
  /** By view: the written file, rendered as it is. */
  readonly renders: readonly AudioSource[];
  readonly trackPeakDbfs: number;
}

/** Writes the file and renders it; where a render of the file is over its ceiling, once more with a stricter gain. */
async function writeAndRender(
  job: RenderJob,
  ports: JobPorts,
  kernels: Kernels,
  preset: Preset,
  tracks: AdmTracks,
  hrtf: HrtfSet,
  views: readonly View[],
  found: FoundGain,
  onProgress: (ratio: number) => void,
): Promise<MasteredRenders> {
  const ceilingDbtp = ceilingOf(preset);
  let { gain } = found;
  for (let attempt = 1; ; attempt++) {
    const trackPeak = writeAdmFile(ports, job.outputName, tracks, found.apply(gain), 'tpdf', (ratio) => onProgress(0.2 * ratio));
    using master = await openAdmFile(ports, job.outputName, ignoreWarnings);
    const renders = views.map(({ target, again }, k) =>
      renderItems(kernels, tracks.items, master.source, target, hrtf, again, (ratio) =>
        onProgress(0.2 + (0.8 * (k + ratio)) / views.length),
      ),
    );
    const excesses = renders.map((render) => excessOf(kernels, render, ceilingDbtp));
    const over = excesses.filter((excess) => excess.overDb > SETTLED_DB);
    if (over.length === 0 || attempt === MAX_ATTEMPTS) {
      return { gain, renders, trackPeakDbfs: gainToDb(trackPeak) };
    }
    over.forEach((excess) => (gain = found.tighten(excess.reductionsDb)));
  }
}

function ceilingOf(preset: Preset): number {
  return preset.truePeakDbtp - METER_MARGIN_DB;
}

function peaksCheck(views: readonly View[], measured: readonly Measurement[], preset: Preset): RenderReport['checks'][number] {
  const show = (value: number): string => (Number.isFinite(value) ? value.toFixed(2).replace('-', '−') : '−∞');
  return {
    rule: 'renders',
    passed: measured.every((one) => Math.max(one.truePeakDbtp, one.itu4xDbtp) <= preset.truePeakDbtp + 1e-9),
    message: `the file rendered again: ${views
      .map(({ render }, k) => `${render} ${show(measured[k]!.integratedLufs)} LUFS, ${show(measured[k]!.truePeakDbtp)} dBTP`)
      .join('; ')}`,
  };
}

async function deliver(
  job: RenderJob,
  companion: Companion,
  ports: JobPorts,
  preset: Preset,
  view: View,
  source: AudioSource,
  gain: ObjectMasterGain,
  dialogue: MixDialogue | undefined,
  declared: Pick<QcContext, 'objectPeaks'>,
  warn: Warn,
  onProgress: (ratio: number) => void,
): ReturnType<typeof readBack> {
  const own: RenderJob = { ...job, order: companion.order, outputName: companion.outputName };
  const order = fileOrderOf(view.target, true);
  const { channels, sampleRateHz, lengthFrames } = source;
  const dither = companion.order.format === 'float32' ? 'none' : 'tpdf';
  const sink = await createDelivery(ports, own, channels, sampleRateHz, lengthFrames, order, dither);
  let at = 0;
  pull(
    (out, outFrame, count) => {
      source.read(out, outFrame, at, count);
      at += count;
    },
    channels,
    lengthFrames,
    sampleRateHz,
    sink,
    job.blockFrames,
    (ratio) => onProgress(0.4 * ratio),
  );
  return readBack(ports, {
    job: own,
    target: view.target,
    fileOrder: order,
    preset,
    mastered: gain,
    // Under a preset that names no anchor each render is held to the target itself: one gain for all objects may not bring it there.
    ...(view.isAnchor || preset.measuredOn === undefined ? {} : { anchorGainDb: gain.gainDb }),
    known: { ...binauralModesOf(job.session, view.target), ...declared, ...job.siblings },
    ...(view.isAnchor && dialogue?.inFile !== undefined ? { dialogue: dialogue.inFile } : {}),
    warn,
    onProgress: (ratio) => onProgress(0.4 + 0.6 * ratio),
  });
}
