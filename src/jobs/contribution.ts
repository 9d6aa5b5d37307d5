import { createWarningList, gainToDb, type Warning } from '../base/index.ts';
import { createKernels, type Kernels } from '../dsp/index.ts';
import { checkStems, measureStem, type QcCheck, type StemBands } from '../mastering/index.ts';
import { findPeaks, measurePart, valuesAt, type MixPeak } from '../metering/index.ts';
import { parseHrtfSet, type HrtfSet } from '../render/binaural/index.ts';
import { parseTarget, targetLabels, type RenderTarget } from '../render/index.ts';
import { createScratches, type JobPorts, type RenderProgress } from './ports.ts';
import { weightsOf } from './renderJob.ts';
import { sameTarget } from './renderPlan.ts';
import type { ElementContribution, PeakContribution } from './report.ts';
import type { Session } from './session.ts';
import { openParts, type SessionParts } from './sessionParts.ts';

/** Who makes the renders of a session loud, and who pushes their peaks. */
export interface ContributionJob {
  readonly session: Session;
  /** Loudspeakers and headphones; an ADM file itself has no loudness. */
  readonly renders: readonly string[];
  /** Of a session with very many elements, the one render that their loudness is measured on; default: the first. */
  readonly anchor?: string;
}

/** One render taken apart, at the mix's own gain and before the master's inserts. */
export interface RenderContributions {
  readonly render: string;
  /** The loudest first; empty where there are too many elements for every render. */
  readonly contributions: readonly ElementContribution[];
  /** In order of time. */
  readonly peaks: readonly PeakContribution[];
}

/** What a worker does for whoever wants to know. */
export interface ContributionWorkerApi {
  contribute(job: ContributionJob, folder: string, onProgress: (progress: RenderProgress) => void): Promise<ContributionOutcome>;
}

/** How many scratch files the job asks its ports for. */
export const CONTRIBUTION_SCRATCHES = 1;

export interface ContributionOutcome {
  readonly renders: readonly RenderContributions[];
  /** Which elements hide each other; absent where there are too many to compare. */
  readonly masking?: QcCheck;
  readonly warnings: readonly Warning[];
}

/** Beyond this many elements, single ones are measured on the anchor alone. */
export const MAX_ELEMENTS_EVERYWHERE = 32;
const PEAKS = 8;
const PEAKS_APART_SEC = 1;
/** Of a peak: who has less is not named. */
const LEAST_PEAK_SHARE = 0.01;
const MAX_NAMES = 8;

/**
 * Takes a session apart: every element once by itself after its inserts, group and faders, then each alone through each render. Costs about one
 * render with a single element for each pair of the two. The figures do not depend on anything but the session.
 * @throws InputError naming what cannot be read; UnknownLayoutError
 */
export async function runContributions(
  job: ContributionJob,
  ports: JobPorts,
  onProgress: (progress: RenderProgress) => void,
): Promise<ContributionOutcome> {
  const { warn, list } = createWarningList();
  let lengthSec = 0;
  const tell = (ratio: number): void => onProgress({ stage: 'measuring', ratio, audioSec: ratio * lengthSec });
  using scratches = createScratches(ports);
  const parts = await openParts(job.session, ports, scratches.create(), warn, (ratio) => tell(0.1 * ratio));
  lengthSec = parts.lengthFrames / parts.sampleRateHz;
  const kernels = createKernels(1024);
  const targets = job.renders.map((render) => ({ render, target: parseTarget(render) }));
  const hrtf = targets.some(({ target }) => target.kind === 'binaural') ? parseHrtfSet(ports.readHrtf()) : undefined;
  const isSmall = parts.list.length <= MAX_ELEMENTS_EVERYWHERE;
  const masking = isSmall ? maskingOf(kernels, parts, (ratio) => tell(0.1 + 0.1 * ratio)) : undefined;
  const anchor = Math.max(
    0,
    targets.findIndex(({ render }) => job.anchor !== undefined && sameTarget(render, job.anchor)),
  );
  const renders = targets.map(({ render, target }, k): RenderContributions => {
    const share = (ratio: number): void => tell(0.2 + (0.8 * (k + ratio)) / targets.length);
    return { render, ...takeApart(kernels, parts, target, hrtf, isSmall || k === anchor, share) };
  });
  onProgress({ stage: 'done', ratio: 1, audioSec: lengthSec });
  return { renders, ...(masking === undefined ? {} : { masking }), warnings: list };
}

/** The halves of a stereo pair are one sound: they cannot hide each other. */
function maskingOf(kernels: Kernels, parts: SessionParts, onProgress: (ratio: number) => void): QcCheck {
  const halves = new Map<number, StemBands>();
  const stems: StemBands[] = [];
  for (const [k, { name, isDialogue, pairedWith, stem }] of parts.list.entries()) {
    onProgress(k / parts.list.length);
    const bands = measureStem(kernels, stem, { name, isDialogue });
    const half = pairedWith === undefined ? undefined : halves.get(pairedWith);
    if (half === undefined) {
      halves.set(k, bands);
      stems.push(bands);
    } else {
      bands.powers.forEach((power, n) => (half.powers[n] = half.powers[n]! + power));
    }
  }
  return checkStems(stems);
}

function takeApart(
  kernels: Kernels,
  parts: SessionParts,
  target: RenderTarget,
  hrtf: HrtfSet | undefined,
  isMeasured: boolean,
  onProgress: (ratio: number) => void,
): Omit<RenderContributions, 'render'> {
  const steps = parts.list.length + 1;
  const peaks = [...inMemory(kernels, () => findMixPeaks(kernels, parts, target, hrtf, (ratio) => onProgress(ratio / steps)))].sort(
    (a, b) => a.atFrame - b.atFrame,
  );
  const weights = weightsOf(target);
  const measured = parts.list.map(({ name }, k) =>
    inMemory(kernels, () => {
      const own = parts.play(kernels, target, hrtf, k);
      const loudness = isMeasured
        ? measurePart(kernels, own, weights, (ratio) => onProgress((k + 1 + ratio) / steps))
        : { energy: 0, integratedLufs: -Infinity };
      return { name, ...loudness, values: valuesAt(own, peaks) };
    }),
  );
  const labels = targetLabels(target);
  return {
    contributions: isMeasured ? loudnessShares(measured) : [],
    peaks: peaks.map((peak, p) => ({
      atSec: round(peak.atFrame / parts.sampleRateHz, 4),
      channel: labels[peak.channel]!,
      dbtp: round(gainToDb(Math.abs(peak.value)), 2),
      elements: pushers(
        peak,
        measured.map(({ name, values }) => ({ name, value: values[p]! })),
      ),
    })),
  };
}

function findMixPeaks(
  kernels: Kernels,
  parts: SessionParts,
  target: RenderTarget,
  hrtf: HrtfSet | undefined,
  onProgress: (ratio: number) => void,
): readonly MixPeak[] {
  return findPeaks(kernels, parts.play(kernels, target, hrtf), { count: PEAKS, apartSec: PEAKS_APART_SEC, onProgress });
}

/** Runs with a plan of its own in the kernels' memory, and frees it. */
function inMemory<T>(kernels: Kernels, run: () => T): T {
  const mark = kernels.heap.mark();
  try {
    return run();
  } finally {
    kernels.heap.release(mark);
  }
}

/** Shares of the weighted energy of all elements together: they add up to 1. */
function loudnessShares(
  parts: readonly { readonly name: string; readonly energy: number; readonly integratedLufs: number }[],
): readonly ElementContribution[] {
  const total = parts.reduce((sum, part) => sum + part.energy, 0);
  return parts
    .toSorted((a, b) => b.energy - a.energy)
    .map(({ name, energy, integratedLufs }) => ({
      element: name,
      lufs: Number.isFinite(integratedLufs) ? round(integratedLufs, 2) : null,
      shareRatio: total === 0 ? 0 : round(energy / total, 4),
    }));
}

/** The elements of a peak, the largest first. Shares are of the peak, with a sign: they add up to 1, and who pulls against it has a negative one. */
function pushers(peak: MixPeak, values: readonly { readonly name: string; readonly value: number }[]): PeakContribution['elements'] {
  return values
    .filter(({ value }) => Math.abs(value) >= LEAST_PEAK_SHARE * Math.abs(peak.value))
    .toSorted((a, b) => Math.abs(b.value) - Math.abs(a.value))
    .slice(0, MAX_NAMES)
    .map(({ name, value }) => ({ name, db: round(gainToDb(Math.abs(value)), 2), shareRatio: round(value / peak.value, 4) }));
}

function round(value: number, digits: number): number {
  const scale = digits === 2 ? 100 : 10000;
  return Math.round(value * scale) / scale;
}
