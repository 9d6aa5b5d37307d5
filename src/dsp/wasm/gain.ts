// Gains, copies, crossfades and delays over linked channels: what inserts are made of. `channels` is always the address of nChannels i32
// addresses of f32 blocks. Twin: tests/reference/gain.ts.

/** Multiplies by a gain moving linearly: frame k has from + (to − from)·(position + k)/rampFrames, whatever the chunking. */
export function gainRamped(
  channels: usize,
  nChannels: i32,
  startFrame: i32,
  lengthFrames: i32,
  from: f32,
  to: f32,
  position: i32,
  rampFrames: i32,
): void {
  const step: f32 = (to - from) / <f32>rampFrames;
  const lanes = f32x4(0, 1, 2, 3);
  for (let c = 0; c < nChannels; c++) {
    const block = <usize>load<i32>(channels + ((<usize>c) << 2)) + ((<usize>startFrame) << 2);
    let k = 0;
    for (; k + 4 <= lengthFrames; k += 4) {
      const at = block + ((<usize>k) << 2);
      const frame = f32x4.add(lanes, f32x4.splat(<f32>(position + k)));
      const gain = f32x4.add(f32x4.splat(from), f32x4.mul(f32x4.splat(step), frame));
      v128.store(at, f32x4.mul(v128.load(at), gain));
    }
    for (; k < lengthFrames; k++) {
      const at = block + ((<usize>k) << 2);
      store<f32>(at, load<f32>(at) * (from + step * <f32>(position + k)));
    }
  }
}

/** Multiplies every channel by the same curve of gains, lengthFrames f32 from `curve` on. */
export function gainCurve(channels: usize, nChannels: i32, startFrame: i32, lengthFrames: i32, curve: usize): void {
  for (let c = 0; c < nChannels; c++) {
    const block = <usize>load<i32>(channels + ((<usize>c) << 2)) + ((<usize>startFrame) << 2);
    let k = 0;
    for (; k + 4 <= lengthFrames; k += 4) {
      const at = (<usize>k) << 2;
      v128.store(block + at, f32x4.mul(v128.load(block + at), v128.load(curve + at)));
    }
    for (; k < lengthFrames; k++) {
      const at = (<usize>k) << 2;
      store<f32>(block + at, load<f32>(block + at) * load<f32>(curve + at));
    }
  }
}

/** Copies frames [startFrame, …) of the channels to the beginning of the blocks of `outputs`. */
export function copyChannels(outputs: usize, channels: usize, nChannels: i32, startFrame: i32, lengthFrames: i32): void {
  for (let c = 0; c < nChannels; c++) {
    const from = <usize>load<i32>(channels + ((<usize>c) << 2)) + ((<usize>startFrame) << 2);
    memory.copy(<usize>load<i32>(outputs + ((<usize>c) << 2)), from, (<usize>lengthFrames) << 2);
  }
}

/** Fades the channels towards the beginnings of the blocks of `incoming`: frame k has (position + k)/rampFrames of it. */
export function crossfade(
  channels: usize,
  incoming: usize,
  nChannels: i32,
  startFrame: i32,
  lengthFrames: i32,
  position: i32,
  rampFrames: i32,
): void {
  fadeTowards(channels, incoming, nChannels, startFrame, lengthFrames, 0, 1, position, rampFrames);
}

/** The same from any share of `incoming` to any other: frame k has from + (to − from)·(position + k)/rampFrames. */
export function fadeTowards(
  channels: usize,
  incoming: usize,
  nChannels: i32,
  startFrame: i32,
  lengthFrames: i32,
  from: f32,
  to: f32,
  position: i32,
  rampFrames: i32,
): void {
  const scale: f32 = (to - from) / <f32>rampFrames;
  for (let c = 0; c < nChannels; c++) {
    const block = <usize>load<i32>(channels + ((<usize>c) << 2)) + ((<usize>startFrame) << 2);
    const other = <usize>load<i32>(incoming + ((<usize>c) << 2));
    for (let k = 0; k < lengthFrames; k++) {
      const at = (<usize>k) << 2;
      const old = load<f32>(block + at);
      store<f32>(block + at, old + (load<f32>(other + at) - old) * (from + <f32>(position + k) * scale));
    }
  }
}

/**
 * Delays the channels in place by ringFrames frames.
 * @param rings  nChannels × ringFrames f32, the last ringFrames inputs
 * @param position  where in the rings the oldest input is; the caller moves it on by lengthFrames, modulo ringFrames
 */
export function delayInPlace(
  channels: usize,
  nChannels: i32,
  startFrame: i32,
  lengthFrames: i32,
  rings: usize,
  ringFrames: i32,
  position: i32,
): void {
  for (let c = 0; c < nChannels; c++) {
    let block = <usize>load<i32>(channels + ((<usize>c) << 2)) + ((<usize>startFrame) << 2);
    const ring = rings + ((<usize>(c * ringFrames)) << 2);
    let at = position;
    let left = lengthFrames;
    while (left > 0) {
      const n = min(left, ringFrames - at);
      swap(block, ring + ((<usize>at) << 2), n);
      block += (<usize>n) << 2;
      left -= n;
      at = 0;
    }
  }
}

function swap(a: usize, b: usize, n: i32): void {
  let k = 0;
  for (; k + 4 <= n; k += 4) {
    const at = (<usize>k) << 2;
    const left = v128.load(a + at);
    v128.store(a + at, v128.load(b + at));
    v128.store(b + at, left);
  }
  for (; k < n; k++) {
    const at = (<usize>k) << 2;
    const left = load<f32>(a + at);
    store<f32>(a + at, load<f32>(b + at));
    store<f32>(b + at, left);
  }
}
