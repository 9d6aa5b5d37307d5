// Bad input: one line that names thing, fact and next step; the exit status says which kind; nothing is written.
import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { periphony, temporaryFolder } from './cli.ts';

const folder = temporaryFolder();
afterAll(() => folder[Symbol.dispose]());

const object = { id: 'kick', kind: 'object', source: 'kick' };
const project = (changes: object): object => ({
  periphony: 1,
  title: 'bad',
  sampleRateHz: 48000,
  frameRate: '24',
  sources: [{ id: 'kick', file: 'stems/kick.wav' }],
  elements: [object],
  ...changes,
});

function renderProject(name: string, text: string): ReturnType<typeof periphony> & { readonly wrote: boolean } {
  const path = join(folder.path, `${name}.periphony.json`);
  writeFileSync(path, text);
  const out = join(folder.path, `${name}-out`);
  const result = periphony(['render', path, '--out', out, '--renders', 'stereo']);
  return { ...result, wrote: existsSync(out) };
}

describe('a project that cannot be rendered', () => {
  it.each([
    ['a missing stem', project({}), [/sources\[0\] "kick"/, /stems\/kick\.wav/, /no such file/]],
    [
      'an unknown layout',
      project({ elements: [{ id: 'bed', kind: 'bed', layout: '7.1.5', source: 'kick' }] }),
      [/elements\[0\]/, /7\.1\.5/, /7\.1\.4/],
    ],
    ['a future version', { ...project({}), periphony: 2 }, [/newer/]],
    ['a source that is not there', project({ elements: [{ ...object, source: 'snare' }] }), [/elements\[0\]/, /snare/]],
    [
      'a position out of the room',
      project({ elements: [{ ...object, position: { x: 7, y: 0, z: 0 } }] }),
      [/elements\[0\]/, /position\.x/, /7/],
    ],
  ])('%s is refused by name and field', (name, content, words) => {
    const { status, stderr, wrote } = renderProject(name.replaceAll(' ', '-'), JSON.stringify(content));
    words.forEach((word) => expect(stderr).toMatch(word));
    expect(stderr.trim().split('\n')).toHaveLength(1);
    expect(status).toBe(3);
    expect(wrote).toBe(false);
  });

  it('a NaN position is refused by name and field', () => {
    const text = JSON.stringify(project({ elements: [{ ...object, position: { x: 0.5, y: 0, z: 0 } }] })).replace('0.5', 'NaN');
    const { status, stderr } = renderProject('nan', text);
    expect(stderr).toMatch(/position\.x/);
    expect(stderr).toMatch(/NaN/);
    expect(status).toBe(3);
  });

  it('a file that is no audio is refused', () => {
    mkdirSync(join(folder.path, 'stems'), { recursive: true });
    writeFileSync(join(folder.path, 'stems', 'kick.wav'), 'not audio at all');
    const { status, stderr } = renderProject('no-audio', JSON.stringify(project({})));
    expect(stderr).toMatch(/stems\/kick\.wav/);
    expect(status).toBe(3);
  });
});

describe('a call that cannot be', () => {
  it.each([
    ['no command', []],
    ['an unknown command', ['rendre']],
    ['an unknown option', ['render', 'x.json', '--out', 'o', '--loud']],
    ['no output folder', ['render', 'x.json']],
    ['an unknown format', ['render', 'x.json', '--out', 'o', '--format', 'mp3']],
    ['no workers', ['render', 'x.json', '--out', 'o', '--workers', '0']],
  ])('%s is wrong usage', (_name, args) => {
    expect(periphony(args).status).toBe(2);
  });

  it.each([['render'], ['measure'], ['inspect'], ['demo'], ['presets'], ['schema']])(
    '%s --help says how, with an example where there are arguments',
    (command) => {
      const { status, stdout } = periphony([command, '--help']);
      expect(status).toBe(0);
      expect(stdout).toContain(`Usage: periphony ${command}`);
    },
  );

  it('a missing input is bad input', () => {
    const { status, stderr } = periphony(['measure', join(folder.path, 'nothing.wav')]);
    expect(status).toBe(3);
    expect(stderr).toMatch(/nothing\.wav: there is no such file/);
  });

  it('an unknown render is refused with the known ones', () => {
    const path = join(folder.path, 'ok.periphony.json');
    writeFileSync(path, JSON.stringify(project({})));
    const { status, stderr } = periphony(['render', path, '--out', join(folder.path, 'o'), '--renders', '7.1.9']);
    expect(stderr).toMatch(/7\.1\.9/);
    expect(status).not.toBe(0);
  });
});
