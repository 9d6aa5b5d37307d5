import type { ByteSource } from '../../audio/index.ts';
import { InputError } from '../../base/index.ts';
import type { Warn } from '../../base/index.ts';

/** `RIFF`, its big-endian twin `RIFX`, and the two 64-bit kinds: EBU Tech 3306 `RF64`, ITU-R BS.2088 `BW64`. */
export type RiffContainer = 'RIFF' | 'RIFX' | 'RF64' | 'BW64';

/** Where a chunk's body lies in the file. */
export interface RiffChunk {
  readonly id: string;
  /** First byte of the body, after id and size. */
  readonly offset: number;
  /** Of the body, without its pad byte; never reaches beyond the end of the file. */
  readonly lengthBytes: number;
}

/** The chunk table of a file. Bodies stay in the file until asked for. */
export interface RiffFile {
  readonly container: RiffContainer;
  /** True for RIFX: every number in the file, samples too, has its high byte first. */
  readonly isBigEndian: boolean;
  /** `WAVE`, `AVI `, … */
  readonly formType: string;
  /** In file order. */
  readonly chunks: readonly RiffChunk[];
  /** The first chunk of that id. */
  chunk(id: string): RiffChunk | undefined;
}

/** More chunks than this are not read: no real file has a tenth of them. */
export const MAX_CHUNKS = 4096;

const UNKNOWN_SIZE = 0xffffffff;
const FOUR_GIB = 4294967296;

/**
 * Reads the chunk table, 8 bytes a chunk. Sizes that lie (streamed or cut files, unfinished recordings, sizes that wrapped at 4 GiB) are put
 * right where the meaning is plain, each with a warning: `riff.clamped`, `riff.unfinished`, `riff.wrapped`, `riff.unpadded`, `riff.trailing`.
 * @throws InputError `riff.not-riff`
 * @source Multimedia Programming Interface and Data Specifications 1.0; EBU Tech 3306; ITU-R BS.2088-1 §3 (ds64)
 */
export function readRiffChunks(bytes: ByteSource, warn: Warn): RiffFile {
  const head = new Uint8Array(12);
  const got = bytes.read(head, 0);
  const container = fourCc(head, 0);
  if (got < 12 || !isRiffContainer(container)) {
    throw new InputError('riff.not-riff', 'is not a RIFF file', 'use a WAV, RF64, BW64 or FLAC file', bytes.name);
  }
  const scan = scanChunks(bytes, container, warn);
  return {
    container,
    isBigEndian: container === 'RIFX',
    formType: fourCc(head, 8),
    chunks: scan,
    chunk: (id) => scan.find((chunk) => chunk.id === id),
  };
}

export function isRiffContainer(id: string): id is RiffContainer {
  return id === 'RIFF' || id === 'RIFX' || id === 'RF64' || id === 'BW64';
}

/**
 * A chunk's body, whole.
 * @throws InputError `riff.chunk-too-large` over `limitBytes`
 */
export function readChunk(bytes: ByteSource, chunk: RiffChunk, limitBytes: number): Uint8Array {
  if (chunk.lengthBytes > limitBytes) {
    throw new InputError(
      'riff.chunk-too-large',
      `has a "${chunk.id}" chunk of ${chunk.lengthBytes} bytes, and no more than ${limitBytes} are read`,
      'export the file again with less in that chunk',
      bytes.name,
    );
  }
  const body = new Uint8Array(chunk.lengthBytes);
  const got = bytes.read(body, chunk.offset);
  return got < body.length ? body.subarray(0, got) : body;
}

/** Four bytes as Latin-1 text. */
export function fourCc(bytes: Uint8Array, offset: number): string {
  return String.fromCharCode(bytes[offset] ?? 0, bytes[offset + 1] ?? 0, bytes[offset + 2] ?? 0, bytes[offset + 3] ?? 0);
}

interface Ds64 {
  readonly dataBytes: number;
  /** Sizes of chunks other than data, by id. */
  readonly table: ReadonlyMap<string, number>;
}

function scanChunks(bytes: ByteSource, container: RiffContainer, warn: Warn): RiffChunk[] {
  const littleEndian = container !== 'RIFX';
  const is64 = container === 'RF64' || container === 'BW64';
  const header = new Uint8Array(8);
  const view = new DataView(header.buffer);
  const tell = (code: string, message: string): void => warn({ code, at: bytes.name, message });
  const idAt = (offset: number): string => (bytes.read(header, offset) === 8 ? fourCc(header, 0) : '');

  const chunks: RiffChunk[] = [];
  let ds64: Ds64 | undefined;
  let at = 12;
  let previousIsOdd = false;
  while (at + 8 <= bytes.lengthBytes) {
    if (chunks.length === MAX_CHUNKS) {
      tell('riff.trailing', `has more than ${MAX_CHUNKS} chunks; the rest is not read`);
      break;
    }
    let id = idAt(at);
    if (!isPlausibleId(id) && previousIsOdd && isPlausibleId(idAt(at - 1))) {
      at--;
      id = idAt(at);
      tell('riff.unpadded', `the chunk before "${id}" has an odd size and no pad byte`);
    }
    if (!isPlausibleId(id)) {
      tell('riff.trailing', `has ${bytes.lengthBytes - at} bytes after its chunks that are none`);
      break;
    }
    idAt(at);
    const stated = view.getUint32(4, littleEndian);
    const offset = at + 8;
    const rest = bytes.lengthBytes - offset;
    let lengthBytes = stated;
    if (is64 && (stated === UNKNOWN_SIZE || (stated === 0 && id === 'data'))) {
      lengthBytes = (id === 'data' ? ds64?.dataBytes : ds64?.table.get(id)) ?? stated;
    }
    if (id === 'data' && lengthBytes === 0 && rest > 0 && !isPlausibleId(idAt(offset).padEnd(4, '\0'))) {
      lengthBytes = rest;
      tell('riff.unfinished', `its data chunk was never closed; the ${rest} bytes up to the end are taken as audio`);
    } else if (id === 'data' && !is64 && rest - lengthBytes >= FOUR_GIB && !isPlausibleId(idAt(offset + lengthBytes + (lengthBytes % 2)))) {
      lengthBytes += Math.floor((rest - lengthBytes) / FOUR_GIB) * FOUR_GIB;
      tell('riff.wrapped', `its data chunk is longer than a RIFF file can say; ${lengthBytes} bytes are taken as audio`);
    } else if (lengthBytes > rest) {
      tell('riff.clamped', `its "${id}" chunk claims ${lengthBytes} bytes and has ${rest}`);
      lengthBytes = rest;
    }
    const chunk = { id, offset, lengthBytes };
    chunks.push(chunk);
    if (id === 'ds64' && ds64 === undefined && is64) {
      ds64 = readDs64(bytes, chunk);
    }
    previousIsOdd = lengthBytes % 2 === 1;
    at = offset + lengthBytes + (lengthBytes % 2);
  }
  return chunks;
}

function readDs64(bytes: ByteSource, chunk: RiffChunk): Ds64 | undefined {
  if (chunk.lengthBytes < 16) {
    return undefined;
  }
  const body = new Uint8Array(Math.min(chunk.lengthBytes, 28 + 12 * MAX_CHUNKS));
  bytes.read(body, chunk.offset);
  const view = new DataView(body.buffer);
  const size = (offset: number): number => view.getUint32(offset, true) + view.getUint32(offset + 4, true) * FOUR_GIB;
  const table = new Map<string, number>();
  const entries = body.length >= 28 ? view.getUint32(24, true) : 0;
  for (let k = 0, at = 28; k < entries && at + 12 <= body.length; k++, at += 12) {
    table.set(fourCc(body, at), size(at + 4));
  }
  return { dataBytes: size(8), table };
}

/** Chunk ids are printable ASCII; audio and padding taken for an id hardly ever are. */
function isPlausibleId(id: string): boolean {
  return /^[\x20-\x7e]{4}$/.test(id);
}
