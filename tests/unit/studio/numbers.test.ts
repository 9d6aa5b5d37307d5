// Expected time codes: SMPTE ST 12-1 (drop-frame counting: labels 0 and 1 are left out of every minute but each tenth).
import { describe, expect, it } from 'vitest';
import { parseValue } from '../../../src/studio/controls/parseValue.ts';
import { FADER, linearScale, logScale, stepped } from '../../../src/studio/controls/scale.ts';
import { formatDb, formatHz, formatNumber, formatSigned } from '../../../src/studio/theme/format.ts';
import { formatBar, formatTimecode } from '../../../src/studio/theme/timecode.ts';

describe('numbers as the studio writes them', () => {
  it('has a true minus sign and never a negative zero', () => {
    expect(formatNumber(-6, 1)).toBe('\u22126.0');
    expect(formatNumber(-0.04, 1)).toBe('0.0');
    expect(formatSigned(2)).toBe('+2.0');
    expect(formatSigned(0.04)).toBe('0.0');
  });

  it('calls silence minus infinity', () => {
    expect(formatDb(-144)).toBe('\u2212\u221e');
    expect(formatDb(-Infinity)).toBe('\u2212\u221e');
  });

  it('writes frequencies as a mixer says them', () => {
    expect(formatHz(80)).toBe('80 Hz');
    expect(formatHz(1250)).toBe('1.25 kHz');
    expect(formatHz(12_000)).toBe('12.0 kHz');
  });
});

describe('numbers as a person types them', () => {
  it.each([
    ['-6', 'db', -6],
    ['-6 dB', 'db', -6],
    ['\u22126,5', 'db', -6.5],
    ['-inf', 'db', -Infinity],
    ['80hz', 'hz', 80],
    ['1.2k', 'hz', 1200],
    ['2 kHz', 'hz', 2000],
    ['0.2 s', 'ms', 200],
    ['50%', 'plain', 0.5],
    ['4:1', 'ratio', 4],
    ['.25', 'plain', 0.25],
  ] as const)('%s as %s is %d', (text, unit, value) => {
    expect(parseValue(text, unit)).toBeCloseTo(value, 12);
  });

  it.each([
    ['', 'db'],
    ['six', 'db'],
    ['6 Hz', 'db'],
    ['1e9', 'hz'],
    ['--3', 'db'],
  ] as const)('"%s" is no value in %s', (text, unit) => {
    expect(parseValue(text, unit)).toBeUndefined();
  });
});

describe('time code', () => {
  it.each([
    [0, '24', '00:00:00:00'],
    [12.5, '24', '00:00:12:12'],
    [3661 + 7 / 25, '25', '01:01:01:07'],
    [3600 * 1.001, '23.976', '01:00:00:00'],
    [(1799 * 1001) / 30_000, '29.97df', '00:00:59;29'],
    [(1800 * 1001) / 30_000, '29.97df', '00:01:00;02'],
    [(17_981 * 1001) / 30_000, '29.97df', '00:09:59;29'],
    [(17_982 * 1001) / 30_000, '29.97df', '00:10:00;00'],
    [(107_892 * 1001) / 30_000, '29.97df', '01:00:00;00'],
    [(1800 * 1001) / 30_000, '29.97', '00:01:00:00'],
  ] as const)('%d s at %s is %s', (sec, rate, text) => {
    expect(formatTimecode(sec, rate)).toBe(text);
  });

  it('counts bars and beats from one', () => {
    expect(formatBar(0, 120)).toBe('1.1');
    expect(formatBar(12.5, 120)).toBe('7.2');
  });
});

describe('a control’s travel', () => {
  it('has 0 dB at three quarters of a fader, silence at its bottom, and no value twice', () => {
    expect(FADER.toRatio(0)).toBe(0.75);
    expect(FADER.toValue(0.75)).toBe(0);
    expect(FADER.toValue(0)).toBe(-144);
    expect(FADER.toValue(1)).toBe(12);
    for (let k = 1; k <= 200; k++) {
      expect(FADER.toValue(k / 200)).toBeGreaterThan(FADER.toValue((k - 1) / 200));
      expect(FADER.toRatio(FADER.toValue(k / 200))).toBeCloseTo(k / 200, 9);
    }
  });

  it('steps by a factor on a logarithmic scale, by an amount on a linear one, and stops at the ends', () => {
    expect(stepped(logScale(20, 20_000, 0.02), 1000, 1, false)).toBeCloseTo(1020, 9);
    expect(stepped(linearScale(-1, 1, 0.01), 0.5, 1, false)).toBeCloseTo(0.51, 12);
    expect(stepped(linearScale(-1, 1, 0.01), 0.5, 1, true)).toBeCloseTo(0.501, 12);
    expect(stepped(linearScale(-1, 1, 0.01), 0.999, 10, false)).toBe(1);
  });
});
