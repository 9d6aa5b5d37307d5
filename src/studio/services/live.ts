import { proxy, transfer, wrap, type Remote } from 'comlink';
import {
  CONTROL,
  LIVE,
  LIVE_GAIN,
  LIVE_POSITION,
  LIVE_SIZE,
  LIVE_STRIDE,
  LIVE_TABLE_LENGTH,
  METER_CHANNELS,
  METER_SNAPSHOT_LENGTH,
  METERS,
  openRing,
  ringBytes,
  framesQueued,
  type LiveWorkerApi,
  type Ring,
} from '../../engine/index.ts';
import type { Scene } from '../../scene/index.ts';
import playbackUrl from '../../../workers/playback.worklet.ts?worker&url';
import { installErrorTransfer } from '../../../workers/platform/errorTransfer.ts';
import { dbToGain } from '../../base/index.ts';
import type { Capabilities, LiveEngine, Trouble } from './types.ts';

/** Edits are handed over at most this often. */
const HANDOVER_MS = 40;

installErrorTransfer();

/** What this browser can do, found once. */
function findCapabilities(): Capabilities {
  const canvas = document.createElement('canvas');
  return {
    isolated: globalThis.crossOriginIsolated && typeof SharedArrayBuffer !== 'undefined',
    webgl: canvas.getContext('webgl2') !== null,
    outputChannels: 2,
    folders: 'showDirectoryPicker' in globalThis,
  };
}

/** The engine in its worker, the ring, and the worklet that plays it. */
export function createLiveEngine(hrtf: Uint8Array): LiveEngine {
  const worker = new Worker(new URL('../../../workers/render.worker.ts', import.meta.url), { type: 'module' });
  const remote: Remote<LiveWorkerApi> = wrap<LiveWorkerApi>(worker);
  const listeners = new Set<(trouble: Trouble) => void>();
  let capabilities = findCapabilities();
  const { isolated } = capabilities;
  const shared = (floats: number): SharedArrayBuffer | null => (isolated ? new SharedArrayBuffer(floats * 4) : null);
  const ringMemory = isolated ? new SharedArrayBuffer(ringBytes()) : null;
  const meterMemory = shared(METER_SNAPSHOT_LENGTH);
  const liveMemory = shared(LIVE_TABLE_LENGTH);
  const meters = new Float32Array(meterMemory ?? new ArrayBuffer(METER_SNAPSHOT_LENGTH * 4));
  const table = new Float32Array(liveMemory ?? new ArrayBuffer(LIVE_TABLE_LENGTH * 4));
  const ring: Ring | undefined = ringMemory === null ? undefined : openRing(ringMemory);
  const channel = new MessageChannel();

  let context: AudioContext | undefined;
  let gain: GainNode | undefined;
  let monitorGainDb = 0;
  let starting: Promise<void> | undefined;
  let sampleRateHz = 48000;
  let connected: Promise<void> | undefined;
  let playing = false;
  let pausedSec = 0;
  /** The meters' generation when playing began. */
  let playedGeneration = 0;
  let loopRange: { readonly startSec: number; readonly endSec: number } | null = null;
  let lengthSec = 0;
  let pending: Scene | undefined;
  let handover: Promise<void> = Promise.resolve();

  const tell = (error: unknown): void => {
    const { code = 'engine.failed', message = String(error), hint = '', at = '' } = error as Partial<Trouble>;
    listeners.forEach((listener) => listener({ code, message, hint, at }));
  };
  worker.addEventListener('error', (event) =>
    tell({ code: 'engine.worker', message: `the engine stopped: ${event.message}`, hint: 'reload the page; the session is saved', at: '' }),
  );

  const connect = (): Promise<void> => {
    connected ??= (async () => {
      const setup = { hrtf, ring: ringMemory, meters: meterMemory, parameters: liveMemory };
      const port = isolated ? null : channel.port1;
      const onMeters = isolated ? null : proxy((snapshot: Float32Array) => meters.set(snapshot));
      await remote.connect(setup, port === null ? null : transfer(port, [port]), onMeters, proxy(tell));
    })();
    return connected;
  };

  /** Sessions play at their own rate: another rate needs another context. */
  const followRate = async (rateHz: number): Promise<void> => {
    if (rateHz !== sampleRateHz) {
      sampleRateHz = rateHz;
      if (context !== undefined) {
        await context.close();
        starting = undefined;
        await start();
      }
    }
  };

  const start = (): Promise<void> => {
    starting ??= (async () => {
      context = new AudioContext({ sampleRate: sampleRateHz, latencyHint: 'playback' });
      await context.audioWorklet.addModule(playbackUrl);
      const outputChannels = Math.min(METER_CHANNELS, context.destination.maxChannelCount);
      capabilities = { ...capabilities, outputChannels };
      const node = new AudioWorkletNode(context, 'periphony-playback', {
        numberOfInputs: 0,
        outputChannelCount: [outputChannels],
        processorOptions: { ring: ringMemory },
      });
      if (!isolated) {
        node.port.postMessage({ port: channel.port2 }, [channel.port2]);
      }
      gain = new GainNode(context, { gain: dbToGain(monitorGainDb) });
      for (const audioNode of [node, gain]) {
        audioNode.channelCount = outputChannels;
        audioNode.channelCountMode = 'explicit';
        audioNode.channelInterpretation = 'discrete';
      }
      context.destination.channelCount = outputChannels;
      context.destination.channelInterpretation = 'discrete';
      node.connect(gain).connect(context.destination);
    })();
    return starting;
  };

  const latencySec = (): number => (context === undefined ? 0 : context.baseLatency + (context.outputLatency ?? 0));

  const positionSec = (): number => {
    if (!playing) {
      return pausedSec;
    }
    const queued = ring === undefined ? 0 : framesQueued(ring);
    const heard = (meters[METERS.positionFrame]! - queued) / sampleRateHz - latencySec();
    // Just after a loop's wrap the queue still holds the end of the loop.
    const wrapped = loopRange !== null && heard < loopRange.startSec ? heard + loopRange.endSec - loopRange.startSec : heard;
    return Math.max(0, Math.min(lengthSec, wrapped));
  };

  /** The engine came to the end by itself. Without a ring its word is a few snapshots old. */
  const hasStopped = (): boolean =>
    ring === undefined
      ? meters[METERS.playing] === 0 && meters[METERS.generation]! > playedGeneration + 2
      : Atomics.load(ring.control, CONTROL.playing) === 0;

  const override = (elementIndex: number, flag: number, write: (at: number) => void): void => {
    const at = elementIndex * LIVE_STRIDE;
    write(at);
    table[at + LIVE.active] = table[at + LIVE.active]! | flag;
    if (!isolated) {
      void remote.setLive(elementIndex, table.slice(at, at + LIVE_STRIDE)).catch(tell);
    }
  };

  const handOver = (scene: Scene): Promise<void> => {
    const waiting = pending !== undefined;
    pending = scene;
    if (!waiting) {
      handover = handover
        .then(() => new Promise<void>((resolve) => setTimeout(resolve, HANDOVER_MS)))
        .then(async () => {
          const next = pending!;
          pending = undefined;
          await connect();
          await followRate(next.sampleRateHz);
          lengthSec = (await remote.loadScene(next)).lengthSec;
        })
        .catch(tell);
    }
    return handover;
  };

  return {
    get capabilities() {
      return capabilities;
    },
    start,
    async play() {
      try {
        await connect();
        await start();
        await context!.resume();
        await remote.play();
        playedGeneration = meters[METERS.generation]!;
        playing = true;
      } catch (error) {
        tell(error);
      }
    },
    async pause() {
      pausedSec = positionSec();
      playing = false;
      await remote.pause();
    },
    async seek(sec) {
      pausedSec = Math.max(0, Math.min(lengthSec, sec));
      await connect();
      await remote.seek(Math.round(pausedSec * sampleRateHz));
    },
    async setLoop(range) {
      loopRange = range;
      await connect();
      await (
        range === null
          ? remote.clearLoop()
          : remote.setLoop(Math.round(range.startSec * sampleRateHz), Math.round(range.endSec * sampleRateHz))
      ).catch(tell);
    },
    async setMonitor(render) {
      await connect();
      await remote.setMonitor(render).catch(tell);
    },
    setMonitorGain(gainDb) {
      monitorGainDb = gainDb;
      if (gain !== undefined && context !== undefined) {
        gain.gain.setTargetAtTime(dbToGain(gainDb), context.currentTime, 0.01);
      }
    },
    async setSolo(elementIds) {
      await connect();
      await remote.setSolo([...elementIds]);
    },
    async setMuted(elementIds) {
      await connect();
      await remote.setMuted([...elementIds]);
    },
    async resetLoudness() {
      await remote.resetLoudness();
    },
    async setMasterListening(listening) {
      await connect();
      await remote.setMasterListening(listening).catch(tell);
    },
    async setReference(file) {
      await connect();
      return remote.setReference(file, file?.name ?? '');
    },
    async addSource(sourceId, file) {
      await connect();
      return remote.addSource(sourceId, file, file.name);
    },
    setScene: handOver,
    loadAdm(file, options) {
      const loading = handover.then(async () => {
        await connect();
        const loaded = await remote.loadAdm(file, file.name, options);
        await followRate(loaded.sampleRateHz);
        ({ lengthSec } = loaded);
        return loaded;
      });
      handover = loading.then(
        () => {},
        () => {},
      );
      return loading;
    },
    dragPosition(elementIndex, x, y, z) {
      override(elementIndex, LIVE_POSITION, (at) => {
        table[at + LIVE.x] = x;
        table[at + LIVE.y] = y;
        table[at + LIVE.z] = z;
      });
    },
    dragGainDb(elementIndex, gainDb) {
      override(elementIndex, LIVE_GAIN, (at) => {
        table[at + LIVE.gainDb] = gainDb;
      });
    },
    dragSize(elementIndex, size) {
      override(elementIndex, LIVE_SIZE, (at) => {
        table[at + LIVE.size] = size;
      });
    },
    endDrag(elementIndex) {
      // The plan with the edit must be in before the override goes, or the object would jump back for a moment.
      void handover.then(() => {
        const at = elementIndex * LIVE_STRIDE;
        table[at + LIVE.active] = 0;
        return isolated ? undefined : remote.setLive(elementIndex, table.slice(at, at + LIVE_STRIDE));
      });
    },
    async waveform(sourceId, channelIndex, buckets) {
      return remote.waveform(sourceId, channelIndex, buckets);
    },
    meters,
    isPlaying() {
      if (playing && hasStopped()) {
        playing = false;
        pausedSec = 0;
      }
      return playing;
    },
    positionSec,
    lengthSec: () => lengthSec,
    underruns: () => (ring === undefined ? 0 : Atomics.load(ring.control, CONTROL.underruns)),
    onTrouble(listener) {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
    [Symbol.dispose]() {
      worker.terminate();
      void context?.close();
    },
  };
}
