// Expected values: Lipshitz, Wannamaker & Vanderkooy, JAES 40 (1992): with TPDF dither of two steps the total error has mean 0 and power
// Δ²/4 whatever the signal; at 16 bits −96.33 dB re full scale 1.
import { describe, expect, it } from 'vitest';
import { createDither } from '../../../src/dsp/index.ts';

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

describe('dither', () => {
  it.each([16, 24] as const)('at %i bits everything lies on the grid, from −1 to 1 − Δ', (bits) => {
    const steps = 2 ** (bits - 1);
    for (const kind of ['tpdf', 'none'] as const) {
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
    expect(out[0]).toEqual(onGrid);
  });

  it('is the same in pieces, starts over on reset, differs between channels and seeds', () => {
    const make = (): Float32Array[] => [new Float32Array(5000), new Float32Array(5000)];
    const whole = make();
    const dither = createDither(42, 2, 16);
    dither.process(whole, 0, 5000);
    const pieces = make();
    dither.reset();
    for (let done = 0, size = 1; done < 5000; done += size, size = Math.min(size * 2, 5000 - done)) {
      dither.process(pieces, done, size);
    }
    expect(pieces).toEqual(whole);
    expect(whole[0]).not.toEqual(whole[1]);
    const other = make();
    createDither(43, 2, 16).process(other, 0, 5000);
    expect(other[0]).not.toEqual(whole[0]);
    let correlation = 0;
    whole[0]!.forEach((x, k) => (correlation += x * whole[1]![k]!));
    expect(Math.abs(correlation) / (5000 * STEP * STEP * 0.25)).toBeLessThan(4 / Math.sqrt(5000));
  });
});
