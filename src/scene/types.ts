// The document. It is plain data, immutable, and the same shape as the project file: what is saved is what is edited.
import type { ProcessorSettings } from './processors.ts';

export type ElementId = string;
export type SourceId = string;
export type GroupId = string;

/** Where the ADM cube's corners are ±1: X right, Y front, Z up. */
export interface CartesianPosition {
  readonly x: number;
  readonly y: number;
  readonly z: number;
}

/** On the sphere around the listener: azimuth + is left. */
export interface PolarPosition {
  readonly azimuthDeg: number;
  readonly elevationDeg: number;
  readonly distance: number;
}

/** Cartesian positions are panned allocentrically, polar ones by the point source panner (BS.2127). */
export type Position = CartesianPosition | PolarPosition;

/** How a value travels from this point to the next. */
export type Curve = 'linear' | 'hold';

export type PositionPoint = Position & { readonly atSec: number; readonly curve?: Curve };

export interface ValuePoint {
  readonly atSec: number;
  readonly value: number;
  readonly curve?: Curve;
}

/** Dolby's headphone render modes: `off` is plain stereo panning. */
export type BinauralMode = 'off' | 'near' | 'mid' | 'far';

export type ContentKind = 'music' | 'dialogue' | 'effects' | 'ambience';

/** A file of audio beside the project. */
export interface Source {
  readonly id: SourceId;
  /** Relative to the project file, with forward slashes. */
  readonly file: string;
}

interface ElementBase {
  readonly id: ElementId;
  readonly name: string;
  readonly source: SourceId;
  /** Where the source's first frame lies on the timeline. */
  readonly startSec: number;
  readonly group?: GroupId;
  readonly gainDb: number;
  readonly mute: boolean;
  readonly binaural: BinauralMode;
  readonly content: ContentKind;
  /** Hue of the element's colour, degrees; its group's where absent. */
  readonly hueDeg?: number;
  readonly processing: readonly ProcessorSettings[];
  /** What ADM says and the scene has no word for, untouched. */
  readonly adm?: unknown;
}

/** A sound with a place of its own. */
export interface ObjectElement extends ElementBase {
  readonly kind: 'object';
  /** Which channel of the source, counted from 1. */
  readonly channel: number;
  readonly position: Position;
  /** 0 is a point, 1 fills the room. */
  readonly size: number;
  /** Locks to the nearest loudspeaker (channelLock). */
  readonly snap: boolean;
  /** Which loudspeakers may play it. `all`, or a zone preset. */
  readonly zones: 'all' | 'noBack' | 'noSides' | 'centreBack' | 'screenOnly' | 'surroundOnly';
  /** The other half of a stereo pair: moves mirror, faders and inserts follow. */
  readonly pairedWith?: ElementId;
  /** Times are the timeline's. Position and size replace the element's own; gain comes on top of its fader. */
  readonly automation: {
    readonly position?: readonly PositionPoint[];
    readonly size?: readonly ValuePoint[];
    readonly gainDb?: readonly ValuePoint[];
  };
}

/** A set of channels that are loudspeaker feeds. */
export interface BedElement extends ElementBase {
  readonly kind: 'bed';
  /** A layout's name: `2.0` … `9.1.6`. */
  readonly layout: string;
  /** For each loudspeaker of the layout, in its order, the source's channel counted from 1; 0 is silence. Absent: 1, 2, 3 … */
  readonly channels?: readonly number[];
  /** On top of the fader. */
  readonly automation: { readonly gainDb?: readonly ValuePoint[] };
}

export type Element = ObjectElement | BedElement;

/** Elements mixed as one: a fader and inserts that are linked over all members (their places stay their own). */
export interface Group {
  readonly id: GroupId;
  readonly name: string;
  readonly hueDeg: number;
  readonly gainDb: number;
  readonly mute: boolean;
  readonly processing: readonly ProcessorSettings[];
}

/** One file to deliver. */
export interface Deliverable {
  /** A layout's name, `binaural`, or `adm`: the objects themselves. */
  readonly render: string;
  /** A mastering preset's id; absent or `none`: the bare render, no gain or limit. */
  readonly preset?: string;
  readonly format?: 'wav24' | 'wav16' | 'float32' | 'flac';
}

export interface Scene {
  readonly title: string;
  readonly sampleRateHz: 44100 | 48000 | 88200 | 96000;
  readonly frameRate: '23.976' | '24' | '25' | '29.97' | '29.97df' | '30';
  /** For the bar ruler; absent: seconds only. */
  readonly tempoBpm?: number;
  /** The end of the programme; absent: where the last source ends. */
  readonly lengthSec?: number;
  readonly sources: readonly Source[];
  readonly elements: readonly Element[];
  readonly groups: readonly Group[];
  readonly master: { readonly processing: readonly ProcessorSettings[] };
  readonly deliverables: readonly Deliverable[];
}
