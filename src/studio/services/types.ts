// What the studio's components ask of the world. Components know ids, positions and these; never threads, blocks or gains.
import type { Scene } from '../../scene/index.ts';
import type { AdmLoaded, AdmOpening, MasterListening, ReferenceInfo, SourceInfo } from '../../engine/index.ts';
import type { MasterReport, PreviewRow, ProposalRequest, VerifiedGroup } from '../../jobs/index.ts';
import type { MasterProposal, MatchOptions, MatchProposal, MixProfile, Preset, TargetProfile } from '../../mastering/index.ts';
import type { Target } from '../state/targets.ts';

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
  /** Elements of an ADM file that are not heard; a scene's own mutes are in the scene. */
  setMuted(elementIds: readonly string[]): Promise<void>;
  resetLoudness(): Promise<void>;
  setMasterListening(listening: MasterListening): Promise<void>;
  setReference(file: File | null): Promise<ReferenceInfo | null>;
  addSource(sourceId: string, file: File): Promise<SourceInfo>;
  /** Hands the document over after an edit (debounced inside). */
  setScene(scene: Scene): Promise<void>;
  /** Plays an ADM file in place of a scene. Rejects where it cannot be played; what played before stays. */
  loadAdm(file: File, options: AdmOpening): Promise<AdmLoaded>;
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
    /** Rendered in place of the scene. */
    readonly adm?: { readonly file: File; readonly options: AdmOpening };
    readonly files: ReadonlyMap<string, File>;
    readonly renders: readonly { readonly render: string; readonly preset: string; readonly format: string }[];
    /** Of one's own, beside the built-in ones. */
    readonly presets: readonly Preset[];
    readonly onProgress: (progress: ExportProgress) => void;
  }): { readonly finished: Promise<{ readonly report: MasterReport; readonly files: readonly ExportedFile[] }>; cancel(): void };
}

export type { PreviewRow };

/** Looks ahead: renders, masters and measures the deliverables without writing files. */
export interface MasterPreview {
  /** Rows arrive as they are done. */
  run(request: {
    readonly scene: Scene;
    /** Looked at in place of the scene. */
    readonly adm?: { readonly file: File; readonly options: AdmOpening };
    readonly files: ReadonlyMap<string, File>;
    readonly renders: readonly { readonly render: string; readonly preset: string; readonly format: string }[];
    /** Of one's own, beside the built-in ones. */
    readonly presets: readonly Preset[];
    readonly onRow: (row: PreviewRow) => void;
  }): { readonly finished: Promise<void>; cancel(): void };
  /** Profiles of the mix (its 7.1.4 render) or of a finished file, for matching and for the assistant. */
  profileMix(request: { readonly scene: Scene; readonly files: ReadonlyMap<string, File> }): {
    readonly finished: Promise<MixProfile>;
    cancel(): void;
  };
  profileFile(file: File): { readonly finished: Promise<MixProfile>; cancel(): void };
}

/** What is proposed for a master, and the presets of one's own. Rejects with code and hint. */
export interface Mastering {
  /** What the assistant may aim at. */
  curves(): Promise<readonly TargetProfile[]>;
  match(own: MixProfile, reference: MixProfile, options: MatchOptions): Promise<MatchProposal>;
  /** More or less of a proposal; at once, where `match` takes a moment. */
  scale(proposal: MatchProposal, ratio: number): Promise<MatchProposal>;
  propose(question: ProposalRequest): Promise<MasterProposal>;
  parsePreset(text: string, fileName: string): Promise<Preset>;
}

/** Our gains against the published reference vectors that come with the studio. */
export interface Conformance {
  /** Groups arrive as their files are done. */
  run(onProgress: (ratio: number, groups: readonly VerifiedGroup[]) => void): {
    readonly finished: Promise<readonly VerifiedGroup[]>;
    cancel(): void;
  };
}

/** Where one stem of a kept session is. */
export type KeptStem =
  | { readonly kind: 'demo' }
  | { readonly kind: 'handle'; readonly handle: FileSystemFileHandle }
  | { readonly kind: 'file'; readonly file: File };

/** A session as it was left. */
export interface KeptSession {
  readonly title: string;
  /** The project file's text. */
  readonly text: string;
  readonly savedAtMs: number;
  /** By source id; those that could not be kept are not in it. */
  readonly stems: Readonly<Record<string, KeptStem>>;
}

/** Keeps the session in the browser's store, so that a closed page loses nothing. All of it may fail where a browser stores nothing. */
export interface Autosave {
  load(): Promise<KeptSession | undefined>;
  save(session: KeptSession): Promise<void>;
  clear(): Promise<void>;
}

/** Opens, saves and composes sessions. */
export interface SessionFiles {
  /** Composes the demo in a worker (or takes it from the browser's store); its stems arrive as files. */
  openDemo(onProgress: (ratio: number, what: string) => void): Promise<OpenedSession>;
  /**
   * From picked or dropped files: a project with its stems, or stems alone. Missing stems are listed, not fatal. A file that may be an ADM
   * master and comes alone is only looked at: it is the engine that opens it.
   * @param asStems it is none after all
   */
  openFiles(files: readonly File[], asStems?: boolean): Promise<OpenedSession | { readonly adm: File }>;
  /** A session that was kept, with what is found of its stems. Asks for leave to read their files: must follow a user gesture. */
  restore(kept: KeptSession, onProgress: (ratio: number, what: string) => void): Promise<OpenedSession>;
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
  readonly preview: MasterPreview;
  readonly mastering: Mastering;
  readonly sessions: SessionFiles;
  readonly conformance: Conformance;
  readonly autosave: Autosave;
  /** The delivery presets. */
  readonly targets: readonly Target[];
}
