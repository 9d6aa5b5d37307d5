import type { AudioSource } from '../audio/index.ts';
import { createWarningList, gainToDb, ignoreWarnings } from '../base/index.ts';
import { createKernels, type Kernels } from '../dsp/index.ts';
import { createObjectMaster, excessOf, withObjectGain, type ObjectMasterGain, type ObjectRender, type Preset } from '../mastering/index.ts';
import { measureSource, type Measurement } from '../metering/index.ts';
import { parseHrtfSet, type HrtfSet } from '../render/binaural/index.ts';
import { parseTarget, type RenderTarget } from '../render/index.ts';
import type { RenderingItem } from '../scene/adm/index.ts';
import { itemsOf, openAdmFile, renderItems, writeAdmFile } from './admFile.ts';
import { ADM_MEASURED_ON, admReport, stages, trackPeakCheck } from './admReport.ts';
import { renderTracks, type AdmTracks } from './admTracks.ts';
import { checkRender } from './checks.ts';
import type { JobPorts, RenderProgress, Scratch } from './ports.ts';
import {
  binauralModesOf,
  createDelivery,
  fileOrderOf,
  METER_MARGIN_DB,
  pull,
  readBack,
  SHORTFALLS,
  weightsOf,
  type Companion,
  type RenderJob,
  type RenderOutcome,
} from './renderJob.ts';
import { sameTarget } from './renderPlan.ts';
import type { RenderReport } from './report.ts';

/** Whatever else is asked for, an object master has to sound right on these. */
const REQUIRED_RENDERS = ['5.1', '7.1.4', 'stereo', 'binaural'] as const;
/** The tracks of the file are whole numbers. */
const TRACK_CEILING_DBTP = -0.1;
/** A re-render this much over the ceiling that was aimed at is not mended again: half of what is kept for other makers' meters. */
const SETTLED_DB = 0.05;
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
  const { warn, list } = createWarningList();
  let lengthSec = 0;
  const stage = stages(onProgress, () => lengthSec);
  const scratches: Scratch[] = [];
  const createScratch = (): Scratch => {
    const scratch = ports.createScratch();
    scratches.push(scratch);
    return scratch;
  };
  try {
    const tracks = await renderTracks(job.session, ports, createScratch(), job.blockFrames, warn, stage('rendering', 0, 0.1));
    lengthSec = tracks.source.lengthFrames / tracks.source.sampleRateHz;
    const hrtf = parseHrtfSet(ports.readHrtf());
    const kernels = createKernels(1024);
    const views = objectMasterRenders(job).map((render): View => {
      const target = parseTarget(render);
      return { render, target, isAnchor: sameTarget(render, anchorOfMaster(job, preset)), again: createScratch() };
    });
    const items = itemsOf(tracks.adm, ignoreWarnings);
    const gain = findGain(kernels, preset, tracks, items, hrtf, views, createScratch, stage('mastering', 0.1, 0.6));
    const mastered = await writeAndRender(job, ports, kernels, preset, tracks, hrtf, views, gain, stage('mastering', 0.6, 0.8));

    const measured = measureAll(kernels, views, mastered.renders);
    const anchor = measured[views.findIndex((view) => view.isAnchor)]!;
    const report = admReport(job, tracks.adm, tracks.source.lengthFrames, preset, anchor, mastered.gain, [
      ...checkRender({
        measured: { ...anchor, truePeakDbtp: Math.max(...measured.map((one) => Math.max(one.truePeakDbtp, one.itu4xDbtp))) },
        preset,
        render: 'adm',
        isAnchored: false,
        shortfallLu: mastered.gain.shortfallLu,
        reason: mastered.gain.reason === undefined ? '' : SHORTFALLS[mastered.gain.reason],
      }),
      trackPeakCheck(mastered.trackPeakDbfs),
      peaksCheck(views, measured, preset),
    ]);
    const companions: RenderReport[] = [];
    for (const [k, companion] of (job.companions ?? []).entries()) {
      const at = views.findIndex((view) => sameTarget(view.render, companion.order.render));
      const share = 0.2 / job.companions!.length;
      companions.push(
        await deliver(
          job,
          companion,
          ports,
          preset,
          views[at]!,
          mastered.renders[at]!,
          mastered.gain,
          warn,
          stage('measuring', 0.8 + share * k, 0.8 + share * (k + 1)),
        ),
      );
    }
    onProgress({ stage: 'done', ratio: 1, audioSec: lengthSec });
    return { report, companions, warnings: list };
  } finally {
    scratches.forEach((scratch) => scratch[Symbol.dispose]());
  }
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
  /** The gain that also takes `reductionsDb` off. */
  tighten(reductionsDb: Float32Array): ObjectMasterGain;
}

/** Renders the tracks once at the mix's own gain, finds the common gain, and proves it on headphones. */
function findGain(
  kernels: Kernels,
  preset: Preset,
  tracks: AdmTracks,
  items: readonly RenderingItem[],
  hrtf: HrtfSet,
  views: readonly View[],
  createScratch: () => Scratch,
  onProgress: (ratio: number) => void,
): FoundGain {
  const ceilingDbtp = ceilingOf(preset);
  const renders = views.map(({ target }, k): ObjectRender => {
    const share = (ratio: number): void => onProgress((0.5 * (k + ratio)) / views.length);
    return { source: renderItems(kernels, items, tracks.source, target, hrtf, createScratch(), share), ceilingDbtp };
  });
  const anchor = views.findIndex((view) => view.isAnchor);
  const { targetLufs, maxLufs } = preset.integratedLufs;
  const master = createObjectMaster(kernels, {
    renders: [...renders, { source: tracks.source, ceilingDbtp: TRACK_CEILING_DBTP }],
    anchor: { index: anchor, weights: weightsOf(views[anchor]!.target) },
    ...(targetLufs === undefined ? {} : { targetLufs }),
    ...(maxLufs === undefined ? {} : { maxLufs }),
    ...(preset.maxGainReductionDb === undefined ? {} : { maxGainReductionDb: preset.maxGainReductionDb }),
  });
  const extraDb = new Float32Array(master.nodes);
  const tighten = (reductionsDb: Float32Array): ObjectMasterGain => {
    for (let k = 0; k < extraDb.length; k++) {
      extraDb[k] = extraDb[k]! + reductionsDb[k]!;
    }
    return master.solve(extraDb);
  };
  let gain = master.solve(extraDb);
  onProgress(0.7);
  for (let attempt = 1; attempt < MAX_ATTEMPTS; attempt++) {
    const smeared = views
      .filter((view) => view.target.kind === 'binaural')
      .map((view) =>
        excessOf(
          kernels,
          renderItems(kernels, items, withObjectGain(tracks.source, gain), view.target, hrtf, view.again, () => {}),
          ceilingDbtp,
        ),
      );
    onProgress(0.7 + (0.3 * attempt) / MAX_ATTEMPTS);
    if (smeared.every((excess) => excess.overDb <= 0)) {
      break;
    }
    smeared.forEach((excess) => (gain = tighten(excess.reductionsDb)));
  }
  return { gain, tighten };
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
    writeAdmFile(ports, job.outputName, tracks.adm, withObjectGain(tracks.source, gain), 'tpdf', (ratio) => onProgress(0.2 * ratio));
    using master = await openAdmFile(ports, job.outputName, ignoreWarnings);
    const renders = views.map(({ target, again }, k) =>
      renderItems(kernels, master.items, master.source, target, hrtf, again, (ratio) =>
        onProgress(0.2 + (0.8 * (k + ratio)) / views.length),
      ),
    );
    const excesses = renders.map((render) => excessOf(kernels, render, ceilingDbtp));
    const over = excesses.filter((excess) => excess.overDb > SETTLED_DB);
    if (over.length === 0 || attempt === MAX_ATTEMPTS) {
      return { gain, renders, trackPeakDbfs: peakOf(master.source) };
    }
    over.forEach((excess) => (gain = found.tighten(excess.reductionsDb)));
  }
}

function ceilingOf(preset: Preset): number {
  return preset.truePeakDbtp - METER_MARGIN_DB;
}

function measureAll(kernels: Kernels, views: readonly View[], renders: readonly AudioSource[]): readonly Measurement[] {
  return renders.map((render, k) => measureSource(kernels, render, weightsOf(views[k]!.target)));
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
  warn: Parameters<typeof readBack>[7],
  onProgress: (ratio: number) => void,
): Promise<RenderReport> {
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
  const { report } = await readBack(
    ports,
    own,
    view.target,
    order,
    preset,
    gain,
    view.isAnchor ? undefined : gain.gainDb,
    warn,
    (ratio) => onProgress(0.4 + 0.6 * ratio),
    binauralModesOf(job.session, view.target),
  );
  return report;
}

/** The largest sample, dBFS. */
function peakOf(source: AudioSource): number {
  const block = Array.from({ length: source.channels }, () => new Float32Array(4096));
  let peak = 0;
  for (let frame = 0; frame < source.lengthFrames; frame += 4096) {
    source.read(block, 0, frame, 4096);
    for (const channel of block) {
      for (const sample of channel) {
        peak = Math.max(peak, Math.abs(sample));
      }
    }
  }
  return gainToDb(peak);
}
