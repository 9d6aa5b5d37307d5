import type { AudioSink, ByteSink } from '../../audio/index.ts';
import { InputError, pow, UsageError } from '../../base/index.ts';
import { quantise } from '../quantise.ts';
import { BitWriter } from './bitWriter.ts';
import { createMd5 } from './checksums.ts';
import { createFrameEncoder } from './encodeFrame.ts';
import { packSamples } from './packSamples.ts';
import { createStreamHeader, FLAC_BLOCK_FRAMES, STREAM_INFO_OFFSET, streamInfoBlock } from './streamHeader.ts';

export interface FlacWriterOptions {
  /** 1 to 8. */
  readonly channels: number;
  readonly sampleRateHz: number;
  readonly bitsPerSample: 16 | 24;
  /** How long the file will be, if known: the header is then right from the start. `finish` corrects it. */
  readonly expectedFrames?: number;
  /** dwChannelMask, for channels other than FLAC's own order; kept in a comment. */
  readonly channelMask?: number;
  /** `TITLE=…`: tags of one's own. */
  readonly comments?: readonly string[];
}

/**
 * Writes a FLAC file as it comes: linear prediction up to order 8, Rice codes, stereo decorrelation (about what level 5 of the reference
 * encoder does). The same samples give the same bytes on every host. Samples are rounded and clipped as the WAVE writer does.
 * @throws InputError `flac.channels` over 8 channels; UsageError `flac.options`
 * @source RFC 9639
 */
export async function createFlacWriter(sink: ByteSink, options: FlacWriterOptions): Promise<AudioSink> {
  const { channels, sampleRateHz, bitsPerSample } = options;
  if (channels > 8) {
    throw new InputError('flac.channels', `cannot hold ${channels} channels: FLAC holds at most 8 channels`, 'use WAV', sink.name);
  }
  if (!Number.isInteger(channels) || channels < 1) {
    throw new UsageError('flac.options', `a FLAC file cannot hold ${channels} channels`, 'use 1 to 8', sink.name);
  }
  if (!Number.isInteger(sampleRateHz) || sampleRateHz < 1 || sampleRateHz >= 1 << 20) {
    throw new UsageError('flac.options', `a FLAC file cannot have a sample rate of ${sampleRateHz} Hz`, 'use WAV', sink.name);
  }
  const fullScale = pow(2, bitsPerSample - 1);
  const block = Array.from({ length: channels }, () => new Int32Array(FLAC_BLOCK_FRAMES));
  const packed = new Uint8Array(FLAC_BLOCK_FRAMES * channels * (bitsPerSample / 8));
  const bits = new BitWriter();
  const encode = createFrameEncoder(channels, bitsPerSample, sampleRateHz, FLAC_BLOCK_FRAMES);
  const md5 = createMd5();
  let filled = 0;
  let frameNumber = 0;
  let writtenFrames = 0;
  let leastFrameBytes = 0xffffff;
  let mostFrameBytes = 0;
  let state: 'open' | 'finished' | 'aborted' = 'open';

  sink.write(createStreamHeader(options, options.expectedFrames ?? 0));

  const flush = (): void => {
    md5.update(packed, packSamples(packed, block, filled, bitsPerSample));
    encode(bits, block, filled, frameNumber);
    sink.write(bits.bytes.subarray(0, bits.lengthBytes));
    leastFrameBytes = Math.min(leastFrameBytes, bits.lengthBytes);
    mostFrameBytes = Math.max(mostFrameBytes, bits.lengthBytes);
    frameNumber++;
    writtenFrames += filled;
    filled = 0;
  };

  return {
    channels,
    write(from, startFrame, lengthFrames) {
      for (let done = 0; done < lengthFrames;) {
        const run = Math.min(lengthFrames - done, FLAC_BLOCK_FRAMES - filled);
        for (let c = 0; c < channels; c++) {
          const to = block[c]!;
          const samples = from[c]!;
          for (let k = 0; k < run; k++) {
            to[filled + k] = quantise(samples[startFrame + done + k]!, fullScale);
          }
        }
        filled += run;
        done += run;
        if (filled === FLAC_BLOCK_FRAMES) {
          flush();
        }
      }
    },
    finish() {
      if (state !== 'open') {
        return;
      }
      if (filled > 0) {
        flush();
      }
      const known = {
        lengthFrames: writtenFrames,
        leastFrameBytes: Math.min(leastFrameBytes, mostFrameBytes),
        mostFrameBytes,
        md5: md5.digest(),
      };
      sink.patch(streamInfoBlock(options, known), STREAM_INFO_OFFSET);
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
