/** Twin of dsp/wasm/mixWide.ts: see there for the contract. */
export function mixRampedWide(
  outputs: readonly Float64Array[],
  inputs: readonly Float32Array[],
  fromGains: Float64Array,
  toGains: Float64Array,
  startFrame: number,
  lengthFrames: number,
): void {
  inputs.forEach((input, i) => {
    outputs.forEach((out, o) => {
      const from = fromGains[i * outputs.length + o]!;
      const to = toGains[i * outputs.length + o]!;
      for (let k = 0; k < lengthFrames; k++) {
        const frame = startFrame + k;
        out[frame] = out[frame]! + input[frame]! * (from + ((to - from) * k) / lengthFrames);
      }
    });
  });
}
