/**
 * An exact time in seconds: numerator over denominator, both whole, the denominator positive, lowest terms.
 * ADM writes times as decimals of any length or as fractions of frames; they stay exact until a plan turns them into frames.
 */
export interface Rational {
  readonly numerator: bigint;
  readonly denominator: bigint;
}

export const ZERO: Rational = { numerator: 0n, denominator: 1n };

export function rational(numerator: bigint, denominator = 1n): Rational {
  if (denominator === 0n) {
    throw new RangeError('a rational needs a denominator');
  }
  const sign = denominator < 0n ? -1n : 1n;
  const divisor = greatestCommonDivisor(numerator < 0n ? -numerator : numerator, denominator * sign);
  return { numerator: (sign * numerator) / divisor, denominator: (sign * denominator) / divisor };
}

function greatestCommonDivisor(a: bigint, b: bigint): bigint {
  while (b !== 0n) {
    [a, b] = [b, a % b];
  }
  return a === 0n ? 1n : a;
}

export function addRational(a: Rational, b: Rational): Rational {
  return rational(a.numerator * b.denominator + b.numerator * a.denominator, a.denominator * b.denominator);
}

export function subtractRational(a: Rational, b: Rational): Rational {
  return rational(a.numerator * b.denominator - b.numerator * a.denominator, a.denominator * b.denominator);
}

/** Negative, zero or positive as a is before, at or after b. */
export function compareRational(a: Rational, b: Rational): number {
  const difference = a.numerator * b.denominator - b.numerator * a.denominator;
  return difference < 0n ? -1 : difference > 0n ? 1 : 0;
}

export function rationalToNumber(value: Rational): number {
  return Number(value.numerator) / Number(value.denominator);
}

/**
 * The first frame at or after a time: a block owns frame n if and only if start ≤ n / rate < end.
 * @source ITU-R BS.2127-1 timing; EAR: ceil(time · fs)
 */
export function firstFrameAt(time: Rational, sampleRateHz: number): number {
  const scaled = time.numerator * BigInt(sampleRateHz);
  const floor = scaled / time.denominator;
  return Number(floor) + (floor * time.denominator < scaled ? 1 : 0);
}

/** Parses a plain decimal: `1.25`, `-0.0052083`. Exactly. */
export function rationalFromDecimal(text: string): Rational | undefined {
  const match = /^(-?)(\d+)(?:\.(\d+))?$/.exec(text);
  if (match === null) {
    return undefined;
  }
  const fraction = match[3] ?? '';
  const magnitude = BigInt(match[2]! + fraction);
  return rational(match[1] === '-' ? -magnitude : magnitude, BigInt(`1${'0'.repeat(fraction.length)}`));
}
