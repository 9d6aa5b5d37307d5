import type { AudioSource, ByteSource } from '../audio/index.ts';
import { InputError } from '../base/index.ts';
import type { Warn } from '../base/index.ts';
import { labelsOfMask } from '../layouts/index.ts';
import { findFlacMarker, openFlac } from './flac/index.ts';
import { guessFormat } from './guessFormat.ts';
import { fourCc, isRiffContainer } from './riff/index.ts';
import { openWave } from './wave/index.ts';
import type { WaveEncoding, WaveFile } from './wave/index.ts';

/** An audio file of any kind that is read. */
export interface OpenedAudio {
  readonly kind: 'wave' | 'flac';
  /** Reads from the bytes, which stay their opener's to close. */
  readonly source: AudioSource;
  /** In file order, by our layouts' names; undefined where the file does not say or has other than one label a channel. */
  readonly channelLabels: readonly string[] | undefined;
  readonly sampleRateHz: number;
  readonly channels: number;
  readonly lengthFrames: number;
  /** Of a WAVE file's container. */
  readonly bitsPerSample: number;
  readonly encoding: WaveEncoding;
  readonly wave?: WaveFile;
}

/**
 * Opens an audio file by its content, whatever its name. `bytes` must stay open as long as the source is read.
 * @throws InputError `audio.unknown-format`, and those of openWave and openFlac
 */
export async function openAudioFile(bytes: ByteSource, warn: Warn): Promise<OpenedAudio> {
  const head = new Uint8Array(64);
  const got = bytes.read(head, 0);
  if (got >= 12 && isRiffContainer(fourCc(head, 0))) {
    const wave = openWave(bytes, warn);
    const { channels, channelMask, sampleRateHz, bitsPerSample, encoding } = wave.format;
    return {
      kind: 'wave',
      source: wave.source,
      channelLabels: labelsOfMask(channelMask, channels),
      sampleRateHz,
      channels,
      lengthFrames: wave.lengthFrames,
      bitsPerSample,
      encoding,
      wave,
    };
  }
  if (findFlacMarker(bytes) !== undefined) {
    const source = openFlac(bytes, warn);
    const { channels, channelMask, sampleRateHz, lengthFrames, bitsPerSample } = source;
    return {
      kind: 'flac',
      source,
      channelLabels: labelsOfMask(channelMask, channels),
      sampleRateHz,
      channels,
      lengthFrames,
      bitsPerSample,
      encoding: 'pcm',
    };
  }
  const guess = guessFormat(head.subarray(0, got));
  throw new InputError(
    'audio.unknown-format',
    `is ${guess ?? 'no audio file that is known here'}`,
    'use WAV, RF64, BW64 or FLAC',
    bytes.name,
  );
}
