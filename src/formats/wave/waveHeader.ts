import { sampleBytesOf } from './encodeSamples.ts';
import type { WaveWriterOptions } from './createWaveWriter.ts';
import { TAG_EXTENSIBLE, TAG_FLOAT, TAG_PCM } from './waveFormat.ts';

/** A chunk to write as it is. */
export interface WaveChunk {
  /** Four ASCII characters. */
  readonly id: string;
  readonly bytes: Uint8Array;
}

const DS64_BYTES = 28;
const MAX_RIFF_SIZE = 0xfffffffe;
const FOUR_GIB = 4294967296;
const SUB_FORMAT_TAIL = [0x00, 0x00, 0x00, 0x00, 0x10, 0x00, 0x80, 0x00, 0x00, 0xaa, 0x00, 0x38, 0x9b, 0x71] as const;

/**
 * Everything up to the first sample, for a file of `lengthFrames`. Its length does not depend on `lengthFrames`: the JUNK chunk that a RIFF
 * file carries has the size of the ds64 chunk that takes its place.
 * @source EBU Tech 3306 §3 (JUNK reserved for ds64); ITU-R BS.2088-1 §3
 */
export function createWaveHeader(options: WaveWriterOptions, lengthFrames: number): Uint8Array {
  const { channels, encoding, container = 'auto' } = options;
  const dataBytes = lengthFrames * channels * sampleBytesOf(encoding);
  const middle = [fmtChunk(options), ...(encoding === 'float32' ? [factChunk(lengthFrames)] : []), ...(options.leadingChunks ?? [])].map(
    chunkBytes,
  );
  const headBytes = sumLengths(middle) + 12 + 8 + DS64_BYTES + 8;
  const fileBytes = headBytes + dataBytes + (dataBytes % 2) + sumLengths((options.extraChunks ?? []).map(chunkBytes));
  const is64 = container === 'rf64' || container === 'bw64' || fileBytes - 8 > MAX_RIFF_SIZE;
  const formId = !is64 ? 'RIFF' : container === 'bw64' || container === 'auto-bw64' ? 'BW64' : 'RF64';

  const header = new Uint8Array(headBytes);
  const view = new DataView(header.buffer);
  writeId(header, 0, formId);
  view.setUint32(4, is64 ? 0xffffffff : fileBytes - 8, true);
  writeId(header, 8, 'WAVE');
  writeId(header, 12, is64 ? 'ds64' : 'JUNK');
  view.setUint32(16, DS64_BYTES, true);
  if (is64) {
    writeUint64(view, 20, fileBytes - 8);
    writeUint64(view, 28, dataBytes);
    writeUint64(view, 36, lengthFrames);
  }
  let at = 20 + DS64_BYTES;
  for (const bytes of middle) {
    header.set(bytes, at);
    at += bytes.length;
  }
  writeId(header, at, 'data');
  view.setUint32(at + 4, is64 ? 0xffffffff : dataBytes, true);
  return header;
}

/** Id, size, body and pad byte. */
export function chunkBytes(chunk: WaveChunk): Uint8Array {
  const { length } = chunk.bytes;
  const whole = new Uint8Array(8 + length + (length % 2));
  writeId(whole, 0, chunk.id);
  new DataView(whole.buffer).setUint32(4, length, true);
  whole.set(chunk.bytes, 8);
  return whole;
}

function fmtChunk(options: WaveWriterOptions): WaveChunk {
  const { channels, sampleRateHz, encoding, container = 'auto' } = options;
  const sampleBytes = sampleBytesOf(encoding);
  const tag = encoding === 'float32' ? TAG_FLOAT : TAG_PCM;
  const isBw64 = container === 'bw64' || container === 'auto-bw64';
  const isExtensible = options.channelMask !== undefined || (!isBw64 && (channels > 2 || sampleBytes > 2));
  const bytes = new Uint8Array(isExtensible ? 40 : tag === TAG_PCM ? 16 : 18);
  const view = new DataView(bytes.buffer);
  view.setUint16(0, isExtensible ? TAG_EXTENSIBLE : tag, true);
  view.setUint16(2, channels, true);
  view.setUint32(4, sampleRateHz, true);
  view.setUint32(8, sampleRateHz * channels * sampleBytes, true);
  view.setUint16(12, channels * sampleBytes, true);
  view.setUint16(14, sampleBytes * 8, true);
  if (isExtensible) {
    view.setUint16(16, 22, true);
    view.setUint16(18, sampleBytes * 8, true);
    view.setUint32(20, options.channelMask ?? 0, true);
    view.setUint16(24, tag, true);
    bytes.set(SUB_FORMAT_TAIL, 26);
  }
  return { id: 'fmt ', bytes };
}

/** All but plain PCM carry the length in frames. */
function factChunk(lengthFrames: number): WaveChunk {
  const bytes = new Uint8Array(4);
  new DataView(bytes.buffer).setUint32(0, Math.min(lengthFrames, 0xffffffff), true);
  return { id: 'fact', bytes };
}

function writeId(to: Uint8Array, offset: number, id: string): void {
  for (let k = 0; k < 4; k++) {
    to[offset + k] = id.charCodeAt(k);
  }
}

function writeUint64(view: DataView, offset: number, value: number): void {
  view.setUint32(offset, value % FOUR_GIB, true);
  view.setUint32(offset + 4, Math.floor(value / FOUR_GIB), true);
}

function sumLengths(arrays: readonly Uint8Array[]): number {
  return arrays.reduce((sum, bytes) => sum + bytes.length, 0);
}
