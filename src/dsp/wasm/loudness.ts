// BS.1770 K-weighting of many channels in double precision, four channels side by side. Twin: tests/reference/kWeighting.ts.

/** Bytes of state of one group of four channels: for each of two pairs the shelf's two states, the high-pass's two, and the energy. */
const GROUP_STATE_BYTES: usize = 160;

/**
 * Filters channels through the shelf and the high-pass and adds up the squares of the result. Samples that are not finite count as zero.
 * Sums run frame after frame in one order, so chunking never changes a bit.
 * @param inputs        address of nGroups × 4 i32 addresses of f32 blocks
 * @param coefficients  address of 7 f64: shelf b0 b1 b2 a1 a2, high-pass a1 a2 (its b is 1 −2 1)
 * @param state         address of nGroups × 20 f64: per pair of channels s1 s1' s2 s2' h1 h1' h2 h2' energy energy'
 */
export function kWeightedEnergy(inputs: usize, nGroups: i32, startFrame: i32, lengthFrames: i32, coefficients: usize, state: usize): void {
  const b0 = v128.load64_splat(coefficients);
  const b1 = v128.load64_splat(coefficients, 8);
  const b2 = v128.load64_splat(coefficients, 16);
  const a1 = v128.load64_splat(coefficients, 24);
  const a2 = v128.load64_splat(coefficients, 32);
  const c1 = v128.load64_splat(coefficients, 40);
  const c2 = v128.load64_splat(coefficients, 48);
  const zero = f64x2.splat(0);
  const offset = (<usize>startFrame) << 2;
  for (let g = 0; g < nGroups; g++) {
    const table = inputs + ((<usize>g) << 4);
    let a = <usize>load<i32>(table) + offset;
    let b = <usize>load<i32>(table, 4) + offset;
    let c = <usize>load<i32>(table, 8) + offset;
    let d = <usize>load<i32>(table, 12) + offset;
    const at = state + <usize>g * GROUP_STATE_BYTES;
    let p1 = v128.load(at);
    let p2 = v128.load(at, 16);
    let ph1 = v128.load(at, 32);
    let ph2 = v128.load(at, 48);
    let pe = v128.load(at, 64);
    let q1 = v128.load(at, 80);
    let q2 = v128.load(at, 96);
    let qh1 = v128.load(at, 112);
    let qh2 = v128.load(at, 128);
    let qe = v128.load(at, 144);
    const end = a + ((<usize>lengthFrames) << 2);
    while (a < end) {
      let x = f64x2.replace_lane(f64x2.splat(<f64>load<f32>(a)), 1, <f64>load<f32>(b));
      let z = f64x2.replace_lane(f64x2.splat(<f64>load<f32>(c)), 1, <f64>load<f32>(d));
      x = v128.and(x, f64x2.eq(f64x2.sub(x, x), zero));
      z = v128.and(z, f64x2.eq(f64x2.sub(z, z), zero));
      const y = f64x2.add(f64x2.mul(b0, x), p1);
      const w = f64x2.add(f64x2.mul(b0, z), q1);
      p1 = f64x2.sub(f64x2.add(f64x2.mul(b1, x), p2), f64x2.mul(a1, y));
      q1 = f64x2.sub(f64x2.add(f64x2.mul(b1, z), q2), f64x2.mul(a1, w));
      p2 = f64x2.sub(f64x2.mul(b2, x), f64x2.mul(a2, y));
      q2 = f64x2.sub(f64x2.mul(b2, z), f64x2.mul(a2, w));
      const v = f64x2.add(y, ph1);
      const u = f64x2.add(w, qh1);
      ph1 = f64x2.sub(f64x2.sub(ph2, f64x2.add(y, y)), f64x2.mul(c1, v));
      qh1 = f64x2.sub(f64x2.sub(qh2, f64x2.add(w, w)), f64x2.mul(c1, u));
      ph2 = f64x2.sub(y, f64x2.mul(c2, v));
      qh2 = f64x2.sub(w, f64x2.mul(c2, u));
      pe = f64x2.add(pe, f64x2.mul(v, v));
      qe = f64x2.add(qe, f64x2.mul(u, u));
      a += 4;
      b += 4;
      c += 4;
      d += 4;
    }
    v128.store(at, p1);
    v128.store(at, p2, 16);
    v128.store(at, ph1, 32);
    v128.store(at, ph2, 48);
    v128.store(at, pe, 64);
    v128.store(at, q1, 80);
    v128.store(at, q2, 96);
    v128.store(at, qh1, 112);
    v128.store(at, qh2, 128);
    v128.store(at, qe, 144);
  }
}

/** Copies samples; what is not finite becomes zero. Returns how many were not. `out` may be `input`. */
export function copyFinite(out: usize, input: usize, lengthFrames: i32): i32 {
  const zero = f32x4.splat(0);
  let counts = i32x4.splat(0);
  let k = 0;
  for (; k + 4 <= lengthFrames; k += 4) {
    const at = (<usize>k) << 2;
    const x = v128.load(input + at);
    const isFinite = f32x4.eq(f32x4.sub(x, x), zero);
    counts = i32x4.add(counts, isFinite);
    v128.store(out + at, v128.and(x, isFinite));
  }
  let count =
    k + i32x4.extract_lane(counts, 0) + i32x4.extract_lane(counts, 1) + i32x4.extract_lane(counts, 2) + i32x4.extract_lane(counts, 3);
  for (; k < lengthFrames; k++) {
    const at = (<usize>k) << 2;
    const x = load<f32>(input + at);
    const isFinite = x - x == 0;
    store<f32>(out + at, isFinite ? x : 0);
    count += isFinite ? 0 : 1;
  }
  return count;
}
