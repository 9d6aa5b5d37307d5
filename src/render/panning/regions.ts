// The patches of the sphere between loudspeakers: three, four or a ring around a virtual one. @source BS.2127-1, 6.1
import { atan2 } from '../../base/index.ts';

/**
 * One patch. `handle` adds the gains of a unit direction to `out` if the direction is the patch's, else leaves `out` alone.
 * The gains it adds have unit power among the patch's own vertices. Never allocates.
 */
export interface Region {
  handle(out: Float64Array, x: number, y: number, z: number): boolean;
}

/** Loudspeakers as a patch needs them: unit vectors (3 numbers each) and the channel that each feeds. */
export interface RegionVertices {
  readonly positions: Float64Array;
  readonly channels: Int32Array;
}

/**
 * Three loudspeakers: vector base amplitude panning. Undefined if they are in one plane with the listener.
 */
export function createTriplet(vertices: RegionVertices): Region | undefined {
  const inverse = inverseOfRows(vertices.positions, 0, vertices.positions, 3, vertices.positions, 6);
  if (inverse === undefined) {
    return undefined;
  }
  const channelA = vertices.channels[0]!;
  const channelB = vertices.channels[1]!;
  const channelC = vertices.channels[2]!;
  const cone = coneAround(vertices.positions);
  return {
    handle(out, x, y, z) {
      if (!isInCone(cone, x, y, z)) {
        return false;
      }
      const a = x * inverse[0]! + y * inverse[1]! + z * inverse[2]!;
      const b = x * inverse[3]! + y * inverse[4]! + z * inverse[5]!;
      const c = x * inverse[6]! + y * inverse[7]! + z * inverse[8]!;
      if (!(a >= -TRIPLET_TOLERANCE && b >= -TRIPLET_TOLERANCE && c >= -TRIPLET_TOLERANCE)) {
        return false;
      }
      const scale = 1 / Math.sqrt(a * a + b * b + c * c);
      out[channelA] = out[channelA]! + Math.max(0, a * scale);
      out[channelB] = out[channelB]! + Math.max(0, b * scale);
      out[channelC] = out[channelC]! + Math.max(0, c * scale);
      return true;
    },
  };
}

/**
 * A ring of loudspeakers around a virtual one, whose signal they share.
 * @param vertices the ring, in order around the centre
 * @param centre the virtual loudspeaker
 */
export function createVirtualNgon(vertices: RegionVertices, centre: Float64Array): Region {
  const count = vertices.channels.length;
  const channels = vertices.channels;
  const inverses: Float64Array[] = [];
  const left: number[] = [];
  const right: number[] = [];
  for (let k = 0; k < count; k++) {
    const next = (k + 1) % count;
    const inverse = inverseOfRows(vertices.positions, 3 * k, vertices.positions, 3 * next, centre, 0);
    if (inverse !== undefined) {
      inverses.push(inverse);
      left.push(k);
      right.push(next);
    }
  }
  const everyone = new Float64Array(3 * count + 3);
  everyone.set(vertices.positions.subarray(0, 3 * count));
  everyone.set(centre, 3 * count);
  const cone = coneAround(everyone);
  const gains = new Float64Array(count);
  const share = 1 / Math.sqrt(count);
  return {
    handle(out, x, y, z) {
      if (!isInCone(cone, x, y, z)) {
        return false;
      }
      for (let t = 0; t < inverses.length; t++) {
        const inverse = inverses[t]!;
        const a = x * inverse[0]! + y * inverse[1]! + z * inverse[2]!;
        const b = x * inverse[3]! + y * inverse[4]! + z * inverse[5]!;
        const c = x * inverse[6]! + y * inverse[7]! + z * inverse[8]!;
        if (!(a >= -TRIPLET_TOLERANCE && b >= -TRIPLET_TOLERANCE && c >= -TRIPLET_TOLERANCE)) {
          continue;
        }
        const scale = 1 / Math.sqrt(a * a + b * b + c * c);
        gains.fill(Math.max(0, c * scale) * share);
        gains[left[t]!] = gains[left[t]!]! + Math.max(0, a * scale);
        gains[right[t]!] = gains[right[t]!]! + Math.max(0, b * scale);
        let power = 0;
        for (let k = 0; k < count; k++) {
          power += gains[k]! * gains[k]!;
        }
        const normalize = 1 / Math.sqrt(power);
        for (let k = 0; k < count; k++) {
          out[channels[k]!] = out[channels[k]!]! + gains[k]! * normalize;
        }
        return true;
      }
      return false;
    },
  };
}

/**
 * Four loudspeakers, panned by where the direction meets the surface between them.
 * @param vertices in order around the patch
 */
export function createQuadRegion(vertices: RegionVertices): Region {
  const p = vertices.positions;
  const channelA = vertices.channels[0]!;
  const channelB = vertices.channels[1]!;
  const channelC = vertices.channels[2]!;
  const channelD = vertices.channels[3]!;
  const alongX = quadPolynomial(p, 0, 3, 6, 9);
  const alongY = quadPolynomial(p, 3, 6, 9, 0);
  return {
    handle(out, x, y, z) {
      const u = quadRoot(alongX, x, y, z);
      if (u < 0) {
        return false;
      }
      const v = quadRoot(alongY, x, y, z);
      if (v < 0) {
        return false;
      }
      const a = (1 - u) * (1 - v);
      const b = u * (1 - v);
      const c = u * v;
      const d = (1 - u) * v;
      const towards =
        x * (a * p[0]! + b * p[3]! + c * p[6]! + d * p[9]!) +
        y * (a * p[1]! + b * p[4]! + c * p[7]! + d * p[10]!) +
        z * (a * p[2]! + b * p[5]! + c * p[8]! + d * p[11]!);
      if (!(towards > 0)) {
        return false;
      }
      const scale = 1 / Math.sqrt(a * a + b * b + c * c + d * d);
      out[channelA] = out[channelA]! + a * scale;
      out[channelB] = out[channelB]! + b * scale;
      out[channelC] = out[channelC]! + c * scale;
      out[channelD] = out[channelD]! + d * scale;
      return true;
    },
  };
}

/**
 * Vertices (3 numbers each) of a convex patch in order around it, as indices.
 */
export function orderAround(positions: Float64Array): number[] {
  const count = positions.length / 3;
  const centred = new Float64Array(positions.length);
  for (let axis = 0; axis < 3; axis++) {
    let mean = 0;
    for (let k = 0; k < count; k++) {
      mean += positions[3 * k + axis]! / count;
    }
    for (let k = 0; k < count; k++) {
      centred[3 * k + axis] = positions[3 * k + axis]! - mean;
    }
  }
  const dot = (j: number, k: number): number =>
    centred[3 * j]! * centred[3 * k]! + centred[3 * j + 1]! * centred[3 * k + 1]! + centred[3 * j + 2]! * centred[3 * k + 2]!;
  let second = 1;
  for (let k = 2; k < count; k++) {
    if (Math.abs(dot(0, k)) < Math.abs(dot(0, second))) {
      second = k;
    }
  }
  const angles = Array.from({ length: count }, (_, k) => atan2(dot(k, 0), dot(k, second)));
  return Array.from({ length: count }, (_, k) => k).sort((j, k) => angles[j]! - angles[k]! || j - k);
}

const TRIPLET_TOLERANCE = 1e-11;
const QUAD_TOLERANCE = 1e-10;

/** Columns of the inverse of the matrix whose rows are three vectors, one after the other; undefined if it has none. */
function inverseOfRows(va: Float64Array, a: number, vb: Float64Array, b: number, vc: Float64Array, c: number): Float64Array | undefined {
  const out = new Float64Array(9);
  cross(out, 0, vb, b, vc, c);
  cross(out, 3, vc, c, va, a);
  cross(out, 6, va, a, vb, b);
  const determinant = va[a]! * out[0]! + va[a + 1]! * out[1]! + va[a + 2]! * out[2]!;
  if (Math.abs(determinant) < 1e-9) {
    return undefined;
  }
  for (let k = 0; k < 9; k++) {
    out[k] = out[k]! / determinant;
  }
  return out;
}

function cross(out: Float64Array, at: number, va: Float64Array, a: number, vb: Float64Array, b: number): void {
  out[at] = va[a + 1]! * vb[b + 2]! - va[a + 2]! * vb[b + 1]!;
  out[at + 1] = va[a + 2]! * vb[b]! - va[a]! * vb[b + 2]!;
  out[at + 2] = va[a]! * vb[b + 1]! - va[a + 1]! * vb[b]!;
}

/** Three vectors whose products with a direction are the coefficients (highest first) of the patch coordinate's quadratic. */
function quadPolynomial(p: Float64Array, a: number, b: number, c: number, d: number): Float64Array {
  const ab = new Float64Array(3);
  const dc = new Float64Array(3);
  for (let k = 0; k < 3; k++) {
    ab[k] = p[b + k]! - p[a + k]!;
    dc[k] = p[c + k]! - p[d + k]!;
  }
  const out = new Float64Array(9);
  const part = new Float64Array(3);
  cross(out, 0, ab, 0, dc, 0);
  cross(out, 3, p, a, dc, 0);
  cross(part, 0, ab, 0, p, d);
  for (let k = 0; k < 3; k++) {
    out[3 + k] = out[3 + k]! + part[k]!;
  }
  cross(out, 6, p, a, p, d);
  return out;
}

/**
 * The patch coordinate in [0, 1] of a direction, or −1. The leading coefficient is often nothing but rounding (rectangles), so each root is
 * taken by the form that does not cancel. Of two roots in range (patches far from flat) the larger counts, as in the reference.
 */
function quadRoot(polynomial: Float64Array, x: number, y: number, z: number): number {
  const a = polynomial[0]! * x + polynomial[1]! * y + polynomial[2]! * z;
  const b = polynomial[3]! * x + polynomial[4]! * y + polynomial[5]! * z;
  const c = polynomial[6]! * x + polynomial[7]! * y + polynomial[8]! * z;
  if (a === 0) {
    return acceptRoot(-c / b);
  }
  let discriminant = b * b - 4 * a * c;
  if (discriminant < 0) {
    const imaginary = Math.sqrt(-discriminant) / (2 * Math.abs(a));
    if (imaginary >= QUAD_TOLERANCE) {
      return -1;
    }
    discriminant = 0;
  }
  const root = Math.sqrt(discriminant);
  const q = -0.5 * (b < 0 ? b - root : b + root);
  const larger = acceptRoot(q / a);
  return larger >= 0 ? larger : acceptRoot(c / q);
}

function acceptRoot(root: number): number {
  if (!(root > -QUAD_TOLERANCE && root < 1 + QUAD_TOLERANCE)) {
    return -1;
  }
  return root < 0 ? 0 : root > 1 ? 1 : root;
}

/**
 * A cone (axis, cosine) that holds a patch: everything between vertices lies in any convex cone around them, so directions outside need no
 * further test. Quick to ask, and never changes an answer.
 */
function coneAround(positions: Float64Array): Float64Array {
  const cone = new Float64Array(4);
  for (let k = 0; k < positions.length; k++) {
    cone[k % 3] = cone[k % 3]! + positions[k]!;
  }
  const length = Math.sqrt(cone[0]! * cone[0]! + cone[1]! * cone[1]! + cone[2]! * cone[2]!);
  cone[3] = length > 0 ? 1 : -2;
  for (let k = 0; k < 3; k++) {
    cone[k] = cone[k]! / (length || 1);
  }
  for (let k = 0; k < positions.length; k += 3) {
    cone[3] = Math.min(cone[3]!, cone[0]! * positions[k]! + cone[1]! * positions[k + 1]! + cone[2]! * positions[k + 2]!);
  }
  // A cone of a half space or more is not convex: then it promises nothing.
  cone[3] = cone[3]! > 0.01 ? cone[3]! - 1e-6 : -2;
  return cone;
}

function isInCone(cone: Float64Array, x: number, y: number, z: number): boolean {
  return cone[0]! * x + cone[1]! * y + cone[2]! * z >= cone[3]!;
}
