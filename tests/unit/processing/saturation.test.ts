// Expected values: Fourier coefficients of the curves themselves, integrated over one period; for a band-limited shaper nothing else is there.
import { describe, expect, it } from 'vitest';
import { saturationCurve } from '../../../src/scene/index.ts';
import type { SaturationSettings } from '../../../src/scene/index.ts';
import { sameSamples } from '../../fixtures/sameSamples.ts';
import { amplitudeAt, largest, noise, setUpChain, sine, toDb, windowedAmplitudeAt } from './runChain.ts';

const CHARACTERS = ['tape', 'tube', 'clip'] as const;

/** Amplitude of a harmonic of the curve under a sine. */
function harmonicOf(settings: SaturationSettings, amplitude: number, harmonic: number): number {
  const points = 8192;
  let re = 0;
  let im = 0;
  for (let k = 0; k < points; k++) {
    const phase = (2 * Math.PI * k) / points;
    const y = saturationCurve(settings, amplitude * Math.sin(phase));
    re += y * Math.cos(harmonic * phase);
    im += y * Math.sin(harmonic * phase);
  }
  return (2 * Math.hypot(re, im)) / points;
}

function shaped(settings: Omit<SaturationSettings, 'kind'>, input: readonly Float32Array[], rate = 48000): readonly Float32Array[] {
  return setUpChain([{ kind: 'saturation', ...settings }], input.length, rate).run(input);
}

describe('saturation', () => {
  it.each(CHARACTERS.flatMap((character) => [true, false].map((linked) => ({ character, linked }))))(
    '$character has the harmonics of its curve, linked: $linked',
    ({ character, linked }) => {
      const settings: SaturationSettings = { kind: 'saturation', character, linked, driveDb: 9, outputDb: 3 };
      const out = shaped(settings, [sine(500, 0.7, 14400)])[0]!;
      for (const harmonic of [1, 2, 3, 4, 5, 9]) {
        const expected = harmonicOf(settings, 0.7, harmonic);
        expect(Math.abs(windowedAmplitudeAt(out, 500 * harmonic, 4800) - expected)).toBeLessThan(2e-5);
      }
      const even = toDb(harmonicOf(settings, 0.7, 2) / harmonicOf(settings, 0.7, 1));
      expect(character === 'tube' ? even > -25 : even < -200).toBe(true);
    },
  );

  it.each(
    CHARACTERS.flatMap((character) =>
      [48000, 96000].flatMap((rate) => [5000, 10000].map((frequencyHz) => ({ character, rate, frequencyHz }))),
    ),
  )('$character at +12 dB of drive, $frequencyHz Hz full scale at $rate Hz: aliases at most −90 dB re the fundamental', (one) => {
    const { character, rate, frequencyHz } = one;
    const out = shaped({ character, driveDb: 12 }, [sine(frequencyHz, 1, 8000, rate)], rate)[0]!;
    const fundamental = amplitudeAt(out, frequencyHz, 4800, rate);
    // 5 and 10 kHz divide no multiple of the rates: aliases fall on other multiples of 1 kHz.
    for (let hz = 1000; hz <= 20000; hz += 1000) {
      if (hz % 5000 !== 0) {
        // The clipper's corner has endless harmonics: those of 10 kHz reach round.
        const limitDb = character === 'clip' && frequencyHz === 10000 ? -65 : -90;
        expect(toDb(windowedAmplitudeAt(out, hz, 4800, rate) / fundamental)).toBeLessThan(limitDb);
      }
    }
  });

  it('what is quiet comes out as it went in: to the bit under the clipper, at unity gain from the others', () => {
    const input = [noise(0.02, 4000), noise(0.01, 4000, 2)];
    const clipped = setUpChain([{ kind: 'saturation', character: 'clip', driveDb: 6 }], 2);
    expect(clipped.chain.latencyFrames).toBe(81);
    clipped.run(input).forEach((out, c) => expect(sameSamples([out.subarray(81)], [input[c]!.subarray(0, -81)])).toBe(true));
    for (const character of CHARACTERS) {
      for (const hz of [50, 1000, 19000]) {
        const out = shaped({ character, driveDb: 12 }, [sine(hz, 1e-4, 9600)])[0]!;
        expect(Math.abs(toDb(amplitudeAt(out, hz, 4800) / 1e-4))).toBeLessThan(0.001);
      }
    }
  });

  it('the tube leaves no DC, though its curve makes some', () => {
    const out = shaped({ character: 'tube', driveDb: 9 }, [sine(500, 0.7, 72000)])[0]!;
    const mean = (from: number): number => out.subarray(from, from + 960).reduce((sum, x) => sum + x, 0) / 960;
    expect(Math.abs(mean(96))).toBeGreaterThan(0.01);
    expect(Math.abs(mean(70000))).toBeLessThan(1e-5);
  });

  it('linked it keeps the ratio of the channels at every moment; each on its own it does not', () => {
    const loud = sine(300, 0.9, 4800);
    const quiet = loud.map((x) => -0.25 * x);
    const [a, b] = shaped({ character: 'tape', driveDb: 12 }, [loud, quiet]);
    a!.forEach((x, k) => expect(Math.abs(b![k]! + 0.25 * x)).toBeLessThan(1e-6));
    const [c, d] = shaped({ character: 'tape', driveDb: 12, linked: false }, [loud, quiet]);
    expect(largest(c!.map((x, k) => d![k]! + 0.25 * x))).toBeGreaterThan(0.05);
  });

  it('linked, the channels of the detector decide for all', () => {
    const settings: SaturationSettings = { kind: 'saturation', driveDb: 12 };
    const known = { detector: { firstChannel: 1, channels: 1 } };
    const out = setUpChain([settings], 2, 48000, 1024, known).run([sine(300, 1, 4800), new Float32Array(4800)])[0]!;
    expect(sameSamples([out.subarray(81)], [sine(300, 1, 4800).subarray(0, -81)])).toBe(true);
  });

  it('mixes with an input that is as late, and ends at the output gain', () => {
    const half: SaturationSettings = { kind: 'saturation', driveDb: 12, mix: 0.5, outputDb: -6 };
    const out = shaped(half, [sine(500, 0.7, 14400)])[0]!;
    expect(Math.abs(amplitudeAt(out, 500, 4800) - harmonicOf(half, 0.7, 1))).toBeLessThan(2e-5);
    const dry = shaped({ ...half, mix: 0 }, [sine(500, 0.7, 14400)])[0]!;
    expect(toDb(amplitudeAt(dry, 500, 4800) / 0.7)).toBeCloseTo(-6, 4);
  });

  it('turned on, over and up it has no step, and is then what it would always have been', () => {
    const input = [sine(200, 0.5, 14400)];
    const from: SaturationSettings = { kind: 'saturation', enabled: false };
    const to: SaturationSettings = { kind: 'saturation', character: 'tube', driveDb: 18, linked: false };
    const last: SaturationSettings = { kind: 'saturation', character: 'clip', driveDb: 3 };
    const changes = new Map([
      [3000, [to]],
      [8000, [last]],
    ]);
    const out = setUpChain([from], 1).run(input, [256], changes)[0]!;
    const steepest = 2 * Math.PI * (200 / 48000) * 0.5;
    expect(largest(out.subarray(82).map((x, k) => x - out[k + 81]!))).toBeLessThan(1.6 * steepest);
    const always = setUpChain([last], 1).run(input)[0]!;
    expect(largest(out.subarray(12000).map((x, k) => x - always[k + 12000]!))).toBeLessThan(1e-7);
  });
});
