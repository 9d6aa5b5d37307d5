import { expect, it } from 'vitest';
import {
  addBed,
  addGroup,
  addObject,
  addSource,
  channelCounts,
  elementsInGroup,
  emptyScene,
  findElement,
  goldenHueDeg,
  groupOf,
  hueDegOf,
  isMuted,
  sceneLengthSec,
  setGainDb,
  setGroup,
  setGroupGainDb,
  setGroupMute,
  setHueDeg,
  setLengthSec,
  setStartSec,
  totalGainDb,
} from '../../../src/scene/index.ts';

let scene = addSource(emptyScene(), { id: 's', file: 's.wav' });
scene = addObject(addObject(scene, { name: 'A', source: 's' }), { name: 'B', source: 's' });
scene = addBed(scene, { name: 'Bed', source: 's', layout: '7.1.2' });
scene = setGroup(addGroup(scene, { name: 'G', hueDeg: 200 }), ['a'], 'g');

it('counts channels', () => expect(channelCounts(scene)).toEqual({ objects: 2, bedChannels: 10, total: 12 }));

it('knows who belongs together', () => {
  expect(elementsInGroup(scene, 'g').map((e) => e.id)).toEqual(['a']);
  expect(groupOf(scene, findElement(scene, 'a')!)?.id).toBe('g');
  expect(groupOf(scene, findElement(scene, 'b')!)).toBeUndefined();
});

it('colours by the element, then its group, then its place', () => {
  const hue = (s: typeof scene, id: string): number => hueDegOf(s, findElement(s, id)!);
  expect(hue(scene, 'a')).toBe(200);
  expect(hue(setHueDeg(scene, 'a', 30), 'a')).toBe(30);
  expect(hue(setHueDeg(setHueDeg(scene, 'a', 30), 'a', undefined), 'a')).toBe(200);
  expect(hue(scene, 'b')).toBe(goldenHueDeg(1));
  const hues = Array.from({ length: 12 }, (_, k) => goldenHueDeg(k)).sort((a, b) => a - b);
  hues.forEach((h, k) => expect((hues[(k + 1) % 12]! - h + 360) % 360 >= 19).toBe(true));
});

it('adds faders and mutes of group and element', () => {
  const loud = setGainDb(setGroupGainDb(scene, 'g', -2), 'a', -3);
  expect(totalGainDb(loud, findElement(loud, 'a')!)).toBe(-5);
  const muted = setGroupMute(scene, 'g', true);
  expect(isMuted(muted, findElement(muted, 'a')!)).toBe(true);
  expect(isMuted(muted, findElement(muted, 'b')!)).toBe(false);
});

it('ends where the last source ends, or where it is told', () => {
  const lengths = new Map([['s', 10]]);
  expect(sceneLengthSec(scene, lengths)).toBe(10);
  expect(sceneLengthSec(setStartSec(scene, 'b', 2.5), lengths)).toBe(12.5);
  expect(sceneLengthSec(setStartSec(scene, 'b', -20), lengths)).toBe(10);
  expect(sceneLengthSec(setLengthSec(scene, 3), lengths)).toBe(3);
  expect(sceneLengthSec(scene, new Map())).toBe(0);
});
