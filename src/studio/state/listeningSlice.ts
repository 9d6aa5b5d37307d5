import type { StateCreator } from 'zustand/vanilla';
import type { ElementId } from '../../scene/index.ts';
import type { AppState } from './store.ts';

/** What is being heard, and how loud. None of it is in the document. */
export interface ListeningSlice {
  /** A layout's title, or `binaural`. */
  readonly monitor: string;
  /** Listening level, dB. */
  readonly monitorGainDb: number;
  readonly isDimmed: boolean;
  readonly solo: readonly ElementId[];
  readonly loop: { readonly startSec: number; readonly endSec: number } | null;
  readonly isLooping: boolean;
  /** Mirrors the engine, for buttons; the clock is read from the engine itself. */
  readonly isPlaying: boolean;
  readonly setMonitor: (render: string) => void;
  readonly setMonitorGainDb: (gainDb: number) => void;
  readonly toggleDim: () => void;
  readonly toggleSolo: (ids: readonly ElementId[], alone?: boolean) => void;
  setLoop(loop: { readonly startSec: number; readonly endSec: number } | null): void;
  readonly toggleLoop: () => void;
  readonly setPlaying: (isPlaying: boolean) => void;
}

/** How much Dim takes away. */
export const DIM_DB = -20;

export const createListeningSlice: StateCreator<AppState, [], [], ListeningSlice> = (set) => ({
  monitor: 'binaural',
  monitorGainDb: -6,
  isDimmed: false,
  solo: [],
  loop: null,
  isLooping: false,
  isPlaying: false,
  setMonitor: (monitor) => set({ monitor }),
  setMonitorGainDb: (monitorGainDb) => set({ monitorGainDb }),
  toggleDim: () => set((state) => ({ isDimmed: !state.isDimmed })),
  toggleSolo: (ids, alone = false) =>
    set((state) => {
      const isOn = ids.every((id) => state.solo.includes(id));
      const others = alone ? [] : state.solo.filter((id) => !ids.includes(id));
      return { solo: isOn && !(alone && state.solo.length > ids.length) ? others : [...others, ...ids] };
    }),
  setLoop: (loop) => set({ loop, isLooping: loop !== null }),
  toggleLoop: () => set((state) => ({ isLooping: !state.isLooping })),
  setPlaying: (isPlaying) => set((state) => (state.isPlaying === isPlaying ? state : { isPlaying })),
});
