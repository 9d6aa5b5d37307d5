import { createPrng, hypot, InputError } from '../../base/index.ts';

/** Where a direction lies on a mesh: three vertices and the weights, ≥ 0 and with sum 1, that blend them. */
export interface MeshPoint {
  readonly vertices: Int32Array;
  readonly weights: Float64Array;
}

/** Answers where directions lie. The answer depends on the direction alone, never on earlier questions. */
export interface MeshLookup {
  /** (x, y, z) of any length but zero. */
  locate(out: MeshPoint, x: number, y: number, z: number): void;
}

export const createMeshPoint = (): MeshPoint => ({ vertices: new Int32Array(3), weights: new Float64Array(3) });

/**
 * Triangles over unit vectors: the faces of their convex hull, corners counter-clockwise seen from outside.
 * @param directions n × 3, unit vectors, all different
 * @returns m × 3 indices
 * @throws InputError `hrtf.coverage` where the directions do not surround the head
 */
export function triangulateSphere(directions: Float64Array): Uint16Array {
  const n = directions.length / 3;
  const points = jittered(directions);
  const faces = new Map<number, readonly [number, number, number]>();
  const planes = new Map<number, Plane>();
  let nextFace = 0;
  const addFace = (a: number, b: number, c: number): void => {
    faces.set(nextFace, [a, b, c]);
    planes.set(nextFace, planeOf(points, a, b, c));
    nextFace++;
  };
  const [a, b, c, d] = firstTetrahedron(points);
  for (const [p, q, r, opposite] of [
    [a, b, c, d],
    [a, d, b, c],
    [a, c, d, b],
    [b, d, c, a],
  ] as const) {
    if (height(planeOf(points, p, q, r), points, opposite) < 0) {
      addFace(p, q, r);
    } else {
      addFace(p, r, q);
    }
  }
  for (let k = 0; k < n; k++) {
    if (k === a || k === b || k === c || k === d) {
      continue;
    }
    const visible: number[] = [];
    for (const [id, plane] of planes) {
      if (height(plane, points, k) > 0) {
        visible.push(id);
      }
    }
    const edges = new Set<number>();
    for (const id of visible) {
      const [p, q, r] = faces.get(id)!;
      edges
        .add(p * n + q)
        .add(q * n + r)
        .add(r * n + p);
      faces.delete(id);
      planes.delete(id);
    }
    for (const edge of edges) {
      const from = Math.floor(edge / n);
      const to = edge % n;
      if (!edges.has(to * n + from)) {
        addFace(from, to, k);
      }
    }
  }
  for (const plane of planes.values()) {
    if (!(plane.offset > 0.05)) {
      throw new InputError('hrtf.coverage', 'the measured directions do not surround the head', 'use a set that covers the sphere');
    }
  }
  return Uint16Array.from([...faces.values()].flat());
}

/** Solid angle that each vertex stands for, as a share of the sphere: a third of each triangle around it. */
export function vertexWeights(directions: Float64Array, triangles: Uint16Array): Float64Array {
  const weights = new Float64Array(directions.length / 3);
  let total = 0;
  for (let t = 0; t < triangles.length; t += 3) {
    const [i, j, k] = [triangles[t]!, triangles[t + 1]!, triangles[t + 2]!];
    // Flat area over the cube of the plane's distance comes within a percent of the solid angle at these sizes.
    const plane = planeOf(directions, i, j, k);
    const area = plane.doubleArea / (plane.offset * plane.offset * plane.offset);
    for (const vertex of [i, j, k]) {
      weights[vertex] = weights[vertex]! + area;
    }
    total += 3 * area;
  }
  return weights.map((w) => w / total);
}

/** @param directions n × 3 unit vectors  @param triangles m × 3 */
export function createMeshLookup(directions: Float64Array, triangles: Uint16Array): MeshLookup {
  const inverses = new Float64Array(triangles.length * 3);
  for (let t = 0; t < triangles.length; t += 3) {
    inverses.set(inverseOf(directions, triangles[t]!, triangles[t + 1]!, triangles[t + 2]!), t * 3);
  }
  const { starts, lists } = candidateLists(directions, triangles);
  const gains = new Float64Array(3);
  /** Smallest of the three gains of triangle t, negative outside it. */
  const weigh = (t: number, x: number, y: number, z: number): number => {
    const at = t * 9;
    gains[0] = inverses[at]! * x + inverses[at + 1]! * y + inverses[at + 2]! * z;
    gains[1] = inverses[at + 3]! * x + inverses[at + 4]! * y + inverses[at + 5]! * z;
    gains[2] = inverses[at + 6]! * x + inverses[at + 7]! * y + inverses[at + 8]! * z;
    return Math.min(gains[0], gains[1], gains[2]);
  };
  return {
    locate(out, x, y, z) {
      const scale = 1 / hypot(x, y, z);
      const ux = x * scale;
      const uy = y * scale;
      const uz = z * scale;
      const cell = cellOf(ux, uy, uz);
      let best = 0;
      let bestInside = -Infinity;
      for (let k = starts[cell]!; k < starts[cell + 1]!; k++) {
        const inside = weigh(lists[k]!, ux, uy, uz);
        if (inside > bestInside) {
          bestInside = inside;
          best = lists[k]!;
          if (inside >= 0) {
            break;
          }
        }
      }
      weigh(best, ux, uy, uz);
      let sum = 0;
      for (let k = 0; k < 3; k++) {
        out.vertices[k] = triangles[3 * best + k]!;
        // A vertex's own direction must give that vertex alone, rounding or not.
        out.weights[k] = gains[k]! < 1e-9 ? 0 : gains[k]!;
        sum += out.weights[k]!;
      }
      for (let k = 0; k < 3; k++) {
        out.weights[k] = out.weights[k]! / sum;
      }
    },
  };
}

interface Plane {
  readonly x: number;
  readonly y: number;
  readonly z: number;
  readonly offset: number;
  readonly doubleArea: number;
}

function planeOf(points: Float64Array, a: number, b: number, c: number): Plane {
  const ax = points[3 * a]!;
  const ay = points[3 * a + 1]!;
  const az = points[3 * a + 2]!;
  const ux = points[3 * b]! - ax;
  const uy = points[3 * b + 1]! - ay;
  const uz = points[3 * b + 2]! - az;
  const vx = points[3 * c]! - ax;
  const vy = points[3 * c + 1]! - ay;
  const vz = points[3 * c + 2]! - az;
  const nx = uy * vz - uz * vy;
  const ny = uz * vx - ux * vz;
  const nz = ux * vy - uy * vx;
  const length = hypot(nx, ny, nz);
  const x = nx / length;
  const y = ny / length;
  const z = nz / length;
  return { x, y, z, offset: x * ax + y * ay + z * az, doubleArea: length };
}

function height(plane: Plane, points: Float64Array, k: number): number {
  return plane.x * points[3 * k]! + plane.y * points[3 * k + 1]! + plane.z * points[3 * k + 2]! - plane.offset;
}

/** Rings of equal elevation give flat quadrilaterals; lifting each point a hair decides their diagonals. */
function jittered(directions: Float64Array): Float64Array {
  const prng = createPrng(710);
  const points = Float64Array.from(directions);
  for (let k = 0; k < points.length; k += 3) {
    const scale = 1 + 1e-6 * prng.next();
    points[k] = points[k]! * scale;
    points[k + 1] = points[k + 1]! * scale;
    points[k + 2] = points[k + 2]! * scale;
  }
  return points;
}

function firstTetrahedron(points: Float64Array): [number, number, number, number] {
  const n = points.length / 3;
  const distance = (k: number, j: number): number =>
    hypot(points[3 * k]! - points[3 * j]!, points[3 * k + 1]! - points[3 * j + 1]!, points[3 * k + 2]! - points[3 * j + 2]!);
  const farthest = (measure: (k: number) => number): number => {
    let best = 0;
    for (let k = 1; k < n; k++) {
      if (measure(k) > measure(best)) {
        best = k;
      }
    }
    return best;
  };
  const b = farthest((k) => distance(k, 0));
  const c = farthest((k) => Math.min(distance(k, 0), distance(k, b)));
  const plane = planeOf(points, 0, b, c);
  const d = farthest((k) => Math.abs(height(plane, points, k)));
  if (n < 4 || !(Math.abs(height(plane, points, d)) > 0.05)) {
    throw new InputError('hrtf.coverage', 'the measured directions lie in one plane', 'use a set that covers the sphere');
  }
  return [0, b, c, d];
}

/** Rows of the inverse of the matrix whose columns are the corners: gains = rows · direction. */
function inverseOf(directions: Float64Array, a: number, b: number, c: number): number[] {
  const [ax, ay, az] = [directions[3 * a]!, directions[3 * a + 1]!, directions[3 * a + 2]!];
  const [bx, by, bz] = [directions[3 * b]!, directions[3 * b + 1]!, directions[3 * b + 2]!];
  const [cx, cy, cz] = [directions[3 * c]!, directions[3 * c + 1]!, directions[3 * c + 2]!];
  const rows = [
    by * cz - bz * cy,
    bz * cx - bx * cz,
    bx * cy - by * cx,
    cy * az - cz * ay,
    cz * ax - cx * az,
    cx * ay - cy * ax,
    ay * bz - az * by,
    az * bx - ax * bz,
    ax * by - ay * bx,
  ];
  const determinant = ax * rows[0]! + ay * rows[1]! + az * rows[2]!;
  return rows.map((value) => value / determinant);
}

const CELLS_A_SIDE = 16;
const CELLS = 6 * CELLS_A_SIDE * CELLS_A_SIDE;

/** Cell of a cube around the head that the direction goes through. */
function cellOf(x: number, y: number, z: number): number {
  const ax = Math.abs(x);
  const ay = Math.abs(y);
  const az = Math.abs(z);
  let face: number;
  let u: number;
  let v: number;
  if (ax >= ay && ax >= az) {
    face = x > 0 ? 0 : 1;
    u = y / ax;
    v = z / ax;
  } else if (ay >= az) {
    face = y > 0 ? 2 : 3;
    u = x / ay;
    v = z / ay;
  } else {
    face = z > 0 ? 4 : 5;
    u = x / az;
    v = y / az;
  }
  const column = Math.min(CELLS_A_SIDE - 1, Math.floor((u + 1) * 0.5 * CELLS_A_SIDE));
  const row = Math.min(CELLS_A_SIDE - 1, Math.floor((v + 1) * 0.5 * CELLS_A_SIDE));
  return (face * CELLS_A_SIDE + row) * CELLS_A_SIDE + column;
}

/** Triangles that may touch each cell: their bounding caps meet the cell's. The list of cell k is lists[starts[k]] … lists[starts[k + 1] − 1]. */
function candidateLists(directions: Float64Array, triangles: Uint16Array): { starts: Int32Array; lists: Int32Array } {
  const count = triangles.length / 3;
  const caps = Array.from({ length: count }, (_, t) =>
    boundingCap([0, 1, 2].map((k) => Array.from(directions.subarray(3 * triangles[3 * t + k]!, 3 * triangles[3 * t + k]! + 3)))),
  );
  const starts = new Int32Array(CELLS + 1);
  const lists: number[] = [];
  for (let cell = 0; cell < CELLS; cell++) {
    const cap = boundingCap(cellCorners(cell));
    for (let t = 0; t < count; t++) {
      const other = caps[t]!;
      // Chords obey the triangle inequality as angles do, so their sum bounds the reach.
      const gap = hypot(cap.x - other.x, cap.y - other.y, cap.z - other.z);
      if (gap <= cap.chord + other.chord + 1e-9) {
        lists.push(t);
      }
    }
    starts[cell + 1] = lists.length;
  }
  return { starts, lists: Int32Array.from(lists) };
}

function cellCorners(cell: number): number[][] {
  const face = Math.floor(cell / (CELLS_A_SIDE * CELLS_A_SIDE));
  const row = Math.floor(cell / CELLS_A_SIDE) % CELLS_A_SIDE;
  const column = cell % CELLS_A_SIDE;
  const sign = face % 2 === 0 ? 1 : -1;
  return [0, 1, 2, 3].map((corner) => {
    const u = (2 * (column + (corner & 1))) / CELLS_A_SIDE - 1;
    const v = (2 * (row + (corner >> 1))) / CELLS_A_SIDE - 1;
    const point = face < 2 ? [sign, u, v] : face < 4 ? [u, sign, v] : [u, v, sign];
    const length = hypot(point[0]!, point[1]!, point[2]!);
    return point.map((value) => value / length);
  });
}

function boundingCap(corners: number[][]): { x: number; y: number; z: number; chord: number } {
  let [x, y, z] = [0, 0, 0];
  for (const corner of corners) {
    x += corner[0]!;
    y += corner[1]!;
    z += corner[2]!;
  }
  const length = hypot(x, y, z);
  x /= length;
  y /= length;
  z /= length;
  const chord = Math.max(...corners.map((corner) => hypot(corner[0]! - x, corner[1]! - y, corner[2]! - z)));
  return { x, y, z, chord };
}
