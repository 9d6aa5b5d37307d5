import { createPlanar, type AudioSource } from '../audio/index.ts';
import { InputError, UsageError, type Warn } from '../base/index.ts';
import { createKernels } from '../dsp/index.ts';
import { createRenderEngine } from '../engine/index.ts';
import { admFromScene, type WrittenAdm } from '../interchange/write/index.ts';
import { polarPointToCartesian } from '../render/panning/index.ts';
import { planRender, zoneExclusionOf } from '../render/index.ts';
import type { JobPorts, Scratch } from './ports.ts';
import { createScratchAudio } from './scratchAudio.ts';
import { openSources, type Session } from './session.ts';

/** The tracks of an object master: metadata, and audio in the file's order at the mix's own gain. */
export interface AdmTracks {
  readonly adm: WrittenAdm;
  readonly source: AudioSource;
  /** The largest sample of all tracks. */
  readonly peak: number;
}

const BLOCK_FRAMES = 4096;

/**
 * Plays every element by itself, after its inserts, group and faders.
 * @param scratch holds the audio; the caller closes it
 * @throws UsageError `adm.from-adm` for a session that is an ADM file; InputError as admFromScene, and for what cannot be read
 */
export async function renderTracks(
  session: Session,
  ports: JobPorts,
  scratch: Scratch,
  blockFrames: number | undefined,
  warn: Warn,
  onProgress: (ratio: number) => void,
): Promise<AdmTracks> {
  if (session.kind === 'adm') {
    throw new UsageError('adm.from-adm', `${session.file} is an ADM file already`, 'leave adm out of --renders, or render a project');
  }
  using sources = await openSources(ports, session, warn);
  const plan = planRender(session.scene, { kind: 'elements' }, sources.list);
  const { lengthFrames, sampleRateHz } = plan;
  if (lengthFrames <= 0) {
    throw new InputError('session.empty', 'has nothing to render', 'add an element with a source', session.name);
  }
  const adm = admFromScene(session.scene, plan, { polarPointToCartesian, zoneExclusionOf }, warn);
  const engine = createRenderEngine(createKernels(1024), plan, sources.list, undefined);
  const audio = createScratchAudio(scratch, adm.tracks.length, sampleRateHz);
  const step = blockFrames ?? BLOCK_FRAMES;
  const block = createPlanar(engine.channels, step);
  const silence = new Float32Array(step);
  const tracks = adm.tracks.map(({ channel }) => (channel === null ? silence : block[channel]!));
  let peak = 0;
  for (let frame = 0; frame < lengthFrames; frame += step) {
    const count = Math.min(step, lengthFrames - frame);
    engine.read(block, 0, count);
    for (const track of tracks) {
      for (let k = 0; k < count; k++) {
        peak = Math.max(peak, Math.abs(track[k]!));
      }
    }
    audio.sink.write(tracks, 0, count);
    onProgress(frame / lengthFrames);
  }
  audio.sink.finish();
  if (engine.invalidSamples > 0) {
    warn({
      code: 'source.invalid-samples',
      at: session.name,
      message: `${engine.invalidSamples} samples of the sources are not numbers; they were rendered as silence`,
    });
  }
  return { adm, source: audio.source(), peak };
}
