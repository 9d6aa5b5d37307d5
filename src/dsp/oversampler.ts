import type { F32Block, Kernels } from './kernels.ts';
import { kaiser, kaiserBeta } from './windows.ts';

/** Linked channels at a multiple of their rate and back: what happens between `up` and `down` keeps its harmonics below the Nyquist frequency. */
export interface Oversampler {
  /** 2, 4 or 8. */
  readonly factor: number;
  /** From the input of `up` to the output of `down`, frames of the original rate. */
  readonly latencyFrames: number;
  /** Address of the channels at the high rate: factor × lengthFrames f32 each, rowBytes from one to the next; 16 more may be written. */
  readonly rows: number;
  readonly rowBytes: number;
  /** One channel of `channelTable` to its row. A channel that has long been silent costs nothing. */
  up(channelTable: number, channel: number, startFrame: number, lengthFrames: number): void;
  /** One row back, which must be silence where the input was; returns the address of lengthFrames frames, good until the next call. */
  down(channel: number, lengthFrames: number): number;
  reset(): void;
}

/** One doubling of the rate, there and back. */
interface Stage {
  readonly pairs: number;
  readonly taps: F32Block;
  /** Inputs of the filters: their histories, then the frames of a piece. */
  readonly up: F32Block;
  readonly even: F32Block;
  readonly odd: F32Block;
  readonly upHistory: number;
  readonly downHistory: number;
  /** Where the histories lie in a channel's own: up, even, odd. */
  readonly keptAt: number;
  /** How many pairs of frames later the way back is read. */
  readonly late: number;
}

/** Pairs of taps of each doubling: the first passes all below 0.4535 of the rate and stops what lies above 0.5465. */
const PAIRS = [36, 8, 5] as const;
const ATTENUATION_DB = 102;
/** Kernels work on so many frames at once. */
const OVERRUN = 32;

/**
 * @param sampleRateHz  decides the factor: the high rate is about 350 to 400 kHz
 * @param maxFrames     most frames of one call
 */
export function createOversampler({ run, heap }: Kernels, channels: number, sampleRateHz: number, maxFrames: number): Oversampler {
  const nStages = sampleRateHz < 64000 ? 3 : sampleRateHz < 128000 ? 2 : 1;
  const factor = 1 << nStages;
  let keptFloats = 0;
  const stages = PAIRS.slice(0, nStages).map((pairs, s): Stage => {
    // A pair of frames more at the highest rate makes the whole latency whole frames.
    const late = nStages > 1 && s === nStages - 1 ? 1 : 0;
    const upHistory = 2 * pairs;
    const downHistory = 2 * pairs + late;
    const frames = (maxFrames << s) + OVERRUN;
    const taps = heap.f32(pairs);
    taps.view.set(halfBandTaps(pairs));
    const keptAt = keptFloats;
    keptFloats += upHistory + 2 * downHistory;
    return {
      pairs,
      taps,
      up: heap.f32(upHistory + frames),
      even: heap.f32(downHistory + frames),
      odd: heap.f32(downHistory + frames),
      upHistory,
      downHistory,
      keptAt,
      late,
    };
  });
  const latencyFrames = stages.reduce((sum, { pairs, late }, s) => sum + (2 * pairs - 1 + late) / (1 << s), 0);
  const rowFloats = factor * maxFrames + 2 * OVERRUN;
  const rows = heap.f32(channels * rowFloats);
  const kept = heap.f32(channels * keptFloats);
  const joined = heap.f32(factor * maxFrames + 2 * OVERRUN);
  const nothing = heap.f32(maxFrames + OVERRUN);
  const first = stages[0]!;
  const inputTable = heap.i32(1);
  inputTable.view[0] = first.up.ptr + 4 * first.upHistory;
  /** Frames of silence, until there is nothing but zeros anywhere; then the row is cleared. */
  const longest = 2 * latencyFrames + 16;
  const silentFrames = new Int32Array(channels);

  const reset = (): void => {
    kept.view.fill(0);
    rows.view.fill(0);
    silentFrames.fill(longest);
  };
  reset();

  return {
    factor,
    latencyFrames,
    rows: rows.ptr,
    rowBytes: 4 * rowFloats,
    up(channelTable, channel, startFrame, lengthFrames) {
      run.copyChannels(inputTable.ptr, channelTable + 4 * channel, 1, startFrame, lengthFrames);
      const silent = run.peakOf(inputTable.view[0]!, lengthFrames) === 0 ? silentFrames[channel]! + lengthFrames : 0;
      if (silent >= longest) {
        if (silentFrames[channel]! < longest) {
          rows.view.fill(0, channel * rowFloats, (channel + 1) * rowFloats);
          kept.view.fill(0, channel * keptFloats, (channel + 1) * keptFloats);
        }
        silentFrames[channel] = longest;
        return;
      }
      silentFrames[channel] = silent;
      const mine = kept.ptr + 4 * channel * keptFloats;
      for (let s = 0; s < nStages; s++) {
        const { up, upHistory, keptAt, taps, pairs } = stages[s]!;
        const n = lengthFrames << s;
        const next = stages[s + 1];
        const out = next === undefined ? rows.ptr + 4 * channel * rowFloats : next.up.ptr + 4 * next.upHistory;
        run.copyBlock(up.ptr, mine + 4 * keptAt, upHistory);
        run.halfBandUp(out, up.ptr + 4 * upHistory, taps.ptr, pairs, n);
        run.copyBlock(mine + 4 * keptAt, up.ptr + 4 * n, upHistory);
      }
    },
    down(channel, lengthFrames) {
      if (silentFrames[channel]! >= longest) {
        return nothing.ptr;
      }
      const mine = kept.ptr + 4 * channel * keptFloats;
      let from = rows.ptr + 4 * channel * rowFloats;
      for (let s = nStages - 1; s >= 0; s--) {
        const { even, odd, upHistory, downHistory, keptAt, taps, pairs, late } = stages[s]!;
        const n = lengthFrames << s;
        const keptEven = mine + 4 * (keptAt + upHistory);
        const keptOdd = keptEven + 4 * downHistory;
        const begin = 4 * downHistory;
        run.copyBlock(even.ptr, keptEven, downHistory);
        run.copyBlock(odd.ptr, keptOdd, downHistory);
        run.deinterleave(even.ptr + begin, odd.ptr + begin, from, n);
        run.halfBandDown(joined.ptr, even.ptr + begin - 4 * late, odd.ptr + begin - 4 * late, taps.ptr, pairs, n);
        run.copyBlock(keptEven, even.ptr + 4 * n, downHistory);
        run.copyBlock(keptOdd, odd.ptr + 4 * n, downHistory);
        from = joined.ptr;
      }
      return joined.ptr;
    },
    reset,
  };
}

/** Twice the taps of a half-band filter of 4·pairs − 1, those beside the middle first; the others mirror them or are 0. */
export function halfBandTaps(pairs: number): Float64Array {
  const beta = kaiserBeta(ATTENUATION_DB);
  const taps = Float64Array.from({ length: pairs }, (_, j) => {
    const offset = 2 * j + 1;
    return ((j % 2 === 0 ? 2 : -2) / (Math.PI * offset)) * kaiser(offset / (2 * pairs - 1), beta);
  });
  const sum = taps.reduce((total, tap) => total + tap, 0);
  return taps.map((tap) => tap / (2 * sum));
}
