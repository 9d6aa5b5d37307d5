import { describe, expect, it } from 'vitest';
import { createMemorySource } from '../../../../src/audio/index.ts';
import { createKernels } from '../../../../src/dsp/index.ts';
import { getLayout } from '../../../../src/layouts/index.ts';
import { analyseSource, describePlaces, PRESETS, timeCode } from '../../../../src/mastering/index.ts';
import { loudnessWeights, measureSource } from '../../../../src/metering/index.ts';
import { syllables } from '../../../fixtures/syllables.ts';
import { cleanStereo, noise, RATE } from './signals.ts';

describe('analyseSource', () => {
  it.each(['stereo', '5.1'])('measures %s as measureSource does, samples that are no numbers included', (name) => {
    const layout = getLayout(name);
    const signal = layout.speakers.map((_, c) => noise(4.123, 0.2, c));
    signal[0]![500] = NaN;
    signal[1]![190000] = Infinity;
    const { measured } = analyseSource(createKernels(128), createMemorySource(signal, RATE), layout.speakers);
    expect(measured).toEqual(measureSource(createKernels(64), createMemorySource(signal, RATE), loudnessWeights(layout)));
  });

  it.each([0, 1, 479, 4800, 4801])('takes a file of %i frames', (frames) => {
    const signal = [0, 1].map((c) => noise(1, 0.2, c).subarray(0, frames));
    const found = analyseSource(createKernels(128), createMemorySource(signal, RATE), getLayout('stereo').speakers);
    expect(found.lengthFrames).toBe(frames);
    expect(found.history.momentaryLufs.length).toBe(Math.ceil(frames / 4800));
  });

  it.each([8000, 11025, 44100, 192000])('works at %i Hz', (rate) => {
    const signal = [0, 1].map((c) => noise(1, 0.2, c, rate));
    const { speakers } = getLayout('stereo');
    const found = analyseSource(createKernels(128), createMemorySource(signal, rate), speakers);
    expect(found.measured).toEqual(measureSource(createKernels(64), createMemorySource(signal, rate), [1, 1]));
  });

  it('hears speech in the centre, and between the front pair where the centre is empty', () => {
    const { speakers } = getLayout('5.1');
    const voice = syllables(7);
    const silence = new Float32Array(voice.length);
    const ratio = (pair: Float32Array, centre: Float32Array): number => {
      const signal = speakers.map(({ label }) => (label === 'C' ? centre : label === 'L' || label === 'R' ? pair : silence));
      return analyseSource(createKernels(128), createMemorySource(signal, RATE), speakers).speech.ratio;
    };
    expect(ratio(silence, voice)).toBeGreaterThan(0.5);
    expect(ratio(voice, silence)).toBeCloseTo(ratio(silence, voice), 6);
    expect(ratio(voice, noise(7, 0.1, 7))).toBe(0);
  });

  it('finds nothing in a clean mix', () => {
    const { channels, pairs, alike, silence } = analyseSource(
      createKernels(128),
      createMemorySource(cleanStereo(), RATE),
      getLayout('stereo').speakers,
    );
    expect(channels.map(({ clips, clicks, dropouts }) => clips.count + clicks.count + dropouts.count)).toEqual([0, 0]);
    expect(pairs).toHaveLength(1);
    expect([alike.length, silence.gaps.count]).toEqual([0, 0]);
  });
});

describe('places in words', () => {
  it('are time codes with channels, the first three', () => {
    expect(timeCode(3723.4567)).toBe('1:02:03.457');
    expect(timeCode(0)).toBe('0:00.000');
    expect(describePlaces([{ fromSec: 1 }, { fromSec: 2, toSec: 3.5, channel: 'L' }])).toBe('0:01.000, L 0:02.000–0:03.500');
    expect(
      describePlaces(
        Array.from({ length: 5 }, () => ({ fromSec: 1 })),
        9,
      ),
    ).toBe('0:01.000, 0:01.000, 0:01.000, and 6 more');
  });
});

describe('the delivery presets', () => {
  it('have every delivery by name, with source and date', () => {
    const ids = PRESETS.map((preset) => preset.id);
    for (const id of [
      'umg',
      'tidal-atmos',
      'amazon-atmos',
      'netflix',
      'disney',
      'r128-s1',
      'r128-s4',
      'deezer',
      'cd',
      'vinyl',
      'archive',
    ]) {
      expect(ids).toContain(id);
    }
    expect(PRESETS.every((preset) => /^\d{4}-\d{2}$/.test(preset.date) && preset.source.length > 10)).toBe(true);
  });

  it('aim inside what they allow', () => {
    for (const { integratedLufs, truePeakDbtp } of PRESETS) {
      const { targetLufs, minLufs = -Infinity, maxLufs = Infinity } = integratedLufs;
      expect(targetLufs === undefined || (targetLufs >= minLufs && targetLufs <= maxLufs)).toBe(true);
      expect(truePeakDbtp).toBeLessThanOrEqual(0);
    }
  });
});
