import { InputError } from '../../base/index.ts';
import type { Warn } from '../../base/index.ts';
import { codecName } from './codecNames.ts';

/** How samples are coded. All but `float` are whole numbers, `alaw` and `mulaw` after expansion to 16 bits (ITU-T G.711). */
export type WaveEncoding = 'pcm' | 'float' | 'alaw' | 'mulaw';

/** What a fmt chunk says, put right where it contradicts itself. */
export interface WaveFormat {
  /** wFormatTag; of WAVE_FORMAT_EXTENSIBLE the sub-format's. */
  readonly tag: number;
  readonly isExtensible: boolean;
  readonly encoding: WaveEncoding;
  /** Of the container: 8, 16, 24, 32, …, 64. */
  readonly bitsPerSample: number;
  /** Bits that carry signal, left-justified in the container. */
  readonly validBits: number;
  /** Bytes of one frame: all channels. */
  readonly blockAlignBytes: number;
  /** dwChannelMask; 0 where the file does not say. */
  readonly channelMask: number;
  readonly channels: number;
  readonly sampleRateHz: number;
}

export const TAG_PCM = 1;
export const TAG_FLOAT = 3;
export const TAG_ALAW = 6;
export const TAG_MULAW = 7;
export const TAG_EXTENSIBLE = 0xfffe;

export const MAX_CHANNELS = 1024;
export const MIN_SAMPLE_RATE_HZ = 1000;
export const MAX_SAMPLE_RATE_HZ = 768000;

/**
 * Parses a fmt chunk of 16, 18, 40 or any other sufficient size.
 * @param name the file, for messages
 * @throws InputError `wave.format` (a figure is absurd; it is named) or `wave.encoding` (a codec that is not read; it is named)
 * @source Multimedia Programming Interface 1.0; Microsoft WAVEFORMATEX and WAVEFORMATEXTENSIBLE
 */
export function parseWaveFormat(fmt: Uint8Array, isBigEndian: boolean, name: string, warn: Warn): WaveFormat {
  const refuse = (fact: string): never => {
    throw new InputError('wave.format', fact, 'the file is damaged: export it again', name);
  };
  if (fmt.length < 16) {
    refuse(`has a fmt chunk of ${fmt.length} bytes, and 16 are the least`);
  }
  const view = new DataView(fmt.buffer, fmt.byteOffset, fmt.byteLength);
  const littleEndian = !isBigEndian;
  const statedTag = view.getUint16(0, littleEndian);
  const channels = view.getUint16(2, littleEndian);
  const sampleRateHz = view.getUint32(4, littleEndian);
  const bytesPerSec = view.getUint32(8, littleEndian);
  const statedAlign = view.getUint16(12, littleEndian);
  const bits = view.getUint16(14, littleEndian);
  const isExtensible = statedTag === TAG_EXTENSIBLE;
  if (isExtensible && fmt.length < 40) {
    refuse(`has an extensible fmt chunk of ${fmt.length} bytes instead of 40`);
  }
  const tag = isExtensible ? subFormatTag(view, littleEndian, name) : statedTag;
  const encoding = encodingOf(tag, bits, name);
  if (channels === 0 || channels > MAX_CHANNELS) {
    refuse(`claims ${channels} channels (1 to ${MAX_CHANNELS} are read)`);
  }
  if (sampleRateHz < MIN_SAMPLE_RATE_HZ || sampleRateHz > MAX_SAMPLE_RATE_HZ) {
    refuse(`claims a sample rate of ${sampleRateHz} Hz (${MIN_SAMPLE_RATE_HZ} to ${MAX_SAMPLE_RATE_HZ} are read)`);
  }
  const containerBytes = containerBytesOf({ encoding, bits, channels, statedAlign, sampleRateHz, bytesPerSec }, refuse);
  const blockAlignBytes = containerBytes * channels;
  if (statedAlign !== blockAlignBytes) {
    warn({ code: 'wave.block-align', at: name, message: `its frames claim ${statedAlign} bytes; read as ${blockAlignBytes}` });
  }
  const statedValid = isExtensible ? view.getUint16(18, littleEndian) : bits;
  const containerBits = containerBytes * 8;
  return {
    tag,
    isExtensible,
    encoding,
    bitsPerSample: containerBits,
    validBits: statedValid === 0 || statedValid > containerBits ? Math.min(bits, containerBits) : statedValid,
    blockAlignBytes,
    channelMask: isExtensible ? view.getUint32(20, littleEndian) : 0,
    channels,
    sampleRateHz,
  };
}

/** The last eight bytes of the sub-format identifiers: KSDATAFORMAT's, and the ambisonic B-format's (same tags, other tail). */
const SUB_FORMAT_TAILS = ['800000aa00389b71', '8644c8c1ca000000'] as const;

function subFormatTag(view: DataView, littleEndian: boolean, name: string): number {
  let tail = '';
  for (let k = 32; k < 40; k++) {
    tail += view.getUint8(k).toString(16).padStart(2, '0');
  }
  const tag = view.getUint32(24, littleEndian);
  if (tag > 0xffff || !SUB_FORMAT_TAILS.some((known) => known === tail)) {
    throw new InputError(
      'wave.encoding',
      `holds an unknown extensible sub-format (0x${tag.toString(16)}…${tail})`,
      'convert it to PCM first',
      name,
    );
  }
  return tag;
}

function encodingOf(tag: number, bits: number, name: string): WaveEncoding {
  if (tag === TAG_PCM && bits >= 1 && bits <= 64) {
    return 'pcm';
  }
  if (tag === TAG_FLOAT && (bits === 32 || bits === 64)) {
    return 'float';
  }
  if ((tag === TAG_ALAW || tag === TAG_MULAW) && bits === 8) {
    return tag === TAG_ALAW ? 'alaw' : 'mulaw';
  }
  const known = tag === TAG_PCM || tag === TAG_FLOAT || tag === TAG_ALAW || tag === TAG_MULAW;
  const what = known ? `${bits}-bit ${codecName(tag)}` : codecName(tag);
  throw new InputError('wave.encoding', `holds ${what}, which is not read`, 'convert it to PCM first', name);
}

interface FrameFigures {
  readonly encoding: WaveEncoding;
  readonly bits: number;
  readonly channels: number;
  readonly statedAlign: number;
  readonly sampleRateHz: number;
  readonly bytesPerSec: number;
}

/**
 * Bytes of one sample's container. Block align rules where it is a whole number of wide enough integers (24 bits in 4 bytes); where it is
 * not, the bits do if the byte rate agrees with them or block align is 0.
 */
function containerBytesOf(figures: FrameFigures, refuse: (fact: string) => never): number {
  const { encoding, bits, channels, statedAlign, sampleRateHz, bytesPerSec } = figures;
  const least = Math.ceil(bits / 8);
  const stated = statedAlign / channels;
  if (stated === least || (encoding === 'pcm' && Number.isInteger(stated) && stated > least && stated <= 8 && bits > 8)) {
    return stated;
  }
  if (statedAlign === 0 || bytesPerSec === least * channels * sampleRateHz) {
    return least;
  }
  return refuse(`claims frames of ${statedAlign} bytes, which contradicts ${channels} channels of ${bits} bits`);
}
