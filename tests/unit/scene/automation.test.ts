import { describe, expect, it } from 'vitest';
import { createPositionTrack, createValueTrack, isPolar, newObject, positionToXyz } from '../../../src/scene/index.ts';
import type { PositionPoint, PositionTrack } from '../../../src/scene/index.ts';

const object = newObject({ name: 'a', source: 's', position: { x: 0.5, y: 0.25, z: -1 } });
const trackOf = (...points: PositionPoint[]): PositionTrack => createPositionTrack({ ...object, automation: { position: points } });

const out = new Float64Array(3);
function at(track: PositionTrack, sec: number): number[] {
  track.at(sec, out);
  // −0 is 0 here.
  return Array.from(out, (v) => v + 0);
}

describe('an object without automation', () => {
  it('stands where it stands', () => {
    const track = createPositionTrack(object);
    expect(track.isStatic).toBe(true);
    expect(at(track, -5)).toEqual([0.5, 0.25, -1]);
    expect(at(track, 1e9)).toEqual([0.5, 0.25, -1]);
  });

  it('on the sphere: azimuth + is left, elevation + is up', () => {
    const left = createPositionTrack({ ...object, position: { azimuthDeg: 90, elevationDeg: 0, distance: 1 } });
    at(left, 0).forEach((v, axis) => expect(v).toBeCloseTo([-1, 0, 0][axis]!, 15));
    positionToXyz({ azimuthDeg: 0, elevationDeg: 90, distance: 0.5 }).forEach((v, axis) => expect(v).toBeCloseTo([0, 0, 0.5][axis]!, 15));
    expect(isPolar({ azimuthDeg: 0, elevationDeg: 0, distance: 1 })).toBe(true);
    expect(isPolar({ x: 0, y: 0, z: 0 })).toBe(false);
  });
});

describe('a Cartesian way', () => {
  const track = trackOf({ atSec: 1, x: -1, y: 0, z: 0 }, { atSec: 3, x: 1, y: 1, z: 0.5, curve: 'hold' }, { atSec: 4, x: 0, y: 0, z: 0 });

  it('is straight, holds where told, and stays at its ends', () => {
    expect(track.isStatic).toBe(false);
    expect(at(track, 0)).toEqual([-1, 0, 0]);
    expect(at(track, 1)).toEqual([-1, 0, 0]);
    expect(at(track, 1.5)).toEqual([-0.5, 0.25, 0.125]);
    expect(at(track, 2)).toEqual([0, 0.5, 0.25]);
    expect(at(track, 3)).toEqual([1, 1, 0.5]);
    expect(at(track, 3.999)).toEqual([1, 1, 0.5]);
    expect(at(track, 4)).toEqual([0, 0, 0]);
    expect(at(track, 400)).toEqual([0, 0, 0]);
  });

  it('jumps where two points share a time', () => {
    const jump = trackOf(
      { atSec: 0, x: 0, y: 0, z: 0 },
      { atSec: 1, x: 1, y: 0, z: 0 },
      { atSec: 1, x: -1, y: 0, z: 0 },
      { atSec: 2, x: 0, y: 0, z: 0 },
    );
    expect(at(jump, 0.75)).toEqual([0.75, 0, 0]);
    expect(at(jump, 1)).toEqual([-1, 0, 0]);
    expect(at(jump, 1.5)).toEqual([-0.5, 0, 0]);
  });

  it('is static where all its points are one place', () => {
    expect(trackOf({ atSec: 0, x: 0, y: 1, z: 0 }, { atSec: 9, x: 0, y: 1, z: 0 }).isStatic).toBe(true);
  });
});

describe('a polar way', () => {
  it('stays on the sphere', () => {
    const track = trackOf(
      { atSec: 0, azimuthDeg: 0, elevationDeg: 0, distance: 1 },
      { atSec: 2, azimuthDeg: 90, elevationDeg: 0, distance: 1 },
    );
    const half = Math.SQRT1_2;
    at(track, 1).forEach((v, axis) => expect(v).toBeCloseTo([-half, half, 0][axis]!, 14));
  });

  it.each([
    [170, -170, 180],
    [-170, 170, 180],
    [-100, 100, 180],
    [0, 180, 90],
    [0, -180, -90],
  ])('goes the short way from %d° to %d°: by %d°', (from, to, half) => {
    const track = trackOf(
      { atSec: 0, azimuthDeg: from, elevationDeg: 0, distance: 1 },
      { atSec: 2, azimuthDeg: to, elevationDeg: 0, distance: 1 },
    );
    const expected = positionToXyz({ azimuthDeg: half, elevationDeg: 0, distance: 1 });
    at(track, 1).forEach((v, axis) => expect(v).toBeCloseTo(expected[axis]!, 12));
  });

  it('is a straight line to a Cartesian point', () => {
    const track = trackOf({ atSec: 0, azimuthDeg: 90, elevationDeg: 0, distance: 1 }, { atSec: 2, x: 1, y: 0, z: 0 });
    at(track, 1).forEach((v) => expect(v).toBeCloseTo(0, 14));
  });
});

describe('a value over time', () => {
  it('is the fallback, the point, or the way between', () => {
    expect(createValueTrack(undefined, 7).at(3)).toBe(7);
    expect(createValueTrack([], 7)).toMatchObject({ isStatic: true });
    expect(createValueTrack([{ atSec: 5, value: 2 }], 7).at(0)).toBe(2);
    const track = createValueTrack(
      [
        { atSec: 0, value: -60 },
        { atSec: 2, value: 0, curve: 'hold' },
        { atSec: 3, value: 6 },
      ],
      0,
    );
    expect([-1, 0, 0.5, 1, 2, 2.9, 3, 9].map((sec) => track.at(sec))).toEqual([-60, -60, -45, -30, 0, 0, 6, 6]);
    expect(track.isStatic).toBe(false);
  });

  it('does not depend on what was asked before', () => {
    const points = Array.from({ length: 500 }, (_, k) => ({ atSec: Math.floor(k / 2) * 0.1, value: (k * 7919) % 97 }));
    const used = createValueTrack(points, 0);
    for (let k = 0; k < 4000; k++) {
      const sec = ((k * 104_729) % 2700) / 100 - 1;
      expect(used.at(sec)).toBe(createValueTrack(points, 0).at(sec));
    }
  });
});

it('reads a track without making garbage', () => {
  const track = trackOf(
    { atSec: 0, azimuthDeg: 0, elevationDeg: 0, distance: 1 },
    { atSec: 1e6, azimuthDeg: 90, elevationDeg: 10, distance: 1 },
  );
  const gain = createValueTrack(
    [
      { atSec: 0, value: 0 },
      { atSec: 1e6, value: 1 },
    ],
    0,
  );
  const run = (calls: number): number => {
    const before = process.memoryUsage().heapUsed;
    for (let k = 0; k < calls; k++) {
      track.at(k * 0.5, out);
      out[0]! += gain.at(k * 0.5);
    }
    return (process.memoryUsage().heapUsed - before) / calls;
  };
  run(50_000);
  // A boxed number would be 16 bytes, a tuple 40.
  expect(Math.min(run(100_000), run(100_000), run(100_000))).toBeLessThan(8);
});
