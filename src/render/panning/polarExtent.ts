// Objects with size on the sphere: a weighted sum over a fixed set of directions. @source BS.2127-1, 7.3.8 (polar extent)
import { acos, asin, atan2, clamp, cos, degToRad, radToDeg, sin } from '../../base/index.ts';
import { interpolate, localAxes } from './angles.ts';
import type { PointSourcePanner } from './pointSource.ts';

/** Gains of a direction with size. */
export interface PolarExtentPanner {
  /**
   * Writes one gain a channel. The vector's length is the object's distance: nearer than 1 spreads it.
   * Never allocates after the first object with size, never throws.
   */
  handle(out: Float64Array, x: number, y: number, z: number, widthDeg: number, heightDeg: number, depth: number): void;
}

/**
 * The extent panner over a point source panner.
 * @param channelCount how many gains the point source panner writes
 */
export function createPolarExtentPanner(panner: PointSourcePanner, channelCount: number): PolarExtentPanner {
  const spread = createSpreadPanner(panner, channelCount);
  const point = new Float64Array(channelCount);
  const wide = new Float64Array(channelCount);
  const far = new Float64Array(channelCount);

  /** Writes power gains. */
  const handleAt = (out: Float64Array, x: number, y: number, z: number, widthDeg: number, heightDeg: number): void => {
    const share = clamp(Math.max(widthDeg, heightDeg) / FADE_WIDTH_DEG, 0, 1);
    out.fill(0, 0, channelCount);
    if (1 - share > 1e-10) {
      panner.handle(point, x, y, z);
      for (let k = 0; k < channelCount; k++) {
        out[k] = (1 - share) * point[k]! * point[k]!;
      }
    }
    if (share > 1e-10) {
      spread(wide, x, y, z, Math.max(widthDeg, NARROWEST_DEG), Math.max(heightDeg, NARROWEST_DEG));
      for (let k = 0; k < channelCount; k++) {
        out[k] = out[k]! + share * wide[k]! * wide[k]!;
      }
    }
  };

  return {
    handle(out, x, y, z, widthDeg, heightDeg, depth) {
      const distance = Math.sqrt(x * x + y * y + z * z);
      if (depth === 0) {
        handleAt(out, x, y, z, modifyExtentDeg(widthDeg, distance), modifyExtentDeg(heightDeg, distance));
        for (let k = 0; k < channelCount; k++) {
          out[k] = Math.sqrt(out[k]!);
        }
        return;
      }
      const farther = distance + depth / 2;
      const nearer = Math.max(0, distance - depth / 2);
      handleAt(far, x, y, z, modifyExtentDeg(widthDeg, farther), modifyExtentDeg(heightDeg, farther));
      handleAt(out, x, y, z, modifyExtentDeg(widthDeg, nearer), modifyExtentDeg(heightDeg, nearer));
      for (let k = 0; k < channelCount; k++) {
        out[k] = Math.sqrt((out[k]! + far[k]!) / 2);
      }
    },
  };
}

const FADE_WIDTH_DEG = 10;
const NARROWEST_DEG = 5;
const CIRCLE = [0, 360] as const;
const SIZES = [0.2, 1] as const;

/** The extent that an object of a given extent at distance 1 has at another distance. @source BS.2127-1, 7.3.8.2 */
function modifyExtentDeg(extentDeg: number, distance: number): number {
  const size = interpolate(extentDeg, CIRCLE, SIZES);
  const atOneDeg = 4 * radToDeg(atan2(size, 1));
  const atDistanceDeg = 4 * radToDeg(atan2(size, distance));
  // Two straight lines: from nothing to the extent as it is, from there to the full circle.
  return atDistanceDeg < atOneDeg
    ? (extentDeg * atDistanceDeg) / atOneDeg
    : Math.min(360, extentDeg + ((360 - extentDeg) * (atDistanceDeg - atOneDeg)) / (360 - atOneDeg));
}

type Spread = (out: Float64Array, x: number, y: number, z: number, widthDeg: number, heightDeg: number) => void;

const FADE_RAD = (10 * Math.PI) / 180;

/** Unit-power gains of a stadium-shaped patch of the sphere, its edge soft over 10°. @source BS.2127-1, 7.3.8.2 */
function createSpreadPanner(panner: PointSourcePanner, channelCount: number): Spread {
  const axes = new Float64Array(9);
  let directions: Float64Array | undefined;
  let gains: Float64Array = new Float64Array(0);
  return (out, x, y, z, widthDeg, heightDeg) => {
    if (directions === undefined) {
      directions = spreadDirections();
      gains = directionGains(panner, directions, channelCount);
    }
    patchAxes(axes, x, y, z);
    let halfWidthRad = degToRad(widthDeg) / 2;
    let halfHeightRad = degToRad(heightDeg) / 2;
    if (halfHeightRad > halfWidthRad) {
      const swap = halfHeightRad;
      halfHeightRad = halfWidthRad;
      halfWidthRad = swap;
      for (let k = 0; k < 3; k++) {
        const right = axes[k]!;
        axes[k] = axes[6 + k]!;
        axes[6 + k] = right;
      }
    }
    const radiusRad = halfHeightRad;
    const centreRad = stretchWidth(halfWidthRad, halfHeightRad) - radiusRad;
    const cosCentre = cos(centreRad);
    const sinCentre = sin(centreRad);
    const isBand = centreRad >= Math.PI;
    const edgeRad = radiusRad + FADE_RAD;
    const cosRadius = cos(radiusRad);
    const sinRadius = radiusRad >= Math.PI / 2 ? 2 : sin(radiusRad);
    const cosEdge = edgeRad >= Math.PI ? -2 : cos(edgeRad);
    const sinEdge = edgeRad >= Math.PI / 2 ? 2 : sin(edgeRad);
    out.fill(0, 0, channelCount);
    const total = directions.length / 3;
    for (let d = 0; d < total; d++) {
      const vx = directions[3 * d]!;
      const vy = directions[3 * d + 1]!;
      const vz = directions[3 * d + 2]!;
      const across = vx * axes[0]! + vy * axes[1]! + vz * axes[2]!;
      const along = vx * axes[3]! + vy * axes[4]! + vz * axes[5]!;
      const above = vx * axes[6]! + vy * axes[7]! + vz * axes[8]!;
      // Sines and cosines are compared before an angle is taken: few directions lie in the soft edge.
      let weight: number;
      if (isBand || along >= cosCentre * Math.sqrt(across * across + along * along)) {
        const height = Math.min(1, Math.abs(above));
        weight = height <= sinRadius ? 1 : height >= sinEdge ? 0 : 1 - (asin(height) - radiusRad) / FADE_RAD;
      } else {
        const nearness = clamp(cosCentre * along + sinCentre * Math.abs(across), -1, 1);
        weight = nearness >= cosRadius ? 1 : nearness <= cosEdge ? 0 : 1 - (acos(nearness) - radiusRad) / FADE_RAD;
      }
      if (weight > 0) {
        const scaled = Math.min(1, weight);
        const base = d * channelCount;
        for (let k = 0; k < channelCount; k++) {
          out[k] = out[k]! + scaled * gains[base + k]!;
        }
      }
    }
    let power = 0;
    for (let k = 0; k < channelCount; k++) {
      power += out[k]! * out[k]!;
    }
    const normalize = 1 / Math.sqrt(power);
    for (let k = 0; k < channelCount; k++) {
      out[k] = out[k]! * normalize;
    }
  };
}

/** Axes of the patch: right, forward, up of someone looking at its middle. */
function patchAxes(axes: Float64Array, x: number, y: number, z: number): void {
  if (Math.sqrt(x * x + y * y + z * z) < 1e-10) {
    localAxes(axes, 0, 0);
    return;
  }
  const elevationDeg = radToDeg(atan2(z, Math.sqrt(x * x + y * y)));
  localAxes(axes, Math.abs(elevationDeg) > 90 - 1e-5 ? 0 : -radToDeg(atan2(x, y)), elevationDeg);
}

const HALF_WIDTHS = [0, Math.PI / 2, Math.PI] as const;
const HALF_HEIGHTS = [0, Math.PI / 4, Math.PI / 2, Math.PI] as const;

/** Beyond a half circle a flat patch grows faster, so that its ends meet behind the listener. */
function stretchWidth(halfWidthRad: number, halfHeightRad: number): number {
  const stretched =
    halfWidthRad <= HALF_WIDTHS[1]
      ? halfWidthRad
      : HALF_WIDTHS[1] + ((Math.min(halfWidthRad, Math.PI) - HALF_WIDTHS[1]) * (Math.PI / 2 + halfHeightRad)) / (Math.PI / 2);
  if (halfHeightRad <= HALF_HEIGHTS[1]) {
    return stretched;
  }
  if (halfHeightRad >= HALF_HEIGHTS[2]) {
    return halfWidthRad;
  }
  return stretched + ((halfWidthRad - stretched) * (halfHeightRad - HALF_HEIGHTS[1])) / (HALF_HEIGHTS[2] - HALF_HEIGHTS[1]);
}

const ROWS = 37;
const EQUATOR_POINTS = 72;

/** 1652 directions, 3 numbers each: rows 5° apart, points in a row about as far apart. @source BS.2127-1, 7.3.8.2 */
function spreadDirections(): Float64Array {
  const out: number[] = [];
  for (let row = 0; row < ROWS; row++) {
    const elevationRad = degToRad(-90 + (180 * row) / (ROWS - 1));
    const points = Math.max(1, Math.round(EQUATOR_POINTS * cos(elevationRad)));
    for (let k = 0; k < points; k++) {
      const azimuthRad = degToRad((360 * k) / points);
      out.push(-sin(azimuthRad) * cos(elevationRad), cos(azimuthRad) * cos(elevationRad), sin(elevationRad));
    }
  }
  return Float64Array.from(out);
}

/** Point source gains of each direction, direction × channel. */
function directionGains(panner: PointSourcePanner, directions: Float64Array, channelCount: number): Float64Array {
  const total = directions.length / 3;
  const out = new Float64Array(total * channelCount);
  const gains = new Float64Array(channelCount);
  for (let d = 0; d < total; d++) {
    panner.handle(gains, directions[3 * d]!, directions[3 * d + 1]!, directions[3 * d + 2]!);
    out.set(gains, d * channelCount);
  }
  return out;
}
