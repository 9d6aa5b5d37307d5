import { createPlanar, type AudioSource } from '../audio/index.ts';
import { ignoreWarnings, type Warn } from '../base/index.ts';
import { createKernels, type Kernels } from '../dsp/index.ts';
import { readDbmd } from '../formats/dbmd/index.ts';
import { openAudioFile, parseAdm, parseChna } from '../formats/index.ts';
import { selectItems, withHeadphoneModes } from '../interchange/index.ts';
import { admFromScene } from '../interchange/write/index.ts';
import { getLayout } from '../layouts/index.ts';
import type { HrtfSet } from '../render/binaural/index.ts';
import { polarPointToCartesian } from '../render/panning/index.ts';
import { planRender, zoneExclusionOf } from '../render/index.ts';
import { createRenderEngine } from '../engine/index.ts';
import type { RenderingItem } from '../scene/adm/index.ts';
import type { ProcessorSettings } from '../scene/index.ts';
import { renderItems } from './admFile.ts';
import { carryChunks, type CarriedChunks } from './carriedChunks.ts';
import { chainAudio } from './chainAudio.ts';
import { BLOCK_FRAMES } from './delivery.ts';
import { dialogueElements } from './dialogue.ts';
import { takePeaks } from './peakSink.ts';
import type { JobPorts, Scratch } from './ports.ts';
import { emptySession, sayInvalid } from './renderAudio.ts';
import { createScratchAudio } from './scratchAudio.ts';
import { openSources, type AdmSession, type SceneSession, type Session } from './session.ts';

/** The tracks of an object master: metadata, and audio in the file's order at the mix's own gain. */
export interface AdmTracks extends Disposable {
  /** What the metadata say. */
  readonly items: readonly RenderingItem[];
  /** The metadata as they are written. */
  readonly chunks: CarriedChunks;
  /** By track. */
  readonly names: readonly string[];
  readonly source: AudioSource;
  /** By track: the largest sample. */
  readonly peaks: readonly number[];
  /** Tracks of elements that are marked as dialogue. */
  readonly dialogueTracks: readonly number[];
}

/**
 * The tracks of a session: of a project every element by itself, after its inserts, group and faders; of an ADM file its own.
 * @param createScratch for the audio of a project; the caller closes it
 * @throws InputError as admFromScene, and for what cannot be read
 */
export function openTracks(
  session: Session,
  ports: JobPorts,
  createScratch: () => Scratch,
  blockFrames: number | undefined,
  warn: Warn,
  onProgress: (ratio: number) => void,
): Promise<AdmTracks> {
  return session.kind === 'adm'
    ? carryTracks(session, ports, warn, onProgress)
    : renderTracks(session, ports, createScratch(), blockFrames, warn, onProgress);
}

async function renderTracks(
  session: SceneSession,
  ports: JobPorts,
  scratch: Scratch,
  blockFrames: number | undefined,
  warn: Warn,
  onProgress: (ratio: number) => void,
): Promise<AdmTracks> {
  using sources = await openSources(ports, session, warn);
  const plan = planRender(session.scene, { kind: 'elements' }, sources.list);
  const { lengthFrames, sampleRateHz } = plan;
  if (lengthFrames <= 0) {
    throw emptySession(session);
  }
  const adm = admFromScene(session.scene, plan, { polarPointToCartesian, zoneExclusionOf }, warn);
  const engine = createRenderEngine(createKernels(1024), plan, sources.list, undefined);
  const audio = createScratchAudio(scratch, adm.tracks.length, sampleRateHz);
  const step = blockFrames ?? BLOCK_FRAMES;
  const block = createPlanar(engine.channels, step);
  const silence = new Float32Array(step);
  const tracks = adm.tracks.map(({ channel }) => (channel === null ? silence : block[channel]!));
  const peaks = new Float32Array(tracks.length);
  for (let frame = 0; frame < lengthFrames; frame += step) {
    const count = Math.min(step, lengthFrames - frame);
    engine.read(block, 0, count);
    takePeaks(peaks, tracks, count);
    audio.sink.write(tracks, 0, count);
    onProgress(frame / lengthFrames);
  }
  audio.sink.finish();
  sayInvalid(engine.invalidSamples, session, warn);
  return {
    items: withHeadphoneModes(
      selectItems(parseAdm(adm.axml, ignoreWarnings), parseChna(adm.chna, ignoreWarnings), {}, adm.tracks.length, ignoreWarnings),
      readDbmd(adm.dbmd, ignoreWarnings),
    ),
    chunks: {
      leadingChunks: [],
      extraChunks: [
        { id: 'axml', bytes: adm.axml },
        { id: 'chna', bytes: adm.chna },
        { id: 'dbmd', bytes: adm.dbmd },
      ],
    },
    names: adm.tracks.map(({ name }) => name),
    source: audio.source(),
    peaks: [...peaks],
    dialogueTracks: adm.tracks.flatMap(({ elementId }, track) => (dialogueElements(session).has(elementId) ? [track] : [])),
    [Symbol.dispose]() {},
  };
}

/** The file's own audio and metadata: only the samples will change. */
async function carryTracks(session: AdmSession, ports: JobPorts, warn: Warn, onProgress: (ratio: number) => void): Promise<AdmTracks> {
  const bytes = ports.openBytes(session.folder + session.file);
  try {
    const opened = await openAudioFile(bytes, warn);
    const { source } = opened;
    const block = createPlanar(source.channels, BLOCK_FRAMES);
    const peaks = new Float32Array(source.channels);
    for (let frame = 0; frame < source.lengthFrames; frame += BLOCK_FRAMES) {
      const count = Math.min(BLOCK_FRAMES, source.lengthFrames - frame);
      source.read(block, 0, frame, count);
      takePeaks(peaks, block, count);
      onProgress(frame / source.lengthFrames);
    }
    const names = block.map((_, track) => nameOfTrack(session.items, track));
    return {
      items: session.items,
      chunks: carryChunks(bytes, opened.wave, warn),
      names,
      source,
      peaks: [...peaks],
      dialogueTracks: [],
      [Symbol.dispose]: () => bytes[Symbol.dispose](),
    };
  } catch (error) {
    bytes[Symbol.dispose]();
    throw error;
  }
}

/** The render that a master's detectors hear while its inserts work on the objects. */
const CHAIN_HEARS = '7.1.4';

/**
 * The tracks after the inserts of the master: every track gets the same, and what listens hears the render of all of them, so that rendering the
 * result sounds as the inserts on the render would. Inserts that need a layout are left out: `adm.loss-master`.
 */
export function chainTracks(
  kernels: Kernels,
  tracks: AdmTracks,
  chain: readonly ProcessorSettings[],
  hrtf: HrtfSet,
  createScratch: () => Scratch,
  warn: Warn,
  onProgress: (ratio: number) => void,
): AdmTracks {
  const possible = chain.filter((settings) => settings.kind !== 'image' && (!('focus' in settings) || (settings.focus ?? 'all') === 'all'));
  if (possible.length < chain.length) {
    const message = 'objects have no layout before they are rendered: inserts for widths, layers, mid or side are left out of the ADM file';
    warn({ code: 'adm.loss-master', at: 'master', message });
  }
  const inserts = possible.map((settings) => (settings.kind === 'saturation' ? { ...settings, linked: true } : settings));
  if (inserts.length === 0) {
    return tracks;
  }
  const layout = getLayout(CHAIN_HEARS);
  const { source } = tracks;
  const heard = renderItems(kernels, tracks.items, source, { kind: 'layout', layout }, hrtf, createScratch(), (ratio) =>
    onProgress(0.5 * ratio),
  );
  const both = sideBySide(source, heard);
  const hearing = { detector: { firstChannel: source.channels, channels: heard.channels }, keptChannels: source.channels };
  const chained = chainAudio(kernels, both, inserts, hearing, createScratch(), (ratio) => onProgress(0.5 + 0.5 * ratio));
  return { ...tracks, source: chained };
}

function sideBySide(a: AudioSource, b: AudioSource): AudioSource {
  return {
    ...a,
    channels: a.channels + b.channels,
    read(out, outFrame, startFrame, count) {
      a.read(out, outFrame, startFrame, count);
      b.read(out.slice(a.channels), outFrame, startFrame, count);
    },
  };
}

/** `Vocal`, or `Ambience RoomCentricLeft` of an object with several channels. */
function nameOfTrack(items: readonly RenderingItem[], track: number): string {
  const own = (one: RenderingItem): boolean =>
    (one.kind === 'hoa' ? one.tracks : [one.track]).some((spec) => spec.kind === 'direct' && spec.channel === track);
  const item = items.find(own);
  const isShared = items.filter((one) => one.objectId !== undefined && one.objectId === item?.objectId).length > 1;
  const words = [item?.objectName, isShared || item?.objectName === undefined ? item?.name : undefined].filter(
    (word) => word !== undefined,
  );
  return words.length === 0 ? `Track ${track + 1}` : words.join(' ');
}

/** The inserts on a mix's own master bus. */
export function mixChainOf(session: Session): readonly ProcessorSettings[] {
  return session.kind === 'adm' ? [] : session.scene.master.processing;
}
