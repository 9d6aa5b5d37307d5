// The ramped mix in double precision: a hundred inputs summed as exactly as one. Twin: tests/reference/mixWide.ts.

/**
 * Adds inputs to outputs under ramped gains. Frame k of lengthFrames gets from + (to − from)·k/lengthFrames. Inputs that reach an output are
 * summed four at a time in single, then added in double precision. Cells that are zero at both ends are skipped.
 * @param outputs  address of nOutputs i32 addresses of f64 blocks, accumulated into
 * @param inputs   address of nInputs i32 addresses of f32 blocks
 * @param fromGains, toGains  address of nInputs × nOutputs f32, row-major
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
  for (let o = 0; o < nOutputs; o++) {
    const out = <usize>load<i32>(outputs + ((<usize>o) << 2)) + ((<usize>startFrame) << 3);
    let waiting = 0;
    for (let i = 0; i < nInputs; i++) {
      const cell = (<usize>(i * nOutputs + o)) << 2;
      const from = load<f32>(fromGains + cell);
      const to = load<f32>(toGains + cell);
      if (from == 0 && to == 0) {
        continue;
      }
      const input = <usize>load<i32>(inputs + ((<usize>i) << 2)) + ((<usize>startFrame) << 2);
      const step = <f32>((<f64>to - <f64>from) / <f64>lengthFrames);
      if (waiting == 0) {
        a = input;
        aFrom = from;
        aStep = step;
      } else if (waiting == 1) {
        b = input;
        bFrom = from;
        bStep = step;
      } else if (waiting == 2) {
        c = input;
        cFrom = from;
        cStep = step;
      } else {
        addFour(out, a, aFrom, aStep, b, bFrom, bStep, c, cFrom, cStep, input, from, step, lengthFrames);
        waiting = -1;
      }
      waiting++;
    }
    if (waiting == 1) {
      addOne(out, a, aFrom, aStep, lengthFrames);
    } else if (waiting == 2) {
      addFour(out, a, aFrom, aStep, b, bFrom, bStep, a, 0, 0, a, 0, 0, lengthFrames);
    } else if (waiting == 3) {
      addFour(out, a, aFrom, aStep, b, bFrom, bStep, c, cFrom, cStep, a, 0, 0, lengthFrames);
    }
  }
}

// The inputs of an output that wait for a fourth.
let a: usize = 0;
let aFrom: f32 = 0;
let aStep: f32 = 0;
let b: usize = 0;
let bFrom: f32 = 0;
let bStep: f32 = 0;
let c: usize = 0;
let cFrom: f32 = 0;
let cStep: f32 = 0;

function addFour(
  out: usize,
  a: usize,
  aFrom: f32,
  aStep: f32,
  b: usize,
  bFrom: f32,
  bStep: f32,
  c: usize,
  cFrom: f32,
  cStep: f32,
  d: usize,
  dFrom: f32,
  dStep: f32,
  lengthFrames: i32,
): void {
  const four = f32x4.splat(4);
  let frames = f32x4(0, 1, 2, 3);
  let k = 0;
  for (; k + 4 <= lengthFrames; k += 4) {
    const at = (<usize>k) << 2;
    const ab = f32x4.add(
      f32x4.mul(v128.load(a + at), f32x4.add(f32x4.splat(aFrom), f32x4.mul(f32x4.splat(aStep), frames))),
      f32x4.mul(v128.load(b + at), f32x4.add(f32x4.splat(bFrom), f32x4.mul(f32x4.splat(bStep), frames))),
    );
    const cd = f32x4.add(
      f32x4.mul(v128.load(c + at), f32x4.add(f32x4.splat(cFrom), f32x4.mul(f32x4.splat(cStep), frames))),
      f32x4.mul(v128.load(d + at), f32x4.add(f32x4.splat(dFrom), f32x4.mul(f32x4.splat(dStep), frames))),
    );
    addWide(out + (at << 1), f32x4.add(ab, cd));
    frames = f32x4.add(frames, four);
  }
  for (; k < lengthFrames; k++) {
    const at = (<usize>k) << 2;
    const frame = <f32>k;
    const ab = load<f32>(a + at) * (aFrom + aStep * frame) + load<f32>(b + at) * (bFrom + bStep * frame);
    const cd = load<f32>(c + at) * (cFrom + cStep * frame) + load<f32>(d + at) * (dFrom + dStep * frame);
    const to = out + (at << 1);
    store<f64>(to, load<f64>(to) + <f64>(ab + cd));
  }
}

function addOne(out: usize, input: usize, from: f32, step: f32, lengthFrames: i32): void {
  const four = f32x4.splat(4);
  let frames = f32x4(0, 1, 2, 3);
  let k = 0;
  for (; k + 4 <= lengthFrames; k += 4) {
    const at = (<usize>k) << 2;
    const gain = f32x4.add(f32x4.splat(from), f32x4.mul(f32x4.splat(step), frames));
    addWide(out + (at << 1), f32x4.mul(v128.load(input + at), gain));
    frames = f32x4.add(frames, four);
  }
  for (; k < lengthFrames; k++) {
    const at = (<usize>k) << 2;
    const to = out + (at << 1);
    store<f64>(to, load<f64>(to) + <f64>(load<f32>(input + at) * (from + step * <f32>k)));
  }
}

// @ts-ignore: decorator
@inline
function addWide(out: usize, samples: v128): void {
  const low = f64x2.promote_low_f32x4(samples);
  const high = f64x2.promote_low_f32x4(v128.shuffle<f32>(samples, samples, 2, 3, 2, 3));
  v128.store(out, f64x2.add(v128.load(out), low));
  v128.store(out, f64x2.add(v128.load(out, 16), high), 16);
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
