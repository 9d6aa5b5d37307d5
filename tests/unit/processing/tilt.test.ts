// Expected values: a straight line in decibels over octaves, 2·tiltDb from 20 Hz to 20 kHz, through 0 dB at the pivot.
import { describe, expect, it } from 'vitest';
import { createTiltResponse } from '../../../src/scene/index.ts';
import type { TiltSettings } from '../../../src/scene/index.ts';
import { sameSamples } from '../../fixtures/sameSamples.ts';
import { amplitudeAt, largest, setUpChain, sine, toDb } from './runChain.ts';

const lineDb = ({ tiltDb = 0, pivotHz = 800 }: TiltSettings, frequencyHz: number): number =>
  (2 * tiltDb * Math.log2(frequencyHz / pivotHz)) / Math.log2(1000);

describe('tilt', () => {
  const tilts = [-6, -1, 3, 6].flatMap((tiltDb) => [200, 800, 5000].map((pivotHz): TiltSettings => ({ kind: 'tilt', tiltDb, pivotHz })));

  it.each([44100, 48000, 88200, 96000, 192000])(
    'is a straight line at %i Hz: 0.05 dB from 30 Hz to 16 kHz, 0.1 dB from 20 Hz to 20 kHz',
    (rate) => {
      for (const settings of tilts) {
        const curve = createTiltResponse(settings, rate);
        expect(Math.abs(curve(settings.pivotHz!))).toBeLessThan(1e-9);
        for (let hz = 20; hz <= 20000; hz *= 1.1) {
          expect(Math.abs(curve(hz) - lineDb(settings, hz))).toBeLessThan(hz > 30 && hz < 16000 ? 0.05 : 0.1);
        }
      }
    },
  );

  it.each([8000, 22050, 32000])('is straight at %i Hz too, as far as that goes', (rate) => {
    const settings: TiltSettings = { kind: 'tilt', tiltDb: 6, pivotHz: 800 };
    const curve = createTiltResponse(settings, rate);
    for (let hz = 30; hz <= 0.4 * rate; hz *= 1.1) {
      expect(Math.abs(curve(hz) - lineDb(settings, hz))).toBeLessThan(0.1);
    }
  });

  it('sounds as it is drawn', () => {
    const settings: TiltSettings = { kind: 'tilt', tiltDb: 4, pivotHz: 1000 };
    const impulse = new Float32Array(48000);
    impulse[0] = 1;
    const out = setUpChain([settings], 2).run([impulse, impulse])[1]!;
    const curve = createTiltResponse(settings, 48000);
    for (const hz of [20, 100, 1000, 5000, 20000]) {
      expect(Math.abs(toDb((amplitudeAt(out, hz, 48000) * 48000) / 2) - curve(hz))).toBeLessThan(0.001);
    }
  });

  it('flat it is transparent to the bit, also after it has been tilted and has rung out', () => {
    const input = sine(440, 0.5, 96000);
    input.fill(0, 2000, 90000);
    const flat: TiltSettings = { kind: 'tilt', tiltDb: 0 };
    const tilted: TiltSettings = { kind: 'tilt', tiltDb: 6 };
    expect(sameSamples(setUpChain([flat], 1).run([input]), [input])).toBe(true);
    const out = setUpChain([flat], 1).run(
      [input],
      [256],
      new Map([
        [0, [tilted]],
        [1500, [flat]],
      ]),
    )[0]!;
    expect(largest(out.subarray(60000, 90000))).toBeLessThan(1e-6);
    expect(sameSamples([out.subarray(94000)], [input.subarray(94000)])).toBe(true);
  });

  it('jumps glide: no step that a sine and its slope do not have', () => {
    const input = sine(200, 0.5, 9600);
    const out = setUpChain([{ kind: 'tilt', tiltDb: -6 }], 1).run(
      [input],
      [256],
      new Map([[4800, [{ kind: 'tilt', tiltDb: 6, pivotHz: 5000 }]]]),
    )[0]!;
    const steepest = 2 * Math.PI * (200 / 48000) * largest(out);
    expect(largest(out.subarray(1).map((x, k) => x - out[k]!))).toBeLessThan(1.1 * steepest);
  });
});
