import type { ByteSource } from '../../audio/index.ts';
import { BitReader, OutOfBits } from './bitReader.ts';
import { BadFrame, createFrameDecoder } from './decodeFrame.ts';
import type { FlacSamples } from './decodeFrame.ts';
import { createFrameHeader, MAX_HEADER_BYTES, parseFrameHeader } from './frameHeader.ts';
import type { FrameHeader } from './frameHeader.ts';
import type { FlacStreamInfo } from './streamInfo.ts';

/** Frames of a stream, by their byte in the file. One stretch of the file is kept. */
export interface FrameReader {
  /** Of the frame last read or found. */
  readonly header: Readonly<FrameHeader>;
  readonly samples: readonly FlacSamples[];
  /** Decodes the frame at `offset`; returns the offset after it. @throws BadFrame */
  read(offset: number): number;
  /** Finds the first frame header in [from, limit), as far as one load reaches: its offset, or −1. */
  find(from: number, limit: number, accepts: (header: Readonly<FrameHeader>) => boolean): number;
  /** The last whole frame of the file, decoded: its offset, or −1. */
  findLast(accepts: (header: Readonly<FrameHeader>) => boolean): number;
}

const LEAST_BUFFER_BYTES = 65536;
const MOST_BUFFER_BYTES = 1 << 25;
/** Headers near the end that turn out to be none: honest files have a handful at most. */
const MOST_ATTEMPTS = 64;

export function createFrameReader(bytes: ByteSource, info: FlacStreamInfo): FrameReader {
  const plainFrameBytes = MAX_HEADER_BYTES + info.channels * (Math.ceil((info.maxBlockFrames * (info.bitsPerSample + 1)) / 8) + 16);
  const longestFrameBytes = Math.min(Math.max(plainFrameBytes, info.maxFrameBytes), MOST_BUFFER_BYTES / 2);
  const header = createFrameHeader();
  const decoder = createFrameDecoder(info);
  let buffer = new Uint8Array(Math.max(LEAST_BUFFER_BYTES, 2 * longestFrameBytes));
  const reader = new BitReader(buffer);
  let bufferOffset = 0;
  let bufferedBytes = 0;

  const load = (offset: number): void => {
    bufferedBytes = bytes.read(buffer, offset);
    bufferOffset = offset;
    reader.endBit = bufferedBytes * 8;
  };
  /** Makes `count` bytes from `offset` present, or what the file has of them; returns their place in the buffer. */
  const bring = (offset: number, count: number): number => {
    const needed = Math.min(count, bytes.lengthBytes - offset);
    if (offset < bufferOffset || offset + needed > bufferOffset + bufferedBytes) {
      load(offset);
    }
    return offset - bufferOffset;
  };
  const reachesEnd = (): boolean => bufferOffset + bufferedBytes >= bytes.lengthBytes;

  return {
    header,
    samples: decoder.samples,
    read(offset) {
      for (;;) {
        const at = bring(offset, longestFrameBytes);
        if (!parseFrameHeader(header, buffer, at, bufferedBytes, info)) {
          throw new BadFrame(offset + 6 > bytes.lengthBytes ? 'the file ends before it' : 'it has no valid header');
        }
        try {
          return bufferOffset + decoder.decode(reader, at, header);
        } catch (error) {
          if (!(error instanceof OutOfBits)) {
            throw error;
          }
          if (reachesEnd() || (at === 0 && buffer.length >= MOST_BUFFER_BYTES)) {
            throw new BadFrame('the file ends within it');
          }
        }
        if (at === 0) {
          buffer = new Uint8Array(buffer.length * 2);
          reader.bytes = buffer;
        }
        load(offset);
      }
    },
    find(from, limit, accepts) {
      const at = bring(from, buffer.length);
      const end = Math.min(bufferedBytes, limit - bufferOffset);
      for (let i = at; i < end; i++) {
        if (buffer[i] === 0xff && parseFrameHeader(header, buffer, i, bufferedBytes, info) && accepts(header)) {
          return bufferOffset + i;
        }
      }
      return -1;
    },
    findLast(accepts) {
      load(Math.max(info.firstFrameOffset, bytes.lengthBytes - buffer.length));
      let attempts = 0;
      for (let i = bufferedBytes - 6; i >= 0 && attempts < MOST_ATTEMPTS; i--) {
        if (buffer[i] === 0xff && parseFrameHeader(header, buffer, i, bufferedBytes, info) && accepts(header)) {
          if (decodes(i)) {
            return bufferOffset + i;
          }
          attempts++;
        }
      }
      return -1;
    },
  };

  function decodes(at: number): boolean {
    try {
      decoder.decode(reader, at, header);
      return true;
    } catch (error) {
      if (error instanceof BadFrame || error instanceof OutOfBits) {
        return false;
      }
      throw error;
    }
  }
}
