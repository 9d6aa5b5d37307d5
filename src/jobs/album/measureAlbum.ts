import { createPlanar, type AudioSource } from '../../audio/index.ts';
import type { Kernels } from '../../dsp/index.ts';
import type { TrackSpan } from '../../mastering/index.ts';
import { createLoudnessMeter } from '../../metering/index.ts';

export interface AlbumLoudnessReading {
  readonly integratedLufs: number;
  readonly lraLu: number;
  readonly maxShortTermLufs: number;
  /** At the end of each step; −Infinity for silence. */
  readonly shortTermLufs: readonly number[];
}

/** Measures a programme as one. The kernels' memory is as before afterwards. */
export function measureLoudness(
  kernels: Kernels,
  source: AudioSource,
  weights: readonly number[],
  stepFrames: number,
  onProgress: (ratio: number) => void = () => {},
): AlbumLoudnessReading {
  const { channels, sampleRateHz, lengthFrames } = source;
  const { heap } = kernels;
  const mark = heap.mark();
  try {
    const meter = createLoudnessMeter(kernels, { sampleRateHz, weights, expectedSec: lengthFrames / sampleRateHz });
    const blocks = Array.from({ length: channels }, () => heap.f32(stepFrames));
    const views = blocks.map((block) => block.view);
    const inputs = blocks.map((block) => block.ptr);
    const shortTermLufs: number[] = [];
    for (let frame = 0; frame < lengthFrames; frame += stepFrames) {
      const count = Math.min(stepFrames, lengthFrames - frame);
      source.read(views, 0, frame, count);
      meter.push(inputs, 0, count);
      shortTermLufs.push(meter.shortTermLufs);
      onProgress(frame / lengthFrames);
    }
    return {
      integratedLufs: meter.integratedLufs(),
      lraLu: meter.loudnessRangeLu(),
      maxShortTermLufs: meter.maxShortTermLufs,
      shortTermLufs,
    };
  } finally {
    heap.release(mark);
  }
}

/** Sources one after the other as one. */
export function concatSources(sources: readonly AudioSource[]): AudioSource {
  const { channels, sampleRateHz } = sources[0]!;
  const starts: number[] = [];
  let lengthFrames = 0;
  for (const source of sources) {
    starts.push(lengthFrames);
    lengthFrames += source.lengthFrames;
  }
  return {
    channels,
    sampleRateHz,
    lengthFrames,
    read(out, outFrame, startFrame, count) {
      for (let c = 0; c < channels; c++) {
        out[c]!.fill(0, outFrame, outFrame + count);
      }
      sources.forEach((source, k) => {
        const from = Math.max(startFrame, starts[k]!);
        const to = Math.min(startFrame + count, starts[k]! + source.lengthFrames);
        if (to > from) {
          source.read(out, outFrame + from - startFrame, from - starts[k]!, to - from);
        }
      });
    },
    [Symbol.dispose]() {},
  };
}

const AROUND_FRAMES = 256;

/**
 * How smooth a joint is: the step from the last sample of one file to the first of the next, over the largest step within 256 frames on either
 * side; of the worst channel. What is continuous stays about 1 or below; an edit that clicks is far above.
 */
export function stepAtJoint(album: AudioSource, frame: number): number {
  const block = createPlanar(album.channels, 2 * AROUND_FRAMES);
  album.read(block, 0, frame - AROUND_FRAMES, 2 * AROUND_FRAMES);
  let worst = 0;
  for (const samples of block) {
    let usual = 0;
    for (let k = 1; k < samples.length; k++) {
      if (k !== AROUND_FRAMES) {
        usual = Math.max(usual, Math.abs(samples[k]! - samples[k - 1]!));
      }
    }
    const step = Math.abs(samples[AROUND_FRAMES]! - samples[AROUND_FRAMES - 1]!);
    // Less than a step of 16 bits is no click.
    worst = Math.max(worst, step / Math.max(usual, 1 / 32768));
  }
  return worst;
}

/** Frames of the album at which one track goes on where another ends, by the file's cut and by the music. */
export function jointsOf(
  spans: readonly TrackSpan[],
  tracks: readonly { readonly gapless: boolean }[],
): readonly { track: number; musicFrame: number }[] {
  return spans.flatMap((span, k) => (tracks[k]!.gapless ? [{ track: k, musicFrame: span.startFrame }] : []));
}
