import { describe, expect, it } from 'vitest';
import { addFile, elementsFromFile, emptyScene, nameOfFile, sceneFromProject, serializeProject } from '../../../src/scene/index.ts';

const elements = (channels: number, channelLabels?: readonly string[]) =>
  elementsFromFile({
    fileName: 'stems/01_Grand piano.flac',
    channels,
    sourceId: 's',
    ...(channelLabels === undefined ? {} : { channelLabels }),
  });

describe('a dropped file', () => {
  it('is called as the file', () => {
    expect(nameOfFile('a/b/01_Kick.In.wav')).toBe('01 Kick.In');
    expect(nameOfFile('.wav')).toBe('.wav');
    expect(nameOfFile('___.flac')).toBe('Untitled');
  });

  it('of one channel is an object in front', () => {
    expect(elements(1)).toMatchObject([
      { kind: 'object', id: '01-grand-piano', name: '01 Grand piano', channel: 1, position: { x: 0, y: 1, z: 0 } },
    ]);
  });

  it('of two channels is a linked pair', () => {
    expect(elements(2)).toMatchObject([
      { kind: 'object', name: '01 Grand piano L', channel: 1, position: { x: -0.5, y: 1, z: 0 }, pairedWith: '01-grand-piano-r' },
      { kind: 'object', name: '01 Grand piano R', channel: 2, position: { x: 0.5, y: 1, z: 0 }, pairedWith: '01-grand-piano-l' },
    ]);
  });

  it.each([
    [6, '5.1'],
    [8, '7.1'],
    [10, '7.1.2'],
    [12, '7.1.4'],
    [16, '9.1.6'],
  ])('of %d channels is a %s bed', (channels, layout) => {
    expect(elements(channels)).toMatchObject([{ kind: 'bed', layout }]);
    expect(elements(channels)[0]).not.toHaveProperty('channels');
  });

  it.each([3, 4, 5, 7, 24])('of %d channels is so many objects', (channels) => {
    expect(elements(channels).map((e) => e.kind === 'object' && e.channel)).toEqual(Array.from({ length: channels }, (_, k) => k + 1));
  });

  it('with labels is the bed of its labels, in whatever order', () => {
    // WAVE's order of 7.1: rears before sides.
    const wave71 = ['L', 'R', 'C', 'LFE', 'Lrs', 'Rrs', 'Lss', 'Rss'];
    expect(elements(8, wave71)).toMatchObject([{ layout: '7.1', channels: [1, 2, 3, 4, 7, 8, 5, 6] }]);
    expect(elements(10, ['L', 'R', 'C', 'LFE', 'Ls', 'Rs', 'Ltf', 'Rtf', 'Ltr', 'Rtr'])).toMatchObject([{ layout: '5.1.4' }]);
    expect(elements(5, ['L', 'R', 'C', 'Ls', 'Rs'])).toMatchObject([{ layout: '5.1', channels: [1, 2, 3, 0, 4, 5] }]);
    expect(elements(3, ['L', 'R', 'C'])).toMatchObject([{ layout: '5.1', channels: [1, 2, 3, 0, 0, 0] }]);
    expect(elements(6, ['a', 'b', 'c', 'd', 'e', 'f'])).toHaveLength(6);
  });

  it('joins the scene with ids of its own', () => {
    let scene = addFile(emptyScene(), { fileName: 'Kick.wav', channels: 1 });
    scene = addFile(scene, { fileName: 'more/Kick.wav', channels: 1 });
    scene = addFile(scene, { fileName: 'Hall.wav', channels: 2 });
    scene = addFile(scene, { fileName: 'Hall.flac', channels: 2 });
    expect(scene.sources.map((s) => s.id)).toEqual(['kick', 'kick-2', 'hall', 'hall-2']);
    expect(scene.elements.map((e) => [e.id, e.source, e.kind === 'object' ? e.pairedWith : ''])).toEqual([
      ['kick', 'kick', undefined],
      ['kick-2', 'kick-2', undefined],
      ['hall-l', 'hall', 'hall-r'],
      ['hall-r', 'hall', 'hall-l'],
      ['hall-l-2', 'hall-2', 'hall-r-2'],
      ['hall-r-2', 'hall-2', 'hall-l-2'],
    ]);
    expect(sceneFromProject(JSON.parse(serializeProject(scene)), 'a')).toEqual(scene);
  });

  it('of a path that no project can hold is refused', () => {
    expect(() => addFile(emptyScene(), { fileName: '/abs/Kick.wav', channels: 1 })).toThrow('is absolute');
  });
});
