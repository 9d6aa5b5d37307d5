/** Sample times drive times a gain that runs linearly from node to node: the specification of applyGainCurve. */
export function applyGainCurve(input: Float32Array, gains: Float32Array, nodeFrames: number, drive: number): Float32Array {
  return input.map((sample, n) => {
    const node = Math.floor(n / nodeFrames);
    const share = (n % nodeFrames) / nodeFrames;
    return sample * drive * (gains[node]! + (gains[node + 1]! - gains[node]!) * share);
  });
}
