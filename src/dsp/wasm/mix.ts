// The ramped mix: sum of many inputs into many outputs, every cell's gain moving linearly from one value to another.
// Twin: tests/reference/mixRamped.ts.

/**
 * Adds inputs to outputs under ramped gains. Frame k of lengthFrames gets from + (to − from)·k/lengthFrames.
 * Cells that are zero at both ends are skipped; each output frame is the sum over inputs in input order, whatever the chunking of frames.
 * @param outputs  address of nOutputs i32 addresses of f32 blocks, accumulated into
 * @param inputs   address of nInputs i32 addresses of f32 blocks
 * @param fromGains, toGains  address of nInputs × nOutputs f32, row-major
 * @param startFrame, lengthFrames  the part of the blocks; any numbers
 */
export function mixRamped(
  outputs: usize,
  nOutputs: i32,
  inputs: usize,
  nInputs: i32,
  fromGains: usize,
  toGains: usize,
  startFrame: i32,
  lengthFrames: i32,
): void {
  const scale: f32 = 1.0 / <f32>lengthFrames;
  const lanes = f32x4(0, 1, 2, 3);
  for (let i = 0; i < nInputs; i++) {
    const input = <usize>load<i32>(inputs + ((<usize>i) << 2)) + ((<usize>startFrame) << 2);
    for (let o = 0; o < nOutputs; o++) {
      const cell = (<usize>(i * nOutputs + o)) << 2;
      const from = load<f32>(fromGains + cell);
      const to = load<f32>(toGains + cell);
      if (from == 0 && to == 0) {
        continue;
      }
      const out = <usize>load<i32>(outputs + ((<usize>o) << 2)) + ((<usize>startFrame) << 2);
      if (from == to) {
        mixConstant(out, input, from, lengthFrames);
        continue;
      }
      const step = (to - from) * scale;
      const stepLanes = f32x4.splat(step);
      const fromLanes = f32x4.splat(from);
      let k = 0;
      for (; k + 4 <= lengthFrames; k += 4) {
        const at = (<usize>k) << 2;
        const gain = f32x4.add(fromLanes, f32x4.mul(stepLanes, f32x4.add(lanes, f32x4.splat(<f32>k))));
        v128.store(out + at, f32x4.add(v128.load(out + at), f32x4.mul(v128.load(input + at), gain)));
      }
      for (; k < lengthFrames; k++) {
        const at = (<usize>k) << 2;
        store<f32>(out + at, load<f32>(out + at) + load<f32>(input + at) * (from + step * <f32>k));
      }
    }
  }
}

function mixConstant(out: usize, input: usize, gain: f32, lengthFrames: i32): void {
  const gainLanes = f32x4.splat(gain);
  let k = 0;
  for (; k + 16 <= lengthFrames; k += 16) {
    const at = (<usize>k) << 2;
    const a = f32x4.add(v128.load(out + at), f32x4.mul(v128.load(input + at), gainLanes));
    const b = f32x4.add(v128.load(out + at, 16), f32x4.mul(v128.load(input + at, 16), gainLanes));
    const c = f32x4.add(v128.load(out + at, 32), f32x4.mul(v128.load(input + at, 32), gainLanes));
    const d = f32x4.add(v128.load(out + at, 48), f32x4.mul(v128.load(input + at, 48), gainLanes));
    v128.store(out + at, a);
    v128.store(out + at, b, 16);
    v128.store(out + at, c, 32);
    v128.store(out + at, d, 48);
  }
  for (; k < lengthFrames; k++) {
    const at = (<usize>k) << 2;
    store<f32>(out + at, load<f32>(out + at) + load<f32>(input + at) * gain);
  }
}

/** Largest absolute sample of a block; NaN counts as nothing. */
export function peakOf(input: usize, lengthFrames: i32): f32 {
  let peaks = f32x4.splat(0);
  let k = 0;
  for (; k + 4 <= lengthFrames; k += 4) {
    peaks = f32x4.pmax(peaks, f32x4.abs(v128.load(input + ((<usize>k) << 2))));
  }
  let peak = max(
    max(f32x4.extract_lane(peaks, 0), f32x4.extract_lane(peaks, 1)),
    max(f32x4.extract_lane(peaks, 2), f32x4.extract_lane(peaks, 3)),
  );
  for (; k < lengthFrames; k++) {
    const a = abs(load<f32>(input + ((<usize>k) << 2)));
    if (a > peak) {
      peak = a;
    }
  }
  return peak;
}

/** Multiplies a block in place by a gain moving linearly from `from` to `to`; frame k gets from + (to − from)·k/lengthFrames. */
export function scaleRamped(block: usize, from: f32, to: f32, lengthFrames: i32): void {
  if (from == 1 && to == 1) {
    return;
  }
  const step = (to - from) / <f32>lengthFrames;
  const lanes = f32x4(0, 1, 2, 3);
  let k = 0;
  for (; k + 4 <= lengthFrames; k += 4) {
    const at = block + (<usize>k << 2);
    const gain = f32x4.add(f32x4.splat(from), f32x4.mul(f32x4.splat(step), f32x4.add(lanes, f32x4.splat(<f32>k))));
    v128.store(at, f32x4.mul(v128.load(at), gain));
  }
  for (; k < lengthFrames; k++) {
    const at = block + (<usize>k << 2);
    store<f32>(at, load<f32>(at) * (from + step * <f32>k));
  }
}

/** Replaces samples that are not finite by silence; returns how many there were. */
export function silenceInvalid(block: usize, lengthFrames: i32): i32 {
  let found = 0;
  const limit = f32x4.splat(<f32>3.4028234e38);
  let k = 0;
  for (; k + 4 <= lengthFrames; k += 4) {
    const at = block + (<usize>k << 2);
    const samples = v128.load(at);
    const valid = f32x4.le(f32x4.abs(samples), limit);
    const mask = i32x4.bitmask(valid);
    if (mask != 15) {
      found += 4 - popcnt(mask);
      v128.store(at, v128.and(samples, valid));
    }
  }
  for (; k < lengthFrames; k++) {
    const at = block + (<usize>k << 2);
    if (!(abs(load<f32>(at)) <= <f32>3.4028234e38)) {
      store<f32>(at, 0);
      found++;
    }
  }
  return found;
}

/** Copies a block. */
export function copyBlock(out: usize, input: usize, lengthFrames: i32): void {
  memory.copy(out, input, <usize>lengthFrames << 2);
}
