// ITU-R BS.2127-1 (11/2023): sentences of the standard that a table of numbers would not explain.
// Covered: 6.1.2.4 stereo, 7.2 block timing errors, 7.3 gain, mute, diffuse, distance, divergence, channel lock, zones, 7.4 filters,
// 8 mapping rules (as beds use them), 9 normalisation. Not covered: 5 item selection, Matrix and Binaural types.
import { describe, expect, it } from 'vitest';
import { InputError, rational } from '../../../src/base/index.ts';
import { getLayout, type Layout } from '../../../src/layouts/index.ts';
import {
  DECORRELATOR_TAPS,
  bedGains,
  checkObjectMetadata,
  createDecorrelators,
  createDirectSpeakersPanner,
  createHoaDecoder,
  createObjectsGainCalculator,
  createPointSourcePanner,
  planGainSegments,
  sphericalHarmonic,
  type ObjectMetadata,
} from '../../../src/render/panning/index.ts';
import { createMersenneTwister } from '../../../src/render/panning/decorrelators.ts';

const HALF = Math.SQRT1_2;

function objectGains(layout: Layout, metadata: ObjectMetadata, compatibility?: 'ear' | 'text'): Record<'direct' | 'diffuse', number[]> {
  const direct = new Float64Array(layout.speakers.length);
  const diffuse = new Float64Array(layout.speakers.length);
  createObjectsGainCalculator(layout, { compatibility }).calculate(direct, diffuse, metadata);
  return { direct: [...direct], diffuse: [...diffuse] };
}

/** Gains by loudspeaker name, zeros left out. */
function byName(layout: Layout, gains: ArrayLike<number>): Record<string, number> {
  return Object.fromEntries(layout.speakers.flatMap((s, k) => (Math.abs(gains[k]!) > 1e-12 ? [[s.name, gains[k]!]] : [])));
}

function bed(from: string, label: string, to: string): Record<string, number> {
  const input = getLayout(from);
  const output = getLayout(to);
  const out = new Float64Array(output.speakers.length);
  bedGains(
    out,
    input,
    input.speakers.findIndex((s) => s.label === label),
    output,
  );
  return byName(output, out);
}

describe('6.1.2.4: stereo', () => {
  const out = new Float64Array(2);
  const panner = createPointSourcePanner(getLayout('0+2+0'));

  it.each([
    { where: 'front', x: 0, y: 1, left: HALF, right: HALF },
    { where: 'left loudspeaker', x: -0.5, y: Math.sqrt(3) / 2, left: 1, right: 0 },
    { where: 'back, 3 dB down', x: 0, y: -1, left: 0.5, right: 0.5 },
  ])('$where', ({ x, y, left, right }) => {
    panner.handle(out, x, y, 0);
    expect(out[0]).toBeCloseTo(left, 12);
    expect(out[1]).toBeCloseTo(right, 12);
  });
});

describe('7.3: Objects', () => {
  const layout = getLayout('7.1.4');
  const front: ObjectMetadata = { position: { kind: 'polar', azimuthDeg: 0, elevationDeg: 0, distance: 1 } };

  it('splits power between direct and diffuse, under gain and object gain', () => {
    const { direct, diffuse } = objectGains(layout, { ...front, diffuse: 0.25, gain: 0.5, objectGain: 3 });
    expect(byName(layout, direct)).toEqual({ 'M+000': expect.closeTo(1.5 * Math.sqrt(0.75), 12) as number });
    expect(byName(layout, diffuse)).toEqual({ 'M+000': expect.closeTo(1.5 * Math.sqrt(0.25), 12) as number });
  });

  it('is silent when muted', () => {
    expect(objectGains(layout, { ...front, objectMute: true, gain: 2 }).direct.every((g) => g === 0)).toBe(true);
  });

  it('spreads an object of no size at the listener over every loudspeaker, and one beyond the sphere over none', () => {
    const at = (distance: number): number[] =>
      objectGains(layout, { position: { kind: 'polar', azimuthDeg: 0, elevationDeg: 0, distance } }).direct;
    expect(Object.keys(byName(layout, at(0)))).toHaveLength(11);
    expect(byName(layout, at(2))).toEqual({ 'M+000': expect.closeTo(1, 12) as number });
  });

  it('divergence 1 leaves the sides alone, with half the power each', () => {
    const { direct } = objectGains(layout, { ...front, objectDivergence: { value: 1, azimuthRangeDeg: 30 } });
    expect(byName(layout, direct)).toEqual({ 'M+030': expect.closeTo(HALF, 12) as number, 'M-030': expect.closeTo(HALF, 12) as number });
  });

  it('channelLock goes to the nearest loudspeaker within its reach, and only then', () => {
    const near: ObjectMetadata = { position: { kind: 'polar', azimuthDeg: 80, elevationDeg: 5, distance: 1 } };
    expect(byName(layout, objectGains(layout, { ...near, channelLock: {} }).direct)).toEqual({ 'M+090': expect.closeTo(1, 9) as number });
    expect(objectGains(layout, { ...near, channelLock: { maxDistance: 0.05 } }).direct).toEqual(objectGains(layout, near).direct);
  });

  it('zoneExclusion empties the zone and keeps the power', () => {
    const { direct } = objectGains(layout, {
      position: { kind: 'polar', azimuthDeg: 120, elevationDeg: 0, distance: 1 },
      zoneExclusion: [{ kind: 'cartesian', minX: -1, maxX: 1, minY: -1, maxY: -0.1, minZ: -1, maxZ: 1 }],
    });
    const named = byName(layout, direct);
    expect(Object.keys(named).some((name) => name.includes('135'))).toBe(false);
    expect(direct.reduce((sum, g) => sum + g * g, 0)).toBeCloseTo(1, 12);
  });

  it('takes the sizes of Cartesian objects as the reference does, or by the words of BS.2076 on request', () => {
    const position = { kind: 'cartesian', x: 0, y: 1, z: 0 } as const;
    const tall = objectGains(layout, { position, height: 1 }, 'text').direct;
    const upper = (gains: readonly number[]): number =>
      layout.speakers.reduce((sum, s, k) => sum + (s.elevationDeg > 0 ? gains[k]! ** 2 : 0), 0);
    expect(upper(tall)).toBeGreaterThan(0.1);
    expect(upper(objectGains(layout, { position, height: 1 }, 'ear').direct)).toBeLessThan(0.01);
    expect(objectGains(layout, { position, depth: 1 }, 'ear').direct).toEqual(tall);
  });

  it.each<[string, ObjectMetadata]>([
    ['an offset of the other kind', { ...front, positionOffset: { kind: 'cartesian', x: 0, y: 0, z: 0 } }],
    ['an offset past the pole', { ...front, positionOffset: { kind: 'polar', azimuthDeg: 0, elevationDeg: 91, distance: 0 } }],
    ['a position that is no number', { position: { kind: 'cartesian', x: NaN, y: 0, z: 0 } }],
    ['a diffuseness above 1', { ...front, diffuse: 1.5 }],
    [
      'a screen behind the listener',
      {
        ...front,
        referenceScreen: {
          kind: 'polar',
          aspectRatio: 1.78,
          centre: { azimuthDeg: 180, elevationDeg: 0, distance: 1 },
          widthAzimuthDeg: 58,
        },
      },
    ],
  ])('checkObjectMetadata refuses %s', (_, metadata) => {
    expect(() => checkObjectMetadata(metadata, 'AO_1001')).toThrow(InputError);
  });
});

describe('7.2: block timing', () => {
  const sec = (n: number, d = 1): ReturnType<typeof rational> => rational(BigInt(n), BigInt(d));

  it('ramps only from a block that ends where this one starts', () => {
    const blocks = [
      { rtime: sec(0), duration: sec(1) },
      { rtime: sec(1), duration: sec(1) },
      { rtime: sec(3), duration: sec(1) },
    ];
    expect(planGainSegments(blocks, {}, 10)).toEqual([
      { block: 0, startFrame: 0, endFrame: 10, startRatio: 1, stepRatio: 0 },
      { block: 1, startFrame: 10, endFrame: 20, startRatio: 0, stepRatio: 0.1 },
      { block: 2, startFrame: 30, endFrame: 40, startRatio: 1, stepRatio: 0 },
    ]);
  });

  it('jumps over the interpolation length, then holds', () => {
    const blocks = [
      { rtime: sec(0), duration: sec(1) },
      { rtime: sec(1), duration: sec(1), jumpPosition: true, interpolationLength: sec(1, 2) },
    ];
    expect(planGainSegments(blocks, { start: sec(1) }, 10).slice(1)).toEqual([
      { block: 1, startFrame: 20, endFrame: 25, startRatio: 0, stepRatio: 0.2 },
      { block: 1, startFrame: 25, endFrame: 30, startRatio: 1, stepRatio: 0 },
    ]);
  });

  it.each([
    ['block.timing', [{ rtime: sec(0) }], {}],
    ['block.timing', [{ duration: sec(1) }], {}],
    [
      'block.overlap',
      [
        { rtime: sec(0), duration: sec(2) },
        { rtime: sec(1), duration: sec(2) },
      ],
      {},
    ],
    ['block.overlap', [{}, {}], {}],
    ['block.beyond-object', [{ rtime: sec(0), duration: sec(2) }], { duration: sec(1) }],
    ['block.interpolation', [{ rtime: sec(0), duration: sec(1), jumpPosition: true, interpolationLength: sec(2) }], {}],
  ])('%s', (code, blocks, object) => {
    expect(() => planGainSegments(blocks, object, 48000)).toThrow(expect.objectContaining({ code }) as Error);
  });
});

describe('7.4: decorrelation filters', () => {
  it('uses the published Mersenne Twister: 10000th number of the default seed', () => {
    const random = createMersenneTwister(5489);
    let value = 0;
    for (let k = 0; k < 10000; k++) {
      value = random();
    }
    expect(value).toBe(4123659995);
  });

  it('passes every frequency at unit gain', () => {
    for (const taps of createDecorrelators(getLayout('5.1'))) {
      expect(taps).toHaveLength(DECORRELATOR_TAPS);
      for (const bin of [0, 1, 17, 128, 255, 256]) {
        let re = 0;
        let im = 0;
        taps.forEach((tap, n) => {
          re += tap * Math.cos((2 * Math.PI * bin * n) / DECORRELATOR_TAPS);
          im -= tap * Math.sin((2 * Math.PI * bin * n) / DECORRELATOR_TAPS);
        });
        expect(Math.hypot(re, im)).toBeCloseTo(1, 10);
      }
    }
  });
});

describe('8: channels on layouts that lack them', () => {
  it.each([
    { from: '5.1', label: 'C', to: '2.0', gains: { 'M+030': HALF, 'M-030': HALF } },
    { from: '5.1', label: 'Ls', to: '2.0', gains: { 'M+030': HALF } },
    { from: '5.1', label: 'LFE', to: '2.0', gains: {} },
    { from: '7.1', label: 'Rss', to: '5.1', gains: { 'M-030': HALF, 'M-110': HALF } },
    { from: '7.1', label: 'Lrs', to: '5.1', gains: { 'M+110': 1 } },
    { from: '5.1', label: 'Ls', to: '7.1', gains: { 'M+135': 1 } },
    { from: '7.1.2', label: 'Ltm', to: '7.1.4', gains: { 'U+045': HALF, 'U+135': HALF } },
    { from: '7.1.2', label: 'Rtm', to: '7.1', gains: { 'M-090': 1 } },
    { from: '7.1.4', label: 'LFE', to: '9.1.6', gains: { LFE1: 1 } },
    { from: '9.1.6', label: 'Lw', to: '7.1.4', gains: { 'M+030': HALF, 'M+090': HALF } },
    { from: '22.2', label: 'LFE2', to: '5.1', gains: { LFE1: HALF } },
    { from: '22.2', label: 'T', to: '7.1.4', gains: { 'U+045': 0.5, 'U-045': 0.5, 'U+135': 0.5, 'U-135': 0.5 } },
    // No rule for a screen loudspeaker: panned between L and C, which stand 15° to either side of it.
    { from: '9.1.4', label: 'Lsc', to: '5.1', gains: { 'M+030': HALF, 'M+000': HALF } },
  ])('$from $label on $to', ({ from, label, to, gains }) => {
    const actual = bed(from, label, to);
    expect(Object.keys(actual).sort()).toEqual(Object.keys(gains).sort());
    for (const [name, gain] of Object.entries(gains)) {
      expect(actual[name]).toBeCloseTo(gain, 12);
    }
  });

  it('DirectSpeakers refuses a positionOffset', () => {
    const position = { kind: 'polar', azimuthDeg: 0, elevationDeg: 0, distance: 1 } as const;
    const panner = createDirectSpeakersPanner(getLayout('5.1'));
    expect(() => panner.calculate(new Float64Array(6), { speakerLabels: [], position, positionOffset: position })).toThrow(InputError);
  });
});

describe('9: HOA', () => {
  const orders = [0, 1, 1, 1];
  const degrees = [0, -1, 0, 1];

  it('first order points left, up and front', () => {
    expect(sphericalHarmonic(1, -1, 90, 0, 'SN3D')).toBeCloseTo(1, 12);
    expect(sphericalHarmonic(1, 0, 0, 90, 'SN3D')).toBeCloseTo(1, 12);
    expect(sphericalHarmonic(1, 1, 0, 0, 'SN3D')).toBeCloseTo(1, 12);
  });

  it.each(['7.1.4', '9.1.6', '5.1.2'])('a plane wave has unit power on average, and the decoder of %s is its own mirror image', (name) => {
    const layout = getLayout(name);
    const decoder = createHoaDecoder(layout, { orders, degrees, normalization: 'N3D' });
    // With orthonormal components the mean power is the sum of squares.
    expect(decoder.reduce((sum, v) => sum + v * v, 0)).toBeCloseTo(1, 4);
    layout.speakers.forEach((s, row) => {
      const mirror = layout.speakers.findIndex((t) => !t.isLfe && t.azimuthDeg === -s.azimuthDeg && t.elevationDeg === s.elevationDeg);
      const turn = [1, -1, 1, 1];
      if (s.isLfe) {
        expect(decoder.slice(4 * row, 4 * row + 4).every((v) => v === 0)).toBe(true);
      } else {
        turn.forEach((sign, c) => expect(decoder[4 * row + c]).toBeCloseTo(sign * decoder[4 * mirror + c]!, 12));
      }
    });
  });

  it.each([
    [[1], [2], 'N3D'],
    [[4], [0], 'FuMa'],
    [[0.5], [0], 'SN3D'],
    [[1, 1], [0], 'SN3D'],
  ] as const)('refuses orders %j, degrees %j, %s', (o, d, normalization) => {
    expect(() => createHoaDecoder(getLayout('5.1'), { orders: o, degrees: d, normalization })).toThrow(InputError);
  });
});
