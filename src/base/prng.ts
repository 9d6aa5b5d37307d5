/** A stream of pseudo-random numbers, the same on every host for the same seed. */
export interface Prng {
  /** The next 32 bits, unsigned. */
  nextUint32(): number;
  /** Uniform in [0, 1). */
  next(): number;
}

/**
 * xoshiro128** seeded through splitmix32. Independent streams: give each channel, player or voice a `stream` of its own.
 * @source Blackman & Vigna, Scrambled linear pseudorandom number generators, 2019
 */
export function createPrng(seed: number, stream = 0): Prng {
  let [a, b, c, d] = prngState(seed, stream);
  const nextUint32 = (): number => {
    const scrambled = Math.imul(b, 5);
    const result = Math.imul((scrambled << 7) | (scrambled >>> 25), 9) >>> 0;
    const t = b << 9;
    c ^= a;
    d ^= b;
    b ^= c;
    a ^= d;
    c ^= t;
    d = (d << 11) | (d >>> 21);
    return result;
  };
  return { nextUint32, next: () => nextUint32() / 4294967296 };
}

/** The four words that a stream starts from, for a kernel that counts on by itself. */
export function prngState(seed: number, stream: number): [number, number, number, number] {
  let mix = (seed ^ Math.imul(stream + 1, 0x9e3779b9)) >>> 0;
  const splitmix = (): number => {
    mix = (mix + 0x9e3779b9) >>> 0;
    let z = mix;
    z = Math.imul(z ^ (z >>> 16), 0x85ebca6b);
    z = Math.imul(z ^ (z >>> 13), 0xc2b2ae35);
    return (z ^ (z >>> 16)) >>> 0;
  };
  return [splitmix(), splitmix(), splitmix(), splitmix() | 1];
}
