// match and assist on the command line: a mix and a brighter copy of it, proposals, chain files, and what is refused.
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createMemoryByteSink, type AudioSink } from '../../src/audio/index.ts';
import { createWaveWriter } from '../../src/formats/index.ts';
import type { AssistOutcome, MatchOutcome } from '../../src/jobs/index.ts';
import { parseChain } from '../../src/scene/index.ts';
import { equalized, pairOf, pink, scaled } from '../unit/mastering/reference/signals.ts';
import { periphony, temporaryFolder } from './cli.ts';

const folder = temporaryFolder();
const file = (name: string): string => join(folder.path, name);
const mix = pairOf(pink(5, 1), scaled(pink(5, 2), 0.5));

function writeAudio(name: string, signal: readonly Float32Array[]): void {
  const bytes = createMemoryByteSink(name);
  const writer: AudioSink = createWaveWriter(bytes, {
    channels: signal.length,
    sampleRateHz: 48000,
    encoding: 'float32',
    expectedFrames: signal[0]!.length,
  });
  writer.write(signal, 0, signal[0]!.length);
  writer.finish();
  writeFileSync(file(name), bytes.bytes());
}

beforeAll(() => {
  mkdirSync(folder.path, { recursive: true });
  writeAudio('mix.wav', mix);
  writeAudio(
    'bright.wav',
    mix.map((channel) => equalized(channel, [{ type: 'highShelf', frequencyHz: 4000, gainDb: 5, q: 0.7 }])),
  );
  writeAudio('silence.wav', [new Float32Array(48000), new Float32Array(48000)]);
});
afterAll(() => folder[Symbol.dispose]());

describe('periphony match', () => {
  it('prints bands, reasons and where the chain went', () => {
    const { status, stdout, stderr } = periphony([
      'match',
      file('mix.wav'),
      file('bright.wav'),
      '--amount',
      '1',
      '--out',
      file('m.chain.json'),
    ]);
    expect(stderr).toBe('');
    expect(status).toBe(0);
    expect(stdout).toMatch(/Hz +mix +reference +difference +wanted +proposed/);
    expect(stdout).toMatch(/eq: .*high shelf at/);
    expect(stdout).toMatch(/m\.chain\.json/);
    const { processing } = parseChain(readFileSync(file('m.chain.json'), 'utf8'), 'm.chain.json');
    expect(processing[0]).toMatchObject({ kind: 'eq', phase: 'linear' });
  });

  it('gives one JSON document, the same each time', () => {
    const once = periphony(['match', file('mix.wav'), file('bright.wav'), '--json']);
    const outcome = JSON.parse(once.stdout) as MatchOutcome;
    expect(outcome.proposal.amountRatio).toBe(0.5);
    expect(outcome.chain.processing).toEqual(outcome.proposal.processing);
    expect(periphony(['match', file('mix.wav'), file('bright.wav'), '--json']).stdout).toBe(once.stdout);
  });

  it.each([
    ['a silent mix', ['silence.wav', 'mix.wav'], /nothing above −70 LUFS/, 3],
    ['a missing reference', ['mix.wav', 'none.wav'], /none\.wav/, 3],
    ['an amount beyond 1', ['mix.wav', 'bright.wav', '--amount', '2'], /0 to 1/, 2],
    ['an output that is an input', ['mix.wav', 'bright.wav', '--out', 'mix.wav'], /input and output at once/, 2],
  ])('refuses %s', (_, args, words, code) => {
    const { status, stdout, stderr } = periphony(['match', ...args], folder.path);
    expect(stderr).toMatch(words);
    expect(stderr.trim().split('\n')).toHaveLength(1);
    expect(stdout).toBe('');
    expect(status).toBe(code);
  });
});

describe('periphony assist', () => {
  it('lists the targets', () => {
    const { status, stdout } = periphony(['assist', '--list']);
    expect(status).toBe(0);
    expect(stdout).toMatch(/hip-hop/);
    expect(stdout).toMatch(/Pestana/);
  });

  it('proposes a chain, each choice with its reason', () => {
    const { status, stdout } = periphony(['assist', file('mix.wav'), '--target', 'rock', '--out', file('a.chain.json')]);
    expect(status).toBe(0);
    expect(stdout.match(/^\[[x ]\] /gm)!.length).toBeGreaterThanOrEqual(7);
    expect(existsSync(file('a.chain.json'))).toBe(true);
    const json = JSON.parse(periphony(['assist', file('mix.wav'), '--target', 'rock', '--json']).stdout) as AssistOutcome;
    expect(parseChain(readFileSync(file('a.chain.json'), 'utf8'), 'a').processing).toEqual(json.proposal.processing);
  });

  it.each([
    ['no goal', ['mix.wav'], /--target/, 2],
    ['an unknown target', ['mix.wav', '--target', 'polka'], /podcast/, 2],
    ['no mix', [], /no mix/, 2],
    ['silence', ['silence.wav', '--target', 'pop'], /nothing above −70 LUFS/, 3],
  ])('refuses %s', (_, args, words, code) => {
    const { status, stderr } = periphony(['assist', ...args], folder.path);
    expect(stderr).toMatch(words);
    expect(status).toBe(code);
  });
});
