// A delay line read between its frames: four-point Lagrange interpolation, the delay moving linearly. Twin: tests/reference/delay.ts.

/** Writes frames into a ring. @param ring f32 × (mask + 1), a power of two  @param position frame number of the first, any */
export function delayWrite(ring: usize, mask: i32, position: i32, input: usize, lengthFrames: i32): void {
  for (let k = 0; k < lengthFrames; k++) {
    store<f32>(ring + ((<usize>((position + k) & mask)) << 2), load<f32>(input + ((<usize>k) << 2)));
  }
}

/**
 * out[k] += gain · the signal `delay` frames ago, the delay of frame k being fromFrames + (toFrames − fromFrames)·(startFrame + k)/rampFrames.
 * Delays of 1 frame and more are interpolated about their middle; smaller ones count as 1. Four frames beyond the longest must be in the ring.
 * @param position    frame number of frame k = 0
 * @param startFrame  how far into its ramp the block begins: chunks of one ramp give the bits of the whole
 */
export function delayReadRamped(
  out: usize,
  ring: usize,
  mask: i32,
  position: i32,
  fromFrames: f64,
  toFrames: f64,
  startFrame: i32,
  rampFrames: i32,
  gain: f32,
  lengthFrames: i32,
): void {
  const step = (toFrames - fromFrames) / <f64>rampFrames;
  for (let k = 0; k < lengthFrames; k++) {
    const delay = max(fromFrames + step * <f64>(startFrame + k), 1.0);
    const whole = <i32>delay;
    // The sample wanted lies `t` of the way from `whole` frames ago to `whole + 1`.
    const t = <f32>(delay - <f64>whole);
    const at = position + k - whole;
    const a = load<f32>(ring + ((<usize>((at + 1) & mask)) << 2));
    const b = load<f32>(ring + ((<usize>(at & mask)) << 2));
    const c = load<f32>(ring + ((<usize>((at - 1) & mask)) << 2));
    const d = load<f32>(ring + ((<usize>((at - 2) & mask)) << 2));
    const u: f32 = t + 1;
    const v: f32 = t - 1;
    const w: f32 = t - 2;
    const sixth: f32 = 1.0 / 6.0;
    const half: f32 = 0.5;
    const value = (d * u * t * v - a * t * v * w) * sixth + (b * u * v * w - c * u * t * w) * half;
    const to = out + ((<usize>k) << 2);
    store<f32>(to, load<f32>(to) + gain * value);
  }
}
