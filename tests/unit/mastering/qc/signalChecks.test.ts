import { describe, expect, it } from 'vitest';
import { dbToGain } from '../../../../src/base/index.ts';
import { add, cleanStereo, noise, qc, RATE, rounded, scaled, sine, wave } from './signals.ts';

const clean = cleanStereo();
const cleanChecks = qc(clean, { preset: 'archive' });

/** A copy of the clean mix with its left channel changed. */
const withLeft = (change: (left: Float32Array) => void): Float32Array[] => {
  const left = clean[0]!.slice();
  change(left);
  return [left, clean[1]!];
};

describe('the checks of a signal that has nothing wrong', () => {
  it.each([
    'FMT',
    'CH-ORDER',
    'TP-MAX',
    'MAX-S',
    'MAX-M',
    'PLR',
    'PSR',
    'CODEC',
    'CLIP-FLAT',
    'DROPOUT',
    'CLICK',
    'SIL-HEAD',
    'SIL-MID',
    'SIL-TAIL',
    'EMPTY',
    'DC',
    'HUM',
    'PHASE',
    'MONO',
    'POLARITY',
    'BANDLIM',
    'BITS',
  ] as const)('%s passes', (rule) => {
    expect(cleanChecks(rule)).toMatchObject({ status: 'pass', where: [], mend: '' });
  });

  it.each(['NOISE-FLOOR', 'LRA', 'HEADROOM', 'DIAL', 'LDR', 'TONAL', 'BINMODE'] as const)('%s has nothing to go by', (rule) => {
    expect(cleanChecks(rule).status).toBe('skip');
  });
});

describe('CLIP-FLAT', () => {
  it('finds flat tops, where and how long', () => {
    const clipped = clean.map((channel) => channel.map((x) => Math.max(-0.98, Math.min(0.98, x * 12))));
    const check = qc(clipped)('CLIP-FLAT');
    expect(check.status).toBe('fail');
    expect(check.where[0]!.channel).toMatch(/^[LR]$/);
    expect(check.why).not.toBe('');
    expect(check.mend).not.toBe('');
  });

  it('warns of a single one and finds clipping that was turned down later', () => {
    expect(qc(withLeft((left) => left.fill(0.97, 60000, 60004)))('CLIP-FLAT')).toMatchObject({
      status: 'warn',
      where: [{ channel: 'L', fromSec: 1.25 }],
    });
    const quieter = clean.map((channel) => channel.map((x) => 0.4 * Math.max(-0.98, Math.min(0.98, x * 20))));
    expect(qc(quieter)('CLIP-FLAT').status).toBe('fail');
  });

  it('takes neither a slow wave at 16 bits nor a steady value for clipping', () => {
    const slow = rounded(wave(3, sine(30, 0.99)), 16);
    expect(qc([slow, slow])('CLIP-FLAT').status).toBe('pass');
    expect(qc([new Float32Array(RATE).fill(0.99), new Float32Array(RATE).fill(0.99)])('CLIP-FLAT').status).toBe('pass');
  });
});

describe('DC', () => {
  it('warns from 0.05 % and fails from 0.5 % of full scale', () => {
    const shifted = (dc: number): Float32Array[] => clean.map((channel) => channel.map((x) => x + dc));
    expect(qc(shifted(0.002))('DC').status).toBe('warn');
    expect(qc(shifted(-0.01))('DC').status).toBe('fail');
    expect(qc(clean.map((channel) => add(channel, wave(5, sine(25, 0.5)))))('DC').status).toBe('pass');
  });

  it('finds an offset that only a part of the programme has', () => {
    const long = noise(16, 0.02, 4);
    const highPassed = long.map((x, n) => x - (long[n - 1] ?? 0) + (n > 5 * RATE && n < 12 * RATE ? 0.004 : 0));
    expect(qc([highPassed, highPassed])('DC').where[0]).toMatchObject({ channel: 'L', fromSec: 5, toSec: 10 });
  });
});

describe('silence', () => {
  const silence = (sec: number): Float32Array => new Float32Array(sec * RATE);
  const joined = (...parts: readonly Float32Array[]): Float32Array => {
    const whole = new Float32Array(parts.reduce((sum, part) => sum + part.length, 0));
    let at = 0;
    for (const part of parts) {
      whole.set(part, at);
      at += part.length;
    }
    return whole;
  };
  const around = (head: number, tail: number): Float32Array[] => clean.map((channel) => joined(silence(head), channel, silence(tail)));

  it('SIL-HEAD warns from 0.5 s and fails from 2 s', () => {
    expect(qc(around(1, 0))('SIL-HEAD').status).toBe('warn');
    expect(qc(around(2.5, 0))('SIL-HEAD').status).toBe('fail');
  });

  it('SIL-TAIL warns from 3 s, and fails where the stereo master is of another length', () => {
    expect(qc(around(0, 4))('SIL-TAIL')).toMatchObject({ status: 'warn', where: [{ toSec: 9 }] });
    expect(qc(clean, { context: { stereoLengthSec: 5.1 } })('SIL-TAIL')).toMatchObject({ status: 'fail', isBinding: true });
    expect(qc(clean, { context: { stereoLengthSec: 5.04 } })('SIL-TAIL').status).toBe('pass');
  });

  it('SIL-MID warns from 1 s and fails from 3 s, and says where', () => {
    const gap = (sec: number): Float32Array[] => clean.map((channel) => joined(channel, silence(sec), channel));
    expect(qc(gap(0.5))('SIL-MID').status).toBe('pass');
    const check = qc(gap(1.5))('SIL-MID');
    expect(check.status).toBe('warn');
    expect(check.where[0]!.fromSec).toBeCloseTo(5, 1);
    expect(check.where[0]!.toSec).toBeCloseTo(6.5, 1);
    expect(qc(gap(4))('SIL-MID').status).toBe('fail');
  });

  it('EMPTY warns of an empty channel and fails an empty object', () => {
    expect(qc([clean[0]!, silence(5)])('EMPTY')).toMatchObject({ status: 'warn', where: [{ channel: 'R' }] });
    expect(qc(clean, { context: { objectPeaks: [{ name: 'Pad', peak: 0 }] } })('EMPTY').status).toBe('fail');
    expect(qc(clean, { context: { objectPeaks: [{ name: 'Pad', peak: 0.1 }] } })('EMPTY').status).toBe('pass');
  });

  it('a silent file ends every check without a fault of its own', () => {
    const report = qc([silence(2), silence(2)], { preset: 'spotify' });
    expect(report('LOUD-I').status).toBe('fail');
    expect(report('HUM').status).toBe('skip');
    expect(report('SIL-HEAD').status).toBe('skip');
  });
});

describe('DROPOUT', () => {
  it('fails 10 ms of zeros inside sound, warns of 2 ms, lets a fade to silence be', () => {
    const level = wave(2, sine(700, 0.5));
    const cut = (frames: number): Float32Array => {
      const copy = level.slice();
      copy.fill(0, 48010, 48010 + frames);
      return copy;
    };
    const check = qc([cut(480), level])('DROPOUT');
    expect(check).toMatchObject({ status: 'fail', where: [{ channel: 'L' }] });
    expect(check.where[0]!.fromSec).toBeCloseTo(48010 / RATE, 4);
    expect(qc([cut(96), level])('DROPOUT').status).toBe('warn');
    const faded = level.map((x, n) => x * Math.min(1, Math.max(0, Math.abs(n - 48000) - 2400) / 9600));
    expect(qc([faded, faded])('DROPOUT').status).toBe('pass');
  });
});

describe('CLICK', () => {
  it('finds single damaged samples and splices in noise and in tones', () => {
    const quiet = clean.map((channel) => scaled(channel, 0.2));
    const left = quiet[0]!.slice();
    left[100000] = left[100000]! + 0.5;
    const damaged = qc([left, quiet[1]!])('CLICK');
    expect(damaged).toMatchObject({ status: 'warn', where: [{ channel: 'L' }] });
    expect(damaged.where[0]!.fromSec).toBeCloseTo(100000 / RATE, 3);
    const spliced = wave(3, (sec) => 0.4 * Math.sin(2 * Math.PI * 220 * sec + (sec > 1.5 ? 2 : 0)));
    expect(qc([spliced, spliced])('CLICK').status).toBe('warn');
    expect(qc(quiet.map((channel) => channel.map((x, n) => (n % 40000 === 20000 ? x + 0.5 : x))))('CLICK').status).toBe('fail');
  });

  it('takes neither hits nor a square wave for clicks', () => {
    const hits = wave(4, (sec) => {
      const since = sec % 0.5;
      return Math.exp(-since * 30) * Math.sin(2 * Math.PI * (60 + 200 * Math.exp(-since * 60)) * since) * (1 - Math.exp(-since * 3000));
    });
    expect(qc([hits, hits])('CLICK').where).toEqual([]);
    const square = wave(2, (sec) => (Math.floor(sec * 110) % 2 === 0 ? 0.3 : -0.3));
    expect(qc([square, square])('CLICK').status).toBe('pass');
  });
});

describe('what is heard in the pauses', () => {
  const loud = cleanStereo(5, 0.6);
  const pauses = (floor: (n: number) => number): Float32Array[] =>
    loud.map((channel) => channel.map((x, n) => (Math.floor(n / RATE) % 2 === 1 ? 0 : x) + floor(n)));

  it('NOISE-FLOOR warns and fails by the hiss’s level, and lets quiet alone', () => {
    const hiss = noise(5, 1, 9);
    const rms = Math.sqrt(hiss.reduce((sum, x) => sum + x * x, 0) / hiss.length);
    const at = (dbfs: number): ReturnType<ReturnType<typeof qc>> => qc(pauses((n) => (hiss[n]! / rms) * dbToGain(dbfs)))('NOISE-FLOOR');
    expect(at(-48).status).toBe('fail');
    expect(at(-60).status).toBe('warn');
    expect(at(-85).status).toBe('pass');
  });

  it('HUM finds the mains with its harmonics, and not a bass note', () => {
    const hum =
      (hz: number, gain: number): ((n: number) => number) =>
      (n) =>
        [1, 2, 3, 4].reduce((sum, h) => sum + (gain / h) * Math.sin((2 * Math.PI * hz * h * n) / RATE), 0);
    expect(qc(pauses(hum(50, 0.001)))('HUM').status).toBe('warn');
    expect(qc(pauses(hum(60, 0.02)))('HUM')).toMatchObject({ status: 'fail', message: expect.stringContaining('60 Hz') });
    expect(qc(pauses(hum(55, 0.01)))('HUM').status).toBe('pass');
    expect(qc(pauses((n) => 0.01 * Math.sin((2 * Math.PI * 50 * n) / RATE)))('HUM').status).toBe('pass');
  });
});

describe('PLR and PSR', () => {
  it('warn and fail what is pressed flat', () => {
    const pressed = (crest: number): Float32Array[] => clean.map((channel) => channel.map((x) => Math.tanh(x * crest) * 0.9));
    expect(qc(pressed(6))('PLR').status).toBe('warn');
    expect(qc(pressed(40))('PLR').status).toBe('fail');
    expect(qc(pressed(40))('PSR').status).toBe('fail');
    expect(qc(pressed(6))('PSR').status).toBe('warn');
  });
});

describe('HEADROOM', () => {
  it('warns above −3 and fails above −1 dBFS before mastering', () => {
    const at = (premasterPeakDbfs: number): string => qc(scaledClean, { context: { premasterPeakDbfs } })('HEADROOM').status;
    const scaledClean = clean.map((channel) => scaled(channel.subarray(0, RATE), 1));
    expect([at(-6), at(-2), at(-0.5)]).toEqual(['pass', 'warn', 'fail']);
  });
});
