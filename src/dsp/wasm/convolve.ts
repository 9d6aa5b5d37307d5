// Uniformly partitioned convolution in the spectrum: one output block's sum over the partitions of one response.
// Twin: tests/reference/binaural.ts, convolveDirectly. Rows are re[n + 4], im[n + 4] with bins 0 … n, padding zero.

/**
 * sum += Σ over p of ring[(newest − p) mod slots] · filter[p].
 * @param ring     slots spectrum rows of past input windows
 * @param filter   partitions spectrum rows, partitions ≤ slots
 */
export function convolvePartitions(sum: usize, ring: usize, slots: i32, newest: i32, filter: usize, partitions: i32, n: i32): void {
  const imaginary = (<usize>(n + 4)) << 2;
  const row = imaginary << 1;
  // Two partitions a pass halve the traffic of the sums.
  let p = 0;
  for (; p + 2 <= partitions; p += 2) {
    const xa = ring + row * <usize>slotOf(newest - p, slots);
    const xb = ring + row * <usize>slotOf(newest - p - 1, slots);
    const ha = filter + row * <usize>p;
    const hb = ha + row;
    for (let at: usize = 0; at < imaginary; at += 16) {
      const ar = v128.load(xa + at);
      const ai = v128.load(xa + imaginary + at);
      const br = v128.load(xb + at);
      const bi = v128.load(xb + imaginary + at);
      const fr = v128.load(ha + at);
      const fi = v128.load(ha + imaginary + at);
      const gr = v128.load(hb + at);
      const gi = v128.load(hb + imaginary + at);
      const re = f32x4.add(f32x4.sub(f32x4.mul(ar, fr), f32x4.mul(ai, fi)), f32x4.sub(f32x4.mul(br, gr), f32x4.mul(bi, gi)));
      const im = f32x4.add(f32x4.add(f32x4.mul(ar, fi), f32x4.mul(ai, fr)), f32x4.add(f32x4.mul(br, gi), f32x4.mul(bi, gr)));
      v128.store(sum + at, f32x4.add(v128.load(sum + at), re));
      v128.store(sum + imaginary + at, f32x4.add(v128.load(sum + imaginary + at), im));
    }
  }
  if (p < partitions) {
    const x = ring + row * <usize>slotOf(newest - p, slots);
    const h = filter + row * <usize>p;
    for (let at: usize = 0; at < imaginary; at += 16) {
      const xr = v128.load(x + at);
      const xi = v128.load(x + imaginary + at);
      const hr = v128.load(h + at);
      const hi = v128.load(h + imaginary + at);
      v128.store(sum + at, f32x4.add(v128.load(sum + at), f32x4.sub(f32x4.mul(xr, hr), f32x4.mul(xi, hi))));
      v128.store(sum + imaginary + at, f32x4.add(v128.load(sum + imaginary + at), f32x4.add(f32x4.mul(xr, hi), f32x4.mul(xi, hr))));
    }
  }
}

/** The index-th block of a table of i32 addresses += input. lengthFrames is a multiple of 4. */
export function addToBlock(outputs: usize, index: i32, input: usize, lengthFrames: i32): void {
  const out = <usize>load<i32>(outputs + ((<usize>index) << 2));
  const end = (<usize>lengthFrames) << 2;
  for (let at: usize = 0; at < end; at += 16) {
    v128.store(out + at, f32x4.add(v128.load(out + at), v128.load(input + at)));
  }
}

function slotOf(slot: i32, slots: i32): i32 {
  return slot < 0 ? slot + slots : slot;
}
