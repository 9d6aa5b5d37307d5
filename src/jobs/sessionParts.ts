import { createPlanar, type AudioSource } from '../audio/index.ts';
import { assertNever, InputError, type Warn } from '../base/index.ts';
import { createKernels, type Kernels } from '../dsp/index.ts';
import { createRenderEngine, type RenderEngine } from '../engine/index.ts';
import type { HrtfSet } from '../render/binaural/index.ts';
import { planRender, type PlannedElement, type RenderTarget } from '../render/index.ts';
import { admElementsOf, type RenderingItem, type TrackSpec } from '../scene/adm/index.ts';
import type { Element, Scene } from '../scene/index.ts';
import { BLOCK_FRAMES } from './delivery.ts';
import type { JobPorts, Scratch } from './ports.ts';
import { sayInvalid } from './renderAudio.ts';
import { openSources, planSession, type AdmSession, type SceneSession, type Session } from './session.ts';
import { createTrackStore } from './trackStore.ts';

/** One element of a session as it goes into the mix: after its inserts, its group and its faders, before it has a place. */
export interface SessionPart {
  readonly name: string;
  readonly isDialogue: boolean;
  /** The other half of a stereo pair: its place in the list. */
  readonly pairedWith?: number;
  /** An object's channel, a bed's channels. */
  readonly stem: AudioSource;
}

/** A session taken apart. What is muted is no part of it. */
export interface SessionParts {
  readonly list: readonly SessionPart[];
  readonly sampleRateHz: number;
  readonly lengthFrames: number;
  /**
   * One part as it sounds in a render, or, without a number, the mix of all: before the master's inserts. Allocates in the kernels' memory;
   * made to be read from front to back, jumps cost a little.
   */
  play(kernels: Kernels, target: RenderTarget, hrtf: HrtfSet | undefined, part?: number): AudioSource;
}

/**
 * Renders every element by itself, once, to a scratch file; of an ADM file the tracks are copied.
 * @param scratch holds the audio; the caller closes it
 * @throws InputError naming what cannot be read, `session.empty`
 */
export function openParts(
  session: Session,
  ports: JobPorts,
  scratch: Scratch,
  warn: Warn,
  onProgress: (ratio: number) => void,
): Promise<SessionParts> {
  return session.kind === 'adm'
    ? admParts(session, ports, scratch, warn, onProgress)
    : sceneParts(session, ports, scratch, warn, onProgress);
}

async function sceneParts(
  session: SceneSession,
  ports: JobPorts,
  scratch: Scratch,
  warn: Warn,
  onProgress: (ratio: number) => void,
): Promise<SessionParts> {
  const { scene } = session;
  using sources = await openSources(ports, session, warn);
  const plan = planRender(scene, { kind: 'elements' }, sources.list);
  const { lengthFrames, sampleRateHz } = plan;
  requireAudio(lengthFrames, session.name);
  const engine = createRenderEngine(createKernels(1024), plan, sources.list, undefined);
  const store = createTrackStore(scratch, engine.channels, sampleRateHz, lengthFrames);
  const block = createPlanar(engine.channels, BLOCK_FRAMES);
  for (let frame = 0; frame < lengthFrames; frame += BLOCK_FRAMES) {
    const count = Math.min(BLOCK_FRAMES, lengthFrames - frame);
    engine.read(block, 0, count);
    store.sink.write(block, 0, count);
    onProgress(frame / lengthFrames);
  }
  store.sink.finish();
  sayInvalid(engine.invalidSamples, session, warn);
  let firstTrack = 0;
  const parts = plan.elements
    .map((planned) => {
      const tracks = planned.feeds.map((_, k) => firstTrack + k);
      firstTrack += tracks.length;
      return { planned, stem: store.source(tracks) };
    })
    .filter(({ planned }) => isHeard(planned.element, scene));
  return {
    list: distinct(
      parts.map(({ planned: { element }, stem }) => ({
        name: element.name,
        isDialogue: element.content === 'dialogue',
        ...pairOf(
          element,
          parts.map(({ planned }) => planned.element),
        ),
        stem,
      })),
    ),
    sampleRateHz,
    lengthFrames,
    play(kernels, target, hrtf, part) {
      const heard = part === undefined ? parts : [parts[part]!];
      const stems = heard.map(({ stem }) => stem);
      const placed = placedScene(
        scene,
        heard.map(({ planned }) => planned),
      );
      return engineSource(
        createRenderEngine(kernels, planSession({ ...session, scene: placed }, target, stems), stems, hrtf),
        lengthFrames,
      );
    },
  };
}

/** Is it in the mix, as far as its switches go? */
export function isHeard(element: Element, scene: Scene): boolean {
  return !element.mute && scene.groups.find((group) => group.id === element.group)?.mute !== true;
}

/** The elements with nothing left to do but to be placed: stem k is source k. */
function placedScene(scene: Scene, elements: readonly PlannedElement[]): Scene {
  return {
    ...scene,
    sources: elements.map((_, k) => ({ id: `stem ${k}`, file: '' })),
    elements: elements.map(({ element, feeds }, k): Element => {
      const { group: _, ...rest } = element;
      const own = { source: `stem ${k}`, startSec: 0, gainDb: 0, mute: false, processing: [] };
      if (rest.kind === 'object') {
        const { gainDb: __, ...automation } = rest.automation;
        return { ...rest, ...own, channel: 1, automation };
      }
      const last = Math.max(-1, ...feeds.map((feed) => feed.bedChannel!));
      const channels = Array.from({ length: last + 1 }, (__, channel) => feeds.findIndex((feed) => feed.bedChannel === channel) + 1);
      return { ...rest, ...own, channels, automation: {} };
    }),
    groups: [],
    master: { processing: [] },
  };
}

async function admParts(
  session: AdmSession,
  ports: JobPorts,
  scratch: Scratch,
  warn: Warn,
  onProgress: (ratio: number) => void,
): Promise<SessionParts> {
  const { items, lengthFrames, sampleRateHz, channels } = session;
  requireAudio(lengthFrames, session.name);
  using sources = await openSources(ports, session, warn);
  const file = sources.list[0]!;
  const store = createTrackStore(scratch, channels, sampleRateHz, lengthFrames);
  const block = createPlanar(channels, BLOCK_FRAMES);
  for (let frame = 0; frame < lengthFrames; frame += BLOCK_FRAMES) {
    file.read(block, 0, frame, BLOCK_FRAMES);
    store.sink.write(block, 0, Math.min(BLOCK_FRAMES, lengthFrames - frame));
    onProgress(frame / lengthFrames);
  }
  store.sink.finish();
  const parts = admElementsOf(items).map(({ name, items: own }) => ({ name, items: own.map((k) => items[k]!) }));
  const play = (kernels: Kernels, target: RenderTarget, hrtf: HrtfSet | undefined, played: readonly RenderingItem[]): AudioSource => {
    const plan = planSession({ ...session, items: played }, target, []);
    const used = new Set(channelsOf(played));
    const tracks = store.source(Array.from({ length: channels }, (_, channel) => (used.has(channel) ? channel : undefined)));
    return engineSource(createRenderEngine(kernels, plan, [tracks], hrtf), lengthFrames);
  };
  return {
    list: distinct(parts.map((part) => ({ name: part.name, isDialogue: false, stem: store.source(channelsOf(part.items)) }))),
    sampleRateHz,
    lengthFrames,
    play: (kernels, target, hrtf, part) => play(kernels, target, hrtf, part === undefined ? items : parts[part]!.items),
  };
}

/** The file's channels that some items play. */
export function channelsOf(items: readonly RenderingItem[]): readonly number[] {
  const specs = items.flatMap((item) => (item.kind === 'hoa' ? item.tracks : [item.track]));
  return [...new Set(specs.flatMap(channelsOfSpec))];
}

function channelsOfSpec(spec: TrackSpec): readonly number[] {
  switch (spec.kind) {
    case 'silent':
      return [];
    case 'direct':
      return [spec.channel];
    case 'gain':
    case 'delay':
      return channelsOfSpec(spec.input);
    case 'mix':
      return spec.inputs.flatMap(channelsOfSpec);
    default:
      return assertNever(spec, 'channelsOfSpec');
  }
}

function pairOf(element: Element, all: readonly Element[]): Pick<SessionPart, 'pairedWith'> {
  const other = element.kind === 'object' && element.pairedWith !== undefined ? all.findIndex((one) => one.id === element.pairedWith) : -1;
  return other === -1 ? {} : { pairedWith: other };
}

/** Two of the same name are told apart. */
function distinct(parts: readonly SessionPart[]): readonly SessionPart[] {
  const taken = new Map<string, number>();
  return parts.map((part) => {
    const count = (taken.get(part.name) ?? 0) + 1;
    taken.set(part.name, count);
    return count === 1 ? part : { ...part, name: `${part.name} (${count})` };
  });
}

function requireAudio(lengthFrames: number, name: string): void {
  if (lengthFrames <= 0) {
    throw new InputError('session.empty', 'has nothing to render', 'add an element with a source', name);
  }
}

/** What an engine renders, as a source: silent before its start and after its end. */
function engineSource(engine: RenderEngine, lengthFrames: number): AudioSource {
  return {
    channels: engine.channels,
    sampleRateHz: engine.sampleRateHz,
    lengthFrames,
    read(out, outFrame, startFrame, count) {
      const from = Math.min(Math.max(0, startFrame), startFrame + count);
      const to = Math.min(lengthFrames, startFrame + count);
      for (let c = 0; c < engine.channels; c++) {
        out[c]!.fill(0, outFrame, outFrame + count);
      }
      if (to > from) {
        if (engine.positionFrame !== from) {
          engine.seek(from);
        }
        engine.read(out, outFrame + from - startFrame, to - from);
      }
    },
    [Symbol.dispose]() {},
  };
}
