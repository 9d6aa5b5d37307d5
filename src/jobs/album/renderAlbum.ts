import type { AudioSource } from '../../audio/index.ts';
import { createWarningList, gainToDb, secToFrames, type Warn } from '../../base/index.ts';
import { createKernels, type Kernels } from '../../dsp/index.ts';
import { openAudioFile } from '../../formats/index.ts';
import {
  gaplessRuns,
  limiterGroups,
  matchTone,
  planTimeline,
  profileMix,
  type BandCurve,
  type RunLevels,
  type ToneMatch,
  type TrackSpan,
} from '../../mastering/index.ts';
import { parseTarget, type RenderTarget } from '../../render/index.ts';
import { chainAudio } from '../chainAudio.ts';
import { fileOrderOf } from '../delivery.ts';
import type { JobPorts, RenderProgress } from '../ports.ts';
import { finite } from '../readBack.ts';
import { speakersOf } from '../renderAudio.ts';
import { METER_MARGIN_DB, weightsOf } from '../renderJob.ts';
import type { AlbumToneReport } from './albumReport.ts';
import type { AlbumGains, AlbumJob, AlbumOutcome, AlbumWorkerApi } from './contract.ts';
import { measureLoudness } from './measureAlbum.ts';
import { createProgramme, type ProgrammeTrack } from './programme.ts';
import { readTracks } from './readTracks.ts';
import { solveGains } from './solveGains.ts';
import { renderRun, sliceSource, type RunAudio } from './trackAudio.ts';
import { createTrackFiles } from './trackFiles.ts';
import { writeProgramme } from './writeProgramme.ts';

const MAX_ATTEMPTS = 4;
/** Points of the album's curve, at most. */
const CURVE_POINTS = 1500;
/** A file that a limit is written into lies this far below it. */
const BELOW_LIMIT_LU = 0.01;

/** The album worker's side; entry points only expose it. */
export function createAlbumWorker(portsFor: (folder: string) => JobPorts): AlbumWorkerApi {
  return {
    async album(job, folder, onProgress) {
      const ports = portsFor(folder);
      try {
        return await renderAlbum(job, ports, onProgress);
      } finally {
        ports[Symbol.dispose]?.();
      }
    },
  };
}

/**
 * One render of an album from its sessions to a file a track: every track rendered and, where they are gapless, joined; tone and gains found
 * (or taken from the render that the preset measures); one limiter and one dither over the whole; cut, written, read back and measured. The
 * same job gives the same bytes, whatever `blockFrames` is.
 * @throws InputError naming what cannot be read or written; nothing half written stays
 */
export async function renderAlbum(job: AlbumJob, ports: JobPorts, onProgress: (progress: RenderProgress) => void): Promise<AlbumOutcome> {
  const { warn, list } = createWarningList();
  const kernels = createKernels(1024);
  const target = parseTarget(job.order.render);
  let lengthSec = 0;
  const stage =
    (name: RenderProgress['stage'], from: number, to: number) =>
    (ratio: number): void =>
      onProgress({ stage: name, ratio: from + (to - from) * ratio, audioSec: lengthSec * (from + (to - from) * ratio) });
  using prepared = await prepare(kernels, ports, job, target, warn, stage('rendering', 0, 0.55));
  const { spans } = prepared;
  lengthSec = spans.at(-1)!.fileEndFrame / job.sampleRateHz;
  const groups = limiterGroups(speakersOf(target).map((speaker) => speaker.isLfe));
  const { preset } = job.order;
  const ceilingDbtp = preset.truePeakDbtp - METER_MARGIN_DB;
  const gains =
    job.gains ??
    solveGains(
      kernels,
      { ...prepared, album: job.album, preset, weights: weightsOf(target), groups, ceilingDbtp },
      stage('mastering', 0.55, 0.75),
    );
  const outcome = { tone: prepared.tone, gains, spans, sourceLufs: prepared.sourceLufs.map(finite) };
  if (!job.write) {
    onProgress({ stage: 'done', ratio: 1, audioSec: lengthSec });
    return { ...outcome, warnings: list };
  }
  const report = await writeAndRead(kernels, ports, job, target, { prepared, gains, groups }, warn, stage);
  const toneReport = job.showsTone ? await readTone(kernels, ports, job, target, prepared) : undefined;
  onProgress({ stage: 'done', ratio: 1, audioSec: lengthSec });
  return { ...outcome, report, ...(toneReport === undefined ? {} : { toneReport }), warnings: list };
}

/** The tracks as they wait for their gains. */
interface Prepared extends Disposable {
  /** Tracks of each gapless run, and the run of each track. */
  readonly runs: readonly (readonly number[])[];
  readonly runOfTrack: readonly number[];
  readonly spans: readonly TrackSpan[];
  readonly tone: ToneMatch;
  /** By run; null where nobody asked. */
  readonly sourceTones: readonly BandCurve[] | null;
  /** By run. */
  readonly levels: readonly RunLevels[];
  readonly sourcePeaksDbfs: readonly number[];
  /** By track: as they came, and after tone matching and inserts. */
  readonly sourceLufs: readonly number[];
  readonly processedLufs: readonly number[];
  readonly programme: (relativeDb: readonly number[]) => AudioSource;
  /** True where an integer file holds all as it is and nothing is done to it but gain. */
  readonly isOnGrid: boolean;
}

async function prepare(
  kernels: Kernels,
  ports: JobPorts,
  job: AlbumJob,
  target: RenderTarget,
  warn: Warn,
  onProgress: (ratio: number) => void,
): Promise<Prepared> {
  const { sampleRateHz, order, blockFrames } = job;
  const tracks = job.tracks.map((one) => one.track);
  const runs = gaplessRuns(tracks);
  const runOfTrack = runs.flatMap((members, r) => members.map(() => r));
  const audio: RunAudio[] = [];
  const free = (): void => audio.forEach((run) => run[Symbol.dispose]());
  try {
    for (const [r, members] of runs.entries()) {
      const wanted = {
        tracks: members.map((track) => job.tracks[track]!),
        target,
        sampleRateHz,
        bits: order.format === 'wav16' ? 16 : 24,
        ...(blockFrames === undefined ? {} : { blockFrames }),
      };
      audio.push(await renderRun(kernels, ports, wanted, warn, (ratio) => onProgress((0.8 * (r + ratio)) / runs.length)));
    }
    const weights = weightsOf(target);
    const lufsOf = (source: AudioSource): number => measureLoudness(kernels, source, weights, stepFramesOf(source)).integratedLufs;
    const places = audio.flatMap(({ endFrames }) => endFrames.map((endFrame, k) => ({ fromFrame: endFrames[k - 1] ?? 0, endFrame })));
    const spans = planTimeline(
      tracks.map((track, k) => ({ ...track, lengthFrames: places[k]!.endFrame - places[k]!.fromFrame })),
      sampleRateHz,
      job.gridFrames,
    );
    const measure = (): { readonly runs: readonly number[]; readonly tracks: readonly number[] } => {
      const byRun = audio.map((run) => lufsOf(run.source));
      const byTrack = places.map(({ fromFrame, endFrame }, k) =>
        runs[runOfTrack[k]!]!.length === 1
          ? byRun[runOfTrack[k]!]!
          : lufsOf(sliceSource(audio[runOfTrack[k]!]!.source, fromFrame, endFrame - fromFrame)),
      );
      return { runs: byRun, tracks: byTrack };
    };
    const asCame = measure();
    const speakers = speakersOf(target);
    const isFinder = job.tone === null && job.album.toneMatch > 0;
    const sourceTones = isFinder || job.showsTone ? audio.map((run) => profileMix(kernels, run.source, speakers).spectrum.levelsDb) : null;
    const tone =
      job.tone ??
      matchTone(
        sourceTones ?? runs.map(() => []),
        runs.map((members) => members.length),
        job.album.toneMatch,
        sampleRateHz,
      );
    onProgress(0.85);
    const inserts = order.preset.processing ?? [];
    let isUntouched = true;
    for (const [r, run] of audio.entries()) {
      const eq = tone.moves[r]!.eq;
      const chain = [...(eq === null ? [] : [eq]), ...inserts];
      if (chain.length > 0) {
        isUntouched = false;
        const scratch = ports.createScratch();
        // In its place at once, so that it is closed whatever happens.
        audio[r] = { ...run, [Symbol.dispose]: () => [run, scratch].forEach((one) => one[Symbol.dispose]()) };
        const source = chainAudio(kernels, run.source, chain, { speakers }, scratch, (ratio) =>
          onProgress(0.85 + (0.15 * (r + ratio)) / runs.length),
        );
        run[Symbol.dispose]();
        audio[r] = { ...run, source, [Symbol.dispose]: () => scratch[Symbol.dispose]() };
      }
    }
    const processed = isUntouched ? asCame : measure();
    const parts = tracks.map((track, k): Omit<ProgrammeTrack, 'gainDb'> => ({
      source: audio[runOfTrack[k]!]!.source,
      fromFrame: places[k]!.fromFrame,
      span: spans[k]!,
      fadeInFrames: fadeFrames(track.fadeInSec, sampleRateHz, spans[k]!),
      fadeOutFrames: fadeFrames(track.fadeOutSec, sampleRateHz, spans[k]!),
    }));
    return {
      runs,
      runOfTrack,
      spans,
      tone,
      sourceTones,
      levels: runs.map((members, r) => ({
        sourceLufs: asCame.runs[r]!,
        processedLufs: processed.runs[r]!,
        offsetDb: tracks[members[0]!]!.gainDb,
      })),
      sourcePeaksDbfs: audio.map((run) => gainToDb(run.peak)),
      sourceLufs: asCame.tracks,
      processedLufs: processed.tracks,
      programme: (relativeDb) =>
        createProgramme(
          parts.map((part, k) => ({ ...part, gainDb: relativeDb[runOfTrack[k]!]! })),
          spans.at(-1)!.fileEndFrame,
        ),
      isOnGrid: isUntouched && audio.every((run) => run.isOnGrid) && parts.every((part) => part.fadeInFrames + part.fadeOutFrames === 0),
      [Symbol.dispose]: free,
    };
  } catch (error) {
    free();
    throw error;
  }
}

/** A fade is never longer than its track. */
function fadeFrames(fadeSec: number, sampleRateHz: number, { startFrame, endFrame }: TrackSpan): number {
  return Math.min(secToFrames(fadeSec, sampleRateHz), endFrame - startFrame);
}

function stepFramesOf({ lengthFrames, sampleRateHz }: Pick<AudioSource, 'lengthFrames' | 'sampleRateHz'>): number {
  return Math.max(4096, Math.min(sampleRateHz * 4, Math.ceil(lengthFrames / CURVE_POINTS)));
}

/** Limits, writes and measures until the files hold what was promised: dither may lift a peak over the ceiling, or a track over a limit. */
async function writeAndRead(
  kernels: Kernels,
  ports: JobPorts,
  job: AlbumJob,
  target: RenderTarget,
  plan: { readonly prepared: Prepared; readonly gains: AlbumGains; readonly groups: readonly (readonly number[])[] },
  warn: Warn,
  stage: (name: RenderProgress['stage'], from: number, to: number) => (ratio: number) => void,
): Promise<NonNullable<AlbumOutcome['report']>> {
  const { prepared, gains, groups } = plan;
  const { spans } = prepared;
  const { preset, format } = job.order;
  const programme = prepared.programme(gains.relativeDb);
  const fileOrder = fileOrderOf(target, true);
  const stepFrames = stepFramesOf(programme);
  let { driveDb } = gains;
  let ceilingDbtp = preset.truePeakDbtp - METER_MARGIN_DB;
  let dither: 'tpdf' | 'none' = format === 'float32' ? 'none' : 'tpdf';
  for (let attempt = 1; ; attempt++) {
    const sink = await createTrackFiles(ports, job, spans, fileOrder, dither);
    let written;
    try {
      written = writeProgramme(
        kernels,
        programme,
        sink,
        { driveDb, ceilingDbtp, groups, spans, stepFrames },
        stage('mastering', 0.75, 0.87),
      );
      const isUnchanged = prepared.isOnGrid && written.driveDb === 0 && gains.relativeDb.every((db) => db === 0);
      if (dither === 'tpdf' && isUnchanged && written.trackReductionsDb.every((db) => db === 0)) {
        // Nothing was done to samples that the files can hold as they are: they stay as they are.
        sink.abort();
        dither = 'none';
        continue;
      }
      sink.finish();
    } catch (error) {
      sink.abort();
      throw error;
    }
    const reading = await readTracks(
      kernels,
      ports,
      { ...prepared, job, target, fileOrder, gains, written, stepFrames },
      warn,
      stage('measuring', 0.87, 1),
    );
    if ((reading.overDb <= 0 && reading.overLu <= 0) || attempt === MAX_ATTEMPTS) {
      return reading.report;
    }
    ceilingDbtp -= Math.max(0, reading.overDb > 0 ? reading.overDb + 0.002 : 0);
    driveDb -= Math.max(0, reading.overLu > 0 ? reading.overLu + BELOW_LIMIT_LU : 0);
  }
}

/** Spectra of the loud parts: of the tracks as they came, and of the written files. */
async function readTone(
  kernels: Kernels,
  ports: JobPorts,
  job: AlbumJob,
  target: RenderTarget,
  { tone, sourceTones, runOfTrack }: Prepared,
): Promise<AlbumToneReport> {
  const speakers = fileOrderOf(target, true).channelOfFile.map((c) => speakersOf(target)[c]!);
  const tracks: AlbumToneReport['tracks'][number][] = [];
  for (const [k, { outputName }] of job.tracks.entries()) {
    using bytes = ports.openOutput(outputName);
    const { source } = await openAudioFile(bytes, () => {});
    const run = runOfTrack[k]!;
    tracks.push({
      beforeDb: sourceTones![run]!,
      afterDb: profileMix(kernels, source, speakers).spectrum.levelsDb,
      responseDb: tone.moves[run]!.responseDb,
    });
  }
  return { render: job.order.render, averageDb: tone.averageDb, tracks };
}
