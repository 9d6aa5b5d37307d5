// Applying a limiter's gain curve. Twin: tests/reference/gainCurve.ts.

/**
 * Multiplies channels by a drive and by a gain that runs linearly from node to node. Where both nodes are 1 the result is the plain product
 * of sample and drive, and with drive 1 the sample itself, to the bit.
 * @param channels      address of nChannels i32 addresses of f32 blocks, changed in place
 * @param gains         address of f32 gains: node k belongs to frame startFrame + k · nodeFrames; one more than lengthFrames / nodeFrames
 * @param nodeFrames    a multiple of 4
 * @param lengthFrames  a multiple of nodeFrames
 */
export function applyGainCurve(
  channels: usize,
  nChannels: i32,
  startFrame: i32,
  lengthFrames: i32,
  gains: usize,
  nodeFrames: i32,
  drive: f32,
): void {
  const lanes = f32x4(0, 1, 2, 3);
  const driveLanes = f32x4.splat(drive);
  const scale: f32 = 1.0 / <f32>nodeFrames;
  const nodeBytes = (<usize>nodeFrames) << 2;
  const nodes = lengthFrames / nodeFrames;
  for (let c = 0; c < nChannels; c++) {
    let at = <usize>load<i32>(channels + ((<usize>c) << 2)) + ((<usize>startFrame) << 2);
    for (let n = 0; n < nodes; n++) {
      const from = load<f32>(gains + ((<usize>n) << 2));
      const to = load<f32>(gains + ((<usize>n) << 2), 4);
      const end = at + nodeBytes;
      if (from == 1 && to == 1) {
        if (drive == 1) {
          at = end;
          continue;
        }
        for (; at < end; at += 16) {
          v128.store(at, f32x4.mul(v128.load(at), driveLanes));
        }
        continue;
      }
      const fromLanes = f32x4.splat(from);
      const step = f32x4.splat((to - from) * scale);
      let k: f32 = 0;
      for (; at < end; at += 16) {
        const gain = f32x4.add(fromLanes, f32x4.mul(step, f32x4.add(lanes, f32x4.splat(k))));
        v128.store(at, f32x4.mul(f32x4.mul(v128.load(at), driveLanes), gain));
        k += 4;
      }
    }
  }
}
