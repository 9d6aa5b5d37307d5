// Laws of ADM rendering: the engine against the plain words of tests/reference/admRender.ts, on items that nobody thought of.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { getLayout } from '../../src/layouts/index.ts';
import type { ObjectMetadata, ObjectsBlock, ObjectsItem } from '../../src/scene/adm/index.ts';
import { renderObjectsPlainly } from '../reference/admRender.ts';
import { admEngine, frames, noise, objects, pull, RATE, source } from '../unit/render/admFixtures.ts';
import { rational } from '../../src/base/index.ts';

const LENGTH = 2000;

const metadata: fc.Arbitrary<ObjectMetadata> = fc.record({
  position: fc.oneof(
    fc.record({
      kind: fc.constant('polar' as const),
      azimuthDeg: fc.integer({ min: -180, max: 180 }),
      elevationDeg: fc.integer({ min: -90, max: 90 }),
      distance: fc.constantFrom(1, 0.9),
    }),
    fc.record({
      kind: fc.constant('cartesian' as const),
      x: fc.constantFrom(-1, -0.3, 0, 0.7, 1),
      y: fc.constantFrom(-1, 0.2, 1),
      z: fc.constantFrom(0, 0.5, 1),
    }),
  ),
  gain: fc.constantFrom(1, 0, 0.5),
  diffuse: fc.constantFrom(0, 0, 0.5, 1),
});

interface BlockShape {
  readonly gapFrames: number;
  /** In 7ths of a frame: most times fall between frames. */
  readonly lengthSevenths: number;
  readonly jumpPosition: boolean;
  readonly interpolationRatio: number;
  readonly metadata: ObjectMetadata;
}

const shape: fc.Arbitrary<BlockShape> = fc.record({
  gapFrames: fc.constantFrom(0, 0, 0, 13),
  lengthSevenths: fc.integer({ min: 1, max: 6000 }),
  jumpPosition: fc.boolean(),
  interpolationRatio: fc.constantFrom(0, 1, 0.5),
  metadata,
});

function itemOf(shapes: readonly BlockShape[], channel: number): ObjectsItem {
  let at = 0n;
  const rate = BigInt(RATE) * 7n;
  const blocks = shapes.map((one): Partial<ObjectsBlock> => {
    const start = at + BigInt(one.gapFrames * 7);
    const length = BigInt(one.lengthSevenths);
    at = start + length;
    return {
      rtime: rational(start, rate),
      duration: rational(length, rate),
      jumpPosition: one.jumpPosition,
      interpolationLength: rational(length * BigInt(one.interpolationRatio * 2), rate * 2n),
      metadata: one.metadata,
    };
  });
  return objects(blocks, { track: { kind: 'direct', channel }, objectStart: frames(5) });
}

describe('ADM rendering', () => {
  it('is what BS.2127-1 says frame by frame, within 24 bits, whatever the blocks and pieces', () => {
    const input = [noise(LENGTH, 1), noise(LENGTH, 2)];
    const layout = getLayout('4+5+0');
    fc.assert(
      fc.property(
        fc.array(shape, { minLength: 1, maxLength: 6 }),
        fc.array(shape, { minLength: 1, maxLength: 6 }),
        fc.array(fc.integer({ min: 1, max: 700 }), { minLength: 1, maxLength: 4 }),
        (first, second, sizes) => {
          const items = [itemOf(first, 0), itemOf(second, 1)];
          const expected = renderObjectsPlainly(items, layout, input, RATE);
          const actual = pull(admEngine(items, '4+5+0', source(...input)), sizes);
          let largest = 0;
          expected.forEach((channel, c) => channel.forEach((value, k) => (largest = Math.max(largest, Math.abs(value - actual[c]![k]!)))));
          expect(largest).toBeLessThan(5e-7);
        },
      ),
      { seed: 2127, numRuns: 20 },
    );
  });
});
