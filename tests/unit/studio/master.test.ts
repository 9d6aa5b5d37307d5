import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { addProcessor, emptyScene, processingOf, setDeliverables } from '../../../src/scene/index.ts';
import type { ProcessorSettings, Scene } from '../../../src/scene/index.ts';
import { chainResponse, RESPONSE_POINTS } from '../../../src/studio/master/chainResponse.ts';
import { createReductionHistory } from '../../../src/studio/master/drawReductions.ts';
import { placeAfter } from '../../../src/studio/master/useChainCarry.ts';
import type { PreviewRow, StudioServices } from '../../../src/studio/services/types.ts';
import { createCheckActions } from '../../../src/studio/state/checkActions.ts';
import { masterListeningOf, rowKey } from '../../../src/studio/state/masterSlice.ts';
import { settingsOf } from '../../../src/studio/state/masterActions.ts';
import { createAppStore } from '../../../src/studio/state/store.ts';
import type { AppStore } from '../../../src/studio/state/store.ts';
import { targetsOf } from '../../../src/studio/state/targets.ts';

const MASTER = { kind: 'master' } as const;
const chainOf = (store: AppStore): readonly string[] => processingOf(store.getState().scene!, MASTER).map(({ kind }) => kind);
const add = (store: AppStore, settings: ProcessorSettings): void =>
  store.getState().edit(`Add ${settings.kind}`, (scene) => addProcessor(scene, MASTER, settings));

let store: AppStore;
beforeEach(() => {
  store = createAppStore();
  store.getState().openScene(session());
});

afterEach(() => {
  vi.useRealTimers();
});

function session(): Scene {
  return setDeliverables(emptyScene(), [
    { render: '7.1.4', preset: 'atmos-music' },
    { render: 'stereo', preset: 'spotify' },
  ]);
}

describe('two chains', () => {
  it('begin alike, and each keeps its own inserts', () => {
    add(store, { kind: 'trim' });
    store.getState().swapChains();
    expect([store.getState().chainSlot, ...chainOf(store)]).toEqual(['B', 'trim']);
    add(store, { kind: 'tilt' });
    store.getState().swapChains();
    expect([store.getState().chainSlot, ...chainOf(store)]).toEqual(['A', 'trim']);
    store.getState().swapChains();
    expect([store.getState().chainSlot, ...chainOf(store)]).toEqual(['B', 'trim', 'tilt']);
  });

  it('know which of them is heard when a swap is undone and done again', () => {
    store.getState().swapChains();
    add(store, { kind: 'tilt' });
    store.getState().swapChains();
    store.getState().undo();
    expect([store.getState().chainSlot, ...chainOf(store)]).toEqual(['B', 'tilt']);
    store.getState().redo();
    expect([store.getState().chainSlot, ...chainOf(store)]).toEqual(['A']);
    store.getState().swapChains();
    expect([store.getState().chainSlot, ...chainOf(store)]).toEqual(['B', 'tilt']);
  });

  it('do not change places when an edit after a copy is undone', () => {
    add(store, { kind: 'trim' });
    store.getState().copyChain();
    add(store, { kind: 'tilt' });
    store.getState().undo();
    expect(store.getState().chainSlot).toBe('A');
    store.getState().swapChains();
    expect(chainOf(store)).toEqual(['trim']);
  });
});

describe('what the engine is told of the master', () => {
  it('is the plain master away from the page, unless the limiter is to be mixed into', () => {
    store.getState().setListening('mix');
    expect(masterListeningOf(store.getState())).toEqual({ listening: 'master', isMatched: false, limiter: null });
    store.getState().setLimiter({ isInMix: true, driveDb: 3 });
    expect(masterListeningOf(store.getState()).limiter).toEqual({ driveDb: 3, ceilingDbtp: -1 });
    store.getState().setPage('master');
    expect(masterListeningOf(store.getState())).toMatchObject({ listening: 'mix', isMatched: true });
  });

  it('is never a reference that is not there', () => {
    store.getState().setListening('reference');
    expect(store.getState().listening).toBe('master');
    store.getState().setReference({ name: 'a.wav', info: null, profile: null });
    store.getState().setListening('reference');
    store.getState().setReference(null);
    expect(store.getState().listening).toBe('master');
  });
});

describe('the table of renders', () => {
  const row = (render: string, preset: string, gainDb: number): PreviewRow => ({
    render,
    preset,
    integratedLufs: -18,
    truePeakDbtp: -1.1,
    maxShortTermLufs: -15,
    lraLu: 6,
    gainDb,
    maxGainReductionDb: 1,
    passed: true,
    faults: [],
  });

  function servicesThat(run: StudioServices['preview']['run']): StudioServices {
    const target = { id: 'atmos-music', title: 'Atmos', ceilingDbtp: -1, toleranceLu: 0.5, isLimit: true, source: '' };
    return { preview: { run }, targets: [target, { ...target, id: 'spotify', ceilingDbtp: -2 }] } as unknown as StudioServices;
  }

  it('is made when the page is opened, and anew 1.5 s after the last edit; what an edit overtakes is cancelled', async () => {
    vi.useFakeTimers();
    const runs: { readonly cancelled: boolean }[] = [];
    const services = servicesThat(({ renders, onRow }) => {
      const run = { cancelled: false };
      runs.push(run);
      let finish = (): void => {};
      const finished = new Promise<void>((resolve, reject) => {
        finish = () => reject(Object.assign(new Error('cancelled'), { code: 'job.cancelled' }));
        setTimeout(() => {
          if (!run.cancelled) {
            renders.forEach(({ render, preset }) => onRow(row(render, preset, 2)));
            resolve();
          }
        }, 3000);
      });
      return {
        finished,
        cancel: () => {
          run.cancelled = true;
          finish();
        },
      };
    });
    createCheckActions(store, services, new Map());
    store.getState().setPage('master');
    await vi.advanceTimersByTimeAsync(600);
    expect(runs).toHaveLength(1);
    add(store, { kind: 'tilt' });
    expect(runs[0]!.cancelled).toBe(true);
    expect(store.getState().check.isRunning).toBe(false);
    await vi.advanceTimersByTimeAsync(1000);
    add(store, { kind: 'trim' });
    await vi.advanceTimersByTimeAsync(1400);
    expect(runs).toHaveLength(1);
    await vi.advanceTimersByTimeAsync(4000);
    expect(runs).toHaveLength(2);
    expect(store.getState().check.fresh).toEqual([rowKey('7.1.4', 'atmos-music'), rowKey('stereo', 'spotify')]);
    store.getState().undo();
    expect(store.getState().check.fresh).toEqual([]);
    expect(Object.keys(store.getState().check.rows)).toHaveLength(2);
    store.getState().setPage('mix');
    await vi.advanceTimersByTimeAsync(5000);
    expect(runs).toHaveLength(2);
  });

  it('drives the limiter that is listened through as the render that is heard will be', () => {
    createCheckActions(
      store,
      servicesThat(() => ({ finished: Promise.resolve(), cancel: () => {} })),
      new Map(),
    );
    store.getState().setMonitor('stereo');
    store.getState().setCheck({ rows: { [rowKey('stereo', 'spotify')]: row('stereo', 'spotify', 6.04) } });
    expect(store.getState().limiter).toMatchObject({ driveDb: 6, ceilingDbtp: -2 });
    store.getState().setLimiter({ isFollowing: false, driveDb: 1 });
    store.getState().setCheck({ rows: { [rowKey('stereo', 'spotify')]: row('stereo', 'spotify', 4) } });
    expect(store.getState().limiter.driveDb).toBe(1);
  });
});

describe('a proposal', () => {
  it('puts into the chain what was left chosen, in its order', () => {
    const eq = { kind: 'eq', bands: [] } as const;
    const image = { kind: 'image', widthRatio: 1.1 } as const;
    const items = [
      { id: 'eq', what: '', why: '', settings: eq },
      { id: 'image', what: '', why: '', settings: image },
      { id: 'dynamics', what: '', why: '', settings: null },
    ];
    const proposal = { match: { items }, master: null, chosen: ['image', 'dynamics', 'eq'] } as unknown as Parameters<typeof settingsOf>[0];
    expect(settingsOf(proposal)).toEqual([eq, image]);
    expect(settingsOf({ ...proposal, chosen: ['image'] })).toEqual([image]);
  });
});

describe('presets of one’s own', () => {
  it('come before the built-in ones, and stand for one of the same name', () => {
    const builtIn = [{ id: 'cd' }, { id: 'spotify' }] as unknown as Parameters<typeof targetsOf>[0];
    const own = [{ id: 'cd', title: 'My CD', integratedLufs: { toleranceLu: 1 }, truePeakDbtp: -0.5 }] as unknown as Parameters<
      typeof targetsOf
    >[1];
    expect(targetsOf(builtIn, own).map(({ id, title }) => title ?? id)).toEqual(['My CD', 'spotify']);
  });
});

describe('drawing', () => {
  it('adds up what equalizers and tilts do, and leaves out what is bypassed', () => {
    const shelf = (gainDb: number): ProcessorSettings => ({ kind: 'eq', bands: [{ type: 'lowShelf', frequencyHz: 2000, gainDb }] });
    expect(chainResponse([{ kind: 'trim', gainDb: 6 }], 48_000)).toBeNull();
    expect(chainResponse([{ ...shelf(3), enabled: false } as ProcessorSettings], 48_000)).toBeNull();
    const both = chainResponse([shelf(3), shelf(2)], 48_000)!;
    expect(both).toHaveLength(RESPONSE_POINTS);
    expect(both[0]).toBeCloseTo(5, 1);
    expect(both[RESPONSE_POINTS - 1]).toBeCloseTo(0, 1);
  });

  it('keeps the most of each stretch of gain reduction, however rarely the page draws', () => {
    const history = createReductionHistory();
    history.push(1_000_000, 0, 0);
    for (let k = 1; k <= 20; k++) {
      history.push(1_000_000 + k * 100, k === 10 ? 6 : 1, 2);
    }
    const points = Array.from({ length: 60 }, (_, age) => history.limiterDb(age));
    expect(Math.max(...points)).toBe(6);
    expect(Math.min(...points)).toBe(1);
    expect(Array.from({ length: 50 }, (_, age) => history.chainDb(age)).every((db) => db === 2)).toBe(true);
  });

  it.each([
    { place: 0, from: 2, to: 0, after: 1 },
    { place: 2, from: 2, to: 0, after: 0 },
    { place: 3, from: 0, to: 2, after: 3 },
    { place: 1, from: 0, to: 2, after: 0 },
  ])('the open insert $place follows when $from is carried to $to', ({ place, from, to, after }) => {
    expect(placeAfter(place, from, to)).toBe(after);
  });
});
