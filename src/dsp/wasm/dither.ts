// Triangular dither of four channels side by side. Twin: tests/reference/dither.ts.

/**
 * Adds two uniform numbers of one step each, less their mean, and rounds to whole steps from −steps to steps − 1; NaN becomes 0. In place.
 * @param blocks  address of 4 i32 addresses of f32 blocks
 * @param state   address of 16 u32: the four words of xoshiro128**, four channels each
 * @param steps   steps from 0 to full scale, a power of two
 */
export function ditherTriangular(blocks: usize, lengthFrames: i32, state: usize, steps: f64): void {
  let p0 = <usize>load<i32>(blocks);
  let p1 = <usize>load<i32>(blocks, 4);
  let p2 = <usize>load<i32>(blocks, 8);
  let p3 = <usize>load<i32>(blocks, 12);
  let a = v128.load(state);
  let b = v128.load(state, 16);
  let c = v128.load(state, 32);
  let d = v128.load(state, 48);
  const five = i32x4.splat(5);
  const nine = i32x4.splat(9);
  const scale = f64x2.splat(steps);
  const end = p0 + ((<usize>lengthFrames) << 2);
  while (p0 < end) {
    const first = scramble(b, five, nine);
    let t = i32x4.shl(b, 9);
    c = v128.xor(c, a);
    d = v128.xor(d, b);
    b = v128.xor(b, c);
    a = v128.xor(a, d);
    c = v128.xor(c, t);
    d = v128.or(i32x4.shl(d, 11), i32x4.shr_u(d, 21));
    const second = scramble(b, five, nine);
    t = i32x4.shl(b, 9);
    c = v128.xor(c, a);
    d = v128.xor(d, b);
    b = v128.xor(b, c);
    a = v128.xor(a, d);
    c = v128.xor(c, t);
    d = v128.or(i32x4.shl(d, 11), i32x4.shr_u(d, 21));

    const x = f64x2.replace_lane(f64x2.splat(<f64>load<f32>(p0)), 1, <f64>load<f32>(p1));
    const y = f64x2.replace_lane(f64x2.splat(<f64>load<f32>(p2)), 1, <f64>load<f32>(p3));
    const low = round(x, first, second, scale);
    const high = round(
      y,
      v128.shuffle<i32>(first, first, 2, 3, 2, 3),
      v128.shuffle<i32>(second, second, 2, 3, 2, 3),
      scale,
    );
    store<f32>(p0, <f32>f64x2.extract_lane(low, 0));
    store<f32>(p1, <f32>f64x2.extract_lane(low, 1));
    store<f32>(p2, <f32>f64x2.extract_lane(high, 0));
    store<f32>(p3, <f32>f64x2.extract_lane(high, 1));
    p0 += 4;
    p1 += 4;
    p2 += 4;
    p3 += 4;
  }
  v128.store(state, a);
  v128.store(state, b, 16);
  v128.store(state, c, 32);
  v128.store(state, d, 48);
}

function scramble(b: v128, five: v128, nine: v128): v128 {
  const s = i32x4.mul(b, five);
  return i32x4.mul(v128.or(i32x4.shl(s, 7), i32x4.shr_u(s, 25)), nine);
}

/** Two channels: the low lanes of two random numbers make the noise. */
function round(x: v128, first: v128, second: v128, scale: v128): v128 {
  const sum = f64x2.add(f64x2.convert_low_i32x4_u(first), f64x2.convert_low_i32x4_u(second));
  const noise = f64x2.sub(f64x2.div(sum, f64x2.splat(4294967296)), f64x2.splat(1));
  const level = f64x2.floor(f64x2.add(f64x2.add(f64x2.mul(x, scale), noise), f64x2.splat(0.5)));
  const clipped = f64x2.pmin(f64x2.pmax(level, f64x2.neg(scale)), f64x2.sub(scale, f64x2.splat(1)));
  return f64x2.div(v128.and(clipped, f64x2.eq(level, level)), scale);
}
