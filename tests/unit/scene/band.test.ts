// The band session is kept as a project without its stems: it must stay readable, in its canonical form, and playable by name.
import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { createPositionTrack, parseProject, serializeProject } from '../../../src/scene/index.ts';

const text = readFileSync(new URL('../../fixtures/projects/band.periphony.json', import.meta.url), 'utf8');
const { scene } = parseProject(text, 'band.periphony.json');

it('is written as this program writes it', () => expect(serializeProject(scene)).toBe(text));

it('names sixteen stems beside it, and plays each of them', () => {
  expect(scene.sources).toHaveLength(16);
  expect(scene.sources.every(({ file }) => /^stems\/\d\d_[a-z0-9_]+\.flac$/.test(file))).toBe(true);
  expect(new Set(scene.elements.map((element) => element.source)).size).toBe(16);
});

it('keeps its stereo stems mirrored, at every moment', () => {
  const objects = scene.elements.filter((element) => element.kind === 'object');
  const [left, right] = [new Float64Array(3), new Float64Array(3)];
  const pairs = objects.filter((element) => element.pairedWith !== undefined && element.channel === 1);
  expect(pairs.map((element) => element.id)).toEqual(['toms-l', 'piano-l', 'sax-l', 'strings-l']);
  for (const element of pairs) {
    const partner = objects.find(({ id }) => id === element.pairedWith)!;
    for (let sec = 0; sec <= 48; sec += 0.5) {
      createPositionTrack(element).at(sec, left);
      createPositionTrack(partner).at(sec, right);
      expect([right[0], right[1], right[2]]).toEqual([-left[0]!, left[1], left[2]]);
    }
    expect(partner.processing).toEqual(element.processing);
  }
});

it('surrounds the listener: something in front, at both sides, behind and above', () => {
  const places = scene.elements.map((e) => (e.kind === 'object' && 'x' in e.position ? e.position : { x: 0, y: 0, z: 0 }));
  for (const has of [
    places.some(({ y }) => y === 1),
    places.some(({ x }) => x <= -0.95),
    places.some(({ x }) => x >= 0.95),
    places.some(({ y }) => y < -0.5),
    places.some(({ z }) => z > 0.5),
  ]) {
    expect(has).toBe(true);
  }
  expect(scene.deliverables.map(({ render }) => render)).toEqual(['7.1.4', '5.1', 'binaural', 'stereo']);
});
