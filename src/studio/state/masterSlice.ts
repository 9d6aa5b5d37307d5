import type { StateCreator } from 'zustand/vanilla';
import type { Listening, MasterListening, ReferenceInfo } from '../../engine/index.ts';
import type { MasterProposal, MatchProposal, MixProfile, Preset, TargetProfile } from '../../mastering/index.ts';
import type { ProcessorSettings, Scene } from '../../scene/index.ts';
import type { PreviewRow } from '../services/types.ts';
import type { ShownTrouble } from './sessionSlice.ts';
import type { AppState } from './store.ts';

/** The limiter that is listened through; exports have their own, driven by the preset. */
export interface ListeningLimiter {
  readonly isOn: boolean;
  readonly driveDb: number;
  readonly ceilingDbtp: number;
  /** Drive and ceiling are what the last check found for the render that is heard. */
  readonly isFollowing: boolean;
  /** On while mixing too. */
  readonly isInMix: boolean;
}

/** A finished file to compare with. */
export interface Reference {
  readonly name: string;
  readonly info: ReferenceInfo | null;
  /** Null until it is measured. */
  readonly profile: MixProfile | null;
}

/** What every deliverable would measure now. */
export interface MasterCheck {
  readonly isRunning: boolean;
  readonly isAutomatic: boolean;
  /** By rowKey. */
  readonly rows: Readonly<Record<string, PreviewRow>>;
  /** Rows of the document as it is. The others are older. */
  readonly fresh: readonly string[];
  readonly trouble: ShownTrouble | null;
}

/** A chain that is looked at before it is applied. */
export interface Proposal {
  readonly kind: 'match' | 'assist';
  /** `reference`, or a curve's id. */
  readonly goal: string;
  /** What is being done; null when it is there. */
  readonly busy: string | null;
  readonly match: MatchProposal | null;
  readonly master: MasterProposal | null;
  /** Of the difference to the reference. */
  readonly amountRatio: number;
  /** Ids of the moves that would be applied. */
  readonly chosen: readonly string[];
  readonly trouble: ShownTrouble | null;
}

export type ChainSlot = 'A' | 'B';

export interface MasterSlice {
  readonly listening: Listening;
  readonly isMatched: boolean;
  readonly limiter: ListeningLimiter;
  readonly reference: Reference | null;
  /** Which of two chains the document has; the other waits here. */
  readonly chainSlot: ChainSlot;
  readonly otherChain: readonly ProcessorSettings[] | null;
  /** Place of the insert whose panel is open, and the chosen band in it. */
  readonly openInsert: number | null;
  readonly openBand: number;
  /** What the spectrum is compared with: `none`, `reference`, or a curve's id. */
  readonly comparedWith: string;
  readonly curves: readonly TargetProfile[];
  readonly check: MasterCheck;
  readonly proposal: Proposal | null;
  /** Presets of one's own. */
  readonly ownPresets: readonly Preset[];
  readonly setListening: (listening: Listening) => void;
  readonly toggleMatched: () => void;
  readonly setLimiter: (change: Partial<ListeningLimiter>) => void;
  readonly setReference: (reference: Reference | null) => void;
  /** Takes the other chain; what was there waits. The first time both are alike. */
  readonly swapChains: () => void;
  /** The other chain becomes what this one is. */
  readonly copyChain: () => void;
  readonly setOpenInsert: (openInsert: number | null, band?: number) => void;
  readonly setOpenBand: (openBand: number) => void;
  readonly setComparedWith: (comparedWith: string) => void;
  readonly setCurves: (curves: readonly TargetProfile[]) => void;
  readonly setCheck: (change: Partial<MasterCheck>) => void;
  readonly setProposal: (proposal: Proposal | null) => void;
  readonly setOwnPresets: (ownPresets: readonly Preset[]) => void;
}

const NO_CHECK: MasterCheck = { isRunning: false, isAutomatic: true, rows: {}, fresh: [], trouble: null };

/** What belongs to a session and goes with it. */
export const NOTHING_MASTERED = {
  chainSlot: 'A',
  otherChain: null,
  openInsert: null,
  openBand: 0,
  check: NO_CHECK,
  proposal: null,
} as const satisfies Partial<MasterSlice>;

export const createMasterSlice: StateCreator<AppState, [], [], MasterSlice> = (set, get, api) => {
  // Undo and redo of a swap swap back: the chain that comes is the very one that waited.
  api.subscribe((state, before) => {
    const chain = state.scene?.master.processing;
    const left = before.scene?.master.processing;
    if (chain !== left && chain !== undefined && left !== undefined && chain === state.otherChain) {
      set({ otherChain: left, chainSlot: other(state.chainSlot), openInsert: null });
    }
  });
  return {
    ...NOTHING_MASTERED,
    listening: 'master',
    isMatched: true,
    limiter: { isOn: true, driveDb: 0, ceilingDbtp: -1, isFollowing: true, isInMix: false },
    reference: null,
    comparedWith: 'none',
    curves: [],
    ownPresets: [],
    setListening: (listening) => set((state) => (listening === 'reference' && state.reference === null ? state : { listening })),
    toggleMatched: () => set((state) => ({ isMatched: !state.isMatched })),
    setLimiter: (change) => set((state) => ({ limiter: { ...state.limiter, ...change } })),
    setReference: (reference) =>
      set((state) => ({
        reference,
        ...(reference === null && state.listening === 'reference' ? { listening: 'master' } : {}),
        ...(reference === null && state.comparedWith === 'reference' ? { comparedWith: 'none' } : {}),
      })),
    swapChains: () => {
      const { scene, otherChain, chainSlot, edit, adm } = get();
      if (scene === null || adm !== null) {
        return;
      }
      if (otherChain === null) {
        set({ otherChain: [...scene.master.processing], chainSlot: other(chainSlot) });
      } else {
        edit(`Chain ${other(chainSlot)}`, (now) => withChain(now, otherChain));
      }
    },
    copyChain: () => set((state) => (state.scene === null ? state : { otherChain: [...state.scene.master.processing] })),
    setOpenInsert: (openInsert, openBand = 0) => set({ openInsert, openBand }),
    setOpenBand: (openBand) => set({ openBand }),
    setComparedWith: (comparedWith) => set({ comparedWith }),
    setCurves: (curves) => set({ curves }),
    setCheck: (change) => set((state) => ({ check: { ...state.check, ...change } })),
    setProposal: (proposal) => set({ proposal }),
    setOwnPresets: (ownPresets) => set({ ownPresets }),
  };
};

/** The chain that waited, and no copy of it: that is how a swap is known, also when it is undone. */
function withChain(scene: Scene, processing: readonly ProcessorSettings[]): Scene {
  return { ...scene, master: { ...scene.master, processing } };
}

function other(slot: ChainSlot): ChainSlot {
  return slot === 'A' ? 'B' : 'A';
}

/** A row of the check: two deliverables may have the same render. */
export function rowKey(render: string, preset: string): string {
  return `${render} ${preset}`;
}

/** What the engine is told. Away from the Master page the mix is heard as it is, or through the limiter where that was asked for. */
export function masterListeningOf({ page, listening, isMatched, limiter }: AppState): MasterListening {
  const isHere = page === 'master';
  const through = limiter.isOn && (isHere || limiter.isInMix);
  return {
    listening: isHere ? listening : 'master',
    isMatched: isHere && isMatched,
    limiter: through ? { driveDb: limiter.driveDb, ceilingDbtp: limiter.ceilingDbtp } : null,
  };
}

export function isSameListening(a: MasterListening, b: MasterListening): boolean {
  return (
    a.listening === b.listening &&
    a.isMatched === b.isMatched &&
    a.limiter?.driveDb === b.limiter?.driveDb &&
    a.limiter?.ceilingDbtp === b.limiter?.ceilingDbtp
  );
}
