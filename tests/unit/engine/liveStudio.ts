// A live worker without threads, for tests: files are bytes, blocks come by message, time stands still but for the meters.
import { createMemoryByteSink, createMemoryByteSource, type Planar } from '../../../src/audio/index.ts';
import { createLiveWorker, type LiveWorkerApi } from '../../../src/engine/index.ts';
import { createWaveWriter, type WaveWriterOptions } from '../../../src/formats/index.ts';
import { QUANTUM_FRAMES } from '../../../src/render/index.ts';

export interface LiveStudio {
  readonly api: LiveWorkerApi;
  readonly meters: () => Float32Array;
  readonly troubles: readonly string[];
  /** The next quanta that the worker sends, joined by channel. */
  take(quanta: number): Promise<Float32Array[]>;
  /** Ticks without taking: 20 ms each. */
  wait(ticks: number): void;
}

export async function openLiveStudio(monitor: string, hrtf: Uint8Array): Promise<LiveStudio> {
  let tick = (): void => {};
  let nowMs = 0;
  let snapshot = new Float32Array();
  let blocks: Planar[] = [];
  const troubles: string[] = [];
  const api = createLiveWorker({
    openBytes: (file, name) => createMemoryByteSource(file as unknown as Uint8Array, name),
    rest: async () => {},
    nowMs: () => nowMs,
    everyFewMs: (each) => {
      tick = each;
    },
    post: (message) => {
      if ('drop' in message) {
        blocks = [];
      } else if ('block' in message) {
        blocks.push(message.block);
      }
    },
  });
  await api.connect(
    { hrtf, ring: null, meters: null, parameters: null },
    null,
    (next) => {
      snapshot = next as Float32Array<ArrayBuffer>;
    },
    (trouble) => troubles.push(trouble.message),
  );
  await api.setMonitor(monitor);
  return {
    api,
    meters: () => snapshot,
    troubles,
    async take(quanta) {
      const taken: Planar[] = [];
      while (taken.length < quanta) {
        nowMs += 20;
        tick();
        const next = blocks.shift();
        if (next === undefined) {
          break;
        }
        taken.push(next);
        await api.played(QUANTUM_FRAMES);
      }
      const joined = Array.from({ length: taken[0]?.length ?? 0 }, () => new Float32Array(taken.length * QUANTUM_FRAMES));
      taken.forEach((one, k) =>
        joined.forEach((samples, c) => samples.set(one[c] ?? new Float32Array(QUANTUM_FRAMES), k * QUANTUM_FRAMES)),
      );
      return joined;
    },
    wait(ticks) {
      for (let k = 0; k < ticks; k++) {
        nowMs += 20;
        tick();
      }
    },
  };
}

/** Audio as a file that the worker opens. */
export function fileOf(signal: Planar, options: Omit<WaveWriterOptions, 'channels' | 'encoding'>): Blob {
  const bytes = createMemoryByteSink('file.wav');
  const writer = createWaveWriter(bytes, { ...options, channels: signal.length, encoding: 'float32' });
  writer.write(signal, 0, signal[0]!.length);
  writer.finish();
  return bytes.bytes() as unknown as Blob;
}
