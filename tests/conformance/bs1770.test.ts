// ITU-R BS.1770-5 (November 2023), loudness and true-peak level.
// Covered: Annex 1 filters (tables 1, 2), the 997 Hz calibration, gating and the absolute gate; Annex 3 weights by position (table 4);
// Annex 2 interpolation (case by case in ebu3341.test.ts, tap by tap in parity/metering.test.ts).
// Not covered: Annex 4, objects (rendered first, then measured). The BS.2217 compliance files are not free to carry.
import { describe, expect, it } from 'vitest';
import { createMemorySource } from '../../src/audio/index.ts';
import { createKernels } from '../../src/dsp/index.ts';
import { getLayout } from '../../src/layouts/index.ts';
import { kWeightingCoefficients, loudnessWeights, measureSource } from '../../src/metering/index.ts';

const sine = (hz: number, gain: number, sampleRateHz: number, sec: number): Float32Array =>
  Float32Array.from({ length: sec * sampleRateHz }, (_, n) => gain * Math.sin((2 * Math.PI * hz * n) / sampleRateHz));

describe('BS.1770-5 Annex 1', () => {
  it('has the filters of tables 1 and 2 at 48 kHz', () => {
    const table = [
      1.53512485958697, -2.69169618940638, 1.19839281085285, -1.69065929318241, 0.73248077421585, -1.99004745483398, 0.99007225036621,
    ];
    kWeightingCoefficients(48000).forEach((coefficient, k) => expect(Math.abs(coefficient - table[k]!)).toBeLessThan(1e-12));
  });

  it.each([32000, 44100, 48000, 88200, 96000, 192000])(
    'reads a full-scale 997 Hz sine in one front channel as −3.01 LKFS at %i Hz',
    (rate) => {
      const measured = measureSource(
        createKernels(32),
        createMemorySource([sine(997, 1, rate, 2), new Float32Array(2 * rate)], rate),
        [1, 1],
      );
      // The high-pass is not normalized, so its passband gain follows the rate by up to 0.03 dB; every meter in use shares that.
      expect(Math.abs(measured.integratedLufs - -3.01)).toBeLessThan(rate === 48000 ? 0.005 : 0.03);
    },
  );

  it('hears nothing below the absolute gate', () => {
    const measured = measureSource(createKernels(32), createMemorySource([sine(1000, 10 ** (-71 / 20), 48000, 3)], 48000), [1]);
    expect(measured.integratedLufs).toBe(-Infinity);
    expect(measured.lraLu).toBe(0);
  });
});

describe('BS.1770-5 Annex 3: weights by position', () => {
  it.each([
    ['stereo', [1, 1]],
    ['5.1', [1, 1, 1, 0, 1.41, 1.41]],
    ['7.1', [1, 1, 1, 0, 1.41, 1.41, 1, 1]],
    ['7.1.4', [1, 1, 1, 0, 1.41, 1.41, 1, 1, 1, 1, 1, 1]],
    ['5.1.4', [1, 1, 1, 0, 1.41, 1.41, 1, 1, 1, 1]],
  ])('%s', (name, weights) => {
    expect(loudnessWeights(getLayout(name))).toEqual(weights);
  });

  it('weighs the wides and sides of 9.1.6 and 22.2, and neither LFE', () => {
    const heavy = (name: string): string[] =>
      getLayout(name)
        .speakers.filter((_, c) => loudnessWeights(getLayout(name))[c] === 1.41)
        .map((speaker) => speaker.name);
    expect(heavy('9.1.6').toSorted()).toEqual(['M+060', 'M+090', 'M-060', 'M-090']);
    expect(heavy('22.2').toSorted()).toEqual(['M+060', 'M+090', 'M-060', 'M-090']);
    expect(loudnessWeights(getLayout('22.2')).filter((weight) => weight === 0).length).toBe(2);
  });
});
