import type { PlannedElement } from './plan.ts';

/**
 * Takes feeds to the target's channels. One quantum at a time: aim every feed at where it is at the quantum's end, then mix.
 * Aiming and mixing never allocate.
 */
export interface Spatializer {
  /** Addresses of the target's channels: one quantum of f32 each, valid after `mix`. */
  readonly outputs: readonly number[];
  /** Output lags input by this much. */
  readonly latencyFrames: number;
  /**
   * Where an object's feed is, and its gain, at the end of the coming quantum; the start is where it was left.
   * @param x, y, z  ADM axes; size 0…1; gain linear
   */
  aimObject(feed: number, x: number, y: number, z: number, size: number, gain: number): void;
  /** A bed's feed has its place; only its gain moves. */
  aimBed(feed: number, gain: number): void;
  /** @param feedPtrs addresses of the feeds' quanta; 0 where a feed is silent */
  mix(feedPtrs: Int32Array): void;
  /** Takes over changed values (snap, zones) of elements of the same shape. Not for the audio path. */
  retune(elements: readonly PlannedElement[]): void;
  /** Forgets the past: the next aim jumps. */
  reset(): void;
}
