import type { AudioSource, ByteSource } from '../audio/index.ts';
import { InputError, type Warn } from '../base/index.ts';
import { createResampledSource } from '../dsp/index.ts';
import { openAudioFile } from '../formats/index.ts';
import { parseProject, type Scene } from '../scene/index.ts';
import { layoutOfFile } from './fileLayout.ts';
import type { JobPorts } from './ports.ts';

/** Something to render: a project with its stems, or a finished mix taken as a bed of its own layout. */
export interface Session {
  /** What its files are called: `band` of `band.periphony.json`. */
  readonly name: string;
  readonly scene: Scene;
  /** Where the sources' relative paths start, with a trailing slash, or empty. */
  readonly folder: string;
  readonly kind: 'project' | 'audio';
}

/** A project is text; nobody's is longer. */
const MAX_PROJECT_BYTES = 64 * 1048576;

/**
 * Reads what the path names: a project file, or audio.
 * @throws InputError naming file and field
 */
export async function readSession(ports: JobPorts, path: string, warn: Warn): Promise<Session> {
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
  return { name: file.replace(/\.[^.]+$/, ''), scene: await sceneOfAudio(bytes, file, warn), folder, kind: 'audio' };
}

async function sceneOfAudio(bytes: ByteSource, file: string, warn: Warn): Promise<Scene> {
  const opened = await openAudioFile(bytes, warn);
  if (opened.wave?.chunks.some((chunk) => chunk.id === 'axml') === true) {
    throw new InputError(
      'adm.unsupported',
      'holds ADM metadata, which this version does not render',
      'give the project that it was made from',
      file,
    );
  }
  const layout = layoutOfFile(opened.channels, opened.channelLabels, undefined, file);
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

function sessionRateFor(rateHz: number): Scene['sampleRateHz'] {
  return rateHz === 44100 || rateHz === 88200 || rateHz === 96000 ? rateHz : rateHz % 11025 === 0 ? 44100 : 48000;
}

/** The opened sources of a session at its rate, in the order of scene.sources. */
export interface SessionSources extends Disposable {
  readonly list: readonly AudioSource[];
}

/**
 * Opens every source that an element plays.
 * @throws InputError naming the source's field and file
 */
export async function openSources(ports: JobPorts, session: Pick<Session, 'scene' | 'folder'>, warn: Warn): Promise<SessionSources> {
  const { scene, folder } = session;
  const opened: Disposable[] = [];
  const close = (): void => opened.splice(0).forEach((one) => one[Symbol.dispose]());
  try {
    const list: AudioSource[] = [];
    for (const [k, source] of scene.sources.entries()) {
      try {
        const bytes = ports.openBytes(folder + source.file);
        opened.push(bytes);
        const audio = await openAudioFile(bytes, warn);
        const atRate = audio.sampleRateHz === scene.sampleRateHz ? audio.source : createResampledSource(audio.source, scene.sampleRateHz);
        opened.push(atRate);
        list.push(atRate);
      } catch (error) {
        if (error instanceof InputError) {
          throw new InputError(error.code, `${source.file} ${error.message}`, error.hint, `sources[${k}] "${source.id}"`);
        }
        throw error;
      }
    }
    return { list, [Symbol.dispose]: close };
  } catch (error) {
    close();
    throw error;
  }
}
