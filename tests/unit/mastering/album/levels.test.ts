import { describe, expect, it } from 'vitest';
import {
  albumPractice,
  changedDifferencesLu,
  findPreset,
  relativeGainsDb,
  trackAims,
  type RunLevels,
} from '../../../../src/mastering/index.ts';

const run = (sourceLufs: number, offsetDb = 0, processedLufs = sourceLufs): RunLevels => ({ sourceLufs, processedLufs, offsetDb });

describe('relativeGainsDb', () => {
  it('keeps differences: no gain at all, but for wishes', () => {
    expect(relativeGainsDb([run(-20), run(-12), run(-30, 1.5)], 1)).toEqual([0, 0, 1.5]);
  });

  it('takes back what the tone matching changed', () => {
    expect(relativeGainsDb([run(-20, 0, -19), run(-12)], 1)).toEqual([-1, 0]);
  });

  it('without differences all meet at the one in the middle', () => {
    const levels = [run(-20), run(-12), run(-15)];
    const gains = relativeGainsDb(levels, 0);
    expect(levels.map(({ sourceLufs }, k) => sourceLufs + gains[k]!)).toEqual([-15, -15, -15]);
    expect(relativeGainsDb(levels, 0.5)).toEqual([2.5, -1.5, 0]);
  });

  it('keeps no difference from the run in the middle larger than is allowed', () => {
    // −30 and −12 stay 4 from −20; −18 stays 2.
    expect(relativeGainsDb([run(-30), run(-20), run(-18), run(-12)], 1, 4)).toEqual([6, 0, 0, -4]);
  });

  it('silence stays as it is', () => {
    expect(relativeGainsDb([run(-Infinity), run(-12), run(-14)], 0)).toEqual([0, -2, 0]);
  });
});

describe('albumPractice', () => {
  it.each([
    ['spotify', { loudnessOf: 'whole', targetLufs: -14 }],
    ['apple-music', { loudnessOf: 'whole', targetLufs: -16 }],
    ['tidal', { loudnessOf: 'loudestTrack', targetLufs: -14 }],
    // TD1008: tracks at −16, the loudest of an album at −14.
    ['aes77', { loudnessOf: 'loudestTrack', targetLufs: -14 }],
    ['atmos-music', { loudnessOf: 'loudestTrack', maxLufs: -18 }],
    ['vinyl', { loudnessOf: 'loudestTrack', maxLufs: -12 }],
  ])('%s', (id, expected) => {
    expect(albumPractice(findPreset(id))).toMatchObject(expected);
  });

  it('the album’s own wish comes first', () => {
    expect(albumPractice(findPreset('spotify'), 'loudestTrack')).toMatchObject({ loudnessOf: 'loudestTrack', targetLufs: -14 });
    expect(albumPractice(findPreset('aes77'), 'whole')).toMatchObject({ loudnessOf: 'whole', targetLufs: -16 });
  });
});

describe('trackAims', () => {
  it('the target, with wishes on top', () => {
    expect(trackAims([run(-20), run(-10, -2)], findPreset('spotify'))).toEqual([{ targetLufs: -14 }, { targetLufs: -16 }]);
  });

  it('a wish never goes over a limit', () => {
    expect(trackAims([run(-20, 3)], findPreset('atmos-music'))).toEqual([{ targetLufs: -18, maxLufs: -18 }]);
  });

  it('without a target all meet at the one in the middle, under the limit', () => {
    expect(trackAims([run(-20), run(-8), run(-15)], findPreset('cd')).map((aim) => aim.targetLufs)).toEqual([-15, -15, -15]);
    expect(trackAims([run(-9), run(-8)], findPreset('vinyl')).map((aim) => aim.targetLufs)).toEqual([-12, -12]);
  });
});

it('changedDifferencesLu: a common gain changes none', () => {
  expect(changedDifferencesLu([-20, -12, -Infinity], [-18, -10, -Infinity])).toBe(0);
  expect(changedDifferencesLu([-20, -12], [-18, -12])).toBe(2);
});
