import type { Preset } from '../mastering/index.ts';
import type { Scene } from '../scene/index.ts';
import type { MasterReport } from './report.ts';
import type { VerifiedGroup } from './verify.ts';

/** What the page hands over for an export. */
export interface ExportRequest {
  readonly scene: Scene;
  /** What the files are called. */
  readonly name: string;
  /** By the path that the project gives them. */
  readonly files: ReadonlyMap<string, File>;
  readonly hrtf: Uint8Array<ArrayBuffer>;
  readonly renders: readonly { readonly render: string; readonly preset: string; readonly format: string }[];
  /** Hexadecimal. */
  readonly inputSha256: string;
}

export interface ExportProgressMessage {
  readonly render: string;
  readonly stage: string;
  readonly ratio: number;
  readonly audioSec: number;
}

/** What the export worker does for the page. Ending the worker cancels. */
export interface ExportWorkerApi {
  exportMasters(
    request: ExportRequest,
    onProgress: (progress: ExportProgressMessage) => void,
  ): Promise<{ readonly report: MasterReport; readonly files: readonly { readonly name: string; readonly blob: Blob }[] }>;
  /** The demo, its stems composed side by side. */
  composeDemo(
    onProgress: (ratio: number, what: string) => void,
  ): Promise<{ readonly project: string; readonly files: readonly { readonly path: string; readonly blob: Blob }[] }>;
  /** What a dropped file is. Rejects with code and hint when it is no audio. */
  probe(file: File): Promise<{ readonly channels: number; readonly sampleRateHz: number; readonly channelLabels?: readonly string[] }>;
  /** The delivery presets, as the mastering room has them. */
  presets(): Promise<readonly Preset[]>;
  /** The published reference vectors that come with the studio, file by file. */
  verify(onProgress: (ratio: number, groups: readonly VerifiedGroup[]) => void): Promise<readonly VerifiedGroup[]>;
}
