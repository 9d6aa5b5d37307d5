import { METERS } from '../../engine/index.ts';
import { findLayout } from '../../layouts/index.ts';
import type { Speaker } from '../../layouts/index.ts';
import { isMuted } from '../../scene/index.ts';
import type { AppState } from '../state/store.ts';

const nearestOf = new Map<string, readonly (readonly number[])[]>();

/** Writes how bright each loudspeaker is lit by the beds that sound, 0 to 1. */
export function bedLevels(out: Float32Array, speakers: readonly Speaker[], state: AppState, meters: Float32Array): void {
  out.fill(0);
  state.scene?.elements.forEach((element, index) => {
    if (element.kind !== 'bed' || isMuted(state.scene!, element) || (state.solo.length > 0 && !state.solo.includes(element.id))) {
      return;
    }
    const db = meters[METERS.elementPeakDb + index] ?? -144;
    // A bed that is chosen stands out; the others only glow.
    const light = Math.max(0, Math.min(1, (db + 54) / 54)) * (state.selection.includes(element.id) ? 1 : 0.3);
    nearestSpeakers(element.layout, speakers).forEach((places, channel) => {
      for (const place of element.channels?.[channel] === 0 ? [] : places) {
        out[place] = Math.max(out[place]!, light);
      }
    });
  });
}

/** For each loudspeaker of a bed, which of those shown stand nearest: the middle tops of 7.1.2 are front and rear ones of 7.1.4. */
function nearestSpeakers(layout: string, speakers: readonly Speaker[]): readonly (readonly number[])[] {
  const key = `${layout} ${speakers.map((speaker) => speaker.name).join(' ')}`;
  let nearest = nearestOf.get(key);
  if (nearest === undefined) {
    nearest = (findLayout(layout)?.speakers ?? []).map((own) => {
      const distances = speakers.map((other) =>
        own.isLfe === other.isLfe ? Math.hypot(...own.allocentric.map((value, axis) => value - other.allocentric[axis]!)) : Infinity,
      );
      const least = Math.min(...distances);
      return distances.flatMap((distance, place) => (distance < Math.min(2.1, least + 0.01) ? [place] : []));
    });
    nearestOf.set(key, nearest);
  }
  return nearest;
}
