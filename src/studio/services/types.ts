// What the studio's components ask of the world. Components know ids, positions and these; never threads, blocks or gains.
import type { Scene } from '../../scene/index.ts';
import type { SourceInfo } from '../../engine/index.ts';
import type { MasterReport } from '../../jobs/index.ts';

/** A failure as a person reads it: sentence and next step. */
export interface Trouble {
  readonly code: string;
  readonly message: string;
  readonly hint: string;
  readonly at: string;
}

export interface Capabilities {
  /** SharedArrayBuffer: without it audio goes by messages, with more latency. */
  readonly isolated: boolean;
  readonly webgl: boolean;
  /** Channels of the output device, when known. */
  readonly outputChannels: number;
  /** Folder access through the File System Access API. */
  readonly folders: boolean;
}

/** The live engine, seen from the page. One an app. Reads are cheap and allocation-free: call them in requestAnimationFrame. */
export interface LiveEngine extends Disposable {
  readonly capabilities: Capabilities;
  /** Creates the audio context; must follow a user gesture. Play does it by itself. */
  start(): Promise<void>;
  play(): Promise<void>;
  pause(): Promise<void>;
  seek(sec: number): Promise<void>;
  setLoop(range: { readonly startSec: number; readonly endSec: number } | null): Promise<void>;
  setMonitor(render: string): Promise<void>;
  /** Listening level on top of the render; never in an export. */
  setMonitorGain(gainDb: number): void;
  setSolo(elementIds: readonly string[]): Promise<void>;
  resetLoudness(): Promise<void>;
  addSource(sourceId: string, file: File): Promise<SourceInfo>;
  /** Hands the document over after an edit (debounced inside). */
  setScene(scene: Scene): Promise<void>;
  /** During a drag. Index is the element's place in scene.elements. */
  dragPosition(elementIndex: number, x: number, y: number, z: number): void;
  dragGainDb(elementIndex: number, gainDb: number): void;
  dragSize(elementIndex: number, size: number): void;
  /** After the edit that ended a drag has been handed over. */
  endDrag(elementIndex: number): void;
  waveform(sourceId: string, channel: number, buckets: number): Promise<Float32Array>;
  /** The snapshot of engine/liveMeters.ts (METERS), live memory: do not keep copies of old ones. */
  readonly meters: Float32Array;
  isPlaying(): boolean;
  /** Where the listener is, latency taken off. */
  positionSec(): number;
  lengthSec(): number;
  underruns(): number;
  onTrouble(listener: (trouble: Trouble) => void): () => void;
}

export interface ExportProgress {
  readonly render: string;
  /** `rendering`, `mastering`, `measuring`, `done`. */
  readonly stage: string;
  readonly ratio: number;
  /** Times real time, so far. */
  readonly speedRatio: number;
}

export interface ExportedFile {
  readonly name: string;
  readonly blob: Blob;
}

export interface Exporter {
  /**
   * Renders and masters the scene's deliverables in job workers.
   * Rejects with an AbortError-like `code: 'job.cancelled'` after cancel().
   */
  run(request: {
    readonly scene: Scene;
    readonly files: ReadonlyMap<string, File>;
    readonly renders: readonly { readonly render: string; readonly preset: string; readonly format: string }[];
    readonly onProgress: (progress: ExportProgress) => void;
  }): { readonly finished: Promise<{ readonly report: MasterReport; readonly files: readonly ExportedFile[] }>; cancel(): void };
}

/** Opens, saves and composes sessions. */
export interface SessionFiles {
  /** Composes the demo in a worker (or takes it from the browser's store); its stems arrive as files. */
  openDemo(onProgress: (ratio: number, what: string) => void): Promise<OpenedSession>;
  /** From picked or dropped files: a project with its stems, or stems alone. Missing stems are listed, not fatal. */
  openFiles(files: readonly File[]): Promise<OpenedSession>;
  /** Project text, as saved. */
  serialize(scene: Scene): string;
}

export interface OpenedSession {
  readonly scene: Scene;
  /** By source id. */
  readonly files: ReadonlyMap<string, File>;
  readonly missing: readonly string[];
  readonly warnings: readonly string[];
}

/** Everything a component may need from outside, in one place, made once. */
export interface StudioServices {
  readonly live: LiveEngine;
  readonly exporter: Exporter;
  readonly sessions: SessionFiles;
}
