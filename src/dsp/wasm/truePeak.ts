// True peak: 32 positions a frame. Half-way positions by a long FIR on the samples, everything between by a short FIR on samples and
// half-way points together. What provably stays below is skipped: blocks by their samples and energy, then cells of 16 frames by half-way
// points of which only the nearest taps are summed. The bounds hold for every input, so the result is that of the whole search.
// Twin: tests/reference/truePeak.ts.

/** Frames handled at once; the bounds are taken over one block and its neighbours. */
const BLOCK: i32 = 64;
/** Readable frames before and after the scanned ones. */
const MARGIN: i32 = 192;
/** Half-way points computed before and after a cell, for the short FIR. */
const SHOULDER: i32 = 8;
const CELL: i32 = 16;
/** Pairs of taps summed at first; metering/truePeakTables.ts bounds what the others add. */
const FIRST_TAPS: i32 = 32;
/** States of eight half-way points. */
const IS_FIRST: u8 = 1;
const IS_WHOLE: u8 = 2;

/**
 * Largest absolute value of a stretch of one channel at 32 positions a frame: those at frame n, n + 1/32, … n + 31/32 belong to frame n.
 * @param input         f32 samples, all finite; frames −192 … lengthFrames + 192 are readable
 * @param lengthFrames  a multiple of 64
 * @param tables        see metering/truePeakTables.ts
 * @param work          5 × lengthFrames + 1,024 bytes
 * @param floor         values at or below it need not be found: blocks that provably stay below are skipped
 * @param cellPeaks     0, or the address of lengthFrames / 16 f32: the largest value of every 16 frames, exact where above `floor`, else
 *                      somewhere between the largest sample and `floor`
 * @returns the largest value, exact where above `floor`
 */
export function truePeakScan(input: usize, lengthFrames: i32, tables: usize, work: usize, floor: f32, cellPeaks: usize): f32 {
  const halfTaps = load<i32>(tables);
  const nearGain = load<f32>(tables, 4);
  const farGain = load<f32>(tables, 8);
  const residualGain = load<f32>(tables, 12);
  const longTaps = tables + 16;
  const quarterTaps = longTaps + ((<usize>halfTaps) << 2);
  const fineTaps = quarterTaps + 32;
  const restGain = load<f32>(fineTaps + 768);
  // Per block: largest sample and energy, from three blocks before to three after.
  const blocks = lengthFrames / BLOCK + 6;
  const peaks = work;
  const energies = peaks + ((<usize>blocks) << 2);
  const quarters = (energies + ((<usize>blocks) << 2) + 15) & ~15;
  const halves = quarters + ((<usize>BLOCK) << 3) + ((<usize>SHOULDER) << 2);
  const states = halves + ((<usize>(lengthFrames + SHOULDER)) << 2) + 1;
  memory.fill(states - 1, 0, <usize>(lengthFrames / SHOULDER + 2));
  for (let b = 0; b < blocks; b++) {
    measureBlock(input + ((<usize>((b - 3) * BLOCK)) << 2), peaks + ((<usize>b) << 2), energies + ((<usize>b) << 2));
  }
  let best = floor;
  for (let s = 0; s < lengthFrames; s += BLOCK) {
    const b = (<usize>(s / BLOCK)) << 2;
    const near = max(max(load<f32>(peaks + b, 8), load<f32>(peaks + b, 12)), load<f32>(peaks + b, 16));
    const wide = max(max(load<f32>(peaks + b), load<f32>(peaks + b, 4)), max(load<f32>(peaks + b, 20), load<f32>(peaks + b, 24)));
    let energy: f32 = 0;
    for (let k: usize = 0; k < 7; k++) {
      energy += load<f32>(energies + b + (k << 2));
    }
    const root = sqrt(energy);
    if (nearGain * near + farGain * root <= best) {
      if (cellPeaks != 0) {
        for (let cell = s; cell < s + BLOCK; cell += CELL) {
          store<f32>(cellPeaks + ((<usize>cell) >> 2), samplePeak(input + ((<usize>cell) << 2)));
        }
      }
      continue;
    }
    for (let k = s - SHOULDER; k < s + BLOCK + SHOULDER; k += 8) {
      const state = states + (<usize>(k >> 3));
      if (load<u8>(state) == 0) {
        halfWayFirst(halves + ((<usize>k) << 2), input + ((<usize>k) << 2), longTaps);
        store<u8>(state, IS_FIRST);
      }
    }
    const margin = residualGain * max(near, wide);
    const slack = margin + restGain * root;
    for (let cell = s; cell < s + BLOCK; cell += CELL) {
      const at = (<usize>cell) << 2;
      const cellQuarters = quarters + ((<usize>(cell - s)) << 2);
      if (quarterWay(cellQuarters, input + at, halves + at, quarterTaps) + slack <= best) {
        if (cellPeaks != 0) {
          store<f32>(cellPeaks + (at >> 4), samplePeak(input + at));
        }
        continue;
      }
      for (let k = cell - SHOULDER; k < cell + CELL + SHOULDER; k += 8) {
        const state = states + (<usize>(k >> 3));
        if (load<u8>(state) == IS_FIRST) {
          halfWayRest(halves + ((<usize>k) << 2), input + ((<usize>k) << 2), longTaps, halfTaps);
          store<u8>(state, IS_WHOLE);
        }
      }
      quarterWay(cellQuarters, input + at, halves + at, quarterTaps);
      const peak = refineCell(cellQuarters, input + at, halves + at, fineTaps, best - margin);
      if (cellPeaks != 0) {
        store<f32>(cellPeaks + (at >> 4), peak);
      } else {
        best = max(best, peak);
      }
    }
  }
  if (cellPeaks != 0) {
    for (let k = 0; k < lengthFrames / 16; k++) {
      best = max(best, load<f32>(cellPeaks + ((<usize>k) << 2)));
    }
  }
  return best;
}

/** More than the sum of any phase's absolute taps. */
const ITU_GAIN: f32 = 2.03;

/**
 * The 4× reading of BS.1770 Annex 2, 12 taps a phase. Values of a cell of 16 frames are merged into cellPeaks (max) when given.
 * @param lengthFrames  a multiple of 64
 * @param taps          address of 24 f32: phases 0 and 1 in order; 2 and 3 are their mirrors
 * @param floor         values at or below it need not be found
 * @returns the largest value, exact where above `floor`
 */
export function itu4xScan(input: usize, lengthFrames: i32, taps: usize, floor: f32, cellPeaks: usize): f32 {
  let best = floor;
  for (let s = 0; s < lengthFrames; s += BLOCK) {
    const here = input + ((<usize>s) << 2);
    let largest = f32x4.splat(0);
    for (let k: usize = 0; k < 80; k += 4) {
      largest = f32x4.pmax(largest, f32x4.abs(v128.load(here - 32 + (k << 2))));
    }
    if (ITU_GAIN * maxLane(largest) <= best) {
      continue;
    }
    for (let cell: usize = 0; cell < 4; cell++) {
      const peak = itu4xCell(here + (cell << 6), taps);
      if (cellPeaks != 0) {
        const at = cellPeaks + ((<usize>s) >> 2) + (cell << 2);
        store<f32>(at, max(load<f32>(at), peak));
      } else {
        best = max(best, peak);
      }
    }
  }
  if (cellPeaks != 0) {
    for (let k = 0; k < lengthFrames / 16; k++) {
      best = max(best, load<f32>(cellPeaks + ((<usize>k) << 2)));
    }
  }
  return best;
}

function itu4xCell(input: usize, taps: usize): f32 {
  let peaks = f32x4.splat(0);
  for (let k: usize = 0; k < 64; k += 16) {
    // Tap j meets frame n + 6 − j, which puts the interpolated points between frames n and n + 1.
    const at = input + k + 24;
    let y0 = f32x4.splat(0);
    let y1 = f32x4.splat(0);
    let y2 = f32x4.splat(0);
    let y3 = f32x4.splat(0);
    for (let j: usize = 0; j < 12; j++) {
      const x = v128.load(at - (j << 2));
      y0 = f32x4.add(y0, f32x4.mul(x, v128.load32_splat(taps + (j << 2))));
      y1 = f32x4.add(y1, f32x4.mul(x, v128.load32_splat(taps + (j << 2), 48)));
      y2 = f32x4.add(y2, f32x4.mul(x, v128.load32_splat(taps + ((11 - j) << 2), 48)));
      y3 = f32x4.add(y3, f32x4.mul(x, v128.load32_splat(taps + ((11 - j) << 2))));
    }
    peaks = f32x4.pmax(peaks, f32x4.pmax(f32x4.pmax(f32x4.abs(y0), f32x4.abs(y1)), f32x4.pmax(f32x4.abs(y2), f32x4.abs(y3))));
  }
  return maxLane(peaks);
}

function maxLane(v: v128): f32 {
  return max(max(f32x4.extract_lane(v, 0), f32x4.extract_lane(v, 1)), max(f32x4.extract_lane(v, 2), f32x4.extract_lane(v, 3)));
}

function measureBlock(input: usize, peak: usize, energy: usize): void {
  let peaks = f32x4.splat(0);
  let squares = f32x4.splat(0);
  for (let k: usize = 0; k < (<usize>BLOCK) << 2; k += 16) {
    const x = v128.load(input + k);
    peaks = f32x4.pmax(peaks, f32x4.abs(x));
    squares = f32x4.add(squares, f32x4.mul(x, x));
  }
  store<f32>(peak, maxLane(peaks));
  store<f32>(
    energy,
    f32x4.extract_lane(squares, 0) + f32x4.extract_lane(squares, 1) + f32x4.extract_lane(squares, 2) + f32x4.extract_lane(squares, 3),
  );
}

function samplePeak(input: usize): f32 {
  const a = f32x4.pmax(f32x4.abs(v128.load(input)), f32x4.abs(v128.load(input, 16)));
  const b = f32x4.pmax(f32x4.abs(v128.load(input, 32)), f32x4.abs(v128.load(input, 48)));
  return maxLane(f32x4.pmax(a, b));
}

/** Eight half-way points, after input[0] … input[7], by the nearest taps alone: the long FIR is symmetric about them. */
function halfWayFirst(out: usize, input: usize, taps: usize): void {
  v128.store(out, f32x4.splat(0));
  v128.store(out, f32x4.splat(0), 16);
  addTaps(out, input, input + 4, taps, FIRST_TAPS);
}

/** What the other taps add to them. */
function halfWayRest(out: usize, input: usize, taps: usize, halfTaps: i32): void {
  const skipped = (<usize>FIRST_TAPS) << 2;
  addTaps(out, input - skipped, input + 4 + skipped, taps + skipped, halfTaps - FIRST_TAPS);
}

function addTaps(out: usize, left: usize, right: usize, taps: usize, count: i32): void {
  let y0 = v128.load(out);
  let y1 = v128.load(out, 16);
  for (let j = 0; j < count; j++) {
    const tap = v128.load32_splat(taps);
    y0 = f32x4.add(y0, f32x4.mul(tap, f32x4.add(v128.load(left), v128.load(right))));
    y1 = f32x4.add(y1, f32x4.mul(tap, f32x4.add(v128.load(left, 16), v128.load(right, 16))));
    taps += 4;
    left -= 4;
    right += 4;
  }
  v128.store(out, y0);
  v128.store(out, y1, 16);
}

/** The quarter points of a cell: those before its half-way points, and 256 bytes on those after them. Returns the largest of all four kinds of points. */
function quarterWay(out: usize, x: usize, m: usize, taps: usize): f32 {
  const t0 = v128.load32_splat(taps);
  const t1 = v128.load32_splat(taps, 4);
  const t2 = v128.load32_splat(taps, 8);
  const t3 = v128.load32_splat(taps, 12);
  const t4 = v128.load32_splat(taps, 16);
  const t5 = v128.load32_splat(taps, 20);
  let peaks = f32x4.splat(0);
  for (let k: usize = 0; k < (<usize>CELL) << 2; k += 16) {
    const at = x + k;
    const mid = m + k;
    const x0 = v128.load(at);
    const m0 = v128.load(mid);
    let a = f32x4.mul(t0, f32x4.add(x0, m0));
    a = f32x4.add(a, f32x4.mul(t1, f32x4.add(v128.load(mid - 4), v128.load(at, 4))));
    a = f32x4.add(a, f32x4.mul(t2, f32x4.add(v128.load(at - 4), v128.load(mid, 4))));
    a = f32x4.add(a, f32x4.mul(t3, f32x4.add(v128.load(mid - 8), v128.load(at, 8))));
    a = f32x4.add(a, f32x4.mul(t4, f32x4.add(v128.load(at - 8), v128.load(mid, 8))));
    a = f32x4.add(a, f32x4.mul(t5, f32x4.add(v128.load(mid - 12), v128.load(at, 12))));
    let b = f32x4.mul(t0, f32x4.add(m0, v128.load(at, 4)));
    b = f32x4.add(b, f32x4.mul(t1, f32x4.add(x0, v128.load(mid, 4))));
    b = f32x4.add(b, f32x4.mul(t2, f32x4.add(v128.load(mid - 4), v128.load(at, 8))));
    b = f32x4.add(b, f32x4.mul(t3, f32x4.add(v128.load(at - 4), v128.load(mid, 8))));
    b = f32x4.add(b, f32x4.mul(t4, f32x4.add(v128.load(mid - 8), v128.load(at, 12))));
    b = f32x4.add(b, f32x4.mul(t5, f32x4.add(v128.load(at - 8), v128.load(mid, 12))));
    v128.store(out + k, a);
    v128.store(out + k, b, 256);
    peaks = f32x4.pmax(peaks, f32x4.pmax(f32x4.pmax(f32x4.abs(x0), f32x4.abs(m0)), f32x4.pmax(f32x4.abs(a), f32x4.abs(b))));
  }
  return max(maxLane(peaks), abs(load<f32>(x, 64)));
}

/** Largest value of 16 frames, with every position between two quarter points of which one is above `threshold`. */
function refineCell(quarters: usize, x: usize, m: usize, fineTaps: usize, threshold: f32): f32 {
  const limit = f32x4.splat(threshold);
  let peaks = f32x4.splat(0);
  for (let k: usize = 0; k < 64; k += 16) {
    const middle = f32x4.abs(v128.load(m + k));
    const first = f32x4.pmax(f32x4.abs(v128.load(x + k)), f32x4.pmax(f32x4.abs(v128.load(quarters + k)), middle));
    const second = f32x4.pmax(middle, f32x4.abs(v128.load(quarters + k, 256)));
    peaks = f32x4.pmax(peaks, f32x4.pmax(first, second));
    const isFirst = i32x4.bitmask(f32x4.gt(first, limit));
    const isSecond = i32x4.bitmask(f32x4.gt(f32x4.pmax(second, f32x4.abs(v128.load(x + k, 4))), limit));
    if ((isFirst | isSecond) == 0) {
      continue;
    }
    for (let lane: usize = 0; lane < 4; lane++) {
      const at = k + (lane << 2);
      if ((isFirst >> (<i32>lane)) & 1) {
        peaks = f32x4.pmax(peaks, fine(m + at - 12, x + at - 8, fineTaps));
      }
      if ((isSecond >> (<i32>lane)) & 1) {
        peaks = f32x4.pmax(peaks, fine(x + at - 8, m + at - 8, fineTaps));
      }
    }
  }
  return maxLane(peaks);
}

/** The 15 positions between a sample and a half-way point, as largest values of four lanes. The points come from p and q in turn. */
function fine(p: usize, q: usize, taps: usize): v128 {
  let y0 = f32x4.splat(0);
  let y1 = f32x4.splat(0);
  let y2 = f32x4.splat(0);
  let y3 = f32x4.splat(0);
  for (let j = 0; j < 6; j++) {
    const a = v128.load32_splat(p);
    y0 = f32x4.add(y0, f32x4.mul(a, v128.load(taps)));
    y1 = f32x4.add(y1, f32x4.mul(a, v128.load(taps, 16)));
    y2 = f32x4.add(y2, f32x4.mul(a, v128.load(taps, 32)));
    y3 = f32x4.add(y3, f32x4.mul(a, v128.load(taps, 48)));
    const b = v128.load32_splat(q);
    y0 = f32x4.add(y0, f32x4.mul(b, v128.load(taps, 64)));
    y1 = f32x4.add(y1, f32x4.mul(b, v128.load(taps, 80)));
    y2 = f32x4.add(y2, f32x4.mul(b, v128.load(taps, 96)));
    y3 = f32x4.add(y3, f32x4.mul(b, v128.load(taps, 112)));
    p += 4;
    q += 4;
    taps += 128;
  }
  return f32x4.pmax(f32x4.pmax(f32x4.abs(y0), f32x4.abs(y1)), f32x4.pmax(f32x4.abs(y2), f32x4.abs(y3)));
}
