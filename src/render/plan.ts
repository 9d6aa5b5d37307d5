// Scene × target → an immutable plan. All checks are made here; what runs afterwards never throws.
import { InputError, secToFrames } from '../base/index.ts';
import { getLayout, type Layout, type Speaker } from '../layouts/index.ts';
import type { BedElement, Element, Group, ObjectElement, ProcessorSettings, Scene } from '../scene/index.ts';
import type { AdmPlan } from './adm/plan.ts';

/** What is rendered to. */
export type RenderTarget = { readonly kind: 'layout'; readonly layout: Layout } | { readonly kind: 'binaural' };

/** Every feed on a channel of its own, after inserts, groups and faders, without a place: the tracks of an object master. */
export interface ElementsTarget {
  readonly kind: 'elements';
}

/** One channel of audio on its way to the target: an object, or one loudspeaker feed of a bed. */
export interface PlannedFeed {
  /** Which channel of the source, counted from 0. */
  readonly sourceChannel: number;
  /** The loudspeaker that a bed's channel belongs to; absent for objects. */
  readonly speaker?: Speaker;
  /** The bed's layout and the channel's place in it. */
  readonly bedLayout?: Layout;
  readonly bedChannel?: number;
}

export interface PlannedElement {
  readonly element: Element;
  /** Its place in scene.elements: meters and live parameters use it. */
  readonly index: number;
  readonly sourceIndex: number;
  /** Session frame of the source's first frame. */
  readonly startFrame: number;
  /** Place in plan.groups, or −1. */
  readonly groupIndex: number;
  readonly feeds: readonly PlannedFeed[];
}

/** What an engine runs: a scene, or the items of an ADM file. */
export type RenderPlan = ScenePlan | AdmPlan;

export interface ScenePlan {
  readonly kind: 'scene';
  readonly target: RenderTarget | ElementsTarget;
  readonly sampleRateHz: number;
  readonly lengthFrames: number;
  readonly elements: readonly PlannedElement[];
  readonly groups: readonly Group[];
  readonly master: readonly ProcessorSettings[];
  /** Equal for two plans exactly when the one can take over the other's running state: only values differ, not shapes. */
  readonly shape: string;
}

/** What the plan needs to know of an opened source, at the session's rate. */
export interface PlannedSource {
  readonly channels: number;
  readonly lengthFrames: number;
}

/**
 * `7.1.4`, `4+7+0`, `stereo`, `binaural` → what to render to.
 * @throws UnknownLayoutError
 */
export function parseTarget(render: string, at = ''): RenderTarget {
  return render === 'binaural' ? { kind: 'binaural' } : { kind: 'layout', layout: getLayout(render, at) };
}

/** The labels of the channels that a target delivers, in the engine's order. */
export function targetLabels(target: RenderTarget): readonly string[] {
  return target.kind === 'binaural' ? ['Left ear', 'Right ear'] : target.layout.speakers.map((speaker) => speaker.label);
}

/** The labels of the channels that a plan delivers. */
export function planLabels(plan: RenderPlan): readonly string[] {
  const { target } = plan;
  return target.kind !== 'elements'
    ? targetLabels(target)
    : plan.kind === 'scene'
      ? plan.elements.flatMap(({ element, feeds }) =>
          feeds.map(({ speaker }) => (speaker === undefined ? element.name : `${element.name} ${speaker.label}`)),
        )
      : [];
}

/**
 * Builds the plan. Elements have no master bus: the inserts there belong to what is panned.
 * @param sources by scene.sources order; undefined where a file is missing: its elements are left out of a plan for listening
 * @throws InputError when an element asks for a channel that its source does not have
 */
export function planRender(
  scene: Scene,
  target: RenderTarget | ElementsTarget,
  sources: readonly (PlannedSource | undefined)[],
): ScenePlan {
  const groups = scene.groups;
  const elements: PlannedElement[] = [];
  let endFrame = 0;
  scene.elements.forEach((element, index) => {
    const sourceIndex = scene.sources.findIndex((source) => source.id === element.source);
    const source = sources[sourceIndex];
    if (source === undefined) {
      return;
    }
    const startFrame = secToFrames(element.startSec, scene.sampleRateHz);
    endFrame = Math.max(endFrame, startFrame + source.lengthFrames);
    const feeds = element.kind === 'bed' ? bedFeeds(element, source.channels) : objectFeeds(element, source.channels);
    const groupIndex = groups.findIndex((group) => group.id === element.group);
    elements.push({ element, index, sourceIndex, startFrame, groupIndex, feeds });
  });
  const lengthFrames = scene.lengthSec === undefined ? endFrame : secToFrames(scene.lengthSec, scene.sampleRateHz);
  return {
    kind: 'scene',
    target,
    sampleRateHz: scene.sampleRateHz,
    lengthFrames,
    elements,
    groups,
    master: target.kind === 'elements' ? [] : scene.master.processing,
    shape: shapeOf(scene, target, elements),
  };
}

function objectFeeds(element: ObjectElement, channels: number): PlannedFeed[] {
  if (element.channel > channels) {
    throw new InputError(
      'source.channel',
      `object "${element.name}" plays channel ${element.channel} of source "${element.source}", which has ${channels}`,
      `choose a channel from 1 to ${channels}`,
      element.id,
    );
  }
  return [{ sourceChannel: element.channel - 1 }];
}

function bedFeeds(element: BedElement, channels: number): PlannedFeed[] {
  const layout = getLayout(element.layout, element.id);
  return layout.speakers.flatMap((speaker, k) => {
    const channel = element.channels === undefined ? k + 1 : (element.channels[k] ?? 0);
    if (channel > channels) {
      throw new InputError(
        'source.channel',
        `bed "${element.name}" takes ${speaker.label} from channel ${channel} of source "${element.source}", which has ${channels}`,
        `give the bed a layout of ${channels} channels, or list its channels`,
        element.id,
      );
    }
    return channel === 0 ? [] : [{ sourceChannel: channel - 1, speaker, bedLayout: layout, bedChannel: k }];
  });
}

function shapeOf(scene: Scene, target: RenderTarget | ElementsTarget, elements: readonly PlannedElement[]): string {
  const kinds = (processing: readonly ProcessorSettings[]): string => processing.map((settings) => settings.kind).join();
  return JSON.stringify([
    target.kind === 'layout' ? target.layout.id : target.kind,
    scene.sampleRateHz,
    elements.map((e) => [
      e.index,
      e.element.id,
      e.element.kind,
      e.element.source,
      e.startFrame,
      e.groupIndex,
      e.feeds.map((f) => f.sourceChannel),
      e.element.binaural === 'off',
      kinds(e.element.processing),
    ]),
    scene.groups.map((group) => [group.id, kinds(group.processing)]),
    kinds(scene.master.processing),
  ]);
}
