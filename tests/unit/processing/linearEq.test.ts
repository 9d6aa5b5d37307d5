// Expected values: the curve of the minimum-phase equalizer, and the symmetry that makes every frequency late alike.
import { describe, expect, it } from 'vitest';
import { createEqResponse } from '../../../src/scene/index.ts';
import type { EqSettings } from '../../../src/scene/index.ts';
import { sameSamples } from '../../fixtures/sameSamples.ts';
import { amplitudeAt, largest, setUpChain, sine, toDb } from './runChain.ts';

const FIVE_BANDS: EqSettings = {
  kind: 'eq',
  phase: 'linear',
  bands: [
    { type: 'highPass', frequencyHz: 30, slopeDbPerOct: 24 },
    { type: 'lowShelf', frequencyHz: 100, gainDb: 4 },
    { type: 'bell', frequencyHz: 60, gainDb: -5, q: 2 },
    { type: 'bell', frequencyHz: 3000, gainDb: 6, q: 4 },
    { type: 'highShelf', frequencyHz: 9000, gainDb: -3 },
  ],
};
const BELL: EqSettings = { kind: 'eq', phase: 'linear', bands: [{ type: 'bell', frequencyHz: 1000, gainDb: 6 }] };

describe('linear-phase equalizer', () => {
  it.each([44100, 48000, 96000])('at %i Hz: the curve within 0.05 dB from 30 Hz up, a symmetric response about its latency', (rate) => {
    const { chain, run } = setUpChain([FIVE_BANDS], 1, rate);
    const late = chain.latencyFrames;
    const impulse = new Float32Array(2 * late);
    impulse[0] = 1;
    const out = run([impulse])[0]!;
    const curve = createEqResponse(FIVE_BANDS, rate);
    for (let hz = 30; hz < 20000; hz *= 1.25) {
      let sum = out[late]!;
      let asymmetry = 0;
      for (let k = 1; k < late - 1; k++) {
        sum += 2 * out[late + k]! * Math.cos((2 * Math.PI * hz * k) / rate);
        asymmetry = Math.max(asymmetry, Math.abs(out[late + k]! - out[late - k]!));
      }
      expect(Math.abs(toDb(Math.abs(sum)) - curve(hz))).toBeLessThan(0.05);
      expect(asymmetry).toBeLessThan(1e-6);
    }
  });

  it('is late by half its response and a block, whatever its settings', () => {
    for (const settings of [FIVE_BANDS, BELL, { ...BELL, enabled: false }, { kind: 'eq', phase: 'linear' } as const]) {
      expect(setUpChain([settings], 1).chain.latencyFrames).toBe(8192 + 1024);
    }
  });

  it('with every band at 0 dB it is a delay to the bit', () => {
    const input = sine(440, 0.5, 20000);
    const out = setUpChain([{ ...BELL, bands: [{ type: 'bell', frequencyHz: 1000, gainDb: 0 }] }], 5).run(Array(5).fill(input));
    out.forEach((channel) => expect(sameSamples([channel.subarray(9216)], [input.subarray(0, -9216)])).toBe(true));
  });

  it('new settings fade in without a step, flat ones too, and then answer as if they had always been there', () => {
    const input = sine(1000, 0.5, 33600);
    const flat: EqSettings = { kind: 'eq', phase: 'linear' };
    const cut: EqSettings = { ...BELL, bands: [{ type: 'bell', frequencyHz: 1000, gainDb: -12 }] };
    const changes = new Map([
      [14000, [cut]],
      [18000, [flat]],
      [22000, [BELL]],
    ]);
    const out = setUpChain([BELL], 1).run([input], [256], changes)[0]!;
    const steepest = (2 * Math.PI * 1000) / 48000;
    expect(largest(out.subarray(10241).map((x, k) => x - out[k + 10240]!))).toBeLessThan(1.05 * steepest);
    expect(toDb(amplitudeAt(out.subarray(0, 17900), 1000, 960) / 0.5)).toBeCloseTo(-12, 3);
    expect(toDb(amplitudeAt(out, 1000, 4800) / 0.5)).toBeCloseTo(6, 3);
    expect(sameSamples([out.subarray(20480, 22000)], [input.subarray(20480 - 9216, 22000 - 9216)])).toBe(true);
  });

  it('another phase wants a new plan', () => {
    const { chain } = setUpChain([BELL], 1);
    expect(chain.setSettings([{ ...BELL, phase: 'minimum' }])).toBe(false);
    expect(setUpChain([{ ...BELL, phase: 'minimum' }], 1).chain.setSettings([BELL])).toBe(false);
  });
});
