import type { AudioSource } from '../audio/index.ts';
import type { F32Block, Kernels } from '../dsp/index.ts';
import { createAdmHeadphoneRenderer, createAdmSpeakerRenderer, type AdmPlan, type TrackTerm } from '../render/adm/index.ts';
import type { HrtfSet } from '../render/binaural/index.ts';
import { QUANTUM_FRAMES } from '../render/index.ts';
import type { QuantumMixer } from './quantumMixer.ts';
import { createSourceFeed, type SourceFeed } from './sourceFeed.ts';

/** A track of the plan: one channel as it is, or a sum in a quantum of its own. */
interface TrackState {
  readonly terms: readonly { readonly feed: SourceFeed; readonly channel: number; readonly gain: F32Block }[];
  readonly sum: F32Block | undefined;
  readonly itemIndex: number;
}

/**
 * The items of an ADM file. Solo and live parameters do not reach them: they play as the file says.
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
  const elementPeaks = new Float32Array(plan.items.length);

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

  return {
    outputs: spatializer.outputs,
    latencyFrames: spatializer.latencyFrames,
    mix(quantumStart) {
      for (let f = 0; f < feeds.length; f++) {
        feeds[f]!.feed.fetch(quantumStart - feeds[f]!.delayFrames);
      }
      for (let t = 0; t < tracks.length; t++) {
        const track = tracks[t]!;
        const ptr = sumOf(track);
        const peak = ptr === 0 ? 0 : run.peakOf(ptr, QUANTUM_FRAMES);
        trackPtrs[t] = peak === 0 ? 0 : ptr;
        if (peak > elementPeaks[track.itemIndex]!) {
          elementPeaks[track.itemIndex] = peak;
        }
      }
      spatializer.mix(quantumStart, trackPtrs);
    },
    reset: () => spatializer.reset(),
    update: (next) => next === plan,
    setSolo() {},
    setLiveTable() {},
    elementPeaks,
    elementReductionsDb: new Float32Array(plan.items.length),
    groupReductionsDb: new Float32Array(0),
    masterReductionDb: 0,
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
  const itemOf = plan.items.flatMap((item, index) => (item.item.kind === 'hoa' ? item.item.tracks : [item.item.track]).map(() => index));
  return plan.tracks.map((terms: readonly TrackTerm[], index) => {
    const isPlain = terms.length === 0 || (terms.length === 1 && terms[0]!.gain === 1);
    return {
      terms: terms.map((term) => {
        const gain = kernels.heap.f32(1);
        gain.view[0] = term.gain;
        return { feed: feeds.find(({ delayFrames }) => delayFrames === term.delayFrames)!.feed, channel: term.channel, gain };
      }),
      sum: isPlain ? undefined : kernels.heap.f32(QUANTUM_FRAMES),
      itemIndex: itemOf[index]!,
    };
  });
}
