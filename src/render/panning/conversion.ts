// Positions and extents between the sphere and the unit room. @source BS.2127-1, section 10
import { acos, asin, atan, atan2, clamp, cos, degToRad, hypot, radToDeg, sin, tan } from '../../base/index.ts';
import { insideAngleRange, localAxes, relativeAngleDeg } from './angles.ts';

/**
 * Polar position to a point of the unit room.
 * @param out x, y, z
 */
export function polarPointToCartesian(out: Float64Array, azimuthDeg: number, elevationDeg: number, distance: number): void {
  const steepness = Math.abs(elevationDeg);
  let z: number;
  let flat: number;
  if (steepness > ELEVATION_KNEE_DEG) {
    const tiltDeg = 45 + (45 * (steepness - ELEVATION_KNEE_DEG)) / (90 - ELEVATION_KNEE_DEG);
    z = elevationDeg < 0 ? -distance : distance;
    flat = distance * tan(degToRad(90 - tiltDeg));
  } else {
    z = distance * tan(degToRad((45 * elevationDeg) / ELEVATION_KNEE_DEG));
    flat = distance;
  }
  const sector = sectorOfAzimuth(azimuthDeg);
  const leftDeg = relativeAngleDeg(sector.rightDeg, sector.leftDeg);
  const middleDeg = (leftDeg + sector.rightDeg) / 2;
  const halfWidth = tan(degToRad(sector.rightDeg - middleDeg));
  const gain = 0.5 + (0.5 * tan(degToRad(relativeAngleDeg(sector.rightDeg, azimuthDeg) - middleDeg))) / halfWidth;
  const share = (atan2(gain, 1 - gain) * 2) / Math.PI;
  out[0] = flat * (sector.leftX + (sector.rightX - sector.leftX) * share);
  out[1] = flat * (sector.leftY + (sector.rightY - sector.leftY) * share);
  out[2] = z;
}

/**
 * A point of the unit room to a polar position.
 * @param out azimuthDeg, elevationDeg, distance
 */
export function cartesianPointToPolar(out: Float64Array, x: number, y: number, z: number): void {
  if (Math.abs(x) < NEAR_ZERO && Math.abs(y) < NEAR_ZERO) {
    const onAxis = Math.abs(z) < NEAR_ZERO;
    out[0] = 0;
    out[1] = onAxis ? 0 : z < 0 ? -90 : 90;
    out[2] = onAxis ? 0 : Math.abs(z);
    return;
  }
  const sector = sectorOfPoint(x, y);
  const determinant = sector.leftX * sector.rightY - sector.leftY * sector.rightX;
  const leftPart = (x * sector.rightY - y * sector.rightX) / determinant;
  const rightPart = (y * sector.leftX - x * sector.leftY) / determinant;
  const flat = leftPart + rightPart;
  const share = ((rightPart / flat) * Math.PI) / 2;
  const gain = sin(share) / (cos(share) + sin(share));
  const leftDeg = relativeAngleDeg(sector.rightDeg, sector.leftDeg);
  const middleDeg = (leftDeg + sector.rightDeg) / 2;
  const halfWidth = tan(degToRad(sector.rightDeg - middleDeg));
  out[0] = relativeAngleDeg(-180, middleDeg + radToDeg(atan(2 * (gain - 0.5) * halfWidth)));
  const tiltDeg = radToDeg(atan(z / flat));
  const steepness = Math.abs(tiltDeg);
  if (steepness > 45) {
    const elevationDeg = ELEVATION_KNEE_DEG + ((90 - ELEVATION_KNEE_DEG) * (steepness - 45)) / 45;
    out[1] = tiltDeg < 0 ? -elevationDeg : elevationDeg;
    out[2] = Math.abs(z);
  } else {
    out[1] = (ELEVATION_KNEE_DEG * tiltDeg) / 45;
    out[2] = flat;
  }
}

/**
 * Polar position with extent to the unit room. Sizes are the half widths that Cartesian metadata uses: X width, Y depth, Z height.
 * @param out x, y, z, sizeX, sizeY, sizeZ
 */
export function polarExtentToCartesian(
  out: Float64Array,
  azimuthDeg: number,
  elevationDeg: number,
  distance: number,
  widthDeg: number,
  heightDeg: number,
  depth: number,
): void {
  localAxes(axes, azimuthDeg, elevationDeg);
  polarPointToCartesian(out, azimuthDeg, elevationDeg, distance);
  const across = angleToSize(widthDeg);
  const along = depthOf(widthDeg, heightDeg, depth);
  const upright = angleToSize(heightDeg);
  for (let column = 0; column < 3; column++) {
    out[3 + column] = hypot(across * axes[column]!, along * axes[3 + column]!, upright * axes[6 + column]!);
  }
}

/**
 * A point of the unit room with extent to polar.
 * @param out azimuthDeg, elevationDeg, distance, widthDeg, heightDeg, depth
 */
export function cartesianExtentToPolar(
  out: Float64Array,
  x: number,
  y: number,
  z: number,
  sizeX: number,
  sizeY: number,
  sizeZ: number,
): void {
  cartesianPointToPolar(out, x, y, z);
  localAxes(axes, out[0]!, out[1]!);
  const across = hypot(sizeX * axes[0]!, sizeY * axes[1]!, sizeZ * axes[2]!);
  const along = hypot(sizeX * axes[3]!, sizeY * axes[4]!, sizeZ * axes[5]!);
  const upright = hypot(sizeX * axes[6]!, sizeY * axes[7]!, sizeZ * axes[8]!);
  const widthDeg = sizeToAngle(across, along);
  const heightDeg = sizeToAngle(upright, along);
  out[3] = widthDeg;
  out[4] = heightDeg;
  out[5] = Math.max(0, along - depthOf(widthDeg, heightDeg, 0));
}

/** Elevation at which the sphere's 30° meets the room's 45°. */
const ELEVATION_KNEE_DEG = 30;
const NEAR_ZERO = 1e-10;

/** Scratch: the conversions never allocate. */
const axes = new Float64Array(9);

/** Between two corners: `left` anticlockwise of `right`. Angles on the sphere, angles of the room's corners, and the corners. */
interface Sector {
  readonly leftDeg: number;
  readonly rightDeg: number;
  readonly roomLeftDeg: number;
  readonly roomRightDeg: number;
  readonly leftX: number;
  readonly leftY: number;
  readonly rightX: number;
  readonly rightY: number;
}

/** C, R, Rs, Ls, L on the sphere and in the room: the corners of the five sectors. */
const CORNERS = [
  [0, 0, 1],
  [-30, 1, 1],
  [-110, 1, -1],
  [110, -1, -1],
  [30, -1, 1],
] as const;

const SECTORS: readonly Sector[] = CORNERS.map(([leftDeg, leftX, leftY], k) => {
  const [rightDeg, rightX, rightY] = CORNERS[(k + 1) % CORNERS.length]!;
  return {
    leftDeg,
    rightDeg,
    roomLeftDeg: -radToDeg(atan2(leftX, leftY)),
    roomRightDeg: -radToDeg(atan2(rightX, rightY)),
    leftX,
    leftY,
    rightX,
    rightY,
  };
});

function sectorOfAzimuth(azimuthDeg: number): Sector {
  for (let k = 0; k < SECTORS.length; k++) {
    const sector = SECTORS[k]!;
    if (insideAngleRange(azimuthDeg, sector.rightDeg, sector.leftDeg)) {
      return sector;
    }
  }
  return SECTORS[0]!;
}

function sectorOfPoint(x: number, y: number): Sector {
  const azimuthDeg = -radToDeg(atan2(x, y));
  for (let k = 0; k < SECTORS.length; k++) {
    const sector = SECTORS[k]!;
    if (insideAngleRange(azimuthDeg, sector.roomRightDeg, sector.roomLeftDeg)) {
      return sector;
    }
  }
  return SECTORS[0]!;
}

function angleToSize(angleDeg: number): number {
  return angleDeg >= 180 ? 1 : sin(degToRad(angleDeg / 2));
}

function depthOf(widthDeg: number, heightDeg: number, depth: number): number {
  return Math.max((1 - cos(degToRad(widthDeg / 2))) / 2, (1 - cos(degToRad(heightDeg / 2))) / 2, depth);
}

function sizeToAngle(size: number, along: number): number {
  const narrow = 2 * radToDeg(asin(clamp(size, -1, 1)));
  const wide = 2 * radToDeg(acos(clamp(1 - 2 * along, -1, 1)));
  return narrow + size * Math.max(wide - narrow, 0);
}
