// The convex hull of a few points, faces with any number of vertices.

/**
 * The facets of the hull of `count` points (3 numbers each), as ascending vertex lists in ascending order. Points of one plane make one
 * facet, however many they are; of coincident points the first counts. Tries every plane through three points: the points are loudspeakers,
 * a few dozen at most, and the answer cannot depend on an insertion order or on rounding. Points in one plane have no hull: no facets.
 */
export function convexHullFacets(points: Float64Array, count: number): number[][] {
  const distinct = firstOfEach(points, count);
  const facets = new Map<string, number[]>();
  for (let a = 0; a < distinct.length; a++) {
    for (let b = a + 1; b < distinct.length; b++) {
      for (let c = b + 1; c < distinct.length; c++) {
        const facet = facetThrough(points, distinct, distinct[a]!, distinct[b]!, distinct[c]!);
        if (facet !== undefined) {
          facets.set(facet.join(' '), facet);
        }
      }
    }
  }
  return [...facets.values()];
}

/** Distance within which a point belongs to a plane: far above rounding, far below any real arrangement. */
const PLANE_TOLERANCE = 1e-6;

function firstOfEach(points: Float64Array, count: number): number[] {
  const kept: number[] = [];
  for (let k = 0; k < count; k++) {
    const isNew = kept.every((j) => {
      const distance = Math.max(
        Math.abs(points[3 * j]! - points[3 * k]!),
        Math.abs(points[3 * j + 1]! - points[3 * k + 1]!),
        Math.abs(points[3 * j + 2]! - points[3 * k + 2]!),
      );
      return distance > PLANE_TOLERANCE;
    });
    if (isNew) {
      kept.push(k);
    }
  }
  return kept;
}

/** All points of the plane through a, b and c if every other point lies on one side of it. */
function facetThrough(points: Float64Array, candidates: readonly number[], a: number, b: number, c: number): number[] | undefined {
  const ux = points[3 * b]! - points[3 * a]!;
  const uy = points[3 * b + 1]! - points[3 * a + 1]!;
  const uz = points[3 * b + 2]! - points[3 * a + 2]!;
  const vx = points[3 * c]! - points[3 * a]!;
  const vy = points[3 * c + 1]! - points[3 * a + 1]!;
  const vz = points[3 * c + 2]! - points[3 * a + 2]!;
  let nx = uy * vz - uz * vy;
  let ny = uz * vx - ux * vz;
  let nz = ux * vy - uy * vx;
  const length = Math.sqrt(nx * nx + ny * ny + nz * nz);
  if (length < PLANE_TOLERANCE) {
    return undefined;
  }
  nx /= length;
  ny /= length;
  nz /= length;
  const offset = nx * points[3 * a]! + ny * points[3 * a + 1]! + nz * points[3 * a + 2]!;
  const facet: number[] = [];
  let isAbove = false;
  let isBelow = false;
  for (const k of candidates) {
    const distance = nx * points[3 * k]! + ny * points[3 * k + 1]! + nz * points[3 * k + 2]! - offset;
    if (Math.abs(distance) <= PLANE_TOLERANCE) {
      facet.push(k);
    } else if (distance > 0) {
      isAbove = true;
    } else {
      isBelow = true;
    }
    if (isAbove && isBelow) {
      return undefined;
    }
  }
  return isAbove || isBelow ? facet : undefined;
}
