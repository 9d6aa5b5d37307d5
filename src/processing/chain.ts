import { assertNever } from '../base/index.ts';
import type { Kernels } from '../dsp/index.ts';
import type { ProcessorSettings } from '../scene/index.ts';
import { createCompressor } from './compressor.ts';
import { createEq } from './eq.ts';
import { createFocused, focusOf } from './focus.ts';
import { createGain } from './gain.ts';
import { createImage } from './image.ts';
import { createMultiband } from './multiband.ts';
import { createSaturation } from './saturation.ts';
import { createTilt } from './tilt.ts';
import type { Processor, ProcessorOptions } from './types.ts';

/** The inserts of one element, group, bus or master, in order. */
export interface Chain {
  readonly processors: readonly Processor[];
  /** Sums of the inserts'. */
  readonly latencyFrames: number;
  readonly tailFrames: number;
  /** Sum of the inserts' largest reductions in the last call, dB. */
  readonly gainReductionDb: number;
  /** @see Processor.process */
  process(channelTable: number, lengthFrames: number, startFrame?: number): void;
  /** False, and nothing changes, when these settings need a new plan: other kinds, another number, another latency. */
  setSettings(settings: readonly ProcessorSettings[]): boolean;
  reset(): void;
}

/**
 * An insert, on the part of the layout that it is focused on.
 * @throws InputError for settings that no insert can have, or when the kernels' memory is full
 */
export function createProcessor(kernels: Kernels, settings: ProcessorSettings, options: ProcessorOptions): Processor {
  const focus = focusOf(settings);
  return focus === 'all' || options.speakers === undefined
    ? createWholeProcessor(kernels, settings, options)
    : createFocused(kernels, settings, focus, options, createWholeProcessor);
}

function createWholeProcessor(kernels: Kernels, settings: ProcessorSettings, options: ProcessorOptions): Processor {
  switch (settings.kind) {
    case 'trim':
    case 'polarity':
      return createGain(kernels, settings, options);
    case 'eq':
      return createEq(kernels, settings, options);
    case 'compressor':
      return createCompressor(kernels, settings, options);
    case 'tilt':
      return createTilt(kernels, settings, options);
    case 'saturation':
      return createSaturation(kernels, settings, options);
    case 'multiband':
      return createMultiband(kernels, settings, options);
    case 'image':
      return createImage(kernels, settings, options);
    default:
      return assertNever(settings, 'createProcessor');
  }
}

/** A chain of inserts; an empty one does nothing and costs nothing. */
export function createChain(kernels: Kernels, settings: readonly ProcessorSettings[], options: ProcessorOptions): Chain {
  const processors = settings.map((one) => createProcessor(kernels, one, options));
  let current = settings;
  return {
    processors,
    latencyFrames: processors.reduce((sum, one) => sum + one.latencyFrames, 0),
    get tailFrames() {
      return processors.reduce((sum, one) => sum + one.tailFrames, 0);
    },
    get gainReductionDb() {
      let sum = 0;
      for (let k = 0; k < processors.length; k++) {
        sum += processors[k]!.gainReductionDb;
      }
      return sum;
    },
    process(channelTable, lengthFrames, startFrame = 0) {
      for (let k = 0; k < processors.length; k++) {
        processors[k]!.process(channelTable, lengthFrames, startFrame);
      }
    },
    setSettings(next) {
      if (next.length !== processors.length) {
        return false;
      }
      for (let k = 0; k < processors.length; k++) {
        const isSame = next[k] === current[k];
        if (!isSame && (focusOf(next[k]!) !== focusOf(current[k]!) || !processors[k]!.setSettings(next[k]!))) {
          for (let back = 0; back < k; back++) {
            processors[back]!.setSettings(current[back]!);
          }
          return false;
        }
      }
      current = next;
      return true;
    },
    reset() {
      for (let k = 0; k < processors.length; k++) {
        processors[k]!.reset();
      }
    },
  };
}
