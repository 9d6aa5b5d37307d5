// Object masters by the command line: written bare and mastered, read again as any ADM file, and legal on every render.
import { createHash } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createMemoryByteSink } from '../../src/audio/index.ts';
import { createPrng } from '../../src/base/index.ts';
import { createWaveWriter } from '../../src/formats/index.ts';
import type { AudioInspection, MasterReport } from '../../src/jobs/index.ts';
import { periphony, temporaryFolder } from './cli.ts';

const folder = temporaryFolder();
afterAll(() => folder[Symbol.dispose]());
const at = (name: string): string => join(folder.path, name);
const RATE = 48000;
const FRAMES = 4 * RATE + 1234;

/** Noise with hits, loud enough for the limiter, in as many channels as asked for. */
function writeStem(name: string, channels: number, seed: number): void {
  const bytes = createMemoryByteSink(name);
  const file = createWaveWriter(bytes, { channels, sampleRateHz: RATE, encoding: 'float32' });
  const planar = Array.from({ length: channels }, (_, c) => {
    const prng = createPrng(seed, c);
    let low = 0;
    return Float32Array.from({ length: FRAMES }, (__, n) => {
      low += 0.2 * (2 * prng.next() - 1 - low);
      const sinceHit = (n + seed * 5000) % (RATE / 3);
      return 0.3 * low + 0.6 * Math.exp(-sinceHit / 800) * Math.sin(sinceHit / (10 + seed));
    });
  });
  file.write(planar, 0, FRAMES);
  file.finish();
  writeFileSync(at(name), bytes.bytes());
}

const RENDERS = 'adm,7.1.4,5.1,stereo,binaural';
const project = {
  periphony: 1,
  title: 'Small',
  sampleRateHz: RATE,
  sources: ['a', 'b', 'c'].map((id) => ({ id, file: `${id}.wav` })),
  elements: [
    { id: 'bed', kind: 'bed', name: 'Room', layout: '7.1.4', source: 'c', gainDb: -9, binaural: 'far' },
    { id: 'lead', kind: 'object', name: 'Lead & <Co>', source: 'a', position: { x: 0, y: 1, z: 0 }, binaural: 'near' },
    {
      id: 'flies',
      kind: 'object',
      name: 'Flies',
      source: 'b',
      position: { x: 1, y: 0, z: 0 },
      size: 0.2,
      automation: {
        position: [
          { atSec: 0.5, x: 1, y: 0.5, z: 0 },
          { atSec: 1.5, x: -1, y: -0.5, z: 1 },
        ],
      },
    },
  ],
};

const reportOf = (stdout: string): MasterReport => JSON.parse(stdout) as MasterReport;
const hashOf = (name: string): string =>
  createHash('sha256')
    .update(readFileSync(at(name)))
    .digest('hex');
let report: MasterReport;

beforeAll(() => {
  ['a', 'b'].forEach((name, k) => writeStem(`${name}.wav`, 1, k + 1));
  writeStem('c.wav', 12, 3);
  writeFileSync(at('small.periphony.json'), JSON.stringify(project));
  const { status, stdout, stderr } = periphony(
    ['render', at('small.periphony.json'), '--out', at('m'), '--renders', RENDERS, '--preset', 'atmos-music', '--json'],
    folder.path,
  );
  expect(stderr).toBe(
    "warning: bed: Ltf, Rtf, Ltr, Rtr of the bed are written as objects that stand still: an object master's bed goes up to 7.1.2 [adm.loss-bed]\n",
  );
  expect(status).toBe(0);
  report = reportOf(stdout);
}, 120_000);

describe('an object master', () => {
  it('is delivered with the renders of one pass, all passed, all at one gain', () => {
    expect(report.renders.map(({ render, file, passed }) => [render, file, passed])).toEqual(
      RENDERS.split(',').map((render) => [render, `small.${render}.wav`, true]),
    );
    expect(new Set(report.renders.map(({ gainDb }) => gainDb)).size).toBe(1);
    expect(report.renders[0]!.maxGainReductionDb).toBeGreaterThan(0.5);
    expect(report.renders[0]!.channels).toBe(8 + 4 + 2);
  });

  it('rendered again as it is meets the limits: −18 LKFS in 5.1, −1 dBTP everywhere', () => {
    const renders = '7.1.4,5.1,stereo,binaural,9.1.6';
    const { status, stdout } = periphony([
      'render',
      at('m/small.adm.wav'),
      '--out',
      at('again'),
      '--renders',
      renders,
      '--no-master',
      '--json',
    ]);
    expect(status).toBe(0);
    const again = reportOf(stdout).renders;
    const anchor = again.find(({ render }) => render === '5.1')!;
    expect(anchor.integratedLufs).toBeLessThanOrEqual(-18);
    expect(anchor.integratedLufs).toBeGreaterThan(-18.1);
    for (const one of again.filter(({ render }) => render !== '9.1.6')) {
      expect(one.truePeakDbtp).toBeLessThanOrEqual(-1);
      const delivered = report.renders.find(({ render }) => render === one.render)!;
      expect(one.integratedLufs).toBeCloseTo(delivered.integratedLufs!, 2);
    }
  });

  it('is a plain ADM file: PCM of 24 bits, axml, chna and dbmd behind the audio', () => {
    const found = JSON.parse(periphony(['inspect', at('m/small.adm.wav'), '--json']).stdout) as AudioInspection;
    expect(JSON.stringify(found)).toContain('Atmos_Master');
    const bytes = readFileSync(at('m/small.adm.wav'));
    const order = [bytes.indexOf('fmt '), bytes.indexOf('data'), ...['axml', 'chna', 'dbmd'].map((id) => bytes.lastIndexOf(id))];
    expect([...order].sort((a, b) => a - b)).toEqual(order);
    expect(bytes.readUInt32LE(bytes.indexOf('fmt ') + 4)).toBe(16);
    expect(bytes.includes('audioObjectName="Lead &amp; &lt;Co&gt;"')).toBe(true);
    expect(bytes.includes('Dolby')).toBe(false);
  });

  it('has the same bytes with another block size', () => {
    expect(
      periphony(
        [
          'render',
          at('small.periphony.json'),
          '--out',
          at('n'),
          '--renders',
          'binaural,adm',
          '--preset',
          'atmos-music',
          '--block-frames',
          '777',
        ],
        folder.path,
      ).status,
    ).toBe(0);
    expect(hashOf('n/small.adm.wav')).toBe(hashOf('m/small.adm.wav'));
    expect(hashOf('n/small.binaural.wav')).toBe(hashOf('m/small.binaural.wav'));
  });
});

describe('an object master under a preset that names no anchor', () => {
  it('holds each of its renders to the target, and says which one gain for all does not bring there', () => {
    const { status, stdout } = periphony(
      ['render', at('small.periphony.json'), '--out', at('s'), '--renders', 'adm,stereo,binaural', '--preset', 'spotify', '--json'],
      folder.path,
    );
    const renders = reportOf(stdout).renders.filter(({ render }) => render !== 'adm');
    for (const { integratedLufs, checks } of renders) {
      const isOnTarget = Math.abs(integratedLufs! + 14) <= 0.5;
      expect(checks.find(({ rule }) => rule === 'integrated-loudness')!.passed).toBe(isOnTarget);
    }
    expect(status).toBe(renders.every(({ passed }) => passed) ? 0 : 1);
    expect(renders.some(({ passed }) => !passed)).toBe(true);
  });
});

describe('a bare ADM file', () => {
  it("renders as the project does, at the project's own level", () => {
    const args = ['--renders', '7.1.4', '--no-master', '--format', 'float32', '--json'];
    const bare = reportOf(
      periphony(['render', at('small.periphony.json'), '--out', at('b'), '--renders', 'adm', '--no-master', '--json'], folder.path).stdout,
    );
    expect(bare.renders[0]).toMatchObject({ render: 'adm', file: 'small.adm.wav', passed: true, gainDb: 0, preset: null });
    const own = reportOf(periphony(['render', at('small.periphony.json'), '--out', at('own'), ...args], folder.path).stdout).renders[0]!;
    const again = reportOf(periphony(['render', at('b/small.adm.wav'), '--out', at('read'), ...args]).stdout).renders[0]!;
    expect(again.frames).toBe(own.frames);
    expect(again.integratedLufs).toBeCloseTo(own.integratedLufs!, 1);
    expect(again.truePeakDbtp).toBeCloseTo(own.truePeakDbtp!, 1);
  });

  it.each([
    ['at another rate', { ...project, sampleRateHz: 96000 }, 'is at 96000 Hz'],
    [
      'with more objects than there is room for',
      { ...project, elements: Array.from({ length: 119 }, (_, k) => ({ ...project.elements[1], id: `o${k}` })) },
      '119 objects',
    ],
  ])('is refused %s, and nothing is written', (_, document, words) => {
    writeFileSync(at('bad.periphony.json'), JSON.stringify(document));
    const { status, stderr } = periphony(
      ['render', at('bad.periphony.json'), '--out', at('bad'), '--renders', 'adm', '--no-master'],
      folder.path,
    );
    expect(status).toBe(3);
    expect(stderr).toContain(words);
    expect(existsSync(at('bad/bad.adm.wav'))).toBe(false);
  });
});

describe('the inserts on a mix’s master bus', () => {
  const inserts = [
    { kind: 'eq', bands: [{ type: 'highShelf', frequencyHz: 3000, gainDb: -4 }] },
    { kind: 'compressor', thresholdDb: -24, ratio: 4, attackMs: 5, releaseMs: 80, makeupDb: 3, lookaheadMs: 2 },
    { kind: 'saturation', driveDb: 6 },
  ];
  // Still objects and none that is spread over the LFE: filters and gains over time then change places with the panning.
  const elements = project.elements.filter(({ id }) => id !== 'flies');

  it('act on the objects as they do on the render', () => {
    writeFileSync(at('glued.periphony.json'), JSON.stringify({ ...project, elements, master: { processing: inserts } }));
    const args = ['--renders', '7.1.4', '--no-master', '--format', 'float32'];
    expect(periphony(['render', at('glued.periphony.json'), '--out', at('g'), '--renders', 'adm', '--no-master'], folder.path).status).toBe(
      0,
    );
    periphony(['render', at('glued.periphony.json'), '--out', at('g1'), ...args], folder.path);
    periphony(['render', at('g/glued.adm.wav'), '--out', at('g2'), ...args]);
    const own = samplesOf(at('g1/glued.7.1.4.wav'));
    const again = samplesOf(at('g2/glued.adm.7.1.4.wav'));
    expect(again.length).toBe(own.length);
    let worst = 0;
    let loudest = 0;
    own.forEach((sample, k) => {
      worst = Math.max(worst, Math.abs(sample - again[k]!));
      loudest = Math.max(loudest, Math.abs(sample));
    });
    expect(loudest).toBeGreaterThan(0.1);
    // The file has 24 bits a track, and gains of 16-bit fractions for the bed's heights.
    expect(worst).toBeLessThan(1e-4);
  });

  it('that need a layout are left out of the file, and that is said', () => {
    const processing = [{ kind: 'image', widthRatio: 0.5 }];
    writeFileSync(at('wide.periphony.json'), JSON.stringify({ ...project, elements, master: { processing } }));
    const { status, stderr } = periphony(
      ['render', at('wide.periphony.json'), '--out', at('w'), '--renders', 'adm', '--no-master'],
      folder.path,
    );
    expect(status).toBe(0);
    expect(stderr).toContain('adm.loss-master');
  });
});

describe('an ADM file', () => {
  it('is mastered as it is: its tracks change, its metadata do not', () => {
    periphony(['render', at('small.periphony.json'), '--out', at('o'), '--renders', 'adm', '--no-master'], folder.path);
    const { status, stdout } = periphony([
      'render',
      at('o/small.adm.wav'),
      '--out',
      at('p'),
      '--renders',
      'adm,5.1',
      '--preset',
      'atmos-music',
      '--json',
    ]);
    expect(status).toBe(0);
    const [master] = reportOf(stdout).renders;
    expect(master).toMatchObject({ render: 'adm', file: 'small.adm.adm.wav', passed: true });
    expect(master!.maxGainReductionDb).toBeGreaterThan(0.5);
    for (const id of ['axml', 'chna', 'dbmd']) {
      expect(chunkOf(at('p/small.adm.adm.wav'), id)).toEqual(chunkOf(at('o/small.adm.wav'), id));
    }
    const again = reportOf(
      periphony(['render', at('p/small.adm.adm.wav'), '--out', at('q'), '--renders', '5.1,7.1.4,stereo,binaural', '--no-master', '--json'])
        .stdout,
    ).renders;
    expect(again[0]!.integratedLufs).toBeLessThanOrEqual(-18);
    expect(again[0]!.integratedLufs).toBeGreaterThan(-18.1);
    again.forEach((one) => expect(one.truePeakDbtp).toBeLessThanOrEqual(-1));
  });
});

/** The bytes of a RIFF chunk. */
function chunkOf(path: string, id: string): Buffer {
  const bytes = readFileSync(path);
  for (let offset = 12; offset + 8 <= bytes.length;) {
    const length = bytes.readUInt32LE(offset + 4);
    if (bytes.toString('latin1', offset, offset + 4) === id) {
      return bytes.subarray(offset + 8, offset + 8 + length);
    }
    offset += 8 + length + (length % 2);
  }
  throw new Error(`no ${id}`);
}

/** All samples of a file of floats, as they lie there. */
function samplesOf(path: string): Float32Array {
  const data = chunkOf(path, 'data');
  return new Float32Array(data.buffer.slice(data.byteOffset, data.byteOffset + data.length));
}
