import { beforeEach, describe, expect, it } from 'vitest';
import * as edits from '../../../src/scene/index.ts';
import type { ObjectElement, Scene } from '../../../src/scene/index.ts';

let scene: Scene;
beforeEach(() => {
  scene = edits.addSource(edits.emptyScene(), { id: 's', file: 's.wav' });
  scene = edits.addObject(scene, { name: 'Kick', source: 's' });
  scene = edits.addStereoPair(scene, { name: 'Keys', source: 's' });
  scene = edits.addBed(scene, { name: 'Bed', source: 's', layout: '5.1' });
  scene = edits.addGroup(scene, { name: 'Drums' });
});
const object = (s: Scene, id: string): ObjectElement => edits.findElement(s, id) as ObjectElement;

describe('an edit', () => {
  it('shares what it leaves alone', () => {
    const next = edits.setGainDb(scene, 'kick', -6);
    expect(next).not.toBe(scene);
    expect(next.groups).toBe(scene.groups);
    expect(next.sources).toBe(scene.sources);
    expect(next.elements.slice(1).every((e, k) => e === scene.elements[k + 1])).toBe(true);
    expect(object(next, 'kick').position).toBe(object(scene, 'kick').position);
  });

  it.each<[string, (s: Scene) => Scene]>([
    ['the same gain', (s) => edits.setGainDb(s, 'kick', 0)],
    ['the same place', (s) => edits.setPosition(s, 'kick', { x: 0, y: 1, z: 0 })],
    ['an unknown element', (s) => edits.setGainDb(s, 'nobody', -6)],
    ['NaN', (s) => edits.setGainDb(s, 'kick', NaN)],
    ['a place that is none', (s) => edits.setPosition(s, 'kick', { x: NaN, y: 0, z: 0 })],
    ['a size for a bed', (s) => edits.setSize(s, 'bed', 1)],
    ['an unknown group', (s) => edits.setGroup(s, ['kick'], 'nobody')],
    ['an unknown layout', (s) => edits.setBedLayout(s, 'bed', '7.1.3')],
    ['the same layout', (s) => edits.setBedLayout(s, 'bed', '5.1')],
    ['channels that do not fit', (s) => edits.setBedChannels(s, 'bed', [1, 2])],
    ['the same title', (s) => edits.setTitle(s, 'Untitled')],
    ['no tempo', (s) => edits.setTempoBpm(s, undefined)],
    ['nothing removed', (s) => edits.removeElements(s, ['nobody'])],
    ['an empty lane cleared', (s) => edits.clearAutomation(s, 'kick', 'size')],
    ['the same chain', (s) => edits.setProcessing(s, { kind: 'master' }, [])],
    ['the same order', (s) => edits.moveElement(s, 'kick', 0)],
    ['an element of no source', (s) => edits.addObject(s, { name: 'x', source: 'nobody' })],
    ['a position lane for a bed', (s) => edits.addPoint(s, 'bed', 'position', { atSec: 0, x: 0, y: 0, z: 0 })],
    ['the same pair', (s) => edits.pairObjects(s, 'keys-l', 'keys-r')],
  ])('that changes nothing returns the same scene: %s', (_what, edit) => expect(edit(scene)).toBe(scene));

  it('pulls numbers into their ranges and onto readable steps', () => {
    expect(object(edits.setGainDb(scene, 'kick', 100), 'kick').gainDb).toBe(48);
    expect(object(edits.setPosition(scene, 'kick', { x: 0.1 + 0.2, y: -3, z: -0 }), 'kick').position).toEqual({ x: 0.3, y: -1, z: 0 });
    expect(object(edits.setSize(scene, 'kick', -1), 'kick').size).toBe(0);
    expect(edits.setTempoBpm(scene, 120.00049).tempoBpm).toBe(120);
  });
});

describe('a pair', () => {
  it('moves mirrored and is mixed as one', () => {
    let s = edits.setPosition(scene, 'keys-r', { x: 0.75, y: -0.5, z: 0.25 });
    expect(object(s, 'keys-l').position).toEqual({ x: -0.75, y: -0.5, z: 0.25 });
    s = edits.setPosition(s, 'keys-l', { azimuthDeg: 110, elevationDeg: 20, distance: 1 });
    expect(object(s, 'keys-r').position).toEqual({ azimuthDeg: -110, elevationDeg: 20, distance: 1 });
    s = edits.setMute(edits.setGainDb(s, 'keys-l', -4), 'keys-r', true);
    s = edits.setProcessing(s, { kind: 'element', id: 'keys-l' }, [{ kind: 'trim', gainDb: 3 }]);
    s = edits.addPoint(s, 'keys-l', 'position', { atSec: 2, x: -1, y: 0, z: 0, curve: 'hold' });
    expect(object(s, 'keys-r')).toMatchObject({ gainDb: -4, mute: true, processing: [{ kind: 'trim', gainDb: 3 }] });
    expect(object(s, 'keys-r').automation.position).toEqual([{ atSec: 2, x: 1, y: 0, z: 0, curve: 'hold' }]);
    s = edits.setGroup(s, ['keys-l'], 'drums');
    expect(edits.elementsInGroup(s, 'drums').map((e) => e.id)).toEqual(['keys-l', 'keys-r']);
  });

  it('ends when it is undone, or when one half goes', () => {
    const loose = edits.unpairObject(scene, 'keys-r');
    expect(object(loose, 'keys-l').pairedWith).toBeUndefined();
    expect(object(edits.setGainDb(loose, 'keys-l', -3), 'keys-r').gainDb).toBe(0);
    expect(object(edits.removeElements(scene, ['keys-r']), 'keys-l')).not.toHaveProperty('pairedWith');
  });

  it('takes a new partner from an old one', () => {
    const s = edits.pairObjects(edits.setPosition(scene, 'kick', { x: -0.25, y: 1, z: 0 }), 'kick', 'keys-r');
    expect(object(s, 'kick').pairedWith).toBe('keys-r');
    expect(object(s, 'keys-r')).toMatchObject({ pairedWith: 'kick', position: { x: 0.25, y: 1, z: 0 } });
    expect(object(s, 'keys-l').pairedWith).toBeUndefined();
  });

  it('is copied as a pair, half of it as a single', () => {
    const both = edits.duplicateElements(scene, ['keys-l', 'keys-r']);
    expect(both.elements.slice(-2).map((e) => [e.id, (e as ObjectElement).pairedWith])).toEqual([
      ['keys-l-2', 'keys-r-2'],
      ['keys-r-2', 'keys-l-2'],
    ]);
    expect(edits.duplicateElements(scene, ['keys-l']).elements.at(-1)).not.toHaveProperty('pairedWith');
  });
});

describe('elements', () => {
  it('get ids from their names, each its own', () => {
    const s = edits.addObject(edits.addObject(scene, { name: 'Kick', source: 's' }), { name: 'Électrique (2)', source: 's' });
    expect(s.elements.slice(-2).map((e) => e.id)).toEqual(['kick-2', 'electrique-2']);
    expect(edits.slugOf('  ')).toBe('untitled');
    expect(edits.slugOf('鼓')).toBe('鼓');
  });

  it('take the sources that were theirs alone with them', () => {
    const s = edits.addFile(scene, { fileName: 'x.wav', channels: 2 });
    expect(edits.removeElements(s, ['x-l']).sources).toHaveLength(2);
    expect(edits.removeElements(s, ['x-l', 'x-r']).sources).toEqual(scene.sources);
  });

  it('change their order and their names', () => {
    expect(edits.moveElement(scene, 'bed', 0).elements.map((e) => e.id)).toEqual(['bed', 'kick', 'keys-l', 'keys-r']);
    expect(edits.moveElement(scene, 'kick', 99).elements.at(-1)!.id).toBe('kick');
    expect(edits.findElement(edits.renameElement(scene, 'kick', 'Kick In'), 'kick')!.name).toBe('Kick In');
  });

  it('leave a group that goes', () => {
    const s = edits.removeGroup(edits.setGroup(scene, ['kick', 'bed'], 'drums'), 'drums');
    expect(s.groups).toEqual([]);
    expect(s.elements.some((e) => 'group' in e)).toBe(false);
  });

  it('are beds with their channels in order again when the layout changes', () => {
    const s = edits.setBedChannels(scene, 'bed', [2, 1, 3, 0, 5, 6]);
    expect(edits.findElement(s, 'bed')).toMatchObject({ channels: [2, 1, 3, 0, 5, 6] });
    expect(edits.findElement(edits.setBedLayout(s, 'bed', '7.1'), 'bed')).not.toHaveProperty('channels');
  });
});

describe('a chain of inserts', () => {
  const owner = { kind: 'element', id: 'kick' } as const;

  it('grows, changes, moves and shrinks', () => {
    let s = edits.addProcessor(scene, owner, { kind: 'compressor', thresholdDb: -20 });
    s = edits.addProcessor(s, owner, { kind: 'eq', bands: [{ type: 'bell', frequencyHz: 1000, gainDb: 3 }] }, 0);
    expect(edits.processingOf(s, owner).map((p) => p.kind)).toEqual(['eq', 'compressor']);
    s = edits.moveProcessor(s, owner, 0, 1);
    s = edits.setProcessorEnabled(s, owner, 0, false);
    expect(edits.processingOf(s, owner)[0]).toEqual({ kind: 'compressor', thresholdDb: -20, enabled: false });
    expect(edits.setProcessorEnabled(s, owner, 0, false)).toBe(s);
    s = edits.removeProcessor(edits.setProcessorEnabled(s, owner, 0, true), owner, 1);
    expect(edits.processingOf(s, owner)).toEqual([{ kind: 'compressor', thresholdDb: -20 }]);
  });

  it('is not harmed by settings that are none', () => {
    const s = edits.addProcessor(scene, owner, { kind: 'trim', gainDb: 3 });
    expect(edits.setProcessor(s, owner, 0, { kind: 'trim', gainDb: NaN })).toBe(s);
    expect(edits.setProcessor(s, owner, 7, { kind: 'trim', gainDb: 1 })).toBe(s);
  });

  it('keeps parameters inside their tables', () => {
    const s = edits.setProcessing(scene, { kind: 'group', id: 'drums' }, [
      { kind: 'eq', bands: [{ type: 'bell', frequencyHz: 1e9, gainDb: -99, q: 1.23456789 }] },
      { kind: 'nothing' } as never,
      { kind: 'trim', gainDb: NaN },
    ]);
    expect(s.groups[0]!.processing).toEqual([{ kind: 'eq', bands: [{ type: 'bell', frequencyHz: 20000, gainDb: -24, q: 1.23457 }] }]);
  });
});

describe('automation', () => {
  const points = (s: Scene) => edits.lanePoints(edits.findElement(s, 'kick')!, 'gainDb');

  it('stays sorted; a point at the same time replaces', () => {
    let s = edits.addPoint(scene, 'kick', 'gainDb', { atSec: 4, value: -3 });
    s = edits.addPoint(s, 'kick', 'gainDb', { atSec: 1, value: 0, curve: 'hold' });
    s = edits.addPoint(s, 'kick', 'gainDb', { atSec: 4, value: -6 });
    expect(points(s)).toEqual([
      { atSec: 1, value: 0, curve: 'hold' },
      { atSec: 4, value: -6 },
    ]);
    s = edits.movePoint(s, 'kick', 'gainDb', 0, { atSec: 9, value: 99 });
    expect(points(s)).toEqual([
      { atSec: 4, value: 48 },
      { atSec: 4, value: -6 },
    ]);
    s = edits.removePoints(s, 'kick', 'gainDb', [0]);
    expect(points(s)).toEqual([{ atSec: 4, value: -6 }]);
    expect(edits.clearAutomation(s, 'kick')).toEqual(scene);
    expect(edits.removePoints(s, 'kick', 'gainDb', [0])).toEqual(scene);
  });

  it('is written by moving an object that is automated', () => {
    expect(object(edits.setPositionAt(scene, 'kick', 3, { x: 1, y: 1, z: 0 }), 'kick')).toMatchObject({
      position: { x: 1 },
      automation: {},
    });
    const s = edits.addPoint(scene, 'kick', 'position', { atSec: 0, x: 0, y: 1, z: 0 });
    expect(object(edits.setPositionAt(s, 'kick', 3, { x: 1, y: 1, z: 0 }), 'kick')).toMatchObject({
      position: { x: 0 },
      automation: { position: [{ atSec: 0 }, { atSec: 3, x: 1, y: 1, z: 0 }] },
    });
  });
});

it('leaves out deliverables that nothing can render', () => {
  const s = edits.setDeliverables(scene, [
    { render: 'adm' },
    { render: 'binaural' },
    { render: '7.1.3' },
    { render: '4+7+0', format: 'flac' },
  ]);
  expect(s.deliverables).toEqual([{ render: 'adm' }, { render: 'binaural' }, { render: '4+7+0', format: 'flac' }]);
});
