// Filters that make the diffuse part of objects different in every loudspeaker. @source BS.2127-1, 7.4 (decorrelation filters)
import { cos, sin } from '../../base/index.ts';
import type { Layout } from '../../layouts/index.ts';

/** Length of a decorrelation filter. */
export const DECORRELATOR_TAPS = 512;

/**
 * How long the direct part waits for the diffuse one, counted from the filter's first tap: direct output n is input n,
 * diffuse output n is Σ h[k] · input[n + 255 − k].
 */
export const DECORRELATOR_DELAY_FRAMES = 255;

/** One filter a channel of the layout, LFE too. */
export function createDecorrelators(layout: Layout): Float64Array[] {
  return decorrelatorSeeds(layout).map(decorrelationFilter);
}

/** The seed of each channel's filter: the rank of its name. */
export function decorrelatorSeeds(layout: Layout): number[] {
  const sorted = layout.speakers.map((s) => s.name).sort((a, b) => (a < b ? -1 : a > b ? 1 : 0));
  return layout.speakers.map((s) => sorted.indexOf(s.name));
}

/** All frequencies at unit gain, each of the 255 between the ends at a random phase. */
export function decorrelationFilter(seed: number): Float64Array {
  const random = createMersenneTwister(seed);
  const phases = Float64Array.from({ length: BINS }, () => (2 * Math.PI * random()) / 4294967296);
  const turn = Float64Array.from({ length: DECORRELATOR_TAPS }, (_, n) => cos((2 * Math.PI * n) / DECORRELATOR_TAPS));
  const cosines = phases.map((phase) => cos(phase));
  const sines = phases.map((phase) => sin(phase));
  const taps = new Float64Array(DECORRELATOR_TAPS);
  const quarter = DECORRELATOR_TAPS / 4;
  for (let n = 0; n < DECORRELATOR_TAPS; n++) {
    let sum = n % 2 === 0 ? 2 : 0;
    for (let k = 0; k < BINS; k++) {
      const at = ((k + 1) * n) % DECORRELATOR_TAPS;
      const sine = turn[(at + 3 * quarter) % DECORRELATOR_TAPS]!;
      sum += 2 * (cosines[k]! * turn[at]! - sines[k]! * sine);
    }
    taps[n] = sum / DECORRELATOR_TAPS;
  }
  return taps;
}

const BINS = DECORRELATOR_TAPS / 2 - 1;

/**
 * The 32-bit Mersenne Twister that the standard names, seeded by one number.
 * @source Matsumoto & Nishimura, Mersenne Twister, 1998 (MT19937, init_genrand)
 */
export function createMersenneTwister(seed: number): () => number {
  const state = new Uint32Array(624);
  state[0] = seed;
  for (let k = 1; k < 624; k++) {
    const previous = state[k - 1]!;
    state[k] = Math.imul(1812433253, previous ^ (previous >>> 30)) + k;
  }
  let index = 624;
  return () => {
    if (index === 624) {
      for (let k = 0; k < 624; k++) {
        const mixed = (state[k]! & 0x80000000) | (state[(k + 1) % 624]! & 0x7fffffff);
        state[k] = state[(k + 397) % 624]! ^ (mixed >>> 1) ^ (mixed & 1 ? 0x9908b0df : 0);
      }
      index = 0;
    }
    let y = state[index]!;
    index += 1;
    y ^= y >>> 11;
    y ^= (y << 7) & 0x9d2c5680;
    y ^= (y << 15) & 0xefc60000;
    return (y ^ (y >>> 18)) >>> 0;
  };
}
