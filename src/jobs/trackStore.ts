import type { AudioSink, AudioSource, Planar } from '../audio/index.ts';
import type { Scratch } from './ports.ts';

/** Frames of one track that are written and read at a time. */
const RUN_FRAMES = 8192;

/** Float audio of many tracks in one scratch file, track after track: written side by side, then read by the track. */
export interface TrackStore {
  /** As many channels as tracks. */
  readonly sink: AudioSink;
  /**
   * The tracks as channels of a source, by their numbers; a channel without one is left as the reader had it, for nobody listens to it. Valid
   * after sink.finish(). Sources of one store may be read in turn.
   */
  source(tracks: readonly (number | undefined)[]): AudioSource;
}

/** @param lengthFrames of every track, known beforehand */
export function createTrackStore(scratch: Scratch, tracks: number, sampleRateHz: number, lengthFrames: number): TrackStore {
  const trackBytes = Math.ceil(lengthFrames / RUN_FRAMES) * RUN_FRAMES * 4;
  const runs = Array.from({ length: tracks }, () => new Float32Array(RUN_FRAMES));
  let written = 0;
  const flush = (): void => {
    const offset = Math.floor((written - 1) / RUN_FRAMES) * RUN_FRAMES * 4;
    runs.forEach((run, track) => {
      scratch.write(new Uint8Array(run.buffer), track * trackBytes + offset);
      run.fill(0);
    });
  };
  const sink: AudioSink = {
    channels: tracks,
    write(block, startFrame, count) {
      let done = 0;
      while (done < count) {
        const at = written % RUN_FRAMES;
        const length = Math.min(count - done, RUN_FRAMES - at);
        const from = startFrame + done;
        runs.forEach((run, track) => run.set(block[track]!.subarray(from, from + length), at));
        done += length;
        written += length;
        if (written % RUN_FRAMES === 0) {
          flush();
        }
      }
    },
    finish() {
      if (written % RUN_FRAMES !== 0) {
        flush();
      }
    },
    abort() {
      scratch[Symbol.dispose]();
    },
  };
  return {
    sink,
    source(wanted) {
      const cached = wanted.map((track) => ({ track, run: new Float32Array(track === undefined ? 0 : RUN_FRAMES), loaded: -1 }));
      const fill = (channel: (typeof cached)[number], to: Float32Array, outFrame: number, startFrame: number, count: number): void => {
        let done = 0;
        while (done < count) {
          const frame = startFrame + done;
          const index = Math.floor(frame / RUN_FRAMES);
          if (frame < 0 || frame >= lengthFrames) {
            const rest = frame < 0 ? Math.min(count - done, -frame) : count - done;
            to.fill(0, outFrame + done, outFrame + done + rest);
            done += rest;
            continue;
          }
          if (channel.loaded !== index) {
            scratch.read(new Uint8Array(channel.run.buffer), channel.track! * trackBytes + index * RUN_FRAMES * 4);
            channel.loaded = index;
          }
          const at = frame - index * RUN_FRAMES;
          const length = Math.min(count - done, RUN_FRAMES - at, lengthFrames - frame);
          to.set(channel.run.subarray(at, at + length), outFrame + done);
          done += length;
        }
      };
      return {
        channels: wanted.length,
        sampleRateHz,
        lengthFrames,
        read(out: Planar, outFrame, startFrame, count) {
          cached.forEach((channel, c) => {
            if (channel.track !== undefined) {
              fill(channel, out[c]!, outFrame, startFrame, count);
            }
          });
        },
        [Symbol.dispose]() {},
      };
    },
  };
}
