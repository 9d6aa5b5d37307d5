import type { ByteSource } from '../audio/index.ts';
import { InputError, type Warn } from '../base/index.ts';
import { openAudioFile, parseAdm, readAdmChunks, type AdmDocument, type TypeDefinition, type WaveFile } from '../formats/index.ts';
import { selectItems } from '../interchange/index.ts';
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
  /** Null where it is no ADM file, or its metadata cannot be read (a warning says why). */
  readonly adm: AdmInspection | null;
}

/** What its ADM metadata hold. */
export interface AdmInspection {
  /** As written. */
  readonly version: string | null;
  readonly profiles: readonly string[];
  readonly programmes: readonly { readonly id: string; readonly name: string }[];
  readonly contents: number;
  readonly objects: number;
  readonly packs: number;
  readonly channels: readonly { readonly type: TypeDefinition; readonly channels: number; readonly blocks: number }[];
  readonly trackUids: number;
  /** Rows of the chna chunk. */
  readonly tracks: number;
  readonly hasDbmd: boolean;
}

/** What it says of ADM metadata by themselves: an axml chunk as a file. */
export interface AdmDocumentInspection {
  readonly kind: 'adm';
  readonly file: string;
  readonly adm: AdmInspection;
  /** What a renderer would have to render, were each track UID a track; null where that cannot be told. */
  readonly items: number | null;
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

/** Looks at a file without rendering it. @param strict whatever is not in the ADM standard is an error @throws InputError */
export async function inspectFile(
  ports: JobPorts,
  path: string,
  warn: Warn,
  strict = false,
): Promise<AudioInspection | AdmDocumentInspection | ProjectInspection> {
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
  if (looksLikeXml(bytes)) {
    const document = parseAdm(bytes, warn, { strict });
    return { kind: 'adm', file: bytes.name, adm: inspectDocument(document, 0, false), items: countItems(document, strict, warn) };
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
    adm: opened.wave === undefined ? null : inspectAdm(bytes, opened.wave, warn),
  };
}

/** Null where only a chna chunk, which such a file has not, could say what its tracks are. */
function countItems(document: AdmDocument, strict: boolean, warn: Warn): number | null {
  const chna = document.audioTrackUIDs.map((track, k) => ({
    trackIndex: k + 1,
    uid: track.id,
    trackOrChannelRef: track.audioTrackFormatIDRef ?? track.audioChannelFormatIDRef ?? '',
    packRef: track.audioPackFormatIDRef ?? '',
  }));
  try {
    return selectItems(document, chna, { strict }, chna.length, warn).length;
  } catch (error) {
    if (error instanceof InputError && error.code === 'adm.track') {
      warn({ code: error.code, at: error.at, message: error.message });
      return null;
    }
    throw error;
  }
}

/** An XML document begins with a tag, after a byte order mark and white space; in UTF-16 every other byte is 0. */
function looksLikeXml(bytes: ByteSource): boolean {
  const head = new Uint8Array(256);
  const count = bytes.read(head, 0);
  const first = head.subarray(0, count).find((byte) => ![0x00, 0x09, 0x0a, 0x0d, 0x20, 0xbb, 0xbf, 0xef, 0xfe, 0xff].includes(byte));
  return first === 0x3c;
}

function inspectAdm(bytes: ByteSource, wave: WaveFile, warn: Warn): AdmInspection | null {
  let chunks: ReturnType<typeof readAdmChunks>;
  try {
    chunks = readAdmChunks(bytes, wave, warn);
  } catch (error) {
    if (error instanceof InputError) {
      warn({ code: error.code, at: error.at === '' ? bytes.name : error.at, message: error.message });
      return null;
    }
    throw error;
  }
  if (chunks === undefined) {
    return null;
  }
  return inspectDocument(chunks.document, chunks.chna.length, chunks.hasDbmd);
}

function inspectDocument(document: AdmDocument, tracks: number, hasDbmd: boolean): AdmInspection {
  const types = [...new Set(document.audioChannelFormats.map((channel) => channel.type))];
  return {
    version: document.version ?? null,
    profiles: document.profiles.map((profile) => profile.profileName ?? profile.value),
    programmes: document.audioProgrammes.map(({ id, name }) => ({ id, name })),
    contents: document.audioContents.length,
    objects: document.audioObjects.length,
    packs: document.audioPackFormats.length,
    channels: types.map((type) => {
      const own = document.audioChannelFormats.filter((channel) => channel.type === type);
      return { type, channels: own.length, blocks: own.reduce((sum, channel) => sum + channel.audioBlockFormats.length, 0) };
    }),
    trackUids: document.audioTrackUIDs.length,
    tracks,
    hasDbmd,
  };
}
