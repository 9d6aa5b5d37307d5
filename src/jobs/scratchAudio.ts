import type { AudioSink, AudioSource, Planar } from '../audio/index.ts';
import type { Scratch } from './ports.ts';

/** Frames that are written and read at a time, one channel after the other. */
const CHUNK_FRAMES = 8192;

/** Float audio in a scratch file: written once in order, then read as often as a loop needs, from anywhere. */
export interface ScratchAudio {
  readonly sink: AudioSink;
  /** Valid after sink.finish(). */
  source(): AudioSource;
}

export function createScratchAudio(scratch: Scratch, channels: number, sampleRateHz: number): ScratchAudio {
  const chunk = new Float32Array(channels * CHUNK_FRAMES);
  const chunkBytes = new Uint8Array(chunk.buffer);
  let written = 0;
  const flush = (): void => {
    const index = Math.floor((written - 1) / CHUNK_FRAMES);
    scratch.write(chunkBytes, index * chunkBytes.length);
    chunk.fill(0);
  };
  const sink: AudioSink = {
    channels,
    write(block, startFrame, lengthFrames) {
      let done = 0;
      while (done < lengthFrames) {
        const at = written % CHUNK_FRAMES;
        const count = Math.min(lengthFrames - done, CHUNK_FRAMES - at);
        for (let c = 0; c < channels; c++) {
          const from = startFrame + done;
          chunk.set(block[c]!.subarray(from, from + count), c * CHUNK_FRAMES + at);
        }
        done += count;
        written += count;
        if (written % CHUNK_FRAMES === 0) {
          flush();
        }
      }
    },
    finish() {
      if (written % CHUNK_FRAMES !== 0) {
        flush();
      }
    },
    abort() {
      scratch[Symbol.dispose]();
    },
  };
  return { sink, source: () => createScratchSource(scratch, channels, sampleRateHz, written) };
}

function createScratchSource(scratch: Scratch, channels: number, sampleRateHz: number, lengthFrames: number): AudioSource {
  const chunk = new Float32Array(channels * CHUNK_FRAMES);
  const chunkBytes = new Uint8Array(chunk.buffer);
  let loaded = -1;
  const load = (index: number): void => {
    if (index !== loaded) {
      scratch.read(chunkBytes, index * chunkBytes.length);
      loaded = index;
    }
  };
  return {
    channels,
    sampleRateHz,
    lengthFrames,
    read(out: Planar, outFrame: number, startFrame: number, count: number) {
      let done = 0;
      while (done < count) {
        const frame = startFrame + done;
        if (frame < 0 || frame >= lengthFrames) {
          const run = frame < 0 ? Math.min(count - done, -frame) : count - done;
          for (let c = 0; c < channels; c++) {
            out[c]!.fill(0, outFrame + done, outFrame + done + run);
          }
          done += run;
          continue;
        }
        const index = Math.floor(frame / CHUNK_FRAMES);
        load(index);
        const at = frame - index * CHUNK_FRAMES;
        const run = Math.min(count - done, CHUNK_FRAMES - at, lengthFrames - frame);
        for (let c = 0; c < channels; c++) {
          const base = c * CHUNK_FRAMES + at;
          out[c]!.set(chunk.subarray(base, base + run), outFrame + done);
        }
        done += run;
      }
    },
    [Symbol.dispose]() {},
  };
}
