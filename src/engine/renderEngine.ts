import type { AudioSource, Planar } from '../audio/index.ts';
import type { Kernels } from '../dsp/index.ts';
import type { HrtfSet } from '../render/binaural/index.ts';
import { planLabels, QUANTUM_FRAMES, type RenderPlan } from '../render/index.ts';
import { createAdmMixer } from './admMixer.ts';
import { createSceneMixer } from './sceneMixer.ts';

/** What a jump lets the inserts and filters hear first, so that they arrive as if they had always been playing. */
const PREROLL_FRAMES = 16 * QUANTUM_FRAMES;

/** Renders a plan, frame after frame: the one engine, offline and live. Everything is allocated when it is made. */
export interface RenderEngine {
  readonly channels: number;
  readonly channelLabels: readonly string[];
  readonly sampleRateHz: number;
  readonly lengthFrames: number;
  /** The next frame that `read` delivers. */
  readonly positionFrame: number;
  /**
   * The next `lengthFrames` frames into out[channel][outFrame …]. Whatever the sizes asked for, the samples are the same.
   * @param mix gets the same frames before the master's inserts, of an engine that taps the mix
   */
  read(out: Planar, outFrame: number, lengthFrames: number, mix?: Planar): void;
  /** Jumps: the next frame read is `frame`. Jumping to 0 is exactly a fresh start. */
  seek(frame: number): void;
  /** Takes over a plan of the same shape: values glide over a quantum. False when it needs an engine of its own. */
  update(plan: RenderPlan): boolean;
  /** Elements that alone are heard; null for all. Monitoring only. */
  setSolo(elementIds: ReadonlySet<string> | null): void;
  /** Live overrides (liveParameters.ts), read once a quantum; null when offline. */
  setLiveTable(table: Float32Array | null): void;
  /** Per scene element: peak after the fader since last taken, linear. Take by setting to 0. */
  readonly elementPeaks: Float32Array;
  /** Per scene element: gain reduction of its chain, dB ≥ 0. */
  readonly elementReductionsDb: Float32Array;
  /** Per group of the scene, in its order: gain reduction of its chain, dB ≥ 0. */
  readonly groupReductionsDb: Float32Array;
  /** Gain reduction of the master's chain, dB ≥ 0. */
  readonly masterReductionDb: number;
  /** Of each of its inserts, in order. */
  readonly insertReductionsDb: Float32Array;
  /** Samples of the sources that were not finite; they were rendered as silence. */
  readonly invalidSamples: number;
}

/**
 * @param sources at the session's rate. Of a scene: by scene.sources order; undefined where missing. Of an ADM plan: the file alone
 * @param hrtf needed for binaural plans
 * @param tapsMix whether the mix before the master's inserts is asked for: costs a copy of every channel
 */
export function createRenderEngine(
  kernels: Kernels,
  firstPlan: RenderPlan,
  sources: readonly (AudioSource | undefined)[],
  hrtf: HrtfSet | undefined,
  tapsMix = false,
): RenderEngine {
  let plan = firstPlan;
  const mixer =
    firstPlan.kind === 'scene'
      ? createSceneMixer(kernels, firstPlan, sources, hrtf, tapsMix)
      : createAdmMixer(kernels, firstPlan, sources[0]!, hrtf);
  const channels = mixer.outputs.length;
  // One block of the heap, seen through its own memory: the kernels' memory never grows.
  const { buffer } = kernels.heap.f32(0).view;
  const viewsOf = (ptrs: readonly number[]): Float32Array[] => ptrs.map((ptr) => new Float32Array(buffer, ptr, QUANTUM_FRAMES));
  const outputViews = viewsOf(mixer.outputs);
  const mixViews = viewsOf(mixer.mixOutputs);
  /** Start of the quantum that comes next, on the timeline of the spatialised mix. */
  let quantumStart = 0;
  /** Frames of the present quantum already delivered. */
  let delivered = QUANTUM_FRAMES;
  let positionFrame = 0;

  function runQuantum(): void {
    mixer.mix(quantumStart);
    quantumStart += QUANTUM_FRAMES;
    delivered = 0;
  }

  /** What is next of the present quantum. */
  function hand(out: Planar, views: Planar, outFrame: number, count: number): void {
    for (let c = 0; c < channels; c++) {
      const from = views[c]!;
      const to = out[c]!;
      for (let k = 0; k < count; k++) {
        to[outFrame + k] = from[delivered + k]!;
      }
    }
  }

  function seek(frame: number): void {
    const start = Math.floor((frame - PREROLL_FRAMES) / QUANTUM_FRAMES) * QUANTUM_FRAMES;
    mixer.reset();
    quantumStart = start;
    delivered = QUANTUM_FRAMES;
    positionFrame = frame;
    let skip = frame + mixer.latencyFrames - start;
    while (skip > 0) {
      runQuantum();
      delivered = Math.min(skip, QUANTUM_FRAMES);
      skip -= delivered;
    }
  }
  seek(0);

  return {
    channels,
    channelLabels: planLabels(plan),
    sampleRateHz: plan.sampleRateHz,
    get lengthFrames() {
      return plan.lengthFrames;
    },
    get positionFrame() {
      return positionFrame;
    },
    read(out, outFrame, lengthFrames, mix) {
      let done = 0;
      while (done < lengthFrames) {
        if (delivered === QUANTUM_FRAMES) {
          runQuantum();
        }
        const count = Math.min(lengthFrames - done, QUANTUM_FRAMES - delivered);
        hand(out, outputViews, outFrame + done, count);
        if (mix !== undefined) {
          hand(mix, mixViews, outFrame + done, count);
        }
        delivered += count;
        done += count;
      }
      positionFrame += lengthFrames;
    },
    seek,
    update(next) {
      if (!mixer.update(next)) {
        return false;
      }
      plan = next;
      return true;
    },
    setSolo: (elementIds) => mixer.setSolo(elementIds),
    setLiveTable: (table) => mixer.setLiveTable(table),
    elementPeaks: mixer.elementPeaks,
    elementReductionsDb: mixer.elementReductionsDb,
    groupReductionsDb: mixer.groupReductionsDb,
    get masterReductionDb() {
      return mixer.masterReductionDb;
    },
    insertReductionsDb: mixer.insertReductionsDb,
    get invalidSamples() {
      return mixer.invalidSamples;
    },
  };
}
