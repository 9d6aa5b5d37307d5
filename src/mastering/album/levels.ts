import { clamp } from '../../base/index.ts';
import type { Preset } from '../presets.ts';
import type { AlbumLoudness } from './types.ts';

/** A gapless run of tracks, or a track by itself: what has one gain. */
export interface RunLevels {
  /** As it came; −Infinity for silence. */
  readonly sourceLufs: number;
  /** After tone matching and the preset's inserts: what the gain is applied to. */
  readonly processedLufs: number;
  /** The wish of whoever made the album. */
  readonly offsetDb: number;
}

/**
 * Gains against each other in album mode, before the album's common one: the wish, what the tone matching changed taken back, and as much of
 * the way to the run in the middle as the differences are not to be kept, or are more than `maxDifferenceLu`.
 */
export function relativeGainsDb(runs: readonly RunLevels[], keepDifferences: number, maxDifferenceLu = Infinity): readonly number[] {
  const middle = middleLufs(runs);
  return runs.map(({ sourceLufs, processedLufs, offsetDb }) =>
    sourceLufs === -Infinity || processedLufs === -Infinity
      ? offsetDb
      : offsetDb + middle + clamp(keepDifferences * (sourceLufs - middle), -maxDifferenceLu, maxDifferenceLu) - processedLufs,
  );
}

/** What an album's loudness is to a service, and its figure. */
export interface AlbumPractice {
  readonly loudnessOf: AlbumLoudness;
  /** Absent: the album's level stays, unless it is above maxLufs. */
  readonly targetLufs?: number;
  readonly maxLufs?: number;
  readonly toleranceLu: number;
  readonly source: string;
}

/** Where no preset says otherwise: services that turn albums as one, by their own words. */
const WHOLE = 'the whole album gated as one programme has the target';
const PRACTICE: Readonly<Record<string, { readonly targetLufs?: number; readonly source: string }>> = {
  aes77: { targetLufs: -14, source: 'AES77, from TD1008: the loudest track of an album at −14 LUFS' },
  tidal: { source: 'TIDAL: albums are turned by their loudest track' },
};

/**
 * How a preset is met by an album. A preset with a limit is met by every file, so its loudest track is at it; streaming services that play an
 * album as one turn it by its whole loudness, unless they say that they go by the loudest track.
 * @param wished what the album's file asks for
 */
export function albumPractice(preset: Preset, wished?: AlbumLoudness): AlbumPractice {
  const { targetLufs, maxLufs, toleranceLu } = preset.integratedLufs;
  const own = PRACTICE[preset.id];
  const loudnessOf = wished ?? (maxLufs !== undefined || own !== undefined ? 'loudestTrack' : 'whole');
  const target = loudnessOf === 'loudestTrack' && wished === undefined ? (own?.targetLufs ?? targetLufs) : targetLufs;
  return {
    loudnessOf,
    ...(target === undefined ? {} : { targetLufs: target }),
    ...(maxLufs === undefined ? {} : { maxLufs }),
    toleranceLu,
    source:
      wished !== undefined
        ? 'as the album’s file asks'
        : (own?.source ?? (maxLufs === undefined ? WHOLE : 'each file is held to the limit, so the loudest track is at it')),
  };
}

/** What a track by itself is brought to. */
export interface TrackAim {
  readonly targetLufs: number;
  readonly maxLufs?: number;
}

/**
 * Aims in track mode: the preset's target; where it names none, the run in the middle, within the limit, for the loudest would press all others.
 * A wish never goes over a limit.
 */
export function trackAims(runs: readonly RunLevels[], preset: Preset): readonly TrackAim[] {
  const { targetLufs, maxLufs } = preset.integratedLufs;
  const common = targetLufs ?? Math.min(middleLufs(runs), maxLufs ?? 0);
  return runs.map(({ offsetDb }) => ({
    targetLufs: Math.min(0, common + offsetDb, maxLufs ?? 0),
    ...(maxLufs === undefined ? {} : { maxLufs }),
  }));
}

/** The median of those that are heard, of two the quieter; −70 where none is. */
function middleLufs(runs: readonly RunLevels[]): number {
  const heard = runs.map((run) => run.sourceLufs).filter(Number.isFinite);
  return heard.length === 0 ? -70 : heard.toSorted((a, b) => a - b)[Math.floor((heard.length - 1) / 2)]!;
}

/** The differences that were to be kept, against those that came out: the largest change between any two tracks, LU. */
export function changedDifferencesLu(wantedLufs: readonly number[], measuredLufs: readonly number[]): number {
  const changes = wantedLufs.flatMap((wanted, k) => {
    const measured = measuredLufs[k]!;
    return Number.isFinite(wanted) && Number.isFinite(measured) ? [measured - wanted] : [];
  });
  return changes.length < 2 ? 0 : Math.max(...changes) - Math.min(...changes);
}
