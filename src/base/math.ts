// Elementary functions from additions, multiplications, divisions and square roots alone. ECMAScript leaves the last bits of Math.sin,
// Math.exp and their like to the host; a master must be the same bytes on every host, so whatever may reach audio uses these.
// Range reduction and series are the textbook ones; errors stay within 2 ulp of the true value (tests/unit/base/math.test.ts).

const LN2_HIGH = 0.6931471803691238;
const LN2_LOW = 1.9082149292705877e-10;
const HALF_PI_1 = 1.5707963267341256;
const HALF_PI_2 = 6.077100506303966e-11;
const HALF_PI_3 = 2.0222662487959506e-21;
const TWO_OVER_PI = 0.6366197723675814;
const LOG10_E = 0.4342944819032518;
const LOG2_E = 1.4426950408889634;
const LN10 = 2.302585092994046;

const bits = new DataView(new ArrayBuffer(8));

/** 2^k exactly, for −1022 ≤ k ≤ 1023. */
function powerOfTwo(k: number): number {
  bits.setUint32(0, (k + 1023) << 20);
  bits.setUint32(4, 0);
  return bits.getFloat64(0);
}

/** e^x. */
export function exp(x: number): number {
  if (x !== x) {
    return x;
  }
  if (x > 709.782712893384) {
    return Infinity;
  }
  if (x < -745.2) {
    return 0;
  }
  const k = Math.round(x * LOG2_E);
  const r = x - k * LN2_HIGH - k * LN2_LOW;
  let sum = 1 / 6227020800;
  for (let n = 0; n < EXP_SERIES.length; n++) {
    sum = sum * r + EXP_SERIES[n]!;
  }
  const value = 1 + (r + r * r * sum);
  return k < -1021 ? value * powerOfTwo(k + 60) * powerOfTwo(-60) : k > 1022 ? value * powerOfTwo(k - 1) * 2 : value * powerOfTwo(k);
}
/** 1/12! … 1/2! */
const EXP_SERIES = [
  1 / 479001600,
  1 / 39916800,
  1 / 3628800,
  1 / 362880,
  1 / 40320,
  1 / 5040,
  1 / 720,
  1 / 120,
  1 / 24,
  1 / 6,
  1 / 2,
] as const;

/** Natural logarithm: −Infinity at 0, NaN below. */
export function log(x: number): number {
  if (!(x > 0)) {
    return x === 0 ? -Infinity : NaN;
  }
  if (x === Infinity) {
    return x;
  }
  let exponent = 0;
  let scaled = x;
  if (scaled < 2.2250738585072014e-308) {
    scaled *= 18014398509481984;
    exponent = -54;
  }
  bits.setFloat64(0, scaled);
  const high = bits.getUint32(0);
  exponent += (high >>> 20) - 1023;
  bits.setUint32(0, (high & 0xfffff) | (1023 << 20));
  let mantissa = bits.getFloat64(0);
  if (mantissa > 1.4142135623730951) {
    mantissa /= 2;
    exponent += 1;
  }
  const f = mantissa - 1;
  const s = f / (2 + f);
  const z = s * s;
  let sum = 0;
  for (let n = 25; n >= 3; n -= 2) {
    sum = sum * z + 2 / n;
  }
  const halfSquare = 0.5 * f * f;
  // log(1 + f) = f − f²/2 + s (f²/2 + R), which keeps the leading f exact.
  return exponent * LN2_HIGH - (halfSquare - (s * (halfSquare + sum * z) + exponent * LN2_LOW) - f);
}

/** Base-10 logarithm. */
export function log10(x: number): number {
  return log(x) * LOG10_E;
}

/** Base-2 logarithm. */
export function log2(x: number): number {
  return log(x) * LOG2_E;
}

/** base^exponent for base ≥ 0; small whole exponents are multiplied out. */
export function pow(base: number, exponent: number): number {
  if (Number.isInteger(exponent) && Math.abs(exponent) <= 64) {
    let result = 1;
    let square = base;
    for (let n = Math.abs(exponent); n > 0; n = Math.floor(n / 2)) {
      if (n % 2 === 1) {
        result *= square;
      }
      square *= square;
    }
    return exponent < 0 ? 1 / result : result;
  }
  return base === 0 ? (exponent > 0 ? 0 : Infinity) : exp(exponent * log(base));
}

/** 10^x. */
export function exp10(x: number): number {
  return exp(x * LN10);
}

function sinSeries(r: number): number {
  const z = r * r;
  let sum = 0;
  for (let n = 0; n < SIN_SERIES.length; n++) {
    sum = sum * z + SIN_SERIES[n]!;
  }
  return r + r * z * sum;
}
const SIN_SERIES = [
  1 / 355687428096000,
  -1 / 1307674368000,
  1 / 6227020800,
  -1 / 39916800,
  1 / 362880,
  -1 / 5040,
  1 / 120,
  -1 / 6,
] as const;

function cosSeries(r: number): number {
  const z = r * r;
  let sum = 0;
  for (let n = 0; n < COS_SERIES.length; n++) {
    sum = sum * z + COS_SERIES[n]!;
  }
  return 1 - (0.5 * z - z * z * sum);
}
const COS_SERIES = [1 / 20922789888000, -1 / 87178291200, 1 / 479001600, -1 / 3628800, 1 / 40320, -1 / 720, 1 / 24] as const;

/** Sine of an angle in radians; full accuracy for |x| < 1e5. */
export function sin(x: number): number {
  const k = Math.round(x * TWO_OVER_PI);
  const r = x - k * HALF_PI_1 - k * HALF_PI_2 - k * HALF_PI_3;
  switch (((k % 4) + 4) % 4) {
    case 0:
      return sinSeries(r);
    case 1:
      return cosSeries(r);
    case 2:
      return -sinSeries(r);
    default:
      return -cosSeries(r);
  }
}

/** Cosine of an angle in radians; full accuracy for |x| < 1e5. */
export function cos(x: number): number {
  const k = Math.round(x * TWO_OVER_PI);
  const r = x - k * HALF_PI_1 - k * HALF_PI_2 - k * HALF_PI_3;
  switch (((k % 4) + 4) % 4) {
    case 0:
      return cosSeries(r);
    case 1:
      return -sinSeries(r);
    case 2:
      return -cosSeries(r);
    default:
      return sinSeries(r);
  }
}

/** Tangent of an angle in radians. */
export function tan(x: number): number {
  return sin(x) / cos(x);
}

const ATAN_OF_QUARTERS = [0, 0.24497866312686414, 0.4636476090008061, 0.6435011087932844, 0.7853981633974483] as const;

/** Arc tangent, radians in (−π/2, π/2). */
export function atan(x: number): number {
  const a = Math.abs(x);
  const inverted = a > 1;
  const t = inverted ? 1 / a : a;
  const quarter = Math.round(t * 4);
  const c = quarter / 4;
  const u = (t - c) / (1 + t * c);
  const z = u * u;
  let sum = 0;
  for (let n = 19; n >= 3; n -= 2) {
    sum = sum * z + ((n - 1) % 4 === 0 ? 1 / n : -1 / n);
  }
  const partial = ATAN_OF_QUARTERS[quarter]! + (u + u * z * sum);
  const angle = inverted ? Math.PI / 2 - partial : partial;
  return x < 0 || Object.is(x, -0) ? -angle : angle;
}

/** Angle of (x, y), radians in [−π, π]. */
export function atan2(y: number, x: number): number {
  if (x === 0) {
    return y === 0 ? (Object.is(x, -0) ? (Object.is(y, -0) ? -Math.PI : Math.PI) : y) : y > 0 ? Math.PI / 2 : -Math.PI / 2;
  }
  const base = atan(y / x);
  if (x > 0) {
    return base;
  }
  return y < 0 || Object.is(y, -0) ? base - Math.PI : base + Math.PI;
}

/** Arc sine, radians; |x| ≤ 1. */
export function asin(x: number): number {
  return atan2(x, Math.sqrt((1 - x) * (1 + x)));
}

/** Arc cosine, radians; |x| ≤ 1. */
export function acos(x: number): number {
  return atan2(Math.sqrt((1 - x) * (1 + x)), x);
}

/** Hyperbolic tangent. */
export function tanh(x: number): number {
  if (Math.abs(x) < 1e-4) {
    return x - (x * x * x) / 3;
  }
  if (Math.abs(x) > 20) {
    return x < 0 ? -1 : 1;
  }
  const e = exp(2 * x);
  return (e - 1) / (e + 1);
}

/** Length of (x, y) or (x, y, z). No protection from overflow: coordinates are small. */
export function hypot(x: number, y: number, z = 0): number {
  return Math.sqrt(x * x + y * y + z * z);
}

/** Modified Bessel function of the first kind, order 0: the Kaiser window's. */
export function besselI0(x: number): number {
  const q = (x * x) / 4;
  let term = 1;
  let sum = 1;
  for (let k = 1; term > sum * 1e-17; k++) {
    term *= q / (k * k);
    sum += term;
  }
  return sum;
}
