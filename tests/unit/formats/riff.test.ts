import { describe, expect, it } from 'vitest';
import { createMemoryByteSource } from '../../../src/audio/index.ts';
import { createWarningList, InputError } from '../../../src/base/index.ts';
import { MAX_CHUNKS, readChunk, readRiffChunks } from '../../../src/formats/index.ts';
import type { RiffFile } from '../../../src/formats/index.ts';
import { ascii, buildRiff, data, ds64, fmt, sparseSource } from '../../fixtures/wave/buildWave.ts';

const GIB = 1024 ** 3;

function scan(bytes: Uint8Array): { riff: RiffFile; codes: string[]; table: string[] } {
  const warnings = createWarningList();
  const riff = readRiffChunks(createMemoryByteSource(bytes, 'x.wav'), warnings.warn);
  return { riff, codes: warnings.list.map(({ code }) => code), table: riff.chunks.map(({ id, lengthBytes }) => `${id}:${lengthBytes}`) };
}

describe('the chunk table', () => {
  it('lists chunks in file order, pads odd ones, and finds the first of an id', () => {
    const bytes = buildRiff([{ id: 'JUNK', bytes: [1, 2, 3] }, fmt(), data([1, 2]), { id: 'axml', bytes: ascii('<a/>x') }]);
    const { riff, codes, table } = scan(bytes);
    expect(riff).toMatchObject({ container: 'RIFF', isBigEndian: false, formType: 'WAVE' });
    expect(table).toEqual(['JUNK:3', 'fmt :16', 'data:2', 'axml:5']);
    expect(codes).toEqual([]);
    const axml = riff.chunk('axml')!;
    expect(readChunk(createMemoryByteSource(bytes), axml, 100)).toEqual(Uint8Array.from(ascii('<a/>x')));
    expect(riff.chunk('chna')).toBeUndefined();
  });

  it('reads RIFX sizes from the high byte', () => {
    const { riff, table } = scan(buildRiff([fmt({ bigEndian: true }), data([0, 1, 0, 2])], 'RIFX'));
    expect(riff.isBigEndian).toBe(true);
    expect(table).toEqual(['fmt :16', 'data:4']);
  });

  it.each(['RF64', 'BW64'])('takes sizes of %s from ds64, other chunks from its table', (container) => {
    const chunks = [
      ds64(6, [['axml', 4]]),
      fmt(),
      data([1, 2, 3, 4, 5, 6], 0xffffffff),
      { id: 'axml', bytes: [9, 9, 9, 9], statedBytes: 0xffffffff },
    ];
    const { riff, codes, table } = scan(buildRiff(chunks, container));
    expect(riff.container).toBe(container);
    expect(table).toEqual(['ds64:40', 'fmt :16', 'data:6', 'axml:4']);
    expect(codes).toEqual([]);
  });

  it('believes a 32-bit size in RF64 where it says one', () => {
    expect(scan(buildRiff([ds64(99), fmt(), data([1, 2])], 'RF64')).table).toEqual(['ds64:28', 'fmt :16', 'data:2']);
  });
});

describe('sizes that lie', () => {
  it('are cut at the end of the file, with a warning', () => {
    const { codes, table } = scan(buildRiff([fmt(), data([1, 2, 3, 4], 5000)]));
    expect(table).toEqual(['fmt :16', 'data:4']);
    expect(codes).toEqual(['riff.clamped']);
  });

  it('of other chunks do not reach beyond the end either', () => {
    const { codes, table } = scan(buildRiff([{ id: 'LIST', bytes: [1, 2], statedBytes: 0xfffffff0 }, fmt(), data([1, 2])]));
    expect(table).toEqual(['LIST:36']);
    expect(codes).toEqual(['riff.clamped']);
  });

  it('RF64 without ds64 takes what is there', () => {
    expect(scan(buildRiff([fmt(), data([1, 2, 3, 4], 0xffffffff)], 'RF64')).table).toEqual(['fmt :16', 'data:4']);
  });

  it('ds64 sizes beyond 2^53 are cut at the end of the file', () => {
    const huge = { id: 'ds64', bytes: Array.from({ length: 28 }, (_, k) => (k < 24 ? 255 : 0)) };
    expect(scan(buildRiff([huge, fmt(), data([1, 2, 3, 4], 0xffffffff)], 'RF64')).table).toEqual(['ds64:28', 'fmt :16', 'data:4']);
  });

  it('a data chunk that was never closed goes to the end', () => {
    const { codes, table } = scan(buildRiff([fmt(), data([1, 200, 3, 4, 5, 6, 7, 8, 9, 10], 0)]));
    expect(table).toEqual(['fmt :16', 'data:10']);
    expect(codes).toEqual(['riff.unfinished']);
  });

  it('an empty data chunk before another chunk is empty', () => {
    const { codes, table } = scan(buildRiff([fmt(), data([]), { id: 'LIST', bytes: [1, 2] }]));
    expect(table).toEqual(['fmt :16', 'data:0', 'LIST:2']);
    expect(codes).toEqual([]);
  });

  it('an odd chunk without its pad byte is noticed', () => {
    const { codes, table } = scan(buildRiff([{ id: 'note', bytes: [1, 2, 3], unpadded: true }, fmt(), data([1, 2])]));
    expect(table).toEqual(['note:3', 'fmt :16', 'data:2']);
    expect(codes).toEqual(['riff.unpadded']);
  });

  it('garbage after the chunks is left alone', () => {
    const whole = buildRiff([fmt(), data([1, 2])]);
    const { codes, table } = scan(Uint8Array.from([...whole, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0]));
    expect(table).toEqual(['fmt :16', 'data:2']);
    expect(codes).toEqual(['riff.trailing']);
  });

  it('a data size that wrapped at 4 GiB in a RIFF file is unwrapped', () => {
    const head = buildRiff([fmt(), data([], 1000)]);
    const warnings = createWarningList();
    const lengthBytes = head.length + 2 * 4 * GIB + 1000;
    const riff = readRiffChunks(sparseSource(lengthBytes, [{ offset: 0, bytes: head }]), warnings.warn);
    expect(riff.chunk('data')!.lengthBytes).toBe(2 * 4 * GIB + 1000);
    expect(warnings.list.map(({ code }) => code)).toEqual(['riff.wrapped']);
  });

  it('chunks behind 4 GiB of audio are reached', () => {
    const dataBytes = 6 * GIB;
    const head = buildRiff([ds64(dataBytes), fmt(), data([], 0xffffffff)], 'RF64');
    const tail = buildRiff([{ id: 'axml', bytes: [1, 2, 3, 4] }]).subarray(12);
    const pieces = [
      { offset: 0, bytes: head },
      { offset: head.length + dataBytes, bytes: tail },
    ];
    const bytes = sparseSource(head.length + dataBytes + tail.length, pieces);
    const riff = readRiffChunks(bytes, () => {});
    expect(riff.chunk('axml')).toEqual({ id: 'axml', offset: head.length + dataBytes + 8, lengthBytes: 4 });
    expect(readChunk(bytes, riff.chunk('axml')!, 4)).toEqual(Uint8Array.of(1, 2, 3, 4));
  });
});

describe('bounds', () => {
  it('stops after so many chunks', () => {
    const { riff, codes } = scan(buildRiff(Array.from({ length: MAX_CHUNKS + 5 }, () => ({ id: 'JUNK', bytes: [] }))));
    expect(riff.chunks.length).toBe(MAX_CHUNKS);
    expect(codes).toEqual(['riff.trailing']);
  });

  it('reads no chunk larger than asked for', () => {
    const bytes = createMemoryByteSource(buildRiff([{ id: 'axml', bytes: [1, 2, 3, 4] }]), 'x.wav');
    const chunk = readRiffChunks(bytes, () => {}).chunk('axml')!;
    expect(() => readChunk(bytes, chunk, 3)).toThrow(expect.objectContaining({ code: 'riff.chunk-too-large', at: 'x.wav' }));
  });

  it.each([[], ascii('RIFF'), ascii('RIFX\0\0\0\0WAV'), ascii('FORM\0\0\0\0AIFF'), ascii('RF65\0\0\0\0WAVE')])('refuses %j', (...bytes) => {
    expect(() => scan(Uint8Array.from(bytes))).toThrow(InputError);
    expect(() => scan(Uint8Array.from(bytes))).toThrow(expect.objectContaining({ code: 'riff.not-riff' }));
  });
});
