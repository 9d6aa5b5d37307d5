import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createPrng } from '../../../src/base/index.ts';
import { createMeshLookup, createMeshPoint, triangulateSphere, vertexWeights } from '../../../src/render/binaural/index.ts';
import { fromPolar } from '../../reference/binaural.ts';

/** Rings every `step` degrees, poles included: the shape of most measured sets, full of flat quadrilaterals. */
function rings(step: number): Float64Array {
  const points: number[] = [0, 0, 1, 0, 0, -1];
  for (let elevation = step - 90; elevation < 90; elevation += step) {
    for (let azimuth = 0; azimuth < 360; azimuth += step) {
      points.push(...fromPolar(azimuth, elevation));
    }
  }
  return Float64Array.from(points);
}

function scattered(count: number): Float64Array {
  const prng = createPrng(count);
  return Float64Array.from(
    Array.from({ length: count }, () => fromPolar(360 * prng.next(), (Math.asin(2 * prng.next() - 1) * 180) / Math.PI)).flat(),
  );
}

describe.each([
  ['rings of 10°', rings(10)],
  ['rings of 30°', rings(30)],
  ['300 scattered directions', scattered(300)],
])('the mesh over %s', (_, directions) => {
  const triangles = triangulateSphere(directions);
  const lookup = createMeshLookup(directions, triangles);
  const point = createMeshPoint();
  const blend = (axis: number): number =>
    [0, 1, 2].reduce((sum, k) => sum + point.weights[k]! * directions[3 * point.vertices[k]! + axis]!, 0);

  it('closes: as many triangles as Euler says', () => {
    expect(triangles.length / 3).toBe((2 * directions.length) / 3 - 4);
  });

  it('gives a vertex alone at the vertex', () => {
    for (let k = 0; k < directions.length; k += 3) {
      lookup.locate(point, 2 * directions[k]!, 2 * directions[k + 1]!, 2 * directions[k + 2]!);
      const heaviest = point.weights.indexOf(Math.max(...point.weights));
      expect(point.weights[heaviest]).toBeCloseTo(1, 9);
      expect(point.vertices[heaviest]).toBe(k / 3);
    }
  });

  it('finds every direction in a triangle: weights ≥ 0 with sum 1, and their blend points the same way', () => {
    fc.assert(
      fc.property(fc.double({ min: -180, max: 180, noNaN: true }), fc.double({ min: -90, max: 90, noNaN: true }), (azimuth, elevation) => {
        const [x, y, z] = fromPolar(azimuth, elevation);
        lookup.locate(point, x, y, z);
        expect(Math.min(...point.weights)).toBeGreaterThanOrEqual(0);
        expect(point.weights.reduce((sum, w) => sum + w, 0)).toBeCloseTo(1, 12);
        const length = Math.hypot(blend(0), blend(1), blend(2));
        expect(blend(0) / length).toBeCloseTo(x, 6);
        expect(blend(1) / length).toBeCloseTo(y, 6);
        expect(blend(2) / length).toBeCloseTo(z, 6);
      }),
      { seed: 2127, numRuns: 300 },
    );
  });

  it('shares the sphere out among its vertices', () => {
    const weights = vertexWeights(directions, triangles);
    expect(weights.reduce((sum, w) => sum + w, 0)).toBeCloseTo(1, 9);
    expect(Math.min(...weights)).toBeGreaterThan(0);
    // Uniform functions of the sphere: x² averages a third.
    const second = weights.reduce((sum, w, k) => sum + w * directions[3 * k + 2]! ** 2, 0);
    expect(second).toBeGreaterThan(0.3);
    expect(second).toBeLessThan(0.37);
  });
});

describe('directions that do not surround the head', () => {
  it.each([
    ['a ring', Float64Array.from(Array.from({ length: 24 }, (_, k) => fromPolar(15 * k, 0)).flat())],
    [
      'a front half',
      Float64Array.from(Array.from({ length: 60 }, (_, k) => fromPolar(((k * 7) % 160) - 80, ((k * 11) % 160) - 80)).flat()),
    ],
  ])('%s is refused', (_, directions) => {
    expect(() => triangulateSphere(directions)).toThrowError(/surround|plane/);
  });
});
