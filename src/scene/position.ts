import { clamp } from '../base/index.ts';
import { polarToXyz } from '../layouts/index.ts';
import type { Xyz } from '../layouts/index.ts';
import { RANGES } from './limits.ts';
import type { CartesianPosition, PolarPosition, Position } from './types.ts';

/** Is it on the sphere (panned by the point source panner) rather than in the room? */
export function isPolar<P extends Position>(position: P): position is P & PolarPosition {
  return 'azimuthDeg' in position;
}

/** Where a position is: Cartesian as it stands, polar by plain geometry (the unit sphere at distance 1). */
export function positionToXyz(position: Position): Xyz {
  return isPolar(position)
    ? polarToXyz(position.azimuthDeg, position.elevationDeg, position.distance)
    : [position.x, position.y, position.z];
}

/** The same place on the other side of the listener. */
export function mirrorPosition(position: Position): Position {
  return isPolar(position)
    ? { azimuthDeg: negated(position.azimuthDeg), elevationDeg: position.elevationDeg, distance: position.distance }
    : { x: negated(position.x), y: position.y, z: position.z };
}

/**
 * A position as the document keeps it: inside the cube or on the sphere, no more digits than a hand can place.
 * Undefined where a number is not finite.
 */
export function tidyPosition(position: Position): Position | undefined {
  if (isPolar(position)) {
    const polar: PolarPosition = {
      azimuthDeg: tidy(position.azimuthDeg, RANGES.azimuthDeg, 1e4),
      elevationDeg: tidy(position.elevationDeg, RANGES.elevationDeg, 1e4),
      distance: tidy(position.distance, RANGES.distance, 1e5),
    };
    return Number.isFinite(polar.azimuthDeg + polar.elevationDeg + polar.distance) ? polar : undefined;
  }
  const cartesian: CartesianPosition = {
    x: tidy(position.x, RANGES.coordinate, 1e5),
    y: tidy(position.y, RANGES.coordinate, 1e5),
    z: tidy(position.z, RANGES.coordinate, 1e5),
  };
  return Number.isFinite(cartesian.x + cartesian.y + cartesian.z) ? cartesian : undefined;
}

/** A number inside its range, in steps of 1/`stepsPerUnit`, never −0. NaN stays NaN. */
export function tidy(value: number, range: { readonly low: number; readonly high: number }, stepsPerUnit: number): number {
  return Math.round(clamp(value, range.low, range.high) * stepsPerUnit) / stepsPerUnit + 0;
}

function negated(value: number): number {
  return value === 0 ? 0 : -value;
}
