import type { AudioSink } from '../audio/index.ts';

/** A sink that passes everything on and remembers the largest sample. */
export function createPeakSink(sink: AudioSink): AudioSink & { peak(): number } {
  let peak = 0;
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
      }
      sink.write(block, startFrame, lengthFrames);
    },
    finish: () => sink.finish(),
    abort: () => sink.abort(),
    peak: () => peak,
  };
}
