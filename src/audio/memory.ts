import type { AudioSource, ByteSink, ByteSource, Planar } from './types.ts';

/** Audio held in memory as a source. */
export function createMemorySource(channels: Planar, sampleRateHz: number): AudioSource {
  const lengthFrames = channels[0]?.length ?? 0;
  return {
    channels: channels.length,
    sampleRateHz,
    lengthFrames,
    read(out, outFrame, startFrame, count) {
      const from = Math.min(lengthFrames, Math.max(0, startFrame));
      const to = Math.max(from, Math.min(lengthFrames, startFrame + count));
      for (let c = 0; c < channels.length; c++) {
        out[c]!.fill(0, outFrame, outFrame + count);
        if (to > from) {
          out[c]!.set(channels[c]!.subarray(from, to), outFrame + from - startFrame);
        }
      }
    },
    [Symbol.dispose]() {},
  };
}

/** Bytes held in memory as a source. */
export function createMemoryByteSource(bytes: Uint8Array, name = 'memory'): ByteSource {
  return {
    name,
    lengthBytes: bytes.length,
    read(out, offset) {
      const count = Math.max(0, Math.min(out.length, bytes.length - offset));
      out.set(bytes.subarray(offset, offset + count));
      return count;
    },
    [Symbol.dispose]() {},
  };
}

/** A sink that keeps its bytes; `bytes()` after commit. */
export function createMemoryByteSink(name = 'memory'): ByteSink & { bytes(): Uint8Array } {
  let data = new Uint8Array(65536);
  let length = 0;
  let committed = false;
  return {
    name,
    write(bytes) {
      if (length + bytes.length > data.length) {
        const grown = new Uint8Array(Math.max(data.length * 2, length + bytes.length));
        grown.set(data.subarray(0, length));
        data = grown;
      }
      data.set(bytes, length);
      length += bytes.length;
    },
    patch(bytes, offset) {
      data.set(bytes, offset);
    },
    commit() {
      committed = true;
    },
    abort() {
      if (!committed) {
        length = 0;
      }
    },
    bytes: () => data.slice(0, length),
  };
}

/** `channels` zeroed arrays of `lengthFrames`. */
export function createPlanar(channels: number, lengthFrames: number): Float32Array[] {
  return Array.from({ length: channels }, () => new Float32Array(lengthFrames));
}
