import { dbToPower, powerToDb } from '../base/index.ts';

/** Mean K-weighted power to LUFS. @source ITU-R BS.1770-5 Annex 1, equation 2 */
export function powerToLufs(power: number): number {
  return powerToDb(power) - 0.691;
}

function lufsToPower(lufs: number): number {
  return dbToPower(lufs + 0.691);
}

const ABSOLUTE_GATE_POWER = lufsToPower(-70);
const RELATIVE_GATE_RATIO = 0.1;
const RANGE_GATE_RATIO = 0.01;

/**
 * Integrated loudness of 400 ms blocks that start every 100 ms, −Infinity when the absolute gate keeps nothing.
 * @param blockPowers  mean weighted power of each block
 * @source ITU-R BS.1770-5 Annex 1, equations 3 to 7; "above" is strict
 */
export function gatedLufs(blockPowers: Float64Array, count: number): number {
  return powerToLufs(meanAbove(blockPowers, count, RELATIVE_GATE_RATIO * meanAbove(blockPowers, count, 0)));
}

function meanAbove(powers: Float64Array, count: number, threshold: number): number {
  let sum = 0;
  let kept = 0;
  const gate = Math.max(threshold, ABSOLUTE_GATE_POWER);
  for (let k = 0; k < count; k++) {
    const power = powers[k]!;
    if (power > gate) {
      sum += power;
      kept += 1;
    }
  }
  return kept === 0 ? 0 : sum / kept;
}

/**
 * Loudness range of short-term powers: the spread between their 10th and 95th percentile after both gates; 0 when nothing is left.
 * @param scratch  at least `count` long; overwritten
 * @source EBU Tech 3342, clause 3 and annex
 */
export function rangeLu(shortTermPowers: Float64Array, count: number, scratch: Float64Array): number {
  let sum = 0;
  let kept = 0;
  for (let k = 0; k < count; k++) {
    const power = shortTermPowers[k]!;
    if (power >= ABSOLUTE_GATE_POWER) {
      sum += power;
      kept += 1;
    }
  }
  const gate = Math.max(ABSOLUTE_GATE_POWER, kept === 0 ? 0 : (RANGE_GATE_RATIO * sum) / kept);
  kept = 0;
  for (let k = 0; k < count; k++) {
    const power = shortTermPowers[k]!;
    if (power >= gate) {
      scratch[kept] = power;
      kept += 1;
    }
  }
  if (kept === 0) {
    return 0;
  }
  const sorted = scratch.subarray(0, kept).sort();
  return powerToLufs(sorted[Math.round((kept - 1) * 0.95)]!) - powerToLufs(sorted[Math.round((kept - 1) * 0.1)]!);
}
