import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createMemorySource } from '../../src/audio/index.ts';
import { createPrng, dbToGain } from '../../src/base/index.ts';
import { createKernels } from '../../src/dsp/index.ts';
import { DEFAULT_TIMING, createGainEnvelope, limitSource } from '../../src/mastering/index.ts';
import { designTruePeak, measureSource } from '../../src/metering/index.ts';
import { truePeaksOf } from '../reference/truePeak.ts';

/** Worst cases by turns: dense noise, tones near fs/4 and fs/6, clipped tones, single impulses, steps. */
/** One for all: what measures and masters gives its memory back. */
const kernels = createKernels(32);
function torture(seed: number, channels: number, lengthFrames: number): Float32Array[] {
  const prng = createPrng(seed);
  return Array.from({ length: channels }, () => {
    const out = new Float32Array(lengthFrames);
    for (let at = 0; at < lengthFrames;) {
      const length = 200 + Math.floor(prng.next() * 3000);
      const kind = Math.floor(prng.next() * 6);
      const gain = 0.2 + 0.8 * prng.next();
      const step = [Math.PI / 2, Math.PI / 3, 0.84 * Math.PI, prng.next()][kind % 4]!;
      const phase = prng.next() * 6;
      for (let n = 0; n < length && at < lengthFrames; n++, at++) {
        const tone = Math.sin(step * n + phase);
        out[at] = gain * (kind === 4 ? 2 * prng.next() - 1 : kind === 5 ? Math.sign(tone) : kind === 3 && n % 173 !== 0 ? 0 : tone);
      }
    }
    return out;
  });
}

describe('laws of the limiter', () => {
  it('nothing is above the ceiling, for any signal, drive, layout and rate', () => {
    fc.assert(
      fc.property(
        fc.record({
          seed: fc.integer(),
          channels: fc.constantFrom(1, 2, 6, 12),
          sampleRateHz: fc.constantFrom(44100, 48000, 96000),
          gainDb: fc.constantFrom(0, 3, 6, 12, 20),
          ceilingDbtp: fc.constantFrom(-1, -2, -0.1),
        }),
        ({ seed, channels, sampleRateHz, gainDb, ceilingDbtp }) => {
          const signal = torture(seed, channels, 20000);
          const out = signal.map((channel) => new Float32Array(channel.length));
          let at = 0;
          const groups = channels < 6 ? [signal.map((_, c) => c)] : [signal.flatMap((_, c) => (c === 3 ? [] : [c])), [3]];
          const report = limitSource(
            kernels,
            createMemorySource(signal, sampleRateHz),
            {
              write(block, startFrame, lengthFrames) {
                block.forEach((channel, c) => out[c]!.set(channel.subarray(startFrame, startFrame + lengthFrames), at));
                at += lengthFrames;
              },
            },
            { gainDb, ceilingDbtp, groups },
          );
          const measured = measureSource(
            kernels,
            createMemorySource(out, sampleRateHz),
            signal.map(() => 1),
          );
          expect(measured.truePeakDbtp).toBeLessThanOrEqual(ceilingDbtp);
          expect(measured.itu4xDbtp).toBeLessThanOrEqual(ceilingDbtp);
          expect(report.trimDb).toBe(0);
        },
      ),
      { seed: 1770, numRuns: 24 },
    );
  });

  it('and that by the whole search too', () => {
    const signal = torture(77, 1, 6000);
    const out = new Float32Array(6000);
    let at = 0;
    limitSource(
      createKernels(16),
      createMemorySource(signal, 48000),
      {
        write(block, startFrame, lengthFrames) {
          out.set(block[0]!.subarray(startFrame, startFrame + lengthFrames), at);
          at += lengthFrames;
        },
      },
      { gainDb: 9, ceilingDbtp: -1, groups: [[0]] },
    );
    expect(Math.max(...truePeaksOf(out, designTruePeak()))).toBeLessThanOrEqual(dbToGain(-1));
  });

  it('the reduction always covers what is needed', () => {
    fc.assert(
      fc.property(fc.array(fc.double({ min: 0, max: 30, noNaN: true }), { maxLength: 300 }), (needed) => {
        const envelope = createGainEnvelope(3000, DEFAULT_TIMING);
        const padded = [...needed, ...Array.from({ length: envelope.delayNodes }, () => 0)];
        const out = padded.map((db) => envelope.push(db));
        needed.forEach((db, k) => expect(out[k + envelope.delayNodes]!).toBeGreaterThanOrEqual(db - 1e-9));
      }),
      { seed: 3, numRuns: 200 },
    );
  });
});
