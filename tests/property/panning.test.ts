// Laws of the panners on every layout, film layouts too: finite, not negative, unit power, mirror-symmetric, continuous, and a loudspeaker's
// own place is that loudspeaker.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { InputError } from '../../src/base/index.ts';
import { LAYOUTS, getLayout, polarToXyz, type Layout } from '../../src/layouts/index.ts';
import {
  bedGains,
  cartesianPointToPolar,
  createAllocentricPanner,
  createObjectsGainCalculator,
  createPointSourcePanner,
  polarPointToCartesian,
  type ObjectMetadata,
} from '../../src/render/panning/index.ts';
import { convexHullFacets } from '../../src/render/panning/convexHull.ts';
import { triangulationOf } from '../../src/render/panning/pointSource.ts';

const layouts = LAYOUTS.map((layout) => [layout.title, layout] as const);
const SEED = { seed: 2127, numRuns: 300 };

const azimuth = fc.double({ min: -180, max: 180, noNaN: true });
const elevation = fc.double({ min: -90, max: 90, noNaN: true });
const unit = fc.double({ min: 0, max: 1, noNaN: true });
const side = fc.double({ min: -1, max: 1, noNaN: true });

function powerOf(gains: Float64Array): number {
  return gains.reduce((sum, g) => sum + g * g, 0);
}

/** The channel on the other side; a middle loudspeaker is its own. */
function mirrorChannels(layout: Layout): number[] {
  return layout.speakers.map((s, k) => {
    const other = s.name.includes('+') ? s.name.replace('+', '-') : s.name.replace('-', '+');
    const mirrored = layout.speakers.findIndex((t) => t.name === other);
    return mirrored < 0 ? k : mirrored;
  });
}

describe.each(layouts)('point source panner, %s', (_, layout) => {
  const panner = createPointSourcePanner(layout);
  const n = layout.speakers.length;
  const pan = (az: number, el: number): Float64Array => {
    const out = new Float64Array(n).fill(NaN);
    panner.handle(out, ...polarToXyz(az, el));
    return out;
  };

  it('gains are finite, not negative, none on LFE, and of unit power (stereo: half to one)', () => {
    fc.assert(
      fc.property(azimuth, elevation, (az, el) => {
        const out = pan(az, el);
        expect(out.every((g, k) => g >= 0 && (g === 0 || !layout.speakers[k]!.isLfe))).toBe(true);
        expect(powerOf(out)).toBeGreaterThan(layout.id === '0+2+0' ? 0.5 - 1e-12 : 1 - 1e-12);
        expect(powerOf(out)).toBeLessThan(1 + 1e-12);
      }),
      SEED,
    );
  });

  it('a loudspeaker’s own direction is that loudspeaker alone', () => {
    layout.speakers.forEach((s, k) => {
      if (!s.isLfe) {
        pan(s.azimuthDeg, s.elevationDeg).forEach((g, j) => expect(g).toBeCloseTo(j === k ? 1 : 0, 9));
      }
    });
  });

  it('left and right are alike', () => {
    const mirror = mirrorChannels(layout);
    fc.assert(
      fc.property(azimuth, elevation, (az, el) => {
        const there = pan(-az, el);
        expect(pan(az, el).every((g, k) => Math.abs(g - there[mirror[k]!]!) < 5e-10)).toBe(true);
      }),
      SEED,
    );
  });

  it('a hundredth of a degree never moves a gain by more than a hundredth', () => {
    fc.assert(
      fc.property(azimuth, fc.double({ min: -85, max: 85, noNaN: true }), (az, el) => {
        const here = pan(az, el);
        expect(pan(az + 0.01, el).every((g, k) => Math.abs(g - here[k]!) < 0.01)).toBe(true);
        expect(pan(az, el + 0.01).every((g, k) => Math.abs(g - here[k]!) < 0.01)).toBe(true);
      }),
      SEED,
    );
  });

  it('distance does not matter, and no direction is the front', () => {
    const out = new Float64Array(n);
    const far = new Float64Array(n);
    panner.handle(out, 0.3, -0.2, 0.4);
    panner.handle(far, 300, -200, 400);
    out.forEach((g, k) => expect(g).toBeCloseTo(far[k]!, 12));
    panner.handle(out, 0, 0, 0);
    expect(out).toEqual(pan(0, 0));
  });
});

describe.each(layouts)('allocentric panner, %s', (_, layout) => {
  const panner = createAllocentricPanner(layout);
  const out = new Float64Array(layout.speakers.length);

  it('has unit power anywhere, outside the room too', () => {
    fc.assert(
      fc.property(fc.tuple(side, side, side), fc.integer({ min: 1, max: 3 }), ([x, y, z], scale) => {
        panner.handle(out, x * scale, y * scale, z * scale);
        expect(out.every((g) => g >= 0 && Number.isFinite(g))).toBe(true);
        expect(powerOf(out)).toBeCloseTo(1, 12);
      }),
      SEED,
    );
  });

  it('a loudspeaker’s own corner is that loudspeaker alone', () => {
    layout.speakers.forEach((s, k) => {
      if (!s.isLfe) {
        panner.handle(out, ...s.allocentric);
        out.forEach((g, j) => expect(g).toBeCloseTo(j === k ? 1 : 0, 12));
      }
    });
  });

  it('never uses an excluded loudspeaker, and is silent without any', () => {
    const excluded = new Uint8Array(out.length);
    excluded[0] = 1;
    panner.handle(out, -1, 1, 0, excluded);
    expect(out[0]).toBe(0);
    expect(powerOf(out)).toBeCloseTo(1, 12);
    panner.handle(out, -1, 1, 0, excluded.fill(1));
    expect(powerOf(out)).toBe(0);
  });
});

const polarMetadata: fc.Arbitrary<ObjectMetadata> = fc.record({
  position: fc.record({ kind: fc.constant('polar' as const), azimuthDeg: azimuth, elevationDeg: elevation, distance: unit }),
  width: fc.double({ min: 0, max: 360, noNaN: true }),
  height: fc.double({ min: 0, max: 360, noNaN: true }),
  depth: unit,
  diffuse: unit,
  channelLock: fc.option(fc.record({ maxDistance: unit }), { nil: undefined }),
  objectDivergence: fc.option(fc.record({ value: unit, azimuthRangeDeg: fc.double({ min: 0, max: 180, noNaN: true }) }), {
    nil: undefined,
  }),
  screenRef: fc.boolean(),
  screenEdgeLock: fc.record({
    horizontal: fc.constantFrom('left' as const, undefined),
    vertical: fc.constantFrom('top' as const, undefined),
  }),
});

const cartesianMetadata: fc.Arbitrary<ObjectMetadata> = fc.record({
  position: fc.record({ kind: fc.constant('cartesian' as const), x: side, y: side, z: side }),
  width: unit,
  height: unit,
  depth: unit,
  diffuse: unit,
  channelLock: fc.option(fc.record({ maxDistance: unit }), { nil: undefined }),
  objectDivergence: fc.option(fc.record({ value: unit, positionRange: unit }), { nil: undefined }),
  zoneExclusion: fc.array(
    fc.record({
      kind: fc.constant('cartesian' as const),
      minX: side,
      maxX: side,
      minY: side,
      maxY: side,
      minZ: fc.constant(-1),
      maxZ: side,
    }),
    { maxLength: 2 },
  ),
});

describe.each(layouts)('objects gain calculator, %s', (_, layout) => {
  const calculator = createObjectsGainCalculator(layout);
  const direct = new Float64Array(layout.speakers.length);
  const diffuse = new Float64Array(layout.speakers.length);

  it('direct and diffuse together have unit power, whatever the metadata (polar stereo: half to one)', () => {
    fc.assert(
      fc.property(fc.oneof(polarMetadata, cartesianMetadata), (metadata) => {
        calculator.calculate(direct, diffuse, metadata);
        expect([...direct, ...diffuse].every((g) => g >= 0 && Number.isFinite(g))).toBe(true);
        const power = powerOf(direct) + powerOf(diffuse);
        expect(power).toBeLessThan(1 + 1e-9);
        expect(power).toBeGreaterThan(layout.id === '0+2+0' && metadata.position.kind === 'polar' ? 0.5 - 1e-9 : 1 - 1e-9);
      }),
      { seed: 2127, numRuns: 60 },
    );
  });

  it('what came before changes nothing', () => {
    const again = new Float64Array(direct.length);
    fc.assert(
      fc.property(cartesianMetadata, fc.array(cartesianMetadata, { maxLength: 12 }), (metadata, others) => {
        calculator.calculate(direct, diffuse, metadata);
        for (const other of others) {
          calculator.calculate(again, diffuse, other);
        }
        calculator.calculate(again, diffuse, metadata);
        expect(again).toEqual(direct);
      }),
      { seed: 2127, numRuns: 15 },
    );
  });
});

describe('beds', () => {
  it('a bed on its own layout is itself; LFE never reaches a full-range loudspeaker, nor the reverse', () => {
    for (const input of LAYOUTS) {
      for (const output of LAYOUTS) {
        const out = new Float64Array(output.speakers.length);
        input.speakers.forEach((from, channel) => {
          bedGains(out, input, channel, output);
          out.forEach((g, k) => {
            expect(g).toBeGreaterThanOrEqual(0);
            expect(output.speakers[k]!.isLfe === from.isLfe ? 0 : g).toBe(0);
            if (input === output) {
              expect(g).toBe(k === channel ? 1 : 0);
            }
          });
          expect(powerOf(out)).toBeLessThan(1 + 1e-12);
        });
      }
    }
  });
});

describe('conversion', () => {
  it('there and back again is the same place', () => {
    const out = new Float64Array(3);
    fc.assert(
      fc.property(side, side, side, (x, y, z) => {
        fc.pre(Math.max(Math.abs(x), Math.abs(y)) > 1e-3);
        cartesianPointToPolar(out, x, y, z);
        polarPointToCartesian(out, out[0]!, out[1]!, out[2]!);
        expect(out[0]).toBeCloseTo(x, 9);
        expect(out[1]).toBeCloseTo(y, 9);
        expect(out[2]).toBeCloseTo(z, 9);
      }),
      SEED,
    );
  });
});

describe('convex hull', () => {
  const cube = [-1, 1].flatMap((x) => [-1, 1].flatMap((y) => [-1, 1].map((z) => [x, y, z])));

  it('a cube has six faces of four, in any order of its corners, a corner named twice or not', () => {
    fc.assert(
      fc.property(fc.shuffledSubarray(cube, { minLength: 8 }), (corners) => {
        const points = [...corners, corners[0]!];
        const facets = convexHullFacets(Float64Array.from(points.flat()), points.length);
        expect(facets.map((f) => f.length)).toEqual([4, 4, 4, 4, 4, 4]);
        expect(facets.every((f) => [0, 1, 2].some((axis) => new Set(f.map((k) => points[k]![axis])).size === 1))).toBe(true);
      }),
      { seed: 2127, numRuns: 50 },
    );
  });

  it('points of one plane have none', () => {
    expect(convexHullFacets(Float64Array.from([0, 0, 0, 1, 0, 0, 0, 1, 0, 1, 1, 0]), 4)).toEqual([]);
  });

  it('the triangulation of every layout closes the sphere (vertices + patches = edges + 2)', () => {
    for (const layout of LAYOUTS.filter((l) => l.id !== '0+2+0')) {
      const patches = triangulationOf(layout);
      const vertices = new Set(patches.flat()).size;
      const edges = patches.reduce((sum, patch) => sum + patch.length, 0) / 2;
      expect(vertices + patches.length).toBe(edges + 2);
      expect(patches.filter((patch) => patch.length > 4).length).toBeLessThanOrEqual(2);
    }
  });
});

describe('layouts of one’s own', () => {
  it('has no place for screen loudspeakers at 30°', () => {
    const layout = getLayout('9.1.4');
    const speakers = layout.speakers.map((s) => (s.name === 'M+SC' ? { ...s, azimuthDeg: 30 } : s));
    expect(() => createPointSourcePanner({ ...layout, speakers })).toThrow(InputError);
  });

  const ring = (azimuths: readonly number[]): Layout => {
    const template = getLayout('2.0').speakers[0]!;
    const speakers = azimuths.map((azimuthDeg, k) => ({
      ...template,
      name: `X${k}`,
      label: `X${k}`,
      azimuthDeg,
      nominalAzimuthDeg: azimuthDeg,
    }));
    return { id: 'own', title: 'own', aliases: [], speakers };
  };

  it.each([[[45, -45, 135, -135]], [[0, 72, 144, -144, -72]], [[0, 120, -120]], [[30, -30, 0, 60, -60, 90, -90, 150, -150]]])(
    'a ring at %j',
    (azimuths) => {
      const layout = ring(azimuths);
      const out = new Float64Array(layout.speakers.length);
      const panner = createPointSourcePanner(layout);
      fc.assert(
        fc.property(azimuth, elevation, (az, el) => {
          panner.handle(out, ...polarToXyz(az, el));
          expect(out.every((g) => g >= 0)).toBe(true);
          expect(powerOf(out)).toBeCloseTo(1, 12);
        }),
        SEED,
      );
    },
  );

  it.each([[[30, -30]], [[30, -30, 0]], [[0]], [[]]])('refuses %j: nobody behind the listener', (azimuths) => {
    expect(() => createPointSourcePanner(ring(azimuths))).toThrow(InputError);
  });
});
