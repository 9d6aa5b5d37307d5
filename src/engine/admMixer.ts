import type { AudioSource } from '../audio/index.ts';
import type { F32Block, Kernels } from '../dsp/index.ts';
import {
  admGainOf,
  createAdmHeadphoneRenderer,
  createAdmSpeakerRenderer,
  createSegmentCursor,
  type AdmPlan,
  type PlannedItem,
  type TrackTerm,
} from '../render/adm/index.ts';
import type { HrtfSet } from '../render/binaural/index.ts';
import { QUANTUM_FRAMES } from '../render/index.ts';
import type { QuantumMixer } from './quantumMixer.ts';
import { createSourceFeed, type SourceFeed } from './sourceFeed.ts';

/** A track of the plan: one channel as it is, or a sum in a quantum of its own. */
interface TrackState {
  readonly terms: readonly { readonly feed: SourceFeed; readonly channel: number; readonly gain: F32Block }[];
  readonly sum: F32Block | undefined;
  /** Where it fades, when solo takes it away or gives it back. */
  readonly faded: F32Block;
  readonly element: number;
  /** The metadata's gain of the quantum that starts at a frame, for the meters. */
  readonly gainAt: (startFrame: number) => number;
}

/**
 * The items of an ADM file; solo goes by plan.elements. Live parameters do not reach them: they play as the file says.
 * @param source the file, at its own rate
 */
export function createAdmMixer(kernels: Kernels, plan: AdmPlan, source: AudioSource, hrtf: HrtfSet | undefined): QuantumMixer {
  const { run, heap } = kernels;
  const spatializer =
    plan.target.kind === 'layout'
      ? createAdmSpeakerRenderer(kernels, plan, plan.target.layout)
      : createAdmHeadphoneRenderer(kernels, plan, needed(hrtf));
  const feeds = createDelayedFeeds(kernels, plan, source);
  const tracks = createTracks(kernels, plan, feeds);
  const trackPtrs = new Int32Array(tracks.length);
  const inTable = heap.i32(1);
  const outTable = heap.i32(1);
  const [silent, full] = [heap.f32(1), heap.f32(1)];
  full.view[0] = 1;
  const elementPeaks = new Float32Array(plan.elements.length);
  /** 1 where an element is heard, at the start and at the end of the quantum. */
  const heardFrom = new Uint8Array(plan.elements.length);
  const heardTo = new Uint8Array(plan.elements.length);
  let solo: ReadonlySet<string> | null = null;
  let jumps = true;

  const sumOf = ({ terms, sum }: TrackState): number => {
    if (sum === undefined) {
      return terms.length === 0 ? 0 : terms[0]!.feed.ptr(terms[0]!.channel);
    }
    sum.view.fill(0);
    outTable.view[0] = sum.ptr;
    for (let t = 0; t < terms.length; t++) {
      const { feed, channel, gain } = terms[t]!;
      inTable.view[0] = feed.ptr(channel);
      run.mixRamped(outTable.ptr, 1, inTable.ptr, 1, gain.ptr, gain.ptr, 0, QUANTUM_FRAMES);
    }
    return sum.ptr;
  };

  /** The track with its element's solo on it. */
  const heard = ({ element, faded }: TrackState, ptr: number): number => {
    if (heardFrom[element] === heardTo[element]) {
      return heardTo[element] === 1 ? ptr : 0;
    }
    const isComing = heardTo[element] === 1;
    faded.view.fill(0);
    outTable.view[0] = faded.ptr;
    inTable.view[0] = ptr;
    run.mixRamped(outTable.ptr, 1, inTable.ptr, 1, (isComing ? silent : full).ptr, (isComing ? full : silent).ptr, 0, QUANTUM_FRAMES);
    return faded.ptr;
  };

  const listen = (): void => {
    for (let e = 0; e < heardTo.length; e++) {
      const next = solo === null || solo.has(plan.elements[e]!.id) ? 1 : 0;
      heardFrom[e] = jumps ? next : heardTo[e]!;
      heardTo[e] = next;
    }
    jumps = false;
  };

  return {
    outputs: spatializer.outputs,
    mixOutputs: spatializer.outputs,
    latencyFrames: spatializer.latencyFrames,
    mix(quantumStart) {
      listen();
      for (let f = 0; f < feeds.length; f++) {
        feeds[f]!.feed.fetch(quantumStart - feeds[f]!.delayFrames);
      }
      for (let t = 0; t < tracks.length; t++) {
        const track = tracks[t]!;
        const own = sumOf(track);
        const ptr = own === 0 ? 0 : heard(track, own);
        const peak = ptr === 0 ? 0 : run.peakOf(ptr, QUANTUM_FRAMES);
        trackPtrs[t] = peak === 0 ? 0 : ptr;
        const level = peak === 0 ? 0 : peak * track.gainAt(quantumStart);
        if (level > elementPeaks[track.element]!) {
          elementPeaks[track.element] = level;
        }
      }
      spatializer.mix(quantumStart, trackPtrs);
    },
    reset() {
      spatializer.reset();
      jumps = true;
    },
    update: (next) => next === plan,
    setSolo(elementIds) {
      solo = elementIds;
    },
    setLiveTable() {},
    elementPeaks,
    elementReductionsDb: new Float32Array(plan.elements.length),
    groupReductionsDb: new Float32Array(0),
    masterReductionDb: 0,
    insertReductionsDb: new Float32Array(0),
    get invalidSamples() {
      return feeds.reduce((sum, { feed }) => sum + feed.invalidSamples, 0);
    },
  };
}

function needed(hrtf: HrtfSet | undefined): HrtfSet {
  if (hrtf === undefined) {
    throw new Error('a binaural plan needs an HRTF set');
  }
  return hrtf;
}

interface DelayedFeed {
  readonly delayFrames: number;
  readonly feed: SourceFeed;
}

/** One feed for each delay that a track has; nearly always the one of 0. */
function createDelayedFeeds(kernels: Kernels, plan: AdmPlan, source: AudioSource): readonly DelayedFeed[] {
  const used = new Map<number, Set<number>>();
  for (const { channel, delayFrames } of plan.tracks.flat()) {
    const channels = used.get(delayFrames) ?? new Set<number>();
    channels.add(channel);
    used.set(delayFrames, channels);
  }
  return [...used].map(([delayFrames, channels]) => ({ delayFrames, feed: createSourceFeed(kernels, source, channels) }));
}

function createTracks(kernels: Kernels, plan: AdmPlan, feeds: readonly DelayedFeed[]): readonly TrackState[] {
  const elementOf = new Map(plan.elements.flatMap(({ items }, element) => items.map((item) => [item, element] as const)));
  const owners = plan.items.flatMap((planned, item) => {
    const owner = { element: elementOf.get(item)!, gainAt: createGainReader(planned) };
    return planned.item.kind === 'hoa' ? planned.item.tracks.map(() => owner) : [owner];
  });
  return plan.tracks.map((terms: readonly TrackTerm[], index) => {
    const isPlain = terms.length === 0 || (terms.length === 1 && terms[0]!.gain === 1);
    return {
      terms: terms.map((term) => {
        const gain = kernels.heap.f32(1);
        gain.view[0] = term.gain;
        return { feed: feeds.find(({ delayFrames }) => delayFrames === term.delayFrames)!.feed, channel: term.channel, gain };
      }),
      sum: isPlain ? undefined : kernels.heap.f32(QUANTUM_FRAMES),
      faded: kernels.heap.f32(QUANTUM_FRAMES),
      ...owners[index]!,
    };
  });
}

/** The largest gain that the metadata have in a quantum: 0 where no block holds. Never allocates. */
function createGainReader({ item, segments }: PlannedItem): (startFrame: number) => number {
  const gains = item.kind === 'hoa' ? [Math.max(...item.gains)] : item.blocks.map(({ metadata }) => admGainOf(metadata));
  const table = Float64Array.from(gains);
  const cursor = createSegmentCursor(segments);
  return (startFrame) => {
    let most = 0;
    for (let s = cursor.find(startFrame); s < segments.length && segments[s]!.startFrame < startFrame + QUANTUM_FRAMES; s++) {
      const { block, stepRatio } = segments[s]!;
      most = Math.max(most, Math.abs(table[block]!), stepRatio === 0 ? 0 : Math.abs(table[block - 1]!));
    }
    return most;
  };
}
