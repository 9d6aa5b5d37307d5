// Oracle: the host's own functions, which every current engine keeps within 1 ulp; ours must stay within 2 ulp of them.
import { describe, expect, it } from 'vitest';
import * as ours from '../../../src/base/index.ts';

const grid = (low: number, high: number): number[] => Array.from({ length: 4001 }, (_, k) => low + ((high - low) * k) / 4000);

describe('base/math against the host, 3 ulp', () => {
  it.each([
    ['exp', ours.exp, Math.exp, -40, 40],
    ['log', ours.log, Math.log, 1e-6, 50],
    ['sin', ours.sin, Math.sin, -50, 50],
    ['cos', ours.cos, Math.cos, -50, 50],
    ['atan', ours.atan, Math.atan, -30, 30],
    ['asin', ours.asin, Math.asin, -1, 1],
    ['acos', ours.acos, Math.acos, -1, 1],
  ] as const)('%s', (_name, mine, theirs, low, high) => {
    for (const x of grid(low, high)) {
      const expected = theirs(x);
      expect(Math.abs(mine(x) - expected), `at ${x}`).toBeLessThanOrEqual(3 * Math.max(Math.abs(expected), 2 ** -4) * 2 ** -52);
    }
  });

  it('keeps the ends', () => {
    expect(ours.exp(-Infinity)).toBe(0);
    expect(ours.exp(0)).toBe(1);
    expect(ours.log(0)).toBe(-Infinity);
    expect(ours.log(1)).toBe(0);
    expect(ours.log(5e-324)).toBeCloseTo(Math.log(5e-324), 10);
    expect(ours.atan2(0, -1)).toBe(Math.PI);
    expect(ours.dbToGain(0)).toBe(1);
    expect(ours.dbToGain(20)).toBeCloseTo(10, 12);
    expect(ours.gainToDb(0)).toBe(-Infinity);
  });
});
