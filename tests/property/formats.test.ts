import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import { createMemoryByteSink, createMemoryByteSource, createPlanar } from '../../src/audio/index.ts';
import { ignoreWarnings, InputError } from '../../src/base/index.ts';
import { createFlacWriter, createWaveWriter, openAudioFile, openWave } from '../../src/formats/index.ts';
import { buildRiff, data, ds64, fmt } from '../fixtures/wave/buildWave.ts';

const SEED = { seed: 9639 };

/** Opens and reads here and there; anything but an InputError is a fault. */
async function openAndRead(bytes: Uint8Array): Promise<void> {
  try {
    const { source, channels, lengthFrames } = await openAudioFile(createMemoryByteSource(bytes), ignoreWarnings);
    const out = createPlanar(channels, 300);
    for (const start of [0, Math.floor(lengthFrames / 2), lengthFrames - 250, 100, -20]) {
      source.read(out, 0, start, 300);
    }
  } catch (error) {
    if (!(error instanceof InputError)) {
      throw error;
    }
  }
}

/** A valid file with some bytes changed and perhaps its end cut off. */
const damaged = (whole: () => Uint8Array): fc.Arbitrary<Uint8Array> =>
  fc
    .record({
      changes: fc.array(fc.tuple(fc.nat({ max: 1 << 20 }), fc.nat({ max: 255 })), { minLength: 1, maxLength: 8 }),
      headFirst: fc.boolean(),
      kept: fc.double({ min: 0, max: 1, noNaN: true }),
      cut: fc.boolean(),
    })
    .map(({ changes, headFirst, kept, cut }) => {
      const bytes = whole().slice();
      for (const [at, value] of changes) {
        bytes[at % Math.min(bytes.length, headFirst ? 100 : bytes.length)] = value;
      }
      return cut ? bytes.slice(0, Math.floor(bytes.length * kept)) : bytes;
    });

describe('whatever the bytes, opening and reading is quick and throws nothing but InputError', () => {
  const samples = Array.from({ length: 400 }, (_, k) => (k * 37) % 256);
  const waves = [
    buildRiff([fmt({ channels: 2, bits: 24 }), data(samples.slice(0, 396))]),
    buildRiff([ds64(400, [['axml', 4]]), fmt({ channels: 2, extensible: { mask: 3 } }), data(samples, 0xffffffff)], 'RF64'),
    buildRiff([fmt({ bits: 32, extensible: { validBits: 24 }, bigEndian: true }), data(samples)], 'RIFX'),
    buildRiff([
      { id: 'bext', bytes: samples.slice(0, 33) },
      fmt({ tag: 3, bits: 64, more: [0, 0] }),
      { id: 'fact', bytes: [1, 0, 0, 0] },
      data(samples),
    ]),
  ];
  const flacs: Uint8Array[] = [];
  beforeAll(async () => {
    for (const channels of [1, 2, 5]) {
      const sink = createMemoryByteSink();
      const writer = await createFlacWriter(sink, { channels, sampleRateHz: 44100, bitsPerSample: channels === 2 ? 24 : 16 });
      writer.write(
        createPlanar(channels, 9000).map((channel, c) =>
          channel.map((_, k) => 0.5 * Math.sin((k * (c + 3)) / 50) + 0.001 * ((k * 7919) % 13)),
        ),
        0,
        9000,
      );
      writer.finish();
      flacs.push(sink.bytes());
    }
  });

  it('random bytes', async () => {
    await fc.assert(fc.asyncProperty(fc.uint8Array({ maxLength: 400 }), openAndRead), { ...SEED, numRuns: 300 });
  });

  it.each(['RIFFxxxxWAVEfmt ', 'RF64xxxxWAVEds64', 'RIFXxxxxWAVEdata', 'fLaC\0\0\0\x22'])('random bytes after %j', async (start) => {
    const prefix = Array.from(start, (character) => character.charCodeAt(0));
    const bytes = fc.uint8Array({ maxLength: 400 }).map((tail) => Uint8Array.from([...prefix, ...tail]));
    await fc.assert(fc.asyncProperty(bytes, openAndRead), { ...SEED, numRuns: 300 });
  });

  it('WAVE files with changed bytes', async () => {
    const any = fc.nat({ max: waves.length - 1 }).chain((which) => damaged(() => waves[which]!));
    await fc.assert(fc.asyncProperty(any, openAndRead), { ...SEED, numRuns: 1000 });
  });

  it('FLAC files with changed bytes', async () => {
    const any = fc.nat({ max: 2 }).chain((which) => damaged(() => flacs[which]!));
    await fc.assert(fc.asyncProperty(any, openAndRead), { ...SEED, numRuns: 300 });
  });
});

describe('laws of the WAVE writer and reader', () => {
  const bitsOf = { pcm16: 16, pcm24: 24, pcm32: 24, float32: 24 } as const;
  const anyFile = fc.record({
    channels: fc.integer({ min: 1, max: 9 }),
    lengthFrames: fc.integer({ min: 0, max: 200 }),
    encoding: fc.constantFrom('pcm16', 'pcm24', 'pcm32', 'float32'),
    container: fc.constantFrom('auto', 'rf64', 'bw64', 'auto-bw64'),
    pieces: fc.array(fc.integer({ min: 1, max: 60 }), { minLength: 1, maxLength: 10 }),
    seed: fc.nat(),
  });

  it('read(write(x)) = x on the grid of the encoding, in pieces of any size', () => {
    fc.assert(
      fc.property(anyFile, ({ channels, lengthFrames, encoding, container, pieces, seed }) => {
        const fullScale = 2 ** (bitsOf[encoding] - 1);
        const block = createPlanar(channels, lengthFrames).map((channel, c) =>
          channel.map((_, k) => (((((seed % 65521) + k * 7919 + c * 104729) * 2654435) % (2 * fullScale)) - fullScale) / fullScale),
        );
        const sink = createMemoryByteSink();
        const writer = createWaveWriter(sink, { channels, sampleRateHz: 48000, encoding, container });
        for (let k = 0, turn = 0; k < lengthFrames; turn++) {
          const run = Math.min(pieces[turn % pieces.length]!, lengthFrames - k);
          writer.write(block, k, run);
          k += run;
        }
        writer.finish();
        const wave = openWave(createMemoryByteSource(sink.bytes()), (warning) => expect.fail(warning.message));
        const back = createPlanar(channels, lengthFrames);
        for (let k = 0, turn = 0; k < lengthFrames; turn++) {
          const run = Math.min(pieces[(turn * 3 + 1) % pieces.length]!, lengthFrames - k);
          wave.source.read(back, k, k, run);
          k += run;
        }
        expect(back).toEqual(block);
      }),
      { ...SEED, numRuns: 200 },
    );
  });
});
