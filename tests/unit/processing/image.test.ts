// Expected values: mid and side algebra, and Linkwitz–Riley's 24 dB an octave with −6.02 dB at the crossover.
import { describe, expect, it } from 'vitest';
import { getLayout } from '../../../src/layouts/index.ts';
import type { ImageSettings } from '../../../src/scene/index.ts';
import { sameSamples } from '../../fixtures/sameSamples.ts';
import { amplitudeAt, largest, noise, setUpChain, sine, toDb } from './runChain.ts';

const LENGTH = 9600;
const STEREO = getLayout('stereo').speakers;
const ATMOS = getLayout('7.1.4').speakers;
const at = (label: string): number => ATMOS.findIndex((speaker) => speaker.label === label);

function processed(settings: Omit<ImageSettings, 'kind'>, input: readonly Float32Array[], speakers = STEREO): readonly Float32Array[] {
  return setUpChain([{ kind: 'image', ...settings }], input.length, 48000, 1024, { speakers }).run(input);
}

const mixed = (a: Float32Array, b: Float32Array, sign: number): Float32Array => a.map((x, k) => (x + sign * b[k]!) / 2);

describe('image', () => {
  const left = noise(0.5, LENGTH, 1);
  const right = noise(0.5, LENGTH, 2);

  it('without a layout it does nothing', () => {
    expect(sameSamples(setUpChain([{ kind: 'image', widthRatio: 0, centreDb: 12 }], 2).run([left, right]), [left, right])).toBe(true);
  });

  it.each([0, 0.5, 1, 1.7, 2])('width %d scales the side and leaves the middle', (widthRatio) => {
    const [a, b] = processed({ widthRatio }, [left, right]);
    const side = mixed(left, right, -1);
    const mid = mixed(left, right, 1);
    expect(largest(mixed(a!, b!, -1).map((x, k) => x - widthRatio * side[k]!))).toBeLessThan(1e-6);
    expect(largest(mixed(a!, b!, 1).map((x, k) => x - mid[k]!))).toBeLessThan(1e-6);
    if (widthRatio === 0) {
      expect(sameSamples([a!], [b!])).toBe(true);
    }
  });

  it('in 7.1.4 every part has its own gain or width, and what is not turned stays to the bit', () => {
    const input = ATMOS.map((_, c) => noise(0.5, LENGTH, c));
    const cases: readonly [Omit<ImageSettings, 'kind'>, readonly string[]][] = [
      [{ centreDb: -6 }, ['C']],
      [{ lfeDb: -6 }, ['LFE']],
      [{ surroundDb: -6 }, ['Lss', 'Rss', 'Lrs', 'Rrs']],
      [{ heightDb: -6 }, ['Ltf', 'Rtf', 'Ltr', 'Rtr']],
      [{ widthRatio: 0.5 }, ['L', 'R', 'Lss', 'Rss', 'Lrs', 'Rrs']],
      [{ heightWidthRatio: 0.5 }, ['Ltf', 'Rtf', 'Ltr', 'Rtr']],
    ];
    for (const [settings, labels] of cases) {
      const out = processed(settings, input, ATMOS);
      ATMOS.forEach(({ label }, c) => {
        if (!labels.includes(label)) {
          expect(sameSamples([out[c]!], [input[c]!])).toBe(true);
        } else if (settings.widthRatio === undefined && settings.heightWidthRatio === undefined) {
          expect(largest(out[c]!.map((x, k) => x - 0.5011872336 * input[c]![k]!))).toBeLessThan(1e-6);
        } else {
          expect(sameSamples([out[c]!], [input[c]!])).toBe(false);
        }
      });
    }
  });

  it('is mono below: the side falls by 24 dB an octave under the frequency, the middle keeps its level', () => {
    const impulse = new Float32Array(48000);
    impulse[0] = 1;
    const silence = new Float32Array(48000);
    const [a, b] = processed({ monoBelowHz: 120 }, [impulse, silence]);
    const level = (signal: Float32Array, hz: number): number => toDb(amplitudeAt(signal, hz, 48000) * 48000);
    for (const [hz, sideDb, tolerance] of [
      [30, -48.2, 0.05],
      [120, -6.02, 0.01],
      [1200, 0, 0.01],
    ] as const) {
      expect(Math.abs(level(mixed(a!, b!, -1), hz) - sideDb)).toBeLessThan(tolerance);
      expect(Math.abs(level(mixed(a!, b!, 1), hz))).toBeLessThan(0.001);
    }
  });

  it('mono bass keeps the whole layout in phase: the same signal everywhere stays the same everywhere', () => {
    const input = ATMOS.map(() => noise(0.5, LENGTH));
    const out = processed({ monoBelowHz: 200 }, input, ATMOS);
    for (const channel of out) {
      expect(largest(channel.map((x, k) => x - out[at('C')]![k]!))).toBeLessThan(1e-6);
    }
  });

  it('everything jumps without a step', () => {
    const input = [sine(200, 0.4, 14400), sine(200, 0.1, 14400)];
    const all: ImageSettings = { kind: 'image', widthRatio: 2, monoBelowHz: 300, lfeDb: 6 };
    const chain = setUpChain([{ kind: 'image' }], 2, 48000, 1024, { speakers: STEREO });
    const changes = new Map([
      [3000, [all]],
      [8000, [{ kind: 'image' } as const]],
    ]);
    const out = chain.run(input, [256], changes);
    const steepest = 2 * Math.PI * (200 / 48000) * 0.7;
    expect(largest(out[0]!.subarray(1).map((x, k) => x - out[0]![k]!))).toBeLessThan(1.5 * steepest);
    expect(sameSamples([out[0]!.subarray(12000)], [input[0]!.subarray(12000)])).toBe(true);
  });
});
