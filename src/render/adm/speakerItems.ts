// Items to loudspeakers: one quantum of each, in pieces that end exactly where its segments do.
import type { I32Block, Kernels } from '../../dsp/index.ts';
import type { Layout } from '../../layouts/index.ts';
import {
  createDirectSpeakersPanner,
  createHoaDecoder,
  createObjectsGainCalculator,
  type DirectSpeakersPanner,
  type ObjectsGainCalculator,
} from '../panning/index.ts';
import { QUANTUM_FRAMES } from '../quantum.ts';
import { createObjectGainsRing } from './objectGains.ts';
import type { PlannedDirectSpeakers, PlannedHoa, PlannedItem, PlannedObjects } from './plan.ts';
import { createSegmentCursor } from './segmentCursor.ts';

/** Adds the quantum that starts at `startFrame` to the buses. */
export type ItemMixer = (startFrame: number, trackPtrs: Int32Array) => void;

/** Where items are mixed to: tables of addresses, one quantum of f32 a channel. */
export interface ItemBuses {
  readonly direct: I32Block;
  /** Undefined where no item of the plan has a diffuse part. */
  readonly diffuse: I32Block | undefined;
}

/** Makes the mixers of a layout's items; what they share is made once. */
export function createItemMixers(kernels: Kernels, layout: Layout, items: readonly PlannedItem[], buses: ItemBuses): ItemMixer[] {
  const calculator = createObjectsGainCalculator(layout);
  const panner = createDirectSpeakersPanner(layout);
  const decoders = new Map<string, Float64Array>();
  return items.map((planned) => {
    switch (planned.kind) {
      case 'objects':
        return createObjectsMixer(kernels, planned, calculator, buses);
      case 'directSpeakers':
        return createDirectSpeakersMixer(kernels, planned, panner, buses);
      case 'hoa':
        return createHoaMixer(kernels, planned, layout, decoders, buses);
    }
  });
}

function createObjectsMixer(kernels: Kernels, planned: PlannedObjects, calculator: ObjectsGainCalculator, buses: ItemBuses): ItemMixer {
  const { run, heap } = kernels;
  const { segments, firstTrack } = planned;
  const channels = buses.direct.view.length;
  const cursor = createSegmentCursor(segments);
  const gains = createObjectGainsRing(calculator, planned.item.blocks, channels);
  const inTable = heap.i32(1);
  const from = heap.f32(channels);
  const to = heap.f32(channels);
  const diffuse = planned.isDiffuse ? buses.diffuse : undefined;

  const mixPart = (
    bus: I32Block,
    previous: Float64Array,
    own: Float64Array,
    fromRatio: number,
    toRatio: number,
    offsetFrames: number,
    lengthFrames: number,
  ): void => {
    for (let k = 0; k < channels; k++) {
      from.view[k] = (1 - fromRatio) * previous[k]! + fromRatio * own[k]!;
      to.view[k] = (1 - toRatio) * previous[k]! + toRatio * own[k]!;
    }
    run.mixRamped(bus.ptr, channels, inTable.ptr, 1, from.ptr, to.ptr, offsetFrames, lengthFrames);
  };

  return (startFrame, trackPtrs) => {
    const ptr = trackPtrs[firstTrack]!;
    if (ptr === 0) {
      return;
    }
    inTable.view[0] = ptr;
    const quantumEnd = startFrame + QUANTUM_FRAMES;
    for (let s = cursor.find(startFrame); s < segments.length && segments[s]!.startFrame < quantumEnd; s++) {
      const segment = segments[s]!;
      const pieceStart = Math.max(segment.startFrame, startFrame);
      const pieceEnd = Math.min(segment.endFrame, quantumEnd);
      const fromRatio = segment.startRatio + (pieceStart - segment.startFrame) * segment.stepRatio;
      const toRatio = segment.startRatio + (pieceEnd - segment.startFrame) * segment.stepRatio;
      const own = gains.of(segment.block);
      const previous = segment.stepRatio === 0 ? own : gains.of(segment.block - 1);
      const offset = pieceStart - startFrame;
      mixPart(buses.direct, previous.direct, own.direct, fromRatio, toRatio, offset, pieceEnd - pieceStart);
      if (diffuse !== undefined) {
        mixPart(diffuse, previous.diffuse, own.diffuse, fromRatio, toRatio, offset, pieceEnd - pieceStart);
      }
    }
  };
}

function createDirectSpeakersMixer(
  kernels: Kernels,
  planned: PlannedDirectSpeakers,
  panner: DirectSpeakersPanner,
  buses: ItemBuses,
): ItemMixer {
  const channels = buses.direct.view.length;
  const pan = new Float64Array(channels);
  const known = new Map<string, number>();
  const gainsOfBlock = planned.item.blocks.map(({ metadata }) => {
    panner.calculate(pan, metadata);
    const key = pan.join();
    let ptr = known.get(key);
    if (ptr === undefined) {
      const gains = kernels.heap.f32(channels);
      gains.view.set(pan);
      ptr = gains.ptr;
      known.set(key, ptr);
    }
    return ptr;
  });
  return createSteadyMixer(kernels, planned, 1, gainsOfBlock, buses);
}

function createHoaMixer(
  kernels: Kernels,
  planned: PlannedHoa,
  layout: Layout,
  decoders: Map<string, Float64Array>,
  buses: ItemBuses,
): ItemMixer {
  const { orders, degrees, normalization, gains } = planned.item;
  const key = JSON.stringify([orders, degrees, normalization]);
  const decoder = decoders.get(key) ?? createHoaDecoder(layout, { orders, degrees, normalization });
  decoders.set(key, decoder);
  const channels = buses.direct.view.length;
  const matrix = kernels.heap.f32(orders.length * channels);
  for (let c = 0; c < orders.length; c++) {
    for (let k = 0; k < channels; k++) {
      matrix.view[c * channels + k] = decoder[k * orders.length + c]! * gains[c]!;
    }
  }
  return createSteadyMixer(kernels, planned, orders.length, [matrix.ptr], buses);
}

/** Gains that hold from a block's first frame to its last. @param gainsOfBlock addresses of tracks × channels f32 */
function createSteadyMixer(
  kernels: Kernels,
  planned: PlannedDirectSpeakers | PlannedHoa,
  tracks: number,
  gainsOfBlock: readonly number[],
  buses: ItemBuses,
): ItemMixer {
  const { run, heap } = kernels;
  const { segments, firstTrack } = planned;
  const channels = buses.direct.view.length;
  const cursor = createSegmentCursor(segments);
  const inTable = heap.i32(1);
  return (startFrame, trackPtrs) => {
    const quantumEnd = startFrame + QUANTUM_FRAMES;
    for (let s = cursor.find(startFrame); s < segments.length && segments[s]!.startFrame < quantumEnd; s++) {
      const segment = segments[s]!;
      const pieceStart = Math.max(segment.startFrame, startFrame);
      const pieceEnd = Math.min(segment.endFrame, quantumEnd);
      for (let t = 0; t < tracks; t++) {
        const ptr = trackPtrs[firstTrack + t]!;
        if (ptr !== 0) {
          const gains = gainsOfBlock[segment.block]! + 4 * t * channels;
          inTable.view[0] = ptr;
          run.mixRamped(buses.direct.ptr, channels, inTable.ptr, 1, gains, gains, pieceStart - startFrame, pieceEnd - pieceStart);
        }
      }
    }
  };
}
