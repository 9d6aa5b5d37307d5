import { useMemo } from 'react';
import { BufferGeometry, Float32BufferAttribute } from 'three';
import { admToThree } from '../../layouts/index.ts';

type Place = readonly [number, number, number];

/** Lines of the floor's grid, in each direction. */
const GRID = [-0.75, -0.5, -0.25, 0, 0.25, 0.5, 0.75];

/** The ADM cube above the floor of the ears: its edges and the floor's grid. */
export function RoomShell() {
  const [edges, floor, grid] = useMemo(() => {
    const corners: readonly (readonly [number, number])[] = [
      [-1, -1],
      [1, -1],
      [1, 1],
      [-1, 1],
    ];
    const walls: Place[] = corners.flatMap(([x, y], k): Place[] => {
      const [nextX, nextY] = corners[(k + 1) % 4]!;
      return [
        [x, y, 1],
        [nextX, nextY, 1],
        [x, y, 0],
        [x, y, 1],
      ];
    });
    const bottom: Place[] = corners.flatMap(([x, y], k): Place[] => {
      const [nextX, nextY] = corners[(k + 1) % 4]!;
      return [
        [x, y, 0],
        [nextX, nextY, 0],
      ];
    });
    const lines: Place[] = GRID.flatMap((at): Place[] => [
      [at, -1, 0],
      [at, 1, 0],
      [-1, at, 0],
      [1, at, 0],
    ]);
    return [segments(walls), segments(bottom), segments(lines)];
  }, []);
  return (
    <>
      <lineSegments geometry={edges}>
        <lineBasicMaterial color="#3a4149" transparent opacity={0.85} />
      </lineSegments>
      <lineSegments geometry={floor}>
        <lineBasicMaterial color="#4a525b" />
      </lineSegments>
      <lineSegments geometry={grid}>
        <lineBasicMaterial color="#1f242a" />
      </lineSegments>
    </>
  );
}

function segments(places: readonly Place[]): BufferGeometry {
  const geometry = new BufferGeometry();
  geometry.setAttribute(
    'position',
    new Float32BufferAttribute(
      places.flatMap(([x, y, z]) => admToThree(x, y, z)),
      3,
    ),
  );
  return geometry;
}
