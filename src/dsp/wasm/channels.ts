// Choosing, storing, pairing and adding channels: what lets an insert work on a part of a layout, or on bands. `channels` is always the
// address of i32 addresses of f32 blocks. Twin: tests/reference/channels.ts.

/** out[k] = channels[indices[k]], addresses both. */
export function pickChannels(out: usize, channels: usize, indices: usize, n: i32): void {
  for (let k = 0; k < n; k++) {
    const at = (<usize>k) << 2;
    store<i32>(out + at, load<i32>(channels + ((<usize>load<i32>(indices + at)) << 2)));
  }
}

/** The opposite of copyChannels: from the beginnings of `inputs` to frames [startFrame, …) of the channels. */
export function storeChannels(channels: usize, inputs: usize, nChannels: i32, startFrame: i32, lengthFrames: i32): void {
  for (let c = 0; c < nChannels; c++) {
    const at = (<usize>c) << 2;
    memory.copy(<usize>load<i32>(channels + at) + ((<usize>startFrame) << 2), <usize>load<i32>(inputs + at), (<usize>lengthFrames) << 2);
  }
}

/** outputs[p] = ½·(channels[2p] + sign·channels[2p + 1]), from frame startFrame on to the outputs' beginnings. */
export function halfSums(outputs: usize, channels: usize, nPairs: i32, startFrame: i32, lengthFrames: i32, sign: f32): void {
  const offset = (<usize>startFrame) << 2;
  for (let p = 0; p < nPairs; p++) {
    const out = addressOf(outputs, p);
    const a = addressOf(channels, 2 * p) + offset;
    const b = addressOf(channels, 2 * p + 1) + offset;
    for (let k = 0; k < lengthFrames; k++) {
      const at = (<usize>k) << 2;
      store<f32>(out + at, <f32>0.5 * (load<f32>(a + at) + sign * load<f32>(b + at)));
    }
  }
}

/** outputs[2p] = sums[p] + differences[p], outputs[2p + 1] = sums[p] − differences[p], all from their beginnings. */
export function sumsAndDifferences(outputs: usize, sums: usize, differences: usize, nPairs: i32, lengthFrames: i32): void {
  for (let p = 0; p < nPairs; p++) {
    const a = addressOf(outputs, 2 * p);
    const b = addressOf(outputs, 2 * p + 1);
    const sum = addressOf(sums, p);
    const difference = addressOf(differences, p);
    for (let k = 0; k < lengthFrames; k++) {
      const at = (<usize>k) << 2;
      const m = load<f32>(sum + at);
      const s = load<f32>(difference + at);
      store<f32>(a + at, m + s);
      store<f32>(b + at, m - s);
    }
  }
}

/** channels[2p] += new − old and channels[2p + 1] += sign·(new − old): where nothing was changed, not a bit changes. */
export function addChanges(
  channels: usize,
  changed: usize,
  old: usize,
  nPairs: i32,
  startFrame: i32,
  lengthFrames: i32,
  sign: f32,
): void {
  const offset = (<usize>startFrame) << 2;
  for (let p = 0; p < nPairs; p++) {
    const a = addressOf(channels, 2 * p) + offset;
    const b = addressOf(channels, 2 * p + 1) + offset;
    const now = addressOf(changed, p);
    const was = addressOf(old, p);
    for (let k = 0; k < lengthFrames; k++) {
      const at = (<usize>k) << 2;
      const change = load<f32>(now + at) - load<f32>(was + at);
      store<f32>(a + at, load<f32>(a + at) + change);
      store<f32>(b + at, load<f32>(b + at) + sign * change);
    }
  }
}

/**
 * Widths and gains: channels[2p], channels[2p + 1] = mid ± width·side, each pair times its gain.
 * @param numbers  nPairs × 4 f32: own and other, each from and to: a' = own·a + other·b, b' = own·b + other·a, moving over rampFrames
 */
export function mixPairs(
  channels: usize,
  nPairs: i32,
  startFrame: i32,
  lengthFrames: i32,
  numbers: usize,
  position: i32,
  rampFrames: i32,
): void {
  const offset = (<usize>startFrame) << 2;
  const scale: f32 = 1.0 / <f32>rampFrames;
  for (let p = 0; p < nPairs; p++) {
    const a = addressOf(channels, 2 * p) + offset;
    const b = addressOf(channels, 2 * p + 1) + offset;
    const row = numbers + ((<usize>p) << 4);
    const own = load<f32>(row);
    const ownStep = (load<f32>(row, 4) - own) * scale;
    const other = load<f32>(row, 8);
    const otherStep = (load<f32>(row, 12) - other) * scale;
    if (own == 1 && ownStep == 0 && other == 0 && otherStep == 0) {
      continue;
    }
    for (let k = 0; k < lengthFrames; k++) {
      const at = (<usize>k) << 2;
      const frame = <f32>(position + k);
      const g = own + ownStep * frame;
      const h = other + otherStep * frame;
      const x = load<f32>(a + at);
      const y = load<f32>(b + at);
      store<f32>(a + at, g * x + h * y);
      store<f32>(b + at, g * y + h * x);
    }
  }
}

/**
 * Four bands back together: frame k of channel c is the sum over b of bands[b·nChannels + c][k]·gains[b][k].
 * @param gains  4 × gainFrames f32
 */
export function sumBands(
  channels: usize,
  bands: usize,
  nChannels: i32,
  startFrame: i32,
  lengthFrames: i32,
  gains: usize,
  gainFrames: i32,
): void {
  const row = (<usize>gainFrames) << 2;
  for (let c = 0; c < nChannels; c++) {
    const out = addressOf(channels, c) + ((<usize>startFrame) << 2);
    const w = addressOf(bands, c);
    const x = addressOf(bands, c + nChannels);
    const y = addressOf(bands, c + 2 * nChannels);
    const z = addressOf(bands, c + 3 * nChannels);
    let k = 0;
    for (; k + 4 <= lengthFrames; k += 4) {
      const at = (<usize>k) << 2;
      const g = gains + at;
      const low = f32x4.add(f32x4.mul(v128.load(w + at), v128.load(g)), f32x4.mul(v128.load(x + at), v128.load(g + row)));
      const high = f32x4.add(
        f32x4.mul(v128.load(y + at), v128.load(g + 2 * row)),
        f32x4.mul(v128.load(z + at), v128.load(g + 3 * row)),
      );
      v128.store(out + at, f32x4.add(low, high));
    }
    for (; k < lengthFrames; k++) {
      const at = (<usize>k) << 2;
      const g = gains + at;
      const low = load<f32>(w + at) * load<f32>(g) + load<f32>(x + at) * load<f32>(g + row);
      const high = load<f32>(y + at) * load<f32>(g + 2 * row) + load<f32>(z + at) * load<f32>(g + 3 * row);
      store<f32>(out + at, low + high);
    }
  }
}

function addressOf(table: usize, index: i32): usize {
  return <usize>load<i32>(table + ((<usize>index) << 2));
}
