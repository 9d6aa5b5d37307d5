/** b0 b1 b2 a1 a2 at numbers[at] → b0 c1 c2 a1 a2 at out[to], the form that the cascade runs on. @see wasm/biquad.ts, base/biquadDesign.ts */
export function writeKernelForm(out: Float64Array, to: number, numbers: Float64Array, at: number): void {
  const b0 = numbers[at]!;
  const a1 = numbers[at + 3]!;
  const a2 = numbers[at + 4]!;
  out[to] = b0;
  out[to + 1] = numbers[at + 1]! - a1 * b0;
  out[to + 2] = numbers[at + 2]! - a2 * b0;
  out[to + 3] = a1;
  out[to + 4] = a2;
}
