import type { ShortfallReason } from '../masterToTarget.ts';

/** An album as its file says it, defaults filled in. */
export interface Album {
  readonly title: string;
  readonly artist: string;
  /** GTIN-13; a UPC of 12 digits has a leading zero here. */
  readonly upc?: string;
  readonly mode: AlbumMode;
  /** A built-in preset's id, or a file. */
  readonly preset: string;
  readonly renders: readonly string[];
  readonly format?: 'wav24' | 'wav16' | 'float32' | 'flac';
  readonly sampleRateHz?: number;
  /** How much of each track's distance from the album's average tone is taken, 0 … 1. */
  readonly toneMatch: number;
  /** How much of the tracks' differences in loudness stays in album mode, 0 … 1. */
  readonly keepDifferences: number;
  /** No track stays further than this from the one in the middle: what does was mastered, or not, elsewhere. */
  readonly maxDifferenceLu: number;
  /** What has the preset's loudness in album mode; absent: as the preset's service does it (albumPractice). */
  readonly loudnessOf?: AlbumLoudness;
  /** Tracks on each side of a record. */
  readonly sides?: readonly number[];
  readonly tracks: readonly AlbumTrack[];
}

/** `album`: one gain, the differences stay. `track`: each track to the target by itself. */
export type AlbumMode = 'album' | 'track';

/** The whole album, gated as one programme; or its loudest track. */
export type AlbumLoudness = 'whole' | 'loudestTrack';

export interface AlbumTrack {
  /** A project, an ADM file or audio; relative to the album's file. */
  readonly input: string;
  readonly title: string;
  readonly artist: string;
  /** Twelve characters, without hyphens. */
  readonly isrc?: string;
  /** Silence before it. */
  readonly gapSec: number;
  /** Goes on where the track before ends: no gap, no fade, one stream of samples. */
  readonly gapless: boolean;
  readonly fadeInSec: number;
  readonly fadeOutSec: number;
  /** Taken off its ends. */
  readonly trimStartSec: number;
  readonly trimEndSec: number;
  /** Wanted on top of the matching. */
  readonly gainDb: number;
  /** Where stems that are not in their place are found; relative to the album's file. */
  readonly stems?: string;
}

/** Why something stayed below its target. */
export interface Shortfall {
  readonly shortfallLu: number;
  readonly reason?: ShortfallReason;
}
