// One source through one ear, in the spectrum. Rows are re[n + 4], im[n + 4] for bins 0 … n − 1, n a multiple of 4; the bin at half the
// rate stays out: filters have nothing there. Twin: tests/reference/hrtf.ts.
// The ear's filter is (w0·v0 + w1·v1 + w2·v2)·z^k: three stored spectra blended, then delayed by the phasor z a bin.

/** filter = the blend of v0, v1, v2 under w0, w1, w2, delayed by the phasor (stepRe, stepIm) a bin. */
export function hrtfBlend(
  filter: usize,
  v0: usize,
  v1: usize,
  v2: usize,
  w0: f32,
  w1: f32,
  w2: f32,
  stepRe: f64,
  stepIm: f64,
  n: i32,
): void {
  const imaginary = (<usize>(n + 4)) << 2;
  const g0 = f32x4.splat(w0);
  const g1 = f32x4.splat(w1);
  const g2 = f32x4.splat(w2);
  startPhasor(stepRe, stepIm);
  let zr = v128.load(phasor);
  let zi = v128.load(phasor, 16);
  const sr = v128.load(phasor, 32);
  const si = v128.load(phasor, 48);
  const end = (<usize>n) << 2;
  for (let at: usize = 0; at < end; at += 16) {
    const hr = f32x4.add(
      f32x4.add(f32x4.mul(v128.load(v0 + at), g0), f32x4.mul(v128.load(v1 + at), g1)),
      f32x4.mul(v128.load(v2 + at), g2),
    );
    const hi = f32x4.add(
      f32x4.add(f32x4.mul(v128.load(v0 + imaginary + at), g0), f32x4.mul(v128.load(v1 + imaginary + at), g1)),
      f32x4.mul(v128.load(v2 + imaginary + at), g2),
    );
    v128.store(filter + at, f32x4.sub(f32x4.mul(hr, zr), f32x4.mul(hi, zi)));
    v128.store(filter + imaginary + at, f32x4.add(f32x4.mul(hr, zi), f32x4.mul(hi, zr)));
    const t = f32x4.sub(f32x4.mul(zr, sr), f32x4.mul(zi, si));
    zi = f32x4.add(f32x4.mul(zr, si), f32x4.mul(zi, sr));
    zr = t;
  }
}

/** sum += input · filter. */
export function spectrumMac(sum: usize, input: usize, filter: usize, n: i32): void {
  const imaginary = (<usize>(n + 4)) << 2;
  const end = (<usize>n) << 2;
  for (let at: usize = 0; at < end; at += 16) {
    const xr = v128.load(input + at);
    const xi = v128.load(input + imaginary + at);
    const hr = v128.load(filter + at);
    const hi = v128.load(filter + imaginary + at);
    v128.store(sum + at, f32x4.add(v128.load(sum + at), f32x4.sub(f32x4.mul(xr, hr), f32x4.mul(xi, hi))));
    v128.store(sum + imaginary + at, f32x4.add(v128.load(sum + imaginary + at), f32x4.add(f32x4.mul(xr, hi), f32x4.mul(xi, hr))));
  }
}

/**
 * A source that moves: sum += input · filter, then change += input · (next − filter), and filter becomes next, the blend as in hrtfBlend.
 * `sum` heard whole and `change` under a rising ramp are the crossfade from the old filter to the next.
 */
export function hrtfMove(
  sum: usize,
  change: usize,
  input: usize,
  filter: usize,
  v0: usize,
  v1: usize,
  v2: usize,
  w0: f32,
  w1: f32,
  w2: f32,
  stepRe: f64,
  stepIm: f64,
  n: i32,
): void {
  const imaginary = (<usize>(n + 4)) << 2;
  const g0 = f32x4.splat(w0);
  const g1 = f32x4.splat(w1);
  const g2 = f32x4.splat(w2);
  startPhasor(stepRe, stepIm);
  let zr = v128.load(phasor);
  let zi = v128.load(phasor, 16);
  const sr = v128.load(phasor, 32);
  const si = v128.load(phasor, 48);
  const end = (<usize>n) << 2;
  for (let at: usize = 0; at < end; at += 16) {
    const br = f32x4.add(
      f32x4.add(f32x4.mul(v128.load(v0 + at), g0), f32x4.mul(v128.load(v1 + at), g1)),
      f32x4.mul(v128.load(v2 + at), g2),
    );
    const bi = f32x4.add(
      f32x4.add(f32x4.mul(v128.load(v0 + imaginary + at), g0), f32x4.mul(v128.load(v1 + imaginary + at), g1)),
      f32x4.mul(v128.load(v2 + imaginary + at), g2),
    );
    const nr = f32x4.sub(f32x4.mul(br, zr), f32x4.mul(bi, zi));
    const ni = f32x4.add(f32x4.mul(br, zi), f32x4.mul(bi, zr));
    const t = f32x4.sub(f32x4.mul(zr, sr), f32x4.mul(zi, si));
    zi = f32x4.add(f32x4.mul(zr, si), f32x4.mul(zi, sr));
    zr = t;
    const xr = v128.load(input + at);
    const xi = v128.load(input + imaginary + at);
    const hr = v128.load(filter + at);
    const hi = v128.load(filter + imaginary + at);
    v128.store(filter + at, nr);
    v128.store(filter + imaginary + at, ni);
    v128.store(sum + at, f32x4.add(v128.load(sum + at), f32x4.sub(f32x4.mul(xr, hr), f32x4.mul(xi, hi))));
    v128.store(sum + imaginary + at, f32x4.add(v128.load(sum + imaginary + at), f32x4.add(f32x4.mul(xr, hi), f32x4.mul(xi, hr))));
    const dr = f32x4.sub(nr, hr);
    const di = f32x4.sub(ni, hi);
    v128.store(change + at, f32x4.add(v128.load(change + at), f32x4.sub(f32x4.mul(xr, dr), f32x4.mul(xi, di))));
    v128.store(change + imaginary + at, f32x4.add(v128.load(change + imaginary + at), f32x4.add(f32x4.mul(xr, di), f32x4.mul(xi, dr))));
  }
}

/** out[k] += steady[k] + change[k]·k/lengthFrames. lengthFrames is a multiple of 4. */
export function addFaded(out: usize, steady: usize, change: usize, lengthFrames: i32): void {
  const scale = f32x4.splat(1.0 / <f32>lengthFrames);
  let ramp = f32x4(0, 1, 2, 3);
  const four = f32x4.splat(4);
  const end = (<usize>lengthFrames) << 2;
  for (let at: usize = 0; at < end; at += 16) {
    const heard = f32x4.add(v128.load(steady + at), f32x4.mul(v128.load(change + at), f32x4.mul(ramp, scale)));
    v128.store(out + at, f32x4.add(v128.load(out + at), heard));
    ramp = f32x4.add(ramp, four);
  }
}

/**
 * Moves a source's window on by one block: its last frames go to the front, the block goes behind them. Returns 1 where the block has anything
 * but zeros; zeros pushed into an empty window leave it alone.
 * @param inputs  address of i32 addresses of blocks; the index-th is pushed
 */
export function pushWindow(window: usize, windowFrames: i32, isEmpty: i32, inputs: usize, index: i32, lengthFrames: i32): i32 {
  const input = <usize>load<i32>(inputs + ((<usize>index) << 2));
  const fresh = (<usize>lengthFrames) << 2;
  let any = i32x4.splat(0);
  for (let at: usize = 0; at < fresh; at += 16) {
    any = v128.or(any, v128.load(input + at));
  }
  const hasSignal = i32(v128.any_true(v128.and(any, i32x4.splat(0x7fffffff))));
  if (hasSignal == 0 && isEmpty == 1) {
    return 0;
  }
  const kept = (<usize>(windowFrames - lengthFrames)) << 2;
  memory.copy(window, window + fresh, kept);
  memory.copy(window + kept, input, fresh);
  return hasSignal;
}

const phasor = memory.data(64, 16);

/** z^0 … z^3 as re and im lanes, then z^4 in every lane. */
function startPhasor(re: f64, im: f64): void {
  const re2 = re * re - im * im;
  const im2 = 2 * re * im;
  const re3 = re2 * re - im2 * im;
  const im3 = re2 * im + im2 * re;
  const re4 = re2 * re2 - im2 * im2;
  const im4 = 2 * re2 * im2;
  store<f32>(phasor, 1);
  store<f32>(phasor, <f32>re, 4);
  store<f32>(phasor, <f32>re2, 8);
  store<f32>(phasor, <f32>re3, 12);
  store<f32>(phasor, 0, 16);
  store<f32>(phasor, <f32>im, 20);
  store<f32>(phasor, <f32>im2, 24);
  store<f32>(phasor, <f32>im3, 28);
  v128.store(phasor, f32x4.splat(<f32>re4), 32);
  v128.store(phasor, f32x4.splat(<f32>im4), 48);
}
