// What a live engine may play: a scene with its stems, or an ADM file.
import type { AudioSource, ByteSource } from '../audio/index.ts';
import { InputError, type Warn } from '../base/index.ts';
import { openAudioFile } from '../formats/index.ts';
import { openAdm, type ProgrammeName } from '../interchange/index.ts';
import { planAdm, type AdmPlan } from '../render/adm/index.ts';
import { planRender, type RenderPlan, type RenderTarget } from '../render/index.ts';
import type { Scene } from '../scene/index.ts';
import type { AdmOpening } from './contracts.ts';

export interface LiveSession {
  readonly sampleRateHz: number;
  /** In the order of the meters. */
  readonly elementIds: readonly string[];
  /** @throws InputError for what cannot be planned */
  plan(target: RenderTarget, warn: Warn): RenderPlan;
  /** As createRenderEngine takes them. */
  sources(): readonly (AudioSource | undefined)[];
}

/** @param sourceAtRate a source by its id at the scene's rate; undefined where it is missing */
export function createSceneSession(scene: Scene, sourceAtRate: (id: string) => AudioSource | undefined): LiveSession {
  const sources = (): readonly (AudioSource | undefined)[] => scene.sources.map((source) => sourceAtRate(source.id));
  return {
    sampleRateHz: scene.sampleRateHz,
    elementIds: scene.elements.map((element) => element.id),
    sources,
    plan(target, warn) {
      const known = sources().map((atRate, k) => {
        if (atRate === undefined) {
          const { id, file } = scene.sources[k]!;
          warn({ code: 'source.missing', at: id, message: `${file} is not here; its elements are silent` });
        }
        return atRate === undefined ? undefined : { channels: atRate.channels, lengthFrames: atRate.lengthFrames };
      });
      return planRender(scene, target, known);
    },
  };
}

/** An opened file: also what is in it, for whoever shows it. */
export interface AdmLiveSession extends LiveSession {
  readonly file: AudioSource;
  readonly programme: ProgrammeName | undefined;
  readonly programmes: readonly ProgrammeName[];
  /** For some target: what does not depend on it (elements, tracks, times) is to be looked at. */
  readonly planned: AdmPlan;
}

/**
 * Opens an ADM file to be played.
 * @throws InputError `adm.none` where the file has no ADM metadata, and those of openAudioFile and openAdm by the id of the element that is wrong
 */
export async function openAdmSession(bytes: ByteSource, options: AdmOpening, warn: Warn): Promise<AdmLiveSession> {
  const { source, wave } = await openAudioFile(bytes, warn);
  const found = wave === undefined ? undefined : openAdm(bytes, wave, warn, options);
  // A chna chunk without a track says nothing.
  if (found === undefined || (!found.hasAxml && found.chna.length === 0)) {
    throw new InputError('adm.none', 'has no ADM metadata', 'open it as a finished mix', bytes.name);
  }
  const { items, programme, programmes } = found;
  const planned = planAdm(items, { kind: 'binaural' }, source);
  return {
    sampleRateHz: source.sampleRateHz,
    elementIds: planned.elements.map(({ id }) => id),
    file: source,
    programme,
    programmes,
    planned,
    plan: (target) => planAdm(items, target, source),
    sources: () => [source],
  };
}
