// The jobs' ports in memory: files by name, outputs that appear when committed.
import { createMemoryByteSink, createMemoryByteSource, type ByteSink } from '../../../src/audio/index.ts';
import { InputError } from '../../../src/base/index.ts';
import { createWaveWriter, openAudioFile, type WaveWriterOptions } from '../../../src/formats/index.ts';
import type { JobPorts } from '../../../src/jobs/index.ts';

export interface MemoryPorts extends JobPorts {
  readonly files: Map<string, Uint8Array>;
  /** Outputs that were begun and neither committed nor given up. */
  open(): number;
}

export function createMemoryPorts(): MemoryPorts {
  const files = new Map<string, Uint8Array>();
  let begun = 0;
  const bytesOf = (name: string): Uint8Array => {
    const bytes = files.get(name);
    if (bytes === undefined) {
      throw new InputError('file.missing', 'there is no such file', '', name);
    }
    return bytes;
  };
  return {
    files,
    open: () => begun,
    openBytes: (name) => createMemoryByteSource(bytesOf(name), name),
    openOutput: (name) => createMemoryByteSource(bytesOf(name), name),
    createOutput(name): ByteSink {
      const sink = createMemoryByteSink(name);
      begun += 1;
      return {
        ...sink,
        commit() {
          sink.commit();
          files.set(name, sink.bytes().slice());
          begun -= 1;
        },
        abort() {
          sink.abort();
          begun -= 1;
        },
      };
    },
    createScratch() {
      let bytes = new Uint8Array(1 << 20);
      let length = 0;
      return {
        write(data, offset) {
          if (offset + data.length > bytes.length) {
            const grown = new Uint8Array(Math.max(2 * bytes.length, offset + data.length));
            grown.set(bytes);
            bytes = grown;
          }
          bytes.set(data, offset);
          length = Math.max(length, offset + data.length);
        },
        read(out, offset) {
          const count = Math.max(0, Math.min(out.length, length - offset));
          out.set(bytes.subarray(offset, offset + count));
          return count;
        },
        [Symbol.dispose]() {},
      };
    },
    readHrtf() {
      throw new Error('not here');
    },
  };
}

export function writeWave(
  ports: MemoryPorts,
  name: string,
  signal: readonly Float32Array[],
  options: Omit<WaveWriterOptions, 'channels'>,
): void {
  const writer = createWaveWriter(ports.createOutput(name), { ...options, channels: signal.length });
  writer.write(signal, 0, signal[0]!.length);
  writer.finish();
}

export async function readSamples(ports: MemoryPorts, name: string): Promise<Float32Array[]> {
  const { source } = await openAudioFile(ports.openBytes(name), () => {});
  const out = Array.from({ length: source.channels }, () => new Float32Array(source.lengthFrames));
  source.read(out, 0, 0, source.lengthFrames);
  return out;
}
