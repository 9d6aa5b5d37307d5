// No standard: what the shipped set must be (diffuse-field flat, symmetric, complete) and what a listener must get from it.
import { describe, expect, it } from 'vitest';
import { createPrng } from '../../../src/base/index.ts';
import { transformComplex } from '../../../src/dsp/index.ts';
import { vertexWeights } from '../../../src/render/binaural/index.ts';
import { fromPolar, nearestDirection } from '../../reference/binaural.ts';
import { kemar, renderPaths } from '../../reference/binauralBench.ts';

const set = kemar();
const SIZE = 2048;

function spectrumAt(k: number): Float64Array {
  const re = new Float64Array(SIZE);
  const im = new Float64Array(SIZE);
  re.set(set.ears[0]!.filters.subarray(k * set.taps, (k + 1) * set.taps));
  transformComplex(re, im);
  return re.map((value, bin) => value * value + im[bin]! * im[bin]!);
}

const bandDb = (power: Float64Array, centreHz: number): number => {
  const from = Math.round(((centreHz * 2 ** (-1 / 6)) / 48000) * SIZE);
  const to = Math.max(from + 1, Math.round(((centreHz * 2 ** (1 / 6)) / 48000) * SIZE));
  return 10 * Math.log10(power.subarray(from, to).reduce((sum, p) => sum + p, 0) / (to - from));
};

const thirdOctaves = Array.from({ length: 20 }, (_, k) => 200 * 2 ** (k / 3)).filter((hz) => hz <= 16200);

describe('the shipped set', () => {
  it('carries its notice, leaves no hole and is small', () => {
    expect(set.notice).toContain('MIT Media Lab');
    expect(set.notice).toContain('Gardner');
    expect(set.sampleRateHz).toBe(48000);
    expect(set.triangles.length / 3).toBe((2 * set.directions.length) / 3 - 4);
    const lowest = nearestDirection(set, 0, 0, -1);
    expect(set.directions[3 * lowest + 2]).toBeCloseTo(-1, 5);
  });

  const weights = vertexWeights(set.directions, set.triangles);
  const diffuse = new Float64Array(SIZE);
  weights.forEach((weight, k) => spectrumAt(k).forEach((p, bin) => (diffuse[bin] = diffuse[bin]! + weight * p)));

  it.each(thirdOctaves)('sounds flat in a diffuse field: third octave at %f Hz within ±0.5 dB', (centreHz) => {
    expect(Math.abs(bandDb(diffuse, centreHz))).toBeLessThan(0.5);
  });

  it('has bass from everywhere: within 1.5 dB of level at 60 Hz', () => {
    for (let k = 0; k < set.directions.length / 3; k += 7) {
      expect(Math.abs(10 * Math.log10(spectrumAt(k)[Math.round((60 / 48000) * SIZE)]!))).toBeLessThan(1.5);
    }
  });

  it('has the largest interaural delay at the side, within what heads have (550 to 800 µs)', () => {
    const delay = (azimuthDeg: number): number => set.ears[0]!.delaysFrames[nearestDirection(set, ...fromPolar(azimuthDeg, 0))]! / 0.048;
    const itd = delay(-90) - delay(90);
    expect(itd).toBeGreaterThan(550);
    expect(itd).toBeLessThan(800);
    expect(delay(-30) - delay(30)).toBeLessThan(itd);
    expect(delay(-30) - delay(30)).toBeGreaterThan(150);
  });

  it('tells front from back: more than 3 dB rms apart between 3 and 16 kHz', () => {
    for (const azimuthDeg of [0, 15, 30, 45]) {
      const front = spectrumAt(nearestDirection(set, ...fromPolar(azimuthDeg, 0)));
      const back = spectrumAt(nearestDirection(set, ...fromPolar(180 - azimuthDeg, 0)));
      const bands = thirdOctaves.filter((hz) => hz > 3000);
      const rms = Math.sqrt(bands.reduce((sum, hz) => sum + (bandDb(front, hz) - bandDb(back, hz)) ** 2, 0) / bands.length);
      expect(rms).toBeGreaterThan(3);
    }
  });
});

describe('what a listener gets', () => {
  const prng = createPrng(3);
  const noise = Float32Array.from({ length: 4096 }, () => prng.next() - 0.5);
  const energyDb = (signal: Float32Array): number => 10 * Math.log10(signal.reduce((sum, s) => sum + s * s, 0));
  const impulse = Float32Array.from({ length: 1024 }, (_, k) => (k === 0 ? 1 : 0));
  const onset = (signal: Float32Array): number => {
    const peak = signal.reduce((max, s) => Math.max(max, Math.abs(s)), 0);
    return signal.findIndex((s) => Math.abs(s) > 0.3 * peak);
  };

  it.each([30, 60, 90, 120])('a source %i° to the left is louder and earlier in the left ear', (azimuthDeg) => {
    const place = (): readonly [number, number, number, number] => [...fromPolar(azimuthDeg, 0), 1];
    const heard = renderPaths(set, [{ signal: noise, path: place }]);
    expect(energyDb(heard.left) - energyDb(heard.right)).toBeGreaterThan(5);
    const click = renderPaths(set, [{ signal: impulse, path: place }]);
    expect(onset(click.right) - onset(click.left)).toBeGreaterThan(8);
  });

  it('mirrored paths give mirrored ears, bit for bit', () => {
    const path = (sign: number) => (frame: number) => {
      const [x, y, z] = fromPolar(17 + frame / 50, 10);
      return [sign * x, y, z, 0.7] as const;
    };
    const one = renderPaths(set, [{ signal: noise, path: path(1) }]);
    const other = renderPaths(set, [{ signal: noise, path: path(-1) }]);
    expect(other.left).toEqual(one.right);
    expect(other.right).toEqual(one.left);
  });

  it('silence that is skipped sounds as silence that is not, bit for bit', () => {
    const gaps = (silence: number): Float32Array => noise.map((s, k) => (k % 2048 < 700 ? s : silence));
    const path = (frame: number): readonly [number, number, number, number] => [...fromPolar(frame / 20, 5), 0.5];
    const still = { signal: noise, path: () => [0.3, 0.9, 0, 1] as const };
    // 1e-40 is below what the others' roundings notice, and yet not zero.
    const skipped = renderPaths(set, [still, { signal: gaps(0), path }]);
    const computed = renderPaths(set, [still, { signal: gaps(1e-40), path }]);
    expect(skipped.left).toEqual(computed.left);
    expect(skipped.right).toEqual(computed.right);
  });

  it('a source without gain, or never placed, is not heard', () => {
    const muted = renderPaths(set, [{ signal: noise, path: () => [0, 1, 0, 0] }]);
    expect(muted.left.every((s) => s === 0)).toBe(true);
  });

  it('many sources are the sum of each', () => {
    const sources = Array.from({ length: 7 }, (_, i) => ({
      signal: noise.map((s, k) => s * (1 + ((k + i) % 3))),
      path: (frame: number) => [...fromPolar(50 * i + frame / 30, 20 - 7 * i), 0.2 + i / 10] as const,
    }));
    const together = renderPaths(set, sources);
    const apart = sources.map((source) => renderPaths(set, [source]));
    together.left.forEach((sample, k) => {
      const sum = apart.reduce((total, ears) => total + ears.left[k]!, 0);
      expect(Math.abs(sample - sum)).toBeLessThan(2e-5);
    });
  });
});
