import type { AudioSink } from '../audio/index.ts';

/** A sink that has seen everything that went through it. */
export interface PeakSink extends AudioSink {
  /** The largest sample. */
  peak(): number;
  /** Were all samples such as an integer file of that many bits holds exactly? */
  isOnGrid(): boolean;
}

/** A sink that passes everything on and remembers the largest sample. @param bits of the grid that isOnGrid asks for */
export function createPeakSink(sink: AudioSink, bits = 24): PeakSink {
  const steps = bits === 16 ? 32768 : 8388608;
  let peak = 0;
  let isOnGrid = true;
  return {
    channels: sink.channels,
    write(block, startFrame, lengthFrames) {
      for (let c = 0; c < sink.channels; c++) {
        const samples = block[c]!;
        for (let k = startFrame; k < startFrame + lengthFrames; k++) {
          const size = Math.abs(samples[k]!);
          if (size > peak) {
            peak = size;
          }
        }
        for (let k = startFrame; isOnGrid && k < startFrame + lengthFrames; k++) {
          isOnGrid = Number.isInteger(samples[k]! * steps);
        }
      }
      sink.write(block, startFrame, lengthFrames);
    },
    finish: () => sink.finish(),
    abort: () => sink.abort(),
    peak: () => peak,
    isOnGrid: () => isOnGrid,
  };
}

/** By track: the largest sample so far. */
export function takePeaks(peaks: Float32Array, tracks: readonly Float32Array[], count: number): void {
  for (let t = 0; t < tracks.length; t++) {
    const samples = tracks[t]!;
    let peak = peaks[t]!;
    for (let k = 0; k < count; k++) {
      peak = Math.max(peak, Math.abs(samples[k]!));
    }
    peaks[t] = peak;
  }
}
