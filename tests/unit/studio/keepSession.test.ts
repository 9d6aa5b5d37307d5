import { describe, expect, it, vi } from 'vitest';
import { addObject, addSource, emptyScene, serializeProject, setGainDb } from '../../../src/scene/index.ts';
import type { Scene } from '../../../src/scene/index.ts';
import { keepSession } from '../../../src/studio/state/keepSession.ts';
import { createAppStore } from '../../../src/studio/state/store.ts';
import type { Autosave, KeptSession } from '../../../src/studio/services/types.ts';

const session = (): Scene =>
  ['demo', 'large', 'own', 'gone'].reduce(
    (scene, id) => addObject(addSource(scene, { id, file: `${id}.wav` }), { name: id, source: id }),
    emptyScene({ title: 'Band' }),
  );

function keeper(save: Autosave['save']) {
  const store = createAppStore();
  const files = new Map<string, File>();
  const autosave: Autosave = { save, load: async () => undefined, clear: async () => {} };
  const { isKept } = keepSession(store, { autosave, sessions: { serialize: serializeProject } as never }, files, 1);
  return { store, files, isKept };
}
const rest = (): Promise<void> => new Promise((resolve) => setTimeout(resolve, 20));

describe('keeping the session', () => {
  it('keeps nothing of the demo as it comes, and everything once it is edited', async () => {
    const kept: KeptSession[] = [];
    const { store, files, isKept } = keeper(async (one) => void kept.push(one));
    const handle = {} as FileSystemFileHandle;
    files.set('large', Object.assign(new File([], 'large.wav'), { handle }));
    files.set('own', new File(['x'], 'own.wav'));
    store.getState().setDemoSources(['demo']);
    store.getState().openScene(session());
    await rest();
    expect(kept).toEqual([]);
    expect(isKept()).toBe(true);
    store.getState().edit('Gain', (scene) => setGainDb(scene, 'own', -6));
    expect(isKept()).toBe(false);
    await rest();
    expect(isKept()).toBe(true);
    expect(kept).toHaveLength(1);
    expect(kept[0]!.title).toBe('Band');
    expect(kept[0]!.text).toBe(serializeProject(store.getState().scene!));
    expect(Object.entries(kept[0]!.stems).map(([id, stem]) => [id, stem.kind])).toEqual([
      ['demo', 'demo'],
      ['large', 'handle'],
      ['own', 'file'],
    ]);
  });

  it('waits for the hand to let go', async () => {
    const save = vi.fn(async () => {});
    const { store } = keeper(save);
    store.getState().setDemoSources(['demo']);
    store.getState().openScene(session());
    store.getState().drag('Gain', (base) => setGainDb(base, 'own', -3));
    await rest();
    expect(save).not.toHaveBeenCalled();
    store.getState().endDrag();
    await rest();
    expect(save).toHaveBeenCalledOnce();
  });

  it('admits that it could not where the browser stores nothing', async () => {
    const { store, isKept } = keeper(() => Promise.reject(new Error('no room')));
    store.getState().setDemoSources(['demo']);
    store.getState().openScene(session());
    store.getState().edit('Gain', (scene) => setGainDb(scene, 'own', -6));
    await rest();
    expect(isKept()).toBe(false);
  });
});
