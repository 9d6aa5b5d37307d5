// What one render of an album is, across a thread's border: plain data both ways.
import type { Warning } from '../../base/index.ts';
import type { Album, AlbumTrack, Shortfall, ToneMatch, TrackSpan } from '../../mastering/index.ts';
import type { RenderProgress } from '../ports.ts';
import type { RenderOrder } from '../renderPlan.ts';
import type { Session } from '../session.ts';
import type { AlbumRenderReport, AlbumToneReport } from './albumReport.ts';

/** One render of the whole album: what a worker is given. */
export interface AlbumJob {
  readonly album: Pick<Album, 'title' | 'artist' | 'mode' | 'toneMatch' | 'keepDifferences' | 'maxDifferenceLu' | 'loudnessOf'>;
  readonly tracks: readonly AlbumTrackJob[];
  readonly order: AlbumOrder;
  /** Of every file. */
  readonly sampleRateHz: number;
  /** Files begin on multiples of it: 1, or CD_SECTOR_FRAMES. */
  readonly gridFrames: number;
  /** Found on another render; null where this one is to find them. */
  readonly tone: ToneMatch | null;
  readonly gains: AlbumGains | null;
  /** True: the report's spectra are this render's. */
  readonly showsTone: boolean;
  /** False: only tone and gains are wanted, no files. */
  readonly write: boolean;
  readonly blockFrames?: number;
}

export interface AlbumOrder extends RenderOrder {
  readonly preset: NonNullable<RenderOrder['preset']>;
}

export interface AlbumTrackJob {
  readonly session: Session;
  readonly track: AlbumTrack;
  readonly outputName: string;
}

/** The gains of an album, by gapless run. */
export interface AlbumGains {
  /** Against each other, before the common one. */
  readonly relativeDb: readonly number[];
  /** The common one, the drive of the limiter. */
  readonly driveDb: number;
  /** Of the album as such, in album mode. */
  readonly album: Shortfall;
  /** In track mode: what each was brought to, and how far it stayed below. */
  readonly runs: readonly (Shortfall & { readonly aimLufs: number })[];
}

export interface AlbumOutcome {
  readonly tone: ToneMatch;
  readonly gains: AlbumGains;
  readonly spans: readonly TrackSpan[];
  /** Of each track as it came, on this render. */
  readonly sourceLufs: readonly (number | null)[];
  /** Absent where nothing was written. */
  readonly report?: AlbumRenderReport;
  readonly toneReport?: AlbumToneReport;
  readonly warnings: readonly Warning[];
}

/** What a worker does for an album. `folder` is where outputs go, in the host's words. */
export interface AlbumWorkerApi {
  album(job: AlbumJob, folder: string, onProgress: (progress: RenderProgress) => void): Promise<AlbumOutcome>;
}

/** Workers that render albums. */
export interface AlbumPool extends Disposable {
  readonly size: number;
  album(job: AlbumJob, onProgress: (progress: RenderProgress) => void): Promise<AlbumOutcome>;
}
