import type { I32Block, Kernels } from '../../dsp/index.ts';
import { getLayout, LAYOUTS, type Layout, type Speaker } from '../../layouts/index.ts';
import type { BinauralMode, ObjectElement } from '../../scene/index.ts';
import type { HrtfSet } from '../binaural/index.ts';
import { createHeadphoneRenderer } from '../headphoneRenderer.ts';
import { createDirectSpeakersPanner, type GainSegment } from '../panning/index.ts';
import type { PlannedElement, PlannedFeed } from '../plan.ts';
import { QUANTUM_FRAMES } from '../quantum.ts';
import { createObjectPath, type ObjectPath } from './objectPath.ts';
import type { AdmPlan, PlannedDirectSpeakers, PlannedObjects } from './plan.ts';
import { createSegmentCursor, type SegmentCursor } from './segmentCursor.ts';
import type { AdmSpatializer } from './spatializer.ts';
import { createItemMixers, type ItemMixer } from './speakerItems.ts';
import { createWideBus, type WideBus } from './wideBus.ts';

/** What HOA is decoded to on its way to the ears. */
const VIRTUAL_LAYOUT = '9+10+3';

/** An Objects or DirectSpeakers item, heard from where it is. */
interface PlacedItem {
  readonly planned: PlannedObjects | PlannedDirectSpeakers;
  readonly path: ObjectPath;
  readonly gate: Gate;
  /** The loudspeaker that it is heard as, wherever its blocks say: LFE (to both ears, from nowhere), or one of a room-centric bed. */
  readonly speaker: Speaker | undefined;
}

/**
 * Items to two ears: Objects and DirectSpeakers from their own places, LFE to both ears, HOA through virtual loudspeakers; what is `off`
 * to headphones by plain stereo panning. Places and gains are set every quantum and glide between; where blocks begin and end is exact. Extent,
 * divergence and diffuseness are not heard.
 */
export function createAdmHeadphoneRenderer(kernels: Kernels, plan: AdmPlan, hrtf: HrtfSet): AdmSpatializer {
  const layout = getLayout(VIRTUAL_LAYOUT);
  const isLfe = createLfeFinder(layout);
  const lfeSpeaker = layout.speakers.find((speaker) => speaker.isLfe)!;
  const speakerOf = (planned: PlannedDirectSpeakers): Speaker | undefined =>
    isLfe(planned) ? lfeSpeaker : bedSpeaker(planned.item.blocks[0]?.metadata.bedLabel);
  const placed: PlacedItem[] = plan.items.flatMap((planned) =>
    planned.kind === 'hoa'
      ? []
      : [
          {
            planned,
            path: createObjectPath(planned.segments, planned.item.blocks),
            gate: createGate(kernels, planned.segments),
            speaker: planned.kind === 'directSpeakers' ? speakerOf(planned) : undefined,
          },
        ],
  );
  const hoa = createVirtualSpeakers(kernels, layout, plan);
  const elements = placed.map(({ planned, speaker }, k) =>
    plannedElement(k, [speaker === undefined ? { sourceChannel: 0 } : { sourceChannel: 0, speaker }], planned.item.binaural),
  );
  if (hoa !== undefined) {
    elements.push(plannedElement(placed.length, hoa.feeds));
  }
  const ears = createHeadphoneRenderer(kernels, hrtf, plan.sampleRateHz, elements);
  const feedPtrs = new Int32Array(placed.length + (hoa?.feeds.length ?? 0));
  const at = new Float64Array(4);
  let jumps = true;

  const aim = (frame: number): void => {
    for (let k = 0; k < placed.length; k++) {
      const { path, speaker } = placed[k]!;
      path.at(frame, at);
      if (speaker !== undefined) {
        ears.aimBed(k, at[3]!);
      } else {
        ears.aimObject(k, at[0]!, at[1]!, at[2]!, 0, at[3]!);
      }
    }
    for (let k = placed.length; k < feedPtrs.length; k++) {
      ears.aimBed(k, 1);
    }
  };

  return {
    outputs: ears.outputs,
    latencyFrames: ears.latencyFrames,
    mix(startFrame, trackPtrs) {
      if (jumps) {
        aim(startFrame);
        jumps = false;
      }
      aim(startFrame + QUANTUM_FRAMES);
      for (let k = 0; k < placed.length; k++) {
        feedPtrs[k] = placed[k]!.gate.pass(startFrame, trackPtrs[placed[k]!.planned.firstTrack]!);
      }
      if (hoa !== undefined) {
        hoa.bus.clear();
        for (let k = 0; k < hoa.mixers.length; k++) {
          hoa.mixers[k]!(startFrame, trackPtrs);
        }
        hoa.bus.finish(hoa.table.ptr);
        for (let k = 0; k < hoa.feedPtrs.length; k++) {
          feedPtrs[placed.length + k] = hoa.feedPtrs[k]!;
        }
      }
      ears.mix(feedPtrs);
    },
    reset() {
      ears.reset();
      jumps = true;
    },
  };
}

/** A loudspeaker by its BS.2051 name. */
function bedSpeaker(name: string | undefined): Speaker | undefined {
  return LAYOUTS.flatMap(({ speakers }) => speakers).find((speaker) => speaker.name === name);
}

/** Lets a track through where blocks hold. */
interface Gate {
  /** Address of the quantum with silence outside the blocks; 0 where nothing is left. */
  pass(startFrame: number, ptr: number): number;
}

function createGate(kernels: Kernels, segments: readonly GainSegment[]): Gate {
  const { run, heap } = kernels;
  const cursor: SegmentCursor = createSegmentCursor(segments);
  const own = heap.f32(QUANTUM_FRAMES);
  return {
    pass(startFrame, ptr) {
      const first = cursor.find(startFrame);
      const quantumEnd = startFrame + QUANTUM_FRAMES;
      if (ptr === 0 || first === segments.length || segments[first]!.startFrame >= quantumEnd) {
        return 0;
      }
      if (segments[first]!.startFrame <= startFrame && segments[first]!.endFrame >= quantumEnd) {
        return ptr;
      }
      own.view.fill(0);
      for (let s = first; s < segments.length && segments[s]!.startFrame < quantumEnd; s++) {
        const from = Math.max(segments[s]!.startFrame, startFrame) - startFrame;
        const to = Math.min(segments[s]!.endFrame, quantumEnd) - startFrame;
        run.copyBlock(own.ptr + 4 * from, ptr + 4 * from, to - from);
      }
      return own.ptr;
    },
  };
}

/** A DirectSpeakers channel is LFE where BS.2127-1 would send it to an LFE. */
function createLfeFinder(layout: Layout): (planned: PlannedDirectSpeakers) => boolean {
  const panner = createDirectSpeakersPanner(layout);
  const gains = new Float64Array(layout.speakers.length);
  return ({ item }) => {
    const first = item.blocks[0];
    if (first === undefined) {
      return false;
    }
    panner.calculate(gains, { ...first.metadata, gain: 1, objectGain: 1, objectMute: false });
    return layout.speakers.some((speaker, k) => speaker.isLfe && gains[k]! > 0);
  };
}

interface VirtualSpeakers {
  readonly mixers: readonly ItemMixer[];
  readonly bus: WideBus;
  readonly table: I32Block;
  /** The loudspeakers that are heard, as the headphone renderer's feeds. */
  readonly feeds: readonly PlannedFeed[];
  readonly feedPtrs: readonly number[];
}

/** All HOA items through one set of virtual loudspeakers; undefined where there are none. */
function createVirtualSpeakers(kernels: Kernels, layout: Layout, plan: AdmPlan): VirtualSpeakers | undefined {
  const items = plan.items.filter((planned) => planned.kind === 'hoa');
  if (items.length === 0) {
    return undefined;
  }
  const frames = kernels.heap.f32(layout.speakers.length * QUANTUM_FRAMES);
  const table = kernels.heap.i32(layout.speakers.length);
  table.view.forEach((_, k) => (table.view[k] = frames.ptr + 4 * k * QUANTUM_FRAMES));
  const bus = createWideBus(kernels, layout.speakers.length);
  const heard = layout.speakers.flatMap((speaker, k) => (speaker.isLfe ? [] : [k]));
  return {
    mixers: createItemMixers(layout, items, { direct: bus, diffuse: undefined }),
    bus,
    table,
    feeds: heard.map((k) => ({ sourceChannel: 0, speaker: layout.speakers[k]! })),
    feedPtrs: heard.map((k) => table.view[k]!),
  };
}

/** An item as the headphone renderer knows elements: only its feeds matter to it, and that its place is a direction. */
function plannedElement(index: number, feeds: readonly PlannedFeed[], binaural: BinauralMode = 'mid'): PlannedElement {
  return { element: { ...PLACED, binaural }, index, sourceIndex: 0, startFrame: 0, groupIndex: -1, feeds };
}

const PLACED: ObjectElement = {
  id: 'item',
  kind: 'object',
  name: '',
  source: '',
  channel: 1,
  startSec: 0,
  gainDb: 0,
  mute: false,
  binaural: 'mid',
  content: 'music',
  processing: [],
  position: { azimuthDeg: 0, elevationDeg: 0, distance: 1 },
  size: 0,
  snap: false,
  zones: 'all',
  automation: {},
};
