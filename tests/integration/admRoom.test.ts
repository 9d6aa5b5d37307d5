// What of an ADM file is heard, and in which room: complementary objects, the picture, and loudspeakers where they really stand.
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { createMemoryByteSource, createPlanar } from '../../src/audio/index.ts';
import { ignoreWarnings } from '../../src/base/index.ts';
import { openWave } from '../../src/formats/index.ts';
import { admFile } from '../fixtures/adm/admFile.ts';
import { block, objectIds, polar } from '../fixtures/adm/admXml.ts';
import { periphony, temporaryFolder } from './cli.ts';

const folder = temporaryFolder();
afterAll(() => folder[Symbol.dispose]());
const at = (name: string): string => join(folder.path, name);

const FRAMES = 24_000;
const { channel } = objectIds(1);
const still = (inside: string): string => block(channel, inside);

/** The object on track 1 stands still; the bed on track 2 is M-110. */
function write(name: string, inside: string, objectInside = ''): string {
  writeFileSync(at(name), admFile(FRAMES, still(inside), objectInside));
  return at(name);
}

/** The power of each channel of a bare 5.1 render, in the order L R C LFE Ls Rs. */
function powers(input: string, name: string, ...options: string[]): number[] {
  const { status, stderr } = periphony(['render', input, '--out', at(name), '--renders', '0+5+0', '--no-master', ...options]);
  expect(stderr).toBe('');
  expect(status).toBe(0);
  const bytes = createMemoryByteSource(readFileSync(join(at(name), `${input.split('/').at(-1)!.replace('.wav', '')}.0+5+0.wav`)));
  const { source, lengthFrames } = openWave(bytes, ignoreWarnings);
  const planar = createPlanar(source.channels, lengthFrames);
  source.read(planar, 0, 0, lengthFrames);
  return planar.map((samples) => samples.reduce((sum, value) => sum + value * value, 0));
}

describe('render --complementary', () => {
  const group = '<audioComplementaryObjectIDRef>AO_1002</audioComplementaryObjectIDRef>';

  it('hears the member that is chosen, by default the first', () => {
    const input = write('group.wav', polar(30), group);
    const first = powers(input, 'first');
    expect(first[0]).toBeGreaterThan(0);
    expect(first[5]).toBe(0);
    const chosen = powers(input, 'chosen', '--complementary', 'AO_1002');
    expect(chosen[0]).toBe(0);
    expect(chosen[5]).toBeGreaterThan(0);
  });
});

describe('render --screen', () => {
  // The standard screen's left edge is at 29°.
  const input = write('picture.wav', `${polar(29)}<screenRef>1</screenRef>`);
  const centreShare = (...options: string[]): number => {
    const [left, right, centre] = powers(input, 'screen', ...options);
    return centre! / (left! + right! + centre!);
  };

  it('takes the edge of the picture to the edge of the screen', () => {
    expect(centreShare()).toBeCloseTo(centreShare('--screen', 'polar:1.78,0,0,1,58'), 12);
    expect(centreShare('--screen', 'polar:1.78,0,0,1,4')).toBeGreaterThan(0.9);
    expect(centreShare()).toBeLessThan(0.01);
  });

  it('none leaves things where they are', () => {
    expect(centreShare('--screen', 'none')).toBe(centreShare('--screen', 'polar:1.78,0,0,1,58'));
  });
});

describe('render --positions', () => {
  it('pans to where the loudspeakers stand', () => {
    const input = write('surround.wav', polar(118));
    writeFileSync(at('room.json'), '[{ "name": "M+110", "azimuthDeg": 118, "elevationDeg": 0, "distance": 2.4 }]');
    const nominal = powers(input, 'nominal');
    const real = powers(input, 'real', '--positions', at('room.json'));
    expect(nominal[5]! / nominal[4]!).toBeGreaterThan(real[5]! / real[4]!);
    // The bed is at the right alone; of the object nothing is left there.
    expect(real[5]).toBeCloseTo(powers(write('silent.wav', `${polar(0)}<gain>0</gain>`), 'silent')[5]!, 6);
  });
});

describe('nonsense', () => {
  const input = write('input.wav', polar(30));
  it.each<[string, readonly string[], number, RegExp]>([
    ['a screen of no kind', ['--screen', 'flat:1,2,3'], 2, /polar:ASPECT/],
    ['a screen without a figure', ['--screen', 'polar:1.78,0,0,1'], 2, /polar:ASPECT/],
    ['a screen behind the listener', ['--screen', 'polar:1.78,180,0,1,58'], 2, /back/],
    ['a screen without width', ['--screen', 'polar:1.78,0,0,1,0'], 2, /more than 0/],
    ['complementary objects that are no ids', ['--complementary', 'German'], 2, /AO_1003/],
    ['a complementary object of no group', ['--complementary', 'AO_1002'], 3, /AO_1002/],
    ['an object that is not there', ['--complementary', 'AO_1009'], 3, /AO_1009/i],
    ['positions that are no JSON', ['--positions', 'bad.json'], 3, /bad\.json/],
    ['a loudspeaker that 5.1 does not have', ['--positions', 'U.json'], 3, /U\+045/],
    ['a loudspeaker outside its range', ['--positions', 'range.json'], 3, /100° to 120°/],
    ['a room for the object master', ['--positions', 'range.json', '--renders', 'adm'], 2, /adm/],
  ])('%s: one line, nothing written', (_, options, status, words) => {
    writeFileSync(at('bad.json'), 'M+110 at 120');
    writeFileSync(at('U.json'), '[{ "name": "U+045", "azimuthDeg": 45, "elevationDeg": 30 }]');
    writeFileSync(at('range.json'), '[{ "label": "Ls", "azimuthDeg": 130, "elevationDeg": 0 }]');
    const inFolder = options.map((option) => (option.endsWith('.json') && !option.includes('/') ? at(option) : option));
    const result = periphony(['render', input, '--out', at('nothing'), '--renders', '0+5+0', '--no-master', ...inFolder]);
    expect(result.stderr).toMatch(words);
    expect(result.stderr.trim().split('\n')).toHaveLength(1);
    expect(result.status).toBe(status);
    expect(existsSync(at('nothing/input.0+5+0.wav'))).toBe(false);
  });

  it('options of ADM files on a mix that is none', () => {
    const { status, stderr } = periphony([
      'render',
      join(import.meta.dirname, '../fixtures/projects/band.periphony.json'),
      '--out',
      at('nothing'),
      '--screen',
      'none',
    ]);
    expect(stderr).toMatch(/--screen is for ADM files/);
    expect(status).toBe(2);
  });
});
