// The live side of the engine: pulls the plan ahead of the listener into the ring, measures what is heard, and swaps plans while it sounds.
// Runs in the render worker; its host brings files and a clock.
import { createPlanar, type AudioSource, type Planar } from '../audio/index.ts';
import { createWarningList, gainToDb, InputError, type Warn } from '../base/index.ts';
import { createKernels, createResampledSource, type F32Block, type Kernels } from '../dsp/index.ts';
import { createLoudnessMeter, createTruePeakMeter, loudnessWeights, type LoudnessMeter, type TruePeakMeter } from '../metering/index.ts';
import { parseHrtfSet, type HrtfSet } from '../render/binaural/index.ts';
import { parseTarget, planRender, QUANTUM_FRAMES, type RenderPlan, type RenderTarget } from '../render/index.ts';
import type { Scene } from '../scene/index.ts';
import type { LiveSetup, LiveWorkerApi, SceneLoaded, SourceInfo } from './contracts.ts';
import { METER_CHANNELS, METER_ELEMENTS, METER_FLOOR_DB, METER_GROUPS, METER_SNAPSHOT_LENGTH, METERS } from './liveMeters.ts';
import { LIVE_STRIDE, LIVE_TABLE_LENGTH } from './liveParameters.ts';
import { createRenderEngine, type RenderEngine } from './renderEngine.ts';
import { CONTROL, dropQueued, framesQueued, openRing, writeRing, type Ring } from './ring.ts';

/** What the worker's surroundings do for the engine. */
export interface LiveHost {
  /** Opens a file for synchronous reading. */
  openFile(file: Blob, name: string, warn: Warn): Promise<{ readonly source: AudioSource; readonly channelLabels?: readonly string[] }>;
  /** Milliseconds on a clock that never goes back. Only for pacing and the speed read-out, never for audio. */
  nowMs(): number;
  /** Calls `tick` again and again, a few times for each ring's length. */
  everyFewMs(tick: () => void): void;
  /** Where blocks go when there is no ring. */
  post(message: { readonly block: Planar } | { readonly drop: true } | { readonly playing: boolean }): void;
}

/** How far ahead of the listener the ring is filled: the latency. 85 ms at 48 kHz. */
const MARK_FRAMES = 4096;
/** A new plan fades in over the old one for this long. */
const SWAP_FRAMES = 4 * QUANTUM_FRAMES;
/** Longest stretch of work before the worker listens to messages again. */
const BUDGET_MS = 12;
/** Meters fall this fast. */
const FALL_DB_PER_SEC = 26;
/** Two lives a worker: while one plan fades out the next fades in. */
const ENGINE_MEMORY_MB = 384;

interface OpenedSource {
  readonly source: AudioSource;
  /** The same at the session's rate; made when a scene plays it. */
  atRate: AudioSource | undefined;
}

interface Running {
  readonly engine: RenderEngine;
  readonly slot: number;
}

/** What the render worker exposes; see LiveWorkerApi. */
export function createLiveWorker(host: LiveHost): LiveWorkerApi {
  const sources = new Map<string, OpenedSource>();
  const slots: Kernels[] = [];
  const slotMarks: number[] = [];
  let ring: Ring | undefined;
  let meters: Float32Array<ArrayBufferLike> = new Float32Array(METER_SNAPSHOT_LENGTH);
  let onMeters: ((snapshot: Float32Array) => void) | null = null;
  let onTrouble: Parameters<LiveWorkerApi['connect']>[3] = () => {};
  let parameters: Float32Array<ArrayBufferLike> = new Float32Array(LIVE_TABLE_LENGTH);
  let sampleRateHz = 48000;
  let hrtf: HrtfSet | undefined;
  let scene: Scene | undefined;
  let target: RenderTarget = { kind: 'binaural' };
  let plan: RenderPlan | undefined;
  let running: Running | undefined;
  let leaving: Running | undefined;
  let swapFrame = 0;
  let solo: ReadonlySet<string> | null = null;
  let playing = false;
  let loop: { readonly startFrame: number; readonly endFrame: number } | undefined;
  /** Frames sent by message and not yet played, where there is no ring. */
  let posted = 0;
  let meterBank: MeterBank | undefined;
  let lastMetersMs = 0;

  const block = createPlanar(METER_CHANNELS, QUANTUM_FRAMES);
  const other = createPlanar(METER_CHANNELS, QUANTUM_FRAMES);

  const queued = (): number => (ring === undefined ? posted : framesQueued(ring));

  function sourceAtRate(id: string): AudioSource | undefined {
    const opened = sources.get(id);
    if (opened !== undefined && opened.atRate?.sampleRateHz !== sampleRateHz) {
      opened.atRate = opened.source.sampleRateHz === sampleRateHz ? opened.source : createResampledSource(opened.source, sampleRateHz);
    }
    return opened?.atRate;
  }

  function build(nextPlan: RenderPlan, atFrame: number): Running {
    const slot = running?.slot === 0 ? 1 : 0;
    const kernels = (slots[slot] ??= createKernels(ENGINE_MEMORY_MB));
    slotMarks[slot] ??= kernels.heap.mark();
    kernels.heap.release(slotMarks[slot]!);
    const engine = createRenderEngine(
      kernels,
      nextPlan,
      scene!.sources.map((source) => sourceAtRate(source.id)),
      hrtf,
    );
    engine.setSolo(solo);
    engine.setLiveTable(parameters as Float32Array);
    engine.seek(atFrame);
    return { engine, slot };
  }

  function swapTo(nextPlan: RenderPlan): void {
    // A swap that is still fading is cut short: its old plan has all but gone.
    leaving = undefined;
    const next = build(nextPlan, running?.engine.positionFrame ?? 0);
    if (running !== undefined && playing) {
      leaving = running;
      swapFrame = 0;
    }
    running = next;
    plan = nextPlan;
    const weights = target.kind === 'binaural' ? [1, 1] : loudnessWeights(target.layout);
    if (meterBank === undefined || meterBank.channels !== next.engine.channels || meterBank.target !== targetKey(target)) {
      meterBank = createMeterBank(next.engine.channels, sampleRateHz, weights, targetKey(target));
    }
  }

  function loadPlan(): SceneLoaded {
    const { warn, list } = createWarningList();
    if (scene === undefined) {
      return { lengthFrames: 0, lengthSec: 0, warnings: [] };
    }
    const known = scene.sources.map((source) => {
      const atRate = sourceAtRate(source.id);
      if (atRate === undefined) {
        warn({ code: 'source.missing', at: source.id, message: `${source.file} is not here; its elements are silent` });
      }
      return atRate === undefined ? undefined : { channels: atRate.channels, lengthFrames: atRate.lengthFrames };
    });
    const next = planRender(scene, target, known);
    if (running?.engine.update(next) === true) {
      plan = next;
    } else {
      swapTo(next);
    }
    return { lengthFrames: next.lengthFrames, lengthSec: next.lengthFrames / sampleRateHz, warnings: list };
  }

  /** One quantum into `block`, old plan fading into new where there is one. */
  function pull(): number {
    const { engine } = running!;
    engine.read(block, 0, QUANTUM_FRAMES);
    let channels = engine.channels;
    if (leaving !== undefined) {
      leaving.engine.read(other, 0, QUANTUM_FRAMES);
      const was = leaving.engine.channels;
      for (let c = 0; c < Math.max(channels, was); c++) {
        const to = block[c]!;
        const from = other[c]!;
        for (let k = 0; k < QUANTUM_FRAMES; k++) {
          const fade = (swapFrame + k) / SWAP_FRAMES;
          to[k] = (c < channels ? to[k]! * fade : 0) + (c < was ? from[k]! * (1 - fade) : 0);
        }
      }
      channels = Math.max(channels, was);
      swapFrame += QUANTUM_FRAMES;
      if (swapFrame >= SWAP_FRAMES) {
        leaving = undefined;
      }
    }
    return channels;
  }

  function tick(): void {
    if (running === undefined || meterBank === undefined) {
      return;
    }
    const startMs = host.nowMs();
    let frames = 0;
    while (playing && queued() < MARK_FRAMES && host.nowMs() - startMs < BUDGET_MS) {
      const { engine } = running;
      if (loop !== undefined && engine.positionFrame >= loop.endFrame) {
        engine.seek(loop.startFrame);
      } else if (loop === undefined && engine.positionFrame >= engine.lengthFrames) {
        stopAtEnd();
        break;
      }
      const channels = pull();
      if (loop !== undefined && engine.positionFrame >= loop.endFrame) {
        fadeBlock(block, channels, -1);
      } else if (loop !== undefined && engine.positionFrame - QUANTUM_FRAMES === loop.startFrame) {
        fadeBlock(block, channels, 1);
      }
      meterBank.push(block, engine.channels);
      if (ring === undefined) {
        host.post({ block: block.slice(0, channels).map((channel) => channel.slice()) });
        posted += QUANTUM_FRAMES;
      } else {
        writeRing(ring, block, channels, QUANTUM_FRAMES);
      }
      frames += QUANTUM_FRAMES;
    }
    const nowMs = host.nowMs();
    if (frames > 0) {
      const speed = (frames / sampleRateHz) * (1000 / Math.max(0.05, nowMs - startMs));
      meters[METERS.speedRatio] = meters[METERS.speedRatio]! * 0.9 + speed * 0.1;
    }
    if (nowMs - lastMetersMs >= 15) {
      publish((nowMs - lastMetersMs) / 1000);
      lastMetersMs = nowMs;
    }
  }

  /** A source may break while it plays (a damaged frame, a file taken away): playing stops, the session stays. */
  function guardedTick(): void {
    try {
      tick();
    } catch (error) {
      setPlaying(false);
      const { code = 'engine.failed', message = String(error), hint = '', at = '' } = error as Partial<InputError>;
      onTrouble({ code, message, hint, at });
    }
  }

  function stopAtEnd(): void {
    if (queued() === 0) {
      setPlaying(false);
      jump(0);
    }
  }

  function publish(elapsedSec: number): void {
    const { engine } = running!;
    const fall = FALL_DB_PER_SEC * elapsedSec;
    const falling = (at: number, linear: number): void => {
      const db = linear <= 0 ? METER_FLOOR_DB : Math.max(METER_FLOOR_DB, gainToDb(linear));
      meters[at] = Math.max(db, Math.max(METER_FLOOR_DB, meters[at]! - fall));
    };
    meterBank!.publish(meters, falling);
    for (let e = 0; e < Math.min(METER_ELEMENTS, engine.elementPeaks.length); e++) {
      falling(METERS.elementPeakDb + e, engine.elementPeaks[e]!);
      engine.elementPeaks[e] = 0;
      meters[METERS.elementReductionDb + e] = playing ? engine.elementReductionsDb[e]! : 0;
    }
    for (let g = 0; g < METER_GROUPS; g++) {
      meters[METERS.groupReductionDb + g] = playing ? (engine.groupReductionsDb[g] ?? 0) : 0;
    }
    meters[METERS.masterReductionDb] = playing ? engine.masterReductionDb : 0;
    meters[METERS.channels] = engine.channels;
    // With a ring the page takes off what is queued itself, at the moment it asks.
    meters[METERS.positionFrame] = ring === undefined ? heardFrame() : engine.positionFrame;
    meters[METERS.playing] = playing ? 1 : 0;
    meters[METERS.generation] = meters[METERS.generation]! + 1;
    onMeters?.(meters.slice());
  }

  function setPlaying(next: boolean): void {
    playing = next;
    if (ring !== undefined) {
      Atomics.store(ring.control, CONTROL.playing, next ? 1 : 0);
    }
    host.post({ playing: next });
  }

  function jump(frame: number): void {
    leaving = undefined;
    running?.engine.seek(Math.max(0, Math.round(frame)));
    if (ring === undefined) {
      host.post({ drop: true });
      posted = 0;
    } else {
      dropQueued(ring);
    }
  }

  /** Where the listener is, as the worker sees it: what is still queued has not been heard. */
  const heardFrame = (): number => Math.max(0, (running?.engine.positionFrame ?? 0) - queued());

  return {
    async connect(setup: LiveSetup, _port, metersListener, troubleListener) {
      ring = setup.ring === null ? undefined : openRing(setup.ring);
      meters = new Float32Array(setup.meters ?? new ArrayBuffer(4 * METER_SNAPSHOT_LENGTH));
      meters.fill(METER_FLOOR_DB, METERS.channelPeakDb, METERS.elementReductionDb);
      parameters = new Float32Array(setup.parameters ?? new ArrayBuffer(4 * LIVE_TABLE_LENGTH));
      onMeters = metersListener;
      onTrouble = troubleListener;
      hrtf = parseHrtfSet(setup.hrtf);
      lastMetersMs = host.nowMs();
      host.everyFewMs(guardedTick);
    },
    async addSource(sourceId, file, name): Promise<SourceInfo> {
      const { warn } = createWarningList();
      const { source, channelLabels } = await host.openFile(file, name, warn);
      sources.set(sourceId, { source, atRate: undefined });
      return {
        sourceId,
        channels: source.channels,
        sampleRateHz: source.sampleRateHz,
        lengthFrames: source.lengthFrames,
        lengthSec: source.lengthFrames / source.sampleRateHz,
        ...(channelLabels === undefined ? {} : { channelLabels }),
      };
    },
    async loadScene(next) {
      if (next.sampleRateHz !== sampleRateHz) {
        sampleRateHz = next.sampleRateHz;
        meterBank = undefined;
      }
      scene = next;
      return loadPlan();
    },
    async setMonitor(render) {
      target = parseTarget(render);
      loadPlan();
    },
    async setSolo(elementIds) {
      solo = elementIds.length === 0 ? null : new Set(elementIds);
      running?.engine.setSolo(solo);
    },
    async play() {
      if (plan !== undefined && running !== undefined) {
        if (running.engine.positionFrame >= plan.lengthFrames) {
          jump(0);
        }
        setPlaying(true);
        guardedTick();
      }
    },
    async pause() {
      const frame = heardFrame();
      setPlaying(false);
      jump(frame);
    },
    async seek(frame) {
      jump(frame);
      meterBank?.drop();
      guardedTick();
    },
    async setLoop(startFrame, endFrame) {
      if (!(endFrame - startFrame >= QUANTUM_FRAMES)) {
        throw new InputError('transport.loop', 'the loop is too short', 'drag a longer range');
      }
      loop = { startFrame: Math.max(0, startFrame), endFrame };
    },
    async clearLoop() {
      loop = undefined;
    },
    async resetLoudness() {
      meterBank?.reset();
    },
    async setLive(elementIndex, values) {
      parameters.set(values.subarray(0, LIVE_STRIDE), elementIndex * LIVE_STRIDE);
    },
    async played(frames) {
      posted = Math.max(0, posted - frames);
    },
    async waveform(sourceId, channel, buckets) {
      const opened = sources.get(sourceId);
      return opened === undefined ? new Float32Array(2 * buckets) : waveformOf(opened.source, channel, buckets);
    },
  };
}

/** The wrap of a loop: out before it (direction −1), in after it (1), each over a quantum, so that it does not click. */
function fadeBlock(block: Planar, channels: number, direction: 1 | -1): void {
  for (let c = 0; c < channels; c++) {
    const samples = block[c]!;
    for (let k = 0; k < QUANTUM_FRAMES; k++) {
      samples[k] = samples[k]! * ((direction === 1 ? k : QUANTUM_FRAMES - 1 - k) / QUANTUM_FRAMES);
    }
  }
}

function targetKey(target: RenderTarget): string {
  return target.kind === 'binaural' ? 'binaural' : target.layout.id;
}

/** The meters of what is monitored, in a small kernel memory of their own. */
interface MeterBank {
  readonly channels: number;
  readonly target: string;
  push(block: Planar, channels: number): void;
  publish(meters: Float32Array, falling: (at: number, linear: number) => void): void;
  /** A jump: what was held is old. */
  drop(): void;
  reset(): void;
}

function createMeterBank(channels: number, sampleRateHz: number, weights: readonly number[], target: string): MeterBank {
  const kernels = createKernels(48);
  const blocks: F32Block[] = Array.from({ length: channels }, () => kernels.heap.f32(QUANTUM_FRAMES));
  const ptrs = blocks.map((b) => b.ptr);
  const loudness: LoudnessMeter = createLoudnessMeter(kernels, { sampleRateHz, weights });
  const truePeak: TruePeakMeter = createTruePeakMeter(kernels, { channels });
  const peaks = new Float32Array(channels);
  let leftPower = 0;
  let rightPower = 0;
  let lraAge = 0;
  let lra = 0;
  return {
    channels,
    target,
    push(block, count) {
      for (let c = 0; c < Math.min(channels, count); c++) {
        blocks[c]!.view.set(block[c]!);
        const peak = kernels.run.peakOf(ptrs[c]!, QUANTUM_FRAMES);
        peaks[c] = Math.max(peaks[c]!, peak);
      }
      loudness.push(ptrs, 0, QUANTUM_FRAMES);
      truePeak.push(ptrs, 0, QUANTUM_FRAMES);
      if (channels >= 2) {
        // About 100 ms of memory: the balance is for eyes.
        leftPower = leftPower * 0.95 + powerOf(block[0]!);
        rightPower = rightPower * 0.95 + powerOf(block[1]!);
      }
    },
    publish(meters, falling) {
      for (let c = 0; c < Math.min(channels, METER_CHANNELS); c++) {
        falling(METERS.channelPeakDb + c, peaks[c]!);
        peaks[c] = 0;
      }
      meters[METERS.momentaryLufs] = loudness.momentaryLufs;
      meters[METERS.shortTermLufs] = loudness.shortTermLufs;
      meters[METERS.maxShortTermLufs] = loudness.maxShortTermLufs;
      if (lraAge++ % 16 === 0) {
        meters[METERS.integratedLufs] = loudness.integratedLufs();
        lra = loudness.loudnessRangeLu();
      }
      meters[METERS.lraLu] = lra;
      meters[METERS.truePeakDbtp] = truePeak.truePeakDbtp;
      const sum = leftPower + rightPower;
      meters[METERS.balance] = sum > 1e-12 ? (rightPower - leftPower) / sum : 0;
    },
    drop() {
      leftPower = 0;
      rightPower = 0;
    },
    reset() {
      loudness.reset();
      truePeak.reset();
    },
  };
}

function powerOf(samples: Float32Array): number {
  let sum = 0;
  for (let k = 0; k < samples.length; k++) {
    sum += samples[k]! * samples[k]!;
  }
  return sum;
}

/** Frames read at a time for a waveform. */
const WAVEFORM_FRAMES = 65536;

function waveformOf(source: AudioSource, channel: number, buckets: number): Float32Array {
  const out = new Float32Array(2 * buckets);
  const block = createPlanar(source.channels, WAVEFORM_FRAMES);
  const samples = block[channel];
  if (samples === undefined || source.lengthFrames === 0) {
    return out;
  }
  for (let start = 0; start < source.lengthFrames; start += WAVEFORM_FRAMES) {
    const count = Math.min(WAVEFORM_FRAMES, source.lengthFrames - start);
    source.read(block, 0, start, count);
    for (let k = 0; k < count; k++) {
      const bucket = Math.floor(((start + k) * buckets) / source.lengthFrames);
      const sample = samples[k]!;
      if (sample < out[2 * bucket]!) {
        out[2 * bucket] = sample;
      }
      if (sample > out[2 * bucket + 1]!) {
        out[2 * bucket + 1] = sample;
      }
    }
  }
  return out;
}
