// A bank of interpolation filters over one channel, in double precision: single precision would leave its own noise at −143 dB.
// Twin: tests/reference/resample.ts.

/**
 * Output frame m is the sum over taps j of row[phase][j] · input[position + j]. Then the phase moves on by `stepPhases` and the position by
 * `stepFrames`; a phase that has passed `phases` takes one more frame instead.
 * @param out  lengthFrames f32
 * @param input  f64, from the first frame that the first output needs
 * @param bank  phases × taps f64, taps a multiple of 8
 */
export function resample(
  out: usize,
  input: usize,
  bank: usize,
  phases: i32,
  taps: i32,
  phase: i32,
  stepFrames: i32,
  stepPhases: i32,
  lengthFrames: i32,
): void {
  const rowBytes = (<usize>taps) << 3;
  for (let k = 0; k < lengthFrames; k++) {
    store<f32>(out + ((<usize>k) << 2), <f32>dot(bank + <usize>phase * rowBytes, input, rowBytes));
    phase += stepPhases;
    input += (<usize>stepFrames) << 3;
    if (phase >= phases) {
      phase -= phases;
      input += 8;
    }
  }
}

/**
 * The same where `phases` are too many to store: the bank has `rows` + 1 rows that divide a frame evenly, the last being the first a frame
 * later, and an output lies between two of them.
 */
export function resampleBetween(
  out: usize,
  input: usize,
  bank: usize,
  rows: i32,
  phases: i32,
  taps: i32,
  phase: i32,
  stepFrames: i32,
  stepPhases: i32,
  lengthFrames: i32,
): void {
  const rowBytes = (<usize>taps) << 3;
  for (let k = 0; k < lengthFrames; k++) {
    const place = (<f64>phase * <f64>rows) / <f64>phases;
    const row = <i32>place;
    const after = place - <f64>row;
    const first = bank + <usize>row * rowBytes;
    const sum = dot(first, input, rowBytes) * (1 - after) + dot(first + rowBytes, input, rowBytes) * after;
    store<f32>(out + ((<usize>k) << 2), <f32>sum);
    phase += stepPhases;
    input += (<usize>stepFrames) << 3;
    if (phase >= phases) {
      phase -= phases;
      input += 8;
    }
  }
}

function dot(row: usize, input: usize, rowBytes: usize): f64 {
  let a = f64x2.splat(0);
  let b = f64x2.splat(0);
  let c = f64x2.splat(0);
  let d = f64x2.splat(0);
  for (let at: usize = 0; at < rowBytes; at += 64) {
    const h = row + at;
    const x = input + at;
    a = f64x2.add(a, f64x2.mul(v128.load(h), v128.load(x)));
    b = f64x2.add(b, f64x2.mul(v128.load(h, 16), v128.load(x, 16)));
    c = f64x2.add(c, f64x2.mul(v128.load(h, 32), v128.load(x, 32)));
    d = f64x2.add(d, f64x2.mul(v128.load(h, 48), v128.load(x, 48)));
  }
  const sum = f64x2.add(f64x2.add(a, b), f64x2.add(c, d));
  return f64x2.extract_lane(sum, 0) + f64x2.extract_lane(sum, 1);
}
