import type { Speaker } from '../../layouts/index.ts';

/** What a loudspeaker gives to left and right. */
export interface FoldGains {
  readonly left: number;
  readonly right: number;
}

/**
 * Stereo of any layout, so that mixes of different layouts can be held against each other: the front pair as it is, the centre and everything
 * beside, behind and above at −3 dB to its own side, what lies in the median plane shared by both, LFE left out.
 * @source ITU-R BS.775-4 Annex 4, table 2 (its downmix to 2/0), continued to the heights
 */
export function foldToStereo(speakers: readonly Speaker[]): readonly FoldGains[] {
  return speakers.map((speaker) => {
    if (speaker.isLfe) {
      return { left: 0, right: 0 };
    }
    const azimuthDeg = speaker.nominalAzimuthDeg;
    const isFront = Math.abs(azimuthDeg) <= 45 && Math.abs(speaker.nominalElevationDeg) < 20;
    const gain = isFront ? 1 : Math.SQRT1_2;
    if (azimuthDeg === 0 || Math.abs(azimuthDeg) === 180) {
      return { left: gain * Math.SQRT1_2, right: gain * Math.SQRT1_2 };
    }
    return azimuthDeg > 0 ? { left: gain, right: 0 } : { left: 0, right: gain };
  });
}

export function isHeight(speaker: Speaker): boolean {
  return !speaker.isLfe && speaker.nominalElevationDeg >= 20;
}
