// The items of an ADM file × target → an immutable plan: everything checked, times in frames. Gains are computed while it runs.
import { InputError } from '../../base/index.ts';
import {
  admElementsOf,
  type AdmElement,
  type DirectSpeakersItem,
  type HoaItem,
  type ObjectsItem,
  type RenderingItem,
  type Screen,
} from '../../scene/adm/index.ts';
import { checkObjectMetadata, planGainSegments, type GainSegment, type ObjectBlockTiming } from '../panning/index.ts';
import type { RenderTarget } from '../plan.ts';
import { resolveTrack, type TrackTerm } from './tracks.ts';

/** What the plan needs to know of the file. */
export interface AdmSource {
  readonly channels: number;
  readonly sampleRateHz: number;
  readonly lengthFrames: number;
}

interface PlannedItemOf<Item extends RenderingItem> {
  readonly kind: Item['kind'];
  readonly item: Item;
  /** Place of its first track in plan.tracks. */
  readonly firstTrack: number;
  /** When its blocks hold, in order, without overlap; the item is silent between them. */
  readonly segments: readonly GainSegment[];
}

export interface PlannedObjects extends PlannedItemOf<ObjectsItem> {
  /** Whether any of its blocks has a part to be decorrelated. */
  readonly isDiffuse: boolean;
}

export type PlannedDirectSpeakers = PlannedItemOf<DirectSpeakersItem>;
export type PlannedHoa = PlannedItemOf<HoaItem>;
export type PlannedItem = PlannedObjects | PlannedDirectSpeakers | PlannedHoa;

export interface AdmPlan {
  readonly kind: 'adm';
  readonly target: RenderTarget;
  /** Where the picture is; null: there is none. Default: the standard screen. */
  readonly screen?: Screen | null | undefined;
  readonly sampleRateHz: number;
  /** The file's. */
  readonly lengthFrames: number;
  readonly items: readonly PlannedItem[];
  /** What is listed, muted and metered as one: solo and peaks go by these. */
  readonly elements: readonly AdmElement[];
  /** What each track of the items is the sum of; a HOA item has one a component, the others have one. */
  readonly tracks: readonly (readonly TrackTerm[])[];
}

/**
 * Builds the plan.
 * @param screen where the picture is; null: there is none. Default: the standard screen
 * @throws InputError naming the item: tracks that the file does not have, block times and metadata that BS.2127-1 does not allow
 */
export function planAdm(items: readonly RenderingItem[], target: RenderTarget, source: AdmSource, screen?: Screen | null): AdmPlan {
  const { sampleRateHz, channels, lengthFrames } = source;
  const tracks: (readonly TrackTerm[])[] = [];
  const planned = items.map((item): PlannedItem => {
    const at = item.objectName === undefined ? item.id : `${item.id} "${item.objectName}"`;
    const firstTrack = tracks.length;
    for (const spec of item.kind === 'hoa' ? item.tracks : [item.track]) {
      tracks.push(resolveTrack(spec, sampleRateHz, channels, at));
    }
    const timing = { start: item.objectStart, duration: item.objectDuration };
    const segmentsOf = (blocks: readonly ObjectBlockTiming[]): GainSegment[] => planGainSegments(blocks, timing, sampleRateHz, at);
    switch (item.kind) {
      case 'objects':
        item.blocks.forEach((block) => checkObjectMetadata(block.metadata, block.id));
        return {
          kind: item.kind,
          item,
          firstTrack,
          segments: segmentsOf(item.blocks),
          isDiffuse: item.blocks.some(({ metadata }) => (metadata.diffuse ?? 0) > 0 && metadata.objectMute !== true),
        };
      case 'directSpeakers':
        return { kind: item.kind, item, firstTrack, segments: segmentsOf(item.blocks.map(steady)) };
      case 'hoa':
        checkHoaShape(item, at);
        return { kind: item.kind, item, firstTrack, segments: segmentsOf([steady(item.timing)]) };
    }
  });
  return { kind: 'adm', target, screen, sampleRateHz, lengthFrames, items: planned, elements: admElementsOf(items), tracks };
}

/** DirectSpeakers and HOA never interpolate. @source BS.2127-1, 8.1 and 9 */
function steady({ rtime, duration }: ObjectBlockTiming): ObjectBlockTiming {
  return { rtime, duration, jumpPosition: true };
}

function checkHoaShape(item: HoaItem, at: string): void {
  const { tracks, orders, degrees, gains } = item;
  if (orders.length !== tracks.length || degrees.length !== tracks.length || gains.length !== tracks.length) {
    throw new InputError('adm.hoa', 'has not as many tracks as components', 'export the file again', at);
  }
}
