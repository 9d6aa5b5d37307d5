import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createMemorySource } from '../../src/audio/index.ts';
import { createPrng, dbToGain } from '../../src/base/index.ts';
import { createKernels } from '../../src/dsp/index.ts';
import { createLoudnessMeter, createTruePeakMeter, measureSource } from '../../src/metering/index.ts';

const RATE = 44100;
const music = (seed: number, length: number): Float32Array[] => {
  const prng = createPrng(seed);
  return [0, 1, 2].map((c) => {
    let low = 0;
    return Float32Array.from({ length }, (_, n) => {
      low += 0.1 * (2 * prng.next() - 1 - low);
      return low * (1 + Math.sin(n / 9000 + c)) * (n % 11025 < 300 ? 2 : 0.5);
    });
  });
};

describe('laws of the meters', () => {
  it('cutting the stream anywhere never changes a bit', () => {
    const signal = music(1, RATE * 4);
    const kernels = createKernels(16);
    const blocks = signal.map((channel) => {
      const block = kernels.heap.f32(channel.length);
      block.view.set(channel);
      return block.ptr;
    });
    const loudness = createLoudnessMeter(kernels, { sampleRateHz: RATE, weights: [1, 1.41, 1] });
    const peaks = createTruePeakMeter(kernels, { channels: 3, itu4x: true });
    const read = (sizes: readonly number[]): unknown => {
      loudness.reset();
      peaks.reset();
      for (let at = 0, k = 0; at < signal[0]!.length; k++) {
        const count = Math.min(sizes[k % sizes.length]!, signal[0]!.length - at);
        loudness.push(blocks, at, count);
        peaks.push(blocks, at, count);
        at += count;
      }
      peaks.flush();
      return [
        loudness.integratedLufs(),
        loudness.momentaryLufs,
        loudness.maxShortTermLufs,
        [...peaks.truePeaks],
        [...peaks.itu4xPeaks],
        [...peaks.samplePeaks],
      ];
    };
    const whole = read([signal[0]!.length]);
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 1, max: 5000 }), { minLength: 1, maxLength: 8 }), (sizes) => {
        expect(read([...sizes, 997])).toEqual(whole);
      }),
      { seed: 1770, numRuns: 25 },
    );
  });

  it('loudness and peaks shift by exactly the gain', () => {
    const signal = music(2, RATE * 5);
    const measure = (gain: number) =>
      measureSource(
        createKernels(16),
        createMemorySource(
          signal.map((channel) => channel.map((x) => x * gain)),
          RATE,
        ),
        [1, 1, 0],
      );
    const plain = measure(1);
    fc.assert(
      fc.property(fc.double({ min: -20, max: 20, noNaN: true }), (gainDb) => {
        const shifted = measure(dbToGain(gainDb));
        for (const key of [
          'integratedLufs',
          'maxMomentaryLufs',
          'maxShortTermLufs',
          'truePeakDbtp',
          'itu4xDbtp',
          'samplePeakDbfs',
        ] as const) {
          expect(Math.abs(shifted[key] - plain[key] - gainDb)).toBeLessThan(1e-5);
        }
        expect(Math.abs(shifted.lraLu - plain.lraLu)).toBeLessThan(1e-5);
      }),
      { seed: 3341, numRuns: 8 },
    );
  });

  it('true peak is never below the sample peak', () => {
    fc.assert(
      fc.property(fc.array(fc.float({ min: -1, max: 1, noNaN: true }), { minLength: 1, maxLength: 3000 }), (samples) => {
        const { truePeakDbtp, samplePeakDbfs } = measureSource(
          createKernels(4),
          createMemorySource([Float32Array.from(samples)], RATE),
          [1],
        );
        expect(truePeakDbtp).toBeGreaterThanOrEqual(samplePeakDbfs);
      }),
      { seed: 2, numRuns: 100 },
    );
  });
});
