import type { ByteSource } from '../../audio/index.ts';
import { InputError } from '../../base/index.ts';

/** What comes before the first frame. */
export interface FlacStreamInfo {
  readonly minBlockFrames: number;
  readonly maxBlockFrames: number;
  /** 0 where unknown. */
  readonly maxFrameBytes: number;
  readonly sampleRateHz: number;
  readonly channels: number;
  readonly bitsPerSample: number;
  /** 0 where unknown. */
  readonly lengthFrames: number;
  /** Of all samples; all zero where unknown. */
  readonly md5: Uint8Array;
  /** dwChannelMask from the comments, if they say one. */
  readonly channelMask: number | undefined;
  /** Byte of the first frame. */
  readonly firstFrameOffset: number;
}

const MAX_METADATA_BLOCKS = 1024;
const MAX_COMMENT_BYTES = 1 << 20;

/**
 * Where the `fLaC` marker stands: after any ID3v2 tag put before it; undefined where there is none.
 */
export function findFlacMarker(bytes: ByteSource): number | undefined {
  const head = new Uint8Array(10);
  let at = 0;
  for (let tags = 0; tags < 4; tags++) {
    if (bytes.read(head, at) < 4) {
      return undefined;
    }
    if (head[0] === 0x66 && head[1] === 0x4c && head[2] === 0x61 && head[3] === 0x43) {
      return at;
    }
    if (head[0] !== 0x49 || head[1] !== 0x44 || head[2] !== 0x33) {
      return undefined;
    }
    const hasFooter = (head[5]! & 0x10) !== 0;
    at += 10 + ((head[6]! << 21) | (head[7]! << 14) | (head[8]! << 7) | head[9]!) + (hasFooter ? 10 : 0);
  }
  return undefined;
}

/**
 * Reads the metadata blocks.
 * @throws InputError `flac.header`
 * @source RFC 9639 §8
 */
export function readStreamInfo(bytes: ByteSource): FlacStreamInfo {
  const refuse = (fact: string): never => {
    throw new InputError('flac.header', fact, 'the file is damaged: export it again', bytes.name);
  };
  const marker = findFlacMarker(bytes);
  if (marker === undefined) {
    return refuse('is not a FLAC file');
  }
  const head = new Uint8Array(4);
  const info = new Uint8Array(34);
  let channelMask: number | undefined;
  let at = marker + 4;
  for (let block = 0, isLast = false; !isLast; block++) {
    if (block === MAX_METADATA_BLOCKS || bytes.read(head, at) < 4) {
      return refuse('has metadata without an end');
    }
    isLast = (head[0]! & 0x80) !== 0;
    const type = head[0]! & 0x7f;
    const lengthBytes = (head[1]! << 16) | (head[2]! << 8) | head[3]!;
    if (block === 0 && (type !== 0 || lengthBytes < 34 || bytes.read(info, at + 4) < 34)) {
      return refuse('does not begin with its stream information');
    }
    if (type === 4 && lengthBytes <= MAX_COMMENT_BYTES) {
      const body = new Uint8Array(lengthBytes);
      bytes.read(body, at + 4);
      channelMask ??= channelMaskOf(body);
    }
    at += 4 + lengthBytes;
  }
  const view = new DataView(info.buffer);
  const packed = view.getUint32(10);
  const stream = {
    minBlockFrames: view.getUint16(0),
    maxBlockFrames: view.getUint16(2),
    maxFrameBytes: view.getUint32(6) & 0xffffff,
    sampleRateHz: packed >>> 12,
    channels: ((packed >>> 9) & 7) + 1,
    bitsPerSample: ((packed >>> 4) & 31) + 1,
    lengthFrames: (packed & 15) * 4294967296 + view.getUint32(14),
    md5: info.slice(18, 34),
    channelMask,
    firstFrameOffset: at,
  };
  if (stream.sampleRateHz < 1000 || stream.sampleRateHz > 768000) {
    return refuse(`claims a sample rate of ${stream.sampleRateHz} Hz (1000 to 768000 are read)`);
  }
  if (stream.bitsPerSample < 4) {
    return refuse(`claims ${stream.bitsPerSample} bits a sample (4 to 32 exist)`);
  }
  if (stream.maxBlockFrames < 16 || stream.minBlockFrames > stream.maxBlockFrames) {
    return refuse(`claims blocks of ${stream.minBlockFrames} to ${stream.maxBlockFrames} frames`);
  }
  return stream;
}

/** The comment WAVEFORMATEXTENSIBLE_CHANNEL_MASK=0x… */
function channelMaskOf(comments: Uint8Array): number | undefined {
  const view = new DataView(comments.buffer);
  let at = 0;
  const next = (): number => {
    const value = at + 4 <= comments.length ? view.getUint32(at, true) : 0;
    at += 4;
    return value;
  };
  const vendorBytes = next();
  at += vendorBytes;
  const count = Math.min(next(), 4096);
  for (let k = 0; k < count && at < comments.length; k++) {
    const lengthBytes = next();
    if (lengthBytes < 64) {
      const match = /^WAVEFORMATEXTENSIBLE_CHANNEL_MASK=0x([0-9a-f]{1,8})$/i.exec(
        String.fromCharCode(...comments.subarray(at, at + lengthBytes)),
      );
      if (match !== null) {
        return Number.parseInt(match[1]!, 16);
      }
    }
    at += lengthBytes;
  }
  return undefined;
}
