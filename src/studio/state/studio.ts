import { createContext, useContext } from 'react';
import { useStore } from 'zustand';
import type { StudioServices } from '../services/types.ts';
import type { Actions } from './actions.ts';
import type { AppState, AppStore } from './store.ts';

/** Everything a component may reach for, made once. */
export interface Studio {
  readonly store: AppStore;
  readonly services: StudioServices;
  readonly actions: Actions;
}

export const StudioContext = createContext<Studio | null>(null);

export function useStudio(): Studio {
  const studio = useContext(StudioContext);
  if (studio === null) {
    throw new Error('no studio around this component');
  }
  return studio;
}

/** The least a component needs of the store. The selector must return something stable. */
export function useApp<T>(select: (state: AppState) => T): T {
  return useStore(useStudio().store, select);
}
