import { InputError, type Warn } from '../../base/index.ts';
import { findPreset, parseAlbum, parsePreset, type Album, type Preset } from '../../mastering/index.ts';
import type { JobPorts } from '../ports.ts';
import { readSession, type Session } from '../session.ts';

const MAX_ALBUM_BYTES = 4 * 1048576;

export interface ReadAlbum {
  readonly album: Album;
  readonly preset: Preset;
  /** By track. */
  readonly sessions: readonly Session[];
  /** Of the album's file. */
  readonly bytes: Uint8Array;
}

/**
 * Reads an album's file, its preset, and what each track is.
 * @throws InputError naming the field, or the track and its file; UsageError for an unknown preset
 */
export async function readAlbum(ports: Pick<JobPorts, 'openBytes'>, path: string, warn: Warn): Promise<ReadAlbum> {
  const unified = path.replaceAll('\\', '/');
  const folder = path.slice(0, unified.lastIndexOf('/') + 1);
  const file = path.slice(folder.length);
  const bytes = readAll(ports, path, file);
  const album = parseAlbum(new TextDecoder().decode(bytes), file);
  const place = (name: string): string => (/^([/\\]|[A-Za-z]:[/\\])/.test(name) ? name : folder + name);
  const preset = /\.json$/i.test(album.preset)
    ? parsePreset(new TextDecoder().decode(readAll(ports, place(album.preset), album.preset)), album.preset)
    : presetOf(album.preset, file);
  const { sampleRateHz } = album;
  if (sampleRateHz !== undefined && preset.sampleRatesHz?.includes(sampleRateHz) === false) {
    const fact = `sampleRateHz is ${sampleRateHz}, and ${preset.title} takes ${preset.sampleRatesHz.join(', ')}`;
    throw new InputError('album.field', fact, 'use one of these, or leave it out', file);
  }
  const sessions: Session[] = [];
  for (const [k, track] of album.tracks.entries()) {
    try {
      const session = await readSession(ports, place(track.input), warn);
      const stems = track.stems === undefined ? undefined : `${place(track.stems).replace(/[\\/]+$/, '')}/`;
      sessions.push(session.kind === 'adm' || stems === undefined ? session : { ...session, stemsFolder: stems });
    } catch (error) {
      if (error instanceof InputError) {
        const at = `tracks[${k}] "${track.title}"`;
        throw new InputError(error.code, `${track.input} ${error.message}`, error.hint, at);
      }
      throw error;
    }
  }
  return { album, preset, sessions, bytes };
}

function presetOf(id: string, file: string): Preset {
  try {
    return findPreset(id);
  } catch (error) {
    throw new InputError(
      'album.field',
      `preset is "${id}": ${(error as Error).message}`,
      'periphony presets lists them; or name a file, my-label.json',
      file,
    );
  }
}

function readAll(ports: Pick<JobPorts, 'openBytes'>, path: string, file: string): Uint8Array {
  using bytes = ports.openBytes(path);
  if (bytes.lengthBytes > MAX_ALBUM_BYTES) {
    throw new InputError(
      'file.too-large',
      `has ${bytes.lengthBytes} bytes, more than the ${MAX_ALBUM_BYTES} that are read`,
      'name the right file',
      file,
    );
  }
  const text = new Uint8Array(bytes.lengthBytes);
  bytes.read(text, 0);
  return text;
}
