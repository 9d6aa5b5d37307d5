import type { Planar } from '../../audio/index.ts';
import { quantise } from '../quantise.ts';

/** What the writer can write. */
export type WaveSampleEncoding = 'pcm16' | 'pcm24' | 'pcm32' | 'float32';

/** Encodes frames [startFrame, startFrame + lengthFrames) of `block` to the buffer, from its frame `bufferFrame` on. Allocates nothing. */
export type EncodeFrames = (block: Planar, startFrame: number, bufferFrame: number, lengthFrames: number) => void;

export function sampleBytesOf(encoding: WaveSampleEncoding): number {
  return encoding === 'pcm16' ? 2 : encoding === 'pcm24' ? 3 : 4;
}

/** The encoder to one buffer of whole frames, little-endian as every host we run on. */
export function createEncoder(encoding: WaveSampleEncoding, channels: number, buffer: Uint8Array<ArrayBuffer>): EncodeFrames {
  switch (encoding) {
    case 'pcm16':
      return encode16(new Int16Array(buffer.buffer), channels);
    case 'pcm24':
      return encode24(buffer, channels);
    case 'pcm32':
      return encode32(new Int32Array(buffer.buffer), channels);
    default:
      return encodeFloat(new Float32Array(buffer.buffer), channels);
  }
}

function encode16(to: Int16Array, channels: number): EncodeFrames {
  return (block, startFrame, bufferFrame, lengthFrames) => {
    for (let c = 0; c < channels; c++) {
      const from = block[c]!;
      for (let k = 0, i = bufferFrame * channels + c; k < lengthFrames; k++, i += channels) {
        to[i] = quantise(from[startFrame + k]!, 32768);
      }
    }
  };
}

function encode24(to: Uint8Array, channels: number): EncodeFrames {
  return (block, startFrame, bufferFrame, lengthFrames) => {
    for (let c = 0; c < channels; c++) {
      const from = block[c]!;
      for (let k = 0, i = (bufferFrame * channels + c) * 3; k < lengthFrames; k++, i += channels * 3) {
        const sample = quantise(from[startFrame + k]!, 8388608);
        to[i] = sample;
        to[i + 1] = sample >> 8;
        to[i + 2] = sample >> 16;
      }
    }
  };
}

function encode32(to: Int32Array, channels: number): EncodeFrames {
  return (block, startFrame, bufferFrame, lengthFrames) => {
    for (let c = 0; c < channels; c++) {
      const from = block[c]!;
      for (let k = 0, i = bufferFrame * channels + c; k < lengthFrames; k++, i += channels) {
        to[i] = quantise(from[startFrame + k]!, 2147483648);
      }
    }
  };
}

function encodeFloat(to: Float32Array, channels: number): EncodeFrames {
  return (block, startFrame, bufferFrame, lengthFrames) => {
    for (let c = 0; c < channels; c++) {
      const from = block[c]!;
      for (let k = 0, i = bufferFrame * channels + c; k < lengthFrames; k++, i += channels) {
        to[i] = from[startFrame + k]!;
      }
    }
  };
}
