// Expected values: a resampled sine is the sine at the new rate. Measures as at src.infinitewave.ca: THD+N, pass band, aliases, images, impulse.
import { describe, expect, it } from 'vitest';
import { createMemorySource, createPlanar } from '../../../src/audio/index.ts';
import type { AudioSource } from '../../../src/audio/index.ts';
import { createPrng } from '../../../src/base/index.ts';
import { createResampledSource } from '../../../src/dsp/index.ts';
import { sameSamples } from '../../fixtures/sameSamples.ts';

const EDGE = 4000;

function sineSource(frequencyHz: number, rateHz: number, lengthFrames: number, amplitude = 0.5): AudioSource {
  return createMemorySource(
    [Float32Array.from({ length: lengthFrames }, (_, k) => amplitude * Math.sin((2 * Math.PI * frequencyHz * k) / rateHz))],
    rateHz,
  );
}

function readAll(source: AudioSource): Float32Array[] {
  const out = createPlanar(source.channels, source.lengthFrames);
  source.read(out, 0, 0, source.lengthFrames);
  return out;
}

/** Fits a sine by least squares (its frequency known) away from the ends; gain, lag in frames and what is left, relative, in dB. */
function analyse(signal: Float32Array, frequencyHz: number, rateHz: number, amplitude = 0.5) {
  const w = (2 * Math.PI * frequencyHz) / rateHz;
  let ss = 0;
  let sc = 0;
  let cc = 0;
  let xs = 0;
  let xc = 0;
  for (let k = EDGE; k < signal.length - EDGE; k++) {
    const s = Math.sin(w * k);
    const c = Math.cos(w * k);
    ss += s * s;
    sc += s * c;
    cc += c * c;
    xs += signal[k]! * s;
    xc += signal[k]! * c;
  }
  const determinant = ss * cc - sc * sc;
  const a = (xs * cc - xc * sc) / determinant;
  const b = (xc * ss - xs * sc) / determinant;
  let rest = 0;
  let all = 0;
  for (let k = EDGE; k < signal.length - EDGE; k++) {
    const error = signal[k]! - a * Math.sin(w * k) - b * Math.cos(w * k);
    rest += error * error;
    all += signal[k]! * signal[k]!;
  }
  return {
    gainDb: 20 * Math.log10(Math.hypot(a, b) / amplitude),
    lagFrames: -Math.atan2(b, a) / w,
    restDb: 10 * Math.log10(rest / all),
    rmsDb: 10 * Math.log10(all / (signal.length - 2 * EDGE) / ((amplitude * amplitude) / 2)),
  };
}

describe('resampling a sine', () => {
  it.each([
    { from: 48000, to: 44100, f: 997 },
    { from: 44100, to: 48000, f: 997 },
    { from: 44100, to: 48000, f: 10000 },
    { from: 96000, to: 48000, f: 997 },
    { from: 48000, to: 96000, f: 15000 },
    { from: 192000, to: 44100, f: 997 },
    { from: 88200, to: 48000, f: 5000 },
    { from: 8000, to: 48000, f: 997 },
    { from: 11025, to: 44100, f: 997 },
    { from: 32000, to: 48000, f: 9999 },
    { from: 44056, to: 48000, f: 997 },
    { from: 47952, to: 48000, f: 997 },
  ])('$from → $to Hz, $f Hz: THD+N ≤ −149 dB, no lag, gain within 0.0001 dB', ({ from, to, f }) => {
    const out = readAll(createResampledSource(sineSource(f, from, Math.round(from * 0.5)), to))[0]!;
    const { gainDb, lagFrames, restDb } = analyse(out, f, to);
    expect(restDb).toBeLessThan(-149);
    expect(Math.abs(lagFrames)).toBeLessThan(1e-6);
    expect(Math.abs(gainDb)).toBeLessThan(1e-4);
  });

  it.each([
    { from: 96000, to: 44100 },
    { from: 48000, to: 44100 },
    { from: 44100, to: 48000 },
    { from: 44100, to: 96000 },
  ])('$from → $to Hz: pass band ±0.01 dB to 20 kHz', ({ from, to }) => {
    for (const f of [20, 1000, 10000, 18000, 19500, 20000]) {
      const { gainDb, restDb } = analyse(readAll(createResampledSource(sineSource(f, from, 30000), to))[0]!, f, to);
      expect(Math.abs(gainDb)).toBeLessThan(0.01);
      expect(restDb).toBeLessThan(-140);
    }
  });

  it.each([22051, 24100, 30000, 43000])('96 → 44.1 kHz: %i Hz, which would alias, is 140 dB down', (f) => {
    const out = readAll(createResampledSource(sineSource(f, 96000, 48000), 44100))[0]!;
    expect(analyse(out, 44100 - f, 44100).rmsDb).toBeLessThan(-140);
  });

  it('44.1 → 96 kHz: the image of 20 kHz is 140 dB down', () => {
    const out = readAll(createResampledSource(sineSource(20000, 44100, 22050), 96000))[0]!;
    expect(analyse(out, 20000, 96000).restDb).toBeLessThan(-140);
  });

  it('keeps a constant to the last bit of f32, and an impulse in its place, symmetrical', () => {
    const ones = createMemorySource([new Float32Array(20000).fill(1)], 44100);
    const constant = readAll(createResampledSource(ones, 48000))[0]!;
    expect(constant.subarray(EDGE, -EDGE).every((x) => Math.abs(x - 1) <= 6e-8)).toBe(true);
    const impulse = new Float32Array(14700);
    impulse[1470] = 1;
    const out = readAll(createResampledSource(createMemorySource([impulse], 44100), 48000))[0]!;
    const peak = out.indexOf(out.reduce((most, x) => Math.max(most, x), 0));
    expect(peak).toBe(1600);
    for (let k = 1; k < 200; k++) {
      expect(Math.abs(out[1600 + k]! - out[1600 - k]!)).toBeLessThan(1e-9);
    }
  });
});

describe('a resampled source', () => {
  it.each([
    [0, 44100, 48000, 0],
    [1, 44100, 48000, 1],
    [147, 44100, 48000, 160],
    [1000, 44100, 48000, 1088],
    [1000, 48000, 44100, 919],
    [3, 48000, 96000, 6],
    [3, 96000, 48000, 2],
  ])('%i frames at %i Hz are at %i Hz %i frames', (length, from, to, expected) => {
    const source = createResampledSource(createMemorySource([new Float32Array(length)], from), to);
    expect(source.lengthFrames).toBe(expected);
    expect(source.sampleRateHz).toBe(to);
    readAll(source);
  });

  it('gives the same bits in order, in pieces and in jumps, and silence outside', () => {
    const prng = createPrng(5);
    const noise = createPlanar(2, 9000);
    noise.forEach((channel) => channel.forEach((_, k) => (channel[k] = 2 * prng.next() - 1)));
    for (const [from, to] of [
      [44100, 48000],
      [96000, 44100],
      [44056, 48000],
    ] as const) {
      const source = createResampledSource(createMemorySource(noise, from), to);
      const whole = readAll(source);
      const jumps = createPlanar(2, source.lengthFrames);
      for (let k = 0; k < 300; k++) {
        const start = Math.floor(prng.next() * source.lengthFrames) - 20;
        const count = 1 + Math.floor(prng.next() * (k % 10 === 0 ? 3000 : 300));
        const piece = createPlanar(2, count + 3);
        piece.forEach((channel) => channel.fill(9));
        source.read(piece, 2, start, count);
        piece.forEach((channel, c) => {
          expect([channel[0], channel[1], channel[count + 2]]).toEqual([9, 9, 9]);
          for (let n = 0; n < count; n++) {
            const expected = whole[c]![start + n] ?? 0;
            if (channel[2 + n] !== expected) {
              expect.fail(`frame ${start + n}: ${channel[2 + n]} instead of ${expected}`);
            }
          }
        });
      }
      for (
        let done = 0, size = 1;
        done < source.lengthFrames;
        done += size, size = Math.min(((size * 7) % 300) + 1, source.lengthFrames - done)
      ) {
        source.read(jumps, done, done, size);
      }
      expect(sameSamples(jumps, whole)).toBe(true);
    }
  });

  it('reads its source in order and nothing twice', () => {
    let next = -Infinity;
    const inner = createMemorySource([new Float32Array(50000)], 44100);
    const watched: AudioSource = {
      ...inner,
      read(out, outFrame, startFrame, count) {
        if (next !== -Infinity) {
          expect(startFrame).toBe(next);
        }
        next = startFrame + count;
        inner.read(out, outFrame, startFrame, count);
      },
    };
    const source = createResampledSource(watched, 48000);
    const out = createPlanar(1, 256);
    for (let frame = 0; frame < source.lengthFrames; frame += 256) {
      source.read(out, 0, frame, 256);
    }
  });

  it('of the same rate is the source itself; of an impossible rate an error', () => {
    const source = createMemorySource([new Float32Array(10)], 48000);
    expect(createResampledSource(source, 48000)).toBe(source);
    expect(() => createResampledSource(createMemorySource([], 0), 48000)).toThrow(/no sampling rate/);
    expect(() => createResampledSource(source, 44100.5)).toThrow(/no sampling rate/);
  });

  it('may be resampled again', () => {
    const source = createResampledSource(createResampledSource(sineSource(997, 44100, 30000), 96000), 48000);
    const { restDb, lagFrames } = analyse(readAll(source)[0]!, 997, 48000);
    expect(restDb).toBeLessThan(-140);
    expect(Math.abs(lagFrames)).toBeLessThan(1e-6);
  });

  it('survives more ratios than there is memory for banks', () => {
    const prng = createPrng(9);
    const noise = new Float32Array(3000).map(() => prng.next());
    const first = createResampledSource(createMemorySource([noise], 44100), 48000);
    const before = readAll(first);
    for (const rate of [47999, 47997, 47993, 47991, 47989, 47987, 47981, 47979, 47977, 47973, 47969, 47963, 47961, 47959, 47957]) {
      readAll(createResampledSource(createMemorySource([noise], rate), 48000));
    }
    expect(sameSamples(readAll(first), before)).toBe(true);
  });
});
