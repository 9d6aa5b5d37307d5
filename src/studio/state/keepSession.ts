import type { Scene } from '../../scene/index.ts';
import type { Autosave, KeptSession, KeptStem, StudioServices } from '../services/types.ts';
import type { AppStore } from './store.ts';

/** An edit is kept when the hand has rested for this long. */
const REST_MS = 700;
/** Stems without a handle are copied into the browser's store up to this much in all; beyond it they are dropped again after a reload. */
const MOST_COPIED_BYTES = 256 * 1048576;

export interface SessionKeeper {
  /** Everything that would be lost with the page is in the browser's store. */
  readonly isKept: () => boolean;
}

/** Keeps the session as it is edited, so that a reload can offer it. A browser that stores nothing is told apart by `isKept`. */
export function keepSession(
  store: AppStore,
  services: Pick<StudioServices, 'autosave' | 'sessions'>,
  files: ReadonlyMap<string, File>,
  restMs = REST_MS,
): SessionKeeper {
  let kept: Scene | null = null;
  let timer: ReturnType<typeof setTimeout> | undefined;
  let writing: Promise<void> = Promise.resolve();

  const write = async (autosave: Autosave): Promise<void> => {
    const { scene, adm, gesture } = store.getState();
    if (scene === null || adm !== null || gesture !== null || scene === kept) {
      return;
    }
    await autosave.save({
      title: scene.title,
      text: services.sessions.serialize(scene),
      savedAtMs: Date.now(),
      stems: stemsOf(scene, files, store.getState().demoSources),
    });
    kept = scene;
  };
  const flush = (): void => {
    clearTimeout(timer);
    writing = writing
      .then(() => write(services.autosave))
      .catch(() => {
        // Private windows may refuse; `isKept` then stays false and leaving the page asks.
      });
  };

  store.subscribe((state, before) => {
    // The demo as it comes need not be kept: only what somebody did, or brought.
    const hasMoved = state.scene !== before.scene || (before.gesture !== null && state.gesture === null);
    if (hasMoved && state.scene !== null && state.adm === null && (state.scene !== state.savedScene || state.demoSources.length === 0)) {
      clearTimeout(timer);
      timer = setTimeout(flush, restMs);
    }
  });
  if (typeof document !== 'undefined') {
    document.addEventListener('visibilitychange', flush);
  }
  return {
    isKept: () => {
      const { scene, adm, savedScene } = store.getState();
      return scene === savedScene || scene === kept || adm !== null;
    },
  };
}

/** What is there of a stem: composed again, a handle on the disk, or the file itself while there is room. */
function stemsOf(scene: Scene, files: ReadonlyMap<string, File>, demoSources: readonly string[]): KeptSession['stems'] {
  let copiedBytes = 0;
  const stems: Record<string, KeptStem> = {};
  for (const { id } of scene.sources) {
    const file: (File & { readonly handle?: FileSystemFileHandle }) | undefined = files.get(id);
    if (demoSources.includes(id)) {
      stems[id] = { kind: 'demo' };
    } else if (file?.handle !== undefined) {
      stems[id] = { kind: 'handle', handle: file.handle };
    } else if (file !== undefined && copiedBytes + file.size <= MOST_COPIED_BYTES) {
      copiedBytes += file.size;
      stems[id] = { kind: 'file', file };
    }
  }
  return stems;
}
