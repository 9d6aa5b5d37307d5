import { crc8 } from './checksums.ts';
import type { FlacStreamInfo } from './streamInfo.ts';

/** Channel arrangements after the eight independent ones. */
export const LEFT_SIDE = 8;
export const SIDE_RIGHT = 9;
export const MID_SIDE = 10;

/** Of one frame; reused from frame to frame. */
export interface FrameHeader {
  lengthBytes: number;
  blockFrames: number;
  /** 0 to 7: that many independent channels and one more; else LEFT_SIDE, SIDE_RIGHT, MID_SIDE. */
  arrangement: number;
  hasVariableBlocks: boolean;
  /** As written: a frame number in streams of fixed blocks, else the first sample's. */
  codedNumber: number;
}

export function createFrameHeader(): FrameHeader {
  return { lengthBytes: 0, blockFrames: 0, arrangement: 0, hasVariableBlocks: false, codedNumber: 0 };
}

const RATES_HZ = [0, 88200, 176400, 192000, 8000, 16000, 22050, 24000, 32000, 44100, 48000, 96000] as const;
const BITS = [0, 8, 12, -1, 16, 20, 24, 32] as const;

/** The longest header: 4 fixed bytes, a number of 7, block size and rate of 2 each, the checksum. */
export const MAX_HEADER_BYTES = 16;

/**
 * Is there a frame header of this stream at `at`? If so, fills `header`. Bytes up to at + MAX_HEADER_BYTES are looked at.
 * @source RFC 9639 §9.1
 */
export function parseFrameHeader(header: FrameHeader, bytes: Uint8Array, at: number, end: number, info: FlacStreamInfo): boolean {
  if (bytes[at] !== 0xff || (bytes[at + 1]! & 0xfe) !== 0xf8 || at + 6 > end) {
    return false;
  }
  const blockCode = bytes[at + 2]! >> 4;
  const rateCode = bytes[at + 2]! & 15;
  const arrangement = bytes[at + 3]! >> 4;
  const bits = BITS[(bytes[at + 3]! >> 1) & 7]!;
  const channels = arrangement < 8 ? arrangement + 1 : 2;
  if (blockCode === 0 || rateCode === 15 || arrangement > MID_SIDE || (bytes[at + 3]! & 1) === 1) {
    return false;
  }
  if (channels !== info.channels || (bits !== 0 && bits !== info.bitsPerSample)) {
    return false;
  }
  let i = at + 4;
  const lead = bytes[i++]!;
  const more = Math.clz32(~(lead << 24)) - 1;
  if (more === 0 || more > 6) {
    return false;
  }
  let codedNumber = more < 0 ? lead : lead & (0x3f >> more);
  for (let k = 0; k < more; k++) {
    const byte = bytes[i++]!;
    if ((byte & 0xc0) !== 0x80) {
      return false;
    }
    codedNumber = codedNumber * 64 + (byte & 0x3f);
  }
  let blockFrames: number;
  if (blockCode === 6) {
    blockFrames = bytes[i++]! + 1;
  } else if (blockCode === 7) {
    blockFrames = bytes[i++]! * 256 + bytes[i++]! + 1;
  } else {
    blockFrames = blockCode === 1 ? 192 : blockCode < 6 ? 144 << blockCode : 1 << blockCode;
  }
  let rateHz = RATES_HZ[rateCode] ?? 0;
  if (rateCode === 12) {
    rateHz = bytes[i++]! * 1000;
  } else if (rateCode > 12) {
    rateHz = (bytes[i++]! * 256 + bytes[i++]!) * (rateCode === 14 ? 10 : 1);
  }
  if (
    i >= end ||
    blockFrames > info.maxBlockFrames ||
    (rateCode !== 0 && rateHz !== info.sampleRateHz) ||
    crc8(bytes, at, i) !== bytes[i]
  ) {
    return false;
  }
  header.lengthBytes = i + 1 - at;
  header.blockFrames = blockFrames;
  header.arrangement = arrangement;
  header.hasVariableBlocks = (bytes[at + 1]! & 1) === 1;
  header.codedNumber = codedNumber;
  return true;
}
