import { describe, expect, it } from 'vitest';
import { createPrng, powerToDb } from '../../../src/base/index.ts';
import { createKernels } from '../../../src/dsp/index.ts';
import {
  createCorrelationMeter,
  createDynamicsMeter,
  createLikenessMeter,
  createSpectrumMeter,
  createSpeechDetector,
  spectrumSizeAt,
  thirdOctaveLevelsDb,
  THIRD_OCTAVES_HZ,
  type Spectra,
} from '../../../src/metering/index.ts';
import { syllables } from '../../fixtures/syllables.ts';

const RATE = 48000;
const HOP = 4800;
const wave = (lengthSec: number, at: (sec: number) => number): Float32Array =>
  Float32Array.from({ length: lengthSec * RATE }, (_, n) => at(n / RATE));
const noise = (lengthSec: number, seed: number): Float32Array => {
  const prng = createPrng(seed);
  return wave(lengthSec, () => 2 * prng.next() - 1);
};

describe('createCorrelationMeter', () => {
  const correlation = (left: Float32Array, right: Float32Array): number => {
    const meter = createCorrelationMeter([[0, 1]]);
    for (let at = 0; at + HOP <= left.length; at += HOP) {
      meter.pushHop([left, right], at, HOP);
    }
    return meter.correlation(0);
  };

  it('is 1 for a copy at any level, −1 for its inverse, the cosine of a phase, and nothing for silence', () => {
    const tone = wave(4, (sec) => Math.sin(2 * Math.PI * 500 * sec));
    expect(
      correlation(
        tone,
        tone.map((x) => x / 10),
      ),
    ).toBeCloseTo(1, 6);
    expect(
      correlation(
        tone,
        tone.map((x) => -x / 10),
      ),
    ).toBeCloseTo(-1, 6);
    expect(
      correlation(
        tone,
        wave(4, (sec) => Math.sin(2 * Math.PI * 500 * sec + 1)),
      ),
    ).toBeCloseTo(Math.cos(1), 4);
    expect(correlation(noise(4, 1), noise(4, 2))).toBeCloseTo(0, 1);
    expect(correlation(tone, new Float32Array(4 * RATE))).toBeNaN();
  });

  it('forgets what is more than 3 s old', () => {
    const tone = wave(7, (sec) => Math.sin(2 * Math.PI * 500 * sec));
    expect(
      correlation(
        tone,
        tone.map((x, n) => (n < 3.9 * RATE ? -x : x)),
      ),
    ).toBeCloseTo(1, 6);
  });
});

describe('createLikenessMeter', () => {
  it('finds copies and inversions however the stream is cut', () => {
    const [a, b] = [noise(1, 1), noise(1, 2)];
    const channels = [a, b, a.map((x) => x / 3), b.map((x) => -x)];
    for (const piece of [RATE, 777]) {
      const meter = createLikenessMeter(4);
      for (let at = 0; at < RATE; at += piece) {
        meter.push(channels, at, Math.min(piece, RATE - at));
      }
      expect(meter.alike(0.98).map((found) => [found.a, found.b, Math.round(found.correlation)])).toEqual([
        [0, 2, 1],
        [1, 3, -1],
      ]);
    }
  });
});

describe('createDynamicsMeter', () => {
  const dynamics = (signal: Float32Array, shortTermLufs: number): ReturnType<ReturnType<typeof createDynamicsMeter>['finish']> => {
    const meter = createDynamicsMeter([true], 0.1);
    for (let at = 0; at + HOP <= signal.length; at += HOP) {
      const hop = signal.subarray(at, at + HOP);
      meter.pushHop(
        Float64Array.of(hop.reduce((most, x) => Math.max(most, Math.abs(x)), 0)),
        Float64Array.of(hop.reduce((sum, x) => sum + x * x, 0)),
        HOP,
        shortTermLufs,
      );
    }
    return meter.finish(shortTermLufs);
  };

  it('DR of a steady sine is 0: its RMS counts as its peak', () => {
    expect(
      dynamics(
        wave(9, (sec) => 0.5 * Math.sin(2 * Math.PI * 1000 * sec)),
        -6,
      ).drDb,
    ).toBe(0);
  });

  it('DR of a sine with a peak 20 dB higher in every block is 20', () => {
    const peaks = wave(9, (sec) => 0.1 * Math.sin(2 * Math.PI * 1000 * sec)).map((x, n) => (n % (3 * RATE) === 100 ? 1 : x));
    expect(dynamics(peaks, -20).drDb).toBe(20);
  });

  it('PSR is peak over short-term loudness, and nothing is said of silence', () => {
    expect(
      dynamics(
        wave(4, (sec) => 0.5 * Math.sin(2 * Math.PI * 1000 * sec)),
        -16,
      ).minPsrLu,
    ).toBeCloseTo(20 * Math.log10(0.5) + 16, 3);
    expect(dynamics(new Float32Array(4 * RATE), -Infinity)).toMatchObject({ minPsrLu: Infinity, drDb: undefined });
  });
});

describe('createSpectrumMeter', () => {
  const spectra = (channels: readonly Float32Array[], piece = 4800, sampleRateHz = RATE): Spectra => {
    const meter = createSpectrumMeter(createKernels(64), {
      sampleRateHz,
      channels: channels.length,
      ...(channels.length > 1 ? { pair: [0, 1] } : {}),
    });
    for (let at = 0; at < channels[0]!.length; at += piece) {
      meter.push(channels, at, Math.min(piece, channels[0]!.length - at));
    }
    return meter.finish();
  };

  it('powers add up to the mean square: a sine of amplitude 1 has −3.01 dB, in its own third octave', () => {
    const found = spectra([wave(2, (sec) => Math.sin(2 * Math.PI * 1000 * sec))]);
    expect(powerToDb(found.bandPower(0, Infinity))).toBeCloseTo(-3.01, 2);
    const levels = thirdOctaveLevelsDb(found);
    expect(levels[THIRD_OCTAVES_HZ.findIndex((hz) => Math.abs(hz - 1000) < 1)]).toBeCloseTo(-3.01, 2);
    expect(levels[0]).toBeLessThan(-100);
  });

  it('white noise rises 1 dB a third octave', () => {
    const levels = thirdOctaveLevelsDb(spectra([noise(6, 3)]));
    expect(levels[28]! - levels[18]!).toBeCloseTo(10, 0);
  });

  it('cross power is the product: L with −L/2 is −½ of L', () => {
    const left = wave(1, (sec) => Math.sin(2 * Math.PI * 300 * sec));
    const { powers, crossPowers, bins } = spectra([left, left.map((x) => -x / 2)]);
    const sum = (values: Float64Array): number => values.reduce((a, b) => a + b, 0);
    expect(sum(crossPowers) / sum(powers[0]!)).toBeCloseTo(-0.5, 4);
    expect(powers[0]!.length).toBe(bins);
  });

  it('does not depend on the pieces, and takes streams shorter than a transform', () => {
    const tone = wave(1, (sec) => Math.sin(2 * Math.PI * 440 * sec));
    expect(spectra([tone], 777).powers[0]).toEqual(spectra([tone]).powers[0]);
    expect(powerToDb(spectra([tone.subarray(0, 2400)]).bandPower(0, Infinity))).toBeGreaterThan(-20);
    expect(spectra([new Float32Array(1)]).frames).toBe(1);
    expect([8000, 44100, 48000, 96000, 192000].map(spectrumSizeAt)).toEqual([2048, 8192, 16384, 32768, 65536]);
  });
});

describe('createSpeechDetector', () => {
  const speechRatio = (signal: Float32Array): number => {
    const detector = createSpeechDetector(RATE);
    let spoken = 0;
    let hops = 0;
    for (let at = 0; at + HOP <= signal.length; at += HOP) {
      detector.pushHop(signal, at, HOP);
      spoken += detector.isSpeech ? 1 : 0;
      hops += 1;
    }
    return spoken / hops;
  };
  it('hears speech-like syllables as speech', () => {
    expect(speechRatio(syllables(8))).toBeGreaterThan(0.6);
  });

  it('takes neither steady sounds, nor chords, nor a bass drum for it', () => {
    expect(speechRatio(noise(4, 6).map((x) => x * 0.1))).toBe(0);
    expect(speechRatio(wave(4, (sec) => 0.1 * (Math.sin(2 * Math.PI * 440 * sec) + Math.sin(2 * Math.PI * 660 * sec))))).toBe(0);
    expect(speechRatio(wave(6, (sec) => 0.8 * Math.exp(-((sec * 2) % 1) * 8) * Math.sin(2 * Math.PI * 60 * sec)))).toBe(0);
    expect(speechRatio(new Float32Array(4 * RATE))).toBe(0);
  });
});
