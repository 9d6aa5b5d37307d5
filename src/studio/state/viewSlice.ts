import type { StateCreator } from 'zustand/vanilla';
import type { ElementId, GroupId, Lane } from '../../scene/index.ts';
import type { AppState } from './store.ts';

export type Page = 'mix' | 'master' | 'deliver';
export type CameraView = 'orbit' | 'top' | 'rear' | 'ears';
export type Overlay = 'palette' | 'shortcuts' | 'conformance' | null;

/** What is looked at. The part a person would expect to find again is kept in the browser. */
export interface ViewSettings {
  readonly camera: CameraView;
  /** The preset that the loudness panel compares with. */
  readonly target: string;
  /** Groups shown as their header only. */
  readonly folded: readonly GroupId[];
  readonly monitorGainDb: number;
}

export interface ViewSlice {
  readonly page: Page;
  readonly camera: CameraView;
  readonly target: string;
  readonly folded: readonly GroupId[];
  readonly overlay: Overlay;
  readonly selection: readonly ElementId[];
  /** The element whose timeline lane is open. */
  readonly openLane: ElementId | null;
  /** Which of its lanes; a bed only has a gain. */
  readonly lane: Lane;
  /** The timeline's left edge, and its scale; 0 shows the whole programme. */
  readonly timelineStartSec: number;
  readonly timelinePxPerSec: number;
  readonly setPage: (page: Page) => void;
  readonly setCamera: (camera: CameraView) => void;
  readonly setTarget: (target: string) => void;
  readonly toggleFolded: (group: GroupId) => void;
  readonly setOverlay: (overlay: Overlay) => void;
  /** The last selected is the one that the inspector shows. */
  readonly select: (ids: readonly ElementId[]) => void;
  readonly setOpenLane: (id: ElementId | null, lane?: Lane) => void;
  readonly setTimeline: (startSec: number, pxPerSec: number) => void;
}

export const createViewSlice: StateCreator<AppState, [], [], ViewSlice> = (set) => ({
  page: 'mix',
  camera: 'orbit',
  target: 'atmos-music',
  folded: [],
  overlay: null,
  selection: [],
  openLane: null,
  lane: 'position',
  timelineStartSec: 0,
  timelinePxPerSec: 0,
  setPage: (page) => set({ page }),
  setCamera: (camera) => set({ camera }),
  setTarget: (target) => set({ target }),
  toggleFolded: (group) =>
    set((state) => ({ folded: state.folded.includes(group) ? state.folded.filter((id) => id !== group) : [...state.folded, group] })),
  setOverlay: (overlay) => set({ overlay }),
  select: (selection) => set({ selection }),
  setOpenLane: (openLane, lane) => set((state) => ({ openLane, lane: lane ?? state.lane })),
  setTimeline: (timelineStartSec, timelinePxPerSec) => set({ timelineStartSec, timelinePxPerSec }),
});
