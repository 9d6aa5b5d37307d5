/** Twin of dsp/wasm/biquad.ts: one channel, stage by stage. `coefficients` are b0 c1 c2 a1 a2 a stage, `states` z1 z2 a stage. */
export function biquadCascade(channel: Float32Array, coefficients: Float64Array, states: Float64Array): void {
  biquadCascadeRamped(channel, coefficients, coefficients, states, 0, 1);
}

/** Coefficients of frame k: from + (to − from)·(position + k)/rampFrames. */
export function biquadCascadeRamped(
  channel: Float32Array,
  from: Float64Array,
  to: Float64Array,
  states: Float64Array,
  position: number,
  rampFrames: number,
): void {
  channel.forEach((sample, k) => {
    const t = (position + k) * (1 / rampFrames);
    let x = sample;
    for (let stage = 0; stage < from.length / 5; stage++) {
      const at = (n: number): number => from[5 * stage + n]! + (to[5 * stage + n]! - from[5 * stage + n]!) * t;
      const z1 = states[2 * stage]!;
      const y = at(0) * x + z1;
      states[2 * stage] = at(1) * x + states[2 * stage + 1]! - at(3) * z1;
      states[2 * stage + 1] = at(2) * x - at(4) * z1;
      x = y;
    }
    channel[k] = x;
  });
}
