import { createPlanar, type AudioSource } from '../audio/index.ts';

/** Samples read at a time, all channels together: a few milliseconds of work, so that what plays does not wait for it. */
const BLOCK_SAMPLES = 131072;

/** Outlines of a source's channels for the eye, all found in one reading: a file may have 128 channels and be asked for each. */
export interface Waveforms {
  /** Minimum and maximum of each of `buckets` equal stretches of a channel (from 0): [min0, max0, min1, …]. */
  of(channel: number, buckets: number): Promise<Float32Array>;
}

/** @param rest lets other work in between blocks: a long file takes seconds to read */
export function createWaveforms(source: AudioSource, rest: () => Promise<void>): Waveforms {
  const read = new Map<number, Promise<readonly Float32Array[]>>();
  return {
    async of(channel, buckets) {
      const outlines = read.get(buckets) ?? readOutlines(source, buckets, rest);
      read.set(buckets, outlines);
      return (await outlines)[channel]?.slice() ?? new Float32Array(2 * buckets);
    },
  };
}

async function readOutlines(source: AudioSource, buckets: number, rest: () => Promise<void>): Promise<readonly Float32Array[]> {
  const outlines = Array.from({ length: source.channels }, () => new Float32Array(2 * buckets));
  const blockFrames = Math.max(1024, Math.floor(BLOCK_SAMPLES / source.channels));
  const block = createPlanar(source.channels, blockFrames);
  for (let start = 0; start < source.lengthFrames; start += blockFrames) {
    const count = Math.min(blockFrames, source.lengthFrames - start);
    source.read(block, 0, start, count);
    for (let c = 0; c < block.length; c++) {
      addBlock(outlines[c]!, block[c]!, start, count, buckets, source.lengthFrames);
    }
    await rest();
  }
  return outlines;
}

function addBlock(outline: Float32Array, samples: Float32Array, start: number, count: number, buckets: number, lengthFrames: number): void {
  for (let k = 0; k < count; k++) {
    const bucket = Math.floor(((start + k) * buckets) / lengthFrames);
    const sample = samples[k]!;
    if (sample < outline[2 * bucket]!) {
      outline[2 * bucket] = sample;
    }
    if (sample > outline[2 * bucket + 1]!) {
      outline[2 * bucket + 1] = sample;
    }
  }
}
