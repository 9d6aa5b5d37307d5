import { secToFrames } from '../../base/index.ts';

/** Frames of a CD sector, 1/75 s: tracks of a CD begin on this grid. @source IEC 60908 */
export const CD_SECTOR_FRAMES = 588;

/** What the timeline needs of a track. */
export interface TimedTrack {
  /** At the album's rate, as trimmed. */
  readonly lengthFrames: number;
  readonly gapSec: number;
  readonly gapless: boolean;
}

/** Where a track lies, in frames of the album. Files follow one another without a hole: the silence before a track ends the file before it. */
export interface TrackSpan {
  /** Its first and last but one frame of music. */
  readonly startFrame: number;
  readonly endFrame: number;
  /** Its file. Of gapless tracks on a grid the cut may lie up to half a step beside the music's joint. */
  readonly fileStartFrame: number;
  readonly fileEndFrame: number;
  /** Silence before it, as it came out. */
  readonly gapFrames: number;
  /** How far the grid moved it (or, where it is joined to the track before, the cut): at most half a step. */
  readonly shiftFrames: number;
}

/**
 * Lays out an album. On a grid every file begins on it: a track that has silence before it moves, at most half a step; one that has not stays,
 * and the cut moves. The last file is filled up with silence.
 * @param gridFrames 1, or CD_SECTOR_FRAMES
 */
export function planTimeline(tracks: readonly TimedTrack[], sampleRateHz: number, gridFrames = 1): readonly TrackSpan[] {
  const toGrid = (frame: number): number => Math.round(frame / gridFrames) * gridFrames;
  const spans: { startFrame: number; endFrame: number; fileStartFrame: number; gapFrames: number; shiftFrames: number }[] = [];
  let endFrame = 0;
  for (const [k, track] of tracks.entries()) {
    const wantedFrame = endFrame + (track.gapless ? 0 : secToFrames(track.gapSec, sampleRateHz));
    const movedFrame = toGrid(wantedFrame);
    const mayMove = !track.gapless && movedFrame >= endFrame && (k === 0 || wantedFrame > endFrame);
    const startFrame = mayMove ? movedFrame : wantedFrame;
    const gapFrames = startFrame - endFrame;
    endFrame = startFrame + track.lengthFrames;
    spans.push({ startFrame, endFrame, fileStartFrame: k === 0 ? 0 : movedFrame, gapFrames, shiftFrames: movedFrame - wantedFrame });
  }
  const lastFrame = Math.ceil(endFrame / gridFrames) * gridFrames;
  return spans.map((span, k) => ({ ...span, fileEndFrame: spans[k + 1]?.fileStartFrame ?? lastFrame }));
}

/** Tracks that hang together: each list begins with one that is not gapless. */
export function gaplessRuns(tracks: readonly { readonly gapless: boolean }[]): readonly (readonly number[])[] {
  const runs: number[][] = [];
  tracks.forEach((track, k) => {
    if (track.gapless && runs.length > 0) {
      runs.at(-1)!.push(k);
    } else {
      runs.push([k]);
    }
  });
  return runs;
}

/** Where the tracks of a joined run are parted at another rate: the whole is converted, so that nothing is heard of the cuts. */
export function convertedCuts(
  lengthsFrames: readonly number[],
  fromRateHz: number,
  toRateHz: number,
  totalFrames: number,
): readonly number[] {
  let sum = 0;
  return lengthsFrames.map((length, k) => {
    sum += length;
    return k === lengthsFrames.length - 1 ? totalFrames : Math.min(totalFrames, Math.round((sum * toRateHz) / fromRateHz));
  });
}
