// Expected values: Lipshitz, Wannamaker & Vanderkooy, JAES 40 (1992): with TPDF dither of two steps the total error has mean 0 and power
// Δ²/4 whatever the signal; at 16 bits −96.33 dB re full scale 1.
import { describe, expect, it } from 'vitest';
import { createDither } from '../../../src/dsp/index.ts';
import { sameSamples } from '../../fixtures/sameSamples.ts';

const LENGTH = 1 << 18;
const STEP = 1 / 32768;

function sine(frequencyHz: number, amplitude: number): Float32Array {
  return Float32Array.from({ length: LENGTH }, (_, k) => amplitude * Math.sin((2 * Math.PI * frequencyHz * k) / 48000));
}

function harmonicDb(signal: Float32Array, frequencyHz: number, amplitude: number): number {
  let re = 0;
  let im = 0;
  signal.forEach((x, k) => {
    re += x * Math.cos((2 * Math.PI * frequencyHz * k) / 48000);
    im += x * Math.sin((2 * Math.PI * frequencyHz * k) / 48000);
  });
  return 20 * Math.log10((2 * Math.hypot(re, im)) / signal.length / amplitude);
}

describe('TPDF dither at 16 bits', () => {
  it.each([
    { name: 'silence', signal: new Float32Array(LENGTH) },
    { name: 'a constant of a third of a step', signal: new Float32Array(LENGTH).fill(STEP / 3) },
    { name: 'a sine of one step', signal: sine(997, STEP) },
    { name: 'a loud sine', signal: sine(997, 0.9) },
  ])('$name: the error has mean 0 and power Δ²/4, −96.3 dBFS', ({ signal }) => {
    const out = [Float32Array.from(signal)];
    createDither(1, 1, 16).process(out, 0, LENGTH);
    let mean = 0;
    let power = 0;
    out[0]!.forEach((x, k) => {
      mean += (x - signal[k]!) / LENGTH;
      power += (x - signal[k]!) ** 2 / LENGTH;
    });
    // Three standard deviations of the mean: Δ/2 / √LENGTH.
    expect(Math.abs(mean)).toBeLessThan((3 * STEP) / 2 / Math.sqrt(LENGTH));
    expect(Math.abs(10 * Math.log10(power) + 96.33)).toBeLessThan(0.05);
  });

  it('leaves no harmonics of a 1 kHz sine at −90 dBFS, where plain rounding leaves some 15 dB under it', () => {
    const amplitude = Math.pow(10, -90 / 20);
    const dithered = [sine(1000, amplitude)];
    const rounded = [sine(1000, amplitude)];
    createDither(1, 1, 16).process(dithered, 0, LENGTH);
    createDither(1, 1, 16, 'none').process(rounded, 0, LENGTH);
    const worst = (signal: Float32Array): number => Math.max(...[3000, 5000, 7000].map((f) => harmonicDb(signal, f, amplitude)));
    expect(worst(dithered[0]!)).toBeLessThan(-40);
    expect(worst(rounded[0]!)).toBeGreaterThan(-20);
    expect(Math.abs(harmonicDb(dithered[0]!, 1000, amplitude))).toBeLessThan(0.2);
  });
});

// Expected values: Wannamaker, JAES 40 (1992): nine taps, whose squares sum to 69.2: 18.4 dB above the −96.33 dBFS of plain dither.
describe('shaped dither at 16 bits', () => {
  it.each([
    { name: 'silence', signal: new Float32Array(LENGTH) },
    { name: 'a loud sine', signal: sine(997, 0.9) },
  ])('$name: the error is −78.0 dBFS altogether, at 44.1 kHz 25 dB less at 3 kHz and 25.5 dB more at 20 kHz than plain', ({ signal }) => {
    const errorOf = (kind: 'tpdf' | 'shaped'): Float32Array => {
      const out = [Float32Array.from(signal)];
      createDither(1, 1, 16, kind).process(out, 0, LENGTH);
      return out[0]!.map((x, k) => x - signal[k]!);
    };
    const shaped = errorOf('shaped');
    const power = shaped.reduce((sum, x) => sum + x * x, 0) / LENGTH;
    expect(Math.abs(10 * Math.log10(power) + 77.95)).toBeLessThan(0.1);
    const plain = errorOf('tpdf');
    // Power in a band of some hundred bins around a frequency.
    const around = (error: Float32Array, frequencyHz: number): number => {
      let sum = 0;
      for (let at = 0; at + 256 <= LENGTH; at += 256) {
        let re = 0;
        let im = 0;
        for (let k = 0; k < 256; k++) {
          const window = 1 - Math.cos((2 * Math.PI * k) / 256);
          re += window * error[at + k]! * Math.cos((2 * Math.PI * frequencyHz * k) / 44100);
          im += window * error[at + k]! * Math.sin((2 * Math.PI * frequencyHz * k) / 44100);
        }
        sum += re * re + im * im;
      }
      return 10 * Math.log10(sum);
    };
    expect(Math.abs(around(shaped, 3000) - around(plain, 3000) + 25)).toBeLessThan(2);
    expect(Math.abs(around(shaped, 20000) - around(plain, 20000) - 25.5)).toBeLessThan(1);
  });

  it('overload does not blow up: after it the noise is what it was', () => {
    const signal = new Float32Array(20000);
    signal.fill(3, 1000, 3000);
    const out = [Float32Array.from(signal)];
    createDither(1, 1, 16, 'shaped').process(out, 0, signal.length);
    expect(out[0]!.subarray(1000, 3000).every((x) => x === 1 - STEP)).toBe(true);
    const power = out[0]!.subarray(3100).reduce((sum, x) => sum + x * x, 0) / 16900;
    expect(Math.abs(10 * Math.log10(power) + 77.95)).toBeLessThan(0.5);
  });
});

describe('dither', () => {
  it.each([16, 24] as const)('at %i bits everything lies on the grid, from −1 to 1 − Δ', (bits) => {
    const steps = 2 ** (bits - 1);
    for (const kind of ['tpdf', 'none', 'shaped'] as const) {
      const out = [
        Float32Array.from([1, -1, 2, -2, 1 - 1 / steps, NaN, Infinity, -Infinity, 0.1234567, -0.7, 0, ...sine(50, 1).subarray(0, 2000)]),
      ];
      createDither(3, 1, bits, kind).process(out, 0, out[0]!.length);
      for (const x of out[0]!) {
        expect(Number.isInteger(x * steps)).toBe(true);
        expect(x >= -1 && x <= 1 - 1 / steps).toBe(true);
      }
      expect([...out[0]!.subarray(2, 4)]).toEqual([1 - 1 / steps, -1]);
      expect([...out[0]!.subarray(5, 8)]).toEqual([0, 1 - 1 / steps, -1]);
    }
  });

  it('of kind none leaves what is on the grid alone', () => {
    const onGrid = Float32Array.from({ length: 65536 }, (_, k) => (k - 32768) / 32768);
    const out = [Float32Array.from(onGrid)];
    createDither(0, 1, 16, 'none').process(out, 0, 65536);
    expect(sameSamples([out[0]!], [onGrid])).toBe(true);
  });

  it.each(['tpdf', 'shaped'] as const)('%s is the same in pieces, starts over on reset, differs between channels and seeds', (kind) => {
    const make = (): Float32Array[] => [new Float32Array(5000), new Float32Array(5000)];
    const whole = make();
    const dither = createDither(42, 2, 16, kind);
    dither.process(whole, 0, 5000);
    const pieces = make();
    dither.reset();
    for (let done = 0, size = 1; done < 5000; done += size, size = Math.min(size * 2, 5000 - done)) {
      dither.process(pieces, done, size);
    }
    expect(sameSamples(pieces, whole)).toBe(true);
    expect(sameSamples([whole[0]!], [whole[1]!])).toBe(false);
    const other = make();
    createDither(43, 2, 16, kind).process(other, 0, 5000);
    expect(sameSamples([other[0]!], [whole[0]!])).toBe(false);
    let correlation = 0;
    whole[0]!.forEach((x, k) => (correlation += x * whole[1]![k]!));
    const power = whole[0]!.reduce((sum, x) => sum + x * x, 0);
    expect(Math.abs(correlation) / power).toBeLessThan((kind === 'tpdf' ? 4 : 8) / Math.sqrt(5000));
  });
});
