/** Twins of dsp/wasm/gain.ts, one channel each. */
export function gainRamped(channel: Float32Array, from: number, to: number, position: number, rampFrames: number): void {
  channel.forEach((x, k) => (channel[k] = x * (from + ((to - from) * (position + k)) / rampFrames)));
}

export function gainCurve(channel: Float32Array, curve: Float32Array): void {
  channel.forEach((x, k) => (channel[k] = x * curve[k]!));
}

export function crossfade(channel: Float32Array, incoming: Float32Array, position: number, rampFrames: number): void {
  channel.forEach((x, k) => (channel[k] = x + ((incoming[k]! - x) * (position + k)) / rampFrames));
}

export function delayed(channel: Float32Array, delayFrames: number): Float32Array {
  return channel.map((_, k) => channel[k - delayFrames] ?? 0);
}
