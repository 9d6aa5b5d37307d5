import { describe, expect, it } from 'vitest';
import { createMemoryByteSink, createMemoryByteSource, createPlanar } from '../../../src/audio/index.ts';
import { createPrng, ignoreWarnings } from '../../../src/base/index.ts';
import { createWaveWriter, openWave, readChunk } from '../../../src/formats/index.ts';
import type { WaveFile, WaveWriterOptions } from '../../../src/formats/index.ts';
import { sparseSource } from '../../fixtures/wave/buildWave.ts';

function write(options: WaveWriterOptions, block: readonly Float32Array[], pieceFrames = 1000): Uint8Array {
  const sink = createMemoryByteSink();
  const writer = createWaveWriter(sink, options);
  const lengthFrames = block[0]!.length;
  for (let k = 0; k < lengthFrames; k += pieceFrames) {
    writer.write(block, k, Math.min(pieceFrames, lengthFrames - k));
  }
  writer.finish();
  return sink.bytes();
}

function readBack(bytes: Uint8Array): { wave: WaveFile; channels: Float32Array[]; warnings: number } {
  let warnings = 0;
  const wave = openWave(createMemoryByteSource(bytes), () => warnings++);
  const channels = createPlanar(wave.format.channels, wave.lengthFrames);
  wave.source.read(channels, 0, 0, wave.lengthFrames);
  return { wave, channels, warnings };
}

/** Random samples on the grid of `bits`. */
function onGrid(channels: number, lengthFrames: number, bits: number): Float32Array[] {
  const prng = createPrng(bits, channels);
  const fullScale = 2 ** (bits - 1);
  return Array.from({ length: channels }, () =>
    Float32Array.from({ length: lengthFrames }, () => Math.floor((prng.next() * 2 - 1) * fullScale) / fullScale),
  );
}

describe('read(write(x)) = x', () => {
  it.each([
    { encoding: 'pcm16', bits: 16, channels: 1 },
    { encoding: 'pcm16', bits: 16, channels: 2 },
    { encoding: 'pcm24', bits: 24, channels: 1 },
    { encoding: 'pcm24', bits: 24, channels: 12 },
    { encoding: 'pcm32', bits: 24, channels: 3 },
    { encoding: 'float32', bits: 24, channels: 6 },
  ] as const)('$encoding, $channels channels, odd lengths', ({ encoding, bits, channels }) => {
    const block = onGrid(channels, 4097, bits);
    const { wave, channels: back, warnings } = readBack(write({ channels, sampleRateHz: 48000, encoding }, block));
    expect(back).toEqual(block);
    expect(warnings).toBe(0);
    expect(wave).toMatchObject({ container: 'RIFF', lengthFrames: 4097, format: { channels, sampleRateHz: 48000 } });
  });

  it('float32 keeps what is beyond full scale, and NaN', () => {
    const block = [Float32Array.of(7.5, -Infinity, NaN, 1e-40)];
    expect(readBack(write({ channels: 1, sampleRateHz: 8000, encoding: 'float32' }, block)).channels).toEqual(block);
  });
});

describe('the bytes', () => {
  it('do not depend on how the audio came, nor on a right guess of its length', () => {
    const block = onGrid(2, 20000, 24);
    const options = { channels: 2, sampleRateHz: 48000, encoding: 'pcm24' } as const;
    const whole = write(options, block, 20000);
    expect(Buffer.compare(write(options, block, 333), whole)).toBe(0);
    expect(Buffer.compare(write({ ...options, expectedFrames: 20000 }, block), whole)).toBe(0);
    expect(Buffer.compare(write({ ...options, expectedFrames: 7 }, block), whole)).toBe(0);
  });

  it('of 16-bit stereo: RIFF, JUNK where ds64 may come, a plain fmt chunk, data', () => {
    const bytes = write({ channels: 2, sampleRateHz: 44100, encoding: 'pcm16' }, [Float32Array.of(0.5), Float32Array.of(-1)]);
    const hex = Buffer.from(bytes).toString('hex');
    const fmt = '666d7420' + '10000000' + '0100' + '0200' + '44ac0000' + '10b10200' + '0400' + '1000';
    expect(hex).toBe(`52494646${'4c000000'}57415645` + `4a554e4b1c000000${'00'.repeat(28)}` + fmt + '6461746104000000' + '00400080');
  });

  it('rounds half away from zero and clips', () => {
    const q = 1 / 32768;
    const samples = [0.5 * q, -0.5 * q, 1.5 * q, -2.5 * q, 0.49 * q, 1, 2, -1, -2, NaN, Infinity, -Infinity];
    const bytes = write({ channels: 1, sampleRateHz: 48000, encoding: 'pcm16' }, [Float32Array.from(samples)]);
    const written = new Int16Array(bytes.slice(-2 * samples.length).buffer);
    expect([...written]).toEqual([1, -1, 2, -3, 0, 32767, 32767, -32768, -32768, 0, 32767, -32768]);
  });

  it.each([
    { encoding: 'pcm24', low: '000080', high: 'ffff7f' },
    { encoding: 'pcm32', low: '00000080', high: 'ffffff7f' },
  ] as const)('$encoding clips at both ends', ({ encoding, low, high }) => {
    const bytes = write({ channels: 1, sampleRateHz: 48000, encoding }, [Float32Array.of(-1.5, 1)]);
    expect(
      Buffer.from(bytes)
        .toString('hex')
        .endsWith(low + high),
    ).toBe(true);
  });
});

describe('the fmt chunk', () => {
  const one = (channels: number): Float32Array[] => createPlanar(channels, 1);
  it.each<[Partial<WaveWriterOptions> & { channels: number }, boolean, number]>([
    [{ channels: 2, encoding: 'pcm16' }, false, 0],
    [{ channels: 1, encoding: 'pcm24' }, true, 0],
    [{ channels: 3, encoding: 'pcm16' }, true, 0],
    [{ channels: 2, encoding: 'pcm16', channelMask: 3 }, true, 3],
    [{ channels: 12, encoding: 'pcm24', channelMask: 0x2d63f }, true, 0x2d63f],
    [{ channels: 12, encoding: 'pcm24', container: 'bw64' }, false, 0],
    [{ channels: 2, encoding: 'float32', container: 'auto-bw64' }, false, 0],
  ])('of %j: extensible %s, mask %d', (options, isExtensible, channelMask) => {
    const { wave } = readBack(write({ sampleRateHz: 48000, encoding: 'pcm16', ...options }, one(options.channels)));
    expect(wave.format).toMatchObject({ isExtensible, channelMask });
  });

  it('float files carry a fact chunk with their length', () => {
    const bytes = write({ channels: 2, sampleRateHz: 48000, encoding: 'float32' }, createPlanar(2, 300));
    const { wave } = readBack(bytes);
    const fact = readChunk(createMemoryByteSource(bytes), wave.chunk('fact')!, 4);
    expect([...fact]).toEqual([300 & 255, 300 >> 8, 0, 0]);
  });
});

describe('other chunks', () => {
  it('go before and after the audio, padded', () => {
    const bytes = write(
      {
        channels: 1,
        sampleRateHz: 48000,
        encoding: 'pcm24',
        leadingChunks: [{ id: 'bext', bytes: Uint8Array.of(1, 2, 3) }],
        extraChunks: [
          { id: 'axml', bytes: Uint8Array.of(4) },
          { id: 'chna', bytes: Uint8Array.of(5, 6) },
        ],
      },
      createPlanar(1, 3),
    );
    const { wave, warnings } = readBack(bytes);
    expect(wave.chunks.map(({ id, lengthBytes }) => `${id}:${lengthBytes}`)).toEqual([
      'JUNK:28',
      'fmt :40',
      'bext:3',
      'data:9',
      'axml:1',
      'chna:2',
    ]);
    expect([...readChunk(createMemoryByteSource(bytes), wave.chunk('axml')!, 9)]).toEqual([4]);
    expect(warnings).toBe(0);
    expect(new DataView(bytes.buffer).getUint32(4, true)).toBe(bytes.length - 8);
  });
});

describe('beyond 4 GiB', () => {
  it.each([
    ['rf64', 'RF64'],
    ['bw64', 'BW64'],
  ] as const)('%s is %s at any length', (container, id) => {
    const block = onGrid(2, 501, 24);
    const { wave, channels, warnings } = readBack(write({ channels: 2, sampleRateHz: 48000, encoding: 'pcm24', container }, block));
    expect(wave.container).toBe(id);
    expect(wave.chunks.map((chunk) => chunk.id)).toEqual(['ds64', 'fmt ', 'data']);
    expect(channels).toEqual(block);
    expect(warnings).toBe(0);
  });

  /** The header that is written first, for a file expected to be so long. */
  function headerFor(options: Partial<WaveWriterOptions>): Uint8Array {
    const sink = createMemoryByteSink();
    createWaveWriter(sink, { channels: 12, sampleRateHz: 48000, encoding: 'pcm24', ...options });
    return sink.bytes();
  }

  it.each([
    ['auto', 'RF64'],
    ['auto-bw64', 'BW64'],
  ] as const)('%s becomes %s with a ds64 chunk that says the sizes', (container, id) => {
    const expectedFrames = 48000 * 3600 * 3;
    const header = headerFor({ container, expectedFrames });
    const view = new DataView(header.buffer);
    const dataBytes = expectedFrames * 36;
    expect(dataBytes).toBeGreaterThan(2 ** 32);
    expect(Buffer.from(header.subarray(0, 4)).toString()).toBe(id);
    expect(view.getUint32(4, true)).toBe(0xffffffff);
    expect(Buffer.from(header.subarray(12, 16)).toString()).toBe('ds64');
    expect(Number(view.getBigUint64(20, true))).toBe(header.length + dataBytes - 8);
    expect(Number(view.getBigUint64(28, true))).toBe(dataBytes);
    expect(Number(view.getBigUint64(36, true))).toBe(expectedFrames);
    expect(view.getUint32(header.length - 4, true)).toBe(0xffffffff);
    const wave = openWave(sparseSource(header.length + dataBytes, [{ offset: 0, bytes: header }]), ignoreWarnings);
    expect(wave.lengthFrames).toBe(expectedFrames);
    const out = createPlanar(12, 8).map((channel) => channel.fill(1));
    wave.source.read(out, 0, expectedFrames - 4, 8);
    expect(out.every((channel) => channel.every((sample) => sample === 0))).toBe(true);
  });

  it('RIFF to the last byte that it can say', () => {
    const small = { channels: 1, encoding: 'pcm16', expectedFrames: 0 } as const;
    const headBytes = headerFor(small).length;
    const lastFrames = (0xfffffffe + 8 - headBytes) / 2;
    expect(Buffer.from(headerFor({ ...small, expectedFrames: Math.floor(lastFrames) }).subarray(0, 4)).toString()).toBe('RIFF');
    expect(Buffer.from(headerFor({ ...small, expectedFrames: Math.floor(lastFrames) + 1 }).subarray(0, 4)).toString()).toBe('RF64');
    const extraChunks = [{ id: 'axml', bytes: new Uint8Array(10) }];
    expect(Buffer.from(headerFor({ ...small, extraChunks, expectedFrames: Math.floor(lastFrames) }).subarray(0, 4)).toString()).toBe(
      'RF64',
    );
  });
});

describe('ending', () => {
  it('finish commits once; abort leaves nothing', () => {
    const calls: string[] = [];
    const sink = {
      name: 's',
      write: () => calls.push('write'),
      patch: () => calls.push('patch'),
      commit: () => calls.push('commit'),
      abort: () => calls.push('abort'),
    };
    const finished = createWaveWriter(sink, { channels: 1, sampleRateHz: 48000, encoding: 'pcm16' });
    finished.finish();
    finished.finish();
    finished.abort();
    expect(calls).toEqual(['write', 'commit']);
    calls.length = 0;
    const aborted = createWaveWriter(sink, { channels: 1, sampleRateHz: 48000, encoding: 'pcm16' });
    aborted.write([new Float32Array(10)], 0, 10);
    aborted.abort();
    aborted.finish();
    expect(calls).toEqual(['write', 'abort']);
  });

  it.each([
    { channels: 0, sampleRateHz: 48000 },
    { channels: 1.5, sampleRateHz: 48000 },
    { channels: 40000, sampleRateHz: 48000 },
    { channels: 2, sampleRateHz: 0 },
    { channels: 2, sampleRateHz: 44100.5 },
  ])('refuses %j', (options) => {
    expect(() => createWaveWriter(createMemoryByteSink(), { ...options, encoding: 'pcm16' })).toThrow(
      expect.objectContaining({ name: 'UsageError', code: 'wave.options' }),
    );
  });
});
