// ITU-R BS.2127-1 (11/2023): the reference implementation's numbers, tests/fixtures/ear.
// Covered: 6.1 point source panner, 7.2 block timing, 7.3 Objects gain calculation, 7.4 decorrelation filters, 8 DirectSpeakers, 9 HOA,
// 10 conversion, 11.2 allocentric positions. Not covered: 5 item selection (interchange's and the scene's tests), Matrix and Binaural types.
import { readFileSync, readdirSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import { InputError } from '../../../src/base/index.ts';
import { verifyVectors } from '../../../src/render/panning/index.ts';

const FIXTURES = resolve(import.meta.dirname, '../../fixtures/ear');
const read = (name: string): unknown => JSON.parse(readFileSync(join(FIXTURES, name), 'utf8'));
const files = readdirSync(FIXTURES).filter((name) => name.endsWith('.json'));

/** The standard's reference points for HOA are another set than ours; conversions are in degrees; maxRE's exact roots are the table's to 1e-10. */
function limitOf(name: string): number {
  return name === 'hoa.json' ? 5e-4 : name === 'hoa-misc.json' ? 1e-9 : 1e-12;
}

describe('BS.2127-1 reference vectors', () => {
  it.each(files)('%s', (name) => {
    const groups = verifyVectors(read(name), name);
    expect(groups.length).toBeGreaterThan(0);
    for (const group of groups) {
      expect(group.cases).toBeGreaterThan(0);
      expect(group.tolerance).toBeLessThanOrEqual(5e-4);
      expect(group.largestDeviation, `${group.layout} ${group.feature}: ${group.worstCase}`).toBeLessThanOrEqual(limitOf(name));
    }
  });

  it('holds all 16 features of Objects for all ten layouts of BS.2051', () => {
    const objects = files.filter((name) => name.startsWith('objects-'));
    expect(objects).toHaveLength(10);
    for (const name of objects) {
      expect(verifyVectors(read(name), name)).toHaveLength(16);
    }
  });
});

describe('verifyVectors', () => {
  const pointSource = read('psp-4+7+0.json') as { cases: { gains: number[] }[] };

  it('reports the case and the size of a deviation', () => {
    const changed = structuredClone(pointSource);
    changed.cases[3]!.gains[0]! += 0.01;
    const worst = verifyVectors(changed, 'psp').reduce((a, b) => (a.largestDeviation > b.largestDeviation ? a : b));
    expect(worst.largestDeviation).toBeCloseTo(0.01, 9);
    expect(worst.largestDeviation).toBeGreaterThan(worst.tolerance);
    expect(worst.worstCase).toBe('psp case 4');
  });

  it('counts missing gains as an infinite deviation', () => {
    const changed = structuredClone(pointSource);
    changed.cases[3]!.gains.pop();
    expect(Math.max(...verifyVectors(changed, 'psp').map((g) => g.largestDeviation))).toBe(Infinity);
  });

  it.each([
    ['nothing', null],
    ['a list', []],
    ['no cases', { cases: [] }],
    ['cases of another kind', { cases: [{ hello: 1 }] }],
    ['an unknown layout', { ...pointSource, layout: '1+1+1' }],
    ['text for a number', { ...pointSource, cases: [{ kind: 'grid', position: ['a'], gains: [] }] }],
  ])('refuses %s by name', (_, file) => {
    expect(() => verifyVectors(file, 'file.json')).toThrow(InputError);
  });
});
