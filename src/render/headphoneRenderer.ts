import { hypot } from '../base/index.ts';
import { createDelayLine, type F32Block, type Kernels } from '../dsp/index.ts';
import { getLayout, polarToXyz, writeXyz } from '../layouts/index.ts';
import { isPolar } from '../scene/index.ts';
import { createBinauralRenderer, type HrtfSet } from './binaural/index.ts';
import { cartesianPointToPolar, createPointSourcePanner } from './panning/index.ts';
import type { PlannedElement } from './plan.ts';
import { QUANTUM_FRAMES } from './quantum.ts';
import type { Spatializer } from './spatializer.ts';

/** Nearer to the head's middle than this, a sound is led over the top: a path through the head has no direction at its middle. */
const HEAD_RADIUS = 0.3;
/** The LFE goes to both ears, without an HRTF. */
const LFE_GAIN = Math.SQRT1_2;

type Route =
  /** Through an HRTF: which of the binaural renderer's sources. */
  | { readonly kind: 'hrtf'; readonly source: number; readonly polar: boolean; readonly fixed: readonly number[] | undefined }
  /** Binaural mode off, or LFE: plain gains to the two ears. */
  | {
      readonly kind: 'ears';
      readonly pan: Float64Array;
      readonly from: F32Block;
      readonly to: F32Block;
      readonly isLfe: boolean;
      jumps: boolean;
    };

/**
 * Feeds to two ears: each object and each bed channel through the HRTF of its own direction; LFE to both ears; binaural mode `off` as
 * plain stereo panning. Allocentric positions are turned into directions by BS.2127-1 section 10, so that a corner of the cube is heard
 * where its loudspeaker stands.
 */
export function createHeadphoneRenderer(
  kernels: Kernels,
  hrtf: HrtfSet,
  sampleRateHz: number,
  elements: readonly PlannedElement[],
): Spatializer {
  const { run, heap } = kernels;
  const left = heap.f32(QUANTUM_FRAMES);
  const right = heap.f32(QUANTUM_FRAMES);
  // What goes to the ears without an HRTF waits as long as sound from the front needs through one.
  const plain = [heap.f32(QUANTUM_FRAMES), heap.f32(QUANTUM_FRAMES)] as const;
  const earTable = heap.i32(2);
  earTable.view[0] = plain[0].ptr;
  earTable.view[1] = plain[1].ptr;
  const stereo = createPointSourcePanner(getLayout('stereo'));
  let sources = 0;
  const routes: Route[] = elements.flatMap(({ element, feeds }) =>
    feeds.map((feed): Route => {
      const isLfe = feed.speaker?.isLfe ?? false;
      if (isLfe || element.binaural === 'off') {
        const route = { kind: 'ears' as const, pan: new Float64Array(2), from: heap.f32(2), to: heap.f32(2), isLfe, jumps: true };
        if (isLfe) {
          route.pan.fill(LFE_GAIN);
        } else if (feed.speaker !== undefined) {
          stereo.handle(route.pan, ...polarToXyz(feed.speaker.azimuthDeg, feed.speaker.elevationDeg));
        }
        return route;
      }
      return {
        kind: 'hrtf',
        source: sources++,
        polar: element.kind === 'object' && isPolar(element.position),
        fixed: feed.speaker === undefined ? undefined : polarToXyz(feed.speaker.azimuthDeg, feed.speaker.elevationDeg),
      };
    }),
  );
  const binaural = createBinauralRenderer(kernels, hrtf, { sampleRateHz, sources: Math.max(1, sources), quantumFrames: QUANTUM_FRAMES });
  const { frontDelayFrames } = binaural;
  const wait = createDelayLine(kernels, 2, frontDelayFrames);
  const silence = heap.f32(QUANTUM_FRAMES);
  const sourceTable = heap.i32(Math.max(1, sources));
  const inTable = heap.i32(1);
  const scratch = new Float64Array(3);

  const turnEars = (route: Route & { kind: 'ears' }, gain: number): void => {
    for (let k = 0; k < 2; k++) {
      route.from.view[k] = route.to.view[k]!;
      route.to.view[k] = route.pan[k]! * gain;
    }
    if (route.jumps) {
      route.from.view.set(route.to.view);
      route.jumps = false;
    }
  };

  return {
    outputs: [left.ptr, right.ptr],
    latencyFrames: binaural.latencyFrames + frontDelayFrames,
    aimObject(feed, x, y, z, _size, gain) {
      const route = routes[feed]!;
      const distance = hypot(x, y, z);
      const lifted = distance < HEAD_RADIUS ? z + Math.sqrt(HEAD_RADIUS * HEAD_RADIUS - distance * distance) : z;
      if (route.kind === 'ears') {
        stereo.handle(route.pan, x, y, lifted);
        turnEars(route, gain);
        return;
      }
      if (route.polar) {
        binaural.setSource(route.source, x, y, lifted, gain);
        return;
      }
      cartesianPointToPolar(scratch, x, y, lifted);
      writeXyz(scratch, scratch[0]!, scratch[1]!);
      binaural.setSource(route.source, scratch[0]!, scratch[1]!, scratch[2]!, gain);
    },
    aimBed(feed, gain) {
      const route = routes[feed]!;
      if (route.kind === 'ears') {
        turnEars(route, gain);
      } else {
        binaural.setSource(route.source, route.fixed![0]!, route.fixed![1]!, route.fixed![2]!, gain);
      }
    },
    mix(feedPtrs) {
      plain[0].view.fill(0);
      plain[1].view.fill(0);
      for (let f = 0; f < routes.length; f++) {
        const route = routes[f]!;
        const ptr = feedPtrs[f]!;
        if (route.kind === 'hrtf') {
          sourceTable.view[route.source] = ptr === 0 ? silence.ptr : ptr;
        } else if (ptr !== 0) {
          inTable.view[0] = ptr;
          run.mixRamped(earTable.ptr, 2, inTable.ptr, 1, route.from.ptr, route.to.ptr, 0, QUANTUM_FRAMES);
        }
      }
      wait.process(earTable.ptr, QUANTUM_FRAMES);
      run.copyBlock(left.ptr, plain[0].ptr, QUANTUM_FRAMES);
      run.copyBlock(right.ptr, plain[1].ptr, QUANTUM_FRAMES);
      binaural.process(sourceTable.ptr, left.ptr, right.ptr);
    },
    retune() {},
    reset() {
      binaural.reset();
      wait.reset();
      for (const route of routes) {
        if (route.kind === 'ears') {
          route.jumps = true;
        }
      }
    },
  };
}
