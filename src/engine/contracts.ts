// The thread borders: what the page, the render worker, the job worker and the playback worklet say to each other. Plain data only.
import type { ProgrammeName, SelectItemsOptions } from '../interchange/index.ts';
import type { AdmElement, DirectSpeakersMetadata, ObjectMetadata } from '../scene/adm/index.ts';
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

/** What of an ADM file is to be heard. */
export type AdmOpening = Pick<SelectItemsOptions, 'programmeId' | 'complementaryObjectIds'>;

/** An ADM file that plays. */
export interface AdmLoaded extends SceneLoaded {
  /** The file as a scene to look at: its elements at their places over time, in the order of the meters. It cannot be rendered. */
  readonly scene: Scene;
  /** The file's, whatever the scene says. */
  readonly sampleRateHz: number;
  readonly channels: number;
  readonly programmes: readonly ProgrammeName[];
  /** The one that is heard; undefined in a file without programmes. */
  readonly programme: ProgrammeName | undefined;
  /** What the metadata say, by place in scene.elements. */
  readonly elements: readonly AdmElementFacts[];
}

/** What an element of an ADM file says of itself. */
export interface AdmElementFacts extends Pick<AdmElement, 'id' | 'kind'> {
  /** audioChannelFormatIDs or, for HOA, the audioPackFormatID. */
  readonly formatIds: readonly string[];
  readonly objectId?: string | undefined;
  /** Tracks of the file, counted from 1, without repetition. */
  readonly tracks: readonly number[];
  readonly importance: number;
  /** Order and normalisation of HOA. */
  readonly hoa?: { readonly order: number; readonly normalization: string } | undefined;
  /** Of an object, or of each channel of a bed its first. Empty for HOA. */
  readonly blocks: readonly AdmBlockFacts[];
}

/** One audioBlockFormat. */
export interface AdmBlockFacts {
  readonly id: string;
  /** On the file's timeline. */
  readonly atSec: number;
  readonly metadata: ObjectMetadata | DirectSpeakersMetadata;
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

/** What is listened to: the master, the mix before it, or a finished reference. */
export type Listening = 'master' | 'mix' | 'reference';

/** How the page listens to the master. None of it reaches an export. */
export interface MasterListening {
  readonly listening: Listening;
  /** Mix, master and reference at the loudness of the quietest of them. */
  readonly isMatched: boolean;
  /** The limiter behind the master's inserts; null: none. */
  readonly limiter: { readonly driveDb: number; readonly ceilingDbtp: number } | null;
}

/** What a reference file is. */
export interface ReferenceInfo {
  readonly channels: number;
  readonly lengthSec: number;
  readonly integratedLufs: number;
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
  /**
   * Plays an ADM file instead, as its metadata say; solo and mute begin anew. Rejects with code, hint and the id of the element that is wrong,
   * and what played before plays on.
   */
  loadAdm(file: Blob, name: string, options: AdmOpening): Promise<AdmLoaded>;
  setMonitor(render: RenderName): Promise<void>;
  setSolo(elementIds: readonly string[]): Promise<void>;
  /** Elements that are not heard, for listening only: what a scene mutes itself is in the scene. */
  setMuted(elementIds: readonly string[]): Promise<void>;
  play(): Promise<void>;
  pause(): Promise<void>;
  seek(frame: number): Promise<void>;
  setLoop(startFrame: number, endFrame: number): Promise<void>;
  clearLoop(): Promise<void>;
  resetLoudness(): Promise<void>;
  setMasterListening(listening: MasterListening): Promise<void>;
  /** A finished stereo or multichannel file to compare with, or null; it plays in step with the session, from its own beginning, again and again. Rejects with code and hint. */
  setReference(file: Blob | null, name: string): Promise<ReferenceInfo | null>;
  /** Where shared memory is missing: a drag's position by message. Units of liveParameters.ts. */
  setLive(elementIndex: number, values: Float32Array): Promise<void>;
  /** Where there is no ring: frames that the worklet has played since it last said. */
  played(frames: number): Promise<void>;
  /** Minimum and maximum of each of `buckets` equal stretches of a source's channel (from 0): [min0, max0, min1, …]. */
  waveform(sourceId: string, channel: number, buckets: number): Promise<Float32Array>;
}
