import { createStore } from 'zustand/vanilla';
import type { StoreApi } from 'zustand/vanilla';
import { createListeningSlice } from './listeningSlice.ts';
import type { ListeningSlice } from './listeningSlice.ts';
import { createMasterSlice } from './masterSlice.ts';
import type { MasterSlice } from './masterSlice.ts';
import { createSceneSlice } from './sceneSlice.ts';
import type { SceneSlice } from './sceneSlice.ts';
import { createSessionSlice } from './sessionSlice.ts';
import type { SessionSlice } from './sessionSlice.ts';
import { createViewSlice } from './viewSlice.ts';
import type { ViewSlice } from './viewSlice.ts';

/** Document, selection and view. No audio, no meters, no workers: those are read from the services. */
export type AppState = SceneSlice & ListeningSlice & ViewSlice & SessionSlice & MasterSlice;
export type AppStore = StoreApi<AppState>;

/** A store of its own for every app and every test. */
export function createAppStore(): AppStore {
  return createStore<AppState>()((...args) => ({
    ...createSceneSlice(...args),
    ...createListeningSlice(...args),
    ...createViewSlice(...args),
    ...createSessionSlice(...args),
    ...createMasterSlice(...args),
  }));
}
