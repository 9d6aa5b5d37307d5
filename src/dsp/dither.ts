import type { Planar } from '../audio/index.ts';
import { createPrng } from '../base/index.ts';

/** `none` rounds only: right for what already lies on the grid. `tpdf` adds two uniform numbers of one step each before rounding. */
export type DitherKind = 'none' | 'tpdf';

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
 * Triangular dither: the error's mean and power do not depend on the signal, its power being Δ²/4, −96.3 dBFS at 16 bits.
 * @param seed the same seed gives the same bytes on every host; each channel has a stream of its own
 * @source Lipshitz, Wannamaker & Vanderkooy, Quantization and dither, JAES 40 (1992)
 */
export function createDither(seed: number, channels: number, bits: 16 | 24, kind: DitherKind = 'tpdf'): Dither {
  const steps = bits === 16 ? 32768 : 8388608;
  const makeStreams = (): ReturnType<typeof createPrng>[] => Array.from({ length: channels }, (_, c) => createPrng(seed, c));
  let streams = makeStreams();
  return {
    process(planar, startFrame, lengthFrames) {
      for (let c = 0; c < channels; c++) {
        const block = planar[c]!;
        const prng = streams[c]!;
        for (let k = startFrame; k < startFrame + lengthFrames; k++) {
          const noise = kind === 'tpdf' ? (prng.nextUint32() + prng.nextUint32()) / 4294967296 - 1 : 0;
          const level = Math.floor(block[k]! * steps + noise + 0.5);
          block[k] = level >= steps ? (steps - 1) / steps : level >= -steps ? level / steps : level < -steps ? -1 : 0;
        }
      }
    },
    reset() {
      streams = makeStreams();
    },
  };
}
