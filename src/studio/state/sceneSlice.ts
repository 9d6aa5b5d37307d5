import type { StateCreator } from 'zustand/vanilla';
import type { AdmLoaded, AdmOpening } from '../../engine/index.ts';
import type { Scene } from '../../scene/index.ts';
import type { AppState } from './store.ts';
import { NO_HISTORY, remember, stepBack, stepForward } from './history.ts';
import type { History } from './history.ts';
import { NOTHING_MASTERED } from './masterSlice.ts';
import { isListeningEdit, tellReadOnly } from './readOnly.ts';

/** A change in the making: a drag, a turn of the wheel. It becomes one step, or nothing. */
export interface Gesture {
  readonly label: string;
  /** The document as it was; every change of the gesture starts from here. */
  readonly base: Scene;
  /** Heard through the live table while it lasts (places, sizes, faders); else the document is handed over on the way. */
  readonly isLive: boolean;
  /** Where the playhead was when it began. */
  readonly atSec: number;
}

/** An ADM file that is open: the scene only shows it. */
export interface OpenAdm extends Omit<AdmLoaded, 'scene'> {
  readonly file: File;
  readonly options: AdmOpening;
}

export interface SceneSlice {
  /** The document; null before one is open. */
  readonly scene: Scene | null;
  /** Not null: nothing may be edited but what is heard and delivered. */
  readonly adm: OpenAdm | null;
  readonly history: History;
  readonly gesture: Gesture | null;
  /** The document as it was last saved or opened. */
  readonly savedScene: Scene | null;
  /** With `isSaved` false it is a change that no file has yet. */
  readonly openScene: (scene: Scene, isSaved?: boolean, adm?: OpenAdm | null) => void;
  readonly markSaved: () => void;
  /** One step. A change that returns its argument is none. */
  readonly edit: (label: string, change: (scene: Scene) => Scene) => void;
  /** Begins a gesture, or goes on with it. `change` gets the document from before the gesture. */
  readonly drag: (label: string, change: (base: Scene) => Scene, options?: { readonly isLive?: boolean; readonly atSec?: number }) => void;
  /** The gesture becomes one step. */
  readonly endDrag: () => void;
  /** The gesture never was. */
  readonly cancelDrag: () => void;
  readonly undo: () => void;
  readonly redo: () => void;
}

export const createSceneSlice: StateCreator<AppState, [], [], SceneSlice> = (set, get) => ({
  scene: null,
  adm: null,
  history: NO_HISTORY,
  gesture: null,
  savedScene: null,
  openScene: (scene, isSaved = true, adm = null) =>
    set({
      scene,
      adm,
      history: NO_HISTORY,
      gesture: null,
      savedScene: isSaved ? scene : null,
      selection: [],
      solo: [],
      loop: null,
      ...NOTHING_MASTERED,
    }),
  markSaved: () => set((state) => ({ savedScene: state.scene })),
  edit: (label, change) => {
    get().endDrag();
    set((state) => {
      if (state.scene === null) {
        return state;
      }
      const next = change(state.scene);
      if (state.adm !== null && !isListeningEdit(state.scene, next)) {
        tellReadOnly();
        return state;
      }
      return next === state.scene ? state : { scene: next, history: remember(state.history, label, state.scene) };
    });
  },
  drag: (label, change, options) =>
    set((state) => {
      if (state.scene === null) {
        return state;
      }
      if (state.adm !== null) {
        tellReadOnly();
        return state;
      }
      const gesture =
        state.gesture?.label === label
          ? state.gesture
          : { label, base: state.scene, isLive: options?.isLive ?? false, atSec: options?.atSec ?? 0 };
      const history =
        state.gesture !== null && state.gesture !== gesture && state.gesture.base !== state.scene
          ? remember(state.history, state.gesture.label, state.gesture.base)
          : state.history;
      return { gesture, history, scene: change(gesture.base) };
    }),
  endDrag: () =>
    set((state) => {
      const { gesture } = state;
      if (gesture === null) {
        return state;
      }
      return {
        gesture: null,
        history: gesture.base === state.scene ? state.history : remember(state.history, gesture.label, gesture.base),
      };
    }),
  cancelDrag: () => set((state) => (state.gesture === null ? state : { gesture: null, scene: state.gesture.base })),
  undo: () => {
    get().endDrag();
    set((state) => {
      const back = state.scene === null ? undefined : stepBack(state.history, state.scene);
      return back === undefined ? state : { scene: back.step.scene, history: back.history };
    });
  },
  redo: () => {
    get().endDrag();
    set((state) => {
      const forward = state.scene === null ? undefined : stepForward(state.history, state.scene);
      return forward === undefined ? state : { scene: forward.step.scene, history: forward.history };
    });
  },
});
