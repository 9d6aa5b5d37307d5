import type { Layout, Speaker } from '../layouts/index.ts';

/**
 * Loudness weight of one channel, from where it is rather than what it is called: 1.41 beside the listener, 0 for LFE, else 1.
 * Nominal positions count: a loudspeaker moved inside its tolerance keeps its weight.
 * @source ITU-R BS.1770-5 Annex 3, table 4
 */
export function loudnessWeight(speaker: Speaker): number {
  if (speaker.isLfe) {
    return 0;
  }
  const sideDeg = Math.abs(speaker.nominalAzimuthDeg);
  return Math.abs(speaker.nominalElevationDeg) < 30 && sideDeg >= 60 && sideDeg <= 120 ? 1.41 : 1;
}

/** Loudness weights in channel order. */
export function loudnessWeights(layout: Layout): number[] {
  return layout.speakers.map(loudnessWeight);
}
