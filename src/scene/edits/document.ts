// What belongs to the whole scene.
import { findLayout } from '../../layouts/index.ts';
import { COUNTS, RANGES, SCENE_DEFAULTS } from '../limits.ts';
import { tidy } from '../position.ts';
import type { Deliverable, Scene } from '../types.ts';
import { patched } from './patch.ts';

/** A scene with nothing in it. */
export function emptyScene(head: Partial<Pick<Scene, 'title' | 'sampleRateHz' | 'frameRate'>> = {}): Scene {
  return { ...SCENE_DEFAULTS, ...head, sources: [], elements: [], groups: [], master: { processing: [] }, deliverables: [] };
}

export function setTitle(scene: Scene, title: string): Scene {
  return patched(scene, { title: title.slice(0, COUNTS.name) });
}

export function setSampleRateHz(scene: Scene, sampleRateHz: Scene['sampleRateHz']): Scene {
  return patched(scene, { sampleRateHz });
}

export function setFrameRate(scene: Scene, frameRate: Scene['frameRate']): Scene {
  return patched(scene, { frameRate });
}

/** Beats a minute for the bar ruler; undefined: none. */
export function setTempoBpm(scene: Scene, tempoBpm: number | undefined): Scene {
  const value = tempoBpm === undefined ? undefined : tidy(tempoBpm, RANGES.tempoBpm, 1000);
  return Number.isNaN(value) ? scene : patched(scene, { tempoBpm: value });
}

/** The programme's end; undefined: where the last source ends. */
export function setLengthSec(scene: Scene, lengthSec: number | undefined): Scene {
  const value = lengthSec === undefined ? undefined : tidy(lengthSec, { low: 0, high: RANGES.timeSec.high }, 1e6);
  return Number.isNaN(value) ? scene : patched(scene, { lengthSec: value });
}

/** What is to be delivered. Renders that nothing answers to are left out. */
export function setDeliverables(scene: Scene, deliverables: readonly Deliverable[]): Scene {
  const known = deliverables.filter(({ render }) => render === 'binaural' || render === 'adm' || findLayout(render) !== undefined);
  return patched(scene, { deliverables: known.slice(0, COUNTS.deliverables) });
}
