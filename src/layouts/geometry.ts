import { atan2, cos, degToRad, hypot, radToDeg, sin } from '../base/index.ts';

/** X right, Y front, Z up. */
export type Xyz = readonly [x: number, y: number, z: number];

/** Polar to Cartesian, plain geometry on the sphere. @source BS.2127-1, coordinate conventions */
export function polarToXyz(azimuthDeg: number, elevationDeg: number, distance = 1): Xyz {
  const azimuthRad = degToRad(azimuthDeg);
  const elevationRad = degToRad(elevationDeg);
  const flat = distance * cos(elevationRad);
  return [-sin(azimuthRad) * flat, cos(azimuthRad) * flat, distance * sin(elevationRad)];
}

/** `polarToXyz` into an array of three, for loops that must not allocate. */
export function writeXyz(out: Float64Array, azimuthDeg: number, elevationDeg: number, distance = 1): void {
  const azimuthRad = degToRad(azimuthDeg);
  const elevationRad = degToRad(elevationDeg);
  const flat = distance * cos(elevationRad);
  out[0] = -sin(azimuthRad) * flat;
  out[1] = cos(azimuthRad) * flat;
  out[2] = distance * sin(elevationRad);
}

/** Azimuth of a vector, degrees in [−180, 180]; + is left. */
export function azimuthDegOf(v: Xyz): number {
  return -radToDeg(atan2(v[0], v[1]));
}

/** Elevation of a vector, degrees in [−90, 90]. */
export function elevationDegOf(v: Xyz): number {
  return radToDeg(atan2(v[2], hypot(v[0], v[1])));
}

/** ADM axes to three.js (x right, y up, z towards the viewer). The only place that knows both. */
export function admToThree(x: number, y: number, z: number): [number, number, number] {
  return [x, z, -y];
}

/** three.js axes to ADM. */
export function threeToAdm(x: number, y: number, z: number): [number, number, number] {
  return [x, -z, y];
}
