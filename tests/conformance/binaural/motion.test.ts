// No standard: what motion adds to a tone. Goals from measurements of the methods in use (nearest with crossfade −34 dB at 2 kHz; blended
// filters with ramped 4-point delays −83 dB): energy outside ±60 Hz of a tone on a circling source, over the whole, in the worse ear.
import { describe, expect, it } from 'vitest';
import { transformComplex } from '../../../src/dsp/index.ts';
import { createPrng } from '../../../src/base/index.ts';
import { fromPolar } from '../../reference/binaural.ts';
import { kemar, renderPaths, sine } from '../../reference/binauralBench.ts';

const set = kemar();
const FRAMES = 65536;

/** Energy farther than 60 Hz from the tone, over all energy, in dB; four-term Blackman-Harris window. */
function spreadDb(signal: Float32Array, frequencyHz: number): number {
  const re = Float64Array.from(signal.subarray(signal.length - FRAMES), (sample, k) => {
    const a = (2 * Math.PI * k) / FRAMES;
    return sample * (0.35875 - 0.48829 * Math.cos(a) + 0.14128 * Math.cos(2 * a) - 0.01168 * Math.cos(3 * a));
  });
  const im = new Float64Array(FRAMES);
  transformComplex(re, im);
  let outside = 0;
  let all = 0;
  for (let k = 0; k < FRAMES / 2; k++) {
    const energy = re[k]! ** 2 + im[k]! ** 2;
    all += energy;
    outside += Math.abs((k * 48000) / FRAMES - frequencyHz) > 60 ? energy : 0;
  }
  return 10 * Math.log10(outside / all);
}

describe('a circling tone stays a tone', () => {
  it.each([
    [45, 500, -90],
    [45, 2000, -78],
    [45, 6000, -65],
    [180, 500, -70],
    [180, 2000, -60],
    // The set itself, blended anew at every single frame, spreads −50.8 dB in the far ear here.
    [180, 6000, -53],
  ])('%i degrees a second, %i Hz: at most %i dB aside', (speedDegPerSec, frequencyHz, limitDb) => {
    const { left, right } = renderPaths(set, [
      {
        signal: sine(frequencyHz, FRAMES + 2048),
        path: (frame) => [...fromPolar(20 + (speedDegPerSec * frame) / 48000, 0), 1],
      },
    ]);
    expect(spreadDb(left, frequencyHz)).toBeLessThan(limitDb);
    expect(spreadDb(right, frequencyHz)).toBeLessThan(limitDb);
  });
});

describe('jumps and gain changes do not click', () => {
  it('a 100 Hz tone that jumps every quantum never steps farther than its own slope by more than −60 dBFS', () => {
    const prng = createPrng(5);
    const places = Array.from({ length: 200 }, () => [prng.next() - 0.5, prng.next() - 0.5, prng.next() - 0.5, 0.5] as const);
    const { left, right } = renderPaths(set, [{ signal: sine(100, 200 * 256), path: (frame) => places[Math.min(199, frame / 256)]! }]);
    for (const ear of [left, right]) {
      // Second differences: a slow tone under a 256-frame fade has small ones; a step has its own height.
      let worst = 0;
      for (let k = 1024; k < ear.length - 1; k++) {
        worst = Math.max(worst, Math.abs(ear[k + 1]! - 2 * ear[k]! + ear[k - 1]!));
      }
      expect(20 * Math.log10(worst)).toBeLessThan(-60);
    }
  });
});
