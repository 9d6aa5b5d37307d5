import type { AudioSource } from '../audio/index.ts';
import { assertNever, dbToGain } from '../base/index.ts';
import { createDelayLine, type F32Block, type I32Block, type Kernels } from '../dsp/index.ts';
import { getLayout, type Speaker } from '../layouts/index.ts';
import { createChain, type Chain, type ProcessorOptions } from '../processing/index.ts';
import type { HrtfSet } from '../render/binaural/index.ts';
import {
  createHeadphoneRenderer,
  createSpeakerRenderer,
  createStemRenderer,
  QUANTUM_FRAMES,
  type PlannedElement,
  type ScenePlan,
  type Spatializer,
} from '../render/index.ts';
import { createPositionTrack, createValueTrack, type PositionTrack, type ProcessorSettings, type ValueTrack } from '../scene/index.ts';
import { LIVE, LIVE_GAIN, LIVE_POSITION, LIVE_SIZE, LIVE_STRIDE } from './liveParameters.ts';
import type { QuantumMixer } from './quantumMixer.ts';
import { createSourceFeed, type SourceFeed } from './sourceFeed.ts';

interface ElementState {
  planned: PlannedElement;
  readonly feed: SourceFeed;
  readonly chain: Chain | undefined;
  /** Own copies of the quanta, where inserts write; absent when the element plays straight from its source. */
  readonly blocks: readonly F32Block[];
  readonly table: I32Block;
  readonly firstFeed: number;
  /** How much earlier than heard the source is read, so that inserts' latencies cost nothing. */
  readonly leadFrames: number;
  position: PositionTrack | undefined;
  gainTrack: ValueTrack;
  sizeTrack: ValueTrack | undefined;
  fader: number;
  gainFrom: number;
  gainTo: number;
  jumps: boolean;
}

interface GroupState {
  readonly chain: Chain | undefined;
  readonly table: I32Block;
  readonly members: readonly ElementState[];
  fader: number;
}

/**
 * A scene: sources, inserts, panning, groups, master.
 * @param sources by scene.sources order, at the session's rate; undefined where missing
 * @param hrtf needed for binaural plans
 * @param tapsMix whether mixOutputs are asked for
 */
export function createSceneMixer(
  kernels: Kernels,
  firstPlan: ScenePlan,
  sources: readonly (AudioSource | undefined)[],
  hrtf: HrtfSet | undefined,
  tapsMix = false,
): QuantumMixer {
  const { run, heap } = kernels;
  let plan = firstPlan;
  const { sampleRateHz } = plan;
  const spatializer = createSpatializer(kernels, plan, hrtf);
  const channels = spatializer.outputs.length;
  const chainOptions = (count: number, speakers?: readonly Speaker[]): ProcessorOptions => ({
    sampleRateHz,
    channels: count,
    maxFrames: QUANTUM_FRAMES,
    ...(speakers === undefined ? {} : { speakers }),
  });

  const masterChain = plan.master.length === 0 ? undefined : createChain(kernels, plan.master, chainOptions(channels, speakersOf(plan)));
  const masterTable = heap.i32(channels);
  spatializer.outputs.forEach((ptr, k) => (masterTable.view[k] = ptr));
  const insertReductionsDb = new Float32Array(plan.master.length);
  const tap = masterChain === undefined || !tapsMix ? undefined : createMixTap(kernels, channels, masterChain.latencyFrames);

  const feedsOf = createFeeds(kernels, plan, sources);
  const groupWidths = plan.groups.map((_, g) =>
    plan.elements.filter((e) => e.groupIndex === g).reduce((sum, e) => sum + e.feeds.length, 0),
  );
  const groupChains = plan.groups.map((group, g) =>
    group.processing.length === 0 || groupWidths[g] === 0
      ? undefined
      : createChain(kernels, group.processing, chainOptions(groupWidths[g]!)),
  );
  let feedCount = 0;
  const elements: ElementState[] = plan.elements.map((planned) => {
    const count = planned.feeds.length;
    const { element } = planned;
    const groupChain = groupChains[planned.groupIndex];
    const chain =
      element.processing.length === 0 || count === 0
        ? undefined
        : createChain(kernels, element.processing, chainOptions(count, bedSpeakersOf(planned)));
    const ownBlocks = chain !== undefined || groupChain !== undefined;
    const blocks = ownBlocks ? planned.feeds.map(() => heap.f32(QUANTUM_FRAMES)) : [];
    const table = heap.i32(Math.max(1, count));
    blocks.forEach((block, k) => (table.view[k] = block.ptr));
    const state: ElementState = {
      planned,
      feed: feedsOf(planned),
      chain,
      blocks,
      table,
      firstFeed: feedCount,
      leadFrames: (chain?.latencyFrames ?? 0) + (groupChain?.latencyFrames ?? 0),
      position: undefined,
      gainTrack: createValueTrack(undefined, 0),
      sizeTrack: undefined,
      fader: 1,
      gainFrom: 0,
      gainTo: 0,
      jumps: true,
    };
    feedCount += count;
    return state;
  });
  const groups: GroupState[] = plan.groups.map((_, g) => {
    const members = elements.filter((e) => e.planned.groupIndex === g);
    return { chain: groupChains[g], table: heap.i32(Math.max(1, groupWidths[g]!)), members, fader: 1 };
  });
  groups.forEach((group) => {
    let k = 0;
    for (const member of group.members) {
      for (const block of member.blocks) {
        group.table.view[k++] = block.ptr;
      }
    }
  });
  takeValues();

  const feedPtrs = new Int32Array(feedCount);
  const elementCount = plan.elements.reduce((most, e) => Math.max(most, e.index + 1), 0);
  const elementPeaks = new Float32Array(elementCount);
  const elementReductionsDb = new Float32Array(elementCount);
  const groupReductionsDb = new Float32Array(groups.length);
  const xyz = new Float64Array(3);
  let solo: ReadonlySet<string> | null = null;
  let live: Float32Array | null = null;

  function takeValues(): void {
    for (const state of elements) {
      const { element } = state.planned;
      state.fader = element.mute ? 0 : dbToGain(element.gainDb);
      state.gainTrack = createValueTrack(element.automation.gainDb, 0);
      if (element.kind === 'object') {
        state.position = createPositionTrack(element);
        state.sizeTrack = createValueTrack(element.automation.size, element.size);
      }
    }
    plan.groups.forEach((group, g) => {
      groups[g]!.fader = group.mute ? 0 : dbToGain(group.gainDb);
    });
  }

  /** The element's own gain at a frame: fader, automation, solo. */
  function gainAt(state: ElementState, frame: number): number {
    const { planned } = state;
    if (solo !== null && !solo.has(planned.element.id)) {
      return 0;
    }
    const automationDb = state.gainTrack.at(frame / sampleRateHz);
    const at = planned.index * LIVE_STRIDE;
    const dragged = live !== null && (live[at + LIVE.active]! & LIVE_GAIN) !== 0;
    const fader = dragged ? dbToGain(live![at + LIVE.gainDb]!) : state.fader;
    return automationDb === 0 ? fader : fader * dbToGain(automationDb);
  }

  function aim(state: ElementState, frame: number, gain: number): void {
    const { planned } = state;
    if (state.position === undefined) {
      for (let k = 0; k < planned.feeds.length; k++) {
        spatializer.aimBed(state.firstFeed + k, gain);
      }
      return;
    }
    const sec = frame / sampleRateHz;
    const at = planned.index * LIVE_STRIDE;
    const active = live === null ? 0 : live[at + LIVE.active]!;
    if ((active & LIVE_POSITION) !== 0) {
      xyz[0] = live![at + LIVE.x]!;
      xyz[1] = live![at + LIVE.y]!;
      xyz[2] = live![at + LIVE.z]!;
    } else {
      state.position.at(sec, xyz);
    }
    const size = (active & LIVE_SIZE) !== 0 ? live![at + LIVE.size]! : state.sizeTrack!.at(sec);
    spatializer.aimObject(state.firstFeed, xyz[0]!, xyz[1]!, xyz[2]!, size, gain);
  }

  function fetch(state: ElementState, quantumStart: number): void {
    const { planned, blocks, firstFeed } = state;
    const { feeds } = planned;
    state.feed.fetch(quantumStart + state.leadFrames - planned.startFrame);
    let peak = 0;
    for (let k = 0; k < feeds.length; k++) {
      const ptr = state.feed.ptr(feeds[k]!.sourceChannel);
      if (blocks.length === 0) {
        const own = run.peakOf(ptr, QUANTUM_FRAMES);
        peak = Math.max(peak, own);
        feedPtrs[firstFeed + k] = own === 0 ? 0 : ptr;
      } else {
        run.copyBlock(blocks[k]!.ptr, ptr, QUANTUM_FRAMES);
        feedPtrs[firstFeed + k] = blocks[k]!.ptr;
      }
    }
    if (state.chain !== undefined) {
      state.chain.process(state.table.ptr, QUANTUM_FRAMES);
      elementReductionsDb[planned.index] = state.chain.gainReductionDb;
    }
    if (blocks.length !== 0) {
      for (let k = 0; k < feeds.length; k++) {
        peak = Math.max(peak, run.peakOf(blocks[k]!.ptr, QUANTUM_FRAMES));
      }
    }
    const level = peak * Math.max(state.gainFrom, state.gainTo);
    if (level > elementPeaks[planned.index]!) {
      elementPeaks[planned.index] = level;
    }
  }

  function mix(quantumStart: number): void {
    const end = quantumStart + QUANTUM_FRAMES;
    for (let e = 0; e < elements.length; e++) {
      const state = elements[e]!;
      const group = groups[state.planned.groupIndex];
      const groupFader = group === undefined ? 1 : group.fader;
      // A group's inserts hear its members' faders, so those are applied before them; otherwise every gain is one with the panning.
      const grouped = group?.chain !== undefined;
      if (state.jumps) {
        state.gainTo = gainAt(state, quantumStart);
        aim(state, quantumStart, grouped ? groupFader : state.gainTo * groupFader);
        state.jumps = false;
      }
      state.gainFrom = state.gainTo;
      state.gainTo = gainAt(state, end);
      fetch(state, quantumStart);
      if (grouped) {
        for (let k = 0; k < state.blocks.length; k++) {
          run.scaleRamped(state.blocks[k]!.ptr, state.gainFrom, state.gainTo, QUANTUM_FRAMES);
        }
      }
      aim(state, end, grouped ? groupFader : state.gainTo * groupFader);
    }
    for (let g = 0; g < groups.length; g++) {
      const { chain, table } = groups[g]!;
      if (chain !== undefined) {
        chain.process(table.ptr, QUANTUM_FRAMES);
        groupReductionsDb[g] = chain.gainReductionDb;
      }
    }
    spatializer.mix(feedPtrs);
    if (masterChain !== undefined) {
      tap?.take(masterTable.ptr);
      masterChain.process(masterTable.ptr, QUANTUM_FRAMES);
      for (let k = 0; k < insertReductionsDb.length; k++) {
        insertReductionsDb[k] = masterChain.processors[k]!.gainReductionDb;
      }
    }
  }

  return {
    outputs: spatializer.outputs,
    mixOutputs: tap?.outputs ?? spatializer.outputs,
    latencyFrames: (masterChain?.latencyFrames ?? 0) + spatializer.latencyFrames,
    mix,
    reset() {
      spatializer.reset();
      masterChain?.reset();
      tap?.reset();
      groups.forEach((group) => group.chain?.reset());
      for (const state of elements) {
        state.chain?.reset();
        state.jumps = true;
      }
    },
    update(next) {
      if (next.kind !== 'scene' || next.shape !== plan.shape) {
        return false;
      }
      const fits = (chain: Chain | undefined, settings: readonly ProcessorSettings[]): boolean =>
        chain === undefined || chain.setSettings(settings);
      // An insert may still want a new plan (another look-ahead); the caller then builds one and lets this engine go.
      if (
        !elements.every((state, k) => fits(state.chain, next.elements[k]!.element.processing)) ||
        !groups.every((group, g) => fits(group.chain, next.groups[g]!.processing)) ||
        !fits(masterChain, next.master)
      ) {
        return false;
      }
      plan = next;
      elements.forEach((state, k) => {
        state.planned = next.elements[k]!;
      });
      takeValues();
      spatializer.retune(next.elements);
      return true;
    },
    setSolo(ids) {
      solo = ids;
    },
    setLiveTable(table) {
      live = table;
    },
    elementPeaks,
    elementReductionsDb,
    groupReductionsDb,
    get masterReductionDb() {
      return masterChain?.gainReductionDb ?? 0;
    },
    insertReductionsDb,
    get invalidSamples() {
      return [...new Set(elements.map((state) => state.feed))].reduce((sum, feed) => sum + feed.invalidSamples, 0);
    },
  };
}

/** Copies of the mix before the master's inserts, as late as these make it. */
function createMixTap(
  kernels: Kernels,
  channels: number,
  delayFrames: number,
): { readonly outputs: readonly number[]; take(channelTable: number): void; reset(): void } {
  const { run, heap } = kernels;
  const blocks = Array.from({ length: channels }, () => heap.f32(QUANTUM_FRAMES));
  const table = heap.i32(channels);
  blocks.forEach((block, k) => (table.view[k] = block.ptr));
  const delay = createDelayLine(kernels, channels, delayFrames);
  return {
    outputs: blocks.map((block) => block.ptr),
    take(channelTable) {
      run.copyChannels(table.ptr, channelTable, channels, 0, QUANTUM_FRAMES);
      delay.process(table.ptr, QUANTUM_FRAMES);
    },
    reset: () => delay.reset(),
  };
}

function createSpatializer(kernels: Kernels, plan: ScenePlan, hrtf: HrtfSet | undefined): Spatializer {
  if (plan.target.kind === 'layout') {
    return createSpeakerRenderer(kernels, plan.target.layout, plan.elements);
  }
  if (plan.target.kind === 'elements') {
    return createStemRenderer(kernels, plan.elements);
  }
  if (hrtf === undefined) {
    throw new Error('a binaural plan needs an HRTF set');
  }
  return createHeadphoneRenderer(kernels, hrtf, plan.sampleRateHz, plan.elements);
}

/** What the master's channels are: two ears count as a pair of loudspeakers, tracks of elements as none. */
function speakersOf({ target }: ScenePlan): readonly Speaker[] | undefined {
  switch (target.kind) {
    case 'layout':
      return target.layout.speakers;
    case 'binaural':
      return getLayout('stereo').speakers;
    case 'elements':
      return undefined;
    default:
      return assertNever(target, 'speakersOf');
  }
}

/** A bed's loudspeakers, where every feed has one. */
function bedSpeakersOf({ feeds }: PlannedElement): readonly Speaker[] | undefined {
  const speakers = feeds.flatMap(({ speaker }) => speaker ?? []);
  return speakers.length === feeds.length ? speakers : undefined;
}

/** One feed for each source and offset, shared by the elements that play it so. */
function createFeeds(
  kernels: Kernels,
  plan: ScenePlan,
  sources: readonly (AudioSource | undefined)[],
): (planned: PlannedElement) => SourceFeed {
  const keyOf = (planned: PlannedElement): string => {
    // Elements with inserts read ahead by different amounts; they may still share a file, each through a window of its own.
    const shared = planned.element.processing.length === 0 && (plan.groups[planned.groupIndex]?.processing.length ?? 0) === 0;
    return shared ? `${planned.sourceIndex}@${planned.startFrame}` : planned.element.id;
  };
  const used = new Map<string, Set<number>>();
  for (const planned of plan.elements) {
    const channels = used.get(keyOf(planned)) ?? new Set<number>();
    planned.feeds.forEach((feed) => channels.add(feed.sourceChannel));
    used.set(keyOf(planned), channels);
  }
  const feeds = new Map<string, SourceFeed>();
  return (planned) => {
    const key = keyOf(planned);
    const feed = feeds.get(key) ?? createSourceFeed(kernels, sources[planned.sourceIndex]!, used.get(key)!);
    feeds.set(key, feed);
    return feed;
  };
}
