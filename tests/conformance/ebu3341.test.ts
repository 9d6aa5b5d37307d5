// EBU Tech 3341 (November 2023), Loudness metering: "EBU mode", table 1, minimum requirements test signals.
// Covered: cases 1 to 6, 9 to 23 at 48 kHz, and the loudness cases at 44.1 kHz.
// Not covered: cases 7 and 8, authentic programmes which cannot be synthesised.
import { describe, expect, it } from 'vitest';
import { createMemorySource } from '../../src/audio/index.ts';
import { createKernels } from '../../src/dsp/index.ts';
import { createLoudnessMeter, measureSource } from '../../src/metering/index.ts';
import { EBU_CASES, synthesize } from '../fixtures/ebu/signals.ts';
import type { EbuCase } from '../fixtures/ebu/signals.ts';

const CASES = EBU_CASES.filter((one) => one.spec === 'EBU Tech 3341');
const WEIGHTS: Readonly<Record<string, readonly number[]>> = { stereo: [1, 1], '5.0': [1, 1, 1, 1.41, 1.41] };

interface LiveReading {
  readonly sec: number;
  readonly momentaryLufs: number;
  readonly shortTermLufs: number;
}

/** Pushes the signal in 10 ms pieces; `every` reads and resets the maxima at whole multiples of a time. */
function watch(
  one: EbuCase,
  sampleRateHz: number,
  everySec = Infinity,
): { readings: LiveReading[]; maxima: { m: number; s: number }[]; integratedLufs: number } {
  const signal = synthesize(one, sampleRateHz);
  const kernels = createKernels(32);
  const piece = sampleRateHz / 100;
  const meter = createLoudnessMeter(kernels, { sampleRateHz, weights: WEIGHTS[one.layout]! });
  const blocks = signal.map(() => kernels.heap.f32(piece));
  const inputs = blocks.map((block) => block.ptr);
  const readings: LiveReading[] = [];
  const maxima: { m: number; s: number }[] = [];
  for (let k = 0; (k + 1) * piece <= signal[0]!.length; k++) {
    signal.forEach((channel, c) => blocks[c]!.view.set(channel.subarray(k * piece, (k + 1) * piece)));
    meter.push(inputs, 0, piece);
    readings.push({ sec: (k + 1) / 100, momentaryLufs: meter.momentaryLufs, shortTermLufs: meter.shortTermLufs });
    if ((k + 1) % Math.round(everySec * 100) === 0) {
      maxima.push({ m: meter.maxMomentaryLufs, s: meter.maxShortTermLufs });
      meter.resetMaxima();
    }
  }
  maxima.push({ m: meter.maxMomentaryLufs, s: meter.maxShortTermLufs });
  return { readings, maxima, integratedLufs: meter.integratedLufs() };
}

function expectWithin(actual: number, value: number, plus: number, minus: number): void {
  expect(actual).toBeLessThanOrEqual(value + plus);
  expect(actual).toBeGreaterThanOrEqual(value - minus);
}

describe('EBU Tech 3341 table 1: loudness, ±0.1 LU', () => {
  const rates = (one: EbuCase): number[] => (Number(one.case) <= 9 ? [48000, 44100] : [48000]);
  const cases = CASES.filter((one) => one.expected[0]!.metric !== 'max_true_peak');
  it.each(cases.flatMap((one) => rates(one).map((rate) => ({ one, rate, id: one.case, about: one.description }))))(
    'case $id at $rate Hz: $about',
    ({ one, rate }) => {
      const { readings, maxima, integratedLufs } = watch(one, rate, one.expected[0]!.everySec);
      for (const { metric, value = NaN, values = [], plus, minus } of one.expected) {
        switch (metric) {
          case 'I':
            expectWithin(integratedLufs, value, plus, minus);
            break;
          case 'M': {
            const steady = readings.filter(({ sec }) => sec >= 1).map((reading) => reading.momentaryLufs);
            expectWithin(Math.max(...steady), value, plus, minus);
            expectWithin(Math.min(...steady), value, plus, minus);
            break;
          }
          case 'S': {
            const steady = readings.filter(({ sec }) => sec >= 3).map((reading) => reading.shortTermLufs);
            expectWithin(Math.max(...steady), value, plus, minus);
            expectWithin(Math.min(...steady), value, plus, minus);
            break;
          }
          case 'max_M':
            expectWithin(maxima.at(-1)!.m, value, plus, minus);
            break;
          case 'max_S':
            expectWithin(maxima.at(-1)!.s, value, plus, minus);
            break;
          case 'max_M_successive':
            values.forEach((expected, k) => expectWithin(maxima[k]!.m, expected, plus, minus));
            break;
          case 'max_S_successive':
            values.forEach((expected, k) => expectWithin(maxima[k]!.s, expected, plus, minus));
            break;
          default:
            throw new Error(`nobody reads ${metric}`);
        }
      }
    },
  );
});

describe('EBU Tech 3341 table 1: true peak, +0.2 −0.4 dB', () => {
  const cases = CASES.filter((one) => one.expected[0]!.metric === 'max_true_peak');
  it.each(cases.map((one) => ({ one, id: one.case, about: one.description })))('case $id: $about', ({ one }) => {
    const { value, plus, minus } = one.expected[0]!;
    const measured = measureSource(createKernels(32), createMemorySource(synthesize(one, 48000), 48000), [1, 1]);
    expectWithin(measured.truePeakDbtp, value!, plus, minus);
    expectWithin(measured.itu4xDbtp, value!, plus, minus);
    expect(measured.truePeakDbtp).toBeGreaterThanOrEqual(measured.samplePeakDbfs);
  });

  it('has all cases that can be synthesised', () => {
    expect(CASES.length).toBe(59);
    expect(cases.length).toBe(9);
  });
});
