// The three checksums of a FLAC stream: CRC-8 over a frame's header, CRC-16 over the frame, MD5 over all samples.
import { sin } from '../../base/index.ts';

const CRC8 = createCrcTable(8, 0x07);
const CRC16 = createCrcTable(16, 0x8005);

/** Of bytes [from, to). @source RFC 9639 §9.1.8 */
export function crc8(bytes: Uint8Array, from: number, to: number): number {
  let crc = 0;
  for (let i = from; i < to; i++) {
    crc = CRC8[crc ^ bytes[i]!]!;
  }
  return crc;
}

/** Of bytes [from, to). @source RFC 9639 §9.3 */
export function crc16(bytes: Uint8Array, from: number, to: number): number {
  let crc = 0;
  for (let i = from; i < to; i++) {
    crc = ((crc << 8) & 0xffff) ^ CRC16[(crc >> 8) ^ bytes[i]!]!;
  }
  return crc;
}

function createCrcTable(bits: number, polynomial: number): Uint16Array {
  const top = 1 << (bits - 1);
  return Uint16Array.from({ length: 256 }, (_, value) => {
    let crc = value << (bits - 8);
    for (let k = 0; k < 8; k++) {
      crc = crc & top ? (crc << 1) ^ polynomial : crc << 1;
    }
    return crc & ((1 << bits) - 1);
  });
}

/** An MD5 in the making. */
export interface Md5 {
  /** Takes bytes [0, lengthBytes). */
  update(bytes: Uint8Array, lengthBytes: number): void;
  /** The 16 bytes; the object is used up. */
  digest(): Uint8Array;
}

const MD5_SHIFTS = [7, 12, 17, 22, 5, 9, 14, 20, 4, 11, 16, 23, 6, 10, 15, 21] as const;
const MD5_SINES = Int32Array.from({ length: 64 }, (_, k) => Math.floor(Math.abs(sin(k + 1)) * 4294967296) | 0);

/** @source RFC 1321 */
export function createMd5(): Md5 {
  const state = Int32Array.of(0x67452301, 0xefcdab89 | 0, 0x98badcfe | 0, 0x10325476);
  const block = new Uint8Array(64);
  const words = new Int32Array(16);
  let filled = 0;
  let totalBytes = 0;

  const update = (bytes: Uint8Array, lengthBytes: number): void => {
    totalBytes += lengthBytes;
    for (let i = 0; i < lengthBytes; i++) {
      block[filled++] = bytes[i]!;
      if (filled === 64) {
        for (let w = 0; w < 16; w++) {
          words[w] = block[4 * w]! | (block[4 * w + 1]! << 8) | (block[4 * w + 2]! << 16) | (block[4 * w + 3]! << 24);
        }
        mixBlock(state, words);
        filled = 0;
      }
    }
  };
  return {
    update,
    digest() {
      const messageBytes = totalBytes;
      const padding = new Uint8Array(1 + ((119 - (messageBytes % 64)) % 64) + 8);
      padding[0] = 0x80;
      const view = new DataView(padding.buffer);
      view.setUint32(padding.length - 8, (messageBytes * 8) % 4294967296, true);
      view.setUint32(padding.length - 4, Math.floor(messageBytes / 536870912), true);
      update(padding, padding.length);
      const digest = new Uint8Array(16);
      state.forEach((word, k) => new DataView(digest.buffer).setInt32(4 * k, word, true));
      return digest;
    },
  };
}

function mixBlock(state: Int32Array, words: Int32Array): void {
  let a = state[0]!;
  let b = state[1]!;
  let c = state[2]!;
  let d = state[3]!;
  for (let k = 0; k < 64; k++) {
    const round = k >> 4;
    let f: number;
    let word: number;
    if (round === 0) {
      f = (b & c) | (~b & d);
      word = k;
    } else if (round === 1) {
      f = (d & b) | (~d & c);
      word = (5 * k + 1) & 15;
    } else if (round === 2) {
      f = b ^ c ^ d;
      word = (3 * k + 5) & 15;
    } else {
      f = c ^ (b | ~d);
      word = (7 * k) & 15;
    }
    const sum = (a + f + MD5_SINES[k]! + words[word]!) | 0;
    const shift = MD5_SHIFTS[(round << 2) | (k & 3)]!;
    a = d;
    d = c;
    c = b;
    b = (b + ((sum << shift) | (sum >>> (32 - shift)))) | 0;
  }
  state[0] = state[0]! + a;
  state[1] = state[1]! + b;
  state[2] = state[2]! + c;
  state[3] = state[3]! + d;
}
