import type { Planar } from '../audio/index.ts';

/** Pearson correlation of channel pairs over the last 3 s, hop by hop. */
export interface CorrelationMeter {
  /** One hop, frames [startFrame, startFrame + lengthFrames). Never allocates. */
  pushHop(channels: Planar, startFrame: number, lengthFrames: number): void;
  /** −1 … 1; NaN where either channel is silent. */
  correlation(pair: number): number;
}

/** 3 s in hops of 100 ms. */
const WINDOW_HOPS = 30;
/** A mean square below this, −60 dBFS, has no image to judge. */
const SILENT_POWER = 1e-6;

export function createCorrelationMeter(pairs: readonly (readonly [left: number, right: number])[]): CorrelationMeter {
  const sums = pairs.map(() => ({
    xy: new Float64Array(WINDOW_HOPS),
    xx: new Float64Array(WINDOW_HOPS),
    yy: new Float64Array(WINDOW_HOPS),
  }));
  const frames = new Float64Array(WINDOW_HOPS);
  let hops = 0;
  return {
    pushHop(channels, startFrame, lengthFrames) {
      const at = hops % WINDOW_HOPS;
      frames[at] = lengthFrames;
      for (let p = 0; p < pairs.length; p++) {
        const left = channels[pairs[p]![0]]!;
        const right = channels[pairs[p]![1]]!;
        let xy = 0;
        let xx = 0;
        let yy = 0;
        for (let k = startFrame; k < startFrame + lengthFrames; k++) {
          const x = left[k]!;
          const y = right[k]!;
          xy += x * y;
          xx += x * x;
          yy += y * y;
        }
        sums[p]!.xy[at] = xy;
        sums[p]!.xx[at] = xx;
        sums[p]!.yy[at] = yy;
      }
      hops += 1;
    },
    correlation(pair) {
      const { xy, xx, yy } = sums[pair]!;
      let cross = 0;
      let left = 0;
      let right = 0;
      let count = 0;
      for (let k = 0; k < WINDOW_HOPS; k++) {
        cross += xy[k]!;
        left += xx[k]!;
        right += yy[k]!;
        count += frames[k]!;
      }
      return Math.min(left, right) <= SILENT_POWER * count ? NaN : cross / Math.sqrt(left * right);
    },
  };
}

/** Zero-lag likeness of every pair of channels over a whole stream, from every `stride`th frame: enough to tell copies. */
export interface LikenessMeter {
  push(channels: Planar, startFrame: number, lengthFrames: number): void;
  /** Pairs whose |correlation| exceeds `above`; channels below −60 dBFS are left out. */
  alike(above: number): readonly { readonly a: number; readonly b: number; readonly correlation: number }[];
}

const STRIDE_FRAMES = 16;
const MAX_LIKENESS_CHANNELS = 32;

export function createLikenessMeter(channelCount: number): LikenessMeter {
  const n = Math.min(channelCount, MAX_LIKENESS_CHANNELS);
  const products = new Float64Array(n * n);
  let frame = 0;
  let counted = 0;
  return {
    push(channels, startFrame, lengthFrames) {
      const first = (STRIDE_FRAMES - (frame % STRIDE_FRAMES)) % STRIDE_FRAMES;
      for (let k = first; k < lengthFrames; k += STRIDE_FRAMES) {
        for (let a = 0; a < n; a++) {
          const x = channels[a]![startFrame + k]!;
          if (x === 0) {
            continue;
          }
          for (let b = a; b < n; b++) {
            products[a * n + b] = products[a * n + b]! + x * channels[b]![startFrame + k]!;
          }
        }
        counted += 1;
      }
      frame += lengthFrames;
    },
    alike(above) {
      const found: { a: number; b: number; correlation: number }[] = [];
      for (let a = 0; a < n; a++) {
        for (let b = a + 1; b < n; b++) {
          const xx = products[a * n + a]!;
          const yy = products[b * n + b]!;
          const correlation = products[a * n + b]! / Math.sqrt(xx * yy);
          if (Math.min(xx, yy) > SILENT_POWER * counted && Math.abs(correlation) > above) {
            found.push({ a, b, correlation });
          }
        }
      }
      return found;
    },
  };
}
