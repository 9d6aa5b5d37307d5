import { describe, expect, it } from 'vitest';
import { getLayout } from '../../../src/layouts/index.ts';
import { PRESETS, findPreset, limiterGroups } from '../../../src/mastering/index.ts';

describe('presets', () => {
  it('have the numbers of their sources', () => {
    expect(findPreset('atmos-music')).toMatchObject({
      integratedLufs: { targetLufs: -18, maxLufs: -18 },
      truePeakDbtp: -1,
      measuredOn: '5.1',
    });
    expect(findPreset('r128')).toMatchObject({ integratedLufs: { targetLufs: -23, toleranceLu: 0.2 }, truePeakDbtp: -1 });
    expect(findPreset('spotify')).toMatchObject({ integratedLufs: { targetLufs: -14 }, truePeakDbtp: -1 });
    expect(findPreset('apple-music')).toMatchObject({ integratedLufs: { targetLufs: -16 }, truePeakDbtp: -1 });
  });

  it('each have an id of their own, a source, and a layout that exists', () => {
    expect(new Set(PRESETS.map((preset) => preset.id)).size).toBe(PRESETS.length);
    for (const preset of PRESETS) {
      expect(preset.source).not.toBe('');
      expect(preset.measuredOn === undefined || getLayout(preset.measuredOn).speakers.length > 0).toBe(true);
    }
  });

  it('an unknown one is named, with those that are known', () => {
    expect(() => findPreset('loud')).toThrow(
      expect.objectContaining({ code: 'preset.unknown', hint: expect.stringContaining('atmos-music') }),
    );
  });
});

describe('limiterGroups', () => {
  it('links the image and leaves each LFE alone', () => {
    expect(limiterGroups([false, false, false, true, false, false])).toEqual([[0, 1, 2, 4, 5], [3]]);
    expect(limiterGroups([false, false])).toEqual([[0, 1]]);
    expect(limiterGroups([true])).toEqual([[0]]);
  });
});
