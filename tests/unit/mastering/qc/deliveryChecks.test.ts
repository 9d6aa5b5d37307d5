import { describe, expect, it } from 'vitest';
import { dbToGain } from '../../../../src/base/index.ts';
import { getLayout, LAYOUTS, labelsOfMask, waveOrderOf } from '../../../../src/layouts/index.ts';
import { createMemorySource } from '../../../../src/audio/index.ts';
import { createKernels } from '../../../../src/dsp/index.ts';
import { analyseSource, QC_RULES } from '../../../../src/mastering/index.ts';
import { thirdOctaveLevelsDb } from '../../../../src/metering/index.ts';
import { add, cleanStereo, noise, qc, RATE, rounded, scaled, sine, wave } from './signals.ts';

const clean = cleanStereo();
/** Its beginning: enough where the file is judged and not the sound. */
const opening = clean.map((channel) => channel.subarray(0, RATE));
/** One signal in both channels. */
const both = (channel: Float32Array): Float32Array[] => [channel, channel];
/** A stereo sine whose loudness is its level. @source EBU Tech 3341: a 1 kHz sine in both channels at X dBFS reads X LUFS */
const tone = (lufs: number, lengthSec = 1.5): Float32Array[] => both(wave(lengthSec, sine(1000, dbToGain(lufs))));
/** Two tones, so that the channels are no copies, at some −x LUFS. */
const pair = (left: (sec: number) => number, right: (sec: number) => number, lengthSec = 2): Float32Array[] => [
  wave(lengthSec, left),
  wave(lengthSec, right),
];

describe('loudness against a preset', () => {
  it('LOUD-I passes on target, warns beside it, fails beyond the tolerance', () => {
    const at = (lufs: number): string => qc(tone(lufs), { preset: 'spotify' })('LOUD-I').status;
    expect([at(-14), at(-13.6), at(-12.5), at(-18)]).toEqual(['pass', 'warn', 'fail', 'fail']);
  });

  it('LOUD-I fails above a limit, and leaves anchored renders alone', () => {
    expect(qc(tone(-17), { preset: 'atmos-music' })('LOUD-I').status).toBe('fail');
    expect(qc(tone(-18.02), { preset: 'atmos-music' })('LOUD-I').status).toBe('pass');
    expect(qc(tone(-10), { preset: 'atmos-music', context: { isAnchored: true } })('LOUD-I').status).toBe('skip');
  });

  it('LOUD-LOW fails under a label’s least and warns of a weak master', () => {
    expect(qc(tone(-33), { preset: 'umg' })('LOUD-LOW')).toMatchObject({ status: 'fail', isBinding: true });
    expect(qc(tone(-27), { preset: 'umg' })('LOUD-LOW').status).toBe('warn');
    expect(qc(tone(-18.1), { preset: 'umg' })('LOUD-LOW').status).toBe('pass');
    expect(qc(tone(-23), { preset: 'r128' })('LOUD-LOW').status).toBe('pass');
  });

  it('TP-MAX judges peaks between samples and names the channel', () => {
    const between = wave(1, (sec) => 0.95 * Math.SQRT2 * Math.sin(2 * Math.PI * 12000 * sec + Math.PI / 4));
    expect(qc([between, scaled(between, 0.1)], { preset: 'spotify' })('TP-MAX')).toMatchObject({
      status: 'fail',
      where: [{ channel: 'L' }],
    });
    expect(qc(tone(-1.05), { preset: 'spotify' })('TP-MAX').status).toBe('warn');
    expect(qc(tone(-1.3), { preset: 'spotify' })('TP-MAX').status).toBe('pass');
  });

  it('MAX-S fails a short-form programme over −18 LUFS and says where', () => {
    const swell = (db: number): Float32Array[] =>
      both(wave(9, (sec) => (sec > 4 && sec < 8 ? dbToGain(db) : dbToGain(-28)) * Math.sin(sec * 6283)));
    const loud = qc(swell(-16), { preset: 'r128-s1' })('MAX-S');
    expect(loud).toMatchObject({ status: 'fail', isBinding: true });
    expect(loud.where[0]!.fromSec).toBeGreaterThanOrEqual(3.9);
    expect(loud.where[0]!.toSec).toBeLessThanOrEqual(8.2);
    expect(qc(swell(-20), { preset: 'r128-s1' })('MAX-S').status).toBe('pass');
    expect(qc(swell(-18), { preset: 'r128' })('MAX-S').status).toBe('warn');
  });

  it('MAX-M warns of a moment 7 LU above the target', () => {
    const burst = (db: number): Float32Array[] => both(wave(8, (sec) => dbToGain(sec > 4 && sec < 4.5 ? db : -23) * Math.sin(sec * 6283)));
    expect(qc(burst(-14), { preset: 'r128' })('MAX-M').status).toBe('warn');
    expect(qc(burst(-20), { preset: 'r128' })('MAX-M').status).toBe('pass');
  });

  it('LRA warns and fails by its range, from 60 s on', () => {
    const steps = (db: number): Float32Array[] => both(wave(64, (sec) => dbToGain(sec < 32 ? -20 : -20 - db) * Math.sin(sec * 800), 8000));
    const at = (db: number): string => qc(steps(db), { rate: 8000 })('LRA').status;
    expect([at(10), at(17), at(22)]).toEqual(['pass', 'warn', 'fail']);
    expect(at(1)).toBe('warn');
    expect(qc(clean)('LRA').status).toBe('skip');
  });

  it('CODEC warns of peaks that a codec lifts over full scale', () => {
    const at = (dbtp: number): string => qc(tone(dbtp))('CODEC').status;
    expect([at(-2), at(-0.3), at(0.5)]).toEqual(['pass', 'warn', 'fail']);
  });
});

describe('dialogue', () => {
  const context = { dialogue: { lufs: -27, ratio: 0.4 } };

  it('DIAL measures the dialogue where there is enough of it, else the programme counts', () => {
    expect(qc(tone(-20), { preset: 'netflix', context })('DIAL')).toMatchObject({ status: 'pass', isBinding: true });
    expect(qc(tone(-20), { preset: 'netflix', context })('LOUD-I').status).toBe('skip');
    expect(qc(tone(-20), { preset: 'netflix', context: { dialogue: { lufs: -23, ratio: 0.4 } } })('DIAL').status).toBe('fail');
    expect(qc(tone(-20), { preset: 'netflix', context: { dialogue: { lufs: -28.5, ratio: 0.4 } } })('DIAL').status).toBe('warn');
    expect(qc(tone(-24), { preset: 'netflix', context: { dialogue: { lufs: -27, ratio: 0.1 } } })('DIAL').status).toBe('skip');
    expect(qc(tone(-24), { preset: 'netflix', context: { dialogue: { lufs: -27, ratio: 0.1 } } })('LOUD-I').status).toBe('pass');
  });

  it('LDR fails a cinematic programme more than 5 LU above its dialogue', () => {
    expect(qc(tone(-20), { preset: 'r128-s4', context })('LDR')).toMatchObject({ status: 'fail', isBinding: true });
    expect(qc(tone(-23), { preset: 'r128-s4', context })('LDR').status).toBe('pass');
  });
});

describe('pairs of channels', () => {
  it('PHASE fails what is out of phase and warns of what is so at times', () => {
    const inverse = [clean[0]!, add(scaled(clean[0]!, -0.9), scaled(clean[1]!, 0.3))];
    const check = qc(inverse)('PHASE');
    expect(check).toMatchObject({ status: 'fail', where: [{ channel: 'L/R' }] });
    const atTimes = [clean[0]!, clean[0]!.map((x, n) => (n > 2.9 * RATE ? -x : x))];
    expect(qc(atTimes)('PHASE').status).toBe('warn');
  });

  it('PHASE judges surround and height pairs too', () => {
    const bed = getLayout('5.1.4').speakers.map((_, c) => noise(4, 0.1, c));
    bed[1] = add(scaled(bed[0]!, 0.8), scaled(bed[1]!, 0.4));
    bed[9] = scaled(bed[8]!, -1);
    const check = qc(bed, { layout: '5.1.4' })('PHASE');
    expect(check.where.map((place) => place.channel)).toEqual(['Ltr/Rtr']);
  });

  it('MONO warns and fails by what the sum loses, by octave too', () => {
    expect(qc([noise(4, 0.2, 1), noise(4, 0.2, 2)])('MONO').status).toBe('warn');
    expect(qc([clean[0]!, add(scaled(clean[0]!, -0.9), scaled(clean[1]!, 0.3))])('MONO').status).toBe('fail');
    const middle = wave(4, sine(300, 0.3));
    const octave = pair(
      (sec) => sine(300, 0.3)(sec) + sine(2000, 0.1)(sec),
      (sec) => sine(300, 0.3)(sec) - sine(2000, 0.1)(sec),
      4,
    );
    expect(qc(octave)('MONO')).toMatchObject({ status: 'fail', message: expect.stringContaining('2000 Hz') });
    expect(qc([middle, scaled(middle, 0.5)])('MONO').status).toBe('pass');
  });

  it('LF-MONO binds for vinyl and is silent elsewhere', () => {
    const bass = (side: number): Float32Array[] =>
      pair(
        (sec) => sine(80, 0.3)(sec) + side * sine(50, 0.3)(sec),
        (sec) => sine(80, 0.3)(sec) - side * sine(50, 0.3)(sec),
      );
    const at = (side: number): string => qc(bass(side), { preset: 'vinyl' })('LF-MONO').status;
    expect([at(0.05), at(0.35), at(0.9)]).toEqual(['pass', 'warn', 'fail']);
    expect(qc(bass(0.9), { preset: 'vinyl' })('LF-MONO').isBinding).toBe(true);
    expect(qc(bass(0.9), { preset: 'spotify' })('LF-MONO').status).toBe('skip');
  });

  it('POLARITY warns of copies and fails inversions, in any pair', () => {
    expect(qc([clean[0]!, scaled(clean[0]!, 0.5)])('POLARITY').status).toBe('warn');
    const bed = [1, 2, 3, 4, 5, 6].map((seed) => noise(3, 0.1, seed));
    bed[5] = scaled(bed[0]!, -0.7);
    expect(qc(bed, { layout: '5.1' })('POLARITY')).toMatchObject({
      status: 'fail',
      message: expect.stringContaining('Rs is the inverse of L'),
    });
  });
});

describe('CH-ORDER', () => {
  const bed = (lfe: Float32Array): Float32Array[] => [1, 2, 3, 4, 5, 6].map((seed) => (seed === 4 ? lfe : noise(3, 0.1, seed)));

  it('finds highs in the LFE', () => {
    const low = wave(3, sine(50, 0.3));
    const at = (highDb: number): string =>
      qc(bed(add(low, wave(3, sine(2000, 0.3 * dbToGain(highDb))))), { layout: '5.1' })('CH-ORDER').status;
    expect([at(-60), at(-30), at(-10)]).toEqual(['pass', 'warn', 'fail']);
  });

  it('fails, binding, where the file’s labels are not the layout’s', () => {
    const statedLabels = ['L', 'R', 'LFE', 'C', 'Ls', 'Rs'];
    expect(qc(bed(wave(3, sine(50, 0.3))), { layout: '5.1', context: { statedLabels } })('CH-ORDER')).toMatchObject({
      status: 'fail',
      isBinding: true,
    });
  });

  it.each(LAYOUTS.map((layout) => layout.title))('our own files of %s say what the layout says', (title) => {
    const layout = getLayout(title);
    const order = waveOrderOf(layout);
    if (order.mask !== 0) {
      expect(labelsOfMask(order.mask, layout.speakers.length)).toEqual(
        order.layoutIndexOfFileChannel.map((k) => layout.speakers[k]!.label),
      );
    }
  });
});

describe('the file', () => {
  it('FMT fails what is no number, and what a delivery does not take', () => {
    const broken = opening.map((channel) => channel.slice());
    broken[0]![777] = NaN;
    expect(qc(broken)('FMT')).toMatchObject({ status: 'fail', isBinding: true });
    expect(qc(opening, { preset: 'cd' })('FMT')).toMatchObject({
      status: 'fail',
      isBinding: true,
      message: expect.stringContaining('44100'),
    });
    expect(qc(opening, { preset: 'cd', rate: 44100, context: { bitsPerSample: 16 } })('FMT').status).toBe('pass');
  });

  it('FMT warns of odd rates, denormal samples and what the reader overlooked', () => {
    expect(qc(opening, { rate: 22050 })('FMT').status).toBe('warn');
    expect(qc([new Float32Array(RATE).fill(1e-40), opening[0]!])('FMT')).toMatchObject({
      message: expect.stringContaining('denormal'),
    });
    expect(qc(opening, { context: { readerWarnings: ['its size is wrong'] } })('FMT').status).toBe('warn');
  });

  it('BITS counts the bits in use', () => {
    const at = (bits: number, bitsPerSample = 24): string =>
      qc(
        opening.map((channel) => rounded(channel, bits)),
        { context: { bitsPerSample } },
      )('BITS').status;
    expect([at(24), at(20), at(16), at(12), at(16, 16)]).toEqual(['pass', 'pass', 'warn', 'fail', 'pass']);
  });

  it('BANDLIM finds a cliff below 17 kHz, and at 96 kHz nothing above 22 kHz', () => {
    const cutAt = (hz: number, rate: number): Float32Array => {
      const source = noise(1, 0.3, 5, rate);
      const half = 120;
      const taps = Array.from({ length: 2 * half + 1 }, (_, k) => {
        const t = k - half;
        const sinc = t === 0 ? (2 * hz) / rate : Math.sin((2 * Math.PI * hz * t) / rate) / (Math.PI * t);
        return sinc * (0.42 + 0.5 * Math.cos((Math.PI * t) / half) + 0.08 * Math.cos((2 * Math.PI * t) / half));
      });
      return rounded(
        source.map((_, n) => taps.reduce((sum, tap, k) => sum + tap * (source[n - k] ?? 0), 0)),
        24,
      );
    };
    const lossy = cutAt(15800, 48000);
    expect(qc([lossy, lossy])('BANDLIM')).toMatchObject({ status: 'warn', message: expect.stringContaining('lossy') });
    const upsampled = cutAt(20500, 96000);
    expect(qc([upsampled, upsampled], { rate: 96000 })('BANDLIM')).toMatchObject({
      status: 'warn',
      message: expect.stringContaining('upsampled'),
    });
    expect(qc([noise(1, 0.3, 5, 96000), noise(1, 0.3, 6, 96000)], { rate: 96000 })('BANDLIM').status).toBe('pass');
  });

  it('BINMODE warns of the default everywhere and fails what is missing', () => {
    const at = (...binauralModes: (string | undefined)[]): string => qc(opening, { context: { binauralModes } })('BINMODE').status;
    expect([at('near', 'mid'), at('mid', 'mid'), at('off', 'off'), at('near', undefined)]).toEqual(['pass', 'warn', 'fail', 'fail']);
  });

  it('TONAL compares with a reference, whatever its level', () => {
    const { speakers } = getLayout('stereo');
    const own = thirdOctaveLevelsDb(analyseSource(createKernels(128), createMemorySource(clean, RATE), speakers).spectra);
    const at = (tiltDb: number): string =>
      qc(clean, { context: { referenceDb: own.map((level, k) => level - 20 + (k > 20 ? tiltDb : 0)) } })('TONAL').status;
    expect([at(0), at(8), at(16)]).toEqual(['pass', 'warn', 'fail']);
  });
});

it('every rule says why it matters and what mends it', () => {
  expect(Object.keys(QC_RULES)).toHaveLength(35);
  for (const rule of Object.values(QC_RULES)) {
    expect([rule.name, rule.why, rule.mend, rule.source].every((text) => text.length > 3)).toBe(true);
  }
});
