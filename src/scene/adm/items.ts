// What item selection makes of an ADM document: audio tracks with everything that is needed to render them, nothing else of the document.
import type { Rational } from '../../base/index.ts';
import type { BinauralMode } from '../types.ts';
import type { DirectSpeakersMetadata, ObjectMetadata } from './metadata.ts';

/** Where an item's samples come from: a small algebra over the file's tracks. */
export type TrackSpec =
  | { readonly kind: 'silent' }
  /** A channel of the file, counted from 0. */
  | { readonly kind: 'direct'; readonly channel: number }
  | { readonly kind: 'gain'; readonly input: TrackSpec; readonly gain: number }
  /** Delay rounded half down: ceil(rate · ms / 1000 − 0.5) frames. */
  | { readonly kind: 'delay'; readonly input: TrackSpec; readonly delayMs: number }
  | { readonly kind: 'mix'; readonly inputs: readonly TrackSpec[] };

/** When a block holds, relative to its audioObject; neither time: the whole object. */
export interface BlockTiming {
  readonly rtime?: Rational | undefined;
  readonly duration?: Rational | undefined;
}

/** One audioBlockFormat of type Objects, its metadata complete (object's gain, mute and offset, the programme's screen). */
export interface ObjectsBlock extends BlockTiming {
  /** audioBlockFormatID. */
  readonly id: string;
  readonly jumpPosition?: boolean | undefined;
  readonly interpolationLength?: Rational | undefined;
  readonly metadata: ObjectMetadata;
}

export interface DirectSpeakersBlock extends BlockTiming {
  readonly id: string;
  readonly metadata: DirectSpeakersMetadata;
}

interface ItemBase {
  /** audioChannelFormatID or, for HOA, audioPackFormatID: for messages. */
  readonly id: string;
  /** The channel's or, for HOA, the pack's. */
  readonly name?: string | undefined;
  /** The audioObject's, where there is one. */
  readonly objectId?: string | undefined;
  readonly objectName?: string | undefined;
  readonly objectStart?: Rational | undefined;
  readonly objectDuration?: Rational | undefined;
  /** 0 … 10, the least along the object path and of pack and block; 10 where nothing says. */
  readonly importance: number;
  /** How headphones play it, where Dolby's dbmd chunk says so of its track. */
  readonly binaural?: BinauralMode | undefined;
}

export interface ObjectsItem extends ItemBase {
  readonly kind: 'objects';
  readonly track: TrackSpec;
  readonly blocks: readonly ObjectsBlock[];
}

export interface DirectSpeakersItem extends ItemBase {
  readonly kind: 'directSpeakers';
  readonly track: TrackSpec;
  readonly blocks: readonly DirectSpeakersBlock[];
}

/** A whole HOA pack: component k has order orders[k] and degree degrees[k]. */
export interface HoaItem extends ItemBase {
  readonly kind: 'hoa';
  readonly tracks: readonly TrackSpec[];
  readonly orders: readonly number[];
  readonly degrees: readonly number[];
  /** Linear, one a component: the block's gain times the object's; 0 where muted. */
  readonly gains: readonly number[];
  readonly normalization: 'N3D' | 'SN3D' | 'FuMa';
  readonly timing: BlockTiming;
}

export type RenderingItem = ObjectsItem | DirectSpeakersItem | HoaItem;
