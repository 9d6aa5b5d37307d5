import type { AudioSource, ByteSource, Planar } from '../../audio/index.ts';
import { InputError, pow } from '../../base/index.ts';
import type { Warn } from '../../base/index.ts';
import { createMd5 } from './checksums.ts';
import { BadFrame } from './decodeFrame.ts';
import type { FlacSamples } from './decodeFrame.ts';
import type { FrameHeader } from './frameHeader.ts';
import { createFrameReader } from './frameReader.ts';
import type { FrameReader } from './frameReader.ts';
import { packSamples } from './packSamples.ts';
import { readStreamInfo } from './streamInfo.ts';
import type { FlacStreamInfo } from './streamInfo.ts';

/** An open FLAC file. Every frame's checksum is proved as it is read; a bad one is an InputError `flac.frame` out of `read`. */
export interface FlacSource extends AudioSource {
  readonly bitsPerSample: number;
  /** dwChannelMask: from the file's comments, else what FLAC says for its channel count. 0 for mono without a comment. */
  readonly channelMask: number;
  /** Decodes all of it and compares the MD5 of the samples; undefined where the file carries none. @throws InputError `flac.frame` */
  verify(): boolean | undefined;
}

/** What FLAC says about 1 to 8 channels; one channel is a stem and not a centre. @source RFC 9639 §9.1.3 */
const MASK_BY_CHANNELS = [0, 0, 0x3, 0x7, 0x33, 0x37, 0x3f, 0x70f, 0x63f] as const;

const KEPT_BLOCKS = 4;
/** A jump of up to so many blocks is decoded through, not sought. */
const NEAR_BLOCKS = 4;

/**
 * Opens a FLAC file: streamed, with random access and bounded memory. `bytes` stay their opener's to close.
 * A file that ends early is warned of (`flac.length`) and ends where its last whole frame does.
 * @throws InputError `flac.header`, `flac.frame`
 * @source RFC 9639
 */
export function openFlac(bytes: ByteSource, warn: Warn): FlacSource {
  const info = readStreamInfo(bytes);
  const { channels, sampleRateHz, bitsPerSample } = info;
  const frames = createFrameReader(bytes, info);
  const layout = measureStream(bytes, info, frames, warn);
  const { lengthFrames } = layout;
  const scale = pow(2, 1 - bitsPerSample);
  const blocks = Array.from({ length: KEPT_BLOCKS }, () => ({
    startFrame: 0,
    endFrame: 0,
    channels: Array.from({ length: channels }, () => new Float32Array(Math.min(info.maxBlockFrames, Math.max(lengthFrames, 1)))),
  }));
  let turn = 0;
  let nextOffset = info.firstFrameOffset;
  let nextFrame = 0;

  const jumpTo = (position: Position): void => {
    nextOffset = position.offset;
    nextFrame = position.frame;
  };
  /** Decodes the next frame; its first sample must be where the last one ended. */
  const readNext = (): number => {
    const offset = frames.read(nextOffset);
    if (layout.startOf(frames.header) !== nextFrame) {
      throw new BadFrame('it is out of order');
    }
    nextOffset = offset;
    nextFrame += frames.header.blockFrames;
    return frames.header.blockFrames;
  };
  const keepBlock = (lengthBlock: number): void => {
    const block = blocks[turn]!;
    turn = (turn + 1) % KEPT_BLOCKS;
    block.startFrame = nextFrame - lengthBlock;
    block.endFrame = Math.min(nextFrame, lengthFrames);
    for (let c = 0; c < channels; c++) {
      toFloat(block.channels[c]!, frames.samples[c]!, block.endFrame - block.startFrame, scale);
    }
  };
  const keptBlock = (frame: number): (typeof blocks)[number] | undefined => {
    for (let k = 0; k < KEPT_BLOCKS; k++) {
      if (frame >= blocks[k]!.startFrame && frame < blocks[k]!.endFrame) {
        return blocks[k];
      }
    }
    return undefined;
  };
  const decodeUntil = (frame: number): void => {
    do {
      keepBlock(readNext());
    } while (nextFrame <= frame);
  };
  const decodeAt = (frame: number): void => {
    try {
      if (frame >= nextFrame && frame - nextFrame < NEAR_BLOCKS * info.maxBlockFrames) {
        decodeUntil(frame);
        return;
      }
      jumpTo(seekFrame(frame, info, frames, layout, bytes.lengthBytes));
      try {
        decodeUntil(frame);
      } catch (error) {
        if (!(error instanceof BadFrame)) {
          throw error;
        }
        // What looked like a frame may have been none: the way from the start cannot be wrong.
        jumpTo({ offset: info.firstFrameOffset, frame: 0 });
        decodeUntil(frame);
      }
    } catch (error) {
      throw error instanceof BadFrame ? frameError(bytes.name, nextFrame, sampleRateHz, error.message) : error;
    }
  };

  return {
    channels,
    sampleRateHz,
    lengthFrames,
    bitsPerSample,
    channelMask: info.channelMask ?? MASK_BY_CHANNELS[channels]!,
    read(out, outFrame, startFrame, count) {
      const first = startFrame < 0 ? Math.min(-startFrame, count) : 0;
      const end = Math.max(first, Math.min(count, lengthFrames - startFrame));
      clear(out, channels, outFrame, outFrame + first);
      clear(out, channels, outFrame + end, outFrame + count);
      for (let done = first; done < end;) {
        const frame = startFrame + done;
        const kept = keptBlock(frame);
        if (kept === undefined) {
          decodeAt(frame);
          continue;
        }
        const from = frame - kept.startFrame;
        const run = Math.min(end - done, kept.endFrame - frame);
        for (let c = 0; c < channels; c++) {
          copy(out[c]!, outFrame + done, kept.channels[c]!, from, run);
        }
        done += run;
      }
    },
    verify() {
      if (info.md5.every((byte) => byte === 0)) {
        return undefined;
      }
      const md5 = createMd5();
      const packed = new Uint8Array(info.maxBlockFrames * channels * 4);
      jumpTo({ offset: info.firstFrameOffset, frame: 0 });
      try {
        while (nextFrame < lengthFrames) {
          md5.update(packed, packSamples(packed, frames.samples, readNext(), bitsPerSample));
        }
      } catch (error) {
        throw error instanceof BadFrame ? frameError(bytes.name, nextFrame, sampleRateHz, error.message) : error;
      }
      const digest = md5.digest();
      return digest.every((byte, k) => byte === info.md5[k]);
    },
    [Symbol.dispose]() {},
  };
}

/** A byte of the file where the frame begins whose first sample is `frame`. */
interface Position {
  readonly offset: number;
  readonly frame: number;
}

interface StreamLayout {
  readonly lengthFrames: number;
  /** The first sample of a frame. */
  startOf(header: Readonly<FrameHeader>): number;
  /** Is it of the stream's kind? */
  accepts(header: Readonly<FrameHeader>): boolean;
}

/** Looks at the first and the last frame: how blocks are numbered, where the audio really ends. */
function measureStream(bytes: ByteSource, info: FlacStreamInfo, frames: FrameReader, warn: Warn): StreamLayout {
  if (bytes.lengthBytes <= info.firstFrameOffset && info.lengthFrames === 0) {
    return { lengthFrames: 0, startOf: () => 0, accepts: () => false };
  }
  try {
    frames.read(info.firstFrameOffset);
  } catch (error) {
    throw error instanceof BadFrame ? frameError(bytes.name, 0, info.sampleRateHz, error.message) : error;
  }
  const isVariable = frames.header.hasVariableBlocks;
  const fixedBlockFrames = frames.header.blockFrames;
  const startOf = (header: Readonly<FrameHeader>): number => header.codedNumber * (isVariable ? 1 : fixedBlockFrames);
  const accepts = (header: Readonly<FrameHeader>): boolean => header.hasVariableBlocks === isVariable;
  const found = frames.findLast(accepts) < 0 ? undefined : startOf(frames.header) + frames.header.blockFrames;
  const stated = info.lengthFrames;
  if (found !== undefined && stated !== 0 && found !== stated) {
    warn({ code: 'flac.length', at: bytes.name, message: `claims ${stated} samples a channel and has ${found}` });
  }
  if (found === undefined && stated === 0) {
    throw new InputError('flac.header', 'does not say how long it is and has no last frame', 'export the file again', bytes.name);
  }
  return { lengthFrames: stated === 0 ? found! : Math.min(stated, found ?? stated), startOf, accepts };
}

/** A frame at or a little before the wanted sample, by interpolation and halving on frame headers whose checksum holds. */
function seekFrame(frame: number, info: FlacStreamInfo, frames: FrameReader, layout: StreamLayout, lengthBytes: number): Position {
  let low: Position = { offset: info.firstFrameOffset, frame: 0 };
  let high: Position = { offset: lengthBytes, frame: layout.lengthFrames };
  const isBetween = (header: Readonly<FrameHeader>): boolean =>
    layout.accepts(header) && layout.startOf(header) > low.frame && layout.startOf(header) < high.frame;
  for (let step = 0; step < 48; step++) {
    const spanBytes = high.offset - low.offset;
    if (frame - low.frame < NEAR_BLOCKS * info.maxBlockFrames || spanBytes < 32) {
      break;
    }
    // Aim a block early; a file whose density varies much is halved every third time.
    const ratio = step % 3 === 2 ? 0.5 : Math.max(0, frame - low.frame - info.maxBlockFrames) / (high.frame - low.frame);
    const guess = low.offset + Math.max(1, Math.min(spanBytes - 1, Math.floor(ratio * spanBytes)));
    const offset = frames.find(guess, high.offset, isBetween);
    if (offset < 0) {
      high = { offset: guess, frame: high.frame };
    } else if (layout.startOf(frames.header) <= frame) {
      low = { offset, frame: layout.startOf(frames.header) };
    } else {
      high = { offset: guess, frame: layout.startOf(frames.header) };
    }
  }
  return low;
}

function frameError(name: string, frame: number, sampleRateHz: number, fact: string): InputError {
  const seconds = Math.round((frame / sampleRateHz) * 10) / 10;
  return new InputError(
    'flac.frame',
    `is damaged in the FLAC frame at sample ${frame} (${seconds} s): ${fact}`,
    'export the file again',
    name,
  );
}

function toFloat(out: Float32Array, samples: FlacSamples, count: number, scale: number): void {
  for (let k = 0; k < count; k++) {
    out[k] = samples[k]! * scale;
  }
}

function copy(out: Float32Array, outFrame: number, from: Float32Array, fromFrame: number, count: number): void {
  for (let k = 0; k < count; k++) {
    out[outFrame + k] = from[fromFrame + k]!;
  }
}

function clear(out: Planar, channels: number, from: number, to: number): void {
  if (from < to) {
    for (let c = 0; c < channels; c++) {
      out[c]!.fill(0, from, to);
    }
  }
}
