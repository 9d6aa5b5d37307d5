// One object as three. @source BS.2127-1, 7.3.7 (divergence)
import { atan2, clamp, cos, degToRad, radToDeg, sin } from '../../base/index.ts';
import { localAxes } from './angles.ts';

/** Writes left, centre and right (3 numbers each): turned by ±range in the object's own frame. */
export function divergePolar(out: Float64Array, position: Float64Array, azimuthRangeDeg: number): void {
  const x = position[0]!;
  const y = position[1]!;
  const z = position[2]!;
  const distance = Math.sqrt(x * x + y * y + z * z);
  localAxes(axes, -radToDeg(atan2(x, y)), radToDeg(atan2(z, Math.sqrt(x * x + y * y))));
  const across = sin(degToRad(azimuthRangeDeg)) * distance;
  const along = cos(degToRad(azimuthRangeDeg)) * distance;
  for (let k = 0; k < 3; k++) {
    out[k] = axes[3 + k]! * along - axes[k]! * across;
    out[3 + k] = position[k]!;
    out[6 + k] = axes[3 + k]! * along + axes[k]! * across;
  }
}

/** Writes three points of a line across the room, within its walls. */
export function divergeCartesian(out: Float64Array, position: Float64Array, positionRange: number): void {
  for (let n = 0; n < 3; n++) {
    out[3 * n] = clamp(position[0]! + (1 - n) * positionRange, -1, 1);
    out[3 * n + 1] = clamp(position[1]!, -1, 1);
    out[3 * n + 2] = clamp(position[2]!, -1, 1);
  }
}

const axes = new Float64Array(9);
