import type { AudioSource, ByteSource } from '../audio/index.ts';
import { createWarningList, InputError, refuseWarnings, type Warn } from '../base/index.ts';
import { createResampledSource } from '../dsp/index.ts';
import { openAudioFile, type OpenedAudio } from '../formats/index.ts';
import { openAdm, type SelectItemsOptions } from '../interchange/index.ts';
import { displaceLayout, type SpeakerPlace } from '../layouts/index.ts';
import { planAdm, type AdmSource } from '../render/adm/index.ts';
import { planRender, type RenderPlan, type RenderTarget } from '../render/index.ts';
import type { RenderingItem, Screen } from '../scene/adm/index.ts';
import { parseProject, type Scene } from '../scene/index.ts';
import { layoutOfFile } from './fileLayout.ts';
import type { JobPorts } from './ports.ts';

/** Something to render: a project with its stems, a finished mix taken as a bed of its own layout, or an ADM file. */
export type Session = SceneSession | AdmSession;

interface SessionBase {
  /** What its files are called: `band` of `band.periphony.json`. */
  readonly name: string;
  /** Where the loudspeakers really stand, in whichever layout is rendered; the others stand where the layout has them. */
  readonly speakerPlaces?: readonly SpeakerPlace[];
  /** Where the sources' relative paths start, with a trailing slash, or empty. */
  readonly folder: string;
}

export interface SceneSession extends SessionBase {
  readonly kind: 'project' | 'audio';
  readonly scene: Scene;
  /** Where sources that are not in their place are looked for by bare name, with a trailing slash. */
  readonly stemsFolder?: string;
}

/** One file, played as its metadata say, at its own rate and length. */
export interface AdmSession extends SessionBase, AdmSource {
  readonly kind: 'adm';
  readonly title: string;
  /** In `folder`. */
  readonly file: string;
  readonly items: readonly RenderingItem[];
  /** Where the picture is; null: there is none. Default: the standard screen. */
  readonly screen?: Screen | null;
}

/** How what is read is to be understood. */
export interface SessionReading extends SelectItemsOptions {
  /** The loudspeaker layout of a finished mix, where the file does not say it. */
  readonly layout?: string;
}

/** A project is text; nobody's is longer. */
const MAX_PROJECT_BYTES = 64 * 1048576;

/**
 * Reads what the path names: a project file, an ADM file, or audio.
 * @param reading how an ADM file, or a mix that does not say its layout, is to be understood
 * @throws InputError naming file and field
 */
export async function readSession(
  ports: Pick<JobPorts, 'openBytes'>,
  path: string,
  warn: Warn,
  reading: SessionReading = {},
): Promise<Session> {
  using bytes = ports.openBytes(path);
  const slash = path.replaceAll('\\', '/').lastIndexOf('/');
  const folder = path.slice(0, slash + 1);
  const file = path.slice(slash + 1);
  if (/\.json$/i.test(file)) {
    if (bytes.lengthBytes > MAX_PROJECT_BYTES) {
      throw new InputError(
        'project.too-large',
        `has ${Math.round(bytes.lengthBytes / 1048576)} MB, and a project has at most 64`,
        'name a .periphony.json',
        file,
      );
    }
    const text = new Uint8Array(bytes.lengthBytes);
    bytes.read(text, 0);
    const { scene } = parseProject(new TextDecoder().decode(text), file);
    return { name: file.replace(/(\.periphony)?\.json$/i, ''), scene, folder, kind: 'project' };
  }
  const name = file.replace(/\.[^.]+$/, '');
  const container = createWarningList();
  const opened = await openAudioFile(bytes, container.warn);
  const found = opened.wave === undefined ? undefined : openAdm(bytes, opened.wave, warn, reading);
  // A chna chunk without a track says nothing.
  if (found === undefined || (!found.hasAxml && found.chna.length === 0)) {
    container.list.forEach(warn);
    return { name, scene: sceneOfAudio(opened, file, reading.layout, warn), folder, kind: 'audio' };
  }
  container.list.forEach(reading.strict === true ? refuseWarnings : warn);
  const { channels, sampleRateHz, lengthFrames } = opened;
  const { items, programme } = found;
  return { name, folder, file, kind: 'adm', title: programme?.name ?? name, items, channels, sampleRateHz, lengthFrames };
}

function sceneOfAudio(opened: OpenedAudio, file: string, requested: string | undefined, warn: Warn): Scene {
  const layout = layoutOfFile(opened.channels, opened.channelLabels, requested, file);
  if (layout.guessed) {
    warn({
      code: 'layout.guessed',
      at: file,
      message: `does not say its loudspeakers; taken for ${layout.title} by its ${opened.channels} channels (--layout names another)`,
    });
  }
  const common = {
    name: file,
    source: 'mix',
    startSec: 0,
    gainDb: 0,
    mute: false,
    binaural: 'mid',
    content: 'music',
    processing: [],
    automation: {},
  } as const;
  return {
    title: file,
    sampleRateHz: sessionRateFor(opened.sampleRateHz),
    frameRate: '24',
    sources: [{ id: 'mix', file }],
    elements: [
      opened.channels === 1
        ? { ...common, id: 'mix', kind: 'object', channel: 1, position: { x: 0, y: 1, z: 0 }, size: 0, snap: false, zones: 'all' }
        : { ...common, id: 'mix', kind: 'bed', layout: layout.title, channels: layout.channelOfSpeaker },
    ],
    groups: [],
    master: { processing: [] },
    deliverables: [],
  };
}

/** Of the rates that a session may have, the nearest relation: what is above 96 kHz loses no more than it has to. */
function sessionRateFor(rateHz: number): Scene['sampleRateHz'] {
  const isCdFamily = rateHz % 11025 === 0;
  return rateHz >= 88200 ? (isCdFamily ? 88200 : 96000) : isCdFamily ? 44100 : 48000;
}

function openStem(ports: JobPorts, session: Session, file: string): ByteSource {
  try {
    return ports.openBytes(session.folder + file);
  } catch (error) {
    const elsewhere = session.kind === 'adm' ? undefined : session.stemsFolder;
    if (elsewhere === undefined || !(error instanceof InputError) || error.code !== 'file.missing') {
      throw error;
    }
    return ports.openBytes(elsewhere + file.slice(file.lastIndexOf('/') + 1));
  }
}

/** The opened sources of a session at its rate, in the order of scene.sources. */
export interface SessionSources extends Disposable {
  readonly list: readonly AudioSource[];
}

/**
 * Opens every source of a session: of an ADM session the file, at its own rate.
 * @throws InputError naming the source's field and file
 */
export async function openSources(ports: JobPorts, session: Session, warn: Warn): Promise<SessionSources> {
  const opened: Disposable[] = [];
  const close = (): void => opened.splice(0).forEach((one) => one[Symbol.dispose]());
  const open = async (file: string, sampleRateHz: number, at: string): Promise<AudioSource> => {
    try {
      const bytes = openStem(ports, session, file);
      opened.push(bytes);
      const audio = await openAudioFile(bytes, warn);
      const atRate = audio.sampleRateHz === sampleRateHz ? audio.source : createResampledSource(audio.source, sampleRateHz);
      opened.push(atRate);
      return atRate;
    } catch (error) {
      if (error instanceof InputError) {
        throw new InputError(error.code, `${file} ${error.message}`, error.hint, at);
      }
      throw error;
    }
  };
  try {
    const list: AudioSource[] = [];
    if (session.kind === 'adm') {
      list.push(await open(session.file, session.sampleRateHz, session.file));
    } else {
      const { scene } = session;
      for (const [k, source] of scene.sources.entries()) {
        list.push(await open(source.file, scene.sampleRateHz, `sources[${k}] "${source.id}"`));
      }
    }
    return { list, [Symbol.dispose]: close };
  } catch (error) {
    close();
    throw error;
  }
}

/** The plan of a session for a target. @param sources as openSources gives them */
export function planSession(session: Session, target: RenderTarget, sources: readonly AudioSource[]): RenderPlan {
  const { speakerPlaces = [] } = session;
  const real: RenderTarget =
    target.kind === 'layout' && speakerPlaces.length > 0
      ? { kind: 'layout', layout: displaceLayout(target.layout, speakerPlaces) }
      : target;
  return session.kind === 'adm' ? planAdm(session.items, real, session, session.screen) : planRender(session.scene, real, sources);
}

/** What a session is called. */
export function titleOf(session: Session): string {
  return session.kind === 'adm' ? session.title : session.scene.title;
}

/** The rate that a session is rendered at. */
export function rateOf(session: Session): number {
  return session.kind === 'adm' ? session.sampleRateHz : session.scene.sampleRateHz;
}
