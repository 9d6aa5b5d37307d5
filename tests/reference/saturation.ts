/** Twin of loudestOf in dsp/wasm/saturation.ts. */
export function loudestOf(rows: readonly Float32Array[]): Float32Array {
  return rows[0]!.map((_, k) => rows.map((row) => row[k]!).reduce((most, x) => (Math.abs(x) > Math.abs(most) ? x : most)));
}

/** Twin of saturationGain: G(drive·e) − 1. */
export function saturationGain(e: number, drive: number, bias: number, hard: number): number {
  const u = drive * e;
  if (u === 0) {
    return 0;
  }
  const t = Math.tanh(u);
  const soft = t / u / (1 + bias * t);
  return (1 - hard) * soft + hard * Math.pow(1 + Math.pow(u, 8), -1 / 8) - 1;
}

/** Twin of saturationMix; `numbers` are output, mix and block, each from and to. */
export function saturationMix(
  x: Float32Array,
  d: Float32Array,
  numbers: ArrayLike<number>,
  position: number,
  rampFrames: number,
  keep: number,
) {
  let mean = 0;
  const at = (n: number, k: number): number => numbers[2 * n]! + ((numbers[2 * n + 1]! - numbers[2 * n]!) * (position + k)) / rampFrames;
  return Float64Array.from(x, (dry, k) => {
    const before = mean;
    mean = keep * mean + (1 - keep) * d[k]!;
    return at(0, k) * (dry + at(1, k) * (d[k]! - (at(2, k) * (before + mean)) / 2));
  });
}
