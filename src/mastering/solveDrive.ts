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
