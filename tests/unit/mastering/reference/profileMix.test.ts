// The profile of signals whose spectrum, width, loud parts and levels are known from how they are made.
import { describe, expect, it } from 'vitest';
import { createMemorySource } from '../../../../src/audio/index.ts';
import { powerToDb } from '../../../../src/base/index.ts';
import { createKernels } from '../../../../src/dsp/index.ts';
import { getLayout } from '../../../../src/layouts/index.ts';
import { meanOver, profileMix } from '../../../../src/mastering/index.ts';
import { measureSource, THIRD_OCTAVES_HZ } from '../../../../src/metering/index.ts';
import { dual, equalized, joined, pairOf, profileOf, RATE, scaled, sine, sum, white } from './signals.ts';

const noise = white(4, 1);

describe('profileMix: spectrum', () => {
  it('white noise has the power of each third octave’s width, from 160 Hz up', () => {
    const { spectrum } = profileOf(dual(noise));
    const perHz = (0.25 * 0.25) / 3 / (RATE / 2);
    THIRD_OCTAVES_HZ.forEach((hz, k) => {
      if (hz > 150) {
        const widthHz = hz * (10 ** 0.05 - 10 ** -0.05);
        // Both channels together; a band of 8 s has 16 × width degrees of freedom and some.
        expect(Math.abs(spectrum.levelsDb[k]! - powerToDb(2 * perHz * widthHz))).toBeLessThan(0.8);
      }
    });
  });

  it('a sine is in its band, with its power', () => {
    const { spectrum } = profileOf(dual(sine(4, 1000, 0.5)));
    expect(spectrum.levelsDb[17]).toBeCloseTo(powerToDb(2 * 0.125), 2);
  });

  it('level moves every band alike, and nothing else', () => {
    const loud = profileOf(dual(noise));
    const quiet = profileOf(dual(scaled(noise, 0.25)));
    const shift = 20 * Math.log10(4);
    loud.spectrum.levelsDb.forEach((level, k) => expect(level! - quiet.spectrum.levelsDb[k]!).toBeCloseTo(shift, 1));
    expect(quiet.psrLu!.median).toBeCloseTo(loud.psrLu!.median, 1);
    quiet.bands.forEach((band, k) => expect(Math.abs(band.crestDb! - loud.bands[k]!.crestDb!)).toBeLessThan(0.3));
  });

  it('is of the loud parts: a quiet, dull intro and outro change nothing', () => {
    const dull = scaled(equalized(white(4, 2), [{ type: 'lowPass', frequencyHz: 300, slopeDbPerOct: 24 }]), 0.25);
    const alone = profileOf(dual(noise));
    const framed = profileOf(dual(joined(dull, noise, dull)));
    // Of the loud part what has at least nine tenths of its 3 s in it: 0.5 LU.
    framed.spectrum.levelsDb.forEach((level, k) => {
      if (THIRD_OCTAVES_HZ[k]! > 390) {
        expect(Math.abs(level! - alone.spectrum.levelsDb[k]!)).toBeLessThan(1);
      }
    });
    expect(framed.loud.lengthSec).toBeGreaterThan(1.6);
    expect(framed.loud.lengthSec).toBeLessThan(6);
    expect(framed.loud.rule).toMatch(/short-term/);
  });
});

describe('profileMix: width', () => {
  it('a side 6 dB below the mid reads −6 dB', () => {
    const { sideToMidDb, lowSideToMidDb } = profileOf(pairOf(noise, scaled(white(4, 3), 0.5)));
    expect(Math.abs(sideToMidDb! + 6.02)).toBeLessThan(0.4);
    expect(Math.abs(lowSideToMidDb! + 6.02)).toBeLessThan(2);
  });

  it('two like channels are mono: no side, and correlation 1', () => {
    const { sideToMidDb, spectrum } = profileOf(dual(noise));
    expect(sideToMidDb).toBeNull();
    expect(spectrum.correlation.every((value) => value === 1)).toBe(true);
  });

  it('an inverted channel has no mid, and correlation −1', () => {
    const { spectrum } = profileOf([noise, scaled(noise, -1)]);
    expect(spectrum.midDb.every((value) => value === null)).toBe(true);
    expect(spectrum.correlation.every((value) => value === -1)).toBe(true);
  });
});

describe('profileMix: layouts', () => {
  const silent = new Float32Array(4 * RATE);
  const layout = getLayout('7.1.4');

  it('folds 7.1.4: heights at −3 dB against the front, of independent noises a third of the power', () => {
    const channels = layout.speakers.map(({ label }, k) => (['L', 'R', 'Ltf', 'Rtf'].includes(label) ? white(4, k) : silent));
    const { heightShareDb, lfe, channelLabels } = profileOf(channels, '7.1.4');
    expect(Math.abs(heightShareDb! - powerToDb(1 / 3))).toBeLessThan(0.2);
    expect(lfe).toBeNull();
    expect(channelLabels).toHaveLength(12);
  });

  it('a centre alone folds to mono at its own power', () => {
    const one = sine(4, 1000, 0.5);
    const { spectrum, sideToMidDb } = profileOf(
      layout.speakers.map(({ label }) => (label === 'C' ? one : silent)),
      '7.1.4',
    );
    expect(spectrum.levelsDb[17]).toBeCloseTo(powerToDb(0.125), 2);
    expect(sideToMidDb).toBeNull();
  });

  it('says what of the LFE lies above 150 Hz', () => {
    const low = sum(sine(4, 60, 0.2), sine(4, 300, 0.2));
    const { lfe } = profileOf(
      layout.speakers.map(({ label, isLfe }, k) => (isLfe ? low : label === 'L' ? white(4, k) : silent)),
      '7.1.4',
    );
    expect(lfe!.aboveDb).toBeCloseTo(-3.01, 1);
    expect(lfe!.levelDb).toBeCloseTo(powerToDb(0.04), 1);
  });

  it('mono is a centre', () => {
    const { sideToMidDb, integratedLufs } = profileOf([noise]);
    expect(sideToMidDb).toBeNull();
    expect(integratedLufs).toBeLessThan(-10);
  });
});

describe('profileMix: levels', () => {
  it('agrees with the meters', () => {
    const channels = pairOf(noise, white(4, 3));
    const profile = profileOf(channels);
    const measured = measureSource(createKernels(32), createMemorySource(channels, RATE), [1, 1]);
    expect(profile.integratedLufs).toBeCloseTo(measured.integratedLufs, 3);
    expect(profile.truePeakDbtp).toBeCloseTo(measured.truePeakDbtp, 3);
    expect(profile.maxShortTermLufs).toBeCloseTo(measured.maxShortTermLufs, 3);
    expect(profile.lraLu).toBeCloseTo(measured.lraLu, 3);
  });

  it('a steady sine peaks 3.01 dB above its power, in its band and whole', () => {
    const profile = profileOf(dual(sine(4, 2000, 0.5)));
    const class1 = (levelDb: number): number => Math.floor(levelDb) + 0.5;
    expect(meanOver(profile.levels.peak, (db) => db)).toBeCloseTo(class1(-6.02), 1);
    expect(meanOver(profile.levels.detector, (db) => db)).toBeCloseTo(class1(-9.03), 1);
    // Shares are by whole decibels.
    expect(Math.abs(profile.bands[2]!.crestDb! - 3.01)).toBeLessThan(1);
    // Linkwitz–Riley flanks at 1 and 5 kHz.
    const flanksDb = -20 * Math.log10((1 + 0.5 ** 4) * (1 + 0.4 ** 4));
    expect(profile.bands[2]!.levelDb).toBeCloseTo(-9.03 + flanksDb, 1);
  });

  it('finds a mean and a rumble', () => {
    const offset = profileOf(dual(noise.map((x) => x + 0.01)));
    expect(Math.abs(offset.dcDbfs! + 40)).toBeLessThan(0.5);
    const rumble = profileOf(dual(sum(noise, sine(4, 12, 0.1))));
    expect(rumble.subsonicDb!).toBeCloseTo(powerToDb(0.005) - powerToDb(0.0208 + 0.005), 0);
  });
});

describe('profileMix: odd inputs', () => {
  it.each([
    ['nothing', 0],
    ['one sample', 1],
    ['a tenth of a second', 4800],
    ['silence', 5 * RATE],
  ])('%s has no loudness, and is plain data', (_, length) => {
    const profile = profileOf(dual(new Float32Array(length)));
    expect(profile.integratedLufs).toBeNull();
    expect(profile.spectrum.levelsDb.every((level) => level === null)).toBe(true);
    expect(JSON.parse(JSON.stringify(profile))).toEqual(profile);
  });

  it('one second is all loud', () => {
    const profile = profileOf(dual(white(1, 1)));
    expect(profile.integratedLufs).not.toBeNull();
    expect(profile.loud).toMatchObject({ lengthSec: 1, fromLufs: null });
    expect(profile.psrLu).toBeNull();
    expect(profile.spectrum.levelsDb[17]).not.toBeNull();
  });

  it('samples that are no numbers count as silence, and are counted', () => {
    const broken = noise.slice();
    broken[1000] = NaN;
    broken[2000] = Infinity;
    const profile = profileOf([broken, noise]);
    expect(profile.invalidSamples).toBe(2);
    expect(JSON.parse(JSON.stringify(profile))).toEqual(profile);
  });

  it.each([8000, 192000])('measures at %i Hz', (rate) => {
    const source = createMemorySource(dual(white(1, 4)), rate);
    const profile = profileMix(createKernels(64), source, getLayout('2.0').speakers);
    expect(profile.spectrum.levelsDb[17]).not.toBeNull();
    expect(profile.spectrum.levelsDb[27] === null).toBe(rate === 8000);
  });

  it('is the same twice', () => {
    expect(profileOf(pairOf(noise, white(4, 3)))).toEqual(profileOf(pairOf(noise, white(4, 3))));
  });
});
