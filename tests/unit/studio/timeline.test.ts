import { beforeEach, describe, expect, it } from 'vitest';
import { addBed, addObject, addPoint, addSource, emptyScene, findElement, pairObjects, setStartSec } from '../../../src/scene/index.ts';
import type { Scene } from '../../../src/scene/index.ts';
import { deliveredNames } from '../../../src/studio/deliver/fileNames.ts';
import { createAppStore } from '../../../src/studio/state/store.ts';
import type { AppStore } from '../../../src/studio/state/store.ts';
import { carried, carryTo, isOnClip, takeClips } from '../../../src/studio/timeline/clipCarry.ts';
import { ratioToY, rowsOf } from '../../../src/studio/timeline/geometry.ts';
import { addPointAt, findPoint, movePointTo } from '../../../src/studio/timeline/laneEdits.ts';
import { busiestLane, lanesOf, laneText, shownLane, toRatio, toValue } from '../../../src/studio/timeline/lanes.ts';

const VIEW = { startSec: 0, pxPerSec: 10 };

function session(): Scene {
  const sources = ['kick', 'hall'].reduce((scene, id) => addSource(scene, { id, file: `${id}.wav` }), emptyScene());
  const objects = ['Kick', 'Left', 'Right'].reduce((scene, name) => addObject(scene, { name, source: 'kick' }), sources);
  return addBed(objects, { name: 'Hall', source: 'hall', layout: '5.1' });
}
const rowOf = (scene: Scene, id: string, lane: 'position' | 'size' | 'gainDb') =>
  rowsOf(scene, id, lane).find((row) => row.element.id === id)!;

describe('lanes', () => {
  it('are three for an object and one for a bed', () => {
    const [kick, hall] = ['kick', 'hall'].map((id) => findElement(session(), id)!);
    expect(lanesOf(kick!)).toEqual(['position', 'size', 'gainDb']);
    expect(lanesOf(hall!)).toEqual(['gainDb']);
    expect(shownLane(hall!, 'position')).toBe('gainDb');
  });

  it('open where the points are', () => {
    const scene = addPoint(session(), 'kick', 'size', { atSec: 1, value: 0.5 });
    expect(busiestLane(findElement(scene, 'kick')!, 'position')).toBe('size');
    expect(busiestLane(findElement(scene, 'left')!, 'position')).toBe('position');
  });

  it('have 0 dB at three quarters of a gain lane, the middle of the room in the middle of a position lane', () => {
    expect(toRatio('gainDb', 0)).toBe(0.75);
    expect(toRatio('position', 0)).toBe(0.5);
    expect(toValue('size', 0.25)).toBe(0.25);
    expect(toValue('position', 7)).toBe(1);
    expect(laneText('gainDb', [-6])).toBe('\u22126.0 dB');
  });

  it.each([
    ['size', 0],
    ['gainDb', 0],
  ] as const)('a new point of %s changes nothing until it is moved', (lane, before) => {
    const scene = session();
    const after = addPointAt(scene, rowOf(scene, 'kick', lane), 2);
    expect(findElement(after, 'kick')!.automation).toEqual({ [lane]: [{ atSec: 2, value: before }] });
  });

  it('find a point under the hand and move it in time and value, or with Shift in value alone', () => {
    const scene = addPoint(session(), 'kick', 'gainDb', { atSec: 2, value: 0 });
    const row = rowOf(scene, 'kick', 'gainDb');
    const y = ratioToY(0.75, row);
    const hit = findPoint(row, VIEW, 21, y + 2)!;
    expect(hit).toMatchObject({ id: 'kick', lane: 'gainDb', index: 0 });
    expect(findPoint(row, VIEW, 60, y)).toBeNull();
    const moved = movePointTo(scene, hit, row, 3.25, ratioToY(1, row), false);
    expect(findElement(moved, 'kick')!.automation).toEqual({ gainDb: [{ atSec: 3.25, value: 12 }] });
    const held = movePointTo(scene, hit, row, 3.25, ratioToY(1, row), true);
    expect(findElement(held, 'kick')!.automation).toEqual({ gainDb: [{ atSec: 2, value: 12 }] });
  });
});

describe('carrying clips', () => {
  let store: AppStore;
  beforeEach(() => {
    store = createAppStore();
    store.getState().openScene(setStartSec(pairObjects(session(), 'left', 'right'), 'hall', 4));
    store.getState().setSource('kick', { channels: 1, lengthSec: 10 });
  });
  const take = (id: string) => takeClips(store.getState(), rowOf(store.getState().scene!, id, 'position'), 100);
  const starts = (scene: Scene): number[] => scene.elements.map((element) => element.startSec);

  it('takes the clip under the hand, both halves of a pair, or all that is selected', () => {
    expect(take('kick').ids).toEqual(['kick']);
    expect(take('left').ids).toEqual(['left', 'right']);
    store.getState().select(['hall', 'kick']);
    expect(take('kick').ids).toEqual(['hall', 'kick']);
  });

  it('moves them together by what the hand moved, and none before the beginning', () => {
    store.getState().select(['hall', 'left']);
    const carry = take('left');
    carryTo(carry, 115, VIEW, false);
    expect(starts(carried(store.getState().scene!, carry))).toEqual([0, 1.5, 1.5, 5.5]);
    carryTo(carry, 0, VIEW, false);
    expect(carried(store.getState().scene!, carry)).toBe(store.getState().scene);
  });

  it('only takes hold where there is a clip', () => {
    const row = rowOf(store.getState().scene!, 'kick', 'position');
    expect(isOnClip(store.getState(), row, VIEW, 99)).toBe(true);
    expect(isOnClip(store.getState(), row, VIEW, 101)).toBe(false);
    expect(isOnClip(store.getState(), rowOf(store.getState().scene!, 'hall', 'position'), VIEW, 50)).toBe(false);
  });
});

describe('the names of delivered files', () => {
  it('say the preset only where a render is delivered twice', () => {
    expect(
      deliveredNames('band', [
        { render: '7.1.4', preset: 'atmos-music' },
        { render: 'stereo' },
        { render: 'stereo', preset: 'none' },
        { render: 'stereo', preset: 'spotify', format: 'flac' },
      ]),
    ).toEqual(['band.7.1.4.wav', 'band.stereo.spotify.wav', 'band.stereo.bare.wav', 'band.stereo.flac']);
  });
});
