import type { AudioSource } from '../../audio/index.ts';
import type { Kernels } from '../../dsp/index.ts';
import {
  albumPractice,
  masterToTarget,
  relativeGainsDb,
  trackAims,
  type MasterOutcome,
  type Preset,
  type RunLevels,
  type Shortfall,
  type TrackSpan,
} from '../../mastering/index.ts';
import type { AlbumGains, AlbumJob } from './contract.ts';
import { sliceSource } from './trackAudio.ts';

export interface GainsWanted {
  readonly album: AlbumJob['album'];
  readonly preset: Preset;
  /** Tracks of each run. */
  readonly runs: readonly (readonly number[])[];
  readonly levels: readonly RunLevels[];
  /** Of each track, after tone matching and inserts. */
  readonly processedLufs: readonly number[];
  readonly spans: readonly TrackSpan[];
  /** The album under gains by run. */
  readonly programme: (relativeDb: readonly number[]) => AudioSource;
  readonly weights: readonly number[];
  readonly groups: readonly (readonly number[])[];
  readonly ceilingDbtp: number;
}

const ENOUGH: Shortfall = { shortfallLu: 0 };

/**
 * The gains at which a limited album has its loudness: in album mode one drive for all, by the whole album or by its loudest track; in track
 * mode a gain for each run.
 */
export function solveGains(kernels: Kernels, wanted: GainsWanted, onProgress: (ratio: number) => void): AlbumGains {
  return wanted.album.mode === 'track' ? solveTracks(kernels, wanted, onProgress) : solveAlbum(kernels, wanted, onProgress);
}

function solveAlbum(kernels: Kernels, wanted: GainsWanted, onProgress: (ratio: number) => void): AlbumGains {
  const { album, preset, runs, levels, spans, processedLufs } = wanted;
  const practice = albumPractice(preset, album.loudnessOf);
  const relativeDb = relativeGainsDb(levels, album.keepDifferences, album.maxDifferenceLu);
  const none = runs.map(() => ({ ...ENOUGH, aimLufs: -Infinity }));
  if (practice.targetLufs === undefined && practice.maxLufs === undefined) {
    return { relativeDb, driveDb: 0, album: ENOUGH, runs: none };
  }
  const programme = wanted.programme(relativeDb);
  const source = practice.loudnessOf === 'whole' ? programme : loudestOf(programme);
  const outcome = find(kernels, wanted, source, practice, onProgress);
  return { relativeDb, driveDb: outcome.gainDb, album: shortfallOf(outcome), runs: none };

  function loudestOf(whole: AudioSource): AudioSource {
    const lufs = runs.flatMap((tracks, r) => tracks.map((track) => ({ track, lufs: processedLufs[track]! + relativeDb[r]! })));
    const { track } = lufs.reduce((most, one) => (one.lufs > most.lufs ? one : most));
    return spanOf(whole, spans[track]!, spans[track]!);
  }
}

function solveTracks(kernels: Kernels, wanted: GainsWanted, onProgress: (ratio: number) => void): AlbumGains {
  const { preset, runs, levels, spans, processedLufs } = wanted;
  const programme = wanted.programme(runs.map(() => 0));
  const aims = trackAims(levels, preset);
  const outcomes = runs.map((tracks, r) => {
    const aim = aims[r]!;
    // A limit holds for every file, so the loudest of joined tracks is at it; else they are one programme.
    const loudest = tracks.reduce((most, track) => (processedLufs[track]! > processedLufs[most]! ? track : most));
    const [first, last] = aim.maxLufs === undefined ? [tracks[0]!, tracks.at(-1)!] : [loudest, loudest];
    const outcome = find(kernels, wanted, spanOf(programme, spans[first]!, spans[last]!), aim, (ratio) =>
      onProgress((r + ratio) / runs.length),
    );
    return { outcome, aimLufs: aim.targetLufs };
  });
  return {
    relativeDb: outcomes.map(({ outcome }) => outcome.gainDb),
    driveDb: 0,
    album: ENOUGH,
    runs: outcomes.map(({ outcome, aimLufs }) => ({ ...shortfallOf(outcome), aimLufs })),
  };
}

function spanOf(programme: AudioSource, first: TrackSpan, last: TrackSpan): AudioSource {
  return sliceSource(programme, first.startFrame, last.endFrame - first.startFrame);
}

function find(
  kernels: Kernels,
  { weights, groups, ceilingDbtp, preset }: GainsWanted,
  source: AudioSource,
  aim: { readonly targetLufs?: number; readonly maxLufs?: number },
  onProgress: (ratio: number) => void,
): MasterOutcome {
  return masterToTarget(
    kernels,
    source,
    { write() {} },
    {
      weights,
      groups,
      ceilingDbtp,
      onProgress,
      ...(aim.targetLufs === undefined ? {} : { targetLufs: aim.targetLufs }),
      ...(aim.maxLufs === undefined ? {} : { maxLufs: aim.maxLufs }),
      ...(preset.maxGainReductionDb === undefined ? {} : { maxGainReductionDb: preset.maxGainReductionDb }),
    },
  );
}

function shortfallOf({ shortfallLu, reason }: MasterOutcome): Shortfall {
  return { shortfallLu, ...(reason === undefined ? {} : { reason }) };
}
