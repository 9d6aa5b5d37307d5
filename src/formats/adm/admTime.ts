import { rational } from '../../base/index.ts';
import type { Rational } from '../../base/index.ts';

const TIME = /^(\d{1,5}):(\d{1,2}):(\d{1,2})(?:\.(\d{1,18})(?:S(\d{1,18}))?)?$/;

/**
 * An ADM time, exactly: `hh:mm:ss.zzzzz` with any number of decimals, or `hh:mm:ss.zzzzzSfffff`, zzzzz/fffff of a second (`00:00:01.24000S48000`).
 * Undefined where it is neither.
 * @source BS.2076-2 §6.13
 */
export function parseAdmTime(text: string): Rational | undefined {
  const match = TIME.exec(text);
  if (match === null) {
    return undefined;
  }
  const whole = Number(match[1]) * 3600 + Number(match[2]) * 60 + Number(match[3]);
  const digits = match[4];
  if (digits === undefined) {
    return rational(BigInt(whole));
  }
  if (match[5] === undefined) {
    return decimal(whole, digits);
  }
  const denominator = BigInt(match[5]);
  return denominator === 0n ? undefined : rational(BigInt(whole) * denominator + BigInt(digits), denominator);
}

/** Seconds as a plain decimal (`0.005208`), exactly; undefined where it is none or negative. */
export function parseAdmSeconds(text: string): Rational | undefined {
  const match = /^(\d{1,9})(?:\.(\d{0,18}))?$/.exec(text);
  return match === null ? undefined : decimal(Number(match[1]), match[2] ?? '');
}

/** `hh:mm:ss.zzzzz` for times that have at most 5 decimals, else `hh:mm:ss.zzzzzSfffff`, which has no rounding. */
export function formatAdmTime(time: Rational): string {
  const whole = time.numerator / time.denominator;
  const rest = time.numerator - whole * time.denominator;
  const two = (value: bigint): string => String(value).padStart(2, '0');
  const clock = `${two(whole / 3600n)}:${two((whole / 60n) % 60n)}:${two(whole % 60n)}`;
  return 100000n % time.denominator === 0n
    ? `${clock}.${String((rest * 100000n) / time.denominator).padStart(5, '0')}`
    : `${clock}.${rest}S${time.denominator}`;
}

/** A hundred thousand blocks have two times each: small numbers are reduced without big ones. */
function decimal(whole: number, digits: string): Rational {
  if (digits.length > 9 || whole > 4_000_000) {
    return rational(
      BigInt(whole) * BigInt(`1${'0'.repeat(digits.length)}`) + BigInt(digits === '' ? 0 : digits),
      BigInt(`1${'0'.repeat(digits.length)}`),
    );
  }
  let denominator = 1;
  for (let k = 0; k < digits.length; k++) {
    denominator *= 10;
  }
  const numerator = whole * denominator + Number(digits === '' ? 0 : digits);
  let a = numerator;
  let b = denominator;
  while (b !== 0) {
    const next = a % b;
    a = b;
    b = next;
  }
  return { numerator: BigInt(numerator / a), denominator: BigInt(denominator / a) };
}
