// Which loudspeakers of a layout belong together, by where they stand.
import type { Speaker } from '../layouts/index.ts';
import type { Focus } from '../scene/index.ts';

/** From here on up a loudspeaker is a height. */
const HEIGHT_DEG = 30;
/** Beyond, to either side, the floor is surround. */
const FRONT_DEG = 60;

/** Channels of two loudspeakers that mirror each other, the left one first. */
export type MirroredPair = readonly [left: number, right: number];

export function isHeight(speaker: Speaker): boolean {
  return speaker.elevationDeg >= HEIGHT_DEG;
}

export function isSurround(speaker: Speaker): boolean {
  return !isHeight(speaker) && Math.abs(speaker.azimuthDeg) > FRONT_DEG;
}

/** In the middle of the front at ear height. */
export function isCentre(speaker: Speaker): boolean {
  return isMedian(speaker) && !isSurround(speaker) && Math.abs(speaker.elevationDeg) < HEIGHT_DEG;
}

export function mirroredPairs(speakers: readonly Speaker[]): readonly MirroredPair[] {
  return speakers.flatMap((left, channel): MirroredPair[] => {
    if (left.isLfe || isMedian(left) || left.nominalAzimuthDeg < 0) {
      return [];
    }
    const mirror = speakers.findIndex(
      (right) =>
        !right.isLfe &&
        right.nominalAzimuthDeg === -left.nominalAzimuthDeg &&
        right.nominalElevationDeg === left.nominalElevationDeg &&
        // Pairs of one layout may be at the same angles (screen and floor): as far left as right.
        right.allocentric[1] === left.allocentric[1],
    );
    return mirror < 0 ? [] : [[channel, mirror]];
  });
}

/** What a focus works on: pairs by their sum or difference, and single channels. LFEs pass by. */
export interface FocusParts {
  readonly pairs: readonly MirroredPair[];
  /** Of the pairs: 1 for sums, −1 for differences. */
  readonly sign: 1 | -1;
  readonly singles: readonly number[];
}

export function focusParts(focus: Exclude<Focus, 'all'>, speakers: readonly Speaker[]): FocusParts {
  const where = (belongs: (speaker: Speaker) => boolean): readonly number[] =>
    speakers.flatMap((speaker, channel) => (!speaker.isLfe && belongs(speaker) ? [channel] : []));
  switch (focus) {
    case 'mid':
      return { pairs: mirroredPairs(speakers), sign: 1, singles: where(isMedian) };
    case 'side':
      return { pairs: mirroredPairs(speakers), sign: -1, singles: [] };
    case 'front':
      return { pairs: [], sign: 1, singles: where((speaker) => !isHeight(speaker) && !isSurround(speaker)) };
    case 'surround':
      return { pairs: [], sign: 1, singles: where(isSurround) };
    case 'floor':
      return { pairs: [], sign: 1, singles: where((speaker) => !isHeight(speaker)) };
    case 'height':
      return { pairs: [], sign: 1, singles: where(isHeight) };
  }
}

function isMedian(speaker: Speaker): boolean {
  return speaker.nominalAzimuthDeg === 0 || Math.abs(speaker.nominalAzimuthDeg) === 180;
}
