import { describe, expect, it } from 'vitest';
import { createMemorySource } from '../../../../src/audio/index.ts';
import { createKernels } from '../../../../src/dsp/index.ts';
import {
  checkRenderSet,
  checkStems,
  findPreset,
  judgeObjects,
  measureStem,
  type ObjectFacts,
  type RenderFacts,
} from '../../../../src/mastering/index.ts';
import { add, noise, RATE, scaled, sine, wave } from './signals.ts';

const flat = Array.from({ length: 31 }, () => -40);
const render = (name: string, lufs: number, more: Partial<RenderFacts> = {}): RenderFacts => ({
  render: name,
  gainDb: 0,
  integratedLufs: lufs,
  maxShortTermLufs: lufs + 3,
  lraLu: 6,
  truePeakDbtp: -1,
  thirdOctavesDb: flat.map((level) => level + lufs + 18),
  ...more,
});

describe('checkRenderSet', () => {
  const translation = (...renders: RenderFacts[]): string => checkRenderSet(renders, { anchor: '5.1' }).checks[0]!.status;

  it('XLATE warns from 2 LU of spread and fails from 4, at the gain of the mix', () => {
    expect(translation(render('5.1', -18), render('stereo', -19))).toBe('pass');
    expect(translation(render('5.1', -18), render('stereo', -21))).toBe('warn');
    expect(translation(render('5.1', -18), render('stereo', -23))).toBe('fail');
    expect(translation(render('5.1', -18), render('stereo', -14, { gainDb: 4 }))).toBe('pass');
    expect(translation(render('5.1', -18))).toBe('skip');
  });

  it('XLATE fails an element that a downmix loses, and warns of a band that moves', () => {
    const elements = (lufs: number): Partial<RenderFacts> => ({ elements: [{ name: 'Choir', lufs }] });
    const lost = checkRenderSet([render('5.1', -18, elements(-24)), render('stereo', -18, elements(-32))], { anchor: '5.1' });
    expect(lost.checks[0]).toMatchObject({ status: 'fail', message: expect.stringContaining('Choir loses 8.0 dB in stereo') });
    expect(lost.passed).toBe(true);
    const dull = { thirdOctavesDb: flat.map((level, k) => (k > 25 ? level - 6 : level)) };
    expect(translation(render('5.1', -18), render('stereo', -18, dull))).toBe('warn');
  });

  it('LFE-USE finds bass that stereo does not have', () => {
    const boosted = (db: number): Partial<RenderFacts> => ({ thirdOctavesDb: flat.map((level, k) => (k < 8 ? level + db : level)) });
    const lfe = (db: number): string => checkRenderSet([render('7.1.4', -18, boosted(db)), render('stereo', -18)]).checks[1]!.status;
    expect([lfe(3), lfe(8), lfe(14)]).toEqual(['pass', 'warn', 'fail']);
    expect(checkRenderSet([render('7.1.4', -18)]).checks[1]!.status).toBe('skip');
  });

  it('gives a row a render, against the anchor', () => {
    expect(checkRenderSet([render('7.1.4', -17), render('5.1', -18)], { anchor: '5.1' }).matrix).toMatchObject([
      { render: '7.1.4', deltaLu: 1, plrLu: 16 },
      { render: '5.1', deltaLu: 0, bandsDb: [0, 0, 0, 0] },
    ]);
  });
});

describe('checkStems', () => {
  const stem = (name: string, signal: Float32Array, isDialogue = false): ReturnType<typeof measureStem> =>
    measureStem(createKernels(64), createMemorySource([signal], RATE), { name, isDialogue });
  const voice = add(wave(6, sine(1500, 0.1)), wave(6, sine(2500, 0.1)));

  it('MASK warns of stems that share a band for a third of the time', () => {
    const a = stem('Pad', noise(6, 0.1, 1));
    expect(checkStems([a, stem('Strings', noise(6, 0.1, 2))])).toMatchObject({
      status: 'warn',
      message: expect.stringContaining('Pad and Strings'),
    });
    expect(checkStems([a, stem('Bell', scaled(noise(6, 0.1, 2), 0.2))]).status).toBe('pass');
    expect(checkStems([a]).status).toBe('skip');
  });

  it('MASK fails dialogue that does not stand out where words are', () => {
    const loud = stem('Music', noise(6, 1, 3));
    expect(checkStems([stem('Voice', voice, true), loud])).toMatchObject({ status: 'fail', where: [{ channel: 'Voice' }] });
    expect(checkStems([stem('Voice', voice, true), stem('Music', noise(6, 0.02, 3))]).status).toBe('pass');
    expect(stem('Empty', new Float32Array(RATE)).peak).toBe(0);
  });
});

describe('judgeObjects', () => {
  const judge = (facts: Partial<ObjectFacts>): ((rule: string) => string) => {
    const { checks } = judgeObjects({ lengthSec: 60, ...facts }, findPreset('umg'));
    return (rule) => checks.find((check) => check.rule === rule)!.status;
  };
  const objects = (...peaks: number[]): ObjectFacts['objectPeaks'] & {} => peaks.map((peak, k) => ({ name: `Object ${k}`, peak }));

  it('EMPTY fails a declared object that is silent, binding for labels', () => {
    expect(judge({ objectPeaks: objects(0.1, 0.001) })('EMPTY')).toBe('pass');
    expect(judge({ objectPeaks: objects(0.1, 1e-5) })('EMPTY')).toBe('fail');
    expect(judgeObjects({ lengthSec: 60, objectPeaks: objects(0) }, findPreset('umg')).passed).toBe(false);
    expect(judgeObjects({ lengthSec: 60, objectPeaks: objects(0) }).passed).toBe(true);
  });

  it('FMT fails objects at a rate that the delivery does not take', () => {
    const at = (sampleRateHz: number): boolean => judgeObjects({ lengthSec: 60, sampleRateHz }, findPreset('atmos-music')).passed;
    expect([at(48000), at(96000), at(44100)]).toEqual([true, true, false]);
    expect(judgeObjects({ lengthSec: 60, sampleRateHz: 44100 }).passed).toBe(true);
  });

  it('BINMODE judges the file’s own modes', () => {
    expect([judge({ binauralModes: ['near', 'off'] })('BINMODE'), judge({ binauralModes: ['off'] })('BINMODE')]).toEqual(['pass', 'fail']);
    expect([judge({ binauralModes: ['mid', 'mid'] })('BINMODE'), judge({})('BINMODE')]).toEqual(['warn', 'skip']);
  });

  it('SIL-TAIL fails a master that is a frame longer or shorter than the stereo one', () => {
    const at = (stereoLengthSec: number): string => judge({ stereoLengthSec })('SIL-TAIL');
    expect([at(60.04), at(60.05), at(59.95)]).toEqual(['pass', 'fail', 'fail']);
    expect(judge({})('SIL-TAIL')).toBe('skip');
  });
});
