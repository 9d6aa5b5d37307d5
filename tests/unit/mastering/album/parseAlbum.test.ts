import { describe, expect, it } from 'vitest';
import { InputError } from '../../../../src/base/index.ts';
import { parseAlbum, parseIsrc, parseUpc, showIsrc } from '../../../../src/mastering/index.ts';

type Json = Record<string, unknown>;
const track = (more: Json = {}): Json => ({ input: 'a.wav', title: 'A', ...more });
const album = (tracks: readonly Json[] = [track()], more: Json = {}): string =>
  JSON.stringify({ periphonyAlbum: 1, title: 'T', artist: 'X', preset: 'spotify', renders: ['stereo'], tracks, ...more });

describe('parseAlbum', () => {
  it('fills in what the file leaves out', () => {
    const parsed = parseAlbum(album([track(), track({ artist: 'Y' }), track({ gapless: true }), track({ gapSec: 0 })]), 'a.json');
    expect(parsed).toMatchObject({ mode: 'album', toneMatch: 0, keepDifferences: 1 });
    expect(parsed.tracks.map((one) => one.gapSec)).toEqual([0, 2, 0, 0]);
    expect(parsed.tracks.map((one) => one.artist)).toEqual(['X', 'Y', 'X', 'X']);
  });

  it('takes codes with or without hyphens', () => {
    const tracks = [track({ isrc: 'GB-AYE-67-00149' }), track({ isrc: 'gbaye6700150' })];
    const parsed = parseAlbum(album(tracks, { upc: '036000291452' }), 'a.json');
    expect(parsed.tracks.map((one) => one.isrc)).toEqual(['GBAYE6700149', 'GBAYE6700150']);
    expect(parsed.upc).toBe('0036000291452');
  });

  it.each([
    ['not JSON', '{', 'album.json'],
    ['another file', '{"periphony":1}', 'album.not-an-album'],
    ['a later version', album([track()], { periphonyAlbum: 2 }), 'project.field'],
    ['an unknown field', album([track({ gapsec: 1 })]), 'project.unknown-field'],
    ['no tracks', album([]), 'project.field'],
    ['a hundred tracks', album(Array.from({ length: 100 }, () => track())), 'project.field'],
    ['an unknown render', album([track()], { renders: ['8.2'] }), 'project.field'],
    ['an ADM render', album([track()], { renders: ['adm'] }), 'project.field'],
    ['a render twice', album([track()], { renders: ['7.1.4', '4+7+0'] }), 'album.field'],
    ['FLAC of twelve channels', album([track()], { renders: ['7.1.4'], format: 'flac' }), 'album.field'],
    ['a false ISRC', album([track({ isrc: 'GB-AYE-67-0014' })]), 'project.field'],
    ['an ISRC twice', album([track({ isrc: 'GB-AYE-67-00149' }), track({ isrc: 'GBAYE6700149' })]), 'album.field'],
    ['a false check digit', album([track()], { upc: '036000291453' }), 'project.field'],
    ['sides of another number of tracks', album([track(), track()], { sides: [1, 2] }), 'album.sides'],
    ['a gapless first track', album([track({ gapless: true })]), 'album.field'],
    ['a gap before a gapless track', album([track(), track({ gapless: true, gapSec: 1 })]), 'album.field'],
    ['a fade into a gapless track', album([track(), track({ gapless: true, fadeInSec: 1 })]), 'album.field'],
    ['a fade out before a gapless track', album([track({ fadeOutSec: 1 }), track({ gapless: true })]), 'album.field'],
    ['a step in level at a joint', album([track(), track({ gapless: true, gainDb: 1 })]), 'album.field'],
    ['a list', '[]', 'album.not-an-album'],
    ['null', 'null', 'album.not-an-album'],
  ])('refuses %s', (_, text, code) => {
    expect(() => parseAlbum(text, 'a.json')).toThrow(expect.objectContaining({ code }));
  });

  it('names track, field, fact and next step', () => {
    const refused = (): unknown => parseAlbum(album([track(), track({ gapless: true, gapSec: 1 })]), 'a.json');
    try {
      refused();
      expect.unreachable();
    } catch (error) {
      expect(error).toBeInstanceOf(InputError);
      expect((error as InputError).message).toBe('tracks[1]: gapSec is 1, and the track is gapless');
      expect((error as InputError).hint).toBe('take one of them away');
    }
  });
});

describe('codes', () => {
  it('ISRC: two letters, three letters or digits, seven digits', () => {
    expect(parseIsrc('US-S1Z-99-00001')).toBe('USS1Z9900001');
    expect(showIsrc('USS1Z9900001')).toBe('US-S1Z-99-00001');
    for (const wrong of ['', 'U1-S1Z-99-00001', 'US-S1Z-9900001', 'USS1Z990000', 'US-S1Z-99-0000A']) {
      expect(parseIsrc(wrong)).toBeUndefined();
    }
  });

  it('UPC and EAN: GS1’s own examples', () => {
    // GS1 General Specifications: 6291041500213 and the first UPC sold, 036000291452.
    expect(parseUpc('6291041500213')).toBe('6291041500213');
    expect(parseUpc('0 36000 29145 2')).toBe('0036000291452');
    for (const wrong of ['6291041500214', '62910415002', 'abc']) {
      expect(parseUpc(wrong)).toBeUndefined();
    }
  });
});
