// Waveshapers as gains: y = x·G(drive·e), where e is the sample itself or the loudest of its channels. What is computed is G − 1, so that
// what is too quiet to be shaped comes out exactly as it went in. Twin: tests/reference/saturation.ts.

/**
 * e[k]: of the samples k of all rows the one of largest magnitude, with its sign; the first of equals.
 * @param rows  nRows blocks of f32, rowBytes apart; length is rounded up to 4
 */
export function loudestOf(out: usize, rows: usize, rowBytes: usize, nRows: i32, length: i32): void {
  for (let k = 0; k < length; k += 4) {
    const at = (<usize>k) << 2;
    let row = rows + at;
    let loudest = v128.load(row);
    for (let r = 1; r < nRows; r++) {
      row += rowBytes;
      const x = v128.load(row);
      loudest = v128.bitselect(x, loudest, f32x4.gt(f32x4.abs(x), f32x4.abs(loudest)));
    }
    v128.store(out + at, loudest);
  }
}

/**
 * out[k] = G(drive·e[k]) − 1, length rounded up to 4. With t = tanh u: G(u) = (1 − hard)·(t/u)/(1 + bias·t) + hard·(1 + u⁸)^(−1/8).
 * @param numbers  6 f32: drive, bias and hard, each from and to; sample k has from + (to − from)·(position + k)/rampLength
 */
export function saturationGain(out: usize, e: usize, length: i32, numbers: usize, position: i32, rampLength: i32): void {
  const scale: f32 = 1.0 / <f32>rampLength;
  const drive = load<f32>(numbers);
  const driveStep = (load<f32>(numbers, 4) - drive) * scale;
  const bias = load<f32>(numbers, 8);
  const biasStep = (load<f32>(numbers, 12) - bias) * scale;
  const hard = load<f32>(numbers, 16);
  const hardStep = (load<f32>(numbers, 20) - hard) * scale;
  const isSoft = hard < 1 || hardStep != 0;
  const isHard = hard > 0 || hardStep != 0;
  const lanes = f32x4(0, 1, 2, 3);
  for (let k = 0; k < length; k += 4) {
    const at = (<usize>k) << 2;
    const frame = f32x4.add(f32x4.splat(<f32>(position + k)), lanes);
    const u = f32x4.mul(v128.load(e + at), f32x4.add(f32x4.splat(drive), f32x4.mul(f32x4.splat(driveStep), frame)));
    let change = f32x4.splat(0);
    if (isSoft) {
      change = softChange(u, f32x4.add(f32x4.splat(bias), f32x4.mul(f32x4.splat(biasStep), frame)));
    }
    if (isHard) {
      const share = f32x4.add(f32x4.splat(hard), f32x4.mul(f32x4.splat(hardStep), frame));
      change = f32x4.add(change, f32x4.mul(share, f32x4.sub(hardChange(u), change)));
    }
    v128.store(out + at, change);
  }
}

/** rows[r][k] *= gains[k]; length rounded up to 4. */
export function multiplyRows(rows: usize, rowBytes: usize, nRows: i32, gains: usize, length: i32): void {
  for (let r = 0; r < nRows; r++) {
    const row = rows + <usize>r * rowBytes;
    for (let k = 0; k < length; k += 4) {
      const at = (<usize>k) << 2;
      v128.store(row + at, f32x4.mul(v128.load(row + at), v128.load(gains + at)));
    }
  }
}

/** a[k] += t·(b[k] − a[k]) with t = from + (to − from)·(position + k)/rampLength; length rounded up to 4. */
export function blendRamped(a: usize, b: usize, length: i32, from: f32, to: f32, position: i32, rampLength: i32): void {
  const step: f32 = (to - from) / <f32>rampLength;
  const lanes = f32x4(0, 1, 2, 3);
  for (let k = 0; k < length; k += 4) {
    const at = (<usize>k) << 2;
    const frame = f32x4.add(f32x4.splat(<f32>(position + k)), lanes);
    const t = f32x4.add(f32x4.splat(from), f32x4.mul(f32x4.splat(step), frame));
    const x = v128.load(a + at);
    v128.store(a + at, f32x4.add(x, f32x4.mul(t, f32x4.sub(v128.load(b + at), x))));
  }
}

/**
 * x = output·(x + mix·(d − block·mean of d)) for the index-th channel, the mean being a one-pole low-pass of d.
 * @param d        lengthFrames f32, what the shaper changed
 * @param state    f64, the mean
 * @param numbers  6 f32: output, mix and block, each from and to, moving over rampFrames
 * @param keep     what the mean keeps of itself in a frame
 */
export function saturationMix(
  channels: usize,
  index: i32,
  startFrame: i32,
  lengthFrames: i32,
  d: usize,
  state: usize,
  numbers: usize,
  position: i32,
  rampFrames: i32,
  keep: f64,
): void {
  const block = <usize>load<i32>(channels + ((<usize>index) << 2)) + ((<usize>startFrame) << 2);
  const scale: f32 = 1.0 / <f32>rampFrames;
  const output = load<f32>(numbers);
  const outputStep = (load<f32>(numbers, 4) - output) * scale;
  const mix = load<f32>(numbers, 8);
  const mixStep = (load<f32>(numbers, 12) - mix) * scale;
  const share = load<f32>(numbers, 16);
  const shareStep = (load<f32>(numbers, 20) - share) * scale;
  let mean = load<f64>(state);
  const take = 1 - keep;
  const blocksDc = share != 0 || shareStep != 0;
  for (let k = 0; k < lengthFrames; k++) {
    const at = (<usize>k) << 2;
    const frame = <f32>(position + k);
    let change = load<f32>(d + at);
    if (blocksDc) {
      // The middle of before and after has no part of the Nyquist frequency: what is far above the pole keeps its gain.
      const before = mean;
      mean = keep * mean + take * <f64>change;
      change -= (share + shareStep * frame) * <f32>(0.5 * (before + mean));
    }
    store<f32>(block + at, (output + outputStep * frame) * (load<f32>(block + at) + (mix + mixStep * frame) * change));
  }
  store<f64>(state, blocksDc ? mean : 0);
}

/**
 * (tanh u / u) / (1 + bias·tanh u) − 1 by one division. tanh u / u − 1 is a quotient of polynomials in u², fitted to 2e-8 for |u| ≤ 8; beyond,
 * tanh u is ±1.
 */
function softChange(u: v128, bias: v128): v128 {
  const size = f32x4.abs(u);
  const z = f32x4.mul(u, u);
  let above = f32x4.add(f32x4.mul(z, f32x4.splat(2.36027183e-11)), f32x4.splat(-1.47409092e-8));
  above = f32x4.add(f32x4.mul(z, above), f32x4.splat(-0.000227503021));
  above = f32x4.add(f32x4.mul(z, above), f32x4.splat(-0.0210464471));
  above = f32x4.add(f32x4.mul(z, above), f32x4.splat(-0.333333208));
  above = f32x4.mul(z, above);
  let below = f32x4.add(f32x4.mul(z, f32x4.splat(0.000237394128)), f32x4.splat(0.0240337073));
  below = f32x4.add(f32x4.mul(z, below), f32x4.splat(0.463138666));
  below = f32x4.add(f32x4.mul(z, below), f32x4.splat(1));
  const isFar = f32x4.gt(size, f32x4.splat(8));
  above = v128.bitselect(f32x4.sub(f32x4.splat(1), size), above, isFar);
  below = v128.bitselect(size, below, isFar);
  const bent = f32x4.mul(f32x4.mul(bias, u), f32x4.add(below, above));
  return f32x4.div(f32x4.sub(above, bent), f32x4.add(below, bent));
}

/** (1 + u⁸)^(−1/8) − 1: a clipper at 1 that is 0.004 dB down at ½. */
function hardChange(u: v128): v128 {
  const one = f32x4.splat(1);
  const z = f32x4.pmin(f32x4.mul(u, u), f32x4.splat(1e8));
  const z2 = f32x4.mul(z, z);
  const root = f32x4.sqrt(f32x4.sqrt(f32x4.sqrt(f32x4.add(one, f32x4.mul(z2, z2)))));
  return f32x4.sub(f32x4.div(one, root), one);
}
