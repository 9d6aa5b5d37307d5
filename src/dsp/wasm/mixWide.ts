// The ramped mix in double precision: a hundred inputs summed as exactly as one. Twin: tests/reference/mixWide.ts.

/**
 * Adds inputs to outputs under ramped gains, all in double precision. Frame k of lengthFrames gets from + (to − from)·k/lengthFrames.
 * Cells that are zero at both ends are skipped; the inputs of an output are taken two at a time.
 * @param outputs  address of nOutputs i32 addresses of f64 blocks, accumulated into
 * @param inputs   address of nInputs i32 addresses of f32 blocks
 * @param fromGains, toGains  address of nInputs × nOutputs f64, row-major
 * @param startFrame, lengthFrames  the part of the blocks; any numbers
 */
export function mixRampedWide(
  outputs: usize,
  nOutputs: i32,
  inputs: usize,
  nInputs: i32,
  fromGains: usize,
  toGains: usize,
  startFrame: i32,
  lengthFrames: i32,
): void {
  const scale: f64 = 1.0 / <f64>lengthFrames;
  for (let o = 0; o < nOutputs; o++) {
    const out = <usize>load<i32>(outputs + ((<usize>o) << 2)) + ((<usize>startFrame) << 3);
    let waiting: usize = 0;
    let waitingFrom: f64 = 0;
    let waitingStep: f64 = 0;
    for (let i = 0; i < nInputs; i++) {
      const cell = (<usize>(i * nOutputs + o)) << 3;
      const from = load<f64>(fromGains + cell);
      const to = load<f64>(toGains + cell);
      if (from == 0 && to == 0) {
        continue;
      }
      const input = <usize>load<i32>(inputs + ((<usize>i) << 2)) + ((<usize>startFrame) << 2);
      const step = (to - from) * scale;
      if (waiting == 0) {
        waiting = input;
        waitingFrom = from;
        waitingStep = step;
      } else {
        addTwo(out, waiting, waitingFrom, waitingStep, input, from, step, lengthFrames);
        waiting = 0;
      }
    }
    if (waiting != 0) {
      addOne(out, waiting, waitingFrom, waitingStep, lengthFrames);
    }
  }
}

// Gains are stepped, not computed anew: in double precision a quantum's steps lose nothing that a sample could show.

function addTwo(out: usize, a: usize, aFrom: f64, aStep: f64, b: usize, bFrom: f64, bStep: f64, lengthFrames: i32): void {
  const aTwoSteps = f64x2.splat(2 * aStep);
  const bTwoSteps = f64x2.splat(2 * bStep);
  let aGain = f64x2.replace_lane(f64x2.splat(aFrom), 1, aFrom + aStep);
  let bGain = f64x2.replace_lane(f64x2.splat(bFrom), 1, bFrom + bStep);
  let k = 0;
  for (; k + 4 <= lengthFrames; k += 4) {
    const at = (<usize>k) << 2;
    const to = out + (at << 1);
    const x = v128.load(a + at);
    const y = v128.load(b + at);
    const low = f64x2.add(f64x2.mul(low2(x), aGain), f64x2.mul(low2(y), bGain));
    v128.store(to, f64x2.add(v128.load(to), low));
    aGain = f64x2.add(aGain, aTwoSteps);
    bGain = f64x2.add(bGain, bTwoSteps);
    const high = f64x2.add(f64x2.mul(high2(x), aGain), f64x2.mul(high2(y), bGain));
    v128.store(to, f64x2.add(v128.load(to, 16), high), 16);
    aGain = f64x2.add(aGain, aTwoSteps);
    bGain = f64x2.add(bGain, bTwoSteps);
  }
  for (; k < lengthFrames; k++) {
    const at = (<usize>k) << 2;
    const to = out + (at << 1);
    const frame = <f64>k;
    const sum = <f64>load<f32>(a + at) * (aFrom + aStep * frame) + <f64>load<f32>(b + at) * (bFrom + bStep * frame);
    store<f64>(to, load<f64>(to) + sum);
  }
}

function addOne(out: usize, input: usize, from: f64, step: f64, lengthFrames: i32): void {
  const twoSteps = f64x2.splat(2 * step);
  let gain = f64x2.replace_lane(f64x2.splat(from), 1, from + step);
  let k = 0;
  for (; k + 4 <= lengthFrames; k += 4) {
    const at = (<usize>k) << 2;
    const to = out + (at << 1);
    const x = v128.load(input + at);
    v128.store(to, f64x2.add(v128.load(to), f64x2.mul(low2(x), gain)));
    gain = f64x2.add(gain, twoSteps);
    v128.store(to, f64x2.add(v128.load(to, 16), f64x2.mul(high2(x), gain)), 16);
    gain = f64x2.add(gain, twoSteps);
  }
  for (; k < lengthFrames; k++) {
    const at = (<usize>k) << 2;
    const to = out + (at << 1);
    store<f64>(to, load<f64>(to) + <f64>load<f32>(input + at) * (from + step * <f64>k));
  }
}

// @ts-ignore: decorator
@inline
function low2(samples: v128): v128 {
  return f64x2.promote_low_f32x4(samples);
}

// @ts-ignore: decorator
@inline
function high2(samples: v128): v128 {
  return f64x2.promote_low_f32x4(v128.shuffle<f32>(samples, samples, 2, 3, 2, 3));
}

/** f64 blocks to f32. Tables of nBlocks i32 addresses; lengthFrames is a multiple of 4. */
export function narrowBlocks(outputs: usize, inputs: usize, nBlocks: i32, lengthFrames: i32): void {
  for (let n = 0; n < nBlocks; n++) {
    const entry = (<usize>n) << 2;
    const out = <usize>load<i32>(outputs + entry);
    const input = <usize>load<i32>(inputs + entry);
    for (let k = 0; k < lengthFrames; k += 4) {
      const at = (<usize>k) << 2;
      const low = f32x4.demote_f64x2_zero(v128.load(input + (at << 1)));
      const high = f32x4.demote_f64x2_zero(v128.load(input + (at << 1), 16));
      v128.store(out + at, v128.shuffle<f32>(low, high, 0, 1, 4, 5));
    }
  }
}
