// Half-band filters that double and halve a rate, one channel at a time, in single precision. A half-band filter of 4·pairs − 1 taps has
// ½ in its middle and zeros at every other tap, so half of the new frames are old ones and the other half are sums over pairs.
// Sixteen frames a pass; every frame is summed in the same order, wherever a piece begins. Twin: tests/reference/oversample.ts.

/**
 * out[2k] = Σ over j of taps[j]·(x[k − (pairs − 1 − j)] + x[k − (pairs + j)]);  out[2k + 1] = x[k − (pairs − 1)].
 * @param out    room for 2·lengthFrames rounded up to 32 more
 * @param input  x[0]; 2·pairs − 1 frames before it and 16 after lengthFrames are readable
 * @param taps   pairs f32, the innermost first, twice the filter's
 */
export function halfBandUp(out: usize, input: usize, taps: usize, pairs: i32, lengthFrames: i32): void {
  const near = ((<usize>(pairs - 1)) << 2);
  for (let k = 0; k < lengthFrames; k += 16) {
    const x = input + ((<usize>k) << 2) - near;
    let a = f32x4.splat(0);
    let b = f32x4.splat(0);
    let c = f32x4.splat(0);
    let d = f32x4.splat(0);
    let after = x;
    let before = x - 4;
    for (let j = 0; j < pairs; j++) {
      const tap = v128.load32_splat(taps + ((<usize>j) << 2));
      a = f32x4.add(a, f32x4.mul(tap, f32x4.add(v128.load(after), v128.load(before))));
      b = f32x4.add(b, f32x4.mul(tap, f32x4.add(v128.load(after, 16), v128.load(before, 16))));
      c = f32x4.add(c, f32x4.mul(tap, f32x4.add(v128.load(after, 32), v128.load(before, 32))));
      d = f32x4.add(d, f32x4.mul(tap, f32x4.add(v128.load(after, 48), v128.load(before, 48))));
      after += 4;
      before -= 4;
    }
    const to = out + ((<usize>k) << 3);
    interleave(to, a, v128.load(x));
    interleave(to + 32, b, v128.load(x, 16));
    interleave(to + 64, c, v128.load(x, 32));
    interleave(to + 96, d, v128.load(x, 48));
  }
}

/**
 * out[k] = ½·(odd[k − pairs] + Σ over j of taps[j]·(even[k − (pairs − 1 − j)] + even[k − (pairs + j)])).
 * @param out   room for lengthFrames rounded up to 16 more
 * @param even  frames 0, 2, 4 … of the double rate; `odd` frames 1, 3, 5 …; 2·pairs − 1 before each and 16 after are readable
 */
export function halfBandDown(out: usize, even: usize, odd: usize, taps: usize, pairs: i32, lengthFrames: i32): void {
  const near = ((<usize>(pairs - 1)) << 2);
  const half = f32x4.splat(0.5);
  for (let k = 0; k < lengthFrames; k += 16) {
    let after = even + ((<usize>k) << 2) - near;
    let before = after - 4;
    const middle = odd + ((<usize>k) << 2) - near - 4;
    let a = v128.load(middle);
    let b = v128.load(middle, 16);
    let c = v128.load(middle, 32);
    let d = v128.load(middle, 48);
    for (let j = 0; j < pairs; j++) {
      const tap = v128.load32_splat(taps + ((<usize>j) << 2));
      a = f32x4.add(a, f32x4.mul(tap, f32x4.add(v128.load(after), v128.load(before))));
      b = f32x4.add(b, f32x4.mul(tap, f32x4.add(v128.load(after, 16), v128.load(before, 16))));
      c = f32x4.add(c, f32x4.mul(tap, f32x4.add(v128.load(after, 32), v128.load(before, 32))));
      d = f32x4.add(d, f32x4.mul(tap, f32x4.add(v128.load(after, 48), v128.load(before, 48))));
      after += 4;
      before -= 4;
    }
    const to = out + ((<usize>k) << 2);
    v128.store(to, f32x4.mul(half, a));
    v128.store(to + 16, f32x4.mul(half, b));
    v128.store(to + 32, f32x4.mul(half, c));
    v128.store(to + 48, f32x4.mul(half, d));
  }
}

/** Frames 0, 2, 4 … to `even`, frames 1, 3, 5 … to `odd`: lengthFrames of each, rounded up to 4. */
export function deinterleave(even: usize, odd: usize, input: usize, lengthFrames: i32): void {
  for (let k = 0; k < lengthFrames; k += 4) {
    const at = (<usize>k) << 2;
    const low = v128.load(input + (at << 1));
    const high = v128.load(input + (at << 1), 16);
    v128.store(even + at, v128.shuffle<f32>(low, high, 0, 2, 4, 6));
    v128.store(odd + at, v128.shuffle<f32>(low, high, 1, 3, 5, 7));
  }
}

function interleave(to: usize, even: v128, odd: v128): void {
  v128.store(to, v128.shuffle<f32>(even, odd, 0, 4, 1, 5));
  v128.store(to, v128.shuffle<f32>(even, odd, 2, 6, 3, 7), 16);
}
