/**
 * The drive at which a loudness is met: it rises with the drive, so a bracket and false position find it.
 * @param missAt  how far above the aim a drive comes, LU
 * @returns a drive that misses by a thousandth at most, or stays below; `highestDb` where even that stays below
 */
export function solveDrive(missAt: (driveDb: number) => number, startDb: number, highestDb: number): number {
  let low = startDb;
  let lowMiss = missAt(low);
  while (lowMiss > 0) {
    low -= 2 * lowMiss + 0.05;
    lowMiss = missAt(low);
  }
  let high = low;
  let highMiss = lowMiss;
  while (highMiss < 0 && high < highestDb) {
    low = high;
    lowMiss = highMiss;
    high = Math.min(highestDb, high + Math.max(0.05, -1.5 * highMiss));
    highMiss = missAt(high);
  }
  if (highMiss <= 0) {
    return high;
  }
  for (let step = 0; step < 24 && high - low > 1e-4; step++) {
    const share = -lowMiss / (highMiss - lowMiss);
    const middle = low + (high - low) * Math.min(0.9, Math.max(0.1, share));
    const miss = missAt(middle);
    if (Math.abs(miss) < 0.001) {
      return middle;
    }
    if (miss < 0) {
      low = middle;
      lowMiss = miss;
    } else {
      high = middle;
      highMiss = miss;
    }
  }
  return low;
}

/** Near enough for gain alone. */
const PLAIN_MISS_LU = 0.002;
const MAX_PLAIN_STEPS = 16;

/**
 * The gain at which a loudness is met without a limiter. A gain moves the loudness by its own amount but for blocks that cross the absolute
 * gate, and then the whole jumps: where no gain meets the aim exactly, the nearest of those tried.
 * @param lufsAt    loudness under a gain, LUFS
 * @param isLimit   the aim is not to be exceeded either
 */
export function solvePlainGain(lufsAt: (gainDb: number) => number, aimLufs: number, isLimit: boolean): number {
  let gainDb = aimLufs - lufsAt(0);
  let best = gainDb;
  let leastLu = Infinity;
  for (let step = 0; step < MAX_PLAIN_STEPS; step++) {
    const missLu = lufsAt(gainDb) - aimLufs;
    const weight = isLimit && missLu > PLAIN_MISS_LU ? 1000 : 1;
    if (Math.abs(missLu) * weight < leastLu) {
      leastLu = Math.abs(missLu) * weight;
      best = gainDb;
    }
    if (leastLu <= PLAIN_MISS_LU || missLu === -Infinity) {
      break;
    }
    gainDb -= missLu;
  }
  return best;
}
