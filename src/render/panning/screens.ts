// Positions that follow a picture. @source BS.2127-1, 7.3.3 (screen scaling), 7.3.4 (screen edge lock)
import { InputError, atan2, degToRad, radToDeg, tan } from '../../base/index.ts';
import type { Layout } from '../../layouts/index.ts';
import { interpolate, localAxes } from './angles.ts';
import { cartesianPointToPolar, polarPointToCartesian } from './conversion.ts';
import type { Screen, ScreenEdgeLock } from './types.ts';

/** The screen that is meant when none is given. @source BS.2076-2, audioProgrammeReferenceScreen */
export const DEFAULT_SCREEN: Screen = {
  kind: 'polar',
  aspectRatio: 1.78,
  centre: { azimuthDeg: 0, elevationDeg: 0, distance: 1 },
  widthAzimuthDeg: 58,
};

/** Directions of a screen's edges. */
export interface ScreenEdges {
  leftDeg: number;
  rightDeg: number;
  bottomDeg: number;
  topDeg: number;
}

/**
 * The edges of a screen.
 * @throws InputError `screen.behind` or `screen.tilted` when the picture has no left and right edge as seen from the listener
 */
export function screenEdgesOf(screen: Screen, at = ''): ScreenEdges {
  const edges: ScreenEdges = { leftDeg: 0, rightDeg: 0, bottomDeg: 0, topDeg: 0 };
  const lean = writeScreenEdges(edges, screen);
  if (edges.rightDeg > edges.leftDeg) {
    throw new InputError(
      'screen.behind',
      'the screen reaches past the listener’s back',
      'give it a centre in front and a smaller width',
      at,
    );
  }
  if (lean > 1e-3) {
    throw new InputError('screen.tilted', 'the screen’s upright middle is not upright', 'give it a centre on the horizon or in front', at);
  }
  return edges;
}

/** Moves positions to and onto the reproduction screen. Never allocates. */
export interface ScreenHandler {
  /** Rewrites `position` (x, y, z) in place: scaled from the reference screen, then moved to the edges it is locked to. */
  handle(position: Float64Array, isCartesian: boolean, referenceScreen: Screen | undefined, edgeLock: ScreenEdgeLock | undefined): void;
}

/**
 * Handles screens for a layout.
 * @param reproductionScreen null: there is none, and nothing moves
 */
export function createScreenHandler(layout: Layout, reproductionScreen: Screen | null): ScreenHandler {
  if (reproductionScreen === null) {
    return { handle() {} };
  }
  const edges = screenEdgesOf(reproductionScreen, 'reproductionScreen');
  const reference: ScreenEdges = { leftDeg: 0, rightDeg: 0, bottomDeg: 0, topDeg: 0 };
  const isCompensated = layout.speakers.some((s) => s.name === 'U+045');
  const polar = new Float64Array(3);

  return {
    handle(position, isCartesian, referenceScreen, edgeLock) {
      if (referenceScreen !== undefined) {
        writeScreenEdges(reference, referenceScreen);
        toPolar(polar, position, isCartesian);
        polar[0] = moveBetween(polar[0]!, 180, reference.rightDeg, reference.leftDeg, edges.rightDeg, edges.leftDeg);
        polar[1] = moveBetween(polar[1]!, 90, reference.bottomDeg, reference.topDeg, edges.bottomDeg, edges.topDeg);
        fromPolar(position, polar, isCartesian, isCompensated);
      }
      if (edgeLock?.horizontal !== undefined || edgeLock?.vertical !== undefined) {
        toPolar(polar, position, isCartesian);
        if (edgeLock.horizontal !== undefined) {
          polar[0] = edgeLock.horizontal === 'left' ? edges.leftDeg : edges.rightDeg;
        }
        if (edgeLock.vertical !== undefined) {
          polar[1] = edgeLock.vertical === 'top' ? edges.topDeg : edges.bottomDeg;
        }
        fromPolar(position, polar, isCartesian, isCompensated);
      }
    },
  };
}

/** Scratch: right, forward, up; and the screen's centre with its half width and half height as vectors. */
const axes = new Float64Array(9);
const screenVectors = new Float64Array(9);

/** Writes the edges; returns how far the upright middle leans, degrees. */
function writeScreenEdges(out: ScreenEdges, screen: Screen): number {
  writeScreenVectors(screenVectors, screen);
  const [cx, cy, cz] = [screenVectors[0]!, screenVectors[1]!, screenVectors[2]!];
  const [rx, ry] = [screenVectors[3]!, screenVectors[4]!];
  const [ux, uy, uz] = [screenVectors[6]!, screenVectors[7]!, screenVectors[8]!];
  out.leftDeg = azimuthDeg(cx - rx, cy - ry);
  out.rightDeg = azimuthDeg(cx + rx, cy + ry);
  out.bottomDeg = elevationDeg(cx - ux, cy - uy, cz - uz);
  out.topDeg = elevationDeg(cx + ux, cy + uy, cz + uz);
  return Math.abs(azimuthDeg(cx - ux, cy - uy) - azimuthDeg(cx + ux, cy + uy));
}

function writeScreenVectors(out: Float64Array, screen: Screen): void {
  if (screen.kind === 'polar') {
    const halfWidth = screen.centre.distance * tan(degToRad(screen.widthAzimuthDeg) / 2);
    localAxes(axes, screen.centre.azimuthDeg, screen.centre.elevationDeg);
    for (let k = 0; k < 3; k++) {
      out[k] = axes[3 + k]! * screen.centre.distance;
      out[3 + k] = axes[k]! * halfWidth;
      out[6 + k] = (axes[6 + k]! * halfWidth) / screen.aspectRatio;
    }
  } else {
    out.fill(0);
    out[0] = screen.centre.x;
    out[1] = screen.centre.y;
    out[2] = screen.centre.z;
    out[3] = screen.widthX / 2;
    out[8] = screen.widthX / 2 / screen.aspectRatio;
  }
}

function azimuthDeg(x: number, y: number): number {
  return -radToDeg(atan2(x, y));
}

function elevationDeg(x: number, y: number, z: number): number {
  return radToDeg(atan2(z, Math.sqrt(x * x + y * y)));
}

/** The piecewise line −limit, low, high, limit → −limit, newLow, newHigh, limit. */
function moveBetween(value: number, limit: number, low: number, high: number, newLow: number, newHigh: number): number {
  if (value <= low) {
    return value <= -limit ? -limit : -limit + ((newLow + limit) / (low + limit)) * (value + limit);
  }
  if (value < high) {
    return newLow + ((newHigh - newLow) / (high - low)) * (value - low);
  }
  return value >= limit ? limit : newHigh + ((limit - newHigh) / (limit - high)) * (value - high);
}

function toPolar(out: Float64Array, position: Float64Array, isCartesian: boolean): void {
  const x = position[0]!;
  const y = position[1]!;
  const z = position[2]!;
  if (isCartesian) {
    cartesianPointToPolar(out, x, y, z);
  } else {
    out[0] = azimuthDeg(x, y);
    out[1] = elevationDeg(x, y, z);
    out[2] = Math.sqrt(x * x + y * y + z * z);
  }
}

/** Where the room's front corners are as heard from upper loudspeakers at 45°. */
const ELEVATIONS = [0, 30, 90] as const;
const CORNERS_DEG = [30, 20, 30] as const;

function fromPolar(position: Float64Array, polar: Float64Array, isCartesian: boolean, isCompensated: boolean): void {
  if (!isCartesian) {
    localAxes(axes, polar[0]!, polar[1]!);
    for (let k = 0; k < 3; k++) {
      position[k] = axes[3 + k]! * polar[2]!;
    }
    return;
  }
  let azimuth = polar[0]!;
  if (isCompensated) {
    const corner = interpolate(polar[1]!, ELEVATIONS, CORNERS_DEG);
    azimuth = moveBetween(azimuth, 180, -30, 30, -corner, corner);
  }
  polarPointToCartesian(position, azimuth, polar[1]!, polar[2]!);
}
