import type { ByteSource } from '../audio/index.ts';
import type { Warn } from '../base/index.ts';
import { readChunk, type WaveChunk, type WaveFile } from '../formats/index.ts';

/** What a file says beside its audio, to be written again around changed audio of the same length and channels. */
export interface CarriedChunks {
  readonly leadingChunks: readonly WaveChunk[];
  readonly extraChunks: readonly WaveChunk[];
}

const LEADING: readonly string[] = ['bext', 'iXML', 'chna'];
const TRAILING: readonly string[] = ['axml', 'dbmd', 'cue ', 'smpl', 'LIST'];
const MAX_CHUNK_BYTES = 64 * 1048576;
/** EBU Tech 3285 v2: five loudness figures of two bytes each, after a UMID; this value says that one is not known. */
const BEXT_LOUDNESS_OFFSET = 412;
const BEXT_UNKNOWN = 0x7fff;

/** The metadata chunks of a WAVE file, without what new audio makes untrue: the loudness figures in `bext`. */
export function carryChunks(bytes: ByteSource, wave: WaveFile | undefined, warn: Warn): CarriedChunks {
  const take = (ids: readonly string[]): WaveChunk[] =>
    (wave === undefined || wave.container === 'RIFX' ? [] : wave.chunks)
      .filter((chunk) => ids.includes(chunk.id))
      .flatMap((chunk) => {
        if (chunk.lengthBytes > MAX_CHUNK_BYTES) {
          warn({ code: 'wave.chunk-dropped', at: bytes.name, message: `its "${chunk.id}" chunk is too large to be kept` });
          return [];
        }
        const body = readChunk(bytes, chunk, MAX_CHUNK_BYTES);
        return [{ id: chunk.id, bytes: chunk.id === 'bext' ? withoutLoudness(body) : body }];
      });
  return { leadingChunks: take(LEADING), extraChunks: take(TRAILING) };
}

function withoutLoudness(bext: Uint8Array): Uint8Array {
  const copy = bext.slice();
  const view = new DataView(copy.buffer);
  for (let k = 0; k < 5 && BEXT_LOUDNESS_OFFSET + 2 * k + 2 <= copy.length; k++) {
    view.setUint16(BEXT_LOUDNESS_OFFSET + 2 * k, BEXT_UNKNOWN, true);
  }
  return copy;
}
