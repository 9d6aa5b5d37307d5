/** A half-band filter's taps from what the kernels are given: twice those beside the middle, every other one. */
export function halfBandFilter(taps: ArrayLike<number>): Float64Array {
  const pairs = taps.length;
  const filter = new Float64Array(4 * pairs - 1);
  const middle = 2 * pairs - 1;
  filter[middle] = 0.5;
  for (let j = 0; j < pairs; j++) {
    filter[middle + 2 * j + 1] = taps[j]! / 2;
    filter[middle - 2 * j - 1] = taps[j]! / 2;
  }
  return filter;
}

/** Twin of halfBandUp in dsp/wasm/oversample.ts: zeros between the frames, then the filter at twice the gain. */
export function halfBandUp(input: ArrayLike<number>, taps: ArrayLike<number>): Float64Array {
  const spread = Float64Array.from({ length: 2 * input.length }, (_, k) => (k % 2 === 0 ? 2 * input[k / 2]! : 0));
  return filtered(spread, halfBandFilter(taps));
}

/** Twin of halfBandDown: the filter, then every other frame. */
export function halfBandDown(input: ArrayLike<number>, taps: ArrayLike<number>): Float64Array {
  const all = filtered(input, halfBandFilter(taps));
  return Float64Array.from({ length: input.length / 2 }, (_, k) => all[2 * k]!);
}

function filtered(input: ArrayLike<number>, filter: ArrayLike<number>): Float64Array {
  return Float64Array.from({ length: input.length }, (_, n) => {
    let sum = 0;
    for (let k = 0; k < filter.length && k <= n; k++) {
      sum += filter[k]! * input[n - k]!;
    }
    return sum;
  });
}
