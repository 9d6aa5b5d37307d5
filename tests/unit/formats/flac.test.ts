import { beforeAll, describe, expect, it } from 'vitest';
import { createMemoryByteSink, createMemoryByteSource, createPlanar } from '../../../src/audio/index.ts';
import { createPrng, createWarningList, ignoreWarnings } from '../../../src/base/index.ts';
import { createFlacWriter, openFlac } from '../../../src/formats/index.ts';
import type { FlacSource, FlacWriterOptions } from '../../../src/formats/index.ts';
import { decodeWithLibFlac, encodeWithLibFlac, loadLibFlac } from './flacOracle.ts';

beforeAll(loadLibFlac);

const open = (bytes: Uint8Array): FlacSource =>
  openFlac(createMemoryByteSource(bytes, 'x.flac'), (warning) => expect.fail(warning.message));

/** All samples as whole numbers. */
function readAll(source: FlacSource, pieceFrames = source.lengthFrames): number[][] {
  const out = createPlanar(source.channels, source.lengthFrames);
  for (let k = 0; k < source.lengthFrames; k += pieceFrames) {
    source.read(out, k, k, Math.min(pieceFrames, source.lengthFrames - k));
  }
  return out.map((channel) => Array.from(channel, (sample) => sample * 2 ** (source.bitsPerSample - 1)));
}

type Kind = 'tone' | 'noise' | 'silence' | 'square' | 'quiet' | 'wasted' | 'spikes';

/** Test signals that make an encoder use its different means. */
function signal(kind: Kind, lengthFrames: number, bits: number, seed = 1): number[] {
  const prng = createPrng(seed);
  const top = 2 ** (bits - 1) - 1;
  return Array.from({ length: lengthFrames }, (_, k) => {
    switch (kind) {
      case 'tone':
        return Math.round(top * (0.5 * Math.sin(k / 17) + 0.3 * Math.sin(k / (7 + seed)) + 0.01 * prng.next()));
      case 'noise':
        return Math.floor((prng.next() * 2 - 1) * top);
      case 'silence':
        return 0;
      case 'square':
        return Math.floor(k / 50) % 2 === 0 ? top : -top - 1;
      case 'quiet':
        return Math.floor(prng.next() * 3) - 1;
      case 'wasted':
        return Math.round(top * 0.4 * Math.sin(k / 20) * 2 ** -5) * 32 + 0;
      default:
        return k % 997 === 5 ? -top - 1 : 0;
    }
  });
}
const KINDS: readonly Kind[] = ['tone', 'noise', 'silence', 'square', 'quiet', 'wasted', 'spikes'];

describe('reads what libFLAC writes', () => {
  it.each(KINDS.flatMap((kind) => [16, 24].map((bits) => ({ kind, bits }))))('$kind, $bits bits, stereo', ({ kind, bits }) => {
    const left = signal(kind, 9001, bits);
    const channels = [left, signal(kind, 9001, bits, 2)];
    expect(readAll(open(encodeWithLibFlac(channels, { sampleRateHz: 48000, bitsPerSample: bits })))).toEqual(channels);
  });

  it.each([0, 2, 8])('at compression level %d, with alike channels (side and mid)', (compressionLevel) => {
    const left = signal('tone', 10000, 24);
    const channels = [left, left.map((sample, k) => sample - (k % 3))];
    const source = open(encodeWithLibFlac(channels, { sampleRateHz: 96000, bitsPerSample: 24, compressionLevel }));
    expect(source.sampleRateHz).toBe(96000);
    expect(readAll(source)).toEqual(channels);
  });

  it.each([1, 3, 8])('%d channels of 20 bits, at an odd rate', (count) => {
    const channels = Array.from({ length: count }, (_, c) => signal('tone', 5000, 20, c + 1));
    const source = open(encodeWithLibFlac(channels, { sampleRateHz: 50001, bitsPerSample: 20 }));
    expect(source).toMatchObject({ channels: count, sampleRateHz: 50001, bitsPerSample: 20 });
    expect(readAll(source)).toEqual(channels);
  });

  it('without a length in the header, found from the last frame', () => {
    const channels = [signal('tone', 12345, 16)];
    const source = open(encodeWithLibFlac(channels, { sampleRateHz: 44100, bitsPerSample: 16, statedFrames: 0 }));
    expect(source.lengthFrames).toBe(12345);
    expect(readAll(source)).toEqual(channels);
    expect(source.verify()).toBeUndefined();
  });

  it('behind an ID3 tag, and before one', () => {
    const channels = [signal('tone', 5000, 16)];
    const flac = encodeWithLibFlac(channels, { sampleRateHz: 44100, bitsPerSample: 16 });
    const id3v2 = [0x49, 0x44, 0x33, 4, 0, 0, 0, 0, 1, 2, ...Array.from({ length: 130 }, () => 7)];
    const id3v1 = [0x54, 0x41, 0x47, ...Array.from({ length: 125 }, () => 0)];
    expect(readAll(open(Uint8Array.from([...id3v2, ...flac, ...id3v1])))).toEqual(channels);
  });
});

describe('reading as an AudioSource', () => {
  const lengthFrames = 300_000;
  const channels = [signal('tone', lengthFrames, 16), signal('noise', lengthFrames, 16)];
  // The first half is far denser than the second, so that guesses by proportion miss.
  channels[1]!.fill(0, lengthFrames / 2);
  let bytes: Uint8Array;
  beforeAll(() => {
    bytes = encodeWithLibFlac(channels, { sampleRateHz: 44100, bitsPerSample: 16 });
  });
  const expected = (c: number, frame: number): number => (channels[c]![frame] ?? 0) / 32768;

  it('any jump reads what reading in order reads', () => {
    const source = open(bytes);
    const out = createPlanar(2, 700);
    const prng = createPrng(9);
    for (let jump = 0; jump < 150; jump++) {
      const start = Math.floor(prng.next() * (lengthFrames + 2000)) - 1000;
      source.read(out, 0, start, 700);
      const wrong = out.findIndex((channel, c) => channel.some((sample, k) => sample !== expected(c, start + k)));
      expect(wrong, `frames from ${start} on`).toBe(-1);
    }
  });

  it('backwards, in small pieces', () => {
    const source = open(bytes);
    const out = createPlanar(2, 100);
    for (let start = 150_000; start > 130_000; start -= 100) {
      source.read(out, 0, start, 100);
      expect(out.every((channel, c) => channel.every((sample, k) => sample === expected(c, start + k)))).toBe(true);
    }
  });

  it('touches nothing but the frames asked for', () => {
    const out = createPlanar(2, 20).map((channel) => channel.fill(9));
    open(bytes).read(out, 5, lengthFrames - 4, 8);
    expect([...out[0]!]).toEqual(
      Array.from({ length: 20 }, (_, k) => (k < 5 || k >= 13 ? 9 : k < 9 ? expected(0, lengthFrames - 9 + k) : 0)),
    );
  });

  it('reads little of the file for one jump', () => {
    let readBytes = 0;
    const memory = createMemoryByteSource(bytes);
    const counting = {
      ...memory,
      read: (to: Uint8Array, offset: number) => {
        const got = memory.read(to, offset);
        readBytes += got;
        return got;
      },
    };
    const long = openFlac(counting, ignoreWarnings);
    readBytes = 0;
    long.read(createPlanar(2, 10), 0, 250_000, 10);
    expect(readBytes).toBeLessThan(12 * 65536);
  });
});

describe('damage', () => {
  const channels = [signal('tone', 40_000, 16), signal('noise', 40_000, 16)];
  let bytes: Uint8Array;
  beforeAll(() => {
    bytes = encodeWithLibFlac(channels, { sampleRateHz: 44100, bitsPerSample: 16 });
  });

  it('in a frame is said with its place; the audio before and after it stays readable', () => {
    const broken = bytes.slice();
    broken[Math.floor(bytes.length / 2)]! ^= 1;
    const source = open(broken);
    const out = createPlanar(2, 4096);
    expect(() => readAll(source, 512)).toThrow(
      expect.objectContaining({
        name: 'InputError',
        code: 'flac.frame',
        at: 'x.flac',
        message: expect.stringMatching(
          /^is damaged in the FLAC frame at sample (16384|20480) \(0\.[45] s\): its checksum is wrong$/,
        ) as string,
      }),
    );
    source.read(out, 0, 0, 4096);
    expect(out[0]![100]).toBe(channels[0]![100]! / 32768);
    source.read(out, 0, 36864, 3000);
    expect(out[1]![2999]).toBe(channels[1]![39863]! / 32768);
  });

  it('a file that is cut ends with its last whole frame, and says so', () => {
    const warnings = createWarningList();
    const source = openFlac(createMemoryByteSource(bytes.subarray(0, Math.floor(bytes.length * 0.7)), 'x.flac'), warnings.warn);
    expect(source.lengthFrames % 4096).toBe(0);
    expect(source.lengthFrames).toBeGreaterThan(20_000);
    expect(warnings.list.map(({ code }) => code)).toEqual(['flac.length']);
    expect(readAll(source)).toEqual(channels.map((channel) => channel.slice(0, source.lengthFrames)));
  });

  it.each([
    ['cut in its header', () => bytes.subarray(0, 30), 'flac.header'],
    ['cut before its audio', () => bytes.subarray(0, 86), 'flac.frame'],
    ['without stream information', () => Uint8Array.from([0x66, 0x4c, 0x61, 0x43, 0x84, 0, 0, 0]), 'flac.header'],
    ['not FLAC', () => Uint8Array.from([1, 2, 3, 4]), 'flac.header'],
  ])('%s is refused', (_, make, code) => {
    expect(() => open(make())).toThrow(expect.objectContaining({ name: 'InputError', code }));
  });
});

async function write(options: FlacWriterOptions, block: readonly Float32Array[], pieceFrames: number): Promise<Uint8Array> {
  const sink = createMemoryByteSink();
  const writer = await createFlacWriter(sink, options);
  const lengthFrames = block[0]!.length;
  for (let k = 0; k < lengthFrames; k += pieceFrames) {
    writer.write(block, k, Math.min(pieceFrames, lengthFrames - k));
  }
  writer.finish();
  return sink.bytes();
}
const toPlanar = (channels: readonly (readonly number[])[], bits: number): Float32Array[] =>
  channels.map((channel) => Float32Array.from(channel, (sample) => sample / 2 ** (bits - 1)));

describe('writes what libFLAC and we read', () => {
  it.each(KINDS.flatMap((kind) => ([16, 24] as const).map((bits) => ({ kind, bits }))))(
    '$kind, $bits bits, stereo',
    async ({ kind, bits }) => {
      const channels = [signal(kind, 9001, bits), signal(kind, 9001, bits, 2)];
      const bytes = await write({ channels: 2, sampleRateHz: 48000, bitsPerSample: bits }, toPlanar(channels, bits), 1000);
      expect(decodeWithLibFlac(bytes)).toEqual(channels);
      const source = open(bytes);
      expect(readAll(source)).toEqual(channels);
      expect(source.verify()).toBe(true);
    },
  );

  it.each([0, 1, 5, 16, 4096, 4097])('%d frames, 3 channels', async (lengthFrames) => {
    const channels = [1, 2, 3].map((seed) => signal('tone', lengthFrames, 24, seed));
    const bytes = await write({ channels: 3, sampleRateHz: 44100, bitsPerSample: 24 }, toPlanar(channels, 24), 999);
    const source = open(bytes);
    expect(source.lengthFrames).toBe(lengthFrames);
    expect(readAll(source)).toEqual(channels);
    expect(lengthFrames === 0 ? [[], [], []] : decodeWithLibFlac(bytes)).toEqual(channels);
  });

  it('the same bytes however the audio comes, and about as few as libFLAC at level 5', async () => {
    const left = signal('tone', 50_000, 24);
    const channels = [left, left.map((sample, k) => Math.round(sample * 0.9) + (k % 7))];
    const options = { channels: 2, sampleRateHz: 48000, bitsPerSample: 24 } as const;
    const bytes = await write(options, toPlanar(channels, 24), 50_000);
    expect(Buffer.compare(await write({ ...options, expectedFrames: 50_000 }, toPlanar(channels, 24), 777), bytes)).toBe(0);
    const reference = encodeWithLibFlac(channels, { sampleRateHz: 48000, bitsPerSample: 24 });
    expect(bytes.length).toBeLessThan(reference.length * 1.01);
  });

  it('rounds and clips as the WAVE writer does', async () => {
    const q = 1 / 32768;
    const block = [Float32Array.of(0.5 * q, -0.5 * q, -2.5 * q, 2, -2, NaN)];
    expect(readAll(open(await write({ channels: 1, sampleRateHz: 8000, bitsPerSample: 16 }, block, 6)))).toEqual([
      [1, -1, -3, 32767, -32768, 0],
    ]);
  });

  it('keeps a channel mask; without one, FLAC says the order', async () => {
    const block = createPlanar(6, 10);
    const options = { channels: 6, sampleRateHz: 48000, bitsPerSample: 24 } as const;
    expect(open(await write({ ...options, channelMask: 0x60f }, block, 10)).channelMask).toBe(0x60f);
    expect(open(await write(options, block, 10)).channelMask).toBe(0x3f);
  });

  it('more than 8 channels go to WAV', async () => {
    await expect(
      createFlacWriter(createMemoryByteSink('x.flac'), { channels: 9, sampleRateHz: 48000, bitsPerSample: 24 }),
    ).rejects.toMatchObject({
      name: 'InputError',
      code: 'flac.channels',
      at: 'x.flac',
      hint: 'use WAV',
    });
  });

  it.each([
    { channels: 0, sampleRateHz: 48000 },
    { channels: 2, sampleRateHz: 1 << 20 },
    { channels: 2, sampleRateHz: 0.5 },
  ])('refuses %j', async (options) => {
    await expect(createFlacWriter(createMemoryByteSink(), { ...options, bitsPerSample: 16 })).rejects.toMatchObject({
      code: 'flac.options',
    });
  });
});
