import { masterElements } from './masterIds.ts';
import type { ObjectMaster } from './types.ts';

const ROW_BYTES = 40;

/**
 * The chna chunk's body of an object master: one row a track.
 * @throws InputError `adm.too-many`, `adm.empty`
 * @source ITU-R BS.2088-1 §8
 */
export function writeChna(master: Pick<ObjectMaster, 'beds' | 'objects'>): Uint8Array {
  const { beds, objects } = masterElements(master);
  const tracks = [...beds, ...objects].flatMap((element) => element.tracks);
  const out = new Uint8Array(4 + ROW_BYTES * tracks.length);
  const view = new DataView(out.buffer);
  view.setUint16(0, tracks.length, true);
  view.setUint16(2, tracks.length, true);
  tracks.forEach((track, k) => {
    const at = 4 + k * ROW_BYTES;
    view.setUint16(at, k + 1, true);
    putAscii(out, at + 2, track.uid);
    putAscii(out, at + 14, track.trackFormatId);
    putAscii(out, at + 28, track.packId);
  });
  return out;
}

function putAscii(out: Uint8Array, at: number, text: string): void {
  for (let k = 0; k < text.length; k++) {
    out[at + k] = text.charCodeAt(k);
  }
}
