// The gain of a feed-forward compressor: level → static curve → smoothing in decibels → gain, a frame at a time, all channels linked.
// The level is held (peak) or averaged (mean square) over a sliding window, so that a steady tone is a steady level and the static curve
// holds exactly. The window is a block of running values and the backward-run values of the block before: two operations a frame.
// Twin: tests/reference/compressorGain.ts.

const PART_FRAMES = 256;
/** Levels, then reductions, of one part. */
const levels: usize = memory.data(1040, 16);

// Fields of the state, f64 each.
const THRESHOLD_DB: usize = 0;
const SLOPE: usize = 8;
const KNEE_DB: usize = 16;
const ATTACK: usize = 24;
const RELEASE: usize = 32;
const DRY_FROM: usize = 40;
const DRY_TO: usize = 48;
const WET_FROM: usize = 56;
const WET_TO: usize = 64;
const RAMP_POSITION: usize = 72;
const RAMP_FRAMES: usize = 80;
const IS_RMS: usize = 88;
const REDUCTION_DB: usize = 96;
const RUNNING: usize = 104;
const WINDOW_POSITION: usize = 112;

/**
 * Writes lengthFrames gains (f32; room for a multiple of 4) from `out` on, and returns the largest reduction in dB.
 * @param state  16 f64: thresholdDb slope kneeDb attack release dryFrom dryTo wetFrom wetTo rampPosition rampFrames isRms (parameters);
 *   reductionDb running windowPosition (kept by the kernel, zero at first). attack and release are 1 − e^(−1/τ).
 *   The gain is dry + wet·10^(−reduction/20), dry and wet moving linearly over the ramp.
 * @param window  windowFrames running block, then windowFrames + 1 of the block before; f32, zero at first
 * @param key  what the detector hears: address of nKeys i32 addresses of f32 blocks, frames [startFrame, startFrame + lengthFrames)
 */
export function compressorGain(
  out: usize,
  state: usize,
  window: usize,
  windowFrames: i32,
  key: usize,
  nKeys: i32,
  startFrame: i32,
  lengthFrames: i32,
): f32 {
  let largest: f32 = 0;
  const start = load<f64>(state, RAMP_POSITION);
  for (let done = 0; done < lengthFrames; done += PART_FRAMES) {
    const n = min(PART_FRAMES, lengthFrames - done);
    const isRms = load<f64>(state, IS_RMS) != 0;
    loadLevels(key, nKeys, startFrame + done, n, isRms);
    const peak = isRms ? averageLevels(state, window, windowFrames, n) : holdLevels(state, window, windowFrames, n);
    const isWorking = reduceLevels(state, n, peak, isRms);
    if (isWorking) {
      largest = max(largest, smooth(state, n));
    }
    writeGains(out + ((<usize>done) << 2), state, n, start + <f64>done, isWorking);
  }
  return largest;
}

/** The loudest channel's magnitude, or its square. */
function loadLevels(key: usize, nKeys: i32, startFrame: i32, n: i32, isRms: bool): void {
  memory.fill(levels, 0, 1040);
  for (let c = 0; c < nKeys; c++) {
    const block = <usize>load<i32>(key + ((<usize>c) << 2)) + ((<usize>startFrame) << 2);
    let k = 0;
    for (; k + 4 <= n; k += 4) {
      const at = (<usize>k) << 2;
      v128.store(levels + at, f32x4.pmax(v128.load(levels + at), f32x4.abs(v128.load(block + at))));
    }
    for (; k < n; k++) {
      const at = (<usize>k) << 2;
      const level = abs(load<f32>(block + at));
      if (level > load<f32>(levels + at)) {
        store<f32>(levels + at, level);
      }
    }
  }
  if (isRms) {
    for (let k = 0; k < n; k += 4) {
      const level = v128.load(levels + ((<usize>k) << 2));
      v128.store(levels + ((<usize>k) << 2), f32x4.mul(level, level));
    }
  }
}

/** Level → largest level of the last windowFrames frames; returns the largest of all. */
function holdLevels(state: usize, window: usize, windowFrames: i32, n: i32): f32 {
  let running = <f32>load<f64>(state, RUNNING);
  let position = <i32>load<f64>(state, WINDOW_POSITION);
  const before = window + ((<usize>windowFrames) << 2);
  let peak: f32 = 0;
  let k = 0;
  while (k < n) {
    const end = min(n, k + windowFrames - position);
    const ahead = window + ((<usize>(position - k)) << 2);
    const behind = before + ((<usize>(position - k + 1)) << 2);
    position += end - k;
    for (; k < end; k++) {
      const at = (<usize>k) << 2;
      const level = load<f32>(levels + at);
      store<f32>(ahead + at, level);
      running = level > running ? level : running;
      const old = load<f32>(behind + at);
      const held = old > running ? old : running;
      store<f32>(levels + at, held);
      peak = held > peak ? held : peak;
    }
    if (position == windowFrames) {
      let back: f32 = 0;
      for (let w = windowFrames - 1; w >= 0; w--) {
        const level = load<f32>(window + ((<usize>w) << 2));
        back = level > back ? level : back;
        store<f32>(before + ((<usize>w) << 2), back);
      }
      position = 0;
      running = 0;
    }
  }
  store<f64>(state, <f64>running, RUNNING);
  store<f64>(state, <f64>position, WINDOW_POSITION);
  return peak;
}

/** Square → mean square of the last windowFrames frames; returns the largest of all. */
function averageLevels(state: usize, window: usize, windowFrames: i32, n: i32): f32 {
  const scale: f32 = 1.0 / <f32>windowFrames;
  let running = <f32>load<f64>(state, RUNNING);
  let position = <i32>load<f64>(state, WINDOW_POSITION);
  const before = window + ((<usize>windowFrames) << 2);
  let peak: f32 = 0;
  let k = 0;
  while (k < n) {
    const end = min(n, k + windowFrames - position);
    const ahead = window + ((<usize>(position - k)) << 2);
    const behind = before + ((<usize>(position - k + 1)) << 2);
    position += end - k;
    for (; k < end; k++) {
      const at = (<usize>k) << 2;
      const level = load<f32>(levels + at);
      store<f32>(ahead + at, level);
      running += level;
      const mean = (running + load<f32>(behind + at)) * scale;
      store<f32>(levels + at, mean);
      peak = mean > peak ? mean : peak;
    }
    if (position == windowFrames) {
      let back: f32 = 0;
      for (let w = windowFrames - 1; w >= 0; w--) {
        back += load<f32>(window + ((<usize>w) << 2));
        store<f32>(before + ((<usize>w) << 2), back);
      }
      position = 0;
      running = 0;
    }
  }
  store<f64>(state, <f64>running, RUNNING);
  store<f64>(state, <f64>position, WINDOW_POSITION);
  return peak;
}

/** Level → wanted reduction in dB. Returns whether there is anything to do: no reduction wanted and none left is most of music. */
function reduceLevels(state: usize, n: i32, peak: f32, isRms: bool): bool {
  const threshold = <f32>load<f64>(state, THRESHOLD_DB);
  const knee = <f32>load<f64>(state, KNEE_DB);
  const slope = <f32>load<f64>(state, SLOPE);
  const dbPerOctave: f32 = isRms ? 3.010299956639812 : 6.020599913279624;
  // The margin is far above the rounding of log2, so that skipping never changes a bit.
  const peakOverDb = f32x4.extract_lane(log2(f32x4.splat(peak)), 0) * dbPerOctave - threshold;
  if (peakOverDb + 0.5 * knee < -0.001 && load<f64>(state, REDUCTION_DB) == 0) {
    return false;
  }
  const zero = f32x4.splat(0);
  const kneeLanes = f32x4.splat(knee);
  const halfKnee = f32x4.splat(0.5 * knee);
  const perKnee = f32x4.splat(knee > 0 ? 0.5 / knee : 0);
  for (let k = 0; k < n; k += 4) {
    const at = levels + ((<usize>k) << 2);
    const over = f32x4.sub(f32x4.mul(log2(v128.load(at)), f32x4.splat(dbPerOctave)), f32x4.splat(threshold));
    const inKnee = f32x4.pmin(f32x4.pmax(f32x4.add(over, halfKnee), zero), kneeLanes);
    const past = f32x4.pmax(f32x4.sub(over, halfKnee), zero);
    const reduction = f32x4.add(f32x4.mul(f32x4.mul(inKnee, inKnee), perKnee), past);
    v128.store(at, f32x4.mul(f32x4.splat(slope), reduction));
  }
  return true;
}

/** Wanted reduction → reduction: one pole, quick when it rises and slow when it falls. Returns the largest. */
function smooth(state: usize, n: i32): f32 {
  const attack = load<f64>(state, ATTACK);
  const release = load<f64>(state, RELEASE);
  const keepAttack = 1 - attack;
  const keepRelease = 1 - release;
  let s = load<f64>(state, REDUCTION_DB);
  let largest: f64 = 0;
  if (attack >= release) {
    for (let k = 0; k < n; k++) {
      const at = levels + ((<usize>k) << 2);
      const wanted = <f64>load<f32>(at);
      const rising = keepAttack * s + attack * wanted;
      const falling = keepRelease * s + release * wanted;
      // Where the target lies above, the quicker pole gives more; where it lies below, the slower one does.
      s = rising > falling ? rising : falling;
      largest = s > largest ? s : largest;
      store<f32>(at, <f32>s);
    }
  } else {
    for (let k = 0; k < n; k++) {
      const at = levels + ((<usize>k) << 2);
      const wanted = <f64>load<f32>(at);
      const rising = keepAttack * s + attack * wanted;
      const falling = keepRelease * s + release * wanted;
      s = rising > falling ? falling : rising;
      largest = s > largest ? s : largest;
      store<f32>(at, <f32>s);
    }
  }
  store<f64>(state, s, REDUCTION_DB);
  return <f32>largest;
}

function writeGains(out: usize, state: usize, n: i32, position: f64, isWorking: bool): void {
  const dryFrom = <f32>load<f64>(state, DRY_FROM);
  const wetFrom = <f32>load<f64>(state, WET_FROM);
  const rampFrames = <f32>load<f64>(state, RAMP_FRAMES);
  const dryStep = (<f32>load<f64>(state, DRY_TO) - dryFrom) / rampFrames;
  const wetStep = (<f32>load<f64>(state, WET_TO) - wetFrom) / rampFrames;
  const start = <f32>position;
  const lanes = f32x4(0, 1, 2, 3);
  for (let k = 0; k < n; k += 4) {
    const frame = f32x4.add(f32x4.splat(start + <f32>k), lanes);
    const dry = f32x4.add(f32x4.splat(dryFrom), f32x4.mul(f32x4.splat(dryStep), frame));
    const wet = f32x4.add(f32x4.splat(wetFrom), f32x4.mul(f32x4.splat(wetStep), frame));
    let gain = f32x4.splat(1);
    if (isWorking) {
      gain = exp2(f32x4.mul(v128.load(levels + ((<usize>k) << 2)), f32x4.splat(-0.16609640474436813)));
    }
    v128.store(out + ((<usize>k) << 2), f32x4.add(dry, f32x4.mul(wet, gain)));
  }
}

/** log2 of positive numbers to 1e-7; 0 is about −127. log2 m = 2/ln 2 · artanh((m − 1)/(m + 1)) for m in [√½, √2). */
function log2(x: v128): v128 {
  // The exponent of x·√2 rounds to the octave whose m lies in that range.
  const bits = i32x4.sub(x, i32x4.splat(0x3f3504f3));
  const exponent = i32x4.shr_s(bits, 23);
  const m = i32x4.sub(x, i32x4.shl(exponent, 23));
  const f = f32x4.div(f32x4.sub(m, f32x4.splat(1)), f32x4.add(m, f32x4.splat(1)));
  const z = f32x4.mul(f, f);
  let sum = f32x4.add(f32x4.mul(z, f32x4.splat(0.41219858311113238)), f32x4.splat(0.57707801635558534));
  sum = f32x4.add(f32x4.mul(z, sum), f32x4.splat(0.96179669392597556));
  sum = f32x4.add(f32x4.mul(z, sum), f32x4.splat(2.8853900817779268));
  return f32x4.add(f32x4.convert_i32x4_s(exponent), f32x4.mul(f, sum));
}

/** 2^x for x ≤ 0 to 2e-7, exactly 1 at 0: Taylor about the nearest whole number. */
function exp2(x: v128): v128 {
  const bounded = f32x4.pmax(x, f32x4.splat(-126));
  const whole = f32x4.nearest(bounded);
  const r = f32x4.mul(f32x4.sub(bounded, whole), f32x4.splat(0.69314718055994531));
  let sum = f32x4.add(f32x4.mul(r, f32x4.splat(0.0013888888888888889)), f32x4.splat(0.0083333333333333333));
  sum = f32x4.add(f32x4.mul(r, sum), f32x4.splat(0.041666666666666667));
  sum = f32x4.add(f32x4.mul(r, sum), f32x4.splat(0.16666666666666667));
  sum = f32x4.add(f32x4.mul(r, sum), f32x4.splat(0.5));
  sum = f32x4.add(f32x4.mul(r, sum), f32x4.splat(1));
  sum = f32x4.add(f32x4.mul(r, sum), f32x4.splat(1));
  return f32x4.mul(sum, i32x4.shl(i32x4.add(i32x4.trunc_sat_f32x4_s(whole), i32x4.splat(127)), 23));
}
