// EBU Tech 3342 (November 2023), Loudness range, table 1, minimum requirements test signals.
// Covered: cases 1 to 4, each also repeated. Not covered: cases 5 and 6, authentic programmes which cannot be synthesised.
import { describe, expect, it } from 'vitest';
import { createKernels } from '../../src/dsp/index.ts';
import { createLoudnessMeter } from '../../src/metering/index.ts';
import { EBU_CASES, synthesize } from '../fixtures/ebu/signals.ts';

describe('EBU Tech 3342 table 1: loudness range, ±1 LU', () => {
  const cases = EBU_CASES.filter((one) => one.spec === 'EBU Tech 3342');
  it.each(cases.flatMap((one) => [1, 2].map((times) => ({ one, times, id: one.case }))))(
    'case $id, $times times over',
    ({ one, times }) => {
      const signal = synthesize({ ...one, segments: Array.from({ length: times }, () => one.segments).flat() }, 48000);
      const kernels = createKernels(32);
      const meter = createLoudnessMeter(kernels, { sampleRateHz: 48000, weights: [1, 1] });
      const blocks = signal.map(() => kernels.heap.f32(48000));
      const inputs = blocks.map((block) => block.ptr);
      for (let frame = 0; frame < signal[0]!.length; frame += 48000) {
        const count = Math.min(48000, signal[0]!.length - frame);
        signal.forEach((channel, c) => blocks[c]!.view.set(channel.subarray(frame, frame + count)));
        meter.push(inputs, 0, count);
      }
      const lraLu = meter.loudnessRangeLu();
      const { value, plus, minus } = one.expected[0]!;
      expect(lraLu).toBeLessThanOrEqual(value! + plus);
      expect(lraLu).toBeGreaterThanOrEqual(value! - minus);
    },
  );

  it('has all cases that can be synthesised', () => expect(cases.length).toBe(4));
});
