import type { Planar } from '../../audio/index.ts';
import type { WaveFormat } from './waveFormat.ts';

/** Decodes `lengthFrames` frames of the window, from `windowFrame` on, to `out[channel][outFrame …)`. Allocates nothing. */
export type DecodeFrames = (out: Planar, outFrame: number, windowFrame: number, lengthFrames: number) => void;

/**
 * The decoder of one file's samples over one window of bytes (whole frames, little-endian: every host we run on is, as WebAssembly is).
 * Whole numbers become sample / 2^(bits − 1) of their container; floats pass as they are.
 * @param isRightJustified 24-bit samples that lie in the low bytes of 4
 */
export function createDecoder(format: WaveFormat, window: Uint8Array<ArrayBuffer>, isRightJustified: boolean): DecodeFrames {
  const { channels, bitsPerSample, blockAlignBytes } = format;
  const bytesPerSample = bitsPerSample / 8;
  switch (format.encoding) {
    case 'float':
      return decodeViews(bitsPerSample === 32 ? new Float32Array(window.buffer) : new Float64Array(window.buffer), channels, 1);
    case 'alaw':
      return decodeTable(window, channels, createAlawTable());
    case 'mulaw':
      return decodeTable(window, channels, createMulawTable());
    default:
      break;
  }
  if (bytesPerSample === 1) {
    return decodeTable(window, channels, createUnsigned8Table());
  }
  if (bytesPerSample === 2) {
    return decodeViews(new Int16Array(window.buffer), channels, 1 / 32768);
  }
  if (bytesPerSample === 3) {
    return decode24(window, channels, blockAlignBytes, 3);
  }
  if (isRightJustified) {
    return decode24(window, channels, blockAlignBytes, bytesPerSample);
  }
  // Containers of 5 to 8 bytes hold more than a 32-bit float can carry: their upper 4 bytes are enough.
  return bytesPerSample === 4
    ? decodeViews(new Int32Array(window.buffer), channels, 1 / 2147483648)
    : decodeUpper32(window, channels, blockAlignBytes, bytesPerSample);
}

/** Turns every `wordBytes` bytes round, in place: RIFX to RIFF. */
export function swapBytes(bytes: Uint8Array, wordBytes: number): void {
  for (let at = 0; at + wordBytes <= bytes.length; at += wordBytes) {
    for (let low = at, high = at + wordBytes - 1; low < high; low++, high--) {
      const kept = bytes[low]!;
      bytes[low] = bytes[high]!;
      bytes[high] = kept;
    }
  }
}

/** A loop of its own for every array type: shared, it would be compiled for the slowest mixture. */
function decodeViews(samples: Int16Array | Int32Array | Float32Array | Float64Array, channels: number, scale: number): DecodeFrames {
  if (samples instanceof Int16Array) {
    return (out, outFrame, windowFrame, lengthFrames) => {
      for (let c = 0; c < channels; c++) {
        const to = out[c]!;
        for (let k = 0, i = windowFrame * channels + c; k < lengthFrames; k++, i += channels) {
          to[outFrame + k] = samples[i]! * scale;
        }
      }
    };
  }
  if (samples instanceof Int32Array) {
    return (out, outFrame, windowFrame, lengthFrames) => {
      for (let c = 0; c < channels; c++) {
        const to = out[c]!;
        for (let k = 0, i = windowFrame * channels + c; k < lengthFrames; k++, i += channels) {
          to[outFrame + k] = samples[i]! * scale;
        }
      }
    };
  }
  if (samples instanceof Float32Array) {
    return (out, outFrame, windowFrame, lengthFrames) => {
      for (let c = 0; c < channels; c++) {
        const to = out[c]!;
        for (let k = 0, i = windowFrame * channels + c; k < lengthFrames; k++, i += channels) {
          to[outFrame + k] = samples[i]!;
        }
      }
    };
  }
  return (out, outFrame, windowFrame, lengthFrames) => {
    for (let c = 0; c < channels; c++) {
      const to = out[c]!;
      for (let k = 0, i = windowFrame * channels + c; k < lengthFrames; k++, i += channels) {
        to[outFrame + k] = samples[i]!;
      }
    }
  };
}

function decode24(window: Uint8Array, channels: number, blockAlignBytes: number, sampleBytes: number): DecodeFrames {
  return (out, outFrame, windowFrame, lengthFrames) => {
    for (let c = 0; c < channels; c++) {
      const to = out[c]!;
      for (let k = 0, i = windowFrame * blockAlignBytes + c * sampleBytes; k < lengthFrames; k++, i += blockAlignBytes) {
        to[outFrame + k] = ((window[i]! << 8) | (window[i + 1]! << 16) | (window[i + 2]! << 24)) * (1 / 2147483648);
      }
    }
  };
}

function decodeUpper32(window: Uint8Array, channels: number, blockAlignBytes: number, sampleBytes: number): DecodeFrames {
  return (out, outFrame, windowFrame, lengthFrames) => {
    for (let c = 0; c < channels; c++) {
      const to = out[c]!;
      for (let k = 0, i = windowFrame * blockAlignBytes + (c + 1) * sampleBytes - 4; k < lengthFrames; k++, i += blockAlignBytes) {
        const sample = window[i]! | (window[i + 1]! << 8) | (window[i + 2]! << 16) | (window[i + 3]! << 24);
        to[outFrame + k] = sample * (1 / 2147483648);
      }
    }
  };
}

function decodeTable(window: Uint8Array, channels: number, table: Float32Array): DecodeFrames {
  return (out, outFrame, windowFrame, lengthFrames) => {
    for (let c = 0; c < channels; c++) {
      const to = out[c]!;
      for (let k = 0, i = windowFrame * channels + c; k < lengthFrames; k++, i += channels) {
        to[outFrame + k] = table[window[i]!]!;
      }
    }
  };
}

/** Eight bits are the one unsigned size: 128 is zero. */
function createUnsigned8Table(): Float32Array {
  return Float32Array.from({ length: 256 }, (_, code) => (code - 128) / 128);
}

/** @source ITU-T G.711, table 1: 13-bit magnitudes in eight segments, even bits inverted; scaled to 16 bits */
function createAlawTable(): Float32Array {
  return Float32Array.from({ length: 256 }, (_, code) => {
    const bits = code ^ 0x55;
    const segment = (bits >> 4) & 7;
    const step = ((bits & 15) << 4) + 8;
    const magnitude = segment === 0 ? step : (step + 256) << (segment - 1);
    return (bits & 0x80 ? magnitude : -magnitude) / 32768;
  });
}

/** @source ITU-T G.711, table 2: 14-bit magnitudes in eight segments with a bias of 33, all bits inverted; scaled to 16 bits */
function createMulawTable(): Float32Array {
  return Float32Array.from({ length: 256 }, (_, code) => {
    const bits = ~code & 0xff;
    const magnitude = ((((bits & 15) << 3) + 132) << ((bits >> 4) & 7)) - 132;
    return (bits & 0x80 ? -magnitude : magnitude) / 32768;
  });
}
