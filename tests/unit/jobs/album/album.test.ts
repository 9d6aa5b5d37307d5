import { describe, expect, it } from 'vitest';
import { createMemorySource } from '../../../../src/audio/index.ts';
import { createKernels } from '../../../../src/dsp/index.ts';
import { openAudioFile } from '../../../../src/formats/index.ts';
import { albumPage, cueSheet, safeName, trackChunks, trackFileName, type AlbumReport } from '../../../../src/jobs/index.ts';
import { measureLoudness, stepAtJoint } from '../../../../src/jobs/album/measureAlbum.ts';
import { createProgramme } from '../../../../src/jobs/album/programme.ts';
import { createTrackFiles } from '../../../../src/jobs/album/trackFiles.ts';
import { findPreset, parseAlbum, planTimeline } from '../../../../src/mastering/index.ts';
import { createMemoryPorts, readSamples } from '../memoryPorts.ts';

const RATE = 48000;

describe('names of files', () => {
  it.each([
    ['Night Train', '01 Night Train.stereo.wav'],
    ['AC/DC: "Live?" <1>|*\\', '01 AC-DC- -Live-- -1----.stereo.wav'],
    ['  ..hidden.. ', '01 hidden.stereo.wav'],
    ['???', '01 Track.stereo.wav'],
    ['Größe 大きい 🚆', '01 Größe 大きい 🚆.stereo.wav'],
    ['tab\tand\nline', '01 tab-and-line.stereo.wav'],
  ])('%s', (title, expected) => {
    expect(trackFileName(1, title, 'stereo', 'wav24')).toBe(expected);
  });

  it('are never longer than a system takes', () => {
    expect(Buffer.byteLength(trackFileName(99, 'a'.repeat(500), '7.1.4', 'flac'))).toBeLessThan(255);
    expect(safeName('', 'Album')).toBe('Album');
  });
});

describe('cueSheet', () => {
  // CDRWIN's appendix A: INDEX times are minutes, seconds and frames of 1/75 s; ISRC before any INDEX; the file before holds a track's pause.
  it('has the pause at the end of the file before', () => {
    const spans = planTimeline(
      [
        { lengthFrames: 60 * 44100, gapSec: 1, gapless: false },
        { lengthFrames: 30 * 44100, gapSec: 2, gapless: false },
        { lengthFrames: 30 * 44100, gapSec: 0, gapless: true },
      ],
      44100,
      588,
    );
    const track = (title: string, file: string, k: number, isrc?: string) => ({
      title,
      artist: 'X',
      file,
      span: spans[k]!,
      ...(isrc === undefined ? {} : { isrc }),
    });
    const sheet = cueSheet({ title: 'The "T"', artist: 'X', upc: '0036000291452' }, [
      track('A', '01 A.wav', 0, 'GBAYE6700149'),
      track('B', '02 B.wav', 1),
      track('C', '03 C.wav', 2),
    ]);
    expect(sheet.split('\r\n')).toEqual([
      'CATALOG 0036000291452',
      'PERFORMER "X"',
      `TITLE "The 'T'"`,
      'FILE "01 A.wav" WAVE',
      '  TRACK 01 AUDIO',
      '    TITLE "A"',
      '    PERFORMER "X"',
      '    ISRC GBAYE6700149',
      '    INDEX 00 00:00:00',
      '    INDEX 01 00:01:00',
      '  TRACK 02 AUDIO',
      '    TITLE "B"',
      '    PERFORMER "X"',
      '    INDEX 00 01:01:00',
      'FILE "02 B.wav" WAVE',
      '    INDEX 01 00:00:00',
      '  TRACK 03 AUDIO',
      '    TITLE "C"',
      '    PERFORMER "X"',
      'FILE "03 C.wav" WAVE',
      '    INDEX 01 00:00:00',
      '',
    ]);
  });
});

describe('tags', () => {
  const tags = { title: 'Größe', artist: 'X', album: 'T', number: 3, count: 9, isrc: 'GBAYE6700149' };

  it('LIST INFO: ids, even sizes, closing zeros', () => {
    const [list, axml] = trackChunks(tags);
    const bytes = Buffer.from(list!.bytes);
    expect(bytes.subarray(0, 4).toString('latin1')).toBe('INFO');
    const found: Record<string, string> = {};
    for (let at = 4; at < bytes.length;) {
      const size = bytes.readUInt32LE(at + 4);
      expect(bytes[at + 8 + size - 1]).toBe(0);
      found[bytes.subarray(at, at + 4).toString('latin1')] = bytes.subarray(at + 8, at + 8 + size - 1).toString('utf8');
      at += 8 + size + (size % 2);
    }
    expect(found).toEqual({ INAM: 'Größe', IART: 'X', IPRD: 'T', ITRK: '3', ISFT: 'Periphony' });
    expect(axml!.id).toBe('axml');
    expect(Buffer.from(axml!.bytes).toString()).toContain('formatLabel="ISRC"');
    expect(Buffer.from(axml!.bytes).toString()).toContain('<dc:identifier>ISRC:GBAYE6700149</dc:identifier>');
  });

  it('files without an ISRC have no axml', () => {
    const { isrc: _, ...rest } = tags;
    expect(trackChunks(rest).map((chunk) => chunk.id)).toEqual(['LIST']);
  });
});

const spans = planTimeline(
  [
    { lengthFrames: 1000, gapSec: 0, gapless: false },
    { lengthFrames: 2000, gapSec: 0, gapless: true },
  ],
  RATE,
);
const ramp = [0, 1].map((c) => Float32Array.from({ length: 3000 }, (_, n) => (n - 1500) / (3200 + c)));

describe('createTrackFiles', () => {
  const job = (format: 'float32' | 'wav16' | 'flac') => {
    const { tracks, ...album } = parseAlbum(
      JSON.stringify({
        periphonyAlbum: 1,
        title: 'T',
        artist: 'X',
        preset: 'spotify',
        renders: ['stereo'],
        tracks: [
          { input: 'a', title: 'A', isrc: 'GBAYE6700149' },
          { input: 'b', title: 'B', gapless: true },
        ],
      }),
      'a',
    );
    const names = tracks.map((track, k) => trackFileName(k + 1, track.title, 'stereo', format));
    const order = { render: 'stereo', format, preset: findPreset('spotify') };
    return {
      album,
      order,
      sampleRateHz: RATE,
      tracks: tracks.map((track, k) => ({ session: undefined as never, track, outputName: names[k]! })),
      names,
    };
  };
  const order = { mask: 3, channelOfFile: [0, 1] };

  it.each(['float32', 'wav16', 'flac'] as const)('cuts one stream, one dither, into %s files that open', async (format) => {
    const ports = createMemoryPorts();
    const { names, ...wanted } = job(format);
    const sink = await createTrackFiles(ports, wanted, spans, order, format === 'float32' ? 'none' : 'tpdf');
    for (let frame = 0; frame < 3000; frame += 700) {
      sink.write(ramp, frame, Math.min(700, 3000 - frame));
    }
    expect(ports.files.size).toBe(0);
    sink.finish();
    const [first, second] = [await readSamples(ports, names[0]!), await readSamples(ports, names[1]!)];
    const uncut = createMemoryPorts();
    const whole = await createTrackFiles(
      uncut,
      { ...wanted, tracks: wanted.tracks.slice(0, 1) },
      [{ ...spans[0]!, fileEndFrame: 3000 }],
      order,
      format === 'float32' ? 'none' : 'tpdf',
    );
    whole.write(ramp, 0, 3000);
    whole.finish();
    const [left] = await readSamples(uncut, names[0]!);
    expect([...first[0]!, ...second[0]!]).toEqual([...left!]);
    const { kind } = await openAudioFile(ports.openBytes(names[0]!), () => {});
    expect(kind).toBe(format === 'flac' ? 'flac' : 'wave');
    const text = Buffer.from(ports.files.get(names[0]!)!).toString('latin1');
    expect(text).toContain('GBAYE6700149');
  });

  it('given up, leaves nothing', async () => {
    const ports = createMemoryPorts();
    const sink = await createTrackFiles(ports, job('wav16'), spans, order, 'tpdf');
    sink.write(ramp, 0, 1500);
    sink.abort();
    expect(ports.files.size).toBe(0);
    expect(ports.open()).toBe(0);
  });
});

describe('createProgramme', () => {
  const ones = createMemorySource([new Float32Array(3000).fill(1)], RATE);
  const play = (fadeInFrames: number, fadeOutFrames: number, gainDb = 0): Float32Array => {
    const span = { startFrame: 100, endFrame: 1100, fileStartFrame: 0, fileEndFrame: 1200, gapFrames: 100, shiftFrames: 0 };
    const programme = createProgramme([{ source: ones, fromFrame: 0, span, gainDb, fadeInFrames, fadeOutFrames }], 1200);
    const out = new Float32Array(1200);
    for (let frame = 0; frame < 1200; frame += 170) {
      programme.read([out], frame, frame, Math.min(170, 1200 - frame));
    }
    return out;
  };

  it('is silent around the track, and the track is untouched without gain or fades', () => {
    const out = play(0, 0);
    expect(out.subarray(0, 100).every((sample) => sample === 0)).toBe(true);
    expect(out.subarray(100, 1100).every((sample) => sample === 1)).toBe(true);
    expect(out.subarray(1100).every((sample) => sample === 0)).toBe(true);
  });

  it('fades are raised cosines: half in the middle, and in and out add up to one', () => {
    const out = play(400, 400);
    expect(out[100]).toBeLessThan(1e-4);
    expect((out[299]! + out[300]!) / 2).toBeCloseTo(0.5, 6);
    expect(out[600]).toBe(1);
    for (let k = 0; k < 400; k++) {
      expect(out[100 + k]).toBeCloseTo(out[1099 - k]!, 6);
      expect(out[100 + k]! + out[499 - k]!).toBeCloseTo(1, 6);
    }
  });

  it('gain is decibels', () => {
    expect(play(0, 0, -20)[500]).toBeCloseTo(0.1, 6);
  });
});

describe('measureAlbum', () => {
  it('reads a 997 Hz tone in both channels as its peak level (BS.1770-5)', () => {
    const channel = Float32Array.from({ length: 2 * RATE }, (_, n) => 0.1 * Math.sin((2 * Math.PI * 997 * n) / RATE));
    const reading = measureLoudness(createKernels(16), createMemorySource([channel, channel], RATE), [1, 1], 4096);
    expect(reading.integratedLufs).toBeCloseTo(-20, 1);
  });

  it('tells a click at a joint from music', () => {
    const sine = Float32Array.from({ length: 2000 }, (_, n) => 0.5 * Math.sin(n / 20));
    expect(stepAtJoint(createMemorySource([sine], RATE), 1000)).toBeLessThanOrEqual(1.001);
    const broken = sine.map((sample, n) => (n < 1000 ? sample : -0.6));
    expect(stepAtJoint(createMemorySource([broken], RATE), 1000)).toBeGreaterThan(4);
  });
});

describe('albumPage', () => {
  const report = (more: Partial<AlbumReport> = {}): AlbumReport => {
    const file = {
      render: 'stereo',
      file: '01 A.stereo.wav',
      channels: 2,
      channelLabels: ['L', 'R'],
      sampleRateHz: RATE,
      frames: 10 * RATE,
      format: 'wav24',
      preset: 'spotify',
      integratedLufs: -14.2,
      lraLu: 3,
      maxMomentaryLufs: -11,
      maxShortTermLufs: -12,
      truePeakDbtp: -1.1,
      samplePeakDbfs: -1.2,
      gainDb: 3,
      maxGainReductionDb: 1,
      passed: true,
      checks: [{ rule: 'integrated-loudness', passed: true, message: 'fine' }],
    };
    const track = {
      number: 1,
      title: '<b>A</b>',
      artist: 'X & Y',
      isrc: 'GB-AYE-67-00149',
      input: 'a.wav',
      kind: 'audio' as const,
      startSec: 0,
      lengthSec: 10,
      startFrame: 0,
      lengthFrames: 10 * RATE,
      fileStartFrame: 0,
      fileFrames: 10 * RATE,
      gapSec: 0,
      gapless: false,
      shiftFrames: 0,
      fadeInSec: 0,
      fadeOutSec: 1,
      sourceLufs: -17,
      offsetDb: 0,
      eq: [],
    };
    const levels = Array.from({ length: 31 }, (_, k) => (k === 30 ? null : -30 - k));
    return {
      periphonyAlbum: 1,
      title: 'T',
      artist: 'X',
      mode: 'album',
      preset: { id: 'spotify', title: 'Spotify' },
      practice: { loudnessOf: 'whole', targetLufs: -14, toleranceLu: 0.5, source: 's' },
      keepDifferences: 1,
      maxDifferenceLu: 4,
      toneMatch: 0,
      sampleRateHz: RATE,
      gridFrames: 1,
      input: 'album.json',
      inputSha256: 'ab',
      renderer: 'r',
      meter: 'm',
      passed: true,
      tracks: [track, { ...track, number: 2, startSec: 10, gapless: true }],
      renders: [
        {
          render: 'stereo',
          format: 'wav24',
          channels: 2,
          channelLabels: ['L', 'R'],
          sampleRateHz: RATE,
          frames: 20 * RATE,
          isAnchored: false,
          integratedLufs: -14,
          lraLu: 4,
          maxShortTermLufs: -12,
          truePeakDbtp: -1.1,
          driveDb: 3,
          maxGainReductionDb: 1,
          passed: true,
          checks: [],
          tracks: [file, { ...file, integratedLufs: null, truePeakDbtp: null }],
          curve: {
            stepSec: 1,
            shortTermLufs: Array.from({ length: 20 }, (_, k) => (k < 3 ? null : -14)),
            reductionDb: Array.from({ length: 20 }, () => 0.5),
          },
        },
      ],
      tone: {
        render: 'stereo',
        averageDb: levels,
        tracks: [levels, levels].map((own) => ({ beforeDb: own, afterDb: own, responseDb: own.map(() => 0) })),
      },
      checks: [],
      cueSheets: [],
      warnings: [],
      ...more,
    };
  };

  it('needs nothing from elsewhere, and writes what users named as text', () => {
    const page = albumPage(report());
    expect(page).not.toMatch(/<script|<link|src=|url\(|https?:/);
    expect(page).not.toMatch(/NaN|undefined|Infinity/);
    expect(page).toContain('&lt;b&gt;A&lt;/b&gt;');
    expect(page).not.toContain('<b>A</b>');
    expect(page.match(/<svg/g)!.length).toBeGreaterThanOrEqual(3);
  });

  it('says what failed, and opens its list', () => {
    const { renders } = report();
    const failed = {
      ...renders[0]!,
      passed: false,
      tracks: renders[0]!.tracks.map((file) => ({
        ...file,
        passed: false,
        checks: [{ rule: 'true-peak', passed: false, message: 'over' }],
      })),
    };
    const page = albumPage(report({ passed: false, renders: [failed] }));
    expect(page).toContain('A delivery limit is not met');
    expect(page).toContain('<details open>');
  });

  it('draws a silent album without plots', () => {
    const { renders } = report();
    const silent = { ...renders[0]!, integratedLufs: null, curve: { stepSec: 1, shortTermLufs: [null, null], reductionDb: [0, 0] } };
    const nothing = Array.from({ length: 31 }, () => null);
    const tone = {
      render: 'stereo',
      averageDb: nothing,
      tracks: [{ beforeDb: nothing, afterDb: nothing, responseDb: nothing.map(() => 0) }],
    };
    expect(albumPage(report({ renders: [silent], tone }))).not.toMatch(/NaN|undefined|Infinity/);
  });
});
