// Cascades of second-order filters over linked channels, in double precision: a 20 Hz high-pass at 192 kHz has poles 1e-3 from the circle.
// The form is transposed direct form II with the direct term drawn out, which leaves one multiplication and one subtraction on the
// recursive path:  y = b0·x + z1;  z1' = c1·x + z2 − a1·z1;  z2' = c2·x − a2·z1;  c1 = b1 − a1·b0, c2 = b2 − a2·b0.
// Coefficients: nStages × 5 f64 (b0 c1 c2 a1 a2). States: nStages × 2 × even(nChannels) f64 (a row of z1, a row of z2).
// Twin: tests/reference/biquadCascade.ts.

const PART_FRAMES = 256;
const STAGE_BYTES: usize = 40;
/** One pair of channels in f64, in place between the stages. */
const scratch: usize = memory.data(4096, 16);

/** Filters `channels` (address of nChannels i32 addresses of f32 blocks) in place, frames [startFrame, startFrame + lengthFrames). */
export function biquadCascade(
  channels: usize,
  nChannels: i32,
  startFrame: i32,
  lengthFrames: i32,
  coefficients: usize,
  nStages: i32,
  states: usize,
): void {
  const row = (<usize>((nChannels + 1) & ~1)) << 3;
  for (let done = 0; done < lengthFrames; done += PART_FRAMES) {
    const n = min(PART_FRAMES, lengthFrames - done);
    const offset = (<usize>(startFrame + done)) << 2;
    let c = 0;
    for (; c + 2 <= nChannels; c += 2) {
      const a = addressOf(channels, c) + offset;
      const b = addressOf(channels, c + 1) + offset;
      const lane = states + ((<usize>c) << 3);
      if (isSilent(a, n) && isSilent(b, n) && isAtRest(lane, row, nStages)) {
        memory.fill(a, 0, (<usize>n) << 2);
        memory.fill(b, 0, (<usize>n) << 2);
        continue;
      }
      loadPair(a, b, n);
      let s = 0;
      for (; s + 2 <= nStages; s += 2) {
        twoStagesOfPair(n, coefficients + <usize>s * STAGE_BYTES, lane + <usize>s * 2 * row, row);
      }
      if (s < nStages) {
        oneStageOfPair(n, coefficients + <usize>s * STAGE_BYTES, lane + <usize>s * 2 * row, row);
      }
      storePair(a, b, n);
    }
    if (c < nChannels) {
      const a = addressOf(channels, c) + offset;
      const lane = states + ((<usize>c) << 3);
      if (isSilent(a, n) && isAtRest(lane, row, nStages)) {
        memory.fill(a, 0, (<usize>n) << 2);
        continue;
      }
      loadSingle(a, n);
      let s = 0;
      for (; s + 4 <= nStages && n >= 4; s += 4) {
        fourStagesOfSingle(n, coefficients + <usize>s * STAGE_BYTES, lane + <usize>s * 2 * row, row);
      }
      for (; s + 2 <= nStages && n >= 2; s += 2) {
        twoStagesOfSingle(n, coefficients + <usize>s * STAGE_BYTES, lane + <usize>s * 2 * row, row);
      }
      for (; s < nStages; s++) {
        oneStageOfSingle(n, coefficients + <usize>s * STAGE_BYTES, lane + <usize>s * 2 * row, row);
      }
      storeSingle(a, n);
    }
  }
}

/**
 * The same with coefficients moving linearly: frame k has from + (to − from)·(position + k)/rampFrames. The stable region of (a1, a2) is
 * a triangle, hence convex: between two stable filters every step is stable.
 */
export function biquadCascadeRamped(
  channels: usize,
  nChannels: i32,
  startFrame: i32,
  lengthFrames: i32,
  fromCoefficients: usize,
  toCoefficients: usize,
  nStages: i32,
  states: usize,
  position: i32,
  rampFrames: i32,
): void {
  const row = (<usize>((nChannels + 1) & ~1)) << 3;
  const scale: f64 = 1.0 / <f64>rampFrames;
  for (let c = 0; c < nChannels; c++) {
    const block = addressOf(channels, c) + ((<usize>startFrame) << 2);
    for (let done = 0; done < lengthFrames; done += PART_FRAMES) {
      const n = min(PART_FRAMES, lengthFrames - done);
      loadSingle(block + ((<usize>done) << 2), n);
      for (let s = 0; s < nStages; s++) {
        const at = <usize>s * STAGE_BYTES;
        const state = states + ((<usize>c) << 3) + <usize>s * 2 * row;
        rampedStage(n, fromCoefficients + at, toCoefficients + at, state, row, position + done, scale);
      }
      storeSingle(block + ((<usize>done) << 2), n);
    }
  }
}

/** Sets states that have faded below −600 dB, or that a broken sample has made infinite, to zero: no denormals, no poison. */
export function biquadSettle(states: usize, length: i32): void {
  for (let k = 0; k < length; k++) {
    const at = states + ((<usize>k) << 3);
    const size = abs(load<f64>(at));
    if (!(size > 1e-30 && size < 1e30)) {
      store<f64>(at, 0);
    }
  }
}

function addressOf(channels: usize, c: i32): usize {
  return <usize>load<i32>(channels + ((<usize>c) << 2));
}

function isSilent(block: usize, n: i32): bool {
  let k = 0;
  for (; k + 4 <= n; k += 4) {
    if (v128.any_true(f32x4.ne(v128.load(block + ((<usize>k) << 2)), f32x4.splat(0)))) {
      return false;
    }
  }
  for (; k < n; k++) {
    if (load<f32>(block + ((<usize>k) << 2)) != 0) {
      return false;
    }
  }
  return true;
}

/** Whether a lane (and, in pairs, its neighbour, which padding keeps at zero) is at rest. */
function isAtRest(lane: usize, row: usize, nStages: i32): bool {
  for (let k = 0; k < 2 * nStages; k++) {
    if (v128.any_true(f64x2.ne(v128.load(lane + <usize>k * row), f64x2.splat(0)))) {
      return false;
    }
  }
  return true;
}

function loadPair(a: usize, b: usize, n: i32): void {
  for (let k = 0; k < n; k++) {
    const at = (<usize>k) << 2;
    v128.store(scratch + ((<usize>k) << 4), f64x2(<f64>load<f32>(a + at), <f64>load<f32>(b + at)));
  }
}

function storePair(a: usize, b: usize, n: i32): void {
  for (let k = 0; k < n; k++) {
    const at = (<usize>k) << 2;
    store<f32>(a + at, <f32>load<f64>(scratch + ((<usize>k) << 4)));
    store<f32>(b + at, <f32>load<f64>(scratch + ((<usize>k) << 4), 8));
  }
}

function loadSingle(a: usize, n: i32): void {
  for (let k = 0; k < n; k++) {
    store<f64>(scratch + ((<usize>k) << 3), <f64>load<f32>(a + ((<usize>k) << 2)));
  }
}

function storeSingle(a: usize, n: i32): void {
  for (let k = 0; k < n; k++) {
    store<f32>(a + ((<usize>k) << 2), <f32>load<f64>(scratch + ((<usize>k) << 3)));
  }
}

function oneStageOfPair(n: i32, c: usize, state: usize, row: usize): void {
  const b0 = v128.load64_splat(c);
  const c1 = v128.load64_splat(c, 8);
  const c2 = v128.load64_splat(c, 16);
  const a1 = v128.load64_splat(c, 24);
  const a2 = v128.load64_splat(c, 32);
  let z1 = v128.load(state);
  let z2 = v128.load(state + row);
  for (let k = 0; k < n; k++) {
    const at = scratch + ((<usize>k) << 4);
    const x = v128.load(at);
    v128.store(at, f64x2.add(f64x2.mul(b0, x), z1));
    const next = f64x2.sub(f64x2.add(f64x2.mul(c1, x), z2), f64x2.mul(a1, z1));
    z2 = f64x2.sub(f64x2.mul(c2, x), f64x2.mul(a2, z1));
    z1 = next;
  }
  v128.store(state, z1);
  v128.store(state + row, z2);
}

/** Two stages in one pass: their recursions overlap in the processor. */
function twoStagesOfPair(n: i32, c: usize, state: usize, row: usize): void {
  const b0 = v128.load64_splat(c);
  const c1 = v128.load64_splat(c, 8);
  const c2 = v128.load64_splat(c, 16);
  const a1 = v128.load64_splat(c, 24);
  const a2 = v128.load64_splat(c, 32);
  const d0 = v128.load64_splat(c, 40);
  const e1 = v128.load64_splat(c, 48);
  const e2 = v128.load64_splat(c, 56);
  const f1 = v128.load64_splat(c, 64);
  const f2 = v128.load64_splat(c, 72);
  const second = state + 2 * row;
  let z1 = v128.load(state);
  let z2 = v128.load(state + row);
  let w1 = v128.load(second);
  let w2 = v128.load(second + row);
  for (let k = 0; k < n; k++) {
    const at = scratch + ((<usize>k) << 4);
    const x = v128.load(at);
    const y = f64x2.add(f64x2.mul(b0, x), z1);
    const nextZ = f64x2.sub(f64x2.add(f64x2.mul(c1, x), z2), f64x2.mul(a1, z1));
    z2 = f64x2.sub(f64x2.mul(c2, x), f64x2.mul(a2, z1));
    z1 = nextZ;
    v128.store(at, f64x2.add(f64x2.mul(d0, y), w1));
    const nextW = f64x2.sub(f64x2.add(f64x2.mul(e1, y), w2), f64x2.mul(f1, w1));
    w2 = f64x2.sub(f64x2.mul(e2, y), f64x2.mul(f2, w1));
    w1 = nextW;
  }
  v128.store(state, z1);
  v128.store(state + row, z2);
  v128.store(second, w1);
  v128.store(second + row, w2);
}

/** One frame through one stage whose state is in memory. */
function step(c: usize, state: usize, row: usize, x: f64): f64 {
  const z1 = load<f64>(state);
  const y = load<f64>(c) * x + z1;
  store<f64>(state, load<f64>(c, 8) * x + load<f64>(state + row) - load<f64>(c, 24) * z1);
  store<f64>(state + row, load<f64>(c, 16) * x - load<f64>(c, 32) * z1);
  return y;
}

function oneStageOfSingle(n: i32, c: usize, state: usize, row: usize): void {
  const b0 = load<f64>(c);
  const c1 = load<f64>(c, 8);
  const c2 = load<f64>(c, 16);
  const a1 = load<f64>(c, 24);
  const a2 = load<f64>(c, 32);
  let z1 = load<f64>(state);
  let z2 = load<f64>(state + row);
  for (let k = 0; k < n; k++) {
    const at = scratch + ((<usize>k) << 3);
    const x = load<f64>(at);
    store<f64>(at, b0 * x + z1);
    const next = c1 * x + z2 - a1 * z1;
    z2 = c2 * x - a2 * z1;
    z1 = next;
  }
  store<f64>(state, z1);
  store<f64>(state + row, z2);
}

function pairOf(c: usize, offset: usize): v128 {
  return f64x2(load<f64>(c + offset), load<f64>(c + STAGE_BYTES + offset));
}

/** Two stages of one channel as the two lanes, the second a frame behind the first. */
function twoStagesOfSingle(n: i32, c: usize, state: usize, row: usize): void {
  const second = state + 2 * row;
  let y = f64x2.splat(step(c, state, row, load<f64>(scratch)));
  const b0 = pairOf(c, 0);
  const c1 = pairOf(c, 8);
  const c2 = pairOf(c, 16);
  const a1 = pairOf(c, 24);
  const a2 = pairOf(c, 32);
  let z1 = f64x2(load<f64>(state), load<f64>(second));
  let z2 = f64x2(load<f64>(state + row), load<f64>(second + row));
  for (let k = 1; k < n; k++) {
    const at = scratch + ((<usize>k) << 3);
    const x = v128.shuffle<f64>(v128.load64_splat(at), y, 0, 2);
    y = f64x2.add(f64x2.mul(b0, x), z1);
    const next = f64x2.sub(f64x2.add(f64x2.mul(c1, x), z2), f64x2.mul(a1, z1));
    z2 = f64x2.sub(f64x2.mul(c2, x), f64x2.mul(a2, z1));
    z1 = next;
    store<f64>(at - 8, f64x2.extract_lane(y, 1));
  }
  store<f64>(state, f64x2.extract_lane(z1, 0));
  store<f64>(second, f64x2.extract_lane(z1, 1));
  store<f64>(state + row, f64x2.extract_lane(z2, 0));
  store<f64>(second + row, f64x2.extract_lane(z2, 1));
  store<f64>(scratch + ((<usize>(n - 1)) << 3), step(c + STAGE_BYTES, second, row, f64x2.extract_lane(y, 0)));
}

/** Four stages of one channel as two pairs of lanes; the last output is two frames behind the first stage. */
function fourStagesOfSingle(n: i32, c: usize, state: usize, row: usize): void {
  const cB = c + STAGE_BYTES;
  const cC = c + 2 * STAGE_BYTES;
  const cD = c + 3 * STAGE_BYTES;
  const sB = state + 2 * row;
  const sC = state + 4 * row;
  const sD = state + 6 * row;
  const yB0 = step(cB, sB, row, step(c, state, row, load<f64>(scratch)));
  let p = f64x2.splat(step(c, state, row, load<f64>(scratch, 8)));
  let q = f64x2.splat(step(cC, sC, row, yB0));
  const b0 = pairOf(c, 0);
  const c1 = pairOf(c, 8);
  const c2 = pairOf(c, 16);
  const a1 = pairOf(c, 24);
  const a2 = pairOf(c, 32);
  const d0 = pairOf(cC, 0);
  const e1 = pairOf(cC, 8);
  const e2 = pairOf(cC, 16);
  const f1 = pairOf(cC, 24);
  const f2 = pairOf(cC, 32);
  let z1 = f64x2(load<f64>(state), load<f64>(sB));
  let z2 = f64x2(load<f64>(state + row), load<f64>(sB + row));
  let w1 = f64x2(load<f64>(sC), load<f64>(sD));
  let w2 = f64x2(load<f64>(sC + row), load<f64>(sD + row));
  for (let k = 2; k < n; k++) {
    const at = scratch + ((<usize>k) << 3);
    const x = v128.shuffle<f64>(v128.load64_splat(at), p, 0, 2);
    p = f64x2.add(f64x2.mul(b0, x), z1);
    const nextZ = f64x2.sub(f64x2.add(f64x2.mul(c1, x), z2), f64x2.mul(a1, z1));
    z2 = f64x2.sub(f64x2.mul(c2, x), f64x2.mul(a2, z1));
    z1 = nextZ;
    const u = v128.shuffle<f64>(p, q, 1, 2);
    q = f64x2.add(f64x2.mul(d0, u), w1);
    const nextW = f64x2.sub(f64x2.add(f64x2.mul(e1, u), w2), f64x2.mul(f1, w1));
    w2 = f64x2.sub(f64x2.mul(e2, u), f64x2.mul(f2, w1));
    w1 = nextW;
    store<f64>(at - 16, f64x2.extract_lane(q, 1));
  }
  store<f64>(state, f64x2.extract_lane(z1, 0));
  store<f64>(sB, f64x2.extract_lane(z1, 1));
  store<f64>(state + row, f64x2.extract_lane(z2, 0));
  store<f64>(sB + row, f64x2.extract_lane(z2, 1));
  store<f64>(sC, f64x2.extract_lane(w1, 0));
  store<f64>(sD, f64x2.extract_lane(w1, 1));
  store<f64>(sC + row, f64x2.extract_lane(w2, 0));
  store<f64>(sD + row, f64x2.extract_lane(w2, 1));
  const last = scratch + ((<usize>(n - 1)) << 3);
  const yB = step(cB, sB, row, f64x2.extract_lane(p, 0));
  store<f64>(last - 8, step(cD, sD, row, f64x2.extract_lane(q, 0)));
  store<f64>(last, step(cD, sD, row, step(cC, sC, row, yB)));
}

function rampedStage(n: i32, from: usize, to: usize, state: usize, row: usize, position: i32, scale: f64): void {
  const b0 = load<f64>(from);
  const c1 = load<f64>(from, 8);
  const c2 = load<f64>(from, 16);
  const a1 = load<f64>(from, 24);
  const a2 = load<f64>(from, 32);
  const db0 = load<f64>(to) - b0;
  const dc1 = load<f64>(to, 8) - c1;
  const dc2 = load<f64>(to, 16) - c2;
  const da1 = load<f64>(to, 24) - a1;
  const da2 = load<f64>(to, 32) - a2;
  let z1 = load<f64>(state);
  let z2 = load<f64>(state + row);
  for (let k = 0; k < n; k++) {
    const at = scratch + ((<usize>k) << 3);
    const t = <f64>(position + k) * scale;
    const x = load<f64>(at);
    store<f64>(at, (b0 + db0 * t) * x + z1);
    const next = (c1 + dc1 * t) * x + z2 - (a1 + da1 * t) * z1;
    z2 = (c2 + dc2 * t) * x - (a2 + da2 * t) * z1;
    z1 = next;
  }
  store<f64>(state, z1);
  store<f64>(state + row, z2);
}
