// From a WAVE file's axml and chna chunks to what is to be rendered.
import type { ByteSource } from '../audio/index.ts';
import { InputError, type Warn } from '../base/index.ts';
import { parseAdm, parseChna, readChunk, type AdmDocument, type ChnaTrack, type RiffChunk, type WaveFile } from '../formats/index.ts';
import { selectItems } from '../interchange/selection/selectItems.ts';
import type { RenderingItem } from '../scene/adm/index.ts';

/** How an ADM file is to be understood. */
export interface AdmReading {
  /** Whatever is not in the standard is an error, where it otherwise is a warning. */
  readonly strict?: boolean;
  /** audioProgrammeID. Default: the only one, or the lowest. */
  readonly programmeId?: string;
  /** Repairs block times that leave gaps, overlap or reach beyond their object. */
  readonly timingFix?: boolean;
}

export interface AdmItems {
  /** The programme's name. */
  readonly title: string;
  readonly items: readonly RenderingItem[];
}

/** What a file's two ADM chunks say. */
export interface AdmChunks {
  readonly document: AdmDocument;
  readonly tracks: readonly ChnaTrack[];
}

/**
 * What of an ADM file is to be rendered; undefined where the file is not one.
 * @throws InputError naming element and file
 */
export function readAdmItems(bytes: ByteSource, wave: WaveFile | undefined, warn: Warn, reading: AdmReading): AdmItems | undefined {
  const chunks = readAdmChunks(bytes, wave, warn, reading.strict ?? false);
  if (wave === undefined || chunks === undefined) {
    return undefined;
  }
  const { document, tracks } = chunks;
  const { programmeId, timingFix, strict } = reading;
  const items = selectItems(document, tracks, { programmeId, timingFix, strict }, wave.format.channels, warn);
  const programmes = document.audioProgrammes;
  const programme = programmes.find(({ id }) => id === programmeId) ?? [...programmes].sort((a, b) => (a.id < b.id ? -1 : 1))[0];
  return { title: programme?.name ?? bytes.name, items };
}

/**
 * The ADM of a WAVE file; undefined where it has none. An axml chunk that holds something else, in a file without chna, is left alone.
 * @throws InputError `adm.no-chna`, and those of parseAdm and parseChna
 */
export function readAdmChunks(bytes: ByteSource, wave: WaveFile | undefined, warn: Warn, strict: boolean): AdmChunks | undefined {
  const axml = wave?.chunk('axml');
  const chna = wave?.chunk('chna');
  if (axml === undefined && chna === undefined) {
    return undefined;
  }
  let document = NO_DOCUMENT;
  try {
    document = axml === undefined ? NO_DOCUMENT : parseAdm(chunkSource(bytes, axml), warn, { strict });
  } catch (error) {
    if (chna === undefined && error instanceof InputError && error.code === 'adm.no-format') {
      warn({ code: error.code, at: bytes.name, message: `its axml chunk is not ADM: ${error.message}` });
      return undefined;
    }
    throw error;
  }
  if (chna === undefined) {
    throw new InputError(
      'adm.no-chna',
      'has ADM metadata but no chna chunk to say which track is which',
      'export the file again',
      bytes.name,
    );
  }
  return { document, tracks: parseChna(readChunk(bytes, chna, MAX_CHNA_BYTES), warn, bytes.name) };
}

/** 40 bytes a track, and no file has more than 65,535. */
const MAX_CHNA_BYTES = 4 * 1048576;

/** A file with a chna chunk alone names the common definitions there. */
const NO_DOCUMENT: AdmDocument = {
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

/** A chunk's body as bytes of its own: axml may be large, and is read a piece at a time. */
function chunkSource(bytes: ByteSource, chunk: RiffChunk): ByteSource {
  return {
    name: bytes.name,
    lengthBytes: chunk.lengthBytes,
    read(out, offset) {
      const count = Math.max(0, Math.min(out.length, chunk.lengthBytes - offset));
      return count === 0 ? 0 : bytes.read(count === out.length ? out : out.subarray(0, count), chunk.offset + offset);
    },
    [Symbol.dispose]() {},
  };
}
