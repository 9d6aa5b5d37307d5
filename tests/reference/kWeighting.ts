/** Sum of squares of a channel after the K-weighting shelf and high-pass, in direct form: the specification of kWeightedEnergy. */
export function kWeightedEnergy(input: Float32Array, coefficients: Float64Array): number {
  const [b0, b1, b2, a1, a2, c1, c2] = coefficients as unknown as [number, number, number, number, number, number, number];
  let x1 = 0;
  let x2 = 0;
  let y1 = 0;
  let y2 = 0;
  let z1 = 0;
  let z2 = 0;
  let energy = 0;
  for (const sample of input) {
    const x = Number.isFinite(sample) ? sample : 0;
    const y = b0 * x + b1 * x1 + b2 * x2 - a1 * y1 - a2 * y2;
    const z = y - 2 * y1 + y2 - c1 * z1 - c2 * z2;
    energy += z * z;
    [x2, x1, y2, y1, z2, z1] = [x1, x, y1, y, z1, z];
  }
  return energy;
}
