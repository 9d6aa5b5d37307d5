import { createPlanar, type AudioSource } from '../../audio/index.ts';
import { InputError, secToFrames, type Warn } from '../../base/index.ts';
import { createResampledSource, type Kernels } from '../../dsp/index.ts';
import { convertedCuts } from '../../mastering/index.ts';
import type { RenderTarget } from '../../render/index.ts';
import { BLOCK_FRAMES } from '../delivery.ts';
import { createPeakSink } from '../peakSink.ts';
import type { JobPorts, Scratch } from '../ports.ts';
import { playSession, sayInvalid } from '../renderAudio.ts';
import { createScratchAudio } from '../scratchAudio.ts';
import type { Session } from '../session.ts';
import type { AlbumTrackJob } from './contract.ts';

/** What sounds before a joined track's first frame: filters that reach ahead, an ear that hears earlier. */
const HEAD_FRAMES = 512;
/** A joined track rings over into the next until it is still, for so long at most. */
const MAX_TAIL_SEC = 12;
const STILL_SEC = 0.5;
const STILL = 1e-8;

/** A gapless run at the album's rate, before anything is done to it. */
export interface RunAudio extends Disposable {
  readonly source: AudioSource;
  /** Where each of its tracks ends in it. */
  readonly endFrames: readonly number[];
  readonly peak: number;
  /** Does an integer file hold every sample as it is? */
  readonly isOnGrid: boolean;
}

/** Audio whose scratch file goes with it. */
interface Stored extends Disposable {
  readonly source: AudioSource;
}

interface TrackAudio extends Stored {
  /** Frames of `source` that lie before and after the track's own. */
  readonly headFrames: number;
  readonly lengthFrames: number;
  readonly peak: number;
  readonly isOnGrid: boolean;
}

export interface RunWanted {
  readonly tracks: readonly AlbumTrackJob[];
  readonly target: RenderTarget;
  readonly sampleRateHz: number;
  readonly bits: number;
  readonly blockFrames?: number;
}

/**
 * Renders the tracks of a run and joins them: what one leaves ringing goes on under the next, and the whole is converted to the album's rate
 * as one, so that a programme in pieces comes out as if it had never been cut.
 * @throws as renderAudio; `album.trim`
 */
export async function renderRun(
  kernels: Kernels,
  ports: JobPorts,
  { tracks, target, sampleRateHz, bits, blockFrames = BLOCK_FRAMES }: RunWanted,
  warn: Warn,
  onProgress: (ratio: number) => void,
): Promise<RunAudio> {
  const parts: TrackAudio[] = [];
  const free = (): void => parts.forEach((part) => part[Symbol.dispose]());
  try {
    for (const [k, job] of tracks.entries()) {
      const joins = { before: k > 0, after: k < tracks.length - 1 };
      const tell = (ratio: number): void => onProgress((k + ratio) / tracks.length);
      parts.push(await renderTrack(kernels, ports, job, { target, bits, blockFrames, joins }, warn, tell));
    }
    const peak = Math.max(...parts.map((part) => part.peak));
    const lengths = parts.map((part) => part.lengthFrames);
    const rates = new Set(parts.map((part) => part.source.sampleRateHz));
    if (rates.size > 1) {
      const inRates = parts.map((part) => part.source.sampleRateHz / 1000).join(' and ');
      warn({
        code: 'album.gapless-rates',
        at: tracks[0]!.track.title,
        message: `is joined to tracks of other rates (${inRates} kHz): each is converted by itself, and the joint is only as smooth as the files`,
      });
      for (const [k, part] of parts.entries()) {
        parts[k] = convertedPart(part, sampleRateHz, () => ports.createScratch());
      }
    }
    const [rateHz] = [parts[0]!.source.sampleRateHz];
    const joined = joinParts(parts);
    if (rateHz === sampleRateHz) {
      const isExact = rates.size === 1 && parts.every((part) => part.isOnGrid && part.source.lengthFrames === part.lengthFrames);
      return {
        source: joined,
        endFrames: runningSums(parts.map((part) => part.lengthFrames)),
        peak,
        isOnGrid: isExact,
        [Symbol.dispose]: free,
      };
    }
    const converted = storeAudio(createResampledSource(joined, sampleRateHz), () => ports.createScratch());
    free();
    return {
      ...converted,
      endFrames: convertedCuts(lengths, rateHz, sampleRateHz, converted.source.lengthFrames),
      peak,
      isOnGrid: false,
    };
  } catch (error) {
    free();
    throw error;
  }
}

interface TrackWanted {
  readonly target: RenderTarget;
  readonly bits: number;
  readonly blockFrames: number;
  /** Whether it is joined to its neighbours. */
  readonly joins: { readonly before: boolean; readonly after: boolean };
}

/** One session, trimmed, with what sounds beyond its ends where it is joined. */
async function renderTrack(
  kernels: Kernels,
  ports: JobPorts,
  { session, track }: AlbumTrackJob,
  { target, bits, blockFrames, joins }: TrackWanted,
  warn: Warn,
  onProgress: (ratio: number) => void,
): Promise<TrackAudio> {
  const mark = kernels.heap.mark();
  using playing = await playSession(kernels, ports, sessionFor(session, target), target, warn);
  const { engine, sampleRateHz } = playing;
  const { channels } = engine;
  const from = secToFrames(track.trimStartSec, sampleRateHz);
  const to = playing.lengthFrames - secToFrames(track.trimEndSec, sampleRateHz);
  if (to <= from) {
    const fact = `is ${(playing.lengthFrames / sampleRateHz).toFixed(1)} s long, and ${track.trimStartSec} s and ${track.trimEndSec} s are trimmed`;
    throw new InputError('album.trim', fact, 'trim less', track.input);
  }
  const headFrames = joins.before && from === 0 ? HEAD_FRAMES : 0;
  const mayRing = joins.after && track.trimEndSec === 0 && (session.kind === 'adm' || session.scene.lengthSec === undefined);
  const scratch = ports.createScratch();
  const audio = createScratchAudio(scratch, channels, sampleRateHz);
  const sink = createPeakSink(audio.sink, bits);
  const block = createPlanar(channels, blockFrames);
  try {
    engine.seek(-headFrames);
    let quietHead = headFrames;
    for (let frame = -headFrames; frame < to;) {
      const count = Math.min(blockFrames, (frame < 0 ? 0 : to) - frame);
      engine.read(block, 0, count);
      const skipped = Math.max(0, Math.min(count, from - frame));
      sink.write(block, frame < 0 ? 0 : skipped, frame < 0 ? count : count - skipped);
      if (frame < 0 && quietHead > 0 && peakOf(block, 0, count) > STILL) {
        quietHead = 0;
      }
      frame += count;
      onProgress(Math.max(0, frame) / to);
    }
    const tailFrames = mayRing ? pullTail(engine.read, block, blockFrames, sampleRateHz, (count) => sink.write(block, 0, count)) : 0;
    sink.finish();
    sayInvalid(engine.invalidSamples, session, warn);
    kernels.heap.release(mark);
    const lengthFrames = to - from;
    // A head of nothing is none: samples stay what they were.
    const skip = quietHead;
    const head = headFrames - skip;
    return {
      source: sliceSource(audio.source(), skip, head + lengthFrames + tailFrames),
      headFrames: head,
      lengthFrames,
      peak: sink.peak(),
      isOnGrid: sink.isOnGrid(),
      [Symbol.dispose]: () => scratch[Symbol.dispose](),
    };
  } catch (error) {
    scratch[Symbol.dispose]();
    throw error;
  }
}

/** Pulls until it is still. Returns how much of that is no silence. */
function pullTail(
  read: (out: readonly Float32Array[], outFrame: number, lengthFrames: number) => void,
  block: readonly Float32Array[],
  blockFrames: number,
  sampleRateHz: number,
  write: (count: number) => void,
): number {
  const mostFrames = secToFrames(MAX_TAIL_SEC, sampleRateHz);
  const stillFrames = secToFrames(STILL_SEC, sampleRateHz);
  let soundsTo = 0;
  let frame = 0;
  while (frame < mostFrames && frame - soundsTo < stillFrames) {
    const count = Math.min(blockFrames, mostFrames - frame);
    read(block, 0, count);
    write(count);
    for (let k = count - 1; k >= 0; k--) {
      if (peakOf(block, k, k + 1) > STILL) {
        soundsTo = frame + k + 1;
        break;
      }
    }
    frame += count;
  }
  return soundsTo;
}

function peakOf(block: readonly Float32Array[], from: number, to: number): number {
  let peak = 0;
  for (const samples of block) {
    for (let k = from; k < to; k++) {
      peak = Math.max(peak, Math.abs(samples[k]!));
    }
  }
  return peak;
}

/** A finished stereo mix is made for two ears already: headphones get it as it is, and not through virtual loudspeakers. */
function sessionFor(session: Session, target: RenderTarget): Session {
  if (target.kind !== 'binaural' || !isStereoMaster(session)) {
    return session;
  }
  const { scene } = session;
  return { ...session, scene: { ...scene, elements: scene.elements.map((element) => ({ ...element, binaural: 'off' as const })) } };
}

export function isStereoMaster(session: Session): session is Exclude<Session, { kind: 'adm' }> {
  const [bed] = session.kind === 'audio' ? session.scene.elements : [];
  return bed?.kind === 'bed' && bed.channels?.length === 2;
}

/** Everything at its place, heads and tails added to their neighbours. */
function joinParts(parts: readonly TrackAudio[]): AudioSource {
  const [first] = parts;
  if (parts.length === 1) {
    return sliceSource(first!.source, first!.headFrames, first!.lengthFrames);
  }
  const { channels, sampleRateHz } = first!.source;
  const ends = runningSums(parts.map((part) => part.lengthFrames));
  const lengthFrames = ends.at(-1)!;
  let work = createPlanar(channels, BLOCK_FRAMES);
  return {
    channels,
    sampleRateHz,
    lengthFrames,
    read(out, outFrame, startFrame, count) {
      for (let c = 0; c < channels; c++) {
        out[c]!.fill(0, outFrame, outFrame + count);
      }
      if (count > work[0]!.length) {
        work = createPlanar(channels, count);
      }
      parts.forEach((part, k) => {
        const begins = (ends[k - 1] ?? 0) - part.headFrames;
        const from = Math.max(0, startFrame, begins);
        const to = Math.min(lengthFrames, startFrame + count, begins + part.source.lengthFrames);
        if (to <= from) {
          return;
        }
        const at = outFrame + from - startFrame;
        part.source.read(work, 0, from - begins, to - from);
        for (let c = 0; c < channels; c++) {
          const target = out[c]!;
          const own = work[c]!;
          for (let i = 0; i < to - from; i++) {
            // What adds nothing changes nothing, not even the sign of a zero.
            const sample = own[i]!;
            target[at + i] = target[at + i] === 0 ? sample : target[at + i]! + sample;
          }
        }
      });
    },
    [Symbol.dispose]() {},
  };
}

function convertedPart(part: TrackAudio, sampleRateHz: number, createScratch: () => Scratch): TrackAudio {
  const { source, headFrames, lengthFrames } = part;
  if (source.sampleRateHz === sampleRateHz) {
    return part;
  }
  const stored = storeAudio(createResampledSource(source, sampleRateHz), createScratch);
  part[Symbol.dispose]();
  const atRate = (frames: number): number => Math.round((frames * sampleRateHz) / source.sampleRateHz);
  return { ...stored, headFrames: atRate(headFrames), lengthFrames: atRate(lengthFrames), peak: part.peak, isOnGrid: false };
}

/** A source read once and kept, for what follows reads it many times. */
export function storeAudio(source: AudioSource, createScratch: () => Scratch): Stored {
  const { channels, sampleRateHz, lengthFrames } = source;
  const scratch = createScratch();
  try {
    const audio = createScratchAudio(scratch, channels, sampleRateHz);
    const block = createPlanar(channels, BLOCK_FRAMES);
    for (let frame = 0; frame < lengthFrames; frame += BLOCK_FRAMES) {
      const count = Math.min(BLOCK_FRAMES, lengthFrames - frame);
      source.read(block, 0, frame, count);
      audio.sink.write(block, 0, count);
    }
    audio.sink.finish();
    return { source: audio.source(), [Symbol.dispose]: () => scratch[Symbol.dispose]() };
  } catch (error) {
    scratch[Symbol.dispose]();
    throw error;
  }
}

/** Frames [fromFrame, fromFrame + lengthFrames) of a source; silence around them. */
export function sliceSource(source: AudioSource, fromFrame: number, lengthFrames: number): AudioSource {
  const { channels, sampleRateHz } = source;
  return {
    channels,
    sampleRateHz,
    lengthFrames,
    read(out, outFrame, startFrame, count) {
      const from = Math.max(0, startFrame);
      const to = Math.max(from, Math.min(lengthFrames, startFrame + count));
      for (let c = 0; c < channels; c++) {
        out[c]!.fill(0, outFrame, outFrame + Math.min(count, from - startFrame));
        out[c]!.fill(0, outFrame + Math.max(0, to - startFrame), outFrame + count);
      }
      if (to > from) {
        source.read(out, outFrame + from - startFrame, fromFrame + from, to - from);
      }
    },
    [Symbol.dispose]() {},
  };
}

function runningSums(values: readonly number[]): readonly number[] {
  let sum = 0;
  return values.map((value) => (sum += value));
}
