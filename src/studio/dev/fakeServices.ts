// Screens without an engine.
import { METERS, METER_SNAPSHOT_LENGTH } from '../../engine/index.ts';
import type { Element, Scene } from '../../scene/index.ts';
import type { Exporter, LiveEngine, OpenedSession, SessionFiles, StudioServices } from '../services/types.ts';
import type { MasterReport } from '../../jobs/index.ts';

const LENGTH = 64;
const orbit = Array.from({ length: 33 }, (_, k) => {
  const t = k * 2;
  const p = (k / 16) * 2 * Math.PI;
  return { atSec: t, x: round(0.9 * Math.sin(p)), y: round(0.55 * Math.sin(2 * p) - 0.1), z: round(0.55 + 0.35 * Math.cos(p)) };
});
function round(x: number): number {
  return Math.round(x * 100) / 100;
}

const base = { startSec: 0, mute: false, content: 'music', processing: [] } as const;
function object(
  id: string,
  name: string,
  group: string,
  gainDb: number,
  x: number,
  y: number,
  z: number,
  binaural: 'off' | 'near' | 'mid' | 'far',
  more: object = {},
): Element {
  return {
    ...base,
    id,
    name,
    kind: 'object',
    source: id,
    channel: 1,
    group,
    gainDb,
    position: { x, y, z },
    size: 0,
    snap: false,
    zones: 'all',
    binaural,
    automation: {},
    ...more,
  } as Element;
}

const scene: Scene = {
  title: 'Night Drive',
  sampleRateHz: 48000,
  frameRate: '25',
  tempoBpm: 120,
  sources: [],
  groups: [
    { id: 'drums', name: 'Drums', hueDeg: 20, gainDb: 0, mute: false, processing: [] },
    { id: 'low', name: 'Bass', hueDeg: 50, gainDb: 0, mute: false, processing: [] },
    { id: 'keys', name: 'Keys', hueDeg: 85, gainDb: -1, mute: false, processing: [] },
    { id: 'vox', name: 'Vocals', hueDeg: 140, gainDb: 0, mute: false, processing: [{ kind: 'compressor' }] },
    { id: 'synths', name: 'Synths', hueDeg: 210, gainDb: 0, mute: false, processing: [] },
    { id: 'amb', name: 'Ambience', hueDeg: 290, gainDb: 0, mute: false, processing: [] },
  ],
  elements: [
    object('kick', 'Kick', 'drums', -3, 0, 1, 0, 'near', { startSec: 0 }),
    object('snare', 'Snare', 'drums', -5.5, 0.1, 0.95, 0, 'mid'),
    object('hatsL', 'Hats L', 'drums', -11, -0.55, 0.75, 0.15, 'far', { pairedWith: 'hatsR' }),
    object('hatsR', 'Hats R', 'drums', -11, 0.55, 0.75, 0.15, 'near', { pairedWith: 'hatsL' }),
    object('bass', 'Bass', 'low', -4.2, 0, 0.85, 0, 'off', { startSec: 2 }),
    object('keysL', 'Keys L', 'keys', -8, -0.95, 0.4, 0.15, 'far', { pairedWith: 'keysR' }),
    object('keysR', 'Keys R', 'keys', -8, 0.95, 0.4, 0.15, 'near', { pairedWith: 'keysL' }),
    object('lead', 'Lead', 'vox', -2.1, 0.12, 1, 0.1, 'mid', {
      processing: [
        {
          kind: 'eq',
          bands: [
            { type: 'highPass', frequencyHz: 90, slopeDbPerOct: 12 },
            { type: 'bell', frequencyHz: 420, gainDb: -3, q: 1.2 },
            { type: 'highShelf', frequencyHz: 6000, gainDb: 3, q: 0.7 },
          ],
        },
        { kind: 'compressor', thresholdDb: -22 },
        { kind: 'trim', gainDb: 1 },
      ],
    }),
    object('voices', 'Voices', 'vox', -6, 0, 0.65, 0.7, 'far'),
    {
      ...base,
      id: 'pad',
      name: 'Pad bed',
      kind: 'bed',
      source: 'pad',
      layout: '7.1.2',
      group: 'synths',
      gainDb: -9,
      binaural: 'mid',
      automation: {},
      startSec: 4,
    } as Element,
    object('arp', 'Arp orbit', 'synths', -10, -0.35, -0.55, 0.8, 'mid', {
      size: 0.12,
      hueDeg: 205,
      automation: { position: orbit },
      processing: [
        {
          kind: 'eq',
          bands: [
            { type: 'highPass', frequencyHz: 40 },
            { type: 'bell', frequencyHz: 420, gainDb: -4, q: 1.2 },
            { type: 'bell', frequencyHz: 3000, gainDb: 5, q: 0.9 },
          ],
        },
        { kind: 'compressor' },
      ],
    }),
    object('strL', 'Strings L', 'synths', -9.5, -1, -0.2, 0.45, 'far', { hueDeg: 235, pairedWith: 'strR' }),
    object('strR', 'Strings R', 'synths', -9.5, 1, -0.2, 0.45, 'near', { hueDeg: 235, pairedWith: 'strL' }),
    {
      ...base,
      id: 'rain',
      name: 'Rain',
      kind: 'bed',
      source: 'rain',
      layout: '7.1.2',
      group: 'amb',
      gainDb: -16,
      binaural: 'far',
      automation: {},
    } as Element,
  ],
  master: { processing: [] },
  deliverables: [
    { render: '7.1.4', preset: 'atmos-music', format: 'wav24' },
    { render: 'stereo', preset: 'spotify', format: 'wav24' },
    { render: 'binaural', preset: 'apple-music', format: 'flac' },
  ],
};
const withSources: Scene = { ...scene, sources: scene.elements.map((e) => ({ id: e.source, file: `stems/${e.source}.wav` })) };

function fakeLive(): LiveEngine {
  const meters = new Float32Array(METER_SNAPSHOT_LENGTH).fill(-144);
  let playing = false;
  let at = 14.3;
  let since = 0;
  let loop: { startSec: number; endSec: number } | null = null;
  let channels = 2;
  const now = (): number => {
    let sec = playing ? at + (performance.now() - since) / 1000 : at;
    if (loop !== null && sec > loop.endSec) {
      sec = loop.startSec + ((sec - loop.startSec) % (loop.endSec - loop.startSec));
    }
    return Math.min(LENGTH, sec);
  };
  meters[METERS.channels] = 2;
  setInterval(() => {
    const t = now();
    meters[METERS.generation]! += playing ? 1 : 0;
    for (let k = 0; k < 64; k++) {
      const v = playing
        ? -10 - 4 * Math.sin(t * (1.2 + k * 0.13) + k) - 6 * Math.abs(Math.sin(t * 2 + k * 1.7))
        : Math.max(-144, meters[METERS.elementPeakDb + k]! - 3);
      meters[METERS.elementPeakDb + k] = v;
      meters[METERS.elementReductionDb + k] = playing ? 2 + 2 * Math.sin(t * 3 + k) : 0;
      if (k < 24) {
        meters[METERS.channelPeakDb + k] = k < channels ? v + (k % 3) * 3 - (k === 3 ? 9 : 0) : -144;
      }
    }
    meters[METERS.channels] = channels;
    meters[METERS.momentaryLufs] = playing ? -15.1 + Math.sin(t * 2) : -144;
    meters[METERS.shortTermLufs] = playing ? -16.9 + 1.5 * Math.sin(t * 0.6) : -144;
    meters[METERS.integratedLufs] = -18.2;
    meters[METERS.lraLu] = 7.4;
    meters[METERS.truePeakDbtp] = -1.3;
    meters[METERS.positionFrame] = t * 48000;
  }, 50);
  const isGl = document.createElement('canvas').getContext('webgl2') !== null;
  return {
    capabilities: {
      isolated: crossOriginIsolated,
      webgl: isGl && !location.search.includes('nogl'),
      outputChannels: location.search.includes('multi') ? 12 : 2,
      folders: true,
    },
    start: async () => {},
    play: async () => {
      since = performance.now();
      playing = true;
    },
    pause: async () => {
      at = now();
      playing = false;
    },
    seek: async (sec) => {
      at = sec;
      since = performance.now();
      meters[METERS.generation]! += 1;
    },
    setLoop: async (range) => {
      at = now();
      since = performance.now();
      loop = range;
    },
    setMonitor: async (render) => {
      channels = render === '7.1.4' ? 12 : render === '5.1' ? 6 : 2;
      meters[METERS.generation]! += 1;
    },
    setMonitorGain: () => {},
    setSolo: async () => {},
    resetLoudness: async () => {},
    addSource: async (sourceId) => ({
      sourceId,
      channels: 1,
      sampleRateHz: 48000,
      lengthFrames: LENGTH * 48000,
      lengthSec: LENGTH - (sourceId.length % 5) * 3,
    }),
    setScene: async () => {},
    dragPosition: () => {},
    dragGainDb: () => {},
    dragSize: () => {},
    endDrag: () => {},
    waveform: async (id, _channel, buckets) => {
      const out = new Float32Array(buckets * 2);
      let seed = id.charCodeAt(0) * 7 + id.length;
      for (let k = 0; k < buckets; k++) {
        seed = (seed * 1103515245 + 12345) & 0x7fffffff;
        const a = (0.25 + 0.6 * Math.abs(Math.sin((k / buckets) * 40 + id.charCodeAt(1)!))) * (0.5 + (seed / 0x7fffffff) * 0.5);
        out[2 * k] = -a;
        out[2 * k + 1] = a;
      }
      return out;
    },
    meters,
    isPlaying: () => playing,
    positionSec: now,
    lengthSec: () => LENGTH,
    underruns: () => 0,
    onTrouble: () => () => {},
    [Symbol.dispose]: () => {},
  };
}

const exporter: Exporter = {
  run: ({ renders, onProgress, scene: s }) => {
    let stop = false;
    const finished = (async () => {
      const reports: MasterReport['renders'][number][] = [];
      for (const { render, preset, format } of renders) {
        for (const stage of ['rendering', 'mastering', 'measuring']) {
          for (let r = 0; r <= 1; r += 0.1) {
            await new Promise((done) => setTimeout(done, 80));
            if (stop) {
              throw Object.assign(new Error('cancelled'), { code: 'job.cancelled' });
            }
            onProgress({ render, stage, ratio: r, speedRatio: 14.2 });
          }
        }
        onProgress({ render, stage: 'done', ratio: 1, speedRatio: 14.2 });
        const fails = render === 'stereo';
        reports.push({
          render,
          file: `${s.title}.${render}.wav`,
          channels: 2,
          channelLabels: ['L', 'R'],
          sampleRateHz: 48000,
          frames: 64 * 48000,
          format,
          preset: preset === 'none' ? null : preset,
          integratedLufs: fails ? -15.3 : -18.0,
          lraLu: 6.1,
          maxMomentaryLufs: -12,
          maxShortTermLufs: -14,
          truePeakDbtp: -1.02,
          samplePeakDbfs: -1.2,
          gainDb: 2.1,
          maxGainReductionDb: fails ? 6 : 1.2,
          passed: !fails,
          checks: [
            {
              rule: 'integrated-loudness',
              passed: !fails,
              message: fails
                ? '−15.3 LUFS is 1.3 LU under −14.0: reaching it would need more than 6 dB of limiting; lower the peaks of Kick, or accept the quieter master'
                : '−18.0 LUFS, target −18.0',
            },
            { rule: 'true-peak', passed: true, message: '−1.02 dBTP, ceiling −1.00' },
          ],
        });
      }
      const report: MasterReport = {
        periphony: 1,
        title: s.title,
        input: 'x',
        inputSha256: '00',
        renderer: '0.1',
        meter: 'BS.1770-5',
        passed: false,
        renders: reports,
        warnings: [],
      };
      return { report, files: reports.map((r) => ({ name: r.file, blob: new Blob([new Uint8Array(1_200_000)]) })) };
    })();
    return {
      finished,
      cancel: () => {
        stop = true;
      },
    };
  },
};

const sessions: SessionFiles = {
  openDemo: async (onProgress): Promise<OpenedSession> => {
    for (let r = 0; r < 1; r += 0.25) {
      onProgress(r, 'Composing Night Drive');
      await new Promise((done) => setTimeout(done, 60));
    }
    if (location.search.includes('empty')) {
      throw Object.assign(new Error('the demo could not be composed'), { code: 'demo.broken', hint: 'reload the page' });
    }
    return { scene: withSources, files: new Map(withSources.sources.map((s) => [s.id, new File([], s.file)])), missing: [], warnings: [] };
  },
  openFiles: async () => ({ scene: withSources, files: new Map(), missing: ['a.wav'], warnings: [] }),
  serialize: (s) => JSON.stringify(s),
};

export async function createStudioServices(): Promise<StudioServices> {
  return { live: fakeLive(), exporter, sessions };
}
