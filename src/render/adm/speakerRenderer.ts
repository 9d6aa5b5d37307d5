import {
  createConvolver,
  createDelayLine,
  type Convolver,
  type DelayLine,
  type F32Block,
  type I32Block,
  type Kernels,
} from '../../dsp/index.ts';
import type { Layout } from '../../layouts/index.ts';
import { createDecorrelators, DECORRELATOR_DELAY_FRAMES } from '../panning/index.ts';
import { QUANTUM_FRAMES } from '../quantum.ts';
import type { AdmPlan } from './plan.ts';
import type { AdmSpatializer } from './spatializer.ts';
import { createItemMixers } from './speakerItems.ts';
import { createWideBus, type WideBus } from './wideBus.ts';

/**
 * Items to a loudspeaker layout, as BS.2127-1 has it: gains that move in straight lines between exact frames; what is diffuse is summed over
 * all objects and decorrelated once a loudspeaker, everything else waits for it. Where nothing is diffuse nothing waits.
 */
export function createAdmSpeakerRenderer(kernels: Kernels, plan: AdmPlan, layout: Layout): AdmSpatializer {
  const channels = layout.speakers.length;
  const isDiffuse = plan.items.some((item) => item.kind === 'objects' && item.isDiffuse);
  const direct = createWideBus(kernels, channels);
  const decorrelation = isDiffuse ? createDecorrelation(kernels, layout) : undefined;
  const table = tableOf(kernels, kernels.heap.f32(channels * QUANTUM_FRAMES), channels);
  const mixers = createItemMixers(layout, plan.items, { direct, diffuse: decorrelation?.bus }, plan.screen);
  return {
    outputs: [...table.view],
    latencyFrames: isDiffuse ? DECORRELATOR_DELAY_FRAMES : 0,
    mix(startFrame, trackPtrs) {
      direct.clear();
      decorrelation?.bus.clear();
      for (let k = 0; k < mixers.length; k++) {
        mixers[k]!(startFrame, trackPtrs);
      }
      direct.finish(table.ptr);
      if (decorrelation !== undefined) {
        decorrelation.wait.process(table.ptr, QUANTUM_FRAMES);
        decorrelation.bus.finish(decorrelation.table.ptr);
        decorrelation.filters.process(decorrelation.table.ptr, table.ptr);
      }
    },
    reset() {
      decorrelation?.wait.reset();
      decorrelation?.filters.reset();
    },
  };
}

/** What is diffuse: its sum, its filters, and the delay by which the rest waits for them. */
interface Decorrelation {
  readonly bus: WideBus;
  readonly table: I32Block;
  readonly filters: Convolver;
  readonly wait: DelayLine;
}

/** @source BS.2127-1, 7.4 */
function createDecorrelation(kernels: Kernels, layout: Layout): Decorrelation {
  const channels = layout.speakers.length;
  const paths = createDecorrelators(layout)
    .map((response, k) => ({ input: k, output: k, response }))
    .filter((_, k) => !layout.speakers[k]!.isLfe);
  return {
    bus: createWideBus(kernels, channels),
    table: tableOf(kernels, kernels.heap.f32(channels * QUANTUM_FRAMES), channels),
    filters: createConvolver(kernels, { inputs: channels, outputs: channels, blockFrames: QUANTUM_FRAMES, paths }),
    wait: createDelayLine(kernels, channels, DECORRELATOR_DELAY_FRAMES),
  };
}

/** Addresses of quanta that lie one behind the other. */
function tableOf(kernels: Kernels, frames: F32Block, channels: number): I32Block {
  const table = kernels.heap.i32(channels);
  table.view.forEach((_, k) => (table.view[k] = frames.ptr + 4 * k * QUANTUM_FRAMES));
  return table;
}
