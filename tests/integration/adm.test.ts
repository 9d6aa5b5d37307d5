// ADM files by the command line: rendered as BS.2127-1 says, in any container; what cannot be rendered is refused by name.
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { createMemoryByteSource, createPlanar } from '../../src/audio/index.ts';
import { createPrng, ignoreWarnings } from '../../src/base/index.ts';
import { openWave } from '../../src/formats/index.ts';
import type { AudioInspection, MasterReport } from '../../src/jobs/index.ts';
import {
  axml,
  block,
  channel,
  chnaBytes,
  chnaOf,
  movingObject,
  object,
  objectIds,
  pack,
  polar,
  programme,
  trackUid,
} from '../fixtures/adm/admXml.ts';
import { buildRiff, data, ds64, fmt, type ChunkSpec } from '../fixtures/wave/buildWave.ts';
import { periphony, temporaryFolder } from './cli.ts';

const folder = temporaryFolder();
afterAll(() => folder[Symbol.dispose]());
const at = (name: string): string => join(folder.path, name);

/** Longer than a loudness block. */
const FRAMES = 30000;
const FULL_SCALE = 8388608;
/** Half of full scale at most, as whole 24-bit numbers. */
const samples = [1, 2].map((seed) => {
  const prng = createPrng(seed);
  return Int32Array.from({ length: FRAMES }, () => Math.floor((prng.next() - 0.5) * FULL_SCALE));
});

/** An object that goes from M+030 to M-030 within 10 ms at 0.1 s, and a bed of one channel, M-110. */
const { channel: objectChannel } = objectIds(1);
const timed = (start: string, inside: string, n: number): string =>
  block(objectChannel, inside, `rtime="${start}" duration="00:00:00.10000"`, n);
const jump = '<jumpPosition interpolationLength="0.010000">1</jumpPosition>';
const blocks = timed('00:00:00.00000', polar(30), 1) + timed('00:00:00.10000', polar(-30) + jump, 2);
const BED = [
  object('AO_1002', ['AP_00011002'], ['ATU_00000002']),
  pack('AP_00011002', 'DirectSpeakers', ['AC_00011002']),
  channel('AC_00011002', 'DirectSpeakers', block('AC_00011002', `<speakerLabel>M-110</speakerLabel>${polar(-110)}`)),
  trackUid('ATU_00000002', 'AC_00011002', 'AP_00011002'),
].join('\n');

function writeAdm(name: string, objectBlocks: string, container = 'RIFF'): string {
  const bytes = new Uint8Array(FRAMES * 6);
  for (let k = 0; k < FRAMES; k++) {
    samples.forEach((channelSamples, c) => {
      const value = channelSamples[k]!;
      bytes.set([value & 255, (value >> 8) & 255, (value >> 16) & 255], k * 6 + 3 * c);
    });
  }
  const chunks: ChunkSpec[] = [
    fmt({ channels: 2, bits: 24 }),
    { id: 'axml', bytes: axml(`${programme(['AO_1001', 'AO_1002'])}${movingObject(1, objectBlocks)}${BED}`) },
    { id: 'chna', bytes: chnaBytes(chnaOf('ATU_00000001', 'ATU_00000002')) },
  ];
  const file =
    container === 'RIFF'
      ? buildRiff([...chunks, data(bytes)])
      : buildRiff([ds64(bytes.length), ...chunks, data(bytes, 0xffffffff)], container);
  writeFileSync(at(name), file);
  return at(name);
}

function readPcm(path: string): Float32Array[] {
  const bytes = createMemoryByteSource(readFileSync(path));
  const { source, lengthFrames } = openWave(bytes, ignoreWarnings);
  const planar = createPlanar(source.channels, lengthFrames);
  source.read(planar, 0, 0, lengthFrames);
  return planar;
}

describe('periphony render, an ADM file', () => {
  it.each(['RIFF', 'RF64', 'BW64'])('in %s: bare, in the order of BS.2051, every sample within a bit', (container) => {
    const input = writeAdm(`${container}.wav`, blocks, container);
    const { status, stderr } = periphony(['render', input, '--out', at('bare'), '--renders', '0+5+0', '--no-master', '--format', 'wav24']);
    expect(stderr).toBe('');
    expect(status).toBe(0);
    const [left, right, ...others] = readPcm(at(`bare/${container}.0+5+0.wav`));
    expect(left).toHaveLength(FRAMES);
    const deviation = (actual: Float32Array, expected: (k: number) => number): number =>
      actual.reduce((most, value, k) => Math.max(most, Math.abs(value * FULL_SCALE - expected(k))), 0);
    const turn = (k: number): number => (k < 9600 ? Math.min(1, Math.max(0, (k - 4800) / 480)) : NaN);
    const heard = (k: number, gain: number): number => (Number.isNaN(gain) ? 0 : gain * samples[0]![k]!);
    expect(deviation(left!, (k) => heard(k, 1 - turn(k)))).toBeLessThanOrEqual(1);
    expect(deviation(right!, (k) => heard(k, turn(k)))).toBeLessThanOrEqual(1);
    expect(deviation(others[3]!, (k) => samples[1]![k]!)).toBe(0);
    expect(others.slice(0, 3).every((silent) => silent.every((value) => value === 0))).toBe(true);
  });

  it('mastered, to loudspeakers, headphones and stereo', () => {
    const input = writeAdm('mix.wav', blocks);
    const { status, stdout } = periphony(['render', input, '--out', at('masters'), '--renders', '7.1.4,binaural,stereo', '--json']);
    const report = JSON.parse(stdout) as MasterReport;
    expect(report.renders.map((render) => [render.channels, render.frames, render.passed])).toEqual([
      [12, FRAMES, true],
      [2, FRAMES, true],
      [2, FRAMES, true],
    ]);
    expect(report.title).toBe('programme APR_1001');
    expect(status).toBe(0);
  });

  it('the same bytes whatever the block size', () => {
    const input = writeAdm('again.wav', blocks);
    for (const [name, frames] of [
      ['a', '4096'],
      ['b', '777'],
    ] as const) {
      periphony(['render', input, '--out', at(name), '--renders', '4+7+0', '--no-master', '--block-frames', frames]);
    }
    expect(readFileSync(at('a/again.4+7+0.wav'))).toEqual(readFileSync(at('b/again.4+7+0.wav')));
  });

  it.each([
    ['blocks that overlap', timed('00:00:00.00000', polar(30), 1) + timed('00:00:00.05000', polar(0), 2), [], /AC_00031001.*block 2/],
    ['a programme that is not there', blocks, ['--programme', 'APR_1009'], /APR_1009.*APR_1001/],
    ['with --strict, what is not in the standard', `${blocks}<surprise/>`, ['--strict'], /surprise/],
  ])('%s: refused by name, nothing written', (_, objectBlocks, options, words) => {
    const input = writeAdm('refused.wav', objectBlocks);
    const { status, stderr } = periphony(['render', input, '--out', at('refused'), '--renders', '0+5+0', '--no-master', ...options]);
    expect(stderr).toMatch(words);
    expect(status).toBe(3);
    expect(existsSync(at('refused/refused.0+5+0.wav'))).toBe(false);
  });

  it('--timing-fix repairs block times that overlap', () => {
    const input = writeAdm('overlap.wav', timed('00:00:00.00000', polar(30), 1) + timed('00:00:00.05000', polar(0), 2));
    const { status, stderr } = periphony(['render', input, '--out', at('fixed'), '--renders', '0+5+0', '--no-master', '--timing-fix']);
    expect(stderr).toMatch(/repaired/);
    expect(status).toBe(0);
  });
});

describe('periphony inspect, an ADM file', () => {
  it('counts what its metadata hold', () => {
    const found = JSON.parse(periphony(['inspect', writeAdm('look.wav', blocks), '--json']).stdout) as AudioInspection;
    expect(found.adm).toMatchObject({
      version: 'ITU-R_BS.2076-2',
      programmes: [{ id: 'APR_1001' }],
      objects: 2,
      packs: 2,
      channels: [
        { type: 'Objects', channels: 1, blocks: 2 },
        { type: 'DirectSpeakers', channels: 1, blocks: 1 },
      ],
      trackUids: 2,
      tracks: 2,
      hasDbmd: false,
    });
  });
});

describe('periphony verify', () => {
  const vectors = join(import.meta.dirname, '../fixtures/ear/objects-0+5+0.json');

  it('agrees with the reference, and says how closely', () => {
    const { status, stdout } = periphony(['verify', vectors, '--json']);
    const { passed, groups } = JSON.parse(stdout) as { passed: boolean; groups: { largestDeviation: number; cases: number }[] };
    expect(passed).toBe(true);
    expect(groups.length).toBeGreaterThan(5);
    expect(Math.max(...groups.map((group) => group.largestDeviation))).toBeLessThan(1e-9);
    expect(status).toBe(0);
  });

  it('says so where it does not agree, and which case is the worst', () => {
    const file = JSON.parse(readFileSync(vectors, 'utf8')) as { cases: { direct: number[] }[] };
    file.cases[0]!.direct[0]! += 0.001;
    writeFileSync(at('wrong.json'), JSON.stringify(file));
    const { status, stdout } = periphony(['verify', at('wrong.json')]);
    expect(stdout).toMatch(/FAIL/);
    expect(status).toBe(1);
  });

  it.each([
    ['nothing.json', undefined],
    ['text.json', 'no JSON'],
    ['other.json', '{}'],
  ])('refuses %s', (name, text) => {
    if (text !== undefined) {
      writeFileSync(at(name), text);
    }
    const { status, stderr } = periphony(['verify', at(name)]);
    expect(stderr).toContain(name);
    expect(stderr.trim().split('\n')).toHaveLength(1);
    expect(status).toBe(3);
  });
});
