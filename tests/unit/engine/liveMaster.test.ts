// What is listened to: mix, master and reference in step, at one loudness, through the listening limiter.
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { createMemorySource, type Planar } from '../../../src/audio/index.ts';

import { createKernels } from '../../../src/dsp/index.ts';
import { createRenderEngine, METER_FLOOR_DB, METERS, type MasterListening } from '../../../src/engine/index.ts';
import { routeReference } from '../../../src/engine/referenceFeed.ts';
import { getLayout } from '../../../src/layouts/index.ts';
import { loudnessWeights, measureSource } from '../../../src/metering/index.ts';
import { parseTarget, planRender, QUANTUM_FRAMES } from '../../../src/render/index.ts';
import { noise, pullAll, RATE, scene } from './fixtures.ts';
import { admFile } from '../../fixtures/adm/admFile.ts';
import { fileOf, openLiveStudio, type LiveStudio } from './liveStudio.ts';

const hrtf = new Uint8Array(readFileSync(new URL('../../../public/hrtf/kemar.bin', import.meta.url)));
const FRAMES = 60 * QUANTUM_FRAMES;
/** Waits 5 ms and has nothing to do. */
const IDLE = { kind: 'compressor', thresholdDb: 0, ratio: 1, lookaheadMs: 5 };

function planarOf(channels: number, lengthFrames: number, seed = 1): Float32Array[] {
  const source = noise(channels, lengthFrames, seed);
  const out = Array.from({ length: channels }, () => new Float32Array(lengthFrames));
  source.read(out, 0, 0, lengthFrames);
  return out;
}

const session = (master: readonly object[]): ReturnType<typeof scene> =>
  scene({
    sources: [{ id: 'a', file: 'a.wav' }],
    elements: [{ id: 'bed', kind: 'bed', layout: 'stereo', source: 'a' }],
    master: { processing: master },
  });

async function open(monitor: string, signal: Planar, master: readonly object[] = []): Promise<LiveStudio> {
  const studio = await openLiveStudio(monitor, hrtf);
  await studio.api.addSource('a', fileOf(signal, { sampleRateHz: RATE }), 'a.wav');
  await studio.api.loadScene(session(master));
  return studio;
}

const hear = (listening: MasterListening['listening'], more: Partial<MasterListening> = {}): MasterListening => ({
  listening,
  isMatched: false,
  limiter: null,
  ...more,
});

/** So many quanta from a frame on. */
async function from({ api, take }: LiveStudio, frame: number, quanta: number): Promise<Float32Array[]> {
  await api.seek(frame);
  return take(quanta);
}

const lufsOf = (signal: Planar): number =>
  measureSource(createKernels(32), createMemorySource(signal, RATE), loudnessWeights(getLayout('stereo'))).integratedLufs;
const sine = (hz: number, level: number, lengthFrames: number): Float32Array =>
  Float32Array.from({ length: lengthFrames }, (_, k) => level * Math.sin((2 * Math.PI * hz * k) / RATE));

describe('mix and master, live', () => {
  it.each([null, { driveDb: 0, ceilingDbtp: 0 }])(
    'are in step: a chain and a limiter (%o) with nothing to do null to the bit',
    async (limiter) => {
      const signal = planarOf(2, FRAMES);
      const studio = await open('stereo', signal, [IDLE]);
      await studio.api.setMasterListening(hear('master', { limiter }));
      await studio.api.play();
      const master = await from(studio, 1000, 20);
      await studio.api.setMasterListening(hear('mix', { limiter }));
      const mix = await from(studio, 1000, 20);
      expect(Buffer.compare(bytesOf(mix), bytesOf(master))).toBe(0);
      const engine = createRenderEngine(
        createKernels(64),
        planRender(session([]), parseTarget('stereo'), [createMemorySource(signal, RATE)]),
        [createMemorySource(signal, RATE)],
        undefined,
      );
      const offline = pullAll(engine).map((samples) => samples.slice(1000, 1000 + 20 * QUANTUM_FRAMES));
      expect(Buffer.compare(bytesOf(master), bytesOf(offline))).toBe(0);
    },
  );

  it('differ by what the inserts do, and the tap changes nothing in the master', async () => {
    const signal = planarOf(2, FRAMES);
    const studio = await open('stereo', signal, [{ kind: 'trim', gainDb: -6 }, IDLE]);
    await studio.api.play();
    const master = await from(studio, 0, 20);
    await studio.api.setMasterListening(hear('mix'));
    const mix = await from(studio, 0, 20);
    const gain = 10 ** (-6 / 20);
    expect(farthest(master[0]!, (k) => mix[0]![k]! * gain)).toBeLessThan(1e-6);
    const offline = createRenderEngine(
      createKernels(64),
      planRender(session([{ kind: 'trim', gainDb: -6 }, IDLE]), parseTarget('stereo'), [createMemorySource(signal, RATE)]),
      [createMemorySource(signal, RATE)],
      undefined,
    );
    const expected = pullAll(offline).map((samples) => samples.slice(0, 20 * QUANTUM_FRAMES));
    expect(Buffer.compare(bytesOf(master), bytesOf(expected))).toBe(0);
  });

  it('a limiter that comes while it plays takes over at the very frame', async () => {
    const signal = planarOf(2, FRAMES);
    const studio = await open('stereo', signal);
    await studio.api.play();
    await studio.take(2);
    await studio.api.setMasterListening(hear('master', { limiter: { driveDb: 0, ceilingDbtp: 0 } }));
    const after = await studio.take(30);
    // What was queued, and what comes after the fade, are the signal itself; in between two copies of it fade into each other.
    const expected = (k: number): number => signal[0]![2 * QUANTUM_FRAMES + k]!;
    expect(farthest(after[0]!.subarray(0, 16 * QUANTUM_FRAMES), expected)).toBe(0);
    expect(farthest(after[0]!.subarray(20 * QUANTUM_FRAMES), (k) => expected(20 * QUANTUM_FRAMES + k))).toBe(0);
    expect(farthest(after[0]!, expected)).toBeLessThan(1e-6);
  });

  it('the limiter holds its ceiling, and says what it does', async () => {
    const signal = [sine(997, 0.7, RATE), planarOf(1, RATE, 3)[0]!];
    const studio = await open('stereo', signal);
    await studio.api.setMasterListening(hear('master', { limiter: { driveDb: 9, ceilingDbtp: -1 } }));
    await studio.api.play();
    const limited = await studio.take(120);
    const { truePeakDbtp } = measureSource(createKernels(32), createMemorySource(limited, RATE), [1, 1]);
    expect(truePeakDbtp).toBeLessThanOrEqual(-1);
    expect(truePeakDbtp).toBeGreaterThan(-2);
    expect(studio.meters()[METERS.limiterReductionDb]).toBeGreaterThan(6);
    // A bed on its own layout passes as it is: 0.7 is −3.1 dB, driven by 9, under −1.3.
    expect(studio.meters()[METERS.limiterReductionDb]).toBeLessThan(8);
  });

  it('a loop wraps at its frames through the limiter too', async () => {
    const signal = planarOf(2, FRAMES);
    const studio = await open('stereo', signal);
    await studio.api.setMasterListening(hear('master', { limiter: { driveDb: 0, ceilingDbtp: 0 } }));
    await studio.api.setLoop(5 * QUANTUM_FRAMES, 10 * QUANTUM_FRAMES);
    await studio.api.play();
    const heard = await from(studio, 5 * QUANTUM_FRAMES, 15);
    // The quanta beside the wraps fade, and the very first as if it were one.
    for (const quantum of [1, 2, 3, 6, 7, 8, 11]) {
      const at = (5 + (quantum % 5)) * QUANTUM_FRAMES;
      expect(farthest(heard[0]!.subarray(quantum * QUANTUM_FRAMES, (quantum + 1) * QUANTUM_FRAMES), (k) => signal[0]![at + k]!)).toBe(0);
    }
    expect(Math.abs(heard[0]![10 * QUANTUM_FRAMES - 1]!)).toBe(0);
  });

  it('of an ADM file are the same, but for the limiter', async () => {
    const studio = await openLiveStudio('5.1', hrtf);
    await studio.api.loadAdm(admFile(FRAMES) as unknown as Blob, 'master.wav', {});
    await studio.api.play();
    const master = await from(studio, 0, 20);
    await studio.api.setMasterListening(hear('mix'));
    expect(Buffer.compare(bytesOf(await from(studio, 0, 20)), bytesOf(master))).toBe(0);
    await studio.api.setMasterListening(hear('mix', { limiter: { driveDb: 12, ceilingDbtp: -6 } }));
    expect(Buffer.compare(bytesOf(await from(studio, 0, 20)), bytesOf(master))).toBe(0);
    await studio.api.setMasterListening(hear('master', { limiter: { driveDb: 12, ceilingDbtp: -6 } }));
    const limited = await from(studio, 0, 20);
    expect(farthest(limited[0]!, (k) => master[0]![k]!)).toBeGreaterThan(0.01);
  });

  it('no switch steps: the signal changes no faster than its own slope and the fade', async () => {
    const level = 0.5;
    const studio = await open('stereo', [sine(100, level, 4 * RATE), sine(100, level, 4 * RATE)], [{ kind: 'trim', gainDb: -12 }]);
    const slope = (2 * Math.PI * 100 * level) / RATE;
    await studio.api.setReference(fileOf([sine(100, level, 4 * RATE)], { sampleRateHz: RATE }), 'reference.wav');
    await studio.api.play();
    const heard: Float32Array[] = [];
    const limiter = { driveDb: 0, ceilingDbtp: -0.5 };
    for (const next of [
      hear('master'),
      hear('mix'),
      hear('reference'),
      hear('mix', { isMatched: true }),
      hear('master', { isMatched: true }),
      hear('master', { limiter }),
      hear('mix', { limiter }),
      hear('master', { limiter: { driveDb: 12, ceilingDbtp: -0.5 } }),
      hear('master'),
    ]) {
      await studio.api.setMasterListening(next);
      heard.push((await studio.take(24))[0]!);
    }
    let largest = 0;
    let last = 0;
    for (const block of heard) {
      for (const value of block) {
        largest = Math.max(largest, Math.abs(value - last));
        last = value;
      }
    }
    expect(largest).toBeGreaterThan(0);
    expect(largest).toBeLessThanOrEqual(slope + (1.5 * level) / (4 * QUANTUM_FRAMES));
  });
});

describe('at one loudness', () => {
  it('mix, master and reference come out as loud as the quietest', async () => {
    const seconds = 14;
    const signal = planarOf(2, seconds * RATE);
    const quiet = planarOf(2, seconds * RATE, 9).map((samples) => samples.map((value) => value * 0.4));
    const studio = await open('stereo', signal, [{ kind: 'trim', gainDb: 6 }]);
    const info = await studio.api.setReference(fileOf(quiet, { sampleRateHz: RATE }), 'reference.wav');
    expect(info).toMatchObject({ channels: 2, lengthSec: seconds });
    expect(info!.integratedLufs).toBeCloseTo(lufsOf(quiet), 2);
    await studio.api.setMasterListening(hear('master', { isMatched: true }));
    await studio.api.play();
    const quanta = Math.floor((6 * RATE) / QUANTUM_FRAMES);
    await studio.take(quanta);
    for (const listening of ['master', 'mix', 'reference'] as const) {
      await studio.api.setMasterListening(hear(listening, { isMatched: true }));
      await studio.take(24);
      expect(Math.abs(lufsOf(await studio.take(Math.floor((2 * RATE) / QUANTUM_FRAMES))) - lufsOf(quiet))).toBeLessThan(0.2);
    }
    const meters = studio.meters();
    expect(meters[METERS.referenceIntegratedLufs]).toBeCloseTo(lufsOf(quiet), 1);
    expect(meters[METERS.mixIntegratedLufs]).toBeCloseTo(lufsOf(signal), 1);
    // The master's own figures go on, whatever is listened to.
    expect(meters[METERS.integratedLufs]! - meters[METERS.mixIntegratedLufs]!).toBeCloseTo(6, 1);
    expect(meters[METERS.matchGainDb]).toBe(0);
  });

  it('says the gain, moves it gently once it has settled, and begins anew when told', async () => {
    const signal = planarOf(2, 20 * RATE);
    const studio = await open('stereo', signal, [{ kind: 'trim', gainDb: 6 }]);
    await studio.api.setMasterListening(hear('master', { isMatched: true }));
    await studio.api.play();
    await studio.take(Math.floor((5 * RATE) / QUANTUM_FRAMES));
    expect(studio.meters()[METERS.matchGainDb]).toBeCloseTo(-6, 1);
    await studio.api.loadScene(session([{ kind: 'trim', gainDb: 12 }]));
    let fastest = 0;
    let last = studio.meters()[METERS.matchGainDb]!;
    for (let tenth = 0; tenth < 70; tenth++) {
      await studio.take(19);
      const now = studio.meters()[METERS.matchGainDb]!;
      fastest = Math.max(fastest, Math.abs(now - last));
      last = now;
    }
    expect(last).toBeCloseTo(-12, 1);
    expect(fastest).toBeLessThan(0.12);
    await studio.api.resetLoudness();
    studio.wait(20);
    expect(studio.meters()[METERS.mixIntegratedLufs]).toBe(-Infinity);
  });
});

describe('a reference', () => {
  const layout = (name: string) => parseTarget(name);
  const wave = (name: string): string[] => getLayout(name).speakers.map((speaker) => speaker.label);

  it('plays where it belongs', () => {
    const at = (name: string, label: string): number => wave(name).indexOf(label);
    expect(routeReference(2, undefined, layout('7.1.4'))).toEqual([
      { from: 0, to: at('7.1.4', 'L'), gain: 1 },
      { from: 1, to: at('7.1.4', 'R'), gain: 1 },
    ]);
    expect(routeReference(2, undefined, layout('binaural')).map(({ to, gain }) => [to, gain])).toEqual([
      [0, 1],
      [1, 1],
    ]);
    expect(routeReference(1, undefined, layout('5.1'))).toEqual([{ from: 0, to: at('5.1', 'C'), gain: 1 }]);
    expect(routeReference(1, undefined, layout('stereo')).map(({ gain }) => gain)).toEqual([Math.SQRT1_2, Math.SQRT1_2]);
    const shuffled = [...wave('5.1')].reverse();
    expect(routeReference(6, shuffled, layout('5.1'))).toEqual(shuffled.map((label, from) => ({ from, to: at('5.1', label), gain: 1 })));
    // BS.775: centre at −3 dB to both, surrounds at −3 dB to their own side, LFE left out.
    expect(routeReference(6, wave('5.1'), layout('stereo'))).toEqual([
      { from: 0, to: 0, gain: 1 },
      { from: 1, to: 1, gain: 1 },
      { from: 2, to: 0, gain: Math.SQRT1_2 },
      { from: 2, to: 1, gain: Math.SQRT1_2 },
      { from: 4, to: 0, gain: Math.SQRT1_2 },
      { from: 5, to: 1, gain: Math.SQRT1_2 },
    ]);
    expect(routeReference(6, undefined, layout('7.1.4')).map(({ from: channel, gain }) => [channel, gain])).toEqual([
      [0, 1],
      [1, 1],
    ]);
  });

  it('is in step with the session from its own beginning, limiter or not, and begins again after its end', async () => {
    const reference = planarOf(2, 30 * QUANTUM_FRAMES, 5);
    const studio = await open('5.1', planarOf(2, FRAMES));
    await studio.api.setReference(fileOf(reference, { sampleRateHz: RATE }), 'reference.wav');
    for (const limiter of [null, { driveDb: 3, ceilingDbtp: -1 }]) {
      await studio.api.setMasterListening(hear('reference', { limiter }));
      await studio.api.play();
      const heard = await from(studio, 777, 40);
      const own = reference[0]!;
      const expected = Float32Array.from({ length: 40 * QUANTUM_FRAMES }, (_, k) => own[(777 + k) % own.length]!);
      expect(Buffer.compare(bytesOf([heard[0]!]), bytesOf([expected]))).toBe(0);
      expect(heard[2]!.every((value) => value === 0)).toBe(true);
    }
    await studio.api.setReference(null, '');
    expect((await from(studio, 0, 4))[0]!.every((value) => value === 0)).toBe(true);
  });

  it('of another rate plays at the session’s, and the last one asked for stays', async () => {
    const studio = await open('stereo', planarOf(2, FRAMES));
    const tone = [Float32Array.from({ length: 44100 }, (_, k) => 0.5 * Math.sin((2 * Math.PI * 441 * k) / 44100))];
    const [first, second] = await Promise.all([
      studio.api.setReference(fileOf(planarOf(2, 1000), { sampleRateHz: RATE }), 'first.wav'),
      studio.api.setReference(fileOf([tone[0]!, tone[0]!], { sampleRateHz: 44100 }), 'second.wav'),
    ]);
    expect(first).toBeNull();
    expect(second).toMatchObject({ channels: 2, lengthSec: 1 });
    await studio.api.setMasterListening(hear('reference'));
    await studio.api.play();
    const heard = await from(studio, 4800, 10);
    expect(farthest(heard[0]!, (k) => 0.5 * Math.sin((2 * Math.PI * 441 * (4800 + k)) / RATE))).toBeLessThan(1e-4);
    await expect(studio.api.setReference(new Uint8Array(100) as unknown as Blob, 'no.wav')).rejects.toMatchObject({
      code: expect.any(String) as string,
    });
    expect((await from(studio, 4800, 10))[0]).toEqual(heard[0]);
  });
});

describe('spectra and reductions', () => {
  it('shows sixth octaves of the mix and of what is heard, falling slowly', async () => {
    const level = 0.5;
    const signal = [sine(1000, level, RATE), new Float32Array(RATE)];
    const studio = await open('7.1.4', signal, [{ kind: 'trim', gainDb: -6 }]);
    await studio.api.play();
    await studio.take(80);
    // 20 Hz · 10^(34/20) = 1002 Hz; a sine's mean square is half its level's square.
    const expectedDb = 10 * Math.log10((level * level) / 2);
    const meters = studio.meters();
    expect(meters[METERS.mixSpectrumDb + 34]).toBeCloseTo(expectedDb, 1);
    expect(meters[METERS.heardSpectrumDb + 34]).toBeCloseTo(expectedDb - 6, 1);
    expect(meters[METERS.mixSpectrumDb + 25]).toBeLessThan(expectedDb - 60);
    await studio.api.setMasterListening(hear('mix'));
    await studio.take(60);
    expect(studio.meters()[METERS.heardSpectrumDb + 34]).toBeCloseTo(expectedDb, 1);
    await studio.api.pause();
    studio.wait(8);
    const before = studio.meters()[METERS.mixSpectrumDb + 34]!;
    studio.wait(25);
    expect(before - studio.meters()[METERS.mixSpectrumDb + 34]!).toBeCloseTo(10, 0);
    studio.wait(500);
    expect(studio.meters()[METERS.mixSpectrumDb + 34]).toBe(METER_FLOOR_DB);
  });

  it('shares the power of noise out to the bands by their width, and adds channels up', async () => {
    const studio = await open('stereo', planarOf(2, 4 * RATE));
    await studio.api.play();
    let sum = 0;
    let count = 0;
    await studio.take(100);
    for (let k = 0; k < 20; k++) {
      await studio.take(19);
      for (let band = 0; band < 61; band++) {
        sum += 10 ** (studio.meters()[METERS.mixSpectrumDb + band]! / 10);
      }
      count += 1;
    }
    // Two channels of even noise within ±0.25, of which 20 kHz of 24 lie in the bands (their edge is at 21.2).
    const expected = (2 * (0.5 ** 2 / 12) * (20000 * 10 ** (1 / 40))) / 24000;
    expect(10 * Math.log10(sum / count / expected)).toBeGreaterThan(-0.3);
    // Peaks are held for a moment, which reads noise a little high.
    expect(10 * Math.log10(sum / count / expected)).toBeLessThan(1.5);
  });

  it('says of each insert what it takes off', async () => {
    const studio = await open(
      'stereo',
      [sine(500, 0.5, RATE), sine(500, 0.5, RATE)],
      [
        { kind: 'trim', gainDb: 0 },
        { kind: 'compressor', thresholdDb: -30, ratio: 4, kneeDb: 0, attackMs: 1 },
      ],
    );
    await studio.api.play();
    await studio.take(80);
    expect(studio.meters()[METERS.insertReductionDb]).toBe(0);
    expect(studio.meters()[METERS.insertReductionDb + 1]).toBeGreaterThan(10);
    expect(studio.meters()[METERS.insertReductionDb + 1]).toBe(studio.meters()[METERS.masterReductionDb]);
    expect(studio.meters()[METERS.insertReductionDb + 2]).toBe(0);
  });
});

/** The largest distance of a signal from what it should be. */
function farthest(samples: Float32Array, expected: (k: number) => number): number {
  return samples.reduce((most, value, k) => Math.max(most, Math.abs(value - expected(k))), 0);
}

function bytesOf(planar: Planar): Buffer {
  return Buffer.concat(planar.map((samples) => Buffer.from(samples.buffer, samples.byteOffset, samples.byteLength)));
}
