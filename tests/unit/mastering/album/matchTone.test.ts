import { describe, expect, it } from 'vitest';
import { averageTone, matchTone, TONE_LIMIT_DB, type BandCurve } from '../../../../src/mastering/index.ts';
import { THIRD_OCTAVES_HZ } from '../../../../src/metering/index.ts';

/** −3 dB an octave, tilted by so many dB an octave about 1 kHz. */
const slope = (tiltDbPerOct: number, levelDb = -40): BandCurve =>
  THIRD_OCTAVES_HZ.map((hz) => levelDb + (tiltDbPerOct - 3) * Math.log2(hz / 1000));
const at = (values: readonly number[], hz: number): number => values[THIRD_OCTAVES_HZ.findIndex((centre) => centre > hz * 0.95)]!;

describe('matchTone', () => {
  const bright = slope(0.5);
  const dark = slope(-0.5, -60);

  it('takes a bright and a dark track towards each other, whatever their levels', () => {
    const { moves } = matchTone([bright, dark], [1, 1], 1, 48000);
    const [down, up] = moves.map((move) => move.responseDb);
    // The average is between the two: half a decibel an octave for each, within the limit.
    expect(at(down!, 4000) - at(down!, 250)).toBeCloseTo(-2, 0);
    expect(at(up!, 4000) - at(up!, 250)).toBeCloseTo(2, 0);
    expect(moves.every((move) => move.eq?.phase === 'linear')).toBe(true);
  });

  it('half the amount is half the move', () => {
    const whole = matchTone([bright, dark], [1, 1], 1, 48000).moves[1]!.responseDb;
    const half = matchTone([bright, dark], [1, 1], 0.5, 48000).moves[1]!.responseDb;
    expect(at(half, 4000) - at(half, 250)).toBeCloseTo((at(whole, 4000) - at(whole, 250)) / 2, 0);
  });

  it('never does more than the limit', () => {
    const { moves } = matchTone([slope(4), slope(-4)], [1, 1], 1, 48000);
    for (const { responseDb } of moves) {
      expect(Math.max(...responseDb.map(Math.abs))).toBeLessThanOrEqual(TONE_LIMIT_DB + 0.05);
    }
  });

  it('does nothing for amount 0, equal tracks, one track, or silence', () => {
    const still = (levels: readonly BandCurve[], amount = 1): boolean =>
      matchTone(
        levels,
        levels.map(() => 1),
        amount,
        48000,
      ).moves.every((move) => move.eq === null);
    expect(still([bright, dark], 0)).toBe(true);
    expect(still([bright, slope(0.5, -10)])).toBe(true);
    expect(still([bright])).toBe(true);
    expect(still([bright, bright.map(() => null)])).toBe(true);
  });

  it('a run counts for its tracks', () => {
    const average = averageTone([slope(1), slope(-1)], [3, 1]);
    const even = averageTone([slope(1), slope(-1)], [1, 1]);
    const tilt = (curve: BandCurve): number => at(curve as number[], 4000) - at(curve as number[], 250);
    // Four octaves from 250 Hz to 4 kHz: half of +1 dB an octave remains.
    expect(tilt(average) - tilt(even)).toBeCloseTo(2, 1);
  });
});
