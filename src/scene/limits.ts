// What a scene may hold. The schema refuses what lies outside, the edits clamp to it.

/** Inclusive ends. */
export interface Range {
  readonly low: number;
  readonly high: number;
}

/** Ranges of the scene's own scalars; processors have their own tables. */
export const RANGES = {
  /** x, y and z: the ADM cube. */
  coordinate: { low: -1, high: 1 },
  azimuthDeg: { low: -180, high: 180 },
  elevationDeg: { low: -90, high: 90 },
  /** ADM's own unit, 1 on the loudspeakers' sphere. */
  distance: { low: 0, high: 100 },
  size: { low: 0, high: 1 },
  gainDb: { low: -144, high: 48 },
  /** 100 hours either way. */
  timeSec: { low: -360000, high: 360000 },
  hueDeg: { low: 0, high: 360 },
  tempoBpm: { low: 1, high: 1000 },
} as const satisfies Record<string, Range>;

/** The most of each thing; a file that asks for more is refused before it is looked at. */
export const COUNTS = {
  /** Characters of a project file. */
  text: 64 * 1024 * 1024,
  sources: 1024,
  elements: 1024,
  groups: 256,
  deliverables: 64,
  processors: 64,
  /** Points of one automation lane. */
  points: 1_000_000,
  /** Channels of a source. */
  channels: 1024,
  /** Characters of a name or a path. */
  name: 1000,
  /** Levels of nesting in a project file. */
  depth: 100,
} as const;

/** What a field is where the file does not say. */
export const ELEMENT_DEFAULTS = {
  startSec: 0,
  gainDb: 0,
  mute: false,
  binaural: 'mid',
  content: 'music',
} as const;

export const OBJECT_DEFAULTS = {
  channel: 1,
  position: { x: 0, y: 1, z: 0 },
  size: 0,
  snap: false,
  zones: 'all',
} as const;

export const SCENE_DEFAULTS = { title: 'Untitled', sampleRateHz: 48000, frameRate: '24' } as const;

/** Hue of the index-th thing that has none of its own: steps of the golden angle never come close to one another. */
export function goldenHueDeg(index: number): number {
  return Math.round(index * 137.50776405) % 360;
}
