import { describe, expect, it } from 'vitest';
import { rational } from '../../../src/base/index.ts';
import { formatAdmTime, parseAdmSeconds, parseAdmTime } from '../../../src/formats/index.ts';

describe('BS.2076-2 §6.13: times', () => {
  it.each([
    ['00:00:00.00000', 0n, 1n],
    ['00:00:01.5', 3n, 2n],
    ['01:02:03.25', 14893n, 4n],
    ['00:00:00.00521', 521n, 100000n],
    ['00:00:00.005208333', 5208333n, 1000000000n],
    ['00:00:00.0000000001', 1n, 10000000000n],
    ['99:59:59', 359999n, 1n],
    ['00:00:01.24000S48000', 3n, 2n],
    ['00:00:00.00001S44100', 1n, 44100n],
    ['00:00:10.1001S30000', 301001n, 30000n],
  ])('%s is %s/%s seconds, exactly', (text, numerator, denominator) => {
    expect(parseAdmTime(text)).toEqual(rational(numerator, denominator));
  });

  it.each(['', '1.5', '00:00', '00:00:00:00', '-00:00:01', '00:00:1.', '00:00:01.5S0', '00:00:01S48000', 'aa:00:00', '00:00:01,5'])(
    '%j is no time',
    (text) => {
      expect(parseAdmTime(text)).toBeUndefined();
    },
  );

  it('an interpolation length is seconds', () => {
    expect(parseAdmSeconds('0.005208')).toEqual(rational(651n, 125000n));
    expect(parseAdmSeconds('2')).toEqual(rational(2n));
    expect(parseAdmSeconds('0.000000')).toEqual(rational(0n));
    expect(parseAdmSeconds('-1')).toBeUndefined();
    expect(parseAdmSeconds('')).toBeUndefined();
  });

  it('writes five decimals where they are exact and a fraction where they are not', () => {
    expect(formatAdmTime(rational(14893n, 4n))).toBe('01:02:03.25000');
    expect(formatAdmTime(rational(1n, 44100n))).toBe('00:00:00.1S44100');
  });
});
