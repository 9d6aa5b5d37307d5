import { createPlanar, type AudioSource, type Planar } from '../audio/index.ts';
import { createKernels } from '../dsp/index.ts';
import { getLayout, LAYOUTS, type Speaker } from '../layouts/index.ts';
import { foldToStereo } from '../mastering/index.ts';
import { createLoudnessMeter, loudnessWeight } from '../metering/index.ts';
import { QUANTUM_FRAMES, type RenderTarget } from '../render/index.ts';

const WINDOW_FRAMES = 16 * QUANTUM_FRAMES;
const MEASURE_FRAMES = 32768;

/** A finished file on the monitored loudspeakers. */
export interface ReferenceFeed {
  /** The quantum that starts at a frame, on every channel of the monitor; silence before the session's start. After its end it begins again. Never allocates. */
  read(out: Planar, startFrame: number): void;
}

/** What a channel of the reference gives to one of the monitor. */
export interface ReferenceRoute {
  readonly from: number;
  readonly to: number;
  readonly gain: number;
}

/**
 * Where a reference plays. Of the monitor's own layout, as it is; stereo on left and right, or straight to the ears; one channel in the centre, or on both
 * sides at −3 dB; anything else is folded down to stereo where it says its loudspeakers, and is its front pair where it does not.
 * @param labels of the file's channels, where it says them
 */
export function routeReference(channels: number, labels: readonly string[] | undefined, target: RenderTarget): readonly ReferenceRoute[] {
  const speakers = speakersOf(target);
  const place = (label: string): number => speakers.findIndex((speaker) => speaker.label === label);
  const [left, right, centre] = [Math.max(0, place('L')), Math.max(1, place('R')), place('C')];
  if (channels === 1) {
    return centre >= 0 ? [{ from: 0, to: centre, gain: 1 }] : [left, right].map((to) => ({ from: 0, to, gain: Math.SQRT1_2 }));
  }
  if (channels === 2) {
    return [left, right].map((to, from) => ({ from, to, gain: 1 }));
  }
  if (labels === undefined) {
    return channels === speakers.length
      ? speakers.map((_, k) => ({ from: k, to: k, gain: 1 }))
      : [left, right].map((to, from) => ({ from, to, gain: 1 }));
  }
  if (hasLabels(speakers, labels)) {
    return labels.map((label, from) => ({ from, to: place(label), gain: 1 }));
  }
  const own = speakersOfLabels(labels);
  const fold = own === undefined ? [] : foldToStereo(own);
  return own === undefined
    ? [left, right].map((to, from) => ({ from, to, gain: 1 }))
    : fold
        .flatMap((gains, from) => [
          { from, to: left, gain: gains.left },
          { from, to: right, gain: gains.right },
        ])
        .filter(({ gain }) => gain !== 0);
}

/** @param source at the session's rate */
export function createReferenceFeed(source: AudioSource, routes: readonly ReferenceRoute[], channels: number): ReferenceFeed {
  const window = createPlanar(source.channels, WINDOW_FRAMES);
  let windowStart = NaN;
  return {
    read(out, startFrame) {
      if (!(startFrame >= windowStart && startFrame + QUANTUM_FRAMES <= windowStart + WINDOW_FRAMES)) {
        windowStart = startFrame;
        readAround(window, source, startFrame);
        silenceInvalid(window);
      }
      for (let c = 0; c < channels; c++) {
        out[c]!.fill(0);
      }
      const at = startFrame - windowStart;
      for (let r = 0; r < routes.length; r++) {
        const { from, to, gain } = routes[r]!;
        const input = window[from]!;
        const output = out[to]!;
        for (let k = 0; k < QUANTUM_FRAMES; k++) {
          output[k] = output[k]! + gain * input[at + k]!;
        }
      }
    },
  };
}

/** A window of a source that follows itself. */
function readAround(window: Planar, source: AudioSource, startFrame: number): void {
  const { lengthFrames } = source;
  if (startFrame < 0 || lengthFrames < WINDOW_FRAMES) {
    source.read(window, 0, startFrame, WINDOW_FRAMES);
    return;
  }
  for (let done = 0; done < WINDOW_FRAMES;) {
    const from = (startFrame + done) % lengthFrames;
    const count = Math.min(WINDOW_FRAMES - done, lengthFrames - from);
    source.read(window, done, from, count);
    done += count;
  }
}

/**
 * Integrated loudness of all of a reference as it is, weighted by the loudspeakers that it says; −Infinity for silence.
 * @param rest lets playing go on in between
 */
export async function measureReference(
  source: AudioSource,
  labels: readonly string[] | undefined,
  rest: () => Promise<void>,
): Promise<number> {
  const kernels = createKernels(64);
  const own = labels === undefined ? undefined : speakersOfLabels(labels);
  const weights = Array.from({ length: source.channels }, (_, c) => (own === undefined ? (c < 2 ? 1 : 0) : loudnessWeight(own[c]!)));
  const blocks = weights.map(() => kernels.heap.f32(MEASURE_FRAMES));
  const views = blocks.map((block) => block.view);
  const ptrs = blocks.map((block) => block.ptr);
  const meter = createLoudnessMeter(kernels, { sampleRateHz: source.sampleRateHz, weights });
  for (let frame = 0; frame < source.lengthFrames; frame += MEASURE_FRAMES) {
    const count = Math.min(MEASURE_FRAMES, source.lengthFrames - frame);
    source.read(views, 0, frame, count);
    meter.push(ptrs, 0, count);
    await rest();
  }
  return meter.integratedLufs();
}

function speakersOf(target: RenderTarget): readonly Speaker[] {
  return (target.kind === 'layout' ? target.layout : getLayout('stereo')).speakers;
}

function hasLabels(speakers: readonly Speaker[], labels: readonly string[]): boolean {
  return speakers.length === labels.length && speakers.every((speaker) => labels.includes(speaker.label));
}

function speakersOfLabels(labels: readonly string[]): readonly Speaker[] | undefined {
  const layout = LAYOUTS.find(({ speakers }) => hasLabels(speakers, labels));
  return layout === undefined ? undefined : labels.map((label) => layout.speakers.find((speaker) => speaker.label === label)!);
}

function silenceInvalid(window: Planar): void {
  for (let c = 0; c < window.length; c++) {
    const samples = window[c]!;
    for (let k = 0; k < samples.length; k++) {
      if (!Number.isFinite(samples[k]!)) {
        samples[k] = 0;
      }
    }
  }
}
