import type { F32Block, Kernels } from '../dsp/index.ts';
import type { Layout } from '../layouts/index.ts';
import { azimuthDegOf, elevationDegOf } from '../layouts/index.ts';
import { hypot } from '../base/index.ts';
import { isPolar, type ObjectElement } from '../scene/index.ts';
import { bedGains, createObjectsGainCalculator, type MutableObjectMetadata } from './panning/index.ts';
import type { PlannedElement } from './plan.ts';
import { QUANTUM_FRAMES } from './quantum.ts';
import type { Spatializer } from './spatializer.ts';
import { zoneExclusionOf } from './zones.ts';

/** What the renderer remembers of a feed between quanta. */
interface FeedState {
  /** Gains of the place it was last aimed at, at unit gain. */
  readonly pan: Float64Array;
  readonly from: F32Block;
  readonly to: F32Block;
  metadata: MutableObjectMetadata | undefined;
  x: number;
  y: number;
  z: number;
  size: number;
  jumps: boolean;
}

/**
 * Feeds to a loudspeaker layout: objects through BS.2127's gain calculation, beds by their loudspeakers' positions, gains ramped over each
 * quantum. Feeds without a gain at either end of a quantum cost nothing.
 */
export function createSpeakerRenderer(kernels: Kernels, layout: Layout, elements: readonly PlannedElement[]): Spatializer {
  const { run, heap } = kernels;
  const nOut = layout.speakers.length;
  const blocks = layout.speakers.map(() => heap.f32(QUANTUM_FRAMES));
  const outTable = heap.i32(nOut);
  blocks.forEach((block, k) => (outTable.view[k] = block.ptr));
  const inTable = heap.i32(1);
  const calculator = createObjectsGainCalculator(layout);
  const diffuse = new Float64Array(nOut);

  const feeds: FeedState[] = elements.flatMap(({ element, feeds: planned }) =>
    planned.map((feed) => {
      const state: FeedState = {
        pan: new Float64Array(nOut),
        from: heap.f32(nOut),
        to: heap.f32(nOut),
        metadata: element.kind === 'object' ? objectMetadata(element) : undefined,
        x: NaN,
        y: NaN,
        z: NaN,
        size: NaN,
        jumps: true,
      };
      if (feed.bedLayout !== undefined) {
        bedGains(state.pan, feed.bedLayout, feed.bedChannel!, layout);
      }
      return state;
    }),
  );

  const turn = (state: FeedState, gain: number): void => {
    const { pan } = state;
    const from = state.from.view;
    const to = state.to.view;
    for (let k = 0; k < nOut; k++) {
      from[k] = to[k]!;
      to[k] = pan[k]! * gain;
    }
    if (state.jumps) {
      from.set(to);
      state.jumps = false;
    }
  };

  return {
    outputs: blocks.map((block) => block.ptr),
    latencyFrames: 0,
    aimObject(feed, x, y, z, size, gain) {
      const state = feeds[feed]!;
      if (x !== state.x || y !== state.y || z !== state.z || size !== state.size) {
        state.x = x;
        state.y = y;
        state.z = z;
        state.size = size;
        placeMetadata(state.metadata!, x, y, z, size);
        calculator.calculate(state.pan, diffuse, state.metadata!);
      }
      turn(state, gain);
    },
    aimBed(feed, gain) {
      turn(feeds[feed]!, gain);
    },
    mix(feedPtrs) {
      for (let k = 0; k < nOut; k++) {
        blocks[k]!.view.fill(0);
      }
      for (let f = 0; f < feeds.length; f++) {
        const ptr = feedPtrs[f]!;
        if (ptr !== 0) {
          inTable.view[0] = ptr;
          run.mixRamped(outTable.ptr, nOut, inTable.ptr, 1, feeds[f]!.from.ptr, feeds[f]!.to.ptr, 0, QUANTUM_FRAMES);
        }
      }
    },
    retune(changed) {
      let f = 0;
      for (const { element, feeds: planned } of changed) {
        for (let k = 0; k < planned.length; k++, f++) {
          if (element.kind === 'object') {
            feeds[f]!.metadata = objectMetadata(element);
            feeds[f]!.x = NaN;
          }
        }
      }
    },
    reset() {
      for (const state of feeds) {
        state.jumps = true;
      }
    },
  };
}

function objectMetadata(element: ObjectElement): MutableObjectMetadata {
  const zones = zoneExclusionOf(element.zones);
  const polar = isPolar(element.position);
  return {
    position: polar ? { kind: 'polar', azimuthDeg: 0, elevationDeg: 0, distance: 1 } : { kind: 'cartesian', x: 0, y: 0, z: 0 },
    width: 0,
    height: 0,
    depth: 0,
    ...(element.snap ? { channelLock: {} } : {}),
    ...(zones === undefined ? {} : { zoneExclusion: zones }),
  };
}

/** A mixer's one size fills the room at 1: all three ADM extents in the cube, the whole sphere in polar. */
function placeMetadata(metadata: MutableObjectMetadata, x: number, y: number, z: number, size: number): void {
  const { position } = metadata;
  if (position.kind === 'cartesian') {
    position.x = x;
    position.y = y;
    position.z = z;
    metadata.width = size;
    metadata.height = size;
    metadata.depth = size;
  } else {
    position.azimuthDeg = azimuthDegOf([x, y, z]);
    position.elevationDeg = elevationDegOf([x, y, z]);
    position.distance = hypot(x, y, z);
    metadata.width = 360 * size;
    metadata.height = 360 * size;
    metadata.depth = 0;
  }
}
