import { describe, expect, it } from 'vitest';
import { createMemoryByteSource, createPlanar } from '../../../src/audio/index.ts';
import { createWarningList, describeError } from '../../../src/base/index.ts';
import { openWave } from '../../../src/formats/index.ts';
import type { WaveFile } from '../../../src/formats/index.ts';
import { buildRiff, data, ds64, fmt, uint } from '../../fixtures/wave/buildWave.ts';
import type { FmtSpec } from '../../fixtures/wave/buildWave.ts';

function open(bytes: Uint8Array): { wave: WaveFile; codes: string[]; channels: number[][] } {
  const warnings = createWarningList();
  const wave = openWave(createMemoryByteSource(bytes, 'x.wav'), warnings.warn);
  const out = createPlanar(wave.format.channels, wave.lengthFrames);
  wave.source.read(out, 0, 0, wave.lengthFrames);
  return { wave, codes: warnings.list.map(({ code }) => code), channels: out.map((channel) => [...channel]) };
}

function openSamples(spec: FmtSpec, bytes: readonly number[], container = 'RIFF'): ReturnType<typeof open> {
  return open(buildRiff([fmt(spec), data(bytes)], container));
}

const float32 = (values: readonly number[]): number[] => [...new Uint8Array(Float32Array.from(values).buffer)];
const float64 = (values: readonly number[]): number[] => [...new Uint8Array(Float64Array.from(values).buffer)];

describe('whole-number samples are sample / 2^(bits − 1)', () => {
  it('8 bits, unsigned', () => {
    expect(openSamples({ bits: 8 }, [0, 64, 128, 255]).channels).toEqual([[-1, -0.5, 0, 127 / 128]]);
  });

  it('16 bits, interleaved', () => {
    const { channels, wave } = openSamples({ bits: 16, channels: 2 }, [0x00, 0x80, 0xff, 0x7f, 0x01, 0x00, 0x00, 0x00]);
    expect(channels).toEqual([
      [-1, 1 / 32768],
      [32767 / 32768, 0],
    ]);
    expect(wave.format).toMatchObject({ tag: 1, encoding: 'pcm', bitsPerSample: 16, validBits: 16, blockAlignBytes: 4, channelMask: 0 });
  });

  it('24 bits', () => {
    const bytes = [0x00, 0x00, 0x80, 0xff, 0xff, 0x7f, 0x01, 0x00, 0x00, 0xff, 0xff, 0xff];
    expect(openSamples({ bits: 24 }, bytes).channels).toEqual([[-1, 8388607 / 8388608, 1 / 8388608, -1 / 8388608]]);
  });

  it('32 bits, rounded to 32-bit floats', () => {
    const { channels } = openSamples({ bits: 32 }, [0, 0, 0, 0x80, 0, 0, 0, 0x40, 0xff, 0xff, 0xff, 0x7f]);
    expect(channels).toEqual([[-1, 0.5, 1]]);
  });

  it.each([
    { bits: 12, container: 2, bytes: [0xf0, 0x7f], value: 0x7ff0 / 32768 },
    { bits: 20, container: 3, bytes: [0xf0, 0xff, 0x7f], value: 0x7ffff0 / 8388608 },
    { bits: 5, container: 1, bytes: [0xd8], value: 88 / 128 },
    { bits: 45, container: 6, bytes: [0, 0, 0, 0, 0, 0xc0], value: -0.5 },
    { bits: 64, container: 8, bytes: [0, 0, 0, 0, 0, 0, 0, 0x20], value: 0.25 },
  ])('$bits bits lie left-justified in $container bytes', ({ bits, container, bytes, value }) => {
    const { channels, wave } = openSamples({ bits }, bytes);
    expect(channels).toEqual([[value]]);
    expect(wave.format).toMatchObject({ bitsPerSample: 8 * container, validBits: bits });
  });

  it('20 valid bits of 24, extensible', () => {
    const { wave, channels } = openSamples({ bits: 24, extensible: { validBits: 20 } }, [0x10, 0x00, 0x40]);
    expect(wave.format).toMatchObject({ tag: 1, isExtensible: true, bitsPerSample: 24, validBits: 20 });
    expect(channels).toEqual([[0x400010 / 8388608]]);
  });
});

describe('24 bits in 4 bytes', () => {
  const minusHalf = 0xc00001;
  it('left-justified, as the format says', () => {
    const { channels, codes } = openSamples({ bits: 32, extensible: { validBits: 24 } }, [0, ...uint(minusHalf, 3, false)]);
    expect(channels).toEqual([[(minusHalf - 0x1000000) / 8388608]]);
    expect(codes).toEqual([]);
  });

  it.each([
    ['sign-extended', 0xff],
    ['zero-extended', 0x00],
  ])('right-justified and %s, without WAVE_FORMAT_EXTENSIBLE', (_, top) => {
    const { channels, codes } = openSamples({ bits: 24, blockAlignBytes: 4 }, [...uint(minusHalf, 3, false), top]);
    expect(channels).toEqual([[(minusHalf - 0x1000000) / 8388608]]);
    expect(codes).toEqual(['wave.right-justified']);
  });

  it('quiet 32-bit audio that is said to have 24 bits is not made louder', () => {
    const { channels } = openSamples({ bits: 32, extensible: { validBits: 24 } }, [0x01, 0x00, 0xff, 0xff]);
    expect(channels).toEqual([[-65535 / 2147483648]]);
  });

  it('neither way is refused', () => {
    expect(() => openSamples({ bits: 24, blockAlignBytes: 4 }, [...float32([16384]), ...float32([-3.7])])).toThrow(
      expect.objectContaining({ code: 'wave.format' }),
    );
  });
});

describe('floating point passes as it is', () => {
  it('32 bits, with over-range, infinite and missing numbers', () => {
    const { channels, wave } = openSamples({ tag: 3, bits: 32 }, float32([0.1, -3, Infinity, NaN]));
    expect(channels).toEqual([[Math.fround(0.1), -3, Infinity, NaN]]);
    expect(wave.format.encoding).toBe('float');
  });

  it('64 bits, rounded', () => {
    expect(openSamples({ tag: 3, bits: 64, channels: 2 }, float64([0.1, 1])).channels).toEqual([[Math.fround(0.1)], [1]]);
  });
});

describe('ITU-T G.711', () => {
  it('A-law: smallest and largest of each sign, and the first value of the segment that begins at 512 of 4096', () => {
    const { channels } = openSamples({ tag: 6, bits: 8 }, [0xd5, 0x55, 0xaa, 0x2a, 0x85]);
    expect(channels).toEqual([[8 / 32768, -8 / 32768, 32256 / 32768, -32256 / 32768, 528 / 4096]]);
  });

  it('µ-law: smallest and largest of each sign', () => {
    const { channels } = openSamples({ tag: 7, bits: 8 }, [0xfe, 0x7e, 0x80, 0x00]);
    expect(channels).toEqual([[8 / 32768, -8 / 32768, 32124 / 32768, -32124 / 32768]]);
  });
});

describe('RIFX', () => {
  it.each([
    { spec: { bits: 16 }, bytes: [0x80, 0x00, 0x00, 0x01], values: [-1, 1 / 32768] },
    { spec: { bits: 24, channels: 2 }, bytes: [0x80, 0x00, 0x00, 0x00, 0x00, 0x01], values: [-1, 1 / 8388608] },
    { spec: { bits: 32, extensible: {} }, bytes: [0xc0, 0, 0, 0], values: [-0.5] },
    { spec: { tag: 3, bits: 32 }, bytes: [0x3f, 0x80, 0, 0], values: [1] },
    { spec: { bits: 8 }, bytes: [192], values: [0.5] },
  ])('high byte first: $spec', ({ spec, bytes, values }) => {
    expect(openSamples({ ...spec, bigEndian: true }, bytes, 'RIFX').channels.flat()).toEqual(values);
  });
});

describe('fmt chunks as they come', () => {
  it.each([
    ['18 bytes', fmt({ more: [0, 0] })],
    ['40 bytes of padding after plain PCM', fmt({ more: Array.from({ length: 24 }, () => 0) })],
    ['an extension size without meaning', fmt({ more: [22, 0, ...Array.from({ length: 22 }, () => 0)] })],
    ['an odd size', fmt({ more: [7] })],
  ])('%s', (_, chunk) => {
    expect(open(buildRiff([chunk, data([0, 0x40])])).channels).toEqual([[0.5]]);
  });

  it('after the audio', () => {
    expect(open(buildRiff([data([0, 0x40]), fmt()])).channels).toEqual([[0.5]]);
  });

  it('with a mask, an ambisonic sub-format, and no valid bits', () => {
    const tail = [0x86, 0x44, 0xc8, 0xc1, 0xca, 0, 0, 0];
    const { wave } = openSamples({ channels: 2, extensible: { mask: 3, validBits: 0, tail } }, [0, 0, 0, 0]);
    expect(wave.format).toMatchObject({ channelMask: 3, validBits: 16 });
  });

  it('with a block align that the byte rate proves wrong', () => {
    const { codes, wave } = openSamples({ bits: 24, channels: 3, blockAlignBytes: 4, bytesPerSec: 9 * 48000 }, [1, 2, 3, 4, 5, 6, 7, 8, 9]);
    expect(wave.lengthFrames).toBe(1);
    expect(codes).toEqual(['wave.block-align']);
  });

  it('a last frame that is not whole is left out', () => {
    const { codes, wave } = openSamples({ channels: 2 }, [0, 0, 0, 0, 1, 1]);
    expect(wave.lengthFrames).toBe(1);
    expect(codes).toEqual(['wave.partial-frame']);
  });

  it('RF64 with float64', () => {
    const file = buildRiff([ds64(16), fmt({ tag: 3, bits: 64 }), data(float64([0.5, -2]), 0xffffffff)], 'RF64');
    expect(open(file).channels).toEqual([[0.5, -2]]);
  });
});

describe('what is refused, and how it is said', () => {
  it.each<[string, FmtSpec, string, RegExp]>([
    ['ADPCM', { tag: 2, bits: 4 }, 'wave.encoding', /Microsoft ADPCM.*convert it to PCM first/],
    ['IMA ADPCM', { tag: 17, bits: 4 }, 'wave.encoding', /IMA ADPCM/],
    ['GSM', { tag: 49, bits: 0 }, 'wave.encoding', /GSM 6\.10/],
    ['MP3 in WAVE', { tag: 0x55, bits: 0 }, 'wave.encoding', /MP3/],
    ['a codec without a name', { tag: 0x4600 }, 'wave.encoding', /codec 0x4600/],
    ['a foreign sub-format', { extensible: { tail: [1, 2, 3, 4, 5, 6, 7, 8] } }, 'wave.encoding', /0102030405060708/],
    ['half floats', { tag: 3, bits: 16 }, 'wave.encoding', /16-bit floating point/],
    ['0 bits', { bits: 0, blockAlignBytes: 2 }, 'wave.encoding', /0-bit PCM/],
    ['65 bits', { bits: 65 }, 'wave.encoding', /65-bit PCM/],
    ['no channels', { channels: 0 }, 'wave.format', /claims 0 channels/],
    ['too many channels', { channels: 1025 }, 'wave.format', /1025 channels/],
    ['no rate', { sampleRateHz: 0 }, 'wave.format', /rate of 0 Hz/],
    ['too high a rate', { sampleRateHz: 768001 }, 'wave.format', /768001 Hz/],
    ['a block align of nothing', { channels: 2, blockAlignBytes: 3 }, 'wave.format', /frames of 3 bytes.*2 channels of 16 bits/],
  ])('%s', (_, spec, code, line) => {
    const file = buildRiff([fmt(spec), data([0, 0, 0, 0])]);
    let said: unknown;
    try {
      open(file);
    } catch (error) {
      said = error;
    }
    expect(said).toMatchObject({ name: 'InputError', code, at: 'x.wav' });
    expect(describeError(said)).toMatch(line);
    expect(describeError(said)).not.toContain('\n');
  });

  it.each([
    ['no audio', buildRiff([fmt()]), 'wave.missing-chunk'],
    ['no format', buildRiff([data([1, 2])]), 'wave.missing-chunk'],
    ['a fmt chunk that is cut', buildRiff([data([1, 2]), { id: 'fmt ', bytes: [1, 0, 1, 0] }]), 'wave.format'],
    [
      'an extensible fmt chunk that is cut',
      buildRiff([{ id: 'fmt ', bytes: fmt({ extensible: {} }).bytes.slice(0, 30) }, data([1, 2])]),
      'wave.format',
    ],
    ['another RIFF form', buildRiff([fmt(), data([1, 2])], 'RIFF', 'AVI '), 'wave.form'],
  ])('%s', (_, bytes, code) => {
    expect(() => open(bytes)).toThrow(expect.objectContaining({ name: 'InputError', code }));
  });
});

describe('reading as an AudioSource', () => {
  const lengthFrames = 30000;
  const samples = Array.from({ length: 2 * lengthFrames }, (_, k) => (k * 7919) % 65536);
  const bytes = buildRiff([fmt({ channels: 2 }), { id: 'data', bytes: samples.flatMap((sample) => uint(sample, 2, false)) }]);
  const expected = (channel: number, frame: number): number => {
    const sample = frame < 0 || frame >= lengthFrames ? 0 : samples[2 * frame + channel]!;
    return (sample >= 32768 ? sample - 65536 : sample) / 32768;
  };

  it.each([
    [0, 512],
    [16380, 10],
    [29990, 40],
    [-5, 12],
    [-100, 50],
    [40000, 8],
    [-10, 30030],
    [7, 0],
  ])('frames from %d on, %d of them: zeros outside, nothing else touched', (startFrame, count) => {
    const { source } = openWave(createMemoryByteSource(bytes), () => {});
    const out = createPlanar(2, count + 5).map((channel) => channel.fill(9));
    source.read(out, 3, startFrame, count);
    out.forEach((channel, c) => {
      const wanted = Array.from({ length: count + 5 }, (_, k) => (k < 3 || k >= count + 3 ? 9 : expected(c, startFrame + k - 3)));
      expect([...channel]).toEqual(wanted);
    });
  });

  it('chunking and order never change a sample', () => {
    const { source } = openWave(createMemoryByteSource(bytes), () => {});
    const pieces = createPlanar(2, lengthFrames);
    for (const start of [20000, 0, 10000]) {
      for (let k = 0; k < 10000; k += 777) {
        source.read(pieces, start + k, start + k, Math.min(777, 10000 - k));
      }
    }
    expect(pieces.every((channel, c) => channel.every((sample, frame) => sample === expected(c, frame)))).toBe(true);
  });

  it('a file that shrinks while it is open reads as silence where it ended', () => {
    const shrinking = { ...createMemoryByteSource(bytes.subarray(0, 1000)), lengthBytes: bytes.length };
    const { source } = openWave(shrinking, () => {});
    const out = createPlanar(2, 10);
    source.read(out, 0, 25000, 10);
    expect([...out[0]!]).toEqual(Array.from({ length: 10 }, () => 0));
  });
});
