import type { Warn } from '../base/index.ts';
import { openAudioFile } from '../formats/index.ts';
import { parseProject } from '../scene/index.ts';
import type { JobPorts } from './ports.ts';

/** What `periphony inspect` says of an audio file. */
export interface AudioInspection {
  readonly kind: 'audio';
  readonly file: string;
  readonly container: string;
  readonly encoding: string;
  readonly channels: number;
  readonly channelLabels: readonly string[] | null;
  readonly sampleRateHz: number;
  readonly bitsPerSample: number;
  readonly frames: number;
  readonly lengthSec: number;
  readonly chunks: readonly { readonly id: string; readonly offsetBytes: number; readonly lengthBytes: number }[];
}

/** What it says of a project. */
export interface ProjectInspection {
  readonly kind: 'project';
  readonly file: string;
  readonly title: string;
  readonly version: number;
  readonly sampleRateHz: number;
  readonly sources: readonly string[];
  readonly elements: readonly { readonly id: string; readonly kind: string; readonly source: string }[];
  readonly groups: readonly string[];
  readonly deliverables: readonly { readonly render: string; readonly preset?: string }[];
}

/** Looks at a file without rendering it. @throws InputError */
export async function inspectFile(ports: JobPorts, path: string, warn: Warn): Promise<AudioInspection | ProjectInspection> {
  using bytes = ports.openBytes(path);
  if (/\.json$/i.test(bytes.name)) {
    const text = new Uint8Array(bytes.lengthBytes);
    bytes.read(text, 0);
    const { scene, version } = parseProject(new TextDecoder().decode(text), bytes.name);
    return {
      kind: 'project',
      file: bytes.name,
      title: scene.title,
      version,
      sampleRateHz: scene.sampleRateHz,
      sources: scene.sources.map((source) => source.file),
      elements: scene.elements.map(({ id, kind, source }) => ({ id, kind, source })),
      groups: scene.groups.map((group) => group.id),
      deliverables: scene.deliverables,
    };
  }
  const opened = await openAudioFile(bytes, warn);
  return {
    kind: 'audio',
    file: bytes.name,
    container: opened.wave?.container ?? 'FLAC',
    encoding: opened.encoding,
    channels: opened.channels,
    channelLabels: opened.channelLabels ?? null,
    sampleRateHz: opened.sampleRateHz,
    bitsPerSample: opened.bitsPerSample,
    frames: opened.lengthFrames,
    lengthSec: opened.lengthFrames / opened.sampleRateHz,
    chunks: (opened.wave?.chunks ?? []).map(({ id, offset, lengthBytes }) => ({ id, offsetBytes: offset, lengthBytes })),
  };
}
