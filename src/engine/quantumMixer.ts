import type { RenderPlan } from '../render/index.ts';

/** What a plan becomes: mixes one quantum after the other. The engine asks for them and hands out their frames. */
export interface QuantumMixer {
  /** Addresses of the channels' quanta: f32, valid after `mix`. */
  readonly outputs: readonly number[];
  /** The same before the master's inserts, in step with `outputs`; `outputs` themselves where there are no inserts or nobody asked. */
  readonly mixOutputs: readonly number[];
  /** Output lags the plan's time by this much. */
  readonly latencyFrames: number;
  /** The quantum that starts at `quantumStart`, a multiple of QUANTUM_FRAMES; in order, but any after a reset. Never allocates, never throws. */
  mix(quantumStart: number): void;
  /** Forgets the past. */
  reset(): void;
  /** @see RenderEngine */
  update(plan: RenderPlan): boolean;
  setSolo(elementIds: ReadonlySet<string> | null): void;
  setLiveTable(table: Float32Array | null): void;
  readonly elementPeaks: Float32Array;
  readonly elementReductionsDb: Float32Array;
  readonly groupReductionsDb: Float32Array;
  /** Of the master's chain. */
  readonly masterReductionDb: number;
  /** Of each insert of the master, in order. */
  readonly insertReductionsDb: Float32Array;
  readonly invalidSamples: number;
}
