import type { StateCreator } from 'zustand/vanilla';
import type { MasterReport } from '../../jobs/index.ts';
import type { KeptSession } from '../services/types.ts';
import type { AppState } from './store.ts';

/** What a source's file turned out to be. */
export interface SourceFacts {
  readonly channels: number;
  readonly lengthSec: number;
}

export interface Progress {
  readonly what: string;
  readonly ratio: number;
}

/** One deliverable on its way. */
export interface DeliveryProgress {
  readonly render: string;
  readonly stage: string;
  readonly ratio: number;
  readonly speedRatio: number;
}

/** A failure as shown, until it is dismissed. */
export interface ShownTrouble {
  readonly message: string;
  readonly hint: string;
}

export interface SessionSlice {
  /** Work that the whole page waits for: opening, composing. */
  readonly busy: Progress | null;
  readonly sources: Readonly<Record<string, SourceFacts>>;
  readonly missing: readonly string[];
  /** Sources that the demo's composer makes. */
  readonly demoSources: readonly string[];
  /** The session that was open when the page was last left, until somebody takes it or leaves it. */
  readonly offer: KeptSession | null;
  readonly lengthSec: number;
  /** The delivery that runs, by place in the document's list. */
  readonly delivery: { readonly startedAtMs: number; readonly rows: readonly DeliveryProgress[] } | null;
  readonly report: MasterReport | null;
  readonly deliveryTrouble: ShownTrouble | null;
  readonly setBusy: (busy: Progress | null) => void;
  readonly setSource: (sourceId: string, facts: SourceFacts) => void;
  readonly setMissing: (missing: readonly string[]) => void;
  readonly setDemoSources: (demoSources: readonly string[]) => void;
  readonly setOffer: (offer: KeptSession | null) => void;
  readonly setLengthSec: (lengthSec: number) => void;
  readonly setDelivery: (delivery: SessionSlice['delivery']) => void;
  readonly setReport: (report: MasterReport | null) => void;
  readonly setDeliveryTrouble: (trouble: ShownTrouble | null) => void;
}

export const createSessionSlice: StateCreator<AppState, [], [], SessionSlice> = (set) => ({
  busy: null,
  sources: {},
  missing: [],
  demoSources: [],
  offer: null,
  lengthSec: 0,
  delivery: null,
  report: null,
  deliveryTrouble: null,
  setBusy: (busy) => set({ busy }),
  setSource: (sourceId, facts) => set((state) => ({ sources: { ...state.sources, [sourceId]: facts } })),
  setMissing: (missing) => set({ missing }),
  setDemoSources: (demoSources) => set({ demoSources }),
  setOffer: (offer) => set({ offer }),
  setLengthSec: (lengthSec) => set((state) => (state.lengthSec === lengthSec ? state : { lengthSec })),
  setDelivery: (delivery) => set({ delivery }),
  setReport: (report) => set({ report }),
  setDeliveryTrouble: (deliveryTrouble) => set({ deliveryTrouble }),
});
