// An album in memory: files, scratches and a pool of one that renders at once.
import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import type { Album, Preset } from '../../../src/mastering/index.ts';
import { findPreset, parseAlbum } from '../../../src/mastering/index.ts';
import {
  readSession,
  renderAlbum,
  runAlbum,
  type AlbumPool,
  type AlbumResult,
  type JobPorts,
  type Scratch,
} from '../../../src/jobs/index.ts';
import { createMemoryPorts, writeWave, type MemoryPorts } from '../../unit/jobs/memoryPorts.ts';

function createMemoryScratch(): Scratch {
  let bytes = new Uint8Array(1 << 16);
  return {
    write(data, offset) {
      if (offset + data.length > bytes.length) {
        const grown = new Uint8Array(Math.max(2 * bytes.length, offset + data.length));
        grown.set(bytes);
        bytes = grown;
      }
      bytes.set(data, offset);
    },
    read(out, offset) {
      out.set(bytes.subarray(offset, offset + out.length));
      return out.length;
    },
    [Symbol.dispose]() {
      bytes = new Uint8Array();
    },
  };
}

export interface AlbumBench {
  readonly ports: MemoryPorts;
  /** Scratches that are open. */
  scratches(): number;
  add(name: string, signal: readonly Float32Array[], sampleRateHz?: number, channelMask?: number): void;
  run(
    file: Record<string, unknown>,
    options?: { readonly preset?: Preset; readonly blockFrames?: number; readonly size?: number },
  ): Promise<AlbumResult>;
}

export function createAlbumBench(): AlbumBench {
  const memory = createMemoryPorts();
  let open = 0;
  const ports: MemoryPorts & JobPorts = {
    ...memory,
    readHrtf: () => readFileSync(resolve(import.meta.dirname, '../../../public/hrtf/kemar.bin')),
    createScratch() {
      const scratch = createMemoryScratch();
      let isOpen = true;
      open += 1;
      return {
        ...scratch,
        [Symbol.dispose]() {
          open -= isOpen ? 1 : 0;
          isOpen = false;
          scratch[Symbol.dispose]();
        },
      };
    },
  };
  return {
    ports,
    scratches: () => open,
    add(name, signal, sampleRateHz = 48000, channelMask) {
      writeWave(ports, name, signal, { sampleRateHz, encoding: 'float32', ...(channelMask === undefined ? {} : { channelMask }) });
    },
    async run(file, { preset, blockFrames, size = 1 } = {}) {
      const text = JSON.stringify({ periphonyAlbum: 1, title: 'T', artist: 'X', preset: 'spotify', renders: ['stereo'], ...file });
      const album: Album = parseAlbum(text, 'album.json');
      const sessions = await Promise.all(album.tracks.map((track) => readSession(ports, track.input, () => {})));
      const pool: AlbumPool = { size, album: (job, onProgress) => renderAlbum(job, ports, onProgress), [Symbol.dispose]() {} };
      const request = { album, preset: preset ?? findPreset(album.preset), sessions, input: 'album.json', inputSha256: '00' };
      return runAlbum(pool, blockFrames === undefined ? request : { ...request, blockFrames }, () => {});
    },
  };
}
