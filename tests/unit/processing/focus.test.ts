import { describe, expect, it } from 'vitest';
import { getLayout } from '../../../src/layouts/index.ts';
import { createEqResponse } from '../../../src/scene/index.ts';
import type { EqSettings, Focus, ProcessorSettings } from '../../../src/scene/index.ts';
import { sameSamples } from '../../fixtures/sameSamples.ts';
import { amplitudeAt, largest, noise, setUpChain, sine, toDb } from './runChain.ts';

const ATMOS = getLayout('7.1.4').speakers;
const STEREO = getLayout('stereo').speakers;
const LENGTH = 4800;
const FOCUSES: readonly Exclude<Focus, 'all'>[] = ['mid', 'side', 'front', 'surround', 'floor', 'height'];
const EQ: EqSettings = { kind: 'eq', bands: [{ type: 'bell', frequencyHz: 1000, gainDb: 9, q: 1 }] };

function run(settings: ProcessorSettings, input: readonly Float32Array[], speakers = ATMOS) {
  const { chain, run: process } = setUpChain([settings], input.length, 48000, 1024, { speakers });
  return { chain, out: process(input) };
}

const input = ATMOS.map((_, c) => noise(0.3, LENGTH, c));

describe('focus', () => {
  it.each([
    ['front', ['L', 'R', 'C']],
    ['surround', ['Lss', 'Rss', 'Lrs', 'Rrs']],
    ['floor', ['L', 'R', 'C', 'Lss', 'Rss', 'Lrs', 'Rrs']],
    ['height', ['Ltf', 'Rtf', 'Ltr', 'Rtr']],
  ] as const)('%s works on its channels, all others pass to the bit', (focus, labels) => {
    const { out } = run({ ...EQ, focus }, input);
    const whole = run(EQ, input).out;
    ATMOS.forEach(({ label }, c) => {
      const expected = (labels as readonly string[]).includes(label) ? whole[c]! : input[c]!;
      expect(sameSamples([out[c]!], [expected])).toBe(true);
    });
  });

  it.each(['mid', 'side'] as const)('%s of stereo: only that is equalized', (focus) => {
    const left = sine(1000, 0.3, LENGTH);
    const right = sine(500, 0.3, LENGTH);
    const [a, b] = run({ ...EQ, focus }, [left, right], STEREO).out;
    const sign = focus === 'mid' ? 1 : -1;
    const of = (x: Float32Array, y: Float32Array, s: number): Float32Array => x.map((value, k) => (value + s * y[k]!) / 2);
    const other = of(left, right, -sign);
    expect(largest(of(a!, b!, -sign).map((x, k) => x - other[k]!))).toBeLessThan(1e-6);
    const curve = createEqResponse(EQ, 48000);
    for (const hz of [500, 1000]) {
      expect(Math.abs(toDb(amplitudeAt(of(a!, b!, sign), hz, 960) / 0.15) - curve(hz))).toBeLessThan(0.01);
    }
  });

  it('mid is the median plane too; the LFE is nothing’s', () => {
    const mid = run({ ...EQ, focus: 'mid' }, input).out;
    const side = run({ ...EQ, focus: 'side' }, input).out;
    const whole = run(EQ, input).out;
    const c = ATMOS.findIndex(({ label }) => label === 'C');
    const lfe = ATMOS.findIndex(({ isLfe }) => isLfe);
    expect(sameSamples([mid[c]!, side[c]!, mid[lfe]!], [whole[c]!, input[c]!, input[lfe]!])).toBe(true);
  });

  it.each(FOCUSES)('%s: late by the insert’s latency, and switched off a delay to the bit', (focus) => {
    const settings: ProcessorSettings = { kind: 'saturation', driveDb: 12, enabled: false, focus };
    const { chain, out } = run(settings, input);
    expect(chain.latencyFrames).toBe(81);
    const late = input.map((channel) => channel.subarray(0, -81));
    expect(
      sameSamples(
        out.map((channel) => channel.subarray(81)),
        late,
      ),
    ).toBe(true);
  });

  it('its channels are one linked set, the others lead nothing', () => {
    const levels = ATMOS.map(({ label }) => (label === 'L' ? 0.9 : label === 'Ltf' ? 0.5 : 0.001));
    const tones = levels.map((level) => sine(1000, level, LENGTH));
    const { chain, out } = run({ kind: 'compressor', thresholdDb: -12, ratio: 100, kneeDb: 0, attackMs: 1, focus: 'height' }, tones);
    expect(chain.gainReductionDb).toBeCloseTo((12 + toDb(0.5)) * 0.99, 1);
    ATMOS.forEach(({ label }, c) => {
      const gainDb = toDb(amplitudeAt(out[c]!, 1000, 960) / levels[c]!);
      expect(Math.abs(gainDb + (label.startsWith('Lt') || label.startsWith('Rt') ? chain.gainReductionDb : 0))).toBeLessThan(0.05);
    });
  });

  it('a focus that the layout has no loudspeakers for is nothing; without a layout it is everything', () => {
    const pair = [input[0]!, input[1]!];
    expect(sameSamples(run({ ...EQ, focus: 'height' }, pair, STEREO).out, pair)).toBe(true);
    expect(sameSamples(setUpChain([{ ...EQ, focus: 'height' }], 2).run(pair), run(EQ, pair, STEREO).out)).toBe(true);
  });

  it('another focus wants a new plan', () => {
    const { chain } = run({ ...EQ, focus: 'mid' }, input);
    expect(chain.setSettings([{ ...EQ, focus: 'side' }])).toBe(false);
    expect(chain.setSettings([EQ])).toBe(false);
    expect(chain.setSettings([{ ...EQ, focus: 'mid', bands: [] }])).toBe(true);
  });
});
