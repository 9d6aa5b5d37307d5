import type { ByteSource } from '../../src/audio/index.ts';

/** A dropped or stored file as bytes to read synchronously: what only workers can. */
export function createBlobByteSource(blob: Blob, name: string): ByteSource {
  const reader = new FileReaderSync();
  return {
    name,
    lengthBytes: blob.size,
    read(out, offset) {
      const count = Math.max(0, Math.min(out.length, blob.size - offset));
      if (count > 0) {
        out.set(new Uint8Array(reader.readAsArrayBuffer(blob.slice(offset, offset + count))));
      }
      return count;
    },
    [Symbol.dispose]() {},
  };
}
