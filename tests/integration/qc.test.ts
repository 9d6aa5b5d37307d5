// The quality checks by the command line: on files with one fault each, and in a render that knows its elements.
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createMemoryByteSink } from '../../src/audio/index.ts';
import { createPrng } from '../../src/base/index.ts';
import { createWaveWriter } from '../../src/formats/index.ts';
import type { FileMeasurement, MasterReport, RenderReport } from '../../src/jobs/index.ts';
import { periphony, temporaryFolder } from './cli.ts';

const RATE = 48000;
const folder = temporaryFolder();
afterAll(() => folder[Symbol.dispose]());
const at = (name: string): string => join(folder.path, name);

function write(name: string, signal: readonly Float32Array[], encoding: 'pcm24' | 'float32' = 'pcm24'): string {
  const bytes = createMemoryByteSink(name);
  const file = createWaveWriter(bytes, { channels: signal.length, sampleRateHz: RATE, encoding });
  file.write(signal, 0, signal[0]!.length);
  file.finish();
  writeFileSync(at(name), bytes.bytes());
  return at(name);
}

const wave = (lengthSec: number, value: (sec: number) => number): Float32Array =>
  Float32Array.from({ length: Math.round(lengthSec * RATE) }, (_, n) => value(n / RATE));

/** Noise that swells twice a second, faded at its ends, without DC. */
function swell(lengthSec: number, gain: number, seed: number): Float32Array {
  const prng = createPrng(seed);
  let low = 0;
  let mean = 0;
  return wave(lengthSec, (sec) => {
    const white = 2 * prng.next() - 1;
    low += 0.3 * (white - low);
    const value = gain * (0.3 * white + low) * (0.15 + 0.85 * Math.exp(-9 * (sec % 0.5)) * Math.min(1, (sec % 0.5) / 0.02));
    mean += 0.005 * (value - mean);
    return (value - mean) * Math.min(1, sec / 0.05, Math.max(0, lengthSec - 1 / RATE - sec) / 0.05);
  });
}

const middle = swell(5, 0.3, 1);
const clean = [2, 3].map((seed) => swell(5, 0.15, seed).map((x, n) => x + middle[n]!));
const changed = (change: (channel: Float32Array, c: number) => void): Float32Array[] =>
  clean.map((channel, c) => {
    const copy = channel.slice();
    change(copy, c);
    return copy;
  });
const zeros = (channel: Float32Array, fromSec: number, toSec: number): void => void channel.fill(0, fromSec * RATE, toSec * RATE);

/** Each with what it must trip; the clean file is the one that trips none of them. */
const FAULTS: readonly { readonly rule: string; readonly status: 'warn' | 'fail'; readonly signal: readonly Float32Array[] }[] = [
  { rule: 'CLIP-FLAT', status: 'fail', signal: clean.map((channel) => channel.map((x) => Math.max(-0.98, Math.min(0.98, 8 * x)))) },
  { rule: 'DC', status: 'fail', signal: clean.map((channel) => channel.map((x) => x + 0.01)) },
  { rule: 'POLARITY', status: 'warn', signal: [clean[0]!, clean[0]!] },
  { rule: 'PHASE', status: 'fail', signal: [clean[0]!, clean[0]!.map((x) => -x)] },
  { rule: 'MONO', status: 'fail', signal: [clean[0]!, clean[0]!.map((x) => -0.8 * x)] },
  { rule: 'SIL-HEAD', status: 'warn', signal: changed((channel) => zeros(channel, 0, 1)) },
  { rule: 'SIL-MID', status: 'warn', signal: changed((channel) => zeros(channel, 2, 3.5)) },
  { rule: 'DROPOUT', status: 'fail', signal: changed((channel, c) => (c === 0 ? zeros(channel, 2.05, 2.06) : undefined)) },
  {
    rule: 'CLICK',
    status: 'warn',
    signal: changed((channel, c) => void (channel[118000] = channel[118000]! + (c === 0 ? 0.8 : 0))),
  },
  { rule: 'EMPTY', status: 'warn', signal: [clean[0]!, new Float32Array(clean[0]!.length)] },
  { rule: 'BITS', status: 'fail', signal: clean.map((channel) => channel.map((x) => Math.round(x * 2048) / 2048)) },
];

describe('periphony measure --qc', () => {
  const checks = (file: string, ...more: string[]): { status: number | null; of: (rule: string) => string } => {
    const { status, stdout } = periphony(['measure', file, '--qc', '--json', ...more]);
    const measured = JSON.parse(stdout) as FileMeasurement;
    return { status, of: (rule) => measured.checks!.find((check) => check.rule === rule)!.status };
  };

  it('finds nothing in a clean file', () => {
    const { status, of } = checks(write('clean.wav', clean));
    expect(status).toBe(0);
    expect(FAULTS.map(({ rule }) => [rule, of(rule)])).toEqual(FAULTS.map(({ rule }) => [rule, 'pass']));
  });

  it.each(FAULTS)('$rule: $status', ({ rule, status, signal }) => {
    expect(checks(write(`${rule}.wav`, signal)).of(rule)).toBe(status);
  });

  it('exits with 1 where a binding check fails', () => {
    const nan = changed((channel) => void (channel[4000] = NaN));
    expect(checks(write('nan.wav', nan, 'float32'))).toMatchObject({ status: 1 });
    expect(checks(at('clean.wav'), '--preset', 'r128').status).toBe(1);
  });
});

describe('periphony render, with what it knows of its elements', () => {
  const project = (elements: readonly object[]): object => ({
    periphony: 1,
    title: 'Talk',
    sampleRateHz: RATE,
    sources: ['voice', 'music', 'hole'].map((id) => ({ id, file: `${id}.wav` })),
    elements,
  });
  const object = (id: string, more: object = {}): object => ({
    id,
    kind: 'object',
    name: id,
    source: id,
    position: { x: 0, y: 1, z: 0 },
    binaural: 'near',
    ...more,
  });
  const talk = [object('voice', { content: 'dialogue' }), object('music', { position: { x: -0.7, y: 0.3, z: 0.6 }, binaural: 'far' })];
  const reportOf = (stdout: string): MasterReport => JSON.parse(stdout) as MasterReport;
  const check = (render: RenderReport, rule: string): RenderReport['checks'][number] | undefined =>
    render.checks.find((one) => one.rule === rule);

  beforeAll(() => {
    write('voice.wav', [swell(5, 0.8, 5).map((x, n) => (n % (2 * RATE) < 1.4 * RATE ? x : 0))]);
    write('music.wav', [swell(5, 0.3, 6)]);
    write('hole.wav', [new Float32Array(5 * RATE)]);
    writeFileSync(at('talk.periphony.json'), JSON.stringify(project(talk)));
    writeFileSync(at('hole.periphony.json'), JSON.stringify(project([...talk, object('hole')])));
  });

  it('takes every render apart, in the report, on the page and in short on the terminal', () => {
    const args = ['render', at('talk.periphony.json'), '--out', at('apart'), '--renders', '5.1,stereo,binaural', '--contributions'];
    const json = periphony([...args, '--json']);
    const report = reportOf(json.stdout);
    for (const { contributions, peaks } of report.renders) {
      expect(contributions!.map(({ element }) => element).sort()).toEqual(['music', 'voice']);
      expect(contributions!.reduce((sum, one) => sum + one.shareRatio, 0)).toBeCloseTo(1, 3);
      expect(peaks!.length).toBeGreaterThan(2);
      peaks!.forEach(({ elements }) => expect(elements.reduce((sum, one) => sum + one.shareRatio, 0)).toBeCloseTo(1, 1));
    }
    expect(report.checks!.map(({ rule }) => rule)).toEqual(expect.arrayContaining(['XLATE', 'MASK']));
    expect(readFileSync(at('apart/talk.report.html'), 'utf8')).toContain('Who pushes the peaks');
    const { stdout, status } = periphony([...args, '--workers', '1']);
    expect(status).toBe(json.status);
    expect(stdout).toMatch(/5\.1: loudness by voice \d+ %, music \d+ %/);
    expect(stdout).toMatch(/binaural: highest peak .* dBTP before mastering, 0:0\d\.\d{3} in (Left|Right) ear: /);
    expect(periphony(['render', at('talk.periphony.json'), '--out', at('x'), '--renders', 'adm', '--contributions']).status).toBe(2);
  });

  it('takes an ADM file apart as the project that it came from', () => {
    expect(periphony(['render', at('talk.periphony.json'), '--out', at('bare'), '--renders', 'adm', '--no-master']).status).toBe(0);
    const of = (file: string): RenderReport =>
      reportOf(periphony(['render', file, '--out', at('y'), '--renders', '5.1', '--preset', 'r128', '--contributions', '--json']).stdout)
        .renders[0]!;
    const [project, adm] = [of(at('talk.periphony.json')), of(at('bare/talk.adm.wav'))];
    expect(adm.contributions!.map(({ element }) => element)).toEqual(project.contributions!.map(({ element }) => element));
    adm.contributions!.forEach(({ lufs }, k) => expect(lufs!).toBeCloseTo(project.contributions![k]!.lufs!, 0));
  });

  it('fails labels’ masters with an empty object, in the file of objects too', () => {
    const args = ['--renders', 'adm,5.1', '--preset', 'atmos-music', '--json'];
    const broken = periphony(['render', at('hole.periphony.json'), '--out', at('hole'), ...args]);
    expect(broken.status).toBe(1);
    for (const render of reportOf(broken.stdout).renders) {
      expect(check(render, 'EMPTY')).toMatchObject({ passed: false, message: expect.stringContaining('1 empty objects: hole') });
    }
    const whole = periphony(['render', at('talk.periphony.json'), '--out', at('whole'), ...args]);
    const [adm] = reportOf(whole.stdout).renders;
    expect([check(adm!, 'EMPTY')!.passed, check(adm!, 'BINMODE')!.severity]).toEqual([true, undefined]);
  });

  it('compares with a reference and with the stereo master', () => {
    const args = ['--renders', 'adm,5.1', '--preset', 'atmos-music', '--reference', at('music.wav'), '--stereo', at('clean.wav'), '--json'];
    const same = reportOf(periphony(['render', at('talk.periphony.json'), '--out', at('z'), ...args]).stdout).renders;
    expect(same.map((render) => check(render, 'SIL-TAIL')!.passed)).toEqual([true, true]);
    expect(check(same[1]!, 'TONAL')).toBeDefined();
    const longer = write('longer.wav', [wave(6, () => 0.1)]);
    const other = reportOf(
      periphony(['render', at('talk.periphony.json'), '--out', at('z'), ...args.map((arg) => (arg === at('clean.wav') ? longer : arg))])
        .stdout,
    ).renders;
    other.forEach((render) =>
      expect(check(render, 'SIL-TAIL')).toMatchObject({ passed: false, message: expect.stringContaining('1.000 s shorter') }),
    );
    expect(periphony(['render', at('talk.periphony.json'), '--out', at('z'), '--stereo', at('none.wav')]).status).toBe(3);
    expect(periphony(['render', at('talk.periphony.json'), '--out', at('z'), '--no-master', '--stereo', at('clean.wav')]).status).toBe(2);
  });

  it('gives dialogue its loudness in the objects too', () => {
    const { renders } = reportOf(
      periphony([
        'render',
        at('talk.periphony.json'),
        '--out',
        at('dialogue'),
        '--renders',
        'adm,5.1,stereo',
        '--preset',
        'netflix',
        '--json',
      ]).stdout,
    );
    const figure = (render: RenderReport): number => Number(/^(−[\d.]+) LUFS/.exec(check(render, 'DIAL')!.message)![1]!.replace('−', '-'));
    expect([figure(renders[0]!), figure(renders[1]!)].map((lufs) => Math.abs(lufs + 27) <= 0.2)).toEqual([true, true]);
    expect(new Set(renders.map(({ gainDb }) => gainDb)).size).toBe(1);
    const alone = periphony(['render', at('talk.periphony.json'), '--out', at('d2'), '--renders', '5.1', '--preset', 'netflix', '--json']);
    expect(figure(reportOf(alone.stdout).renders[0]!)).toBeCloseTo(-27, 1);
  });
});
