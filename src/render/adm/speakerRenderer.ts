import { createConvolver, createDelayLine, type Convolver, type DelayLine, type I32Block, type Kernels } from '../../dsp/index.ts';
import type { Layout } from '../../layouts/index.ts';
import { createDecorrelators, DECORRELATOR_DELAY_FRAMES } from '../panning/index.ts';
import { QUANTUM_FRAMES } from '../quantum.ts';
import type { AdmPlan } from './plan.ts';
import type { AdmSpatializer } from './spatializer.ts';
import { createItemMixers } from './speakerItems.ts';

/**
 * Items to a loudspeaker layout, as BS.2127-1 has it: gains that move in straight lines between exact frames; what is diffuse is summed over
 * all objects and decorrelated once a loudspeaker, everything else waits for it. Where nothing is diffuse nothing waits.
 */
export function createAdmSpeakerRenderer(kernels: Kernels, plan: AdmPlan, layout: Layout): AdmSpatializer {
  const direct = createBus(kernels, layout.speakers.length);
  const isDiffuse = plan.items.some((item) => item.kind === 'objects' && item.isDiffuse);
  const diffuse = isDiffuse ? createBus(kernels, layout.speakers.length) : undefined;
  const decorrelation = isDiffuse ? createDecorrelation(kernels, layout) : undefined;
  const mixers = createItemMixers(kernels, layout, plan.items, { direct: direct.table, diffuse: diffuse?.table });
  return {
    outputs: [...direct.table.view],
    latencyFrames: isDiffuse ? DECORRELATOR_DELAY_FRAMES : 0,
    mix(startFrame, trackPtrs) {
      direct.frames.fill(0);
      diffuse?.frames.fill(0);
      for (let k = 0; k < mixers.length; k++) {
        mixers[k]!(startFrame, trackPtrs);
      }
      if (decorrelation !== undefined) {
        decorrelation.wait.process(direct.table.ptr, QUANTUM_FRAMES);
        decorrelation.filters.process(diffuse!.table.ptr, direct.table.ptr);
      }
    },
    reset() {
      decorrelation?.wait.reset();
      decorrelation?.filters.reset();
    },
  };
}

/** A quantum of every channel, one behind the other, and the table of their addresses. */
function createBus(kernels: Kernels, channels: number): { readonly frames: Float32Array; readonly table: I32Block } {
  const block = kernels.heap.f32(channels * QUANTUM_FRAMES);
  const table = kernels.heap.i32(channels);
  table.view.forEach((_, k) => (table.view[k] = block.ptr + 4 * k * QUANTUM_FRAMES));
  return { frames: block.view, table };
}

/** @source BS.2127-1, 7.4 */
function createDecorrelation(kernels: Kernels, layout: Layout): { readonly wait: DelayLine; readonly filters: Convolver } {
  const channels = layout.speakers.length;
  const paths = createDecorrelators(layout)
    .map((response, k) => ({ input: k, output: k, response }))
    .filter((_, k) => !layout.speakers[k]!.isLfe);
  return {
    wait: createDelayLine(kernels, channels, DECORRELATOR_DELAY_FRAMES),
    filters: createConvolver(kernels, { inputs: channels, outputs: channels, blockFrames: QUANTUM_FRAMES, paths }),
  };
}
