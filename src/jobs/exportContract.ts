import type { MasterProposal, MatchOptions, MatchProposal, MixProfile, Preset, TargetProfile } from '../mastering/index.ts';
import type { AdmOpening } from '../engine/index.ts';
import type { Scene } from '../scene/index.ts';
import type { PreviewRow } from './previewMaster.ts';
import type { MasterReport } from './report.ts';
import type { VerifiedGroup } from './verify.ts';

/** What the page hands over for an export. */
export interface ExportRequest {
  readonly scene: Scene;
  /** An ADM file is rendered in place of the scene: its path among `files`, and what of it. */
  readonly adm?: { readonly file: string; readonly options: AdmOpening };
  /** What the files are called. */
  readonly name: string;
  /** By the path that the project gives them. */
  readonly files: ReadonlyMap<string, File>;
  readonly hrtf: Uint8Array<ArrayBuffer>;
  readonly renders: readonly { readonly render: string; readonly preset: string; readonly format: string }[];
  /** Beside the built-in ones. */
  readonly presets?: readonly Preset[];
  /** Hexadecimal. */
  readonly inputSha256: string;
}

export interface ExportProgressMessage {
  readonly render: string;
  readonly stage: string;
  readonly ratio: number;
  readonly audioSec: number;
}

/** What a dropped file is. */
export interface FileFacts {
  readonly channels: number;
  readonly sampleRateHz: number;
  readonly channelLabels?: readonly string[];
  /** Has chunks that ADM metadata are in; opening it tells whether they are. */
  readonly mayBeAdm: boolean;
}

/** What the assistant is asked. */
export interface ProposalRequest {
  readonly profile: MixProfile;
  /** An id, of `presets` or of the built-in ones. */
  readonly preset: string;
  readonly presets: readonly Preset[];
  readonly goal: { readonly curve: string } | { readonly reference: MixProfile; readonly title: string };
  /** Of the render that was profiled. */
  readonly layout: string;
}

/** What the page hands over for a preview. */
export interface MasterPreviewRequest extends Pick<ExportRequest, 'scene' | 'adm' | 'name' | 'files' | 'hrtf' | 'renders' | 'presets'> {
  /** What its scratch files are called: no other preview's or export's. */
  readonly folder: string;
}

/** What the export worker does for the page. Ending the worker cancels. */
export interface ExportWorkerApi {
  exportMasters(
    request: ExportRequest,
    onProgress: (progress: ExportProgressMessage) => void,
  ): Promise<{ readonly report: MasterReport; readonly files: readonly { readonly name: string; readonly blob: Blob }[] }>;
  /** What the deliverables would measure; rows as they are done, no files. */
  previewMasters(request: MasterPreviewRequest, onRow: (row: PreviewRow) => void): Promise<void>;
  /** Of the session's 7.1.4 render, master's inserts included. */
  profileMix(request: Pick<MasterPreviewRequest, 'scene' | 'name' | 'files' | 'hrtf'>): Promise<MixProfile>;
  /** Rejects with code and hint when it is no audio. */
  profileFile(file: File): Promise<MixProfile>;
  /** The demo, its stems composed side by side. */
  composeDemo(
    onProgress: (ratio: number, what: string) => void,
  ): Promise<{ readonly project: string; readonly files: readonly { readonly path: string; readonly blob: Blob }[] }>;
  /** What a dropped file is. Rejects with code and hint when it is no audio. */
  probe(file: File): Promise<FileFacts>;
  /** The delivery presets, as the mastering room has them. */
  presets(): Promise<readonly Preset[]>;
  /** A preset of one's own. Rejects with code and hint. */
  parsePreset(text: string, fileName: string): Promise<Preset>;
  /** What the assistant may aim at. */
  masterCurves(): Promise<readonly TargetProfile[]>;
  matchReference(own: MixProfile, reference: MixProfile, options: MatchOptions): Promise<MatchProposal>;
  scaleProposal(proposal: MatchProposal, ratio: number): Promise<MatchProposal>;
  proposeMaster(question: ProposalRequest): Promise<MasterProposal>;
  /** The published reference vectors that come with the studio, file by file. */
  verify(onProgress: (ratio: number, groups: readonly VerifiedGroup[]) => void): Promise<readonly VerifiedGroup[]>;
}
