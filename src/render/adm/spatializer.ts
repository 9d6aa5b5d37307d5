/** Takes the tracks of an ADM plan to the target's channels, quantum by quantum. Mixing never allocates. */
export interface AdmSpatializer {
  /** Addresses of the target's channels: one quantum of f32 each, valid after `mix`. */
  readonly outputs: readonly number[];
  /** Output lags input by this much. */
  readonly latencyFrames: number;
  /**
   * The quantum that starts at `startFrame`.
   * @param trackPtrs addresses of the tracks' quanta, in the plan's order; 0 where a track is silent. Must not be written to.
   */
  mix(startFrame: number, trackPtrs: Int32Array): void;
  /** Forgets the past: the next quantum may be any. */
  reset(): void;
}
