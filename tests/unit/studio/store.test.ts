import { beforeEach, describe, expect, it } from 'vitest';
import { addObject, addSource, emptyScene, setDeliverables, setGainDb, setMute, setTitle } from '../../../src/scene/index.ts';
import type { Scene } from '../../../src/scene/index.ts';
import { mergeScenes } from '../../../src/studio/state/mergeScenes.ts';
import type { OpenAdm } from '../../../src/studio/state/sceneSlice.ts';
import { createAppStore } from '../../../src/studio/state/store.ts';
import type { AppStore } from '../../../src/studio/state/store.ts';
import { syncEngine } from '../../../src/studio/state/sync.ts';
import type { LiveEngine } from '../../../src/studio/services/types.ts';

const session = (): Scene => addObject(addSource(emptyScene(), { id: 'kick', file: 'kick.wav' }), { name: 'Kick', source: 'kick' });
const gain = (store: AppStore): number => store.getState().scene!.elements[0]!.gainDb;

let store: AppStore;
beforeEach(() => {
  store = createAppStore();
  store.getState().openScene(session());
});

describe('undo', () => {
  it('takes back an edit and gives it again', () => {
    store.getState().edit('Gain', (scene) => setGainDb(scene, 'kick', -6));
    store.getState().undo();
    expect(gain(store)).toBe(0);
    store.getState().redo();
    expect(gain(store)).toBe(-6);
  });

  it('counts a whole drag as one step', () => {
    for (const db of [-1, -2, -3]) {
      store.getState().drag('Gain', (base) => setGainDb(base, 'kick', db));
    }
    store.getState().endDrag();
    expect(store.getState().history.past).toHaveLength(1);
    store.getState().undo();
    expect(gain(store)).toBe(0);
  });

  it('remembers nothing of a drag that was cancelled, or that came back to where it began', () => {
    store.getState().drag('Gain', (base) => setGainDb(base, 'kick', -3));
    store.getState().cancelDrag();
    expect(gain(store)).toBe(0);
    store.getState().drag('Gain', (base) => setGainDb(base, 'kick', -3));
    store.getState().drag('Gain', (base) => setGainDb(base, 'kick', 0));
    store.getState().endDrag();
    expect(store.getState().history.past).toHaveLength(0);
  });

  it('finishes a drag before another gesture or edit begins', () => {
    store.getState().drag('Gain', (base) => setGainDb(base, 'kick', -3));
    store.getState().drag('Title', (base) => setTitle(base, 'A'));
    store.getState().edit('Title again', (scene) => setTitle(scene, 'B'));
    expect(store.getState().history.past.map((step) => step.label)).toEqual(['Gain', 'Title', 'Title again']);
    store.getState().undo();
    store.getState().undo();
    store.getState().undo();
    expect(store.getState().scene).toEqual(session());
  });

  it('keeps no step for an edit that changed nothing, and forgets all with another session', () => {
    store.getState().edit('Nothing', (scene) => setGainDb(scene, 'kick', 0));
    expect(store.getState().history.past).toHaveLength(0);
    store.getState().edit('Gain', (scene) => setGainDb(scene, 'kick', -6));
    store.getState().openScene(session());
    expect(store.getState().history.past).toHaveLength(0);
  });
});

describe('what the engine is told', () => {
  it('hears a drag through the live table, then the edit, and only then lets go', async () => {
    const told: string[] = [];
    const live = {
      onTrouble: () => () => {},
      setMonitorGain: () => {},
      setScene: async (scene: Scene) => void told.push(`scene ${scene.elements[0]!.gainDb}`),
      dragGainDb: (index: number, db: number) => void told.push(`drag ${index} ${db}`),
      endDrag: (index: number) => void told.push(`end ${index}`),
    } as unknown as LiveEngine;
    const stop = syncEngine(store, live, (error) => expect.fail(String(error)));
    store.getState().drag('Gain', (base) => setGainDb(base, 'kick', -3), { isLive: true });
    store.getState().drag('Gain', (base) => setGainDb(base, 'kick', -4), { isLive: true });
    store.getState().endDrag();
    await Promise.resolve();
    await Promise.resolve();
    stop();
    expect(told).toEqual(['drag 0 -3', 'drag 0 -4', 'scene -4', 'end 0']);
  });
});

describe('adding stems to a session', () => {
  it('gives new names where ids are taken, to sources and elements alike', () => {
    const { merged, renamed } = mergeScenes(session(), session());
    expect(merged.elements.map(({ id, source }) => [id, source])).toEqual([
      ['kick', 'kick'],
      ['kick-2', 'kick-2'],
    ]);
    expect(renamed.get('kick')).toBe('kick-2');
  });
});

describe('an ADM master', () => {
  const adm = { file: new File([], 'master.wav'), options: {}, elements: [], programmes: [] } as unknown as OpenAdm;

  it('keeps its objects from every hand; who is muted and what is delivered may change, and be undone', () => {
    const opened = session();
    store.getState().openScene(opened, true, adm);
    store.getState().edit('Gain', (scene) => setGainDb(scene, 'kick', -6));
    store.getState().drag('Gain', (scene) => setGainDb(scene, 'kick', -6));
    store.getState().edit('Title', (scene) => setTitle(scene, 'Mine'));
    expect(store.getState().scene).toBe(opened);
    expect(store.getState().gesture).toBeNull();
    store.getState().edit('Mute', (scene) => setMute(scene, 'kick', true));
    store.getState().edit('Add deliverable', (scene) => setDeliverables(scene, [{ render: '5.1' }]));
    expect(store.getState().scene).toMatchObject({ elements: [{ mute: true }], deliverables: [{ render: '5.1' }] });
    store.getState().undo();
    store.getState().undo();
    expect(store.getState().scene).toBe(opened);
  });

  it('is not handed to the engine as a scene: mutes are', () => {
    const heard: string[] = [];
    const live = {
      setMonitorGain() {},
      onTrouble: () => () => {},
      setScene: async () => void heard.push('scene'),
      setSolo: async () => {},
      setMuted: async (ids: readonly string[]) => void heard.push(`muted ${ids.join()}`),
    } as unknown as LiveEngine;
    syncEngine(store, live, () => {});
    store.getState().openScene({ ...session(), lengthSec: 3 }, true, adm);
    store.getState().edit('Mute', (scene) => setMute(scene, 'kick', true));
    expect(store.getState().lengthSec).toBe(3);
    store.getState().openScene(session());
    expect(heard).toEqual(['muted ', 'muted kick', 'muted ', 'scene']);
  });
});
