import { describe, expect, it } from 'vitest';
import { PRESETS } from '../../../src/mastering/index.ts';
import { describeTarget, findTarget, judgeLoudness, targetOf } from '../../../src/studio/state/targets.ts';

const TARGETS = PRESETS.map(targetOf);

describe('the targets that the studio shows', () => {
  it('are the mastering presets, each in words', () => {
    expect(describeTarget(findTarget(TARGETS, 'atmos-music'))).toBe('at most \u221218 LUFS on the 5.1, \u22121 dBTP');
    expect(describeTarget(findTarget(TARGETS, 'spotify'))).toBe('\u221214 LUFS, \u22121 dBTP');
    expect(describeTarget(findTarget(TARGETS, 'netflix'))).toBe('\u221227 LUFS on dialogue, else \u221224 LUFS on the 5.1, \u22122 dBTP');
    for (const target of TARGETS) {
      expect(describeTarget(target)).not.toMatch(/NaN|undefined/);
    }
  });

  it('falls back to the first for a name it does not know', () => {
    expect(findTarget(TARGETS, 'no such preset')).toBe(TARGETS[0]);
  });

  it('judges a limit from above only, a target from both sides', () => {
    const [limit, target] = ['atmos-music', 'spotify'].map((id) => findTarget(TARGETS, id));
    expect(judgeLoudness(-18.2, limit!)).toEqual({ text: '0.2 under the limit', verdict: 'good' });
    expect(judgeLoudness(-30, limit!).verdict).toBe('good');
    expect(judgeLoudness(-17.8, limit!)).toEqual({ text: '0.2 over the limit', verdict: 'bad' });
    expect(judgeLoudness(-14.3, target!).verdict).toBe('good');
    expect(judgeLoudness(-15.3, target!)).toEqual({ text: '1.3 under the target', verdict: 'warn' });
    expect(judgeLoudness(-13.2, target!).verdict).toBe('bad');
  });

  it('finds nothing wrong with any loudness where none is asked for', () => {
    const free = targetOf({ ...PRESETS[0]!, integratedLufs: { toleranceLu: 0.5 } });
    expect(judgeLoudness(-3, free).verdict).toBe('good');
    expect(describeTarget(free)).toMatch(/^any loudness/);
  });
});
