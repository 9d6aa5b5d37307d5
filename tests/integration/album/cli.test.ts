// `periphony album` as a person runs it: files, report, cue sheet, exit status, and what is left when it is stopped.
import { spawn } from 'node:child_process';
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { createMemoryByteSink } from '../../../src/audio/index.ts';
import { createWaveWriter } from '../../../src/formats/index.ts';
import type { AlbumReport, FileMeasurement } from '../../../src/jobs/index.ts';
import { periphony, temporaryFolder } from '../cli.ts';

const CLI = resolve(import.meta.dirname, '../../../dist-cli/cli.mjs');
const folder = temporaryFolder();
afterAll(() => folder[Symbol.dispose]());
const at = (name: string): string => join(folder.path, name);

function writeTone(name: string, hz: number, lengthSec: number, sampleRateHz = 44100): void {
  const channel = Float32Array.from({ length: lengthSec * sampleRateHz }, (_, n) => 0.2 * Math.sin((2 * Math.PI * hz * n) / sampleRateHz));
  const sink = createMemoryByteSink(name);
  const writer = createWaveWriter(sink, { channels: 2, sampleRateHz, encoding: 'float32' });
  writer.write([channel, channel], 0, channel.length);
  writer.finish();
  writeFileSync(at(name), sink.bytes());
}
writeTone('a.wav', 997, 5);
writeTone('b.wav', 440, 5, 48000);
writeTone('long.wav', 440, 240);

function writeAlbum(name: string, more: Record<string, unknown>): string {
  const album = { periphonyAlbum: 1, title: 'Two/Tones', artist: 'X', preset: 'spotify', renders: ['stereo'], ...more };
  writeFileSync(at(name), JSON.stringify(album));
  return at(name);
}
const TRACKS = [
  { input: 'a.wav', title: 'A', isrc: 'GB-AYE-67-00149' },
  { input: 'b.wav', title: 'B', isrc: 'GB-AYE-67-00150', gapSec: 1 },
];

describe('periphony album', () => {
  it('writes tracks, report, page and cue sheet, and the report is what measure says', () => {
    const input = writeAlbum('cd.json', { preset: 'cd', upc: '036000291452', tracks: TRACKS });
    const { status, stdout, stderr } = periphony(['album', input, '--out', at('cd'), '--json']);
    expect(stderr).toBe('');
    expect(status).toBe(0);
    const report = JSON.parse(stdout) as AlbumReport;
    expect(readdirSync(at('cd')).toSorted()).toEqual([
      '01 A.stereo.wav',
      '02 B.stereo.wav',
      'Two-Tones.album.html',
      'Two-Tones.album.json',
      'Two-Tones.stereo.cue',
    ]);
    expect(JSON.parse(readFileSync(join(at('cd'), 'Two-Tones.album.json'), 'utf8'))).toEqual(report);
    expect(readFileSync(join(at('cd'), 'Two-Tones.stereo.cue'), 'utf8')).toContain('ISRC GBAYE6700150');
    for (const file of report.renders[0]!.tracks) {
      const measured = JSON.parse(periphony(['measure', join(at('cd'), file.file), '--json']).stdout) as FileMeasurement;
      expect(measured.integratedLufs).toBe(file.integratedLufs);
      expect(measured.truePeakDbtp).toBe(file.truePeakDbtp);
      expect(measured.frames % 588).toBe(0);
    }
    // A written track is audio to every other command, though it has an axml chunk.
    expect(
      periphony(['render', join(at('cd'), '01 A.stereo.wav'), '--out', at('again'), '--renders', 'stereo', '--preset', 'archive']).status,
    ).toBe(0);
  });

  it('gives the same bytes whatever the workers', () => {
    const input = writeAlbum('two.json', { renders: ['stereo', '5.1'], toneMatch: 0.5, tracks: TRACKS });
    const bytesWith = (workers: string): readonly Buffer[] => {
      expect(periphony(['album', input, '--out', at(`w${workers}`), '--workers', workers]).status).toBe(0);
      return readdirSync(at(`w${workers}`))
        .toSorted()
        .map((name) => readFileSync(join(at(`w${workers}`), name)));
    };
    const one = bytesWith('1');
    expect(one).toHaveLength(6);
    bytesWith('2').forEach((bytes, k) => expect(bytes.equals(one[k]!)).toBe(true));
  });

  it.each([
    ['a missing file', { tracks: [{ input: 'none.wav', title: 'A' }] }, /tracks\[0\] "A": none\.wav there is no such file/],
    ['an unknown field', { tracks: [{ ...TRACKS[0], gapsec: 1 }] }, /tracks\[0\]: gapsec is not a field .*gapSec/],
    ['an unknown preset', { preset: 'spotfy', tracks: TRACKS }, /preset is "spotfy"/],
    [
      'a rate that the preset does not take',
      { preset: 'cd', sampleRateHz: 48000, tracks: TRACKS },
      /sampleRateHz is 48000, and CD takes 44100/,
    ],
  ])('refuses %s in one line, with 3 and nothing written', (_, more, expected) => {
    const { status, stderr } = periphony(['album', writeAlbum('bad.json', more), '--out', at('bad')]);
    expect(status).toBe(3);
    expect(stderr.trim().split('\n')).toHaveLength(1);
    expect(stderr).toMatch(expected);
    expect(existsSync(at('bad'))).toBe(false);
  });

  it('what misses its target is written, said, and 1', () => {
    writeFileSync(
      at('own.json'),
      JSON.stringify({
        periphonyPreset: 1,
        id: 'own',
        integratedLufs: { targetLufs: -3, toleranceLu: 0.5 },
        truePeakDbtp: -6,
        maxGainReductionDb: 1,
      }),
    );
    const { status, stdout } = periphony(['album', writeAlbum('short.json', { preset: 'own.json', tracks: TRACKS }), '--out', at('short')]);
    expect(status).toBe(1);
    expect(stdout).toMatch(/album-loudness: .* LU short: /);
    expect(readdirSync(at('short'))).toHaveLength(4);
  });

  it('stopped by SIGINT leaves no track', async () => {
    const input = writeAlbum('long.json', {
      tracks: [
        { input: 'long.wav', title: 'L' },
        { input: 'a.wav', title: 'A' },
      ],
    });
    const child = spawn(process.execPath, [CLI, 'album', input, '--out', at('stopped')]);
    await new Promise((done) => setTimeout(done, 900));
    child.kill('SIGINT');
    const status = await new Promise<number | null>((done) => child.once('exit', done));
    expect(status).toBe(130);
    expect(existsSync(at('stopped')) ? readdirSync(at('stopped')) : []).toEqual([]);
  });
});
