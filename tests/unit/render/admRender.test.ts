import { describe, expect, it } from 'vitest';
import { rational } from '../../../src/base/index.ts';
import { getLayout } from '../../../src/layouts/index.ts';
import { planAdm } from '../../../src/render/adm/index.ts';
import { decorrelationFilter } from '../../../src/render/panning/decorrelators.ts';
import { createHoaDecoder, createObjectsGainCalculator } from '../../../src/render/panning/index.ts';
import { parseTarget } from '../../../src/render/index.ts';
import type { HoaItem, RenderingItem, TrackSpec } from '../../../src/scene/adm/index.ts';
import { admEngine, bedChannel, click, constant, frames, noise, objects, polar, pull, RATE, source, span } from './admFixtures.ts';
import { sameSamples } from '../../fixtures/sameSamples.ts';

/** 5.1 in BS.2051's order: M+030 M-030 M+000 LFE1 M+110 M-110. */
const LAYOUT = '0+5+0';
const LEFT = 0;
const RIGHT = 1;
const CENTRE = 2;

function largestDeviation(actual: Float32Array, expected: (frame: number) => number): number {
  return actual.reduce((largest, value, k) => Math.max(largest, Math.abs(value - expected(k))), 0);
}

describe('Objects in time (BS.2127-1, 7.2)', () => {
  it('moves in a straight line of gains over interpolationLength, then stays', () => {
    const item = objects([
      { ...span(0, 1000), metadata: { position: polar(30) } },
      { ...span(1000, 2000), metadata: { position: polar(-30) }, jumpPosition: true, interpolationLength: frames(480) },
    ]);
    const out = pull(admEngine([item], LAYOUT, source(constant(0.5, 4000))));
    const leftGain = (k: number): number => (k < 3000 ? 1 - Math.min(1, Math.max(0, (k - 1000) / 480)) : 0);
    expect(largestDeviation(out[LEFT]!, (k) => 0.5 * leftGain(k))).toBeLessThan(1e-7);
    expect(largestDeviation(out[RIGHT]!, (k) => (k < 3000 ? 0.5 - 0.5 * leftGain(k) : 0))).toBeLessThan(1e-7);
  });

  it('without jumpPosition moves over the whole block', () => {
    const item = objects([
      { ...span(0, 700), metadata: { position: polar(30) } },
      { ...span(700, 2000), metadata: { position: polar(-30) } },
    ]);
    const out = pull(admEngine([item], LAYOUT, source(constant(0.5, 3000))));
    expect(largestDeviation(out[LEFT]!, (k) => (k < 2700 ? 0.5 * (1 - Math.max(0, (k - 700) / 2000)) : 0))).toBeLessThan(1e-7);
  });

  it('with jumpPosition and no interpolationLength jumps at the exact frame', () => {
    const item = objects([
      { ...span(0, 1001), metadata: { position: polar(30) }, jumpPosition: true },
      { ...span(1001, 999), metadata: { position: polar(-30) }, jumpPosition: true },
    ]);
    const out = pull(admEngine([item], LAYOUT, source(constant(0.5, 2000))));
    expect([out[LEFT]![1000], out[LEFT]![1001]]).toEqual([0.5, 0]);
    expect([out[RIGHT]![1000], out[RIGHT]![1001]]).toEqual([0, 0.5]);
  });

  it('starts and ends with its audioObject, at times between frames by rounding up', () => {
    const item = objects([{}], { objectStart: rational(1001n, 100000n), objectDuration: rational(1n, 100n) });
    const out = pull(admEngine([item], LAYOUT, source(constant(0.5, 2000))))[CENTRE]!;
    // 480.48 → 481; 960.48 → 961
    expect([out[480], out[481], out[960], out[961]]).toEqual([0, 0.5, 0.5, 0]);
  });

  it('does not interpolate after a gap', () => {
    const item = objects([
      { ...span(0, 500), metadata: { position: polar(30) } },
      { ...span(600, 500), metadata: { position: polar(-30) } },
    ]);
    const out = pull(admEngine([item], LAYOUT, source(constant(0.5, 1200))));
    expect([out[LEFT]![499], out[LEFT]![500], out[RIGHT]![599], out[RIGHT]![600]]).toEqual([0.5, 0, 0, 0.5]);
  });

  it('takes no larger step than its ramps: an object that moves every 20 ms over a constant', () => {
    const step = 960;
    const item = objects(
      Array.from({ length: 40 }, (_, k) => ({
        ...span(k * step, step),
        metadata: { position: polar(((k * 17) % 360) - 180, (k * 7) % 60) },
      })),
    );
    const layout = getLayout('7.1.4');
    const calculator = createObjectsGainCalculator(layout);
    const gains = item.blocks.map(({ metadata }) => {
      const direct = new Float64Array(12);
      calculator.calculate(direct, new Float64Array(12), metadata);
      return direct;
    });
    const out = pull(admEngine([item], '7.1.4', source(constant(1, 40 * step))));
    let excess = 0;
    for (let c = 0; c < 12; c++) {
      for (let k = 1; k < out[c]!.length; k++) {
        const block = Math.floor((k - 1) / step);
        const slope = block === 0 ? 0 : Math.abs(gains[block]![c]! - gains[block - 1]![c]!) / step;
        excess = Math.max(excess, Math.abs(out[c]![k]! - out[c]![k - 1]!) - slope);
      }
    }
    expect(excess).toBeLessThan(3e-7);
  });
});

describe('the diffuse part (BS.2127-1, 7.4)', () => {
  it('is decorrelated around the frame where the direct part stays', () => {
    const at = 2000;
    const diffuse = 0.36;
    const item = objects([{ metadata: { position: polar(0), diffuse } }]);
    const engine = admEngine([item], LAYOUT, source(click(at, 6000)));
    const out = pull(engine);
    // Ranks of the names in ASCII order: LFE1 M+000 M+030 M+110 M-030 M-110.
    const taps = decorrelationFilter(1);
    const deviations = out[CENTRE]!.map((value, k) => {
      const expected = Math.sqrt(diffuse) * (taps[k - at + 255] ?? 0) + (k === at ? Math.sqrt(1 - diffuse) : 0);
      return Math.abs(value - expected);
    });
    expect(Math.max(...deviations)).toBeLessThan(1e-6);
  });

  it('keeps everything else in time with it, and costs nothing where there is none', () => {
    const audio = source(click(1000, 3000), click(1000, 3000));
    const items = [objects([{ metadata: { position: polar(0), diffuse: 1 } }]), bedChannel('M+030', 1)];
    expect(pull(admEngine(items, LAYOUT, audio))[LEFT]!.indexOf(1)).toBe(1000);
    expect(sameSamples([pull(admEngine(items.slice(1), LAYOUT, audio))[LEFT]!], [click(1000, 3000)])).toBe(true);
  });
});

describe('DirectSpeakers and HOA', () => {
  it('sends a channel to its loudspeaker while its blocks hold', () => {
    const input = noise(2000, 5);
    const out = pull(admEngine([bedChannel('M-110', 0, [span(100, 300), span(900, 100)])], LAYOUT, source(input)));
    const expected = input.map((value, k) => ((k >= 100 && k < 400) || (k >= 900 && k < 1000) ? value : 0));
    expect(out[5]).toEqual(expected);
    expect(out[4]!.every((v) => v === 0)).toBe(true);
  });

  it('sends LFE to LFE1, and nowhere where there is none', () => {
    const input = noise(1000, 6);
    expect(pull(admEngine([bedChannel('LFE1', 0)], LAYOUT, source(input)))[3]).toEqual(input);
    expect(
      pull(admEngine([bedChannel('LFE1', 0)], '0+2+0', source(input)))
        .flatMap((c) => [...c])
        .some((v) => v !== 0),
    ).toBe(false);
  });

  it("decodes HOA by the decoder matrix, its block's time and its gains", () => {
    const orders = [0, 1, 1, 1];
    const degrees = [0, -1, 0, 1];
    const gains = [1, 0.5, 1, 2];
    const item: HoaItem = {
      kind: 'hoa',
      id: 'AP_00041001',
      importance: 10,
      tracks: orders.map((_, channel) => ({ kind: 'direct', channel })),
      orders,
      degrees,
      gains,
      normalization: 'SN3D',
      timing: span(300, 1000),
    };
    const input = orders.map((_, k) => noise(2000, 20 + k));
    const out = pull(admEngine([item], '4+7+0', source(...input)));
    const matrix = createHoaDecoder(getLayout('4+7+0'), { orders, degrees, normalization: 'SN3D' });
    for (let c = 0; c < 12; c++) {
      for (const frame of [0, 299, 300, 700, 1299, 1300]) {
        const inside = frame >= 300 && frame < 1300 ? 1 : 0;
        const expected = inside * input.reduce((sum, x, k) => sum + matrix[c * 4 + k]! * gains[k]! * x[frame]!, 0);
        expect(out[c]![frame]).toBeCloseTo(expected, 6);
      }
    }
  });
});

describe('tracks', () => {
  const play = (track: TrackSpec, length = 1000) =>
    pull(admEngine([{ ...bedChannel('M+030', 0), track }], LAYOUT, source(click(100, length), click(200, length))))[LEFT]!;
  const direct = (channel: number): TrackSpec => ({ kind: 'direct', channel });

  it('scales, delays and sums channels', () => {
    const out = play({
      kind: 'mix',
      inputs: [
        { kind: 'gain', gain: 0.5, input: direct(0) },
        { kind: 'delay', delayMs: 5, input: { kind: 'gain', gain: -0.25, input: direct(1) } },
        { kind: 'silent' },
      ],
    });
    const expected = new Float32Array(1000);
    expected[100] = 0.5;
    expected[440] = -0.25;
    expect(out).toEqual(expected);
  });

  it('rounds delays half down: 0.5 frames are none, 0.51 are one', () => {
    const delayed = (delayFrames: number) => play({ kind: 'delay', delayMs: (1000 * delayFrames) / RATE, input: direct(0) }).indexOf(1);
    expect([delayed(0.5), delayed(0.51), delayed(1.5)]).toEqual([100, 101, 101]);
  });

  it('plays a silent track as silence', () => {
    expect(play({ kind: 'silent' }).every((v) => v === 0)).toBe(true);
  });
});

describe('the engine on ADM items', () => {
  const items: RenderingItem[] = [
    objects(
      Array.from({ length: 9 }, (_, k) => ({
        ...span(k * 1111, 1111),
        metadata: { position: polar(k * 40 - 170, k * 5), width: k * 10, diffuse: k / 10, gain: 1 - k / 20 },
      })),
    ),
    objects(
      [
        { ...span(0, 5000), metadata: { position: { kind: 'cartesian', x: -1, y: 1, z: 0 } } },
        { ...span(5000, 4000), metadata: { position: { kind: 'cartesian', x: 1, y: -1, z: 1 } } },
      ],
      { track: { kind: 'delay', delayMs: 3, input: { kind: 'direct', channel: 1 } } },
    ),
    bedChannel('M+000', 2, [span(77, 8000)]),
  ];
  const audio = source(noise(12000, 1), noise(12000, 2), noise(12000, 3));

  it.each(['0+5+0', '4+7+0'])('gives %s the same bits whatever is pulled at a time', (render) => {
    const whole = pull(admEngine(items, render, audio), [12000]);
    expect(sameSamples(pull(admEngine(items, render, audio), [1, 255, 256, 257, 1000, 7]), whole)).toBe(true);
  });

  it('plays from anywhere with the bits of the whole', () => {
    const engine = admEngine(items, '4+7+0', audio);
    const whole = pull(engine);
    for (const start of [9000, 123, 5000, 4999, 0]) {
      engine.seek(start);
      const piece = Array.from({ length: 12 }, () => new Float32Array(700));
      engine.read(piece, 0, 700);
      expect(
        sameSamples(
          piece,
          whole.map((channel) => channel.slice(start, start + 700)),
        ),
      ).toBe(true);
    }
  });

  it("tells the items' peaks", () => {
    const engine = admEngine(items, '0+5+0', audio);
    pull(engine);
    expect([...engine.elementPeaks].every((peak) => peak > 0.4 && peak <= 0.5)).toBe(true);
  });
});

describe('a plan of ADM items refuses', () => {
  const plan = (item: RenderingItem) => () => planAdm([item], parseTarget(LAYOUT), { channels: 1, sampleRateHz: RATE, lengthFrames: 100 });

  it.each([
    ['a track that the file does not have', { ...bedChannel('M+030', 1) }, 'adm.track'],
    ['blocks that overlap', objects([span(0, 100), span(50, 100)]), 'block.overlap'],
    ['a block with half a time', objects([{ rtime: frames(1) }]), 'block.timing'],
    ['a position that is no number', objects([{ metadata: { position: polar(NaN) } }]), 'object.not-a-number'],
    ['a delay without end', { ...bedChannel('M+030', 0), track: { kind: 'delay', delayMs: 1e12, input: { kind: 'silent' } } }, 'adm.track'],
  ] as [string, RenderingItem, string][])('%s', (_, item, code) => {
    expect(plan(item)).toThrow(expect.objectContaining({ code }));
  });
});
