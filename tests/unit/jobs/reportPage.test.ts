import { describe, expect, it } from 'vitest';
import { compareRenders, renderChecksOf, reportPage, type MasterReport, type RenderReport } from '../../../src/jobs/index.ts';
import type { QcCheck } from '../../../src/mastering/index.ts';

const render = (more: Partial<RenderReport> = {}): RenderReport => ({
  render: '5.1',
  file: 'band.5.1.wav',
  channels: 6,
  channelLabels: ['L', 'R', 'C', 'LFE', 'Ls', 'Rs'],
  sampleRateHz: 48000,
  frames: 480000,
  format: 'wav24',
  preset: 'atmos-music',
  integratedLufs: -18.02,
  lraLu: 6,
  maxMomentaryLufs: -14,
  maxShortTermLufs: -15,
  truePeakDbtp: -1.1,
  samplePeakDbfs: -1.3,
  gainDb: -1,
  maxGainReductionDb: 0.4,
  passed: true,
  checks: [{ rule: 'true-peak', passed: true, message: '−1.10 dBTP, ceiling −1.00' }],
  curves: {
    stepSec: 0.1,
    shortTermLufs: Array.from({ length: 100 }, (_, k) => (k < 30 ? null : -18)),
    thirdOctavesDb: Array.from({ length: 31 }, (_, k) => (k === 30 ? null : -30 - k)),
  },
  ...more,
});
const report = (renders: readonly RenderReport[], more: Partial<MasterReport> = {}): MasterReport => ({
  periphony: 1,
  title: 'Band',
  input: 'band.periphony.json',
  inputSha256: 'ab',
  renderer: 'r',
  meter: 'm',
  passed: renders.every((one) => one.passed),
  renders,
  warnings: [],
  ...more,
});
const check = (more: Partial<QcCheck>): QcCheck => ({
  rule: 'CLICK',
  name: 'Clicks',
  status: 'pass',
  isBinding: false,
  message: 'none',
  where: [],
  why: 'w',
  mend: '',
  ...more,
});

describe('reportPage', () => {
  it('needs nothing from elsewhere', () => {
    const page = reportPage(report([render()]));
    expect(page).not.toMatch(/<script|<link|src=|url\(|https?:/);
    expect(page).toContain('<svg');
    expect(page).not.toMatch(/NaN|undefined|Infinity/);
  });

  it('writes what users named as text', () => {
    const page = reportPage(report([render({ file: '<img>&".wav' })], { title: '<b>Band</b>' }));
    expect(page).toContain('&lt;b&gt;Band&lt;/b&gt;');
    expect(page).not.toContain('<img>');
  });

  it('puts failures first and explains them', () => {
    const page = reportPage(
      report([
        render({
          passed: false,
          checks: [
            { rule: 'PSR', passed: true, message: 'flat', severity: 'warning', why: 'pressed' },
            { rule: 'true-peak', passed: false, message: 'over' },
          ],
        }),
      ]),
    );
    expect(page).toContain('A delivery limit is not met');
    expect(page.indexOf('True peak</b>')).toBeLessThan(page.indexOf('Peak to loudness, locally</b>'));
    expect(page).toContain('Why it matters: pressed.');
  });

  it('shows who makes a render loud and who pushes its peaks, where asked for', () => {
    const page = reportPage(
      report([
        render({
          contributions: [
            { element: '<Kick>', lufs: -20, shareRatio: 0.75 },
            { element: 'Pad', lufs: null, shareRatio: 0.25 },
          ],
          peaks: [
            {
              atSec: 61.5,
              channel: 'Ls',
              dbtp: -0.5,
              elements: [
                { name: '<Kick>', db: -1, shareRatio: 1.05 },
                { name: 'Pad', db: -26, shareRatio: -0.05 },
              ],
            },
          ],
        }),
      ]),
    );
    expect(page).toMatch(/Who makes it loud.*&lt;Kick&gt;.*75 %.*Pad.*−∞.*25 %/s);
    expect(page).toMatch(/Who pushes the peaks.*1:01\.500.*Ls.*−0\.50.*&lt;Kick&gt; <b>105 %<\/b>, Pad <b>−5\.0 %/s);
    expect(page).not.toMatch(/<Kick>|NaN|undefined/);
    expect(reportPage(report([render()]))).not.toContain('Who ');
    const masked = { rule: 'MASK', passed: true, message: 'hidden', severity: 'warning' } as const;
    expect(reportPage(report([render()], { checks: [masked] }))).toContain('hidden');
  });

  it('draws silent and bare renders without plots', () => {
    const { curves: _, ...bare } = render({ integratedLufs: null, truePeakDbtp: null, preset: null });
    expect(reportPage(report([bare]))).not.toContain('<svg');
    const silent = render({ curves: { stepSec: 0.1, shortTermLufs: [null, null], thirdOctavesDb: [null, null] }, integratedLufs: null });
    expect(reportPage(report([silent]))).not.toMatch(/<svg|NaN/);
  });
});

describe('renderChecksOf', () => {
  it('advice passes with a warning, binding failures fail, what was not judged is left out', () => {
    expect(
      renderChecksOf([
        check({}),
        check({ status: 'skip' }),
        check({ status: 'fail', mend: 'fade it', where: [{ fromSec: 1.5, channel: 'L' }] }),
        check({ rule: 'FMT', status: 'fail', isBinding: true, mend: 'write it again' }),
      ]),
    ).toEqual([
      { rule: 'CLICK', passed: true, message: 'none' },
      { rule: 'CLICK', passed: true, message: 'none; fade it', severity: 'warning', why: 'w', where: 'L 0:01.500' },
      { rule: 'FMT', passed: false, message: 'none; write it again', severity: 'failure', why: 'w' },
    ]);
  });
});

describe('compareRenders', () => {
  it('compares at the gain of the mix, and only what has curves', () => {
    const { translation, checks } = compareRenders([render(), render({ render: 'stereo', integratedLufs: -14, gainDb: 4 })], {
      anchor: '5.1',
    });
    expect(translation).toMatchObject([{ deltaLu: 0 }, { deltaLu: -1 }]);
    expect(checks!.map((one) => one.rule)).toContain('XLATE');
    const { curves: _, ...bare } = render();
    expect(compareRenders([bare, render()])).toEqual({});
  });
});
