// An ADM file played live: through the worker's own face, and the samples of the offline render.
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { createMemoryByteSource } from '../../../src/audio/index.ts';
import { ignoreWarnings } from '../../../src/base/index.ts';
import { createKernels } from '../../../src/dsp/index.ts';
import { createRenderEngine, METERS } from '../../../src/engine/index.ts';
import { openAudioFile } from '../../../src/formats/index.ts';
import { openAdm } from '../../../src/interchange/index.ts';
import { planAdm } from '../../../src/render/adm/index.ts';
import { parseTarget, QUANTUM_FRAMES } from '../../../src/render/index.ts';
import { sceneFromProject } from '../../../src/scene/index.ts';
import { block, objectIds, polar } from '../../fixtures/adm/admXml.ts';
import { admFile } from '../../fixtures/adm/admFile.ts';
import { openLiveStudio, type LiveStudio } from './liveStudio.ts';

const FRAMES = 60 * QUANTUM_FRAMES;
const FILE = admFile(FRAMES);
const hrtf = new Uint8Array(readFileSync(new URL('../../../public/hrtf/kemar.bin', import.meta.url)));
const blob = (bytes: Uint8Array): Blob => bytes as unknown as Blob;

const openStudio = (monitor: string): Promise<LiveStudio> => openLiveStudio(monitor, hrtf);

async function offline(monitor: string, bytes = FILE): Promise<Float32Array[]> {
  const source = createMemoryByteSource(bytes);
  const opened = await openAudioFile(source, ignoreWarnings);
  const { items } = openAdm(source, opened.wave!, ignoreWarnings)!;
  const engine = createRenderEngine(createKernels(64), planAdm(items, parseTarget(monitor), opened.source), [opened.source], undefined);
  const out = Array.from({ length: engine.channels }, () => new Float32Array(FRAMES));
  engine.read(out, 0, FRAMES);
  return out;
}

const largest = (samples: Float32Array): number => samples.reduce((most, value) => Math.max(most, Math.abs(value)), 0);

describe('an ADM file, live', () => {
  it('says what is in it: elements with their places over time, and what the metadata say', async () => {
    const { api } = await openStudio('5.1');
    const loaded = await api.loadAdm(blob(FILE), 'master.wav', {});
    expect(loaded).toMatchObject({ lengthFrames: FRAMES, sampleRateHz: 48000, channels: 2, programme: { id: 'APR_1001' } });
    expect(loaded.warnings.map(({ code }) => code)).toEqual([]);
    expect(loaded.scene).toMatchObject({ title: 'master', sources: [{ file: 'master.wav' }] });
    expect(loaded.scene.elements).toMatchObject([
      {
        id: 'AO_1001',
        kind: 'object',
        channel: 1,
        automation: {
          position: [
            { atSec: 0, azimuthDeg: 30, curve: 'hold' },
            { atSec: 0.1, azimuthDeg: 30, curve: 'linear' },
            { atSec: 0.11, azimuthDeg: -30, curve: 'hold' },
          ],
        },
      },
      { id: 'AO_1002', kind: 'bed', layout: '5.1', channels: [0, 0, 0, 0, 0, 2] },
    ]);
    expect(loaded.elements).toMatchObject([
      { id: 'AO_1001', kind: 'objects', tracks: [1], blocks: [{ atSec: 0 }, { atSec: 0.1 }] },
      { id: 'AO_1002', kind: 'directSpeakers', tracks: [2], blocks: [{ metadata: { speakerLabels: ['M-110'] } }] },
    ]);
  });

  it.each(['5.1', '7.1.4', 'stereo'])('plays the samples of the offline render on %s, from any place', async (monitor) => {
    const { api, take, troubles } = await openStudio(monitor);
    await api.loadAdm(blob(FILE), 'master.wav', {});
    const expected = await offline(monitor);
    await api.play();
    const played = await take(25);
    played.forEach((samples, c) => expect(samples).toEqual(expected[c]!.slice(0, 25 * QUANTUM_FRAMES)));
    await api.seek(4321);
    const jumped = await take(12);
    jumped.forEach((samples, c) => expect(samples).toEqual(expected[c]!.slice(4321, 4321 + 12 * QUANTUM_FRAMES)));
    expect(troubles).toEqual([]);
  });

  it('solo and mute go by element, fade in a quantum, and show in the meters', async () => {
    const { api, take, meters } = await openStudio('5.1');
    await api.loadAdm(blob(FILE), 'master.wav', {});
    const expected = await offline('5.1');
    await api.play();
    await take(2);
    await api.seek(0);
    await api.setSolo(['AO_1002']);
    const fading = await take(19);
    expect(largest(fading[0]!.subarray(17 * QUANTUM_FRAMES))).toBe(0);
    expect(fading[5]!.subarray(0, QUANTUM_FRAMES)).toEqual(expected[5]!.subarray(0, QUANTUM_FRAMES));
    await api.seek(0);
    const alone = await take(4);
    expect(largest(alone[0]!)).toBe(0);
    expect(alone[5]).toEqual(expected[5]!.slice(0, 4 * QUANTUM_FRAMES));
    await api.setSolo([]);
    await api.setMuted(['AO_1002']);
    await api.seek(0);
    const muted = await take(40);
    expect(largest(muted[5]!)).toBe(0);
    expect(muted[0]).toEqual(expected[0]!.slice(0, 40 * QUANTUM_FRAMES));
    expect(meters()[METERS.elementPeakDb]).toBeGreaterThan(-12);
    await api.setMuted(['AO_1001', 'AO_1002']);
    await api.seek(0);
    expect((await take(4)).map(largest)).toEqual([0, 0, 0, 0, 0, 0]);
  });

  it('fades from one monitor into the other, and into a scene and back', async () => {
    const { api, take } = await openStudio('5.1');
    await api.loadAdm(blob(FILE), 'master.wav', {});
    await api.play();
    await take(2);
    await api.setMonitor('stereo');
    await take(20);
    await api.seek(0);
    const expected = await offline('stereo');
    const stereo = await take(4);
    expect(stereo.map((samples) => samples.length)).toEqual([4 * QUANTUM_FRAMES, 4 * QUANTUM_FRAMES]);
    expect(stereo[0]).toEqual(expected[0]!.slice(0, 4 * QUANTUM_FRAMES));
    await api.loadScene(sceneFromProject({ periphony: 1, title: 'empty', sampleRateHz: 48000, frameRate: '24' }, 'test'));
    await api.seek(0);
    expect((await take(1)).map(largest)).toEqual([]);
    await api.loadAdm(blob(FILE), 'master.wav', {});
    await api.play();
    await api.seek(0);
    expect((await take(4))[0]).toEqual(expected[0]!.slice(0, 4 * QUANTUM_FRAMES));
  });

  it('refuses a broken file by the element that is wrong, and what played plays on', async () => {
    const { api, take } = await openStudio('5.1');
    await api.loadAdm(blob(FILE), 'master.wav', {});
    const { channel } = objectIds(1);
    const twice = [0, 1].map((n) => block(channel, polar(0), `rtime="00:00:00.0${n}000" duration="00:00:01.00000"`, n + 1)).join('');
    const load = api.loadAdm(blob(admFile(1000, twice)), 'broken.wav', {});
    await expect(load).rejects.toMatchObject({ at: expect.stringMatching(/AC_00031001/) as string });
    await expect(api.loadAdm(blob(FILE), 'master.wav', { programmeId: 'APR_1009' })).rejects.toMatchObject({ code: 'adm.no-programme' });
    await api.play();
    const expected = await offline('5.1');
    expect((await take(4))[5]).toEqual(expected[5]!.slice(0, 4 * QUANTUM_FRAMES));
  });

  it('outlines every channel for the eye', async () => {
    const { api } = await openStudio('5.1');
    const { scene } = await api.loadAdm(blob(FILE), 'master.wav', {});
    const [expected] = await offline('5.1');
    const outline = await api.waveform(scene.sources[0]!.id, 0, 60);
    // Until it turns away the object is the left loudspeaker's signal.
    expect(outline[0]).toBe(expected!.subarray(0, QUANTUM_FRAMES).reduce((a, b) => Math.min(a, b), 0));
    expect(outline[1]).toBe(largestOf(expected!.subarray(0, QUANTUM_FRAMES)));
    expect(outline).toHaveLength(120);
  });
});

const largestOf = (samples: Float32Array): number => samples.reduce((a, b) => Math.max(a, b), 0);
