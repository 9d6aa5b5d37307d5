// Ambisonics to loudspeakers: all-round decoding through the point source panner. @source BS.2127-1, section 9 (HOA)
import { cos, degToRad, radToDeg, asin } from '../../base/index.ts';
import { polarToXyz, type Layout } from '../../layouts/index.ts';
import { createPointSourcePanner } from './pointSource.ts';
import { checkHoaComponent, hoaScale, legendrePolynomial, sphericalHarmonic, type HoaNormalization } from './sphericalHarmonics.ts';

/** A HOA signal's channels, in their order: component k has order orders[k] and degree degrees[k]. */
export interface HoaComponents {
  readonly orders: readonly number[];
  readonly degrees: readonly number[];
  readonly normalization: HoaNormalization;
}

export interface HoaDecoderOptions {
  /** Narrower beams of higher orders traded for fewer side lobes. The standard has none; default false. */
  readonly maxRe?: boolean | undefined;
}

/**
 * The decoder matrix of a layout, channels × components, row-major; LFE rows are 0. For plans: takes some milliseconds.
 * The standard samples the sphere with a published 5200-point design; ours are as many points on a spiral and its mirror image, which
 * changes no coefficient by more than 3e-4 and makes the matrix exactly symmetric, left and right.
 * @throws InputError `hoa.component` for components that do not exist
 */
export function createHoaDecoder(layout: Layout, components: HoaComponents, options: HoaDecoderOptions = {}): Float64Array {
  const { orders, degrees, normalization } = components;
  const columns = orders.length;
  orders.forEach((order, k) => checkHoaComponent(order, degrees[k] ?? NaN, normalization));
  const rows = layout.speakers.length;
  const panner = createPointSourcePanner(layout);
  const points = spherePoints();
  const total = points.length / 2;

  const harmonics = new Float64Array(total * columns);
  const decoder = new Float64Array(rows * columns);
  const gains = new Float64Array(rows);
  for (let p = 0; p < total; p++) {
    const azimuthDeg = points[2 * p]!;
    const elevationDeg = points[2 * p + 1]!;
    panner.handle(gains, ...polarToXyz(azimuthDeg, elevationDeg));
    for (let c = 0; c < columns; c++) {
      const value = sphericalHarmonic(orders[c]!, degrees[c]!, azimuthDeg, elevationDeg, 'N3D');
      harmonics[p * columns + c] = value;
      for (let r = 0; r < rows; r++) {
        decoder[r * columns + c] = decoder[r * columns + c]! + gains[r]! * value;
      }
    }
  }
  normalizeMeanPower(decoder, harmonics, rows, columns);
  if (options.maxRe === true) {
    const weights = maxReWeights(Math.max(...orders));
    for (let k = 0; k < decoder.length; k++) {
      decoder[k] = decoder[k]! * weights[orders[k % columns]!]!;
    }
    normalizeMeanPower(decoder, harmonics, rows, columns);
  }
  for (let k = 0; k < decoder.length; k++) {
    const order = orders[k % columns]!;
    const degree = degrees[k % columns]!;
    decoder[k] = decoder[k]! * (hoaScale(order, degree, 'N3D') / hoaScale(order, degree, normalization));
  }
  return decoder;
}

/**
 * Weights of orders 0 … `order` that maximise the energy vector: Legendre polynomials at its length.
 * `approximate` (the usual formula) is within 0.6 % of `exact`, the largest root of the next Legendre polynomial.
 * @source Zotter & Frank, All-Round Ambisonic Panning and Decoding, 2012
 */
export function maxReWeights(order: number, kind: 'approximate' | 'exact' = 'approximate'): number[] {
  let energy = cos(degToRad(137.9 / (order + 1.51)));
  if (kind === 'exact') {
    // Newton from the approximation, which lies next to the largest root: P'(x) = n (x P − Pn−1) / (x² − 1).
    const n = order + 1;
    for (let k = 0; k < 20; k++) {
      const value = legendrePolynomial(n, energy);
      energy -= (value * (energy * energy - 1)) / (n * (energy * value - legendrePolynomial(order, energy)));
    }
  }
  return Array.from({ length: order + 1 }, (_, k) => legendrePolynomial(k, energy));
}

const HALF_POINTS = 2600;

/** Azimuth and elevation in degrees of points spread evenly over the sphere, in left-right pairs. */
function spherePoints(): Float64Array {
  const out = new Float64Array(4 * HALF_POINTS);
  const turnDeg = 180 * (3 - Math.sqrt(5));
  for (let k = 0; k < HALF_POINTS; k++) {
    const azimuthDeg = (turnDeg * k) % 360;
    const elevationDeg = radToDeg(asin(1 - (2 * k + 1) / HALF_POINTS));
    out.set([azimuthDeg, elevationDeg, -azimuthDeg, elevationDeg], 4 * k);
  }
  return out;
}

/** Scales a decoder so that a plane wave from anywhere has unit power on average. */
function normalizeMeanPower(decoder: Float64Array, harmonics: Float64Array, rows: number, columns: number): void {
  const total = harmonics.length / columns;
  let power = 0;
  for (let r = 0; r < rows; r++) {
    for (let p = 0; p < total; p++) {
      let gain = 0;
      for (let c = 0; c < columns; c++) {
        gain += decoder[r * columns + c]! * harmonics[p * columns + c]!;
      }
      power += gain * gain;
    }
  }
  const scale = Math.sqrt(total / power);
  for (let k = 0; k < decoder.length; k++) {
    decoder[k] = decoder[k]! * scale;
  }
}
