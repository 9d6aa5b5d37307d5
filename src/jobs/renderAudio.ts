import { createPlanar, type AudioSink, type AudioSource } from '../audio/index.ts';
import { InputError, type Warn } from '../base/index.ts';
import { createResampledSource, type Kernels } from '../dsp/index.ts';
import { createRenderEngine } from '../engine/index.ts';
import { getLayout, type Speaker } from '../layouts/index.ts';
import { parseHrtfSet } from '../render/binaural/index.ts';
import type { RenderTarget } from '../render/index.ts';
import type { ProcessorSettings } from '../scene/index.ts';
import { chainAudio } from './chainAudio.ts';
import { BLOCK_FRAMES } from './delivery.ts';
import { createPeakSink } from './peakSink.ts';
import type { JobPorts, Scratch } from './ports.ts';
import { createScratchAudio } from './scratchAudio.ts';
import { openSources, planSession, type Session } from './session.ts';

/** Progress is told this often at most: every so many seconds of audio. */
const PROGRESS_SEC = 2;

/** One render of a session, with nothing done to it yet but a chain of inserts, if any. */
export interface AudioWanted {
  readonly session: Session;
  readonly target: RenderTarget;
  readonly chain?: readonly ProcessorSettings[];
  /** Of the result; absent: the session's own. */
  readonly sampleRateHz?: number;
  readonly blockFrames?: number;
  /** Elements that alone are heard; absent: all. */
  readonly solo?: ReadonlySet<string>;
  /** What isOnGrid asks for. */
  readonly bits?: number;
}

export interface RenderedAudio {
  readonly source: AudioSource;
  /** The largest sample. */
  readonly peak: number;
  /** Does an integer file hold every sample as it is? */
  readonly isOnGrid: boolean;
  /** Peak after the fader by element of the scene, or of the ADM file; linear. */
  readonly elementPeaks: Float32Array;
}

/**
 * Renders a session to a scratch file of floats. The kernels' memory is as before afterwards.
 * @param createScratch called once, and again for a chain and for another rate; the caller closes them
 * @throws InputError naming what cannot be read, `session.empty`
 */
export async function renderAudio(
  kernels: Kernels,
  ports: JobPorts,
  wanted: AudioWanted,
  createScratch: () => Scratch,
  warn: Warn,
  onProgress: (ratio: number) => void,
): Promise<RenderedAudio> {
  const { session, target, chain = [], blockFrames } = wanted;
  const mark = kernels.heap.mark();
  using playing = await playSession(kernels, ports, session, target, warn);
  const { engine, lengthFrames, sampleRateHz } = playing;
  if (wanted.solo !== undefined) {
    engine.setSolo(wanted.solo);
    engine.seek(0);
  }
  const deliveryHz = wanted.sampleRateHz ?? sampleRateHz;
  const rendered = createScratchAudio(createScratch(), engine.channels, sampleRateHz);
  const mixed = createPeakSink(rendered.sink, wanted.bits);
  const isFinal = chain.length === 0 && deliveryHz === sampleRateHz;
  const share = isFinal ? 1 : 0.8;
  pull(engine.read, engine.channels, lengthFrames, sampleRateHz, mixed, blockFrames, (ratio) => onProgress(share * ratio));
  sayInvalid(engine.invalidSamples, session, warn);
  const elementPeaks = engine.elementPeaks.slice();
  // The engine's memory is free from here on: what follows takes its place.
  kernels.heap.release(mark);
  let source = rendered.source();
  if (chain.length > 0) {
    const speakers = speakersOf(target);
    source = chainAudio(kernels, source, chain, { speakers }, createScratch(), (ratio) => onProgress(share + (1 - share) * ratio));
  }
  return { source: atRate(source, deliveryHz, createScratch), peak: mixed.peak(), isOnGrid: isFinal && mixed.isOnGrid(), elementPeaks };
}

/** Resampled once, for what follows reads it many times. */
function atRate(source: AudioSource, sampleRateHz: number, createScratch: () => Scratch): AudioSource {
  if (source.sampleRateHz === sampleRateHz) {
    return source;
  }
  using resampled = createResampledSource(source, sampleRateHz);
  const { channels, lengthFrames } = resampled;
  const audio = createScratchAudio(createScratch(), channels, sampleRateHz);
  const block = createPlanar(channels, BLOCK_FRAMES);
  for (let frame = 0; frame < lengthFrames; frame += BLOCK_FRAMES) {
    const count = Math.min(BLOCK_FRAMES, lengthFrames - frame);
    resampled.read(block, 0, frame, count);
    audio.sink.write(block, 0, count);
  }
  audio.sink.finish();
  return audio.source();
}

/** A session ready to be pulled. */
export interface PlayingSession extends Disposable {
  readonly engine: ReturnType<typeof createRenderEngine>;
  readonly lengthFrames: number;
  readonly sampleRateHz: number;
}

/** Opens a session's files and builds its engine. @throws as renderAudio */
export async function playSession(
  kernels: Kernels,
  ports: JobPorts,
  session: Session,
  target: RenderTarget,
  warn: Warn,
): Promise<PlayingSession> {
  const sources = await openSources(ports, session, warn);
  try {
    const plan = planSession(session, target, sources.list);
    const { lengthFrames, sampleRateHz } = plan;
    if (lengthFrames <= 0) {
      throw emptySession(session);
    }
    const hrtf = target.kind === 'binaural' ? parseHrtfSet(ports.readHrtf()) : undefined;
    const engine = createRenderEngine(kernels, plan, sources.list, hrtf);
    return { engine, lengthFrames, sampleRateHz, [Symbol.dispose]: () => sources[Symbol.dispose]() };
  } catch (error) {
    sources[Symbol.dispose]();
    throw error;
  }
}

/** What is said of a session without a single frame. */
export function emptySession(session: Session): InputError {
  return session.kind === 'project'
    ? new InputError('session.empty', 'has nothing to render', 'add an element with a source', session.name)
    : new InputError('session.empty', 'holds no audio', 'export it again', session.name);
}

/** Engine to sink, block by block; the sink is finished, or nothing of it stays. */
export function pull(
  read: (out: readonly Float32Array[], outFrame: number, lengthFrames: number) => void,
  channels: number,
  lengthFrames: number,
  sampleRateHz: number,
  sink: AudioSink,
  blockFrames = BLOCK_FRAMES,
  onProgress: (ratio: number) => void,
): void {
  const block = createPlanar(channels, blockFrames);
  const every = PROGRESS_SEC * sampleRateHz;
  let told = 0;
  try {
    for (let frame = 0; frame < lengthFrames; frame += blockFrames) {
      const count = Math.min(blockFrames, lengthFrames - frame);
      read(block, 0, count);
      sink.write(block, 0, count);
      if (frame - told >= every) {
        told = frame;
        onProgress(frame / lengthFrames);
      }
    }
    sink.finish();
  } catch (error) {
    sink.abort();
    throw error;
  }
}

/** Where the channels of a render play; headphones as two loudspeakers. */
export function speakersOf(target: RenderTarget): readonly Speaker[] {
  return (target.kind === 'binaural' ? getLayout('stereo') : target.layout).speakers;
}

/** Says how many samples of a session's sources are not numbers. */
export function sayInvalid(count: number, session: Session, warn: Warn): void {
  if (count > 0) {
    warn({
      code: 'source.invalid-samples',
      at: session.name,
      message: `${count} samples of the sources are not numbers; they were rendered as silence`,
    });
  }
}
