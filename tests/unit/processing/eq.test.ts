import { describe, expect, it } from 'vitest';
import { createEqResponse } from '../../../src/scene/index.ts';
import type { EqSettings } from '../../../src/scene/index.ts';
import { amplitudeAt, setUpChain, sine, toDb } from './runChain.ts';

const FIVE_BANDS: EqSettings = {
  kind: 'eq',
  bands: [
    { type: 'highPass', frequencyHz: 30, slopeDbPerOct: 24 },
    { type: 'lowShelf', frequencyHz: 150, gainDb: 4 },
    { type: 'bell', frequencyHz: 1200, gainDb: -6, q: 2 },
    { type: 'highShelf', frequencyHz: 8000, gainDb: 3 },
    { type: 'lowPass', frequencyHz: 16000, slopeDbPerOct: 18 },
  ],
};

/** Frames that hold whole periods of every multiple of 10 Hz. */
const PERIOD = 4800;

const largest = (signal: Float32Array): number => signal.reduce((most, x) => Math.max(most, Math.abs(x)), 0);

describe('equalizer', () => {
  it.each([1, 2, 3])('its impulse response has the magnitude of the drawn curve, %i channels', (channels) => {
    const impulse = new Float32Array(20 * PERIOD);
    impulse[0] = 1;
    const { run } = setUpChain([FIVE_BANDS], channels);
    const out = run(Array.from({ length: channels }, () => impulse));
    const curve = createEqResponse(FIVE_BANDS, 48000);
    for (const channel of out) {
      for (const f of [20, 50, 150, 440, 1200, 5000, 8000, 12000, 20000]) {
        const magnitude = (amplitudeAt(channel, f, channel.length) * channel.length) / 2;
        expect(Math.abs(toDb(magnitude) - curve(f))).toBeLessThan(0.001);
      }
    }
  });

  it('switched off, or with every band at 0 dB, it is transparent to the bit', () => {
    const input = [sine(440, 0.5, 2000)];
    expect(setUpChain([{ ...FIVE_BANDS, enabled: false }], 1).run(input)).toEqual(input);
    const flat: EqSettings = {
      kind: 'eq',
      bands: [
        { type: 'bell', frequencyHz: 3000 },
        { type: 'highShelf', frequencyHz: 9000 },
      ],
    };
    expect(setUpChain([flat], 1).run(input)).toEqual(input);
  });

  it('arrives at new settings of any shape, and then answers as if they had always been there', () => {
    const start: EqSettings = { kind: 'eq', bands: [{ type: 'bell', frequencyHz: 1000, gainDb: 0 }] };
    for (const bands of [
      [{ type: 'bell', frequencyHz: 1000, gainDb: 9, q: 3 }],
      [{ type: 'bell', frequencyHz: 300, gainDb: -9 }],
      [{ type: 'lowPass', frequencyHz: 900, slopeDbPerOct: 24 }],
      [],
    ] satisfies EqSettings['bands'][]) {
      const goal: EqSettings = { kind: 'eq', bands };
      const { run } = setUpChain([start], 1);
      const out = run([sine(1000, 0.5, 10 * PERIOD)], [256], new Map([[1000, [goal]]]));
      const db = toDb(amplitudeAt(out[0]!, 1000, PERIOD) / 0.5);
      expect(Math.abs(db - createEqResponse(goal, 48000)(1000))).toBeLessThan(0.001);
    }
  });

  it('glides without zipper: moving a bell by 24 dB leaves no more than −70 dBFS above 5 kHz of a 1 kHz tone at −6 dBFS', () => {
    const settings = (gainDb: number): EqSettings => ({ kind: 'eq', bands: [{ type: 'bell', frequencyHz: 1000, gainDb, q: 1 }] });
    const { run } = setUpChain([settings(-12)], 1);
    const moved = run([sine(1000, 0.5, 2 * PERIOD)], [256], new Map([[4000, [settings(12)]]]))[0]!;
    const jumped = moved.map((_, k) => (k < 4500 ? 0.125 : 2) * Math.sin((2 * Math.PI * 1000 * k) / 48000));
    const highPass: EqSettings = { kind: 'eq', bands: [{ type: 'highPass', frequencyHz: 5000, slopeDbPerOct: 48 }] };
    const residual = (signal: Float32Array): number => largest(setUpChain([highPass], 1).run([signal])[0]!.subarray(2000));
    expect(toDb(residual(moved))).toBeLessThan(-70);
    expect(toDb(residual(jumped))).toBeGreaterThan(-40);
  });

  it('a broken sample poisons nothing for longer than 256 frames', () => {
    const input = sine(200, 0.5, 4096);
    input[700] = NaN;
    const out = setUpChain([FIVE_BANDS], 1).run([input])[0]!;
    expect(out.subarray(1100).every(Number.isFinite)).toBe(true);
  });

  it('says how long it rings: the output has fallen by 120 dB after its tail', () => {
    const bands: EqSettings['bands'] = [{ type: 'bell', frequencyHz: 100, gainDb: 12, q: 10 }];
    const impulse = new Float32Array(200000);
    impulse[0] = 1;
    const { chain, run } = setUpChain([{ kind: 'eq', bands }], 1);
    const out = run([impulse])[0]!;
    expect(chain.tailFrames).toBeGreaterThan(1000);
    expect(largest(out.subarray(chain.tailFrames))).toBeLessThan(1e-6);
    expect(largest(out.subarray(Math.round(chain.tailFrames / 3), chain.tailFrames))).toBeGreaterThan(1e-6);
  });

  it('refuses more bands than it has room for', () => {
    const bands = Array.from({ length: 13 }, () => ({ type: 'bell' as const, frequencyHz: 1000 }));
    expect(() => setUpChain([{ kind: 'eq', bands }], 1)).toThrow(/12 bands/);
    const { chain } = setUpChain([FIVE_BANDS], 1);
    expect(chain.setSettings([{ kind: 'eq', bands }])).toBe(false);
  });
});
