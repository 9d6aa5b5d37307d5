import type { FlacWriterOptions } from './createFlacWriter.ts';

/** What is known of a stream once it is written. */
export interface StreamFacts {
  readonly lengthFrames: number;
  readonly leastFrameBytes: number;
  readonly mostFrameBytes: number;
  /** 16 bytes. */
  readonly md5: Uint8Array;
}

/** Samples a channel in every frame but the last. */
export const FLAC_BLOCK_FRAMES = 4096;

/** Where the 34 bytes of stream information stand. */
export const STREAM_INFO_OFFSET = 8;

/** Block type 0, 34 bytes. */
const STREAM_INFO_HEAD = [0, 0, 0, 34] as const;
const VENDOR = 'Periphony';

/** All that comes before the first frame: marker, stream information, comments. @source RFC 9639 §8 */
export function createStreamHeader(options: FlacWriterOptions, expectedFrames: number): Uint8Array {
  const facts = { lengthFrames: expectedFrames, leastFrameBytes: 0, mostFrameBytes: 0, md5: new Uint8Array(16) };
  const comments = [
    ...(options.channelMask === undefined
      ? []
      : [`WAVEFORMATEXTENSIBLE_CHANNEL_MASK=0x${options.channelMask.toString(16).padStart(4, '0')}`]),
    ...(options.comments ?? []),
  ];
  const body = [...counted(VENDOR), ...uint32(comments.length), ...comments.flatMap(counted)];
  return Uint8Array.from([
    ...ascii('fLaC'),
    ...STREAM_INFO_HEAD,
    ...streamInfoBlock(options, facts),
    0x84,
    ...uint32(body.length).slice(0, 3).reverse(),
    ...body,
  ]);
}

/** @source RFC 9639 §8.2 */
export function streamInfoBlock(options: FlacWriterOptions, facts: StreamFacts): Uint8Array {
  const block = new Uint8Array(34);
  const view = new DataView(block.buffer);
  view.setUint16(0, FLAC_BLOCK_FRAMES);
  view.setUint16(2, FLAC_BLOCK_FRAMES);
  view.setUint32(4, facts.leastFrameBytes << 8);
  view.setUint32(7, facts.mostFrameBytes << 8);
  const lengthHigh = Math.floor(facts.lengthFrames / 4294967296) & 15;
  view.setUint32(
    10,
    ((options.sampleRateHz << 12) | ((options.channels - 1) << 9) | ((options.bitsPerSample - 1) << 4) | lengthHigh) >>> 0,
  );
  view.setUint32(14, facts.lengthFrames % 4294967296);
  block.set(facts.md5, 18);
  return block;
}

/** A text in UTF-8 after its length. */
function counted(text: string): number[] {
  const bytes = new TextEncoder().encode(text);
  return [...uint32(bytes.length), ...bytes];
}

function ascii(text: string): number[] {
  return Array.from(text, (character) => character.charCodeAt(0));
}

function uint32(value: number): number[] {
  return [value & 255, (value >> 8) & 255, (value >> 16) & 255, value >>> 24];
}
