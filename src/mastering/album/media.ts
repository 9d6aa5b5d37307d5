// What a record and a CD can hold.
import { CD_SECTOR_FRAMES, type TrackSpan } from './timeline.ts';

/** A 12-inch side at 33⅓ that is cut at full level. @source practice of pressing plants: 18 to 22 minutes */
export const FULL_SIDE_SEC = 22 * 60;
const CD_MAX_SEC = 79 * 60 + 57;
const CD_MIN_TRACK_SEC = 4;

export interface SideSpan {
  /** `A`, `B` … */
  readonly name: string;
  /** Numbers of its tracks, counted from 1. */
  readonly firstTrack: number;
  readonly lastTrack: number;
  readonly lengthSec: number;
  /** True where it is too long for full level. */
  readonly isLong: boolean;
}

/** The sides of a record: from the first track's first note to the last one's end. @param sides tracks on each */
export function planSides(spans: readonly TrackSpan[], sides: readonly number[], sampleRateHz: number): readonly SideSpan[] {
  let first = 0;
  return sides.map((count, k) => {
    const last = first + count - 1;
    const lengthSec = (spans[last]!.endFrame - spans[first]!.startFrame) / sampleRateHz;
    const side = {
      name: String.fromCharCode(65 + k),
      firstTrack: first + 1,
      lastTrack: last + 1,
      lengthSec,
      isLong: lengthSec > FULL_SIDE_SEC,
    };
    first += count;
    return side;
  });
}

/** What a CD's player would stumble over, a sentence each. @source IEC 60908 */
export function cdTroubles(spans: readonly TrackSpan[], sampleRateHz: number): readonly string[] {
  const short = spans.flatMap((span, k) => ((span.fileEndFrame - span.fileStartFrame) / sampleRateHz < CD_MIN_TRACK_SEC ? [k + 1] : []));
  const totalSec = (spans.at(-1)?.fileEndFrame ?? 0) / sampleRateHz;
  return [
    ...short.map((number) => `track ${number} is shorter than ${CD_MIN_TRACK_SEC} s, the least that a CD track has`),
    ...(totalSec > CD_MAX_SEC ? ['it is longer than the 79:57 of a CD'] : []),
  ];
}

/** Frames as a CD counts them: `12:34:56`, minutes, seconds, sectors. */
export function cdTime(frames: number): string {
  const sectors = Math.round(frames / CD_SECTOR_FRAMES);
  const two = (value: number): string => String(value).padStart(2, '0');
  return `${two(Math.floor(sectors / 4500))}:${two(Math.floor(sectors / 75) % 60)}:${two(sectors % 75)}`;
}
