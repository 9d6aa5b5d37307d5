import type { AudioSource, ByteSource } from '../../audio/index.ts';
import type { Warn } from '../../base/index.ts';
import type { Kernels } from '../../dsp/index.ts';
import { openAudioFile } from '../../formats/index.ts';
import { albumPractice, changedDifferencesLu, type AlbumPractice, type Preset, type TrackSpan } from '../../mastering/index.ts';
import { loudnessWeight } from '../../metering/index.ts';
import type { RenderTarget } from '../../render/index.ts';
import { fileLabels, type FileOrder } from '../delivery.ts';
import type { JobPorts } from '../ports.ts';
import { binauralModesOf, finite, readBack, SHORTFALLS } from '../readBack.ts';
import { speakersOf } from '../renderAudio.ts';
import type { RenderCheck, RenderReport } from '../report.ts';
import type { AlbumRenderReport } from './albumReport.ts';
import type { AlbumGains, AlbumJob } from './contract.ts';
import { concatSources, jointsOf, measureLoudness, stepAtJoint } from './measureAlbum.ts';
import type { WrittenProgramme } from './writeProgramme.ts';

/** A meter's last digit, as for single renders. */
const METER_TOLERANCE_LU = 0.05;
/** Differences that limiting changed by more than this are heard. */
const SAME_DIFFERENCE_LU = 1;
/** A joint with this many times the steps around it is a click. */
const CLICK_RATIO = 4;

export interface WrittenAlbum {
  readonly job: AlbumJob;
  readonly target: RenderTarget;
  readonly fileOrder: FileOrder;
  readonly spans: readonly TrackSpan[];
  /** Run of each track. */
  readonly runOfTrack: readonly number[];
  readonly gains: AlbumGains;
  readonly written: WrittenProgramme;
  /** By track, after tone matching and inserts. */
  readonly processedLufs: readonly number[];
  /** Of each run before anything was done to it. */
  readonly sourcePeaksDbfs: readonly number[];
  /** Of the curve. */
  readonly stepFrames: number;
}

export interface AlbumReading {
  readonly report: AlbumRenderReport;
  /** How far the loudest peak is above the ceiling, dB. */
  readonly overDb: number;
  /** How far the loudest file is above the preset's limit, LU; −Infinity without one. */
  readonly overLu: number;
}

/** The written files, opened again and measured, each by itself and one after the other: the report's figures are the files'. */
export async function readTracks(
  kernels: Kernels,
  ports: JobPorts,
  album: WrittenAlbum,
  warn: Warn,
  onProgress: (ratio: number) => void,
): Promise<AlbumReading> {
  const { job, target, fileOrder, spans, gains, written } = album;
  const { preset } = job.order;
  const isAnchored = job.gains !== null;
  const tracks: RenderReport[] = [];
  let overDb = -Infinity;
  let overLu = -Infinity;
  for (const [k, { session, outputName }] of job.tracks.entries()) {
    const run = album.runOfTrack[k]!;
    const { report, measured } = await readBack(ports, {
      job: { order: job.order, outputName },
      target,
      fileOrder,
      preset,
      mastered: {
        gainDb: gains.relativeDb[run]! + written.driveDb,
        maxGainReductionDb: written.trackReductionsDb[k]!,
      },
      // What a file of an album owes is judged below.
      anchorGainDb: written.driveDb,
      known: { premasterPeakDbfs: album.sourcePeaksDbfs[run]!, ...binauralModesOf(session, target) },
      warn,
      onProgress: (ratio) => onProgress((0.8 * (k + ratio)) / job.tracks.length),
    });
    overDb = Math.max(overDb, Math.max(measured.truePeakDbtp, measured.itu4xDbtp) - preset.truePeakDbtp);
    if (!isAnchored && preset.integratedLufs.maxLufs !== undefined) {
      overLu = Math.max(overLu, measured.integratedLufs - preset.integratedLufs.maxLufs);
    }
    tracks.push(report);
  }
  const opened = await openAll(ports, job, warn);
  using _ = opened;
  const weights = fileOrder.channelOfFile.map((c) => loudnessWeight(speakersOf(target)[c]!));
  const whole = measureLoudness(kernels, opened.source, weights, album.stepFrames, (ratio) => onProgress(0.8 + 0.2 * ratio));
  const measuredLufs = tracks.map((track) => track.integratedLufs ?? -Infinity);
  const judged = tracks.map((track, k) => {
    const checks = [
      ...track.checks.filter((check) => check.rule !== 'integrated-loudness' && !isPlannedSilence(check, spans, k)),
      ...trackChecks(album, isAnchored, measuredLufs, whole.integratedLufs, k),
    ];
    return { ...track, checks, passed: checks.every((check) => check.passed) };
  });
  const practice = albumPractice(preset, job.album.loudnessOf);
  const checks = [
    ...(isAnchored || job.album.mode === 'track' ? [] : albumLoudness(practice, preset, gains, measuredLufs, whole.integratedLufs)),
    ...(job.album.mode === 'track' ? [] : differences(album, measuredLufs)),
    ...jointsOf(
      spans,
      job.tracks.map((one) => one.track),
    ).map(({ track, musicFrame }) => joint(album, opened.source, track, musicFrame)),
  ];
  const report: AlbumRenderReport = {
    render: job.order.render,
    format: job.order.format,
    channels: fileOrder.channelOfFile.length,
    channelLabels: fileLabels(target, fileOrder),
    sampleRateHz: job.sampleRateHz,
    frames: opened.source.lengthFrames,
    isAnchored,
    integratedLufs: finite(whole.integratedLufs),
    lraLu: finite(whole.lraLu),
    maxShortTermLufs: finite(whole.maxShortTermLufs),
    truePeakDbtp: largest(judged.map((track) => track.truePeakDbtp)),
    driveDb: thousandth(written.driveDb),
    maxGainReductionDb: thousandth(Math.max(...written.trackReductionsDb)),
    passed: judged.every((track) => track.passed) && checks.every((check) => check.passed),
    checks,
    tracks: judged,
    curve: {
      stepSec: album.stepFrames / job.sampleRateHz,
      shortTermLufs: whole.shortTermLufs.map((lufs) => (Number.isFinite(lufs) ? Math.round(lufs * 10) / 10 : null)),
      reductionDb: written.reductionsDb.map((db) => Math.round(db * 10) / 10),
    },
  };
  return { report, overDb, overLu };
}

async function openAll(ports: JobPorts, job: AlbumJob, warn: Warn): Promise<Disposable & { readonly source: AudioSource }> {
  const bytes: ByteSource[] = [];
  const close = (): void => bytes.forEach((one) => one[Symbol.dispose]());
  try {
    const sources: AudioSource[] = [];
    for (const { outputName } of job.tracks) {
      const file = ports.openOutput(outputName);
      bytes.push(file);
      sources.push((await openAudioFile(file, warn)).source);
    }
    return { source: concatSources(sources), [Symbol.dispose]: close };
  } catch (error) {
    close();
    throw error;
  }
}

/** Silence that the album's file asked for is no finding. */
function isPlannedSilence(check: RenderCheck, spans: readonly TrackSpan[], k: number): boolean {
  return (
    check.passed &&
    ((check.rule === 'SIL-TAIL' && (spans[k + 1]?.gapFrames ?? 0) > 0) || (check.rule === 'SIL-HEAD' && k === 0 && spans[0]!.gapFrames > 0))
  );
}

/** What each file owes to the preset and to the album. */
function trackChecks(
  { job, runOfTrack, gains, written }: WrittenAlbum,
  isAnchored: boolean,
  measuredLufs: readonly number[],
  albumLufs: number,
  k: number,
): readonly RenderCheck[] {
  const { preset } = job.order;
  const { maxLufs, minLufs, toleranceLu } = preset.integratedLufs;
  const lufs = measuredLufs[k]!;
  const rule = 'integrated-loudness';
  const checks: RenderCheck[] = [];
  if (lufs === -Infinity) {
    checks.push({ rule, passed: false, message: 'is silent; is every element muted?' });
  } else if (isAnchored) {
    checks.push({
      rule,
      passed: true,
      message: `${show(lufs)} LUFS; ${preset.title} measures its ${preset.measuredOn ?? 'anchor'}, whose gain this render has`,
    });
  } else {
    const over = maxLufs !== undefined && lufs > maxLufs + METER_TOLERANCE_LU;
    const under = minLufs !== undefined && lufs < minLufs;
    const limits = [
      ...(maxLufs === undefined ? [] : [`at most ${show(maxLufs)}`]),
      ...(minLufs === undefined ? [] : [`at least ${show(minLufs)}`]),
    ].join(', ');
    if (job.album.mode === 'album') {
      const place = lufs - albumLufs;
      const words = `${show(lufs)} LUFS, ${show(Math.abs(place), 1)} LU ${place < 0 ? 'below' : 'above'} the album${limits === '' ? '' : `; ${limits}`}`;
      checks.push({
        rule,
        passed: !over && !under,
        message: `${words}${over ? '; lower its gainDb, or the album' : under ? '; raise its gainDb, or lower keepDifferences' : ''}`,
      });
    } else {
      const run = gains.runs[runOfTrack[k]!]!;
      const isJoined = runOfTrack.filter((one) => one === runOfTrack[k]).length > 1;
      const tolerance = Math.max(toleranceLu, 0.1);
      // Joined tracks share one gain, so that they may differ.
      const missed = isJoined ? run.shortfallLu > tolerance : Math.abs(lufs - run.aimLufs) > tolerance;
      const why = run.reason === undefined ? '' : `; ${show(run.shortfallLu)} LU short: ${SHORTFALLS[run.reason]}`;
      const target = isJoined
        ? `joined tracks were brought to ${show(run.aimLufs)} together`
        : `target ${show(run.aimLufs)} ± ${show(tolerance)}`;
      checks.push({
        rule,
        passed: !missed && !over && !under,
        message: `${show(lufs)} LUFS, ${target}${limits === '' ? '' : `, ${limits}`}${why}`,
      });
    }
  }
  const { maxGainReductionDb } = preset;
  if (maxGainReductionDb !== undefined) {
    const reductionDb = written.trackReductionsDb[k]!;
    const passed = reductionDb <= maxGainReductionDb + 0.05;
    checks.push({
      rule: 'gain-reduction',
      passed,
      message: `${show(reductionDb)} dB, at most ${show(maxGainReductionDb)}${passed ? '' : '; tame the peaks in the mix, or aim lower'}`,
    });
  }
  return checks;
}

function albumLoudness(
  practice: AlbumPractice,
  preset: Preset,
  { album }: AlbumGains,
  measuredLufs: readonly number[],
  albumLufs: number,
): readonly RenderCheck[] {
  const { targetLufs, maxLufs, loudnessOf } = practice;
  if (targetLufs === undefined && maxLufs === undefined) {
    return [{ rule: 'album-loudness', passed: true, message: `${show(albumLufs)} LUFS; ${preset.title} names no loudness` }];
  }
  const loudest = Math.max(...measuredLufs);
  const lufs = loudnessOf === 'whole' ? albumLufs : loudest;
  const what = loudnessOf === 'whole' ? 'the whole album' : `the loudest track (${measuredLufs.indexOf(loudest) + 1})`;
  const tolerance = Math.max(practice.toleranceLu, 0.1);
  const isOver = maxLufs !== undefined && lufs > maxLufs + METER_TOLERANCE_LU;
  const isMissed = targetLufs !== undefined && Math.abs(lufs - targetLufs) > tolerance;
  const aim = targetLufs === undefined ? `at most ${show(maxLufs!)}` : `target ${show(targetLufs)} ± ${show(tolerance)}`;
  const why = album.reason === undefined ? '' : `; ${show(album.shortfallLu)} LU short: ${SHORTFALLS[album.reason]}`;
  return [{ rule: 'album-loudness', passed: !isOver && !isMissed, message: `${what} has ${show(lufs)} LUFS, ${aim}${why}` }];
}

/** The tracks against each other: as they were meant, and as they came out. */
function differences({ processedLufs, runOfTrack, gains }: WrittenAlbum, measuredLufs: readonly number[]): readonly RenderCheck[] {
  if (measuredLufs.filter(Number.isFinite).length < 2) {
    return [];
  }
  const wanted = processedLufs.map((lufs, k) => lufs + gains.relativeDb[runOfTrack[k]!]!);
  const changeLu = changedDifferencesLu(wanted, measuredLufs);
  const isSame = changeLu <= SAME_DIFFERENCE_LU;
  return [
    {
      rule: 'album-differences',
      passed: true,
      message: `the tracks keep their differences within ${show(changeLu, 1)} LU${isSame ? '' : ': the loud ones are limited more than the others; lower their gainDb or keepDifferences, or aim lower'}`,
      ...(isSame ? {} : { severity: 'warning' as const, why: 'what was louder on purpose is so no more' }),
    },
  ];
}

function joint({ job, spans }: WrittenAlbum, album: AudioSource, k: number, musicFrame: number): RenderCheck {
  const ratio = Math.max(stepAtJoint(album, musicFrame), stepAtJoint(album, spans[k]!.fileStartFrame));
  const isSmooth = ratio <= CLICK_RATIO;
  const { shiftFrames } = spans[k]!;
  const cut =
    shiftFrames === 0
      ? 'the files are cut where the music is'
      : `the cut lies ${Math.abs(shiftFrames)} frames ${shiftFrames < 0 ? 'before' : 'after'} the joint, on the CD’s grid`;
  return {
    rule: 'gapless-joint',
    passed: true,
    message: `from ${k} to ${k + 1}: no sample is missing or added; ${cut}; its largest step is ${show(ratio, 2)} of those around it`,
    ...(isSmooth
      ? {}
      : {
          severity: 'warning' as const,
          why: `the music itself jumps between "${job.tracks[k - 1]!.track.title}" and "${job.tracks[k]!.track.title}", which is heard as a click`,
        }),
  };
}

function largest(values: readonly (number | null)[]): number | null {
  const known = values.filter((value) => value !== null);
  return known.length === 0 ? null : Math.max(...known);
}

function thousandth(value: number): number {
  return Math.round(value * 1000) / 1000;
}

function show(value: number, digits = 2): string {
  return Number.isFinite(value) ? value.toFixed(digits).replace('-', '−') : '−∞';
}
