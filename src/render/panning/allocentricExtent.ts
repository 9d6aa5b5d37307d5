// Objects with size in the unit room: a weighted sum over a grid of points. @source BS.2127-1, 7.3.11 (allocentric extent)
import { cos, exp, exp10, pow, sin } from '../../base/index.ts';
import { X_AXIS, Y_AXIS, Z_AXIS, createAllocentricPointPanner } from './allocentric.ts';
import { FINE_POINTS, SMALL_EXPONENT, createAllocentricGrids, gainPowers, type AllocentricGrid } from './allocentricGrid.ts';
import { interpolate } from './angles.ts';
import type { PanningSpeakers } from './speakers.ts';

/** Gains of a point or box of the unit room. */
export interface AllocentricExtentPanner {
  /**
   * Writes one gain a channel of the layout, LFE 0, unit power. Sizes are fractions of the room, 0 to 1. Never throws; allocates only when
   * it first meets a size with a set of excluded loudspeakers.
   * @param excluded one flag a channel
   */
  handle(out: Float64Array, x: number, y: number, z: number, sizeX: number, sizeY: number, sizeZ: number, excluded: Uint8Array): void;
}

export function createAllocentricExtentPanner(speakers: PanningSpeakers): AllocentricExtentPanner {
  const { channelCount, count, channel } = speakers;
  const point = createAllocentricPointPanner(speakers);
  const grids = createAllocentricGrids(speakers);
  const sums = [0, 1, 2].map(() => new Float64Array(count));
  const edges = [0, 1, 2].map(() => new Float64Array(count));
  const inside = new Float64Array(count);
  const size = new Float64Array(count);
  const scaled = new Float64Array(3);
  const walls = new Float64Array(3);
  return {
    handle(out, x, y, z, sizeX, sizeY, sizeZ, excluded) {
      if (sizeX === 0 && sizeY === 0 && sizeZ === 0) {
        point.handle(out, x, y, z, excluded);
        return;
      }
      const grid = grids.gridOf(excluded);
      const height = grid.isThreeStorey ? z : Math.max(0, z);
      scaled[0] = Math.max(scaleSize(sizeX), 2 / (FINE_POINTS - 1));
      scaled[1] = Math.max(scaleSize(sizeY), 2 / (FINE_POINTS - 1));
      scaled[2] = Math.max(scaleSize(sizeZ), 2 / (grid.pointCount[Z_AXIS] - 1));
      const effective = effectiveSize(grid, scaled[0], scaled[1], scaled[2]);
      const exponent = effective <= 0.5 ? SMALL_EXPONENT : SMALL_EXPONENT - (4 * (effective - 0.5)) / (2.8 - 0.5);
      const powers = gainPowers(grid, exponent);
      sumAxis(sums[0]!, edges[0]!, grid, powers, X_AXIS, x, 2 * scaled[0], exponent);
      sumAxis(sums[1]!, edges[1]!, grid, powers, Y_AXIS, y, 2 * scaled[1], exponent);
      sumAxis(sums[2]!, edges[2]!, grid, powers, Z_AXIS, height, scaled[2], exponent);

      for (let k = 0; k < count; k++) {
        inside[k] = sums[0]![k]! * sums[1]![k]! * sums[2]![k]!;
      }
      normalizeUnlessNothing(inside, count);
      walls[0] = Math.min(Math.abs(x + 1), Math.abs(x - 1));
      walls[1] = Math.min(Math.abs(y + 1), Math.abs(y - 1));
      walls[2] = Math.min(Math.abs(height + 1), Math.abs(height - 1));
      const blend = insideBlend(grid.dimensions, walls, scaled);
      for (let k = 0; k < count; k++) {
        const fx = sums[0]![k]!;
        const fy = sums[1]![k]!;
        const fz = sums[2]![k]!;
        const bound = edges[0]![k]! * fy * fz + fx * edges[1]![k]! * fz + fx * fy * edges[2]![k]!;
        size[k] = pow(bound + blend * inside[k]!, 1 / exponent);
      }
      normalizeUnlessNothing(size, count);

      point.handle(out, x, y, height, excluded);
      const isSmall = effective < FADE_SIZE;
      const fadeRad = (effective / FADE_SIZE) * (Math.PI / 2);
      const pointGain = isSmall ? cos(fadeRad) : 0;
      const sizeGain = isSmall ? sin(fadeRad) : 1;
      for (let k = 0; k < count; k++) {
        size[k] = pointGain * out[channel[k]!]! + sizeGain * size[k]!;
      }
      normalizeUnlessNothing(size, count);
      out.fill(0, 0, channelCount);
      for (let k = 0; k < count; k++) {
        out[channel[k]!] = size[k]!;
      }
    },
  };
}

/** Weights and sums below 10^−6.5 are nothing. */
const FLOOR_EXPONENT = 6.5;
const FLOOR = exp10(-FLOOR_EXPONENT);
/** Effective size at which the point has faded out. */
const FADE_SIZE = 0.2;
const NOTHING = 1e-16;

/** Sums of (gain × weight)^exponent over an axis's points into `sums`, its two ends alone into `edges`. */
function sumAxis(
  sums: Float64Array,
  edges: Float64Array,
  grid: AllocentricGrid,
  powers: Float64Array,
  axis: 0 | 1 | 2,
  centre: number,
  reach: number,
  exponent: number,
): void {
  const points = grid.pointCount[axis];
  const count = sums.length;
  sums.fill(0);
  edges.fill(0);
  for (let i = 0; i < points; i++) {
    const ratio = (1.5 * (grid.points[axis * FINE_POINTS + i]! - centre)) / reach;
    const square = ratio * ratio;
    let logWeight = -Math.LN10 * Math.min(square * square, FLOOR_EXPONENT);
    if (axis === Z_AXIS) {
      logWeight += grid.logHeightWeights[i]!;
    }
    const weight = exp(exponent * logWeight);
    const base = (axis * FINE_POINTS + i) * count;
    for (let k = 0; k < count; k++) {
      sums[k] = sums[k]! + powers[base + k]! * weight;
    }
    if (i === 0 || i === points - 1) {
      for (let k = 0; k < count; k++) {
        edges[k] = edges[k]! + powers[base + k]! * weight;
      }
    }
  }
  for (let k = 0; k < count; k++) {
    if (sums[k]! < FLOOR) {
      sums[k] = 0;
    }
  }
}

const SIZE_STEPS = [0, 0.2, 0.5, 0.75, 1] as const;
const SCALED_SIZES = [0, 0.3, 1, 1.8, 2.8] as const;

function scaleSize(size: number): number {
  return interpolate(size, SIZE_STEPS, SCALED_SIZES);
}

function effectiveSize(grid: AllocentricGrid, sx: number, sy: number, sz: number): number {
  if (grid.isOneRow) {
    return sx;
  }
  if (grid.isOnePlane) {
    return 0.75 * Math.max(sx, sy) + 0.25 * Math.min(sx, sy);
  }
  const largest = Math.max(sx, sy, sz);
  const smallest = Math.min(sx, sy, sz);
  const middle = sx + sy + sz - largest - smallest;
  return (6 * largest + 2 * middle + smallest) / 9;
}

/** How much of the inside joins the walls: the cubed blends of the axes that count, brought back to one. */
function insideBlend(dimensions: number, walls: Float64Array, scaled: Float64Array): number {
  const axes = dimensions === 0 ? 3 : dimensions;
  let wall = Infinity;
  for (let axis = 0; axis < axes; axis++) {
    wall = Math.min(wall, walls[axis]!);
  }
  let product = 1;
  for (let axis = 0; axis < axes; axis++) {
    product *= cubedBlend(wall, 2 * scaled[axis]!);
  }
  return axes === 1 ? product : axes === 2 ? Math.sqrt(product) : pow(product, 1 / 3);
}

function cubedBlend(wall: number, reach: number): number {
  if (wall >= reach && wall >= 0.4) {
    const n = Math.max(reach, 0.4);
    return (n * n * n) / (0.16 * reach);
  }
  return (wall / 2) * (wall / 0.4) * (wall / 0.4);
}

function normalizeUnlessNothing(values: Float64Array, count: number): void {
  let power = 0;
  for (let k = 0; k < count; k++) {
    power += values[k]! * values[k]!;
  }
  const length = Math.sqrt(power);
  const scale = length <= NOTHING ? 0 : 1 / length;
  for (let k = 0; k < count; k++) {
    values[k] = values[k]! * scale;
  }
}
