import type { Planar } from '../audio/index.ts';
import { assertNever, createPrng, prngState } from '../base/index.ts';
import { createKernels } from './kernels.ts';

/**
 * `none` rounds only: right for what already lies on the grid. `tpdf` adds two uniform numbers of one step each before rounding. `shaped`
 * does too, and moves the error to where the ear hears it least: for 16 bits at 44.1 and 48 kHz, last of all, once.
 */
export type DitherKind = 'none' | 'tpdf' | 'shaped';

/** Puts audio onto the grid of whole-number samples, last of all. */
export interface Dither {
  /**
   * In place, frames [startFrame, startFrame + lengthFrames): multiples of 2^(1 − bits) from −1 to 1 − 2^(1 − bits); NaN becomes 0. Whatever
   * the pieces, the samples are the same.
   */
  process(channels: Planar, startFrame: number, lengthFrames: number): void;
  /** Starts the noise over. */
  reset(): void;
}

/**
 * F-weighted error feedback: at 44.1 kHz the noise is 25 dB down at 3 kHz, 25.5 dB up at 20 kHz, and 18.4 dB louder altogether.
 * @source R. A. Wannamaker, Psychoacoustically optimal noise shaping, JAES 40 (1992), nine taps
 */
const SHAPING = [2.412, -3.37, 3.937, -4.174, 3.353, -2.205, 1.281, -0.569, 0.0847] as const;
/** Rounding and dither together are never off by more, in steps; only overloads are, and they are not fed back. */
const LARGEST_ERROR = 1.5;

/**
 * Triangular dither: the error's mean and power do not depend on the signal, its power being Δ²/4, −96.3 dBFS at 16 bits; shaped, −78.0.
 * @param seed the same seed gives the same bytes on every host; each channel has a stream of its own
 * @source Lipshitz, Wannamaker & Vanderkooy, Quantization and dither, JAES 40 (1992)
 */
export function createDither(seed: number, channels: number, bits: 16 | 24, kind: DitherKind = 'tpdf'): Dither {
  const steps = bits === 16 ? 32768 : 8388608;
  switch (kind) {
    case 'none':
      return createRounding(channels, steps);
    case 'tpdf':
      return createTriangular(seed, channels, steps);
    case 'shaped':
      return createShaped(seed, channels, steps);
    default:
      return assertNever(kind, 'createDither');
  }
}

/** Whole steps that the word length has; NaN is 0. */
const levelOf = (rounded: number, steps: number): number =>
  rounded >= steps ? steps - 1 : rounded >= -steps ? rounded : rounded < -steps ? -steps : 0;

function createRounding(channels: number, steps: number): Dither {
  return {
    process(planar, startFrame, lengthFrames) {
      for (let c = 0; c < channels; c++) {
        const block = planar[c]!;
        for (let k = startFrame; k < startFrame + lengthFrames; k++) {
          block[k] = levelOf(Math.floor(block[k]! * steps + 0.5), steps) / steps;
        }
      }
    },
    reset() {},
  };
}

/** Channels that the kernel takes at a time. */
const WIDTH = 4;
const KERNEL_FRAMES = 4096;
const MEMORY_MB = 1;

function createTriangular(seed: number, channels: number, steps: number): Dither {
  const { run, heap } = createKernels(MEMORY_MB);
  const blocks = Array.from({ length: WIDTH }, () => heap.f32(KERNEL_FRAMES));
  const table = heap.i32(WIDTH);
  table.view.set(blocks.map((block) => block.ptr));
  const states = Array.from({ length: Math.ceil(channels / WIDTH) }, () => heap.i32(4 * WIDTH));
  const reset = (): void => {
    states.forEach(({ view }, group) => {
      for (let lane = 0; lane < WIDTH; lane++) {
        prngState(seed, group * WIDTH + lane).forEach((word, k) => (view[k * WIDTH + lane] = word));
      }
    });
  };
  reset();
  return {
    process(planar, startFrame, lengthFrames) {
      for (let done = 0; done < lengthFrames; done += KERNEL_FRAMES) {
        const from = startFrame + done;
        const count = Math.min(KERNEL_FRAMES, lengthFrames - done);
        for (let group = 0; group < states.length; group++) {
          const width = Math.min(WIDTH, channels - group * WIDTH);
          for (let lane = 0; lane < width; lane++) {
            blocks[lane]!.view.set(planar[group * WIDTH + lane]!.subarray(from, from + count));
          }
          run.ditherTriangular(table.ptr, count, states[group]!.ptr, steps);
          for (let lane = 0; lane < width; lane++) {
            planar[group * WIDTH + lane]!.set(blocks[lane]!.view.subarray(0, count), from);
          }
        }
      }
    },
    reset,
  };
}

function createShaped(seed: number, channels: number, steps: number): Dither {
  const makeStreams = (): ReturnType<typeof createPrng>[] => Array.from({ length: channels }, (_, c) => createPrng(seed, c));
  let streams = makeStreams();
  const taps = SHAPING.length;
  /** The last errors of each channel, in steps, the newest first. */
  const errors = new Float64Array(channels * taps);

  /** What is left of the last errors, taken from a level before it is rounded. */
  const shapeOf = (first: number): number => {
    let sum = 0;
    for (let k = 0; k < taps; k++) {
      sum += SHAPING[k]! * errors[first + k]!;
    }
    return sum;
  };
  const remember = (first: number, error: number): void => {
    errors.copyWithin(first + 1, first, first + taps - 1);
    errors[first] = error > LARGEST_ERROR ? LARGEST_ERROR : error >= -LARGEST_ERROR ? error : error < 0 ? -LARGEST_ERROR : 0;
  };

  return {
    process(planar, startFrame, lengthFrames) {
      for (let c = 0; c < channels; c++) {
        const block = planar[c]!;
        const prng = streams[c]!;
        for (let k = startFrame; k < startFrame + lengthFrames; k++) {
          const noise = (prng.nextUint32() + prng.nextUint32()) / 4294967296 - 1;
          const wanted = block[k]! * steps - shapeOf(c * taps);
          const level = levelOf(Math.floor(wanted + noise + 0.5), steps);
          block[k] = level / steps;
          remember(c * taps, level - wanted);
        }
      }
    },
    reset() {
      streams = makeStreams();
      errors.fill(0);
    },
  };
}
