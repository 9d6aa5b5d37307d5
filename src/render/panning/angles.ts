// Angles and piecewise lines, as BS.2127-1 uses them throughout.
import { cos, degToRad, sin } from '../../base/index.ts';

/** Piecewise linear through (xs, ys), held at the end values outside. `xs` ascending. */
export function interpolate(x: number, xs: readonly number[], ys: readonly number[]): number {
  const last = xs.length - 1;
  if (x <= xs[0]!) {
    return ys[0]!;
  }
  for (let k = 1; k <= last; k++) {
    const right = xs[k]!;
    if (x < right) {
      const left = xs[k - 1]!;
      return ys[k - 1]! + ((ys[k]! - ys[k - 1]!) / (right - left)) * (x - left);
    }
  }
  return ys[last]!;
}

/** `y` turned by whole circles into [x, x + 360). Degrees, finite. @source BS.2127-1, 6.7 */
export function relativeAngleDeg(x: number, y: number): number {
  const turned = y - 360 * Math.floor((y - x) / 360);
  return turned >= x + 360 ? turned - 360 : turned < x ? turned + 360 : turned;
}

/**
 * Whether an azimuth lies in the arc from `startDeg` anticlockwise to `endDeg`. An end 360° after the start is the full circle.
 * @source BS.2127-1, 6.2
 */
export function insideAngleRange(azimuthDeg: number, startDeg: number, endDeg: number, toleranceDeg = 0): boolean {
  const turns = Math.floor((endDeg - startDeg) / 360);
  let end = endDeg - 360 * turns;
  if (turns > 0 && end === startDeg) {
    end += 360;
  }
  return relativeAngleDeg(startDeg - toleranceDeg, azimuthDeg) <= end + toleranceDeg;
}

/**
 * Writes the 3 × 3 row-major axes (right, forward, up) of a listener facing a direction.
 * @source BS.2127-1, 6.8
 */
export function localAxes(out: Float64Array, azimuthDeg: number, elevationDeg: number): void {
  const sinAzimuth = sin(degToRad(azimuthDeg));
  const cosAzimuth = cos(degToRad(azimuthDeg));
  const sinElevation = sin(degToRad(elevationDeg));
  const cosElevation = cos(degToRad(elevationDeg));
  out[0] = cosAzimuth;
  out[1] = sinAzimuth;
  out[2] = 0;
  out[3] = -sinAzimuth * cosElevation;
  out[4] = cosAzimuth * cosElevation;
  out[5] = sinElevation;
  out[6] = sinAzimuth * sinElevation;
  out[7] = -cosAzimuth * sinElevation;
  out[8] = cosElevation;
}
