// Twins of dsp/wasm/channels.ts, a pair or a channel at a time.

export function halfSum(a: Float32Array, b: Float32Array, sign: number): Float64Array {
  return Float64Array.from(a, (x, k) => (x + sign * b[k]!) / 2);
}

/** [a, b] plus what has changed. */
export function addChange(
  a: Float32Array,
  b: Float32Array,
  now: Float32Array,
  was: Float32Array,
  sign: number,
): [Float64Array, Float64Array] {
  return [Float64Array.from(a, (x, k) => x + now[k]! - was[k]!), Float64Array.from(b, (x, k) => x + sign * (now[k]! - was[k]!))];
}

/** numbers: own and other, each from and to. */
export function mixPair(
  a: Float32Array,
  b: Float32Array,
  numbers: ArrayLike<number>,
  position: number,
  rampFrames: number,
): [Float64Array, Float64Array] {
  const at = (n: number, k: number): number => numbers[2 * n]! + ((numbers[2 * n + 1]! - numbers[2 * n]!) * (position + k)) / rampFrames;
  return [Float64Array.from(a, (x, k) => at(0, k) * x + at(1, k) * b[k]!), Float64Array.from(b, (x, k) => at(0, k) * x + at(1, k) * a[k]!)];
}

export function sumBands(bands: readonly Float32Array[], gains: readonly Float32Array[]): Float64Array {
  return Float64Array.from(bands[0]!, (_, k) => bands.reduce((sum, band, b) => sum + band[k]! * gains[b]![k]!, 0));
}
