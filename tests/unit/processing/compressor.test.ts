// Expected values: the static curve of Giannoulis, Massberg & Reiss (JAES 60, 2012), and one-pole smoothing: 1 − 1/e after one time constant.
import { describe, expect, it } from 'vitest';
import { compressorCurveDb } from '../../../src/scene/index.ts';
import type { CompressorSettings } from '../../../src/scene/index.ts';
import { amplitudeAt, setUpChain, sine, toDb } from './runChain.ts';

const BASE: CompressorSettings = { kind: 'compressor', thresholdDb: -20, ratio: 4, kneeDb: 6, attackMs: 5, releaseMs: 100 };
const constant = (value: number, lengthFrames: number): Float32Array => new Float32Array(lengthFrames).fill(value);
const amplitude = (db: number): number => Math.pow(10, db / 20);

describe('the static curve', () => {
  it('is the textbook one', () => {
    expect(compressorCurveDb(BASE, -40)).toBe(-40);
    expect(compressorCurveDb(BASE, 0)).toBeCloseTo(-15, 12);
    expect(compressorCurveDb(BASE, -20)).toBeCloseTo(-20 - (0.75 * 9) / 12, 12);
    expect(compressorCurveDb({ ...BASE, makeupDb: 5 }, 0)).toBeCloseTo(-10, 12);
    expect(compressorCurveDb({ ...BASE, mix: 0 }, 0)).toBe(0);
    expect(compressorCurveDb({ ...BASE, enabled: false }, 0)).toBe(0);
  });

  const levels = [-50, -23, -21, -20, -18, -17, -10, -3, 0];
  const shapes: readonly CompressorSettings[] = [
    BASE,
    { ...BASE, kneeDb: 0, ratio: 100 },
    { ...BASE, makeupDb: 6, mix: 0.5 },
    { ...BASE, lookaheadMs: 3, attackMs: 0.05 },
  ];
  it.each(shapes.flatMap((settings) => [50, 997, 9001].map((frequencyHz) => ({ settings, frequencyHz }))))(
    'holds for a steady sine of $frequencyHz Hz to 0.05 dB: $settings',
    ({ settings, frequencyHz }) => {
      for (const db of levels) {
        const out = setUpChain([settings], 2).run([sine(frequencyHz, amplitude(db), 48000), constant(0, 48000)]);
        expect(Math.abs(toDb(amplitudeAt(out[0]!, frequencyHz, 24000)) - compressorCurveDb(settings, db))).toBeLessThan(0.05);
      }
    },
  );

  it('holds for a constant exactly, and for the RMS of a sine, 3.01 dB under its peak', () => {
    for (const db of levels) {
      for (const detector of ['peak', 'rms'] as const) {
        const out = setUpChain([{ ...BASE, detector }], 1).run([constant(amplitude(db), 48000)])[0]!;
        expect(Math.abs(toDb(out.at(-1)!) - compressorCurveDb(BASE, db))).toBeLessThan(0.001);
      }
      const out = setUpChain([{ ...BASE, detector: 'rms' }], 1).run([sine(1000, amplitude(db), 48000)])[0]!;
      const rmsDb = db - 10 * Math.log10(2);
      expect(Math.abs(toDb(amplitudeAt(out, 1000, 24000)) - db - (compressorCurveDb(BASE, rmsDb) - rmsDb))).toBeLessThan(0.05);
    }
  });
});

describe('the compressor in time', () => {
  const reductionDb = (out: Float32Array, input: Float32Array, k: number): number => -toDb(out[k]! / input[k]!);

  it('attacks and releases with its time constants', () => {
    const settings: CompressorSettings = { ...BASE, kneeDb: 0, attackMs: 20, releaseMs: 200 };
    const input = constant(1, 96000);
    input.fill(0.01, 48000);
    const out = setUpChain([settings], 1).run([input])[0]!;
    expect(reductionDb(out, input, 959)).toBeCloseTo(15 * (1 - Math.exp(-1)), 2);
    // The release begins when the held peak has left the 10 ms window.
    expect(reductionDb(out, input, 48000 + 479)).toBeCloseTo(15, 1);
    expect(reductionDb(out, input, 48000 + 479 + 9600)).toBeCloseTo(15 * Math.exp(-1), 1);
  });

  it('with look-ahead it delays the audio by its latency and is down before the peak', () => {
    const settings: CompressorSettings = { ...BASE, kneeDb: 0, lookaheadMs: 5, attackMs: 0.5 };
    const { chain, run } = setUpChain([settings], 1);
    expect(chain.latencyFrames).toBe(240);
    const input = constant(0, 4800);
    input.fill(1, 1000);
    const out = run([input])[0]!;
    expect(out[1239]).toBe(0);
    expect(Math.abs(toDb(out[1240]!) + 15)).toBeLessThan(0.01);
  });

  it('switched off it is a delay by the same latency, to the bit', () => {
    const input = sine(300, 1, 2000);
    const out = setUpChain([{ ...BASE, lookaheadMs: 1, enabled: false }], 1).run([input])[0]!;
    expect(out.subarray(48)).toEqual(input.subarray(0, -48));
    expect(out.subarray(0, 48).every((x) => x === 0)).toBe(true);
  });

  it('below the threshold it is transparent to the bit', () => {
    const input = [sine(300, 0.02, 5000), sine(500, 0.05, 5000)];
    expect(setUpChain([BASE], 2).run(input)).toEqual(input);
  });

  it('links its channels: the loudest leads, the image stays', () => {
    const { chain, run } = setUpChain([BASE], 2);
    const out = run([constant(1, 9600), constant(0.001, 9600)]);
    expect(toDb(out[1]!.at(-1)! / 0.001)).toBeCloseTo(-15, 3);
    expect(chain.gainReductionDb).toBeCloseTo(15, 3);
  });

  it('the detector high-pass makes it deaf to the bass, and the bass itself stays', () => {
    const settings: CompressorSettings = { ...BASE, sideChainHighPassHz: 400 };
    const out = setUpChain([settings], 1).run([sine(40, amplitude(-12), 48000)])[0]!;
    expect(Math.abs(toDb(amplitudeAt(out, 40, 24000)) + 12)).toBeLessThan(0.001);
    expect(toDb(amplitudeAt(setUpChain([BASE], 1).run([sine(40, amplitude(-12), 48000)])[0]!, 40, 24000))).toBeLessThan(-16);
  });

  it('takes new settings without a step, and refuses another latency', () => {
    const { chain, run } = setUpChain([BASE], 1);
    const out = run([constant(0.05, 9600)], [256], new Map([[4800, [{ ...BASE, makeupDb: 12 }]]]))[0]!;
    const steps = out.subarray(1).map((x, k) => Math.abs(x - out[k]!));
    expect(Math.max(...steps)).toBeLessThan((0.05 * 3.1) / 900);
    expect(toDb(out.at(-1)! / 0.05)).toBeCloseTo(12, 3);
    expect(chain.setSettings([{ ...BASE, lookaheadMs: 1 }])).toBe(false);
  });
});
