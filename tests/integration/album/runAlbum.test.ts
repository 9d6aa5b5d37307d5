// Albums in memory, from sessions to written files: joints, loudness, tone, gaps and fades, by the figures of what was written.
import { describe, expect, it } from 'vitest';
import { createPrng } from '../../../src/base/index.ts';
import type { AlbumReport } from '../../../src/jobs/index.ts';
import { findPreset, type Preset } from '../../../src/mastering/index.ts';
import { sameSamples } from '../../fixtures/sameSamples.ts';
import { readSamples } from '../../unit/jobs/memoryPorts.ts';
import { createAlbumBench, type AlbumBench } from './albumPorts.ts';

const RATE = 48000;

/** A 997 Hz tone in both channels: BS.1770 reads its peak level in dBFS. */
const tone = (levelDb: number, lengthSec = 2, rate = RATE, hz = 997): Float32Array[] => {
  const channel = Float32Array.from({ length: lengthSec * rate }, (_, n) => 10 ** (levelDb / 20) * Math.sin((2 * Math.PI * hz * n) / rate));
  return [channel, channel.slice()];
};

/** Noise with hits, differing left and right. */
const music = (lengthSec: number, rate = RATE): Float32Array[] => {
  const prng = createPrng(7);
  return [0, 1].map((c) => {
    let low = 0;
    return Float32Array.from({ length: Math.round(lengthSec * rate) }, (_, n) => {
      low += 0.3 * (2 * prng.next() - 1 - low);
      const sinceHit = n % Math.round(rate / (3 + c));
      return 0.3 * low + 0.6 * Math.exp(-sinceHit / 900) * Math.sin(sinceHit / 20);
    });
  });
};

const loud: Preset = { ...findPreset('spotify'), id: 'loud', integratedLufs: { targetLufs: -9, toleranceLu: 0.5 } };

async function joined(bench: AlbumBench, report: AlbumReport, render = 0): Promise<Float32Array[]> {
  const files: Float32Array[][] = [];
  for (const track of report.renders[render]!.tracks) {
    files.push(await readSamples(bench.ports, track.file));
  }
  return files[0]!.map((_, c) => {
    const whole = new Float32Array(files.reduce((sum, file) => sum + file[c]!.length, 0));
    let at = 0;
    for (const file of files) {
      whole.set(file[c]!, at);
      at += file[c]!.length;
    }
    return whole;
  });
}

const lufsOf = (report: AlbumReport, render = 0): readonly number[] => report.renders[render]!.tracks.map((track) => track.integratedLufs!);

describe('a gapless programme in pieces', () => {
  const whole = music(2);
  const cut = 41_234;
  const bench = createAlbumBench();
  bench.add('whole.wav', whole);
  bench.add(
    'a.wav',
    whole.map((channel) => channel.slice(0, cut)),
  );
  bench.add(
    'b.wav',
    whole.map((channel) => channel.slice(cut)),
  );
  const one = [{ input: 'whole.wav', title: 'W' }];
  const two = [
    { input: 'a.wav', title: 'A' },
    { input: 'b.wav', title: 'B', gapless: true },
  ];

  it.each(['float32', 'wav16', 'flac'])('is the whole to the bit, limited and dithered, as %s', async (format) => {
    const uncut = await bench.run({ format, tracks: one }, { preset: loud });
    const expected = await joined(bench, uncut.report);
    const pieces = await bench.run({ format, tracks: two }, { preset: loud });
    expect(pieces.report.renders[0]!.maxGainReductionDb).toBeGreaterThan(1);
    expect(sameSamples(await joined(bench, pieces.report), expected)).toBe(true);
    expect(pieces.report.tracks[1]).toMatchObject({ startFrame: cut, fileStartFrame: cut, gapSec: 0, shiftFrames: 0 });
  });

  it('at another rate too, on a CD’s sectors, with inserts of the preset in between', async () => {
    const cd: Preset = {
      ...findPreset('cd'),
      processing: [{ kind: 'eq', phase: 'linear', bands: [{ type: 'bell', frequencyHz: 300, gainDb: 3 }] }],
    };
    const expected = await joined(bench, (await bench.run({ tracks: one }, { preset: cd })).report);
    const { report, texts } = await bench.run({ tracks: two }, { preset: cd });
    expect(sameSamples(await joined(bench, report), expected)).toBe(true);
    for (const track of report.tracks) {
      expect(track.fileFrames % 588).toBe(0);
      expect(Math.abs(track.shiftFrames)).toBeLessThanOrEqual(294);
    }
    expect(report.tracks[1]!.shiftFrames).not.toBe(0);
    expect(texts.map((text) => text.name)).toEqual(['T.stereo.cue']);
  });

  it('on headphones, where what one piece leaves ringing goes on under the next', async () => {
    const [left, right] = whole;
    const silent = new Float32Array(left!.length);
    // Quiet enough for the limiter to rest: it may not tell rounding from music.
    const surround = [silent, silent, left!, silent, right!, left!].map((channel) => channel.map((sample) => 0.2 * sample));
    bench.add('whole51.wav', surround, RATE, 0x3f);
    bench.add(
      'a51.wav',
      surround.map((channel) => channel.slice(0, cut)),
      RATE,
      0x3f,
    );
    bench.add(
      'b51.wav',
      surround.map((channel) => channel.slice(cut)),
      RATE,
      0x3f,
    );
    const wish = { preset: 'archive', format: 'float32', renders: ['binaural'] };
    const expected = await joined(bench, (await bench.run({ ...wish, tracks: [{ input: 'whole51.wav', title: 'W' }] })).report);
    const pieces = two.map((track) => ({ ...track, input: track.input.replace('.', '51.') }));
    const heard = await joined(bench, (await bench.run({ ...wish, tracks: pieces })).report);
    const worst = heard.map((channel, c) => channel.reduce((most, sample, n) => Math.max(most, Math.abs(sample - expected[c]![n]!)), 0));
    // Transforms of blocks that lie otherwise round otherwise.
    expect(Math.max(...worst)).toBeLessThan(1e-5);
  });

  it('whatever is pulled at a time', async () => {
    const usual = await joined(bench, (await bench.run({ format: 'wav16', tracks: two }, { preset: loud })).report);
    expect(
      sameSamples(
        await joined(bench, (await bench.run({ format: 'wav16', tracks: two }, { preset: loud, blockFrames: 733 })).report),
        usual,
      ),
    ).toBe(true);
  });

  it('has no scratch open and no output begun afterwards', () => {
    expect(bench.scratches()).toBe(0);
    expect(bench.ports.open()).toBe(0);
  });
});

describe('loudness of an album', () => {
  const bench = createAlbumBench();
  bench.add('quiet.wav', tone(-30));
  bench.add('middle.wav', tone(-24));
  bench.add('loud.wav', tone(-20));
  const tracks = ['quiet', 'middle', 'loud'].map((name) => ({ input: `${name}.wav`, title: name, gapSec: 0 }));

  it('album mode keeps the differences and brings the whole to the target', async () => {
    const { report } = await bench.run({ tracks, maxDifferenceLu: 20 });
    const [quiet, middle, most] = lufsOf(report);
    expect(most! - quiet!).toBeCloseTo(10, 1);
    expect(most! - middle!).toBeCloseTo(4, 1);
    expect(report.renders[0]!.integratedLufs).toBeCloseTo(-14, 1);
    expect(report.passed).toBe(true);
  });

  it('which are 4 LU from the track in the middle at the most, where nothing else is said', async () => {
    // −30, −24 and −20: the quiet one is 6 away.
    const [quiet, middle, most] = lufsOf((await bench.run({ tracks })).report);
    expect(middle! - quiet!).toBeCloseTo(4, 1);
    expect(most! - middle!).toBeCloseTo(4, 1);
  });

  it('keepDifferences scales them', async () => {
    const [quiet, middle, most] = lufsOf((await bench.run({ tracks, keepDifferences: 0.5 })).report);
    expect(most! - quiet!).toBeCloseTo(5, 1);
    expect(most! - middle!).toBeCloseTo(2, 1);
  });

  it('the loudest track has the target where that is asked for', async () => {
    const [quiet, , most] = lufsOf((await bench.run({ tracks, loudnessOf: 'loudestTrack', maxDifferenceLu: 20 })).report);
    expect(most).toBeCloseTo(-14, 1);
    expect(quiet).toBeCloseTo(-24, 1);
  });

  it('a limit holds for every file', async () => {
    const { report } = await bench.run({ tracks, preset: 'atmos-music', renders: ['5.1'] });
    const lufs = lufsOf(report);
    expect(Math.max(...lufs)).toBeLessThanOrEqual(-18);
    expect(Math.max(...lufs)).toBeGreaterThan(-18.1);
    expect(report.renders[0]!.tracks.every((track) => track.passed)).toBe(true);
  });

  it('track mode brings each to the target, wishes on top', async () => {
    const { report } = await bench.run({ mode: 'track', tracks: tracks.map((track, k) => ({ ...track, gainDb: k === 0 ? -2 : 0 })) });
    const [quiet, middle, most] = lufsOf(report);
    expect(quiet).toBeCloseTo(-16, 1);
    expect(middle).toBeCloseTo(-14, 1);
    expect(most).toBeCloseTo(-14, 1);
  });

  it('what cannot be reached is said with its reason, and fails', async () => {
    bench.add('peaks.wav', music(2));
    const preset: Preset = { ...loud, integratedLufs: { targetLufs: -5, toleranceLu: 0.5 }, maxGainReductionDb: 2 };
    const { report } = await bench.run({ tracks: [{ input: 'peaks.wav', title: 'P' }] }, { preset });
    expect(report.passed).toBe(false);
    expect(report.renders[0]!.maxGainReductionDb).toBeLessThanOrEqual(2.05);
    const check = report.renders[0]!.checks.find((one) => one.rule === 'album-loudness')!;
    expect(check.passed).toBe(false);
    expect(check.message).toMatch(/LU short: .*limiting/);
  });

  it('silence ends', async () => {
    bench.add('silence.wav', [new Float32Array(RATE), new Float32Array(RATE)]);
    const { report } = await bench.run({ toneMatch: 1, tracks: [...tracks.slice(0, 1), { input: 'silence.wav', title: 'S' }] });
    expect(report.passed).toBe(false);
    expect(report.renders[0]!.tracks[1]!.integratedLufs).toBeNull();
  });
});

describe('tracks', () => {
  const bench = createAlbumBench();
  bench.add('a.wav', tone(-20));
  bench.add('44.wav', tone(-20, 2, 44100), 44100);
  const silentBut = (channels: number, ...heard: number[]): Float32Array[] =>
    Array.from({ length: channels }, (_, c) => (heard.includes(c) ? tone(-20)[0]! : new Float32Array(2 * RATE)));
  bench.add('surround.wav', silentBut(6, 0, 1), RATE, 0x3f);

  it('of other channel counts and rates stand side by side', async () => {
    const { report } = await bench.run({
      renders: ['5.1', 'stereo'],
      tracks: [
        { input: 'a.wav', title: 'A' },
        { input: '44.wav', title: 'B', gapSec: 0 },
        { input: 'surround.wav', title: 'C', gapSec: 0 },
      ],
    });
    for (const render of [0, 1]) {
      const lufs = lufsOf(report, render);
      expect(Math.max(...lufs) - Math.min(...lufs)).toBeLessThan(0.05);
    }
    expect(report.sampleRateHz).toBe(RATE);
    expect(report.warnings.filter((warning) => warning.code === 'album.narrow-track').map((warning) => warning.at)).toEqual(['A', 'B']);
    const [surround] = report.renders;
    expect(surround!.channelLabels).toHaveLength(6);
    // A stereo track plays from left and right alone.
    const samples = await readSamples(bench.ports, surround!.tracks[0]!.file);
    expect(samples.slice(2).every((channel) => channel.every((sample) => Math.abs(sample) < 1e-6))).toBe(true);
  });

  it('have their gaps, trims and fades', async () => {
    const { report } = await bench.run(
      {
        format: 'float32',
        tracks: [
          { input: 'a.wav', title: 'A', gapSec: 0.5, trimStartSec: 0.5, trimEndSec: 0.25, fadeInSec: 0.5, fadeOutSec: 0.25 },
          { input: 'a.wav', title: 'B', gapSec: 0.75 },
        ],
      },
      { preset: findPreset('archive') },
    );
    const [first, second] = report.tracks;
    expect(first).toMatchObject({ startSec: 0.5, lengthSec: 1.25, fileFrames: (0.5 + 1.25 + 0.75) * RATE });
    expect(second).toMatchObject({ startSec: 2.5, fileStartFrame: 2.5 * RATE, fileFrames: 2 * RATE });
    const [left] = await readSamples(bench.ports, report.renders[0]!.tracks[0]!.file);
    const [source] = tone(-20);
    // Half way through a raised cosine: half.
    for (const k of [0, 7, 20]) {
      expect(left![0.75 * RATE + k]).toBeCloseTo(source![0.75 * RATE + k]! * 0.5, 3);
    }
    expect(left![1.25 * RATE + 3]).toBe(source![1.25 * RATE + 3]);
    expect(left!.subarray(1.75 * RATE).every((sample) => sample === 0)).toBe(true);
    expect(left!.subarray(0, 0.5 * RATE).every((sample) => sample === 0)).toBe(true);
  });

  it('that are trimmed away are refused', async () => {
    await expect(bench.run({ tracks: [{ input: 'a.wav', title: 'A', trimStartSec: 1.5, trimEndSec: 0.5 }] })).rejects.toMatchObject({
      code: 'album.trim',
    });
    expect(bench.scratches()).toBe(0);
    expect(bench.ports.open()).toBe(0);
  });
});

describe('tone of an album', () => {
  it('comes nearer, by the written files, and the differences in loudness stay', async () => {
    const bench = createAlbumBench();
    const prng = createPrng(3);
    const noise = (coefficient: number, gain: number): Float32Array[] =>
      [0, 1].map(() => {
        let low = 0;
        return Float32Array.from({ length: 2 * RATE }, () => {
          const white = 2 * prng.next() - 1;
          low += coefficient * (white - low);
          return gain * (low + 0.1 * white);
        });
      });
    bench.add('bright.wav', noise(0.4, 0.1));
    bench.add('dark.wav', noise(0.25, 0.2));
    const tracks = [
      { input: 'bright.wav', title: 'Bright' },
      { input: 'dark.wav', title: 'Dark' },
    ];
    const before = (await bench.run({ tracks })).report;
    const { report } = await bench.run({ tracks, toneMatch: 1 });
    const distance = (one: AlbumReport): number => {
      const [a, b] = one.tone!.tracks.map((track) => track.afterDb);
      // 250 Hz against 4 kHz: bands 11 and 23 of THIRD_OCTAVES_HZ.
      return Math.abs(a![11]! - a![23]! - (b![11]! - b![23]!));
    };
    expect(distance(report)).toBeLessThan(0.5 * distance(before));
    expect(report.tracks.every((track) => track.eq.length > 0)).toBe(true);
    const [bright, dark] = lufsOf(before);
    const [brightAfter, darkAfter] = lufsOf(report);
    expect(brightAfter! - darkAfter!).toBeCloseTo(bright! - dark!, 1);
  });
});
