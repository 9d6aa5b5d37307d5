// Dolby's headphone modes: they are of the file's tracks, beside its ADM metadata. @source Dolby Atmos Master ADM Profile 1.1, dbmd
import type { ByteSource } from '../audio/index.ts';
import { InputError, refuseWarnings, type Warn } from '../base/index.ts';
import type { ChunkTable } from '../formats/adm/index.ts';
import { readDbmd, type Dbmd } from '../formats/dbmd/index.ts';
import { readChunk } from '../formats/riff/index.ts';
import type { RenderingItem } from '../scene/adm/index.ts';

/** Of 128 tracks it has less than 1 KB. */
const MAX_DBMD_BYTES = 1048576;

/** The file's dbmd chunk; undefined where it has none, or (with a warning) one that cannot be read. @throws InputError under strict only */
export function readDbmdChunk(bytes: ByteSource, wave: ChunkTable, isStrict: boolean, warn: Warn): Dbmd | undefined {
  const chunk = wave.chunk('dbmd');
  if (chunk === undefined) {
    return undefined;
  }
  try {
    return readDbmd(readChunk(bytes, chunk, MAX_DBMD_BYTES), isStrict ? refuseWarnings : warn, bytes.name);
  } catch (error) {
    if (isStrict || !(error instanceof InputError)) {
      throw error;
    }
    warn({ code: error.code, at: bytes.name, message: `${error.message}; its headphone modes are not followed` });
    return undefined;
  }
}

/** The items with what their tracks are to headphones. HOA, sums of tracks and what the chunk leaves open stay as they are. */
export function withHeadphoneModes(items: readonly RenderingItem[], dbmd: Dbmd | undefined): readonly RenderingItem[] {
  const tracks = dbmd?.supplement?.tracks ?? [];
  return items.map((item) => {
    const mode = item.kind === 'hoa' || item.track.kind !== 'direct' ? undefined : tracks[item.track.channel]?.binauralMode;
    return mode === undefined || mode === 'notIndicated' ? item : { ...item, binaural: mode };
  });
}
