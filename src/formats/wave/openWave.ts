import type { AudioSource, ByteSource } from '../../audio/index.ts';
import { InputError } from '../../base/index.ts';
import type { Warn } from '../../base/index.ts';
import { readChunk, readRiffChunks } from '../riff/index.ts';
import type { RiffChunk, RiffContainer, RiffFile } from '../riff/index.ts';
import { createWaveSource } from './waveSource.ts';
import { parseWaveFormat } from './waveFormat.ts';
import type { WaveFormat } from './waveFormat.ts';

/** An open WAVE file: its chunk table, its format, its audio. */
export interface WaveFile {
  readonly container: RiffContainer;
  readonly chunks: readonly RiffChunk[];
  /** The first chunk of that id (`axml`, `chna`, `bext`, …); read its body with `readChunk`. */
  chunk(id: string): RiffChunk | undefined;
  readonly format: WaveFormat;
  readonly lengthFrames: number;
  /** Reads from the bytes, which stay their opener's to close. */
  readonly source: AudioSource;
}

/**
 * Opens a WAVE file of any container. Reads only headers; audio is pulled through `source`, for which `bytes` must stay open.
 * @throws InputError `riff.not-riff`, `wave.form`, `wave.missing-chunk`, `wave.format`, `wave.encoding`
 */
export function openWave(bytes: ByteSource, warn: Warn): WaveFile {
  const riff = readRiffChunks(bytes, warn);
  if (riff.formType !== 'WAVE') {
    const form = JSON.stringify(riff.formType.trim());
    throw new InputError('wave.form', `is a RIFF file of kind ${form}, not WAVE`, 'use a WAV or FLAC file', bytes.name);
  }
  const data = needChunk(riff, 'data', bytes.name);
  const fmt = needChunk(riff, 'fmt ', bytes.name);
  const fmtHead = { ...fmt, lengthBytes: Math.min(fmt.lengthBytes, 64) };
  const format = parseWaveFormat(readChunk(bytes, fmtHead, 64), riff.isBigEndian, bytes.name, warn);
  const lengthFrames = Math.floor(data.lengthBytes / format.blockAlignBytes);
  const strayBytes = data.lengthBytes - lengthFrames * format.blockAlignBytes;
  if (strayBytes > 0) {
    warn({ code: 'wave.partial-frame', at: bytes.name, message: `its audio ends with ${strayBytes} bytes that are not a whole frame` });
  }
  return {
    container: riff.container,
    chunks: riff.chunks,
    chunk: (id) => riff.chunk(id),
    format,
    lengthFrames,
    source: createWaveSource(bytes, data.offset, lengthFrames, format, riff.isBigEndian, warn),
  };
}

function needChunk(riff: RiffFile, id: string, name: string): RiffChunk {
  const chunk = riff.chunk(id);
  if (chunk === undefined) {
    throw new InputError('wave.missing-chunk', `has no "${id}" chunk`, 'the file is cut short or damaged: export it again', name);
  }
  return chunk;
}
