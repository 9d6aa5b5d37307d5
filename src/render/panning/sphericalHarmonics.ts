// Real spherical harmonics as ADM's HOA uses them. @source BS.2127-1, section 9; BS.2076-2, HOA
import { InputError, cos, degToRad, sin } from '../../base/index.ts';

/** How a HOA signal's components are scaled. */
export type HoaNormalization = 'N3D' | 'SN3D' | 'FuMa';

/** FuMa's scale over SN3D, by order and |degree|. */
const FUMA_OVER_SN3D = [
  [Math.SQRT1_2],
  [1, 1],
  [1, 2 / Math.sqrt(3), 2 / Math.sqrt(3)],
  [1, Math.sqrt(45 / 32), 3 / Math.sqrt(5), Math.sqrt(8 / 5)],
] as const;

/**
 * Checks one component.
 * @throws InputError `hoa.component` for an order or degree that does not exist, or one that FuMa does not have
 */
export function checkHoaComponent(order: number, degree: number, normalization: HoaNormalization): void {
  if (!Number.isInteger(order) || !Number.isInteger(degree) || order < 0 || order > HIGHEST_ORDER || Math.abs(degree) > order) {
    throw new InputError('hoa.component', `there is no HOA component of order ${order}, degree ${degree}`, `orders go to ${HIGHEST_ORDER}`);
  }
  if (normalization === 'FuMa' && order > 3) {
    throw new InputError('hoa.component', `FuMa has no order ${order}`, 'use N3D or SN3D above order 3');
  }
}

const HIGHEST_ORDER = 20;

/** The scale of a component: what the plain associated Legendre function is multiplied by, but for √2 of degrees other than 0. */
export function hoaScale(order: number, degree: number, normalization: HoaNormalization): number {
  const m = Math.abs(degree);
  let ratio = 1;
  for (let k = order - m + 1; k <= order + m; k++) {
    ratio /= k;
  }
  const sn3d = Math.sqrt(ratio);
  switch (normalization) {
    case 'N3D':
      return sn3d * Math.sqrt(2 * order + 1);
    case 'SN3D':
      return sn3d;
    case 'FuMa':
      return sn3d * (FUMA_OVER_SN3D[order]?.[m] ?? 1);
  }
}

/** One component's gain for a direction; degree −1 of order 1 is left, 0 up, +1 front. */
export function sphericalHarmonic(
  order: number,
  degree: number,
  azimuthDeg: number,
  elevationDeg: number,
  normalization: HoaNormalization,
): number {
  const m = Math.abs(degree);
  const azimuthRad = degToRad(azimuthDeg);
  const turned = degree === 0 ? 1 : Math.SQRT2 * (degree > 0 ? cos(m * azimuthRad) : sin(m * azimuthRad));
  const z = sin(degToRad(elevationDeg));
  return hoaScale(order, degree, normalization) * legendre(order, m, z, cos(degToRad(elevationDeg))) * turned;
}

/** Associated Legendre function of sin(elevation), without the Condon-Shortley sign. */
function legendre(order: number, m: number, sinElevation: number, cosElevation: number): number {
  let below = 0;
  let current = 1;
  for (let k = 1; k <= m; k++) {
    current *= (2 * k - 1) * cosElevation;
  }
  for (let n = m + 1; n <= order; n++) {
    const next = ((2 * n - 1) * sinElevation * current - (n + m - 1) * below) / (n - m);
    below = current;
    current = next;
  }
  return current;
}

/** Legendre polynomial. */
export function legendrePolynomial(order: number, x: number): number {
  return legendre(order, 0, x, 0);
}
