// RFC 9639, Free Lossless Audio Codec (December 2024), appendix D: the three worked examples, whole files.
// Covered by them: stream information, comments, padding, seek table (skipped); frame headers with short block sizes; verbatim, fixed and
// linear subframes, wasted bits, side-right stereo, partitioned Rice codes with 4-bit parameters and escape, CRC-8, CRC-16, MD5.
// Not covered here: constant subframes, 5-bit parameters, left-side and mid-side, other bit depths (tests/unit/formats/flac.test.ts compares
// those with another codec); cue sheets, pictures and FLAC in Ogg or Matroska, which are not read.
import { describe, expect, it } from 'vitest';
import { createMemoryByteSource, createPlanar } from '../../src/audio/index.ts';
import { openFlac } from '../../src/formats/index.ts';

const EXAMPLES = [
  {
    name: 'D.1: one sample, verbatim, wasted bits',
    bits: 16,
    hex: `664c6143800000221000100000000f00000f0ac442f0000000013e84b41807dc690307586a3dad1a2e0ffff869180000
      bf0358fd03128baa9a`,
    samples: [[25588], [10416]],
  },
  {
    name: 'D.2: fixed predictors, side-right stereo',
    bits: 16,
    hex: `664c61430000002200100010000017000044 0ac442f000000013d5b0564975e98b8d8b930422757b8103
      030000120000000000000000000000000000000000100400003a200000007265666572656e6365206c6962464c414320312e332e33203230313930383034
      010000000e0000005449544c453dd7a9d79cd795d79d81000006000000000000
      fff86998000f99120867 01623d1442998f5df70d6fe00c17caeb21000ee7a77a24a1590c1217b603097b784faa9a33d285e070ad5b1b4851b4010d99d2cd1a68f1e6b810
      fff869180102a402c382c40bc14a03ee48dd03b67c1330`,
    samples: [
      [
        10372, 18041, 14942, 17876, 15627, 17899, 16242, 18077, 16824, 18263, 17295, -14418, -15201, -14508, -15195, -14818, -15486, -15349,
        -16054,
      ],
      [6070, 10545, 8743, 10449, 9143, 10463, 9502, 10569, 9840, 10680, 10113, -8428, -8895, -8476, -8896, -8653, -9072, -8958, -9410],
    ],
  },
  {
    name: 'D.3: linear prediction, four partitions, one of them escaped, 8 bits',
    bits: 8,
    hex: `664c6143800000221000100000001f00001f07d0007000000018f8f9e396f5cbcfc6dc807f9977906b32
      fff868020017e944004f6f313d1047d227cb6d090831452bdc28222280 57a3`,
    samples: [[0, 79, 111, 78, 8, -61, -90, -68, -13, 42, 67, 53, 13, -27, -46, -38, -12, 14, 24, 19, 6, -4, -5, 0]],
  },
] as const;

describe.each(EXAMPLES)('RFC 9639 example $name', ({ bits, hex, samples }) => {
  const bytes = Uint8Array.from(Buffer.from(hex.replace(/\s/g, ''), 'hex'));

  it('decodes to the listed samples', () => {
    const source = openFlac(createMemoryByteSource(bytes), (warning) => expect.fail(warning.message));
    expect(source).toMatchObject({ channels: samples.length, lengthFrames: samples[0].length, bitsPerSample: bits });
    const out = createPlanar(source.channels, source.lengthFrames);
    source.read(out, 0, 0, source.lengthFrames);
    expect(out.map((channel) => Array.from(channel, (sample) => sample * 2 ** (bits - 1)))).toEqual(samples);
  });

  it('has the MD5 that it says', () => {
    const source = openFlac(createMemoryByteSource(bytes), () => {});
    expect(source.verify()).toBe(true);
    const changed = bytes.slice();
    changed[30]! ^= 1;
    expect(openFlac(createMemoryByteSource(changed), () => {}).verify()).toBe(false);
  });

  it('a changed bit anywhere in its frames is noticed', () => {
    const firstFrame = bytes.length - (samples[0].length === 19 ? 91 : samples[0].length === 24 ? 31 : 15);
    for (let at = firstFrame; at < bytes.length; at++) {
      const changed = bytes.slice();
      changed[at]! ^= 0x10;
      expect(() => {
        const warnings: string[] = [];
        const source = openFlac(createMemoryByteSource(changed), ({ code }) => warnings.push(code));
        source.verify();
        if (warnings.length > 0) {
          throw Object.assign(new Error('ends early'), { code: 'flac.frame' });
        }
      }, `byte ${at}`).toThrow(expect.objectContaining({ code: 'flac.frame' }));
    }
  });
});
