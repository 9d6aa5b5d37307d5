import { createWarningList, type Warn } from '../../base/index.ts';
import {
  albumPractice,
  cdTroubles,
  CD_SECTOR_FRAMES,
  deliveryRateHz,
  gaplessRuns,
  planSides,
  showIsrc,
  type Album,
  type Preset,
  type SideSpan,
  type TrackSpan,
} from '../../mastering/index.ts';
import { parseTarget } from '../../render/index.ts';
import { METER, RENDERER } from '../master.ts';
import type { RenderProgress } from '../ports.ts';
import { anchorOf, planOrders, sameTarget } from '../renderPlan.ts';
import type { RenderCheck } from '../report.ts';
import { rateOf, type Session } from '../session.ts';
import type { AlbumRenderReport, AlbumReport } from './albumReport.ts';
import type { AlbumJob, AlbumOrder, AlbumOutcome, AlbumPool } from './contract.ts';
import { cueSheet } from './cueSheet.ts';
import { safeName, trackFileName } from './fileNames.ts';
import { isStereoMaster } from './trackAudio.ts';

export interface AlbumRequest {
  readonly album: Album;
  readonly preset: Preset;
  /** By track. */
  readonly sessions: readonly Session[];
  /** For the report: the album's file, and its hash. */
  readonly input: string;
  readonly inputSha256: string;
  /** Frames pulled at a time: never changes a byte. */
  readonly blockFrames?: number;
}

export interface AlbumResult {
  readonly report: AlbumReport;
  /** What stands beside the tracks: names and texts. */
  readonly texts: readonly { readonly name: string; readonly text: string }[];
}

/**
 * Masters an album on the pool, render by render. Where the preset measures one render, its tone matching and gains are found first, and all
 * others take them; tone is always found on one render alone. The bytes do not depend on the pool's size.
 * @param onProgress by render
 */
export async function runAlbum(
  pool: AlbumPool,
  request: AlbumRequest,
  onProgress: (render: string, progress: RenderProgress) => void,
): Promise<AlbumResult> {
  const { album, preset, sessions } = request;
  const { warn, list } = createWarningList();
  const orders = planOrders(
    { deliverables: [] },
    { renders: album.renders, preset, master: true, ...(album.format === undefined ? {} : { format: album.format }) },
  ).map((order): AlbumOrder => ({ ...order, preset }));
  const sampleRateHz = album.sampleRateHz ?? deliveryRateHz(preset, usualRate(sessions));
  // A CD is what its renders say they are; all renders keep to one grid, so that they stay as long as each other.
  const gridFrames = sampleRateHz === 44100 && orders.some(isCd) ? CD_SECTOR_FRAMES : 1;
  sayNarrowTracks(album, sessions, orders, warn);
  const jobOf = (order: AlbumOrder, lead: AlbumOutcome | null, write: boolean): AlbumJob => ({
    album,
    tracks: album.tracks.map((track, k) => ({
      session: sessions[k]!,
      track,
      outputName: trackFileName(k + 1, track.title, order.render, order.format),
    })),
    order,
    sampleRateHz,
    gridFrames,
    tone: lead?.tone ?? null,
    gains: lead !== null && anchorOf(order) !== undefined ? lead.gains : null,
    showsTone: write && order === orders[0],
    write,
    ...(request.blockFrames === undefined ? {} : { blockFrames: request.blockFrames }),
  });
  const run = async (job: AlbumJob): Promise<AlbumOutcome> => {
    const outcome = await pool.album(job, (progress) => onProgress(job.order.render, progress));
    outcome.warnings.forEach(warn);
    return outcome;
  };
  const outcomes = new Map<AlbumOrder, AlbumOutcome>();
  const measured = preset.measuredOn;
  const own = measured === undefined ? orders[0]! : orders.find((order) => sameTarget(order.render, measured));
  let lead: AlbumOutcome | null = null;
  if (measured !== undefined || album.toneMatch > 0) {
    lead = await run(own === undefined ? jobOf({ ...orders[0]!, render: measured! }, null, false) : jobOf(own, null, true));
    if (own !== undefined) {
      outcomes.set(own, lead);
    }
  }
  await atOnce(
    orders.filter((order) => !outcomes.has(order)),
    pool.size,
    async (order) => outcomes.set(order, await run(jobOf(order, lead, true))),
  );
  const first = lead ?? outcomes.get(orders[0]!)!;
  const renders = orders.map((order) => outcomes.get(order)!.report!);
  const { spans } = first;
  const sides = album.sides === undefined ? undefined : planSides(spans, album.sides, sampleRateHz);
  const checks = albumChecks(album, spans, sides, gridFrames, sampleRateHz);
  const cues = orders.flatMap((order, k) => (isCd(order) && gridFrames > 1 ? [cueOf(album, order, renders[k]!, spans)] : []));
  const tone = outcomes.get(orders[0]!)!.toneReport;
  const report: AlbumReport = {
    periphonyAlbum: 1,
    title: album.title,
    artist: album.artist,
    ...(album.upc === undefined ? {} : { upc: album.upc }),
    mode: album.mode,
    preset: { id: preset.id, title: preset.title },
    practice: albumPractice(preset, album.loudnessOf),
    keepDifferences: album.keepDifferences,
    maxDifferenceLu: album.maxDifferenceLu,
    toneMatch: album.toneMatch,
    sampleRateHz,
    gridFrames,
    input: request.input,
    inputSha256: request.inputSha256,
    renderer: RENDERER,
    meter: METER,
    passed: renders.every((render) => render.passed) && checks.every((check) => check.passed),
    tracks: trackReports(album, sessions, first, sides, sampleRateHz),
    renders,
    ...(sides === undefined ? {} : { sides }),
    ...(tone === undefined ? {} : { tone }),
    ...(renders.length < 2 ? {} : { translation: translationOf(renders) }),
    checks,
    cueSheets: cues.map((cue) => cue.name),
    warnings: list,
  };
  return { report, texts: cues };
}

function trackReports(
  album: Album,
  sessions: readonly Session[],
  { spans, tone, sourceLufs }: AlbumOutcome,
  sides: readonly SideSpan[] | undefined,
  sampleRateHz: number,
): AlbumReport['tracks'] {
  const runOfTrack = gaplessRuns(album.tracks).flatMap((members, r) => members.map(() => r));
  return album.tracks.map((track, k) => {
    const span = spans[k]!;
    const side = sides?.find((one) => k + 1 >= one.firstTrack && k + 1 <= one.lastTrack);
    return {
      number: k + 1,
      title: track.title,
      artist: track.artist,
      ...(track.isrc === undefined ? {} : { isrc: showIsrc(track.isrc) }),
      input: track.input,
      kind: sessions[k]!.kind,
      startSec: span.startFrame / sampleRateHz,
      lengthSec: (span.endFrame - span.startFrame) / sampleRateHz,
      startFrame: span.startFrame,
      lengthFrames: span.endFrame - span.startFrame,
      fileStartFrame: span.fileStartFrame,
      fileFrames: span.fileEndFrame - span.fileStartFrame,
      gapSec: span.gapFrames / sampleRateHz,
      gapless: track.gapless,
      shiftFrames: span.shiftFrames,
      fadeInSec: track.fadeInSec,
      fadeOutSec: track.fadeOutSec,
      ...(side === undefined ? {} : { side: side.name }),
      sourceLufs: sourceLufs[k]!,
      offsetDb: track.gainDb,
      eq: tone.moves[runOfTrack[k]!]?.eq?.bands ?? [],
    };
  });
}

/** The rate that most sessions have; of equals the higher. */
function usualRate(sessions: readonly Session[]): number {
  const counts = new Map<number, number>();
  sessions.forEach((session) => counts.set(rateOf(session), (counts.get(rateOf(session)) ?? 0) + 1));
  return [...counts].toSorted(([a, countA], [b, countB]) => countB - countA || b - a)[0]![0];
}

function isCd(order: AlbumOrder): boolean {
  const target = parseTarget(order.render);
  return order.format === 'wav16' && (target.kind === 'binaural' || target.layout.speakers.length === 2);
}

function cueOf(album: Album, order: AlbumOrder, render: AlbumRenderReport, spans: readonly TrackSpan[]): { name: string; text: string } {
  const tracks = album.tracks.map((track, k) => ({ ...track, file: render.tracks[k]!.file, span: spans[k]! }));
  return { name: `${safeName(album.title, 'Album')}.${order.render}.cue`, text: cueSheet(album, tracks) };
}

/** What a render cannot give a track is said, once a track. */
function sayNarrowTracks(album: Album, sessions: readonly Session[], orders: readonly AlbumOrder[], warn: Warn): void {
  sessions.forEach((session, k) => {
    const { title } = album.tracks[k]!;
    const [element] = session.kind === 'audio' ? session.scene.elements : [];
    const channels = element?.kind === 'bed' ? (element.channels?.length ?? 0) : element === undefined ? 0 : 1;
    const wider = orders.filter((order) => {
      const target = parseTarget(order.render);
      return channels > 0 && target.kind === 'layout' && target.layout.speakers.length > Math.max(2, channels);
    });
    if (channels > 0 && channels <= 2 && wider.length > 0) {
      const names = wider.map((order) => order.render).join(', ');
      const where = channels === 1 ? 'one loudspeaker' : 'left and right';
      warn({
        code: 'album.narrow-track',
        at: title,
        message: `is a finished ${channels === 1 ? 'mono' : 'stereo'} mix: in ${names} it plays from ${where} alone`,
      });
    }
    if (isStereoMaster(session) && orders.some((order) => order.render === 'binaural')) {
      warn({
        code: 'album.stereo-on-headphones',
        at: title,
        message: 'is a finished stereo mix: binaural has it as it is, not through virtual loudspeakers',
      });
    }
  });
}

function albumChecks(
  album: Album,
  spans: readonly TrackSpan[],
  sides: readonly SideSpan[] | undefined,
  gridFrames: number,
  sampleRateHz: number,
): readonly RenderCheck[] {
  const missing = album.tracks.flatMap((track, k) => (track.isrc === undefined ? [k + 1] : []));
  const moved = Math.max(...spans.map((span) => Math.abs(span.shiftFrames)));
  const troubles = gridFrames > 1 ? cdTroubles(spans, sampleRateHz) : [];
  const joins = (sides ?? []).flatMap((side) => (side.firstTrack > 1 && album.tracks[side.firstTrack - 1]!.gapless ? [side] : []));
  return [
    ...(sides ?? []).map((side): RenderCheck => ({
      rule: 'record-side',
      passed: true,
      message: `side ${side.name}, ${side.firstTrack === side.lastTrack ? `track ${side.firstTrack}` : `tracks ${side.firstTrack} to ${side.lastTrack}`}: ${minutes(side.lengthSec)}${side.isLong ? ', more than the 22 minutes that a side holds at full level; move a track, or cut it quieter' : ''}`,
      ...(side.isLong ? { severity: 'warning' as const, why: 'grooves of a long side lie closer: less level, less bass, more noise' } : {}),
    })),
    ...joins.map((side): RenderCheck => ({
      rule: 'record-side',
      passed: true,
      severity: 'warning',
      message: `side ${side.name} begins with a track that is joined to the one before`,
      why: 'the record has to be turned over in the middle of the music',
    })),
    ...(gridFrames > 1
      ? [
          {
            rule: 'cd-grid',
            passed: true,
            message: `every file begins on a CD sector of 588 frames; at most ${moved} frames (${((1000 * moved) / sampleRateHz).toFixed(1)} ms) were moved, half a sector being 294`,
          },
        ]
      : []),
    ...troubles.map((message): RenderCheck => ({
      rule: 'cd-limits',
      passed: true,
      severity: 'warning',
      message,
      why: 'players and pressing plants keep to the standard',
    })),
    ...(missing.length === 0 || missing.length === album.tracks.length
      ? []
      : [
          {
            rule: 'track-codes',
            passed: true,
            severity: 'warning' as const,
            message: `${missing.length === 1 ? 'track' : 'tracks'} ${missing.join(', ')} ${missing.length === 1 ? 'has' : 'have'} no ISRC`,
            why: 'plays without a code are not paid for',
          },
        ]),
  ];
}

/** How each render of a track compares to the first, at the gain of the mix. */
function translationOf(renders: readonly AlbumRenderReport[]): NonNullable<AlbumReport['translation']> {
  const levelOf = (render: AlbumRenderReport, k: number): number | null => {
    const { integratedLufs, gainDb } = render.tracks[k]!;
    return integratedLufs === null ? null : integratedLufs - gainDb;
  };
  return renders[0]!.tracks.map((_, k) => {
    const reference = levelOf(renders[0]!, k);
    return {
      track: k + 1,
      deltasLu: renders.map((render) => {
        const level = levelOf(render, k);
        return level === null || reference === null ? null : Math.round((level - reference) * 10) / 10;
      }),
    };
  });
}

async function atOnce<T>(items: readonly T[], size: number, task: (item: T) => Promise<unknown>): Promise<void> {
  const waiting = [...items];
  const worker = async (): Promise<void> => {
    for (let item = waiting.shift(); item !== undefined; item = waiting.shift()) {
      await task(item);
    }
  };
  await Promise.all(Array.from({ length: Math.max(1, Math.min(size, items.length)) }, worker));
}

function minutes(sec: number): string {
  const whole = Math.round(sec);
  return `${Math.floor(whole / 60)}:${String(whole % 60).padStart(2, '0')}`;
}
