// The live side of the engine: pulls the plan ahead of the listener into the ring, measures what is heard, and swaps plans while it sounds.
// Runs in the render worker; its host brings files and a clock.
import { createPlanar, type AudioSource, type ByteSource, type Planar } from '../audio/index.ts';
import { createWarningList, gainToDb, ignoreWarnings, InputError } from '../base/index.ts';
import { createKernels, createResampledSource, type Kernels } from '../dsp/index.ts';
import { openAudioFile } from '../formats/index.ts';
import { loudnessWeights } from '../metering/index.ts';
import { parseHrtfSet, type HrtfSet } from '../render/binaural/index.ts';
import { parseTarget, QUANTUM_FRAMES, type RenderPlan, type RenderTarget } from '../render/index.ts';
import { showAdm } from './admDisplay.ts';
import type { LiveSetup, LiveWorkerApi, SceneLoaded, SourceInfo } from './contracts.ts';
import { crossfadeQuantum } from './crossfade.ts';
import { createListeningDesk, PLAIN_LISTENING, type ListeningDesk } from './listeningDesk.ts';
import { createLiveMaster, type LiveMaster } from './liveMaster.ts';
import {
  METER_CHANNELS,
  METER_ELEMENTS,
  METER_FLOOR_DB,
  METER_GROUPS,
  METER_INSERTS,
  METER_SNAPSHOT_LENGTH,
  METERS,
} from './liveMeters.ts';
import { LIVE_STRIDE, LIVE_TABLE_LENGTH } from './liveParameters.ts';
import { createLiveReference } from './liveReference.ts';
import { createSceneSession, openAdmSession, type LiveSession } from './liveSession.ts';
import { createMeterBank, type MeterBank } from './meterBank.ts';
import { createRenderEngine, type RenderEngine } from './renderEngine.ts';
import { CONTROL, dropQueued, framesQueued, openRing, writeRing, type Ring } from './ring.ts';
import { createWaveforms, type Waveforms } from './waveforms.ts';

/** What the worker's surroundings do for the engine. */
export interface LiveHost {
  /** Opens a file for synchronous reading. */
  openBytes(file: Blob, name: string): ByteSource;
  /** Resolves after messages and ticks that wait have had their turn. */
  rest(): Promise<void>;
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
  readonly waveforms: Waveforms;
}

interface Running {
  readonly engine: RenderEngine;
  /** Through which it is read and moved. */
  readonly master: LiveMaster;
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
  let session: LiveSession | undefined;
  let target: RenderTarget = { kind: 'binaural' };
  let plan: RenderPlan | undefined;
  let running: Running | undefined;
  let leaving: Running | undefined;
  let swapFrame = 0;
  let solo: readonly string[] = [];
  let muted: readonly string[] = [];
  let playing = false;
  let loop: { readonly startFrame: number; readonly endFrame: number } | undefined;
  /** Frames sent by message and not yet played, where there is no ring. */
  let posted = 0;
  let meterBank: MeterBank | undefined;
  let desk: ListeningDesk | undefined;
  let listening = PLAIN_LISTENING;
  const reference = createLiveReference(host.rest);
  let lastMetersMs = 0;

  const block = createPlanar(METER_CHANNELS, QUANTUM_FRAMES);
  /** The end of a plan that fades out with the one that fades in. */
  const faded = { mix: createPlanar(METER_CHANNELS, QUANTUM_FRAMES), master: createPlanar(METER_CHANNELS, QUANTUM_FRAMES) };

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
    const engine = createRenderEngine(kernels, nextPlan, session!.sources(), hrtf, true);
    engine.setSolo(heardIds());
    engine.setLiveTable(parameters as Float32Array);
    const isLfe = target.kind === 'binaural' ? [false, false] : target.layout.speakers.map((speaker) => speaker.isLfe);
    const master = createLiveMaster(kernels, engine, isLfe, listening.limiter);
    master.seek(atFrame);
    return { engine, master, slot };
  }

  function swapTo(nextPlan: RenderPlan): void {
    // A swap that is still fading is cut short: its old plan has all but gone.
    leaving = undefined;
    const next = build(nextPlan, running?.master.positionFrame ?? 0);
    if (running !== undefined && playing) {
      leaving = running;
      swapFrame = 0;
    }
    running = next;
    plan = nextPlan;
    const weights = target.kind === 'binaural' ? [1, 1] : loudnessWeights(target.layout);
    const heard = `${target.kind === 'binaural' ? 'binaural' : target.layout.id} ${sampleRateHz}`;
    if (meterBank === undefined || meterBank.channels !== next.engine.channels || meterBank.heard !== heard) {
      const { channels } = next.engine;
      meterBank = createMeterBank(channels, sampleRateHz, weights, heard);
      desk = createListeningDesk({ channels, sampleRateHz, weights }, meterBank.loudness, desk);
      desk.set(listening);
      desk.setReference(reference.feed(target, channels, sampleRateHz));
      desk.arrive();
    }
  }

  function loadPlan(): SceneLoaded {
    const { warn, list } = createWarningList();
    if (session === undefined) {
      return { lengthFrames: 0, lengthSec: 0, warnings: [] };
    }
    const next = session.plan(target, warn);
    desk?.forget();
    if (running?.engine.update(next) === true) {
      plan = next;
    } else {
      swapTo(next);
    }
    return { lengthFrames: next.lengthFrames, lengthSec: next.lengthFrames / sampleRateHz, warnings: list };
  }

  /** Takes a session over, if it can be planned; if not, the one before it plays on. @param isNew nothing is solo or mute any more */
  function takeSession(next: LiveSession, isNew: boolean): SceneLoaded {
    const before = { session, sampleRateHz, solo, muted };
    session = next;
    sampleRateHz = next.sampleRateHz;
    if (isNew) {
      solo = [];
      muted = [];
    }
    try {
      return loadPlan();
    } catch (error) {
      ({ session, sampleRateHz, solo, muted } = before);
      throw error;
    }
  }

  /** Whom solo and mute leave; null for all. */
  function heardIds(): ReadonlySet<string> | null {
    if (muted.length === 0) {
      return solo.length === 0 ? null : new Set(solo);
    }
    const wanted = solo.length === 0 ? (session?.elementIds ?? []) : solo;
    return new Set(wanted.filter((id) => !muted.includes(id)));
  }

  function addOpened(sourceId: string, source: AudioSource): void {
    sources.set(sourceId, { source, atRate: undefined, waveforms: createWaveforms(source, host.rest) });
  }

  /** One quantum of what is heard into `block`, old plan fading into new where there is one. */
  function pull(): number {
    const { master } = running!;
    const frame = master.positionFrame;
    master.read();
    let channels = master.channels;
    let heard: Pick<LiveMaster, 'mix' | 'master'> = master;
    if (leaving !== undefined) {
      const last = leaving.master;
      last.read();
      crossfadeQuantum(faded.mix, master.mix, channels, last.mix, last.channels, swapFrame, SWAP_FRAMES);
      crossfadeQuantum(faded.master, master.master, channels, last.master, last.channels, swapFrame, SWAP_FRAMES);
      heard = faded;
      channels = Math.max(channels, last.channels);
      swapFrame += QUANTUM_FRAMES;
      if (swapFrame >= SWAP_FRAMES) {
        leaving = undefined;
      }
    }
    desk!.listen(block, heard.mix, heard.master, channels, frame);
    meterBank!.push(heard.master, block);
    return channels;
  }

  function tick(): void {
    if (running === undefined) {
      return;
    }
    const startMs = host.nowMs();
    let frames = 0;
    while (playing && queued() < MARK_FRAMES && host.nowMs() - startMs < BUDGET_MS) {
      const { engine, master } = running;
      if (loop !== undefined && master.positionFrame >= loop.endFrame) {
        master.seek(loop.startFrame);
      } else if (loop === undefined && master.positionFrame >= engine.lengthFrames) {
        stopAtEnd();
        break;
      }
      const channels = pull();
      if (loop !== undefined && master.positionFrame >= loop.endFrame) {
        fadeBlock(block, channels, -1);
      } else if (loop !== undefined && master.positionFrame - QUANTUM_FRAMES === loop.startFrame) {
        fadeBlock(block, channels, 1);
      }
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
    const { engine, master } = running!;
    const fall = FALL_DB_PER_SEC * elapsedSec;
    const falling = (at: number, linear: number): void => {
      const db = linear <= 0 ? METER_FLOOR_DB : Math.max(METER_FLOOR_DB, gainToDb(linear));
      meters[at] = Math.max(db, Math.max(METER_FLOOR_DB, meters[at]! - fall));
    };
    meterBank!.publish(meters, falling);
    desk!.publish(meters, elapsedSec);
    meters[METERS.limiterReductionDb] = playing ? master.takeReductionDb() : 0;
    for (let k = 0; k < METER_INSERTS; k++) {
      meters[METERS.insertReductionDb + k] = playing ? (engine.insertReductionsDb[k] ?? 0) : 0;
    }
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
    meters[METERS.positionFrame] = ring === undefined ? heardFrame() : master.positionFrame;
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
    running?.master.seek(Math.max(0, Math.round(frame)));
    desk?.arrive();
    if (ring === undefined) {
      host.post({ drop: true });
      posted = 0;
    } else {
      dropQueued(ring);
    }
  }

  /** Where the listener is, as the worker sees it: what is still queued has not been heard. */
  const heardFrame = (): number => Math.max(0, (running?.master.positionFrame ?? 0) - queued());

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
      const { source, channelLabels } = await openAudioFile(host.openBytes(file, name), ignoreWarnings);
      addOpened(sourceId, source);
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
      return takeSession(createSceneSession(next, sourceAtRate), false);
    },
    async loadAdm(file, name, options) {
      const { warn, list } = createWarningList();
      const opened = await openAdmSession(host.openBytes(file, name), options, warn);
      const shown = showAdm(opened, name);
      const loaded = takeSession(opened, true);
      addOpened(shown.scene.sources[0]!.id, opened.file);
      return { ...shown, ...loaded, warnings: [...list, ...loaded.warnings] };
    },
    async setMonitor(render) {
      target = parseTarget(render);
      loadPlan();
    },
    async setSolo(elementIds) {
      solo = elementIds;
      running?.engine.setSolo(heardIds());
    },
    async setMuted(elementIds) {
      muted = elementIds;
      running?.engine.setSolo(heardIds());
    },
    async play() {
      if (plan !== undefined && running !== undefined) {
        if (running.master.positionFrame >= plan.lengthFrames) {
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
      desk?.resetLoudness();
    },
    async setMasterListening(next) {
      listening = next;
      desk?.set(next);
      if (running === undefined || plan === undefined) {
        return;
      }
      if (running.master.hasLimiter !== (next.limiter !== null)) {
        swapTo(plan);
      } else if (next.limiter !== null) {
        running.master.setLimiter(next.limiter);
        leaving?.master.setLimiter(next.limiter);
      }
    },
    async setReference(file, name) {
      const info = await reference.open(file === null ? null : host.openBytes(file, name));
      if (running !== undefined) {
        desk?.setReference(reference.feed(target, running.engine.channels, sampleRateHz));
      }
      return info;
    },
    async setLive(elementIndex, values) {
      parameters.set(values.subarray(0, LIVE_STRIDE), elementIndex * LIVE_STRIDE);
    },
    async played(frames) {
      posted = Math.max(0, posted - frames);
    },
    async waveform(sourceId, channel, buckets) {
      const opened = sources.get(sourceId);
      return opened === undefined ? new Float32Array(2 * buckets) : opened.waveforms.of(channel, buckets);
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
