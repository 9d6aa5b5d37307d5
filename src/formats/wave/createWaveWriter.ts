import type { AudioSink, ByteSink } from '../../audio/index.ts';
import { UsageError } from '../../base/index.ts';
import { chunkBytes, createWaveHeader } from './waveHeader.ts';
import type { WaveChunk } from './waveHeader.ts';
import { createEncoder, sampleBytesOf } from './encodeSamples.ts';
import type { WaveSampleEncoding } from './encodeSamples.ts';

export interface WaveWriterOptions {
  readonly channels: number;
  readonly sampleRateHz: number;
  readonly encoding: WaveSampleEncoding;
  /** dwChannelMask; given, the fmt chunk is WAVE_FORMAT_EXTENSIBLE. */
  readonly channelMask?: number;
  /** How long the file will be, if known: the header is then right from the start. `finish` corrects it. */
  readonly expectedFrames?: number;
  /** Written before the audio (`bext`, `chna`). */
  readonly leadingChunks?: readonly WaveChunk[];
  /** Written after the audio (`axml`, `dbmd`). */
  readonly extraChunks?: readonly WaveChunk[];
  /**
   * `auto`: RIFF, and RF64 where a RIFF header cannot say the size; `auto-bw64`: the same with BW64; `rf64` and `bw64`: always.
   * Files of either BW64 kind get a plain PCM fmt chunk unless a mask is given, as ADM readers expect.
   */
  readonly container?: 'auto' | 'auto-bw64' | 'rf64' | 'bw64';
}

const BUFFER_BYTES = 65536;

/**
 * Writes a WAVE file as it comes: the same samples give the same bytes. Whole-number samples are sample × 2^(bits − 1), rounded half away
 * from zero and clipped, so what is on the grid stays as it is; dither before. NaN becomes 0 in whole numbers and passes in float32.
 * @throws UsageError `wave.options` for channels or rates that no header can say
 */
export function createWaveWriter(sink: ByteSink, options: WaveWriterOptions): AudioSink {
  const { channels, sampleRateHz, encoding } = options;
  const blockAlignBytes = channels * sampleBytesOf(encoding);
  if (!Number.isInteger(channels) || channels < 1 || blockAlignBytes > 0xffff) {
    throw new UsageError('wave.options', `a WAVE file cannot hold ${channels} channels of ${encoding}`, 'use fewer channels', sink.name);
  }
  if (!Number.isInteger(sampleRateHz) || sampleRateHz < 1 || sampleRateHz > 0xffffffff) {
    throw new UsageError('wave.options', `a WAVE file cannot have a sample rate of ${sampleRateHz} Hz`, 'use whole hertz', sink.name);
  }
  const bufferFrames = Math.max(1, Math.floor(BUFFER_BYTES / blockAlignBytes));
  const buffer = new Uint8Array(bufferFrames * blockAlignBytes);
  const encode = createEncoder(encoding, channels, buffer);
  let bufferedFrames = 0;
  let writtenFrames = 0;
  let state: 'open' | 'finished' | 'aborted' = 'open';

  sink.write(createWaveHeader(options, options.expectedFrames ?? 0));

  const flush = (): void => {
    if (bufferedFrames > 0) {
      sink.write(bufferedFrames === bufferFrames ? buffer : buffer.subarray(0, bufferedFrames * blockAlignBytes));
      writtenFrames += bufferedFrames;
      bufferedFrames = 0;
    }
  };

  return {
    channels,
    write(block, startFrame, lengthFrames) {
      for (let done = 0; done < lengthFrames;) {
        const run = Math.min(lengthFrames - done, bufferFrames - bufferedFrames);
        encode(block, startFrame + done, bufferedFrames, run);
        bufferedFrames += run;
        done += run;
        if (bufferedFrames === bufferFrames) {
          flush();
        }
      }
    },
    finish() {
      if (state !== 'open') {
        return;
      }
      flush();
      if ((writtenFrames * blockAlignBytes) % 2 === 1) {
        sink.write(new Uint8Array(1));
      }
      for (const chunk of options.extraChunks ?? []) {
        sink.write(chunkBytes(chunk));
      }
      if (writtenFrames !== (options.expectedFrames ?? 0)) {
        sink.patch(createWaveHeader(options, writtenFrames), 0);
      }
      sink.commit();
      state = 'finished';
    },
    abort() {
      if (state === 'open') {
        state = 'aborted';
        sink.abort();
      }
    },
  };
}
