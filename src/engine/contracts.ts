// The thread borders: what the page, the render worker, the job worker and the playback worklet say to each other. Plain data only.
import type { Scene } from '../scene/index.ts';

/** A layout's title (`7.1.4`, `stereo`) or `binaural`. */
export type RenderName = string;

/** What a source turned out to be. */
export interface SourceInfo {
  readonly sourceId: string;
  readonly channels: number;
  readonly sampleRateHz: number;
  /** In the file's own rate. */
  readonly lengthFrames: number;
  readonly lengthSec: number;
  readonly channelLabels?: readonly string[];
}

export interface SceneLoaded {
  readonly lengthFrames: number;
  readonly lengthSec: number;
  readonly warnings: readonly { readonly code: string; readonly at: string; readonly message: string }[];
}

/** How the page wires a live engine, once. Shared memory where the page is isolated, else a port and messages. */
export interface LiveSetup {
  readonly hrtf: Uint8Array;
  /** Ring of interleaved-by-channel float frames; see ring.ts. */
  readonly ring: SharedArrayBuffer | null;
  /** Meter snapshot; see liveMeters.ts. */
  readonly meters: SharedArrayBuffer | null;
  /** Live parameters; see liveParameters.ts. */
  readonly parameters: SharedArrayBuffer | null;
}

/** What the render worker does for the page. */
export interface LiveWorkerApi {
  /** @param port where blocks go when there is no ring */
  connect(
    setup: LiveSetup,
    port: MessagePort | null,
    onMeters: ((snapshot: Float32Array) => void) | null,
    onTrouble: (trouble: { code: string; message: string; hint: string; at: string }) => void,
  ): Promise<void>;
  /** Makes a file known under a source id. Rejects with code and hint when it cannot be read. */
  addSource(sourceId: string, file: Blob, name: string): Promise<SourceInfo>;
  /** Swaps the plan; what is sounding crossfades into the new one. */
  loadScene(scene: Scene): Promise<SceneLoaded>;
  setMonitor(render: RenderName): Promise<void>;
  setSolo(elementIds: readonly string[]): Promise<void>;
  play(): Promise<void>;
  pause(): Promise<void>;
  seek(frame: number): Promise<void>;
  setLoop(startFrame: number, endFrame: number): Promise<void>;
  clearLoop(): Promise<void>;
  resetLoudness(): Promise<void>;
  /** Where shared memory is missing: a drag's position by message. Units of liveParameters.ts. */
  setLive(elementIndex: number, values: Float32Array): Promise<void>;
  /** Where there is no ring: frames that the worklet has played since it last said. */
  played(frames: number): Promise<void>;
  /** Minimum and maximum of each of `buckets` equal stretches of a source's channel (from 0): [min0, max0, min1, …]. */
  waveform(sourceId: string, channel: number, buckets: number): Promise<Float32Array>;
}
