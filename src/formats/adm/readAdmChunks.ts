import type { ByteSource } from '../../audio/index.ts';
import { InputError, refuseWarnings } from '../../base/index.ts';
import type { Warn } from '../../base/index.ts';
import { readChunk } from '../riff/index.ts';
import type { RiffChunk } from '../riff/index.ts';
import { parseChna } from './chna.ts';
import type { ChnaTrack } from './chna.ts';
import type { AdmDocument } from './document.ts';
import { parseAdm } from './parseAdm.ts';
import type { ParseAdmOptions } from './parseAdm.ts';

/** What a WAVE file says of ADM. */
export interface AdmChunks {
  /** Empty where there is no axml chunk. */
  readonly document: AdmDocument;
  readonly hasAxml: boolean;
  readonly chna: readonly ChnaTrack[];
  /** Whether there is Dolby's chunk of trims and headphone modes. */
  readonly hasDbmd: boolean;
}

/** The part of an opened WAVE file that is asked for. */
export interface ChunkTable {
  chunk(id: string): RiffChunk | undefined;
}

/**
 * Reads the axml and chna chunks of a WAVE file; undefined where it has neither, or only an axml chunk that holds something other than ADM
 * (with a warning `adm.no-format`).
 * @throws InputError `adm.no-chna` for ADM metadata without a chna chunk, and those of parseAdm and parseChna
 * @source ITU-R BS.2088-1 §7 (axml), §8 (chna)
 */
export function readAdmChunks(bytes: ByteSource, wave: ChunkTable, warn: Warn, options: ParseAdmOptions = {}): AdmChunks | undefined {
  const axml = wave.chunk('axml');
  const chna = wave.chunk('chna');
  if (axml === undefined && chna === undefined) {
    return undefined;
  }
  let document = EMPTY_DOCUMENT;
  try {
    document = axml === undefined ? EMPTY_DOCUMENT : parseAdm(chunkSource(bytes, axml), warn, options);
  } catch (error) {
    if (chna === undefined && error instanceof InputError && error.code === 'adm.no-format') {
      warn({ code: error.code, at: bytes.name, message: `its axml chunk is not ADM: ${error.message}` });
      return undefined;
    }
    throw error;
  }
  if (chna === undefined) {
    const fact = 'has ADM metadata, but no chna chunk that says which track is which';
    throw new InputError('adm.no-chna', fact, 'export the file again', bytes.name);
  }
  return {
    document,
    hasAxml: axml !== undefined,
    chna: parseChna(readChunk(bytes, chna, MAX_CHNA_BYTES), options.strict === true ? refuseWarnings : warn, bytes.name),
    hasDbmd: wave.chunk('dbmd') !== undefined,
  };
}

/** 65,535 rows, the most that its head can say. */
const MAX_CHNA_BYTES = 4 + 40 * 65_535 + 65_536;

const EMPTY_DOCUMENT: AdmDocument = {
  root: '',
  audioProgrammes: [],
  audioContents: [],
  audioObjects: [],
  audioPackFormats: [],
  audioChannelFormats: [],
  audioStreamFormats: [],
  audioTrackFormats: [],
  audioTrackUIDs: [],
  profiles: [],
};

/** A chunk's body as bytes of its own, read as asked for: axml has hundreds of megabytes. Closing it closes nothing. */
function chunkSource(bytes: ByteSource, chunk: RiffChunk): ByteSource {
  return {
    name: bytes.name,
    lengthBytes: chunk.lengthBytes,
    read: (out, offset) => {
      const count = Math.max(0, Math.min(out.length, chunk.lengthBytes - offset));
      return count === 0 ? 0 : bytes.read(count === out.length ? out : out.subarray(0, count), chunk.offset + offset);
    },
    [Symbol.dispose]() {},
  };
}
