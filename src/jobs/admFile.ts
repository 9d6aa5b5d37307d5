// Object masters as files: written, opened again, and rendered as what they say.
import { createPlanar, type AudioSource } from '../audio/index.ts';
import { InputError, type Warn } from '../base/index.ts';
import { createDither, type Kernels } from '../dsp/index.ts';
import { createRenderEngine } from '../engine/index.ts';
import { createWaveWriter, openAudioFile } from '../formats/index.ts';
import { MASTER_BITS } from '../interchange/write/index.ts';
import { openAdm } from '../interchange/index.ts';
import { planAdm } from '../render/adm/index.ts';
import type { HrtfSet } from '../render/binaural/index.ts';
import type { RenderTarget } from '../render/index.ts';
import type { RenderingItem } from '../scene/adm/index.ts';
import type { AdmTracks } from './admTracks.ts';
import { takePeaks } from './peakSink.ts';
import type { JobPorts, Scratch } from './ports.ts';
import { createScratchAudio } from './scratchAudio.ts';

const BLOCK_FRAMES = 4096;
const DITHER_SEED = 1770;

/**
 * Writes tracks with their metadata: 24 bits, RIFF, or BW64 where that is too small; silent tracks stay digital silence.
 * @returns the largest sample written
 * @throws InputError naming what cannot be written; nothing half written stays
 */
export function writeAdmFile(
  ports: JobPorts,
  name: string,
  tracks: Pick<AdmTracks, 'chunks' | 'peaks'>,
  source: AudioSource,
  dither: 'tpdf' | 'none',
  onProgress: (ratio: number) => void,
): number {
  const { channels, sampleRateHz, lengthFrames } = source;
  const bytes = ports.createOutput(name);
  const file = createWaveWriter(bytes, {
    channels,
    sampleRateHz,
    encoding: 'pcm24',
    expectedFrames: lengthFrames,
    container: 'auto-bw64',
    ...tracks.chunks,
  });
  try {
    const block = createPlanar(channels, BLOCK_FRAMES);
    const peaks = new Float32Array(channels);
    const played = block.filter((_, track) => tracks.peaks[track]! > 0);
    const quantise = dither === 'none' ? undefined : createDither(DITHER_SEED, played.length, MASTER_BITS);
    for (let frame = 0; frame < lengthFrames; frame += BLOCK_FRAMES) {
      const count = Math.min(BLOCK_FRAMES, lengthFrames - frame);
      source.read(block, 0, frame, count);
      quantise?.process(played, 0, count);
      takePeaks(peaks, block, count);
      file.write(block, 0, count);
      onProgress(frame / lengthFrames);
    }
    file.finish();
    return peaks.reduce((most, peak) => Math.max(most, peak), 0);
  } catch (error) {
    file.abort();
    throw error;
  }
}

/** A written object master, opened as anybody would. */
export interface OpenedMaster extends Disposable {
  readonly source: AudioSource;
  readonly items: readonly RenderingItem[];
}

/** @throws InputError where our own file is not what it should be */
export async function openAdmFile(ports: JobPorts, name: string, warn: Warn): Promise<OpenedMaster> {
  const bytes = ports.openOutput(name);
  try {
    const opened = await openAudioFile(bytes, warn);
    const found = opened.wave === undefined ? undefined : openAdm(bytes, opened.wave, warn);
    if (found === undefined) {
      throw new InputError('adm.lost', 'has no ADM metadata although they were written', 'report this', name);
    }
    return { source: opened.source, items: found.items, [Symbol.dispose]: () => bytes[Symbol.dispose]() };
  } catch (error) {
    bytes[Symbol.dispose]();
    throw error;
  }
}

/** Renders items to a scratch file of floats, with nothing done to them. The kernels' memory is as before afterwards. */
export function renderItems(
  kernels: Kernels,
  items: readonly RenderingItem[],
  tracks: AudioSource,
  target: RenderTarget,
  hrtf: HrtfSet,
  scratch: Scratch,
  onProgress: (ratio: number) => void,
): AudioSource {
  const mark = kernels.heap.mark();
  try {
    const engine = createRenderEngine(kernels, planAdm(items, target, tracks), [tracks], hrtf);
    const audio = createScratchAudio(scratch, engine.channels, tracks.sampleRateHz);
    const block = createPlanar(engine.channels, BLOCK_FRAMES);
    for (let frame = 0; frame < tracks.lengthFrames; frame += BLOCK_FRAMES) {
      const count = Math.min(BLOCK_FRAMES, tracks.lengthFrames - frame);
      engine.read(block, 0, count);
      audio.sink.write(block, 0, count);
      onProgress(frame / tracks.lengthFrames);
    }
    audio.sink.finish();
    return audio.source();
  } finally {
    kernels.heap.release(mark);
  }
}
