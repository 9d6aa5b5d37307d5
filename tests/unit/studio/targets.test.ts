import { describe, expect, it } from 'vitest';
import { PRESETS } from '../../../src/mastering/presetTable.ts';
import { judgeLoudness, TARGETS } from '../../../src/studio/state/targets.ts';

describe('the targets that the studio shows', () => {
  it.each(TARGETS.map((target) => [target.id, target] as const))('%s has the figures of its mastering preset', (id, target) => {
    const preset = PRESETS.find((candidate) => candidate.id === id)!;
    expect(preset).toBeDefined();
    expect(target.integratedLufs).toBe(preset.integratedLufs.targetLufs);
    expect(target.toleranceLu).toBe(preset.integratedLufs.toleranceLu);
    expect(target.ceilingDbtp).toBe(preset.truePeakDbtp);
    expect(target.measuredOn).toBe(preset.measuredOn);
    expect(target.isLimit).toBe(preset.integratedLufs.maxLufs === preset.integratedLufs.targetLufs);
  });

  it('judges a limit from above only, a target from both sides', () => {
    const [limit, target] = ['atmos-music', 'spotify'].map((id) => TARGETS.find((each) => each.id === id)!);
    expect(judgeLoudness(-18.2, limit!)).toEqual({ text: '0.2 under the limit', verdict: 'good' });
    expect(judgeLoudness(-30, limit!).verdict).toBe('good');
    expect(judgeLoudness(-17.8, limit!)).toEqual({ text: '0.2 over the limit', verdict: 'bad' });
    expect(judgeLoudness(-14.3, target!).verdict).toBe('good');
    expect(judgeLoudness(-15.3, target!)).toEqual({ text: '1.3 under the target', verdict: 'warn' });
    expect(judgeLoudness(-13.2, target!).verdict).toBe('bad');
  });
});
