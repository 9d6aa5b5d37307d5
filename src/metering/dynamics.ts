import { powerToDb } from '../base/index.ts';

/** How much a finished stream still moves. */
export interface Dynamics {
  /**
   * The least distance between the largest sample of 3 s and their short-term loudness, where it is loud; Infinity where nothing is. Loudness
   * adds channels up, so beyond a pair their peaks are added too: half the sum of their powers.
   */
  readonly minPsrLu: number;
  /** Where the 3 s of minPsrLu end. */
  readonly minPsrAtSec: number;
  /** Dynamic range by the measure of the Pleasurize Music Foundation's meter; undefined below two blocks or for silence. */
  readonly drDb: number | undefined;
}

/** Watches a stream hop by hop. */
export interface DynamicsMeter {
  /**
   * @param peaks      largest |sample| of each channel in the hop
   * @param energies   sum of squares of each channel in the hop
   * @param shortTermLufs at the hop's end, −Infinity before 3 s
   */
  pushHop(peaks: Float64Array, energies: Float64Array, frames: number, shortTermLufs: number): void;
  finish(integratedLufs: number): Dynamics;
}

/** 3 s in hops of 100 ms. */
const WINDOW_HOPS = 30;
/** Windows farther below the programme say nothing about how hard it was pressed. */
const LOUD_WITHIN_LU = 10;
const LOUDEST_SHARE = 0.2;

/**
 * @param isCounted one a channel: LFE channels are left out
 * @source PSR: MeterPlugs' peak to short-term loudness ratio; DR: TT Dynamic Range Meter 1.3, 3 s blocks, the
 * root mean square of the loudest fifth against the second largest block peak, a sine's RMS counting as its peak
 */
export function createDynamicsMeter(isCounted: readonly boolean[], hopSec: number): DynamicsMeter {
  const channels = isCounted.length;
  const recentPowers = new Float64Array(WINDOW_HOPS);
  const psr: number[] = [];
  const loudness: number[] = [];
  const blockEnergies = new Float64Array(channels);
  const blockPeaks = new Float64Array(channels);
  const rmsOf: number[][] = isCounted.map(() => []);
  const peaksOf: number[][] = isCounted.map(() => []);
  let blockFrames = 0;
  let hops = 0;
  return {
    pushHop(peaks, energies, frames, shortTermLufs) {
      let largestPower = 0;
      let sumPower = 0;
      for (let c = 0; c < channels; c++) {
        if (isCounted[c] === true) {
          const power = peaks[c]! * peaks[c]!;
          largestPower = Math.max(largestPower, power);
          sumPower += power;
          blockEnergies[c] = blockEnergies[c]! + energies[c]!;
          blockPeaks[c] = Math.max(blockPeaks[c]!, peaks[c]!);
        }
      }
      recentPowers[hops % WINDOW_HOPS] = Math.max(largestPower, sumPower / 2);
      blockFrames += frames;
      hops += 1;
      let largest = 0;
      for (let k = 0; k < WINDOW_HOPS; k++) {
        largest = Math.max(largest, recentPowers[k]!);
      }
      psr.push(powerToDb(largest) - shortTermLufs);
      loudness.push(shortTermLufs);
      if (hops % WINDOW_HOPS === 0) {
        for (let c = 0; c < channels; c++) {
          rmsOf[c]!.push(Math.sqrt((2 * blockEnergies[c]!) / blockFrames));
          peaksOf[c]!.push(blockPeaks[c]!);
        }
        blockEnergies.fill(0);
        blockPeaks.fill(0);
        blockFrames = 0;
      }
    },
    finish(integratedLufs) {
      let minPsrLu = Infinity;
      let minPsrAtSec = 0;
      psr.forEach((value, k) => {
        if (loudness[k]! > integratedLufs - LOUD_WITHIN_LU && value < minPsrLu) {
          minPsrLu = value;
          minPsrAtSec = (k + 1) * hopSec;
        }
      });
      const ranges = rmsOf.flatMap((rms, c) => (isCounted[c] === true ? channelRange(rms, peaksOf[c]!) : []));
      return {
        minPsrLu,
        minPsrAtSec,
        drDb: ranges.length === 0 ? undefined : Math.round(ranges.reduce((a, b) => a + b, 0) / ranges.length),
      };
    },
  };
}

function channelRange(rms: readonly number[], peaks: readonly number[]): readonly number[] {
  const sortedPeaks = [...peaks].sort((a, b) => b - a);
  const loudest = [...rms].sort((a, b) => b - a).slice(0, Math.max(1, Math.floor(rms.length * LOUDEST_SHARE)));
  const power = loudest.reduce((sum, value) => sum + value * value, 0) / Math.max(1, loudest.length);
  const second = sortedPeaks[1];
  return second === undefined || second === 0 || power === 0 ? [] : [powerToDb(second * second) - powerToDb(power)];
}
