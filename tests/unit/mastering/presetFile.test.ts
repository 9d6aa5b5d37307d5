import { describe, expect, it } from 'vitest';
import { deliveryRateHz, findPreset, parsePreset } from '../../../src/mastering/index.ts';

const parse = (preset: object): ReturnType<typeof parsePreset> =>
  parsePreset(JSON.stringify({ periphonyPreset: 1, ...preset }), 'mine.json');

describe('a preset of one’s own', () => {
  it('takes what it does not say from the preset that it extends', () => {
    const mine = parse({ id: 'my-label', extends: 'atmos-music', truePeakDbtp: -1.5 });
    expect(mine).toMatchObject({
      id: 'my-label',
      title: 'my-label',
      truePeakDbtp: -1.5,
      measuredOn: '5.1',
      confidence: 'own',
      source: 'mine.json',
    });
    expect(mine.integratedLufs).toEqual(findPreset('atmos-music').integratedLufs);
  });

  it('stands alone with a loudness and a ceiling', () => {
    expect(parse({ id: 'loud', integratedLufs: { targetLufs: -9 }, truePeakDbtp: -0.5 })).toMatchObject({
      integratedLufs: { targetLufs: -9, toleranceLu: 0.5 },
      truePeakDbtp: -0.5,
    });
  });

  it.each([
    ['no JSON', '{', 'preset.json', 'is not JSON'],
    ['another version', '{"periphonyPreset":2,"id":"a"}', 'project.field', 'periphonyPreset'],
    ['no loudness', '{"periphonyPreset":1,"id":"a"}', 'preset.field', 'integratedLufs is missing'],
    ['no ceiling', '{"periphonyPreset":1,"id":"a","integratedLufs":{}}', 'preset.field', 'truePeakDbtp is missing'],
    ['a ceiling above full scale', '{"periphonyPreset":1,"id":"a","extends":"cd","truePeakDbtp":3}', 'project.field', 'truePeakDbtp'],
    ['a field nobody knows', '{"periphonyPreset":1,"id":"a","extends":"cd","lufs":3}', 'project.unknown-field', 'lufs'],
    ['an unknown parent', '{"periphonyPreset":1,"id":"a","extends":"cassette"}', 'project.field', 'extends is "cassette"'],
    ['a render nobody knows', '{"periphonyPreset":1,"id":"a","extends":"cd","measuredOn":"adm"}', 'project.field', 'measuredOn is "adm"'],
    ['a word length that is none', '{"periphonyPreset":1,"id":"a","extends":"cd","bits":[17.5]}', 'project.field', 'bits'],
    ['a broken rate', '{"periphonyPreset":1,"id":"a","extends":"cd","sampleRatesHz":[44100.5]}', 'project.field', 'sampleRatesHz'],
    [
      'a target above its limit',
      '{"periphonyPreset":1,"id":"a","integratedLufs":{"targetLufs":-10,"maxLufs":-20},"truePeakDbtp":-1}',
      'preset.contradiction',
      'integratedLufs.targetLufs is -10',
    ],
    ['a range upside down', '{"periphonyPreset":1,"id":"a","extends":"cd","lraLu":{"min":9,"max":3}}', 'preset.contradiction', 'lraLu.min'],
    ['no object', '[]', 'project.field', 'the file is a list'],
  ])('is refused with %s', (_, text, code, words) => {
    let thrown: unknown;
    try {
      parsePreset(text, 'mine.json');
    } catch (error) {
      thrown = error;
    }
    expect(thrown).toMatchObject({ code, at: 'mine.json' });
    expect((thrown as Error).message).toContain(words);
  });
});

describe('the rate of a delivery', () => {
  it.each([
    ['cd', 48000, 44100],
    ['cd', 44100, 44100],
    ['netflix', 96000, 48000],
    ['atmos-music', 44100, 48000],
    ['atmos-music', 88200, 96000],
    ['spotify', 88200, 88200],
    ['vinyl', 88200, 88200],
  ])('%s of a session at %i Hz is at %i Hz', (id, from, to) => {
    expect(deliveryRateHz(findPreset(id), from)).toBe(to);
  });
});
