import { describe, expect, it } from 'vitest';
import { createMemoryByteSink, createMemoryByteSource, createPlanar } from '../../../src/audio/index.ts';
import { describeError, ignoreWarnings } from '../../../src/base/index.ts';
import { createFlacWriter, openAudioFile } from '../../../src/formats/index.ts';
import { ascii, buildRiff, data, fmt } from '../../fixtures/wave/buildWave.ts';

describe('openAudioFile goes by content', () => {
  it('WAVE, with labels from its mask in file order', async () => {
    const bits = { channels: 8, bits: 24, extensible: { mask: 0x63f } };
    const bytes = buildRiff([fmt(bits), data(Array.from({ length: 48 }, () => 0))]);
    const opened = await openAudioFile(createMemoryByteSource(bytes, 'mix.mp3'), ignoreWarnings);
    expect(opened).toMatchObject({ kind: 'wave', channels: 8, lengthFrames: 2, sampleRateHz: 48000, bitsPerSample: 24, encoding: 'pcm' });
    expect(opened.channelLabels).toEqual(['L', 'R', 'C', 'LFE', 'Lrs', 'Rrs', 'Lss', 'Rss']);
    expect(opened.wave?.container).toBe('RIFF');
  });

  it.each([undefined, { mask: 0 }, { mask: 0x7 }])('no labels where the mask does not say one a channel: %j', async (extensible) => {
    const spec = extensible === undefined ? { channels: 2 } : { channels: 2, extensible };
    const opened = await openAudioFile(createMemoryByteSource(buildRiff([fmt(spec), data([0, 0, 0, 0])])), ignoreWarnings);
    expect(opened.channelLabels).toBeUndefined();
  });

  it('FLAC, whose channel counts have an order', async () => {
    const sink = createMemoryByteSink();
    const writer = await createFlacWriter(sink, { channels: 6, sampleRateHz: 48000, bitsPerSample: 16 });
    writer.write(createPlanar(6, 100), 0, 100);
    writer.finish();
    const opened = await openAudioFile(createMemoryByteSource(sink.bytes(), 'stem.wav'), ignoreWarnings);
    expect(opened).toMatchObject({ kind: 'flac', channels: 6, lengthFrames: 100, bitsPerSample: 16, encoding: 'pcm' });
    expect(opened.channelLabels).toEqual(['L', 'R', 'C', 'LFE', 'Ls', 'Rs']);
    expect(opened.wave).toBeUndefined();
  });
});

describe('other files are named where their beginning tells', () => {
  it.each([
    ['an empty file', []],
    ['an MP3 file', [...ascii('ID3'), 3, 0, 0, 0, 0, 0, 20]],
    ['an MP3 file', [0xff, 0xfb, 0x90, 0x44]],
    ['an AAC file', [0xff, 0xf1, 0x50, 0x80]],
    ['an AIFF file', ascii('FORM\0\0\0\0AIFFCOMM')],
    ['an AIFF-C file', ascii('FORM\0\0\0\0AIFCFVER')],
    ['an Ogg file', ascii('OggS\0\x02')],
    ['an Opus file', ascii(`OggS${'\0'.repeat(24)}OpusHead`)],
    ['an MP4 or M4A file', ascii('\0\0\0\x20ftypM4A ')],
    ['a Core Audio file', ascii('caff\0\x01')],
    ['no audio file that is known here', ascii('{"periphony": 1}')],
    ['no audio file that is known here', ascii('RF65\0\0\0\0WAVEds64')],
  ])('%s', async (what, bytes) => {
    const opening = openAudioFile(createMemoryByteSource(Uint8Array.from(bytes), 'x'), ignoreWarnings);
    await expect(opening).rejects.toMatchObject({ name: 'InputError', code: 'audio.unknown-format', at: 'x' });
    await opening.catch((error: unknown) => expect(describeError(error)).toBe(`x: is ${what}; use WAV, RF64, BW64 or FLAC`));
  });
});
