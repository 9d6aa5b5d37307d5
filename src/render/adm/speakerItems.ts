// Items to loudspeakers: one quantum of each, in pieces that end exactly where its segments do.
import type { Layout } from '../../layouts/index.ts';
import type { Screen } from '../../scene/adm/index.ts';
import {
  createDirectSpeakersPanner,
  createHoaDecoder,
  createObjectsGainCalculator,
  type DirectSpeakersPanner,
  type GainSegment,
  type ObjectsGainCalculator,
} from '../panning/index.ts';
import { QUANTUM_FRAMES } from '../quantum.ts';
import { createObjectGainsRing } from './objectGains.ts';
import type { PlannedDirectSpeakers, PlannedHoa, PlannedItem, PlannedObjects } from './plan.ts';
import { createSegmentCursor } from './segmentCursor.ts';
import type { WideBus } from './wideBus.ts';

/** Adds the quantum that starts at `startFrame` to the buses. Never allocates, never throws. */
export type ItemMixer = (startFrame: number, trackPtrs: Int32Array) => void;

/** Where items are mixed to. */
export interface ItemBuses {
  readonly direct: WideBus;
  /** Undefined where no item of the plan has a diffuse part. */
  readonly diffuse: WideBus | undefined;
}

/** Makes the mixers of a layout's items; what they share is made once. @param screen see AdmPlan */
export function createItemMixers(layout: Layout, items: readonly PlannedItem[], buses: ItemBuses, screen?: Screen | null): ItemMixer[] {
  const calculator = createObjectsGainCalculator(layout, { reproductionScreen: screen });
  const panner = createDirectSpeakersPanner(layout, { reproductionScreen: screen });
  const decoders = new Map<string, Float64Array>();
  return items.map((planned) => {
    switch (planned.kind) {
      case 'objects':
        return createObjectsMixer(planned, calculator, buses);
      case 'directSpeakers':
        return createDirectSpeakersMixer(planned, panner, buses);
      case 'hoa':
        return createHoaMixer(planned, layout, decoders, buses);
    }
  });
}

function createObjectsMixer(planned: PlannedObjects, calculator: ObjectsGainCalculator, buses: ItemBuses): ItemMixer {
  const { segments, firstTrack } = planned;
  const { channels } = buses.direct;
  const cursor = createSegmentCursor(segments);
  const gains = createObjectGainsRing(calculator, planned.item.blocks, channels);
  const diffuse = planned.isDiffuse ? buses.diffuse : undefined;

  // Whole numbers and objects only: a fraction handed to a function costs garbage.
  const addPiece = (
    bus: WideBus,
    ptr: number,
    previous: Float64Array,
    own: Float64Array,
    segment: GainSegment,
    pieceStart: number,
    pieceEnd: number,
    startFrame: number,
  ): void => {
    const fromRatio = segment.startRatio + (pieceStart - segment.startFrame) * segment.stepRatio;
    const toRatio = segment.startRatio + (pieceEnd - segment.startFrame) * segment.stepRatio;
    const row = bus.add(ptr, pieceStart - startFrame, pieceEnd - pieceStart);
    const { fromGains, toGains } = bus;
    for (let k = 0; k < channels; k++) {
      fromGains[row + k] = (1 - fromRatio) * previous[k]! + fromRatio * own[k]!;
      toGains[row + k] = (1 - toRatio) * previous[k]! + toRatio * own[k]!;
    }
  };

  return (startFrame, trackPtrs) => {
    const ptr = trackPtrs[firstTrack]!;
    if (ptr === 0) {
      return;
    }
    const quantumEnd = startFrame + QUANTUM_FRAMES;
    for (let s = cursor.find(startFrame); s < segments.length && segments[s]!.startFrame < quantumEnd; s++) {
      const segment = segments[s]!;
      const pieceStart = Math.max(segment.startFrame, startFrame);
      const pieceEnd = Math.min(segment.endFrame, quantumEnd);
      const own = gains.of(segment.block);
      const previous = segment.stepRatio === 0 ? own : gains.of(segment.block - 1);
      addPiece(buses.direct, ptr, previous.direct, own.direct, segment, pieceStart, pieceEnd, startFrame);
      if (diffuse !== undefined) {
        addPiece(diffuse, ptr, previous.diffuse, own.diffuse, segment, pieceStart, pieceEnd, startFrame);
      }
    }
  };
}

function createDirectSpeakersMixer(planned: PlannedDirectSpeakers, panner: DirectSpeakersPanner, buses: ItemBuses): ItemMixer {
  const pan = new Float64Array(buses.direct.channels);
  const known = new Map<string, Float64Array>();
  const gainsOfBlock = planned.item.blocks.map(({ metadata }) => {
    panner.calculate(pan, metadata);
    const key = pan.join();
    const gains = known.get(key) ?? Float64Array.from(pan);
    known.set(key, gains);
    return gains;
  });
  return createSteadyMixer(planned, 1, gainsOfBlock, buses.direct);
}

function createHoaMixer(planned: PlannedHoa, layout: Layout, decoders: Map<string, Float64Array>, buses: ItemBuses): ItemMixer {
  const { orders, degrees, normalization, gains } = planned.item;
  const key = JSON.stringify([orders, degrees, normalization]);
  const decoder = decoders.get(key) ?? createHoaDecoder(layout, { orders, degrees, normalization });
  decoders.set(key, decoder);
  const { channels } = buses.direct;
  const matrix = new Float64Array(orders.length * channels);
  for (let c = 0; c < orders.length; c++) {
    for (let k = 0; k < channels; k++) {
      matrix[c * channels + k] = decoder[k * orders.length + c]! * gains[c]!;
    }
  }
  return createSteadyMixer(planned, orders.length, [matrix], buses.direct);
}

/** Gains that hold from a block's first frame to its last. @param gainsOfBlock tracks × channels each, row-major */
function createSteadyMixer(
  planned: PlannedDirectSpeakers | PlannedHoa,
  tracks: number,
  gainsOfBlock: readonly Float64Array[],
  bus: WideBus,
): ItemMixer {
  const { segments, firstTrack } = planned;
  const { channels, fromGains, toGains } = bus;
  const cursor = createSegmentCursor(segments);
  return (startFrame, trackPtrs) => {
    const quantumEnd = startFrame + QUANTUM_FRAMES;
    for (let s = cursor.find(startFrame); s < segments.length && segments[s]!.startFrame < quantumEnd; s++) {
      const segment = segments[s]!;
      const gains = gainsOfBlock[segment.block]!;
      const pieceStart = Math.max(segment.startFrame, startFrame);
      const pieceEnd = Math.min(segment.endFrame, quantumEnd);
      for (let t = 0; t < tracks; t++) {
        const ptr = trackPtrs[firstTrack + t]!;
        if (ptr === 0) {
          continue;
        }
        const row = bus.add(ptr, pieceStart - startFrame, pieceEnd - pieceStart);
        for (let k = 0; k < channels; k++) {
          fromGains[row + k] = toGains[row + k] = gains[t * channels + k]!;
        }
      }
    }
  };
}
