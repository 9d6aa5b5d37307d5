import type { HrtfSet } from './hrtfSet.ts';
import { createBetweenReader, createSincKernel } from './windowedSinc.ts';

const HALF_WIDTH_FRAMES = 32;
const EXTRA_TAPS = 8;

/** The set at another rate: same responses, taps and delays scaled. Returns the set itself where the rate is its own. */
export function resampleHrtfSet(set: HrtfSet, sampleRateHz: number): HrtfSet {
  if (set.sampleRateHz === sampleRateHz) {
    return set;
  }
  const ratio = set.sampleRateHz / sampleRateHz;
  const taps = Math.ceil(set.taps / ratio) + EXTRA_TAPS;
  const leadFrames = Math.ceil(set.leadFrames / ratio);
  const halfWidth = HALF_WIDTH_FRAMES * Math.max(1, ratio);
  const cutoffRatio = Math.min(1, 0.93 / ratio);
  const count = set.directions.length / 3;
  const reader = createBetweenReader(createSincKernel(cutoffRatio, halfWidth), taps, set.leadFrames - leadFrames * ratio, ratio);
  return {
    ...set,
    sampleRateHz,
    taps,
    leadFrames,
    ears: set.ears.map((ear) => {
      const filters = new Float32Array(count * taps);
      const out = new Float64Array(taps);
      for (let k = 0; k < count; k++) {
        const input = ear.filters.subarray(k * set.taps, (k + 1) * set.taps);
        reader.read(out, input);
        for (let n = 0; n < taps; n++) {
          filters[k * taps + n] = out[n]! * ratio;
        }
      }
      return { delaysFrames: ear.delaysFrames.map((delay) => delay / ratio), filters };
    }),
  };
}
