// The grid over which an object with size is summed, and the loudspeakers' gains on it. @source BS.2127-1, 7.3.11
import { cos, exp, log } from '../../base/index.ts';
import { X_AXIS, Y_AXIS, Z_AXIS, allocentricAxisGains } from './allocentric.ts';
import type { PanningSpeakers } from './speakers.ts';

/** Points along X and Y, and along Z where loudspeakers stand on three heights or more. */
export const FINE_POINTS = 40;
const COARSE_POINTS = 20;
/** The exponent of every object up to middling size. */
export const SMALL_EXPONENT = 6;

/** What the remaining loudspeakers of a layout look like from the grid, for one set of excluded ones. Tables of axis × point × loudspeaker. */
export interface AllocentricGrid {
  readonly excluded: Uint8Array;
  /** Loudspeakers on three heights or more: the grid reaches below the ear. */
  readonly isThreeStorey: boolean;
  /** On how many axes the loudspeakers differ. */
  readonly dimensions: number;
  readonly isOneRow: boolean;
  readonly isOnePlane: boolean;
  readonly pointCount: readonly [number, number, number];
  /** 3 × FINE_POINTS coordinates. */
  readonly points: Float64Array;
  /** Natural logarithm of the height weight of each Z point. */
  readonly logHeightWeights: Float64Array;
  readonly logGains: Float64Array;
  /** Gains to the power of SMALL_EXPONENT. */
  readonly smallPowers: Float64Array;
  /** Gains to the power of `otherExponent`: those of the last larger object. */
  readonly otherPowers: Float64Array;
  otherExponent: number;
}

/**
 * Grids by excluded loudspeakers, made when first asked for; the oldest makes room for a ninth. They only save work: a result never depends
 * on what was asked before.
 */
export interface AllocentricGrids {
  gridOf(excluded: Uint8Array): AllocentricGrid;
}

const KEPT_GRIDS = 8;

export function createAllocentricGrids(speakers: PanningSpeakers): AllocentricGrids {
  const grids: AllocentricGrid[] = [];
  let oldest = 0;
  return {
    gridOf(excluded) {
      for (let n = 0; n < grids.length; n++) {
        if (isSame(grids[n]!.excluded, excluded)) {
          return grids[n]!;
        }
      }
      const grid = createGrid(speakers, excluded);
      if (grids.length < KEPT_GRIDS) {
        grids.push(grid);
      } else {
        grids[oldest] = grid;
        oldest = (oldest + 1) % KEPT_GRIDS;
      }
      return grid;
    },
  };
}

/** The table of gains to the power of an exponent. */
export function gainPowers(grid: AllocentricGrid, exponent: number): Float64Array {
  if (exponent === SMALL_EXPONENT) {
    return grid.smallPowers;
  }
  if (exponent !== grid.otherExponent) {
    fillPowers(grid.otherPowers, grid.logGains, exponent);
    grid.otherExponent = exponent;
  }
  return grid.otherPowers;
}

function isSame(a: Uint8Array, b: Uint8Array): boolean {
  for (let k = 0; k < a.length; k++) {
    if (a[k] !== b[k]) {
      return false;
    }
  }
  return true;
}

function createGrid(speakers: PanningSpeakers, excluded: Uint8Array): AllocentricGrid {
  const storeys = countDistinct(speakers, excluded, Z_AXIS);
  const isOneX = countDistinct(speakers, excluded, X_AXIS) < 2;
  const isOneY = countDistinct(speakers, excluded, Y_AXIS) < 2;
  const isOnePlane = storeys < 2;
  const isThreeStorey = storeys >= 3;
  const pointCount = [FINE_POINTS, FINE_POINTS, isThreeStorey ? FINE_POINTS : COARSE_POINTS] as const;
  const points = new Float64Array(3 * FINE_POINTS);
  const logHeightWeights = new Float64Array(FINE_POINTS);
  const logGains = new Float64Array(3 * FINE_POINTS * speakers.count).fill(-Infinity);
  const gains = new Float64Array(speakers.count);
  for (const axis of [X_AXIS, Y_AXIS, Z_AXIS] as const) {
    const low = axis === Z_AXIS && !isThreeStorey ? 0 : -1;
    for (let i = 0; i < pointCount[axis]; i++) {
      const at = low + ((1 - low) * i) / (pointCount[axis] - 1);
      points[axis * FINE_POINTS + i] = at;
      if (axis === Z_AXIS) {
        logHeightWeights[i] = log(cos(((3 * Math.PI) / 7) * at));
      }
      allocentricAxisGains(gains, speakers, excluded, axis, at);
      for (let k = 0; k < speakers.count; k++) {
        logGains[(axis * FINE_POINTS + i) * speakers.count + k] = log(gains[k]!);
      }
    }
  }
  const smallPowers = new Float64Array(logGains.length);
  fillPowers(smallPowers, logGains, SMALL_EXPONENT);
  return {
    excluded: excluded.slice(),
    isThreeStorey,
    dimensions: (isOneX ? 0 : 1) + (isOneY ? 0 : 1) + (isOnePlane ? 0 : 1),
    isOneRow: isOnePlane && isOneY,
    isOnePlane,
    pointCount,
    points,
    logHeightWeights,
    logGains,
    smallPowers,
    otherPowers: new Float64Array(logGains.length),
    otherExponent: NaN,
  };
}

function fillPowers(out: Float64Array, logGains: Float64Array, exponent: number): void {
  for (let n = 0; n < out.length; n++) {
    const logGain = logGains[n]!;
    out[n] = logGain === -Infinity ? 0 : logGain === 0 ? 1 : exp(exponent * logGain);
  }
}

function countDistinct(speakers: PanningSpeakers, excluded: Uint8Array, axis: number): number {
  const places = new Set<number>();
  for (let k = 0; k < speakers.count; k++) {
    if (excluded[speakers.channel[k]!] === 0) {
      places.add(speakers.allocentric[3 * k + axis]!);
    }
  }
  return places.size;
}
