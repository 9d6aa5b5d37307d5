import { describe, expect, it } from 'vitest';
import { createPrng, dbToGain } from '../../../src/base/index.ts';
import { openAudioFile } from '../../../src/formats/index.ts';
import { limitFile, type LimitOutcome, type LimitRequest } from '../../../src/jobs/index.ts';
import { createMemoryPorts, readSamples, writeWave, type MemoryPorts } from './memoryPorts.ts';
import { sameSamples } from '../../fixtures/sameSamples.ts';

const signal = (channels: number, frames: number, at: (n: number, c: number) => number): Float32Array[] =>
  Array.from({ length: channels }, (_, c) => Float32Array.from({ length: frames }, (__, n) => at(n, c)));
const noise = (channels: number, frames: number, gain = 1): Float32Array[] => {
  const prng = createPrng(5);
  return signal(channels, frames, () => Math.round(gain * (2 * prng.next() - 1) * 32767) / 32768);
};

async function limit(
  ports: MemoryPorts,
  request: LimitRequest,
  output = 'out.wav',
): Promise<LimitOutcome & { readonly warnings: readonly string[] }> {
  const warnings: string[] = [];
  const outcome = await limitFile(ports, 'in.wav', output, request, (warning) => warnings.push(warning.code));
  expect(ports.open()).toBe(0);
  return { ...outcome, warnings };
}

function portsWith(channels: readonly Float32Array[], options: Partial<Parameters<typeof writeWave>[3]> = {}): MemoryPorts {
  const ports = createMemoryPorts();
  writeWave(ports, 'in.wav', channels, { sampleRateHz: 48000, encoding: 'float32', ...options });
  return ports;
}

describe('limitFile', () => {
  it('never writes above the ceiling, by either reading', async () => {
    for (const driveDb of [3, 12]) {
      const ports = portsWith(noise(2, 24000), { encoding: 'pcm16' });
      const outcome = await limit(ports, { driveDb, ceilingDbtp: -1 });
      expect(outcome).toMatchObject({ passed: true, dithered: true, identical: false, frames: 24000, format: 'wav24' });
      expect(outcome.after.truePeakDbtp).toBeLessThanOrEqual(-0.99);
      expect(outcome.after.itu4xDbtp).toBeLessThanOrEqual(-0.99);
      expect(outcome.after.integratedLufs! - outcome.before.integratedLufs!).toBeGreaterThan(-8);
    }
  });

  it.each([
    ['pcm16', undefined],
    ['pcm24', undefined],
    ['pcm16', 'wav16'],
    ['float32', 'float32'],
  ] as const)('is the input to the bit when there is nothing to do: %s to %s', async (encoding, format) => {
    const quiet = noise(2, 9000, 0.3);
    const ports = portsWith(quiet, { encoding });
    const outcome = await limit(ports, { driveDb: 0, ceilingDbtp: -1, ...(format === undefined ? {} : { format }) });
    expect(outcome).toMatchObject({ identical: true, dithered: false, maxGainReductionDb: 0 });
    expect(sameSamples(await readSamples(ports, 'out.wav'), await readSamples(ports, 'in.wav'))).toBe(true);
  });

  it('a file whose peak is the ceiling itself has nothing to do', async () => {
    const ports = portsWith(noise(2, 9000, 0.3), { encoding: 'pcm24' });
    const { before } = await limit(ports, { driveDb: 0, ceilingDbtp: 0 });
    const peakDbtp = Math.max(before.truePeakDbtp!, before.itu4xDbtp!);
    expect(await limit(ports, { driveDb: 0, ceilingDbtp: peakDbtp })).toMatchObject({ identical: true, passed: true });
    expect(await limit(ports, { driveDb: 0, ceilingDbtp: peakDbtp - 0.1 })).toMatchObject({ identical: false, passed: true });
  });

  it('dithers floats that lie between the steps, and digital silence not', async () => {
    const between = signal(1, 4800, (n) => 0.1 * Math.sin(n / 9));
    expect(await limit(portsWith(between), { driveDb: 0, ceilingDbtp: -1 })).toMatchObject({ dithered: true, identical: false });
    expect(await limit(portsWith(signal(2, 4800, () => 0)), { driveDb: 0, ceilingDbtp: -1 })).toMatchObject({
      dithered: false,
      identical: true,
      passed: true,
      after: { truePeakDbtp: null },
    });
  });

  it('moves the LFE alone where the mask names it, all channels together where nothing does', async () => {
    const channels = signal(6, 24000, (n, c) => (c === 3 ? 1 : 0.2) * Math.sin((n * (c + 3)) / 50));
    const masked = portsWith(channels, { channelMask: 0x3f });
    expect((await limit(masked, { driveDb: 6, ceilingDbtp: -1, format: 'float32' })).groups).toEqual([[1, 2, 3, 5, 6], [4]]);
    const [left] = await readSamples(masked, 'out.wav');
    expect(left!.reduce((most, x, n) => Math.max(most, Math.abs(x - channels[0]![n]! * dbToGain(6))), 0)).toBeLessThan(5e-7);
    expect((await limit(portsWith(channels), { driveDb: 6, ceilingDbtp: -1 })).groups).toEqual([[1, 2, 3, 4, 5, 6]]);
  });

  it('keeps mask, order, rate, length and metadata', async () => {
    const ports = portsWith(noise(12, 4000), {
      encoding: 'pcm24',
      channelMask: 0x2d63f,
      leadingChunks: [{ id: 'bext', bytes: new Uint8Array(602) }],
      extraChunks: [{ id: 'axml', bytes: new TextEncoder().encode('<ebuCoreMain/>') }],
    });
    await limit(ports, { driveDb: 3, ceilingDbtp: -1 });
    const { wave, channelLabels } = await openAudioFile(ports.openBytes('out.wav'), () => {});
    expect(wave!.format).toMatchObject({ channelMask: 0x2d63f, sampleRateHz: 48000, channels: 12 });
    expect(wave!.lengthFrames).toBe(4000);
    expect(channelLabels!.slice(4, 8)).toEqual(['Lrs', 'Rrs', 'Lss', 'Rss']);
    expect(wave!.chunk('axml')!.lengthBytes).toBe(14);
    const bext = ports.files.get('out.wav')!;
    expect(new DataView(bext.buffer).getUint16(wave!.chunk('bext')!.offset + 412, true)).toBe(0x7fff);
  });

  it.each([
    ['one sample', signal(1, 1, () => 1), 48000],
    ['a constant', signal(2, 9600, () => 1), 48000],
    ['a full-scale square', signal(2, 9600, (n) => (Math.floor(n / 24) % 2 === 0 ? 1 : -1)), 48000],
    ['alternating full scale', signal(1, 9600, (n) => (n % 2 === 0 ? 1 : -1)), 48000],
    ['24 channels', noise(24, 4800), 48000],
    ['8 kHz', noise(2, 4000), 8000],
    ['192 kHz', noise(2, 19200), 192000],
    ['+180 dBFS', signal(1, 4800, (n) => 1e9 * Math.sin(n / 7)), 48000],
    ['denormals', signal(1, 4800, () => 1e-40), 48000],
  ] as const)('ends with a legal file: %s', async (_, channels, sampleRateHz) => {
    for (const format of ['wav24', 'wav16', 'float32'] as const) {
      const ports = portsWith(channels, { sampleRateHz });
      const outcome = await limit(ports, { driveDb: 6, ceilingDbtp: -1, format });
      expect(outcome).toMatchObject({ passed: true, frames: channels[0]!.length, sampleRateHz });
      expect((await readSamples(ports, 'out.wav')).every((out) => out.every((x) => Math.abs(x) <= 0.8914))).toBe(true);
    }
  });

  it('takes samples that are not numbers as silence, and says so', async () => {
    const channels = signal(1, 4800, (n) => (n === 7 ? NaN : n === 9 ? -Infinity : 0.5 * Math.sin(n / 9)));
    const outcome = await limit(portsWith(channels), { driveDb: 0, ceilingDbtp: -1 });
    expect(outcome).toMatchObject({ invalidSamples: 2, identical: false, passed: true, warnings: ['audio.invalid-samples'] });
  });

  it('writes FLAC by the name, with its mask', async () => {
    const ports = portsWith(noise(6, 9000, 0.3), { encoding: 'pcm16', channelMask: 0x3f });
    const outcome = await limit(ports, { driveDb: 0, ceilingDbtp: -1 }, 'out.flac');
    expect(outcome).toMatchObject({ format: 'flac', identical: true });
    expect(sameSamples(await readSamples(ports, 'out.flac'), await readSamples(ports, 'in.wav'))).toBe(true);
    await limitFile({ ...ports }, 'out.flac', 'again.wav', { driveDb: 3, ceilingDbtp: -1 }, () => {});
    expect((await openAudioFile(ports.openBytes('again.wav'), () => {})).channelLabels).toEqual(['L', 'R', 'C', 'LFE', 'Ls', 'Rs']);
  });

  it.each([
    ['limit.range', { driveDb: 61, ceilingDbtp: -1 }, 'out.wav', 2],
    ['limit.range', { driveDb: NaN, ceilingDbtp: -1 }, 'out.wav', 2],
    ['limit.range', { driveDb: 0, ceilingDbtp: 0.5 }, 'out.wav', 2],
    ['limit.format', { driveDb: 0, ceilingDbtp: -1 }, 'out.mp3', 2],
    ['limit.format', { driveDb: 0, ceilingDbtp: -1, format: 'float32' }, 'out.flac', 2],
    ['limit.flac-channels', { driveDb: 0, ceilingDbtp: -1 }, 'out.flac', 9],
  ] as const)('refuses with %s: %j to %s', async (code, request, output, channels) => {
    const ports = portsWith(noise(channels, 100));
    await expect(limitFile(ports, 'in.wav', output, request, () => {})).rejects.toThrow(expect.objectContaining({ code }));
    expect([...ports.files.keys()]).toEqual(['in.wav']);
  });

  it('refuses a file without audio, one at the scale of integers, and what is no audio, and leaves nothing', async () => {
    const integers = signal(1, 4800, (n) => 1e12 * Math.sin(n / 7));
    for (const [channels, code] of [
      [signal(2, 0, () => 0), 'audio.empty'],
      [integers, 'audio.scale'],
    ] as const) {
      const ports = portsWith(channels);
      await expect(limitFile(ports, 'in.wav', 'out.wav', { driveDb: 0, ceilingDbtp: -1 }, () => {})).rejects.toThrow(
        expect.objectContaining({ code }),
      );
      expect([...ports.files.keys()]).toEqual(['in.wav']);
      expect(ports.open()).toBe(0);
    }
  });

  it('gives the same bytes again', async () => {
    const [a, b] = [portsWith(noise(2, 9000)), portsWith(noise(2, 9000))];
    await limit(a, { driveDb: 6, ceilingDbtp: -1 });
    await limit(b, { driveDb: 6, ceilingDbtp: -1 });
    expect(Buffer.from(a.files.get('out.wav')!).equals(b.files.get('out.wav')!)).toBe(true);
  });
});
