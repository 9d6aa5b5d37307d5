import { InputError } from '../../base/index.ts';
import { findLayout } from '../../layouts/index.ts';
import { describePath, schemaError } from '../../scene/index.ts';
import { albumSchema, type AlbumFile } from './albumSchema.ts';
import { parseIsrc, parseUpc, showIsrc } from './codes.ts';
import type { Album } from './types.ts';

const DEFAULT_GAP_SEC = 2;
const MAX_FLAC_CHANNELS = 8;

/**
 * Reads an album's file.
 * @param text the file's text
 * @param at   the file's name, for errors
 * @throws InputError naming the field, the fact and the next step
 */
export function parseAlbum(text: string, at: string): Album {
  let json: unknown;
  try {
    json = JSON.parse(text.startsWith('\uFEFF') ? text.slice(1) : text);
  } catch (error) {
    const next = 'mend the text; periphony album --help shows an example';
    throw new InputError('album.json', `is not JSON: ${(error as Error).message}`, next, at);
  }
  if (typeof json !== 'object' || json === null || !Object.hasOwn(json, 'periphonyAlbum')) {
    throw new InputError('album.not-an-album', 'is JSON but no album', 'an album begins { "periphonyAlbum": 1, …', at);
  }
  const parsed = albumSchema.safeParse(json);
  if (!parsed.success) {
    throw schemaError(parsed.error.issues, json, at);
  }
  const { periphonyAlbum: _, ...file } = parsed.data;
  checkTracks(file, json, at);
  checkRenders(file, json, at);
  const sideTracks = file.sides?.reduce((sum, count) => sum + count, 0);
  if (sideTracks !== undefined && sideTracks !== file.tracks.length) {
    const fact = `hold ${sideTracks} tracks, and the album has ${file.tracks.length}`;
    throw new InputError('album.sides', `sides ${fact}`, 'list how many tracks each side has, in order', at);
  }
  return {
    ...file,
    ...(file.upc === undefined ? {} : { upc: parseUpc(file.upc)! }),
    tracks: file.tracks.map(({ isrc, gapSec, ...track }, k) => ({
      ...track,
      artist: track.artist ?? file.artist,
      gapSec: gapSec ?? (k === 0 || track.gapless ? 0 : DEFAULT_GAP_SEC),
      ...(isrc === undefined ? {} : { isrc: parseIsrc(isrc)! }),
    })),
  } as Album;
}

/** What one track says against another. */
function checkTracks({ tracks }: Pick<AlbumFile, 'tracks'>, json: unknown, at: string): void {
  const refuse = (index: number, field: string, fact: string, hint: string): never => {
    throw new InputError('album.field', `${describePath(json, ['tracks', index, field])} ${fact}`, hint, at);
  };
  const owners = new Map<string, number>();
  tracks.forEach((track, k) => {
    const isrc = track.isrc === undefined ? undefined : parseIsrc(track.isrc);
    if (isrc !== undefined) {
      const owner = owners.get(isrc);
      if (owner !== undefined) {
        refuse(k, 'isrc', `is ${showIsrc(isrc)}, which track ${owner + 1} has already`, 'give each recording a code of its own');
      }
      owners.set(isrc, k);
    }
    if (!track.gapless) {
      return;
    }
    const before = tracks[k - 1];
    if (before === undefined) {
      refuse(k, 'gapless', 'is true, and no track comes before the first', 'take it away');
    } else if ((track.gapSec ?? 0) > 0) {
      refuse(k, 'gapSec', `is ${track.gapSec}, and the track is gapless`, 'take one of them away');
    } else if (track.fadeInSec > 0) {
      refuse(k, 'fadeInSec', `is ${track.fadeInSec}, and the track goes on from the one before`, 'take the fade or "gapless" away');
    } else if (before.fadeOutSec > 0) {
      refuse(k - 1, 'fadeOutSec', `is ${before.fadeOutSec}, and the next track is gapless`, 'take the fade or "gapless" away');
    } else if (track.gainDb !== before.gainDb) {
      const fact = `is ${track.gainDb}, and the track goes on from one with ${before.gainDb}: the level would step`;
      refuse(k, 'gainDb', fact, 'give both the same');
    }
  });
}

function checkRenders({ renders, format }: Pick<AlbumFile, 'renders' | 'format'>, json: unknown, at: string): void {
  renders.forEach((render, k) => {
    const where = describePath(json, ['renders', k]);
    const same = renders.findIndex((other) => targetOf(other) === targetOf(render));
    if (same !== k) {
      throw new InputError('album.field', `${where} is "${render}", which is there already`, 'name each render once', at);
    }
    const channels = findLayout(render)?.speakers.length ?? 2;
    if (format === 'flac' && channels > MAX_FLAC_CHANNELS) {
      const fact = `is "${render}", which has ${channels} channels, and FLAC holds ${MAX_FLAC_CHANNELS}`;
      throw new InputError('album.field', `${where} ${fact}`, 'use wav24', at);
    }
  });
}

function targetOf(render: string): string {
  return findLayout(render)?.id ?? render;
}
