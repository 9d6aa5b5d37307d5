import { InputError } from '../../base/index.ts';
import type { Warn } from '../../base/index.ts';

/** One row of a chna chunk: a track of the file and what it is. */
export interface ChnaTrack {
  /** Counted from 1, as in the chunk. */
  readonly trackIndex: number;
  /** `ATU_00000001`. */
  readonly uid: string;
  /** `AT_00031001_01`, or `AC_00031001` where the row names a channel. Empty where the row has none. */
  readonly trackOrChannelRef: string;
  /** `AP_00031001`; empty where the row has none. */
  readonly packRef: string;
}

const ROW_BYTES = 40;

/**
 * Reads a chna chunk; rows without a track are left out. Warning `chna.short`.
 * @throws InputError `chna.short` where not even its head is there
 * @source ITU-R BS.2088-1 §8
 */
export function parseChna(bytes: Uint8Array, warn: Warn, at = 'chna'): ChnaTrack[] {
  if (bytes.length < 4) {
    throw new InputError('chna.short', `has a chna chunk of ${bytes.length} bytes`, 'export the file again', at);
  }
  const stated = bytes[2]! + 256 * bytes[3]!;
  const there = Math.floor((bytes.length - 4) / ROW_BYTES);
  if (there < stated) {
    warn({ code: 'chna.short', at, message: `its chna chunk claims ${stated} tracks and has ${there}` });
  }
  const tracks: ChnaTrack[] = [];
  for (let row = 0; row < Math.min(stated, there); row++) {
    const offset = 4 + row * ROW_BYTES;
    const trackIndex = bytes[offset]! + 256 * bytes[offset + 1]!;
    if (trackIndex > 0) {
      const reference = text(bytes, offset + 14, 14);
      tracks.push({
        trackIndex,
        uid: text(bytes, offset + 2, 12),
        // A channel's id is filled up to a track's: AC_00031001_00.
        trackOrChannelRef: reference.startsWith('AC_') ? reference.slice(0, 11) : reference,
        packRef: text(bytes, offset + 28, 11),
      });
    }
  }
  return tracks;
}

/** Up to the first zero byte. */
function text(bytes: Uint8Array, offset: number, lengthBytes: number): string {
  let out = '';
  for (let k = 0; k < lengthBytes && bytes[offset + k] !== 0; k++) {
    out += String.fromCharCode(bytes[offset + k]!);
  }
  return out.trim();
}
