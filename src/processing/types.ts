import type { Speaker } from '../layouts/index.ts';
import type { ProcessorSettings } from '../scene/index.ts';

export interface ProcessorOptions {
  readonly sampleRateHz: number;
  readonly channels: number;
  /** The most frames that one call of `process` may have. */
  readonly maxFrames: number;
  /** Where the channels play, one for each, where that is known: what `focus` and the image need. */
  readonly speakers?: readonly Speaker[];
  /** The channels that detectors hear, from 0; absent: all of them. The gain found acts on every channel. */
  readonly detector?: { readonly firstChannel: number; readonly channels: number };
}

/**
 * One insert at work on linked channels. Made when a plan is built; `process` never allocates, never throws, and gives the same bits
 * however the frames are divided over calls. New settings begin to act at the next multiple of TICK_FRAMES processed frames and are
 * reached without a click within 20 ms.
 */
export interface Processor {
  /** How many frames later the audio comes out; the same whether the insert is enabled or not. */
  readonly latencyFrames: number;
  /** How long it sounds on after its input has ended, to −120 dB, beyond the latency. */
  readonly tailFrames: number;
  /** Largest gain reduction of the last call, dB ≥ 0; 0 for what does not reduce. */
  readonly gainReductionDb: number;
  /** Of what has bands: the same for each, the lowest first. */
  readonly bandReductionsDb?: Float32Array;
  /**
   * In place. @param channelTable byte address of `channels` i32 addresses of f32 blocks in the kernels' memory; frames
   * [startFrame, startFrame + lengthFrames) of them, from the first one on when `startFrame` is left out
   */
  process(channelTable: number, lengthFrames: number, startFrame?: number): void;
  /** Takes new settings; false, and nothing changes, when they need a new plan: another kind, another latency. Not for every block. */
  setSettings(settings: ProcessorSettings): boolean;
  /** Back to silence and frame 0, at the last settings, with no fade. */
  reset(): void;
}

/** New settings act on this grid of processed frames. */
export const TICK_FRAMES = 64;

/** Frames of a parameter's way to its new value: 20 ms, a whole number of ticks. */
export function smoothingFrames(sampleRateHz: number): number {
  return Math.max(1, Math.round((0.02 * sampleRateHz) / TICK_FRAMES)) * TICK_FRAMES;
}

/** The channels that detectors hear. */
export function detectorOf({ channels, detector }: ProcessorOptions): NonNullable<ProcessorOptions['detector']> {
  return detector ?? { firstChannel: 0, channels };
}
