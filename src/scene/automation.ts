// Automation as the engine reads it: made once, then evaluated without a single allocation.
import { cos, degToRad, sin } from '../base/index.ts';
import { isPolar, positionToXyz } from './position.ts';
import type { ObjectElement, PositionPoint, ValuePoint } from './types.ts';

/** Where an object is, over time. */
export interface PositionTrack {
  /** Never moves: `at` writes the same place for every time. */
  readonly isStatic: boolean;
  /** Writes x, y, z into `out`. Before the first point its place, after the last point the last one's. */
  at(sec: number, out: Float64Array): void;
}

/** A scalar over time. */
export interface ValueTrack {
  readonly isStatic: boolean;
  at(sec: number): number;
}

/**
 * The place of an object over time. Between two polar points the way is on the sphere (azimuth the short way round), otherwise it is a
 * straight line. Of points at the same time the last one holds. The object's own position counts only where it has no points.
 */
export function createPositionTrack(element: Pick<ObjectElement, 'position' | 'automation'>): PositionTrack {
  const points = element.automation.position ?? [];
  if (points.length < 2) {
    const [x, y, z] = positionToXyz(points[0] ?? element.position);
    return {
      isStatic: true,
      at: (_sec, out) => {
        out[0] = x;
        out[1] = y;
        out[2] = z;
      },
    };
  }
  const find = createFinder(points);
  const table = tableOf(points);
  return {
    isStatic: points.every((point) => samePlace(point, points[0]!)),
    at: (sec, out) => {
      const base = find(sec) * ROW;
      const span = table[base + SPAN]!;
      const ratio = span > 0 ? clampRatio((sec - table[base + AT]!) / span) : 0;
      const a = table[base + FIRST]! + table[base + FIRST_STEP]! * ratio;
      const b = table[base + FIRST + 1]! + table[base + FIRST_STEP + 1]! * ratio;
      const c = table[base + FIRST + 2]! + table[base + FIRST_STEP + 2]! * ratio;
      if (table[base + POLAR] === 1) {
        const azimuthRad = degToRad(a);
        const elevationRad = degToRad(b);
        const flat = c * cos(elevationRad);
        out[0] = -sin(azimuthRad) * flat;
        out[1] = cos(azimuthRad) * flat;
        out[2] = c * sin(elevationRad);
      } else {
        out[0] = a;
        out[1] = b;
        out[2] = c;
      }
    },
  };
}

/** A value over time; `fallback` where there are no points. */
export function createValueTrack(points: readonly ValuePoint[] | undefined, fallback: number): ValueTrack {
  if (points === undefined || points.length < 2) {
    const value = points?.[0]?.value ?? fallback;
    return { isStatic: true, at: () => value };
  }
  const find = createFinder(points);
  const values = Float64Array.from(points, (point) => point.value);
  const times = Float64Array.from(points, (point) => point.atSec);
  const holds = Uint8Array.from(points, (point) => (point.curve === 'hold' ? 1 : 0));
  return {
    isStatic: values.every((value) => value === values[0]),
    at: (sec) => {
      const k = find(sec);
      const from = values[k]!;
      if (k === values.length - 1 || holds[k] === 1) {
        return from;
      }
      const start = times[k]!;
      return from + (values[k + 1]! - from) * clampRatio((sec - start) / (times[k + 1]! - start));
    },
  };
}

// One row a point: its time, the time it travels (0: stays), is it polar, three coordinates and how far each travels.
const AT = 0;
const SPAN = 1;
const POLAR = 2;
const FIRST = 3;
const FIRST_STEP = 6;
const ROW = 9;

function tableOf(points: readonly PositionPoint[]): Float64Array {
  const table = new Float64Array(points.length * ROW);
  points.forEach((point, k) => {
    const next = points[k + 1];
    const travels = next !== undefined && point.curve !== 'hold' && next.atSec > point.atSec;
    const polar = isPolar(point) && (!travels || isPolar(next));
    const from = polar ? polarOf(point) : positionToXyz(point);
    const to = !travels ? from : polar && isPolar(next) ? polarOf(next) : positionToXyz(next);
    const base = k * ROW;
    table[base + AT] = point.atSec;
    table[base + SPAN] = travels ? next.atSec - point.atSec : 0;
    table[base + POLAR] = polar ? 1 : 0;
    for (let axis = 0; axis < 3; axis++) {
      table[base + FIRST + axis] = from[axis]!;
      table[base + FIRST_STEP + axis] = to[axis]! - from[axis]!;
    }
    if (polar) {
      table[base + FIRST_STEP] = shortWayDeg(to[0]! - from[0]!);
    }
  });
  return table;
}

function polarOf(point: { readonly azimuthDeg: number; readonly elevationDeg: number; readonly distance: number }): readonly number[] {
  return [point.azimuthDeg, point.elevationDeg, point.distance];
}

/** Exactly half a turn keeps the side it was written with. */
function shortWayDeg(deltaDeg: number): number {
  return deltaDeg > 180 ? deltaDeg - 360 : deltaDeg < -180 ? deltaDeg + 360 : deltaDeg;
}

function samePlace(a: PositionPoint, b: PositionPoint): boolean {
  const [ax, ay, az] = positionToXyz(a);
  const [bx, by, bz] = positionToXyz(b);
  return ax === bx && ay === by && az === bz;
}

function clampRatio(ratio: number): number {
  return ratio < 0 ? 0 : ratio > 1 ? 1 : ratio;
}

/**
 * Finds the last point at or before a time (the first one before them all). Time mostly goes forwards, so the last answer and the one after
 * it are tried first; they only save the search, they never change its result.
 */
function createFinder(points: readonly { readonly atSec: number }[]): (sec: number) => number {
  const times = Float64Array.from(points, (point) => point.atSec);
  const last = times.length - 1;
  let hint = 0;
  const holds = (k: number, sec: number): boolean => times[k]! <= sec && (k === last || sec < times[k + 1]!);
  return (sec) => {
    if (holds(hint, sec)) {
      return hint;
    }
    if (hint < last && holds(hint + 1, sec)) {
      hint += 1;
      return hint;
    }
    let low = 0;
    let high = last;
    while (low < high) {
      const middle = (low + high + 1) >>> 1;
      if (times[middle]! <= sec) {
        low = middle;
      } else {
        high = middle - 1;
      }
    }
    hint = low;
    return low;
  };
}
