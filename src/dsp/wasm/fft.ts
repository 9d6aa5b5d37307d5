// Real transforms of four channels at once: a lane is a channel, so no butterfly ever shuffles.
// Twin: tests/reference/dft.ts. Complex pairs lie as 32 bytes: four channels' real parts, then their imaginary parts.

/**
 * Four forward real transforms, unscaled: X[k] = Σ x[m]·e^(−2πi·k·m/size).
 * @param spectra   address of 4 i32 addresses of spectrum rows: re[size/2 + 4], im[size/2 + 4], bins 0 … size/2 written
 * @param inputs    address of 4 i32 addresses of f32 × size
 * @param work      2 × size/2 × 32 bytes
 * @param twiddles  size complex f32: e^(−2πi·k/size)
 * @param size      a power of two, at least 16
 */
export function rfft4(spectra: usize, inputs: usize, work: usize, twiddles: usize, size: i32): void {
  interleave(work, inputs, size);
  const half = size >> 1;
  const z = transform(work, work + ((<usize>half) << 5), twiddles, half);
  splitToRows(spectra, z, twiddles, half);
}

/**
 * Four inverse real transforms, scaled by 1/size: undoes rfft4. Imaginary parts of bins 0 and size/2 count as zero.
 * Shapes as in rfft4.
 */
export function irfft4(outputs: usize, spectra: usize, work: usize, twiddles: usize, size: i32): void {
  const half = size >> 1;
  mergeFromRows(work, spectra, twiddles, half);
  const z = transform(work, work + ((<usize>half) << 5), twiddles, half);
  deinterleave(outputs, z, size);
}

// ── lanes ↔ rows ──

function interleave(out: usize, inputs: usize, size: i32): void {
  const a = <usize>load<i32>(inputs);
  const b = <usize>load<i32>(inputs, 4);
  const c = <usize>load<i32>(inputs, 8);
  const d = <usize>load<i32>(inputs, 12);
  const bytes = (<usize>size) << 2;
  for (let at: usize = 0; at < bytes; at += 16) {
    storeTransposed(out + (at << 2), v128.load(a + at), v128.load(b + at), v128.load(c + at), v128.load(d + at));
  }
}

/** The inverse transform runs forward on swapped parts: a pair's first half is the odd frame. */
function deinterleave(outputs: usize, z: usize, size: i32): void {
  const a = <usize>load<i32>(outputs);
  const b = <usize>load<i32>(outputs, 4);
  const c = <usize>load<i32>(outputs, 8);
  const d = <usize>load<i32>(outputs, 12);
  const bytes = (<usize>size) << 2;
  for (let at: usize = 0; at < bytes; at += 16) {
    const from = z + (at << 2);
    const p = v128.load(from, 16);
    const q = v128.load(from);
    const r = v128.load(from, 48);
    const s = v128.load(from, 32);
    const pqLow = i32x4.shuffle(p, q, 0, 4, 1, 5);
    const pqHigh = i32x4.shuffle(p, q, 2, 6, 3, 7);
    const rsLow = i32x4.shuffle(r, s, 0, 4, 1, 5);
    const rsHigh = i32x4.shuffle(r, s, 2, 6, 3, 7);
    v128.store(a + at, i64x2.shuffle(pqLow, rsLow, 0, 2));
    v128.store(b + at, i64x2.shuffle(pqLow, rsLow, 1, 3));
    v128.store(c + at, i64x2.shuffle(pqHigh, rsHigh, 0, 2));
    v128.store(d + at, i64x2.shuffle(pqHigh, rsHigh, 1, 3));
  }
}

function storeTransposed(out: usize, p: v128, q: v128, r: v128, s: v128): void {
  const pqLow = i32x4.shuffle(p, q, 0, 4, 1, 5);
  const pqHigh = i32x4.shuffle(p, q, 2, 6, 3, 7);
  const rsLow = i32x4.shuffle(r, s, 0, 4, 1, 5);
  const rsHigh = i32x4.shuffle(r, s, 2, 6, 3, 7);
  v128.store(out, i64x2.shuffle(pqLow, rsLow, 0, 2));
  v128.store(out, i64x2.shuffle(pqLow, rsLow, 1, 3), 16);
  v128.store(out, i64x2.shuffle(pqHigh, rsHigh, 0, 2), 32);
  v128.store(out, i64x2.shuffle(pqHigh, rsHigh, 1, 3), 48);
}

// ── the complex transform: Stockham, radix 4, one radix-2 pass where the length asks for it ──

/** Returns where the result lies: x or y. twiddles are those of 2·length. */
function transform(x: usize, y: usize, twiddles: usize, length: i32): usize {
  let n = length;
  let s = 1;
  while (n >= 4) {
    pass4(x, y, twiddles, n, s);
    const swap = x;
    x = y;
    y = swap;
    n >>= 2;
    s <<= 2;
  }
  if (n == 2) {
    const offset = (<usize>s) << 5;
    for (let q: usize = 0; q < offset; q += 16) {
      const a = v128.load(x + q);
      const b = v128.load(x + q + offset);
      v128.store(y + q, f32x4.add(a, b));
      v128.store(y + q + offset, f32x4.sub(a, b));
    }
    return y;
  }
  return x;
}

function pass4(x: usize, y: usize, twiddles: usize, n: i32, s: i32): void {
  const run = (<usize>s) << 5;
  const quarter = run * <usize>(n >> 2);
  // p = 0: all twiddles are 1.
  for (let q: usize = 0; q < run; q += 32) {
    const from = x + q;
    const to = y + q;
    const ar = v128.load(from);
    const ai = v128.load(from, 16);
    const br = v128.load(from + quarter);
    const bi = v128.load(from + quarter, 16);
    const cr = v128.load(from + 2 * quarter);
    const ci = v128.load(from + 2 * quarter, 16);
    const dr = v128.load(from + 3 * quarter);
    const di = v128.load(from + 3 * quarter, 16);
    const sr = f32x4.add(ar, cr);
    const si = f32x4.add(ai, ci);
    const mr = f32x4.sub(ar, cr);
    const mi = f32x4.sub(ai, ci);
    const tr = f32x4.add(br, dr);
    const ti = f32x4.add(bi, di);
    const ur = f32x4.sub(br, dr);
    const ui = f32x4.sub(bi, di);
    v128.store(to, f32x4.add(sr, tr));
    v128.store(to, f32x4.add(si, ti), 16);
    v128.store(to + run, f32x4.add(mr, ui));
    v128.store(to + run, f32x4.sub(mi, ur), 16);
    v128.store(to + 2 * run, f32x4.sub(sr, tr));
    v128.store(to + 2 * run, f32x4.sub(si, ti), 16);
    v128.store(to + 3 * run, f32x4.sub(mr, ui));
    v128.store(to + 3 * run, f32x4.add(mi, ur), 16);
  }
  const groups = n >> 2;
  const stride = (<usize>s) << 4;
  for (let p = 1; p < groups; p++) {
    const w = twiddles + <usize>p * stride;
    const w2 = w + <usize>p * stride;
    const w3 = w2 + <usize>p * stride;
    const w1r = v128.load32_splat(w);
    const w1i = v128.load32_splat(w, 4);
    const w2r = v128.load32_splat(w2);
    const w2i = v128.load32_splat(w2, 4);
    const w3r = v128.load32_splat(w3);
    const w3i = v128.load32_splat(w3, 4);
    let from = x + run * <usize>p;
    let to = y + 4 * run * <usize>p;
    const end = from + run;
    for (; from < end; from += 32, to += 32) {
      const ar = v128.load(from);
      const ai = v128.load(from, 16);
      const br = v128.load(from + quarter);
      const bi = v128.load(from + quarter, 16);
      const cr = v128.load(from + 2 * quarter);
      const ci = v128.load(from + 2 * quarter, 16);
      const dr = v128.load(from + 3 * quarter);
      const di = v128.load(from + 3 * quarter, 16);
      const sr = f32x4.add(ar, cr);
      const si = f32x4.add(ai, ci);
      const mr = f32x4.sub(ar, cr);
      const mi = f32x4.sub(ai, ci);
      const tr = f32x4.add(br, dr);
      const ti = f32x4.add(bi, di);
      const ur = f32x4.sub(br, dr);
      const ui = f32x4.sub(bi, di);
      v128.store(to, f32x4.add(sr, tr));
      v128.store(to, f32x4.add(si, ti), 16);
      const er = f32x4.add(mr, ui);
      const ei = f32x4.sub(mi, ur);
      v128.store(to + run, f32x4.sub(f32x4.mul(er, w1r), f32x4.mul(ei, w1i)));
      v128.store(to + run, f32x4.add(f32x4.mul(er, w1i), f32x4.mul(ei, w1r)), 16);
      const fr = f32x4.sub(sr, tr);
      const fi = f32x4.sub(si, ti);
      v128.store(to + 2 * run, f32x4.sub(f32x4.mul(fr, w2r), f32x4.mul(fi, w2i)));
      v128.store(to + 2 * run, f32x4.add(f32x4.mul(fr, w2i), f32x4.mul(fi, w2r)), 16);
      const gr = f32x4.sub(mr, ui);
      const gi = f32x4.add(mi, ur);
      v128.store(to + 3 * run, f32x4.sub(f32x4.mul(gr, w3r), f32x4.mul(gi, w3i)));
      v128.store(to + 3 * run, f32x4.add(f32x4.mul(gr, w3i), f32x4.mul(gi, w3r)), 16);
    }
  }
}

// ── half-length complex spectrum ↔ real spectrum ──

const scratch = memory.data(256, 16);

/** Bins k … k+3 and their mirrors at once, so that lanes turn into rows by 4 × 4 transposes. */
function splitToRows(spectra: usize, z: usize, twiddles: usize, half: i32): void {
  const a = <usize>load<i32>(spectra);
  const b = <usize>load<i32>(spectra, 4);
  const c = <usize>load<i32>(spectra, 8);
  const d = <usize>load<i32>(spectra, 12);
  const imaginary = (<usize>(half + 4)) << 2;
  const mask = ((<usize>half) << 5) - 1;
  const halfGain = f32x4.splat(0.5);
  for (let k = 0; k < half >> 1; k += 4) {
    for (let j = 0; j < 4; j++) {
      const at = (<usize>(k + j)) << 5;
      const mirror = ((<usize>(half - k - j)) << 5) & mask;
      const ar = v128.load(z + at);
      const ai = v128.load(z + at, 16);
      const br = v128.load(z + mirror);
      const bi = v128.load(z + mirror, 16);
      const w = twiddles + ((<usize>(k + j)) << 3);
      const wr = v128.load32_splat(w);
      const wi = v128.load32_splat(w, 4);
      const er = f32x4.mul(f32x4.add(ar, br), halfGain);
      const ei = f32x4.mul(f32x4.sub(ai, bi), halfGain);
      const or = f32x4.mul(f32x4.add(ai, bi), halfGain);
      const oi = f32x4.mul(f32x4.sub(br, ar), halfGain);
      const tr = f32x4.sub(f32x4.mul(or, wr), f32x4.mul(oi, wi));
      const ti = f32x4.add(f32x4.mul(or, wi), f32x4.mul(oi, wr));
      const spill = scratch + ((<usize>j) << 4);
      v128.store(spill, f32x4.add(er, tr));
      v128.store(spill, f32x4.add(ei, ti), 64);
      const mirrored = scratch + ((<usize>(3 - j)) << 4);
      v128.store(mirrored, f32x4.sub(er, tr), 128);
      v128.store(mirrored, f32x4.sub(ti, ei), 192);
    }
    rowsFromLanes(scratch, a, b, c, d, (<usize>k) << 2);
    rowsFromLanes(scratch + 64, a, b, c, d, ((<usize>k) << 2) + imaginary);
    rowsFromLanes(scratch + 128, a, b, c, d, (<usize>(half - k - 3)) << 2);
    rowsFromLanes(scratch + 192, a, b, c, d, ((<usize>(half - k - 3)) << 2) + imaginary);
  }
  const middle = (<usize>half) << 4;
  const at = (<usize>half) << 1;
  const re = v128.load(z + middle);
  const im = f32x4.neg(v128.load(z + middle, 16));
  store<f32>(a + at, f32x4.extract_lane(re, 0));
  store<f32>(b + at, f32x4.extract_lane(re, 1));
  store<f32>(c + at, f32x4.extract_lane(re, 2));
  store<f32>(d + at, f32x4.extract_lane(re, 3));
  store<f32>(a + at + imaginary, f32x4.extract_lane(im, 0));
  store<f32>(b + at + imaginary, f32x4.extract_lane(im, 1));
  store<f32>(c + at + imaginary, f32x4.extract_lane(im, 2));
  store<f32>(d + at + imaginary, f32x4.extract_lane(im, 3));
}

function rowsFromLanes(lanes: usize, a: usize, b: usize, c: usize, d: usize, at: usize): void {
  const p = v128.load(lanes);
  const q = v128.load(lanes, 16);
  const r = v128.load(lanes, 32);
  const s = v128.load(lanes, 48);
  const pqLow = i32x4.shuffle(p, q, 0, 4, 1, 5);
  const pqHigh = i32x4.shuffle(p, q, 2, 6, 3, 7);
  const rsLow = i32x4.shuffle(r, s, 0, 4, 1, 5);
  const rsHigh = i32x4.shuffle(r, s, 2, 6, 3, 7);
  v128.store(a + at, i64x2.shuffle(pqLow, rsLow, 0, 2));
  v128.store(b + at, i64x2.shuffle(pqLow, rsLow, 1, 3));
  v128.store(c + at, i64x2.shuffle(pqHigh, rsHigh, 0, 2));
  v128.store(d + at, i64x2.shuffle(pqHigh, rsHigh, 1, 3));
}

/** The half-length complex spectrum, parts swapped and scaled by 1/size, in lanes. */
function mergeFromRows(out: usize, spectra: usize, twiddles: usize, half: i32): void {
  const a = <usize>load<i32>(spectra);
  const b = <usize>load<i32>(spectra, 4);
  const c = <usize>load<i32>(spectra, 8);
  const d = <usize>load<i32>(spectra, 12);
  const imaginary = (<usize>(half + 4)) << 2;
  const gain = f32x4.splat(0.5 / <f32>half);
  for (let k = 0; k <= half >> 1; k++) {
    const at = (<usize>k) << 2;
    const mirror = (<usize>(half - k)) << 2;
    const isEdge = k == 0;
    const ar = lanesOf(a, b, c, d, at);
    const ai = isEdge ? f32x4.splat(0) : lanesOf(a, b, c, d, at + imaginary);
    const br = lanesOf(a, b, c, d, mirror);
    const bi = isEdge ? f32x4.splat(0) : lanesOf(a, b, c, d, mirror + imaginary);
    const w = twiddles + ((<usize>k) << 3);
    const wr = v128.load32_splat(w);
    const wi = v128.load32_splat(w, 4);
    const er = f32x4.mul(f32x4.add(ar, br), gain);
    const ei = f32x4.mul(f32x4.sub(ai, bi), gain);
    const pr = f32x4.mul(f32x4.sub(ar, br), gain);
    const pi = f32x4.mul(f32x4.add(ai, bi), gain);
    const or = f32x4.add(f32x4.mul(pr, wr), f32x4.mul(pi, wi));
    const oi = f32x4.sub(f32x4.mul(pi, wr), f32x4.mul(pr, wi));
    const to = out + ((<usize>k) << 5);
    v128.store(to, f32x4.add(ei, or));
    v128.store(to, f32x4.sub(er, oi), 16);
    if (!isEdge) {
      const toMirror = out + ((<usize>(half - k)) << 5);
      v128.store(toMirror, f32x4.sub(or, ei));
      v128.store(toMirror, f32x4.add(er, oi), 16);
    }
  }
}

function lanesOf(a: usize, b: usize, c: usize, d: usize, at: usize): v128 {
  return v128.load32_lane(d + at, v128.load32_lane(c + at, v128.load32_lane(b + at, v128.load32_zero(a + at), 1), 2), 3);
}
