import type { ProcessorSettings } from '../scene/index.ts';
import type { Processor } from './types.ts';

/** An insert with nothing to work on: no layout is known, or the layout has no such loudspeakers. */
export function createPassThrough(settings: ProcessorSettings): Processor {
  return {
    latencyFrames: 0,
    tailFrames: 0,
    gainReductionDb: 0,
    process() {},
    setSettings: (next) => next.kind === settings.kind,
    reset() {},
  };
}
