// libFLAC itself (compiled to JavaScript, package libflacjs) as the other side of our reader and writer.
import { createRequire } from 'node:module';
import type * as LibFlac from 'libflacjs/dist/libflac.js';

const library = createRequire(import.meta.url)('libflacjs/dist/libflac.js') as typeof LibFlac;

/** Resolves when libFLAC can be called. */
export async function loadLibFlac(): Promise<void> {
  if (!library.isReady()) {
    await new Promise<void>((resolve) => library.on('ready', () => resolve()));
  }
}

export interface EncodeOptions {
  readonly sampleRateHz: number;
  readonly bitsPerSample: number;
  readonly compressionLevel?: number;
  /** Written to the header as the length; 0 leaves it unknown. */
  readonly statedFrames?: number;
}

/** A FLAC stream of whole-number samples; as libFLAC cannot go back in a stream, without MD5. */
export function encodeWithLibFlac(channels: readonly (readonly number[])[], options: EncodeOptions): Uint8Array {
  const { sampleRateHz, bitsPerSample, compressionLevel = 5, statedFrames = channels[0]!.length } = options;
  const encoder = library.create_libflac_encoder(
    sampleRateHz,
    channels.length,
    bitsPerSample,
    compressionLevel as LibFlac.CompressionLevel,
    statedFrames,
    false,
  );
  const pieces: Uint8Array[] = [];
  library.init_encoder_stream(
    encoder,
    (bytes: Uint8Array) => void pieces.push(bytes.slice()),
    () => {},
  );
  const lengthFrames = channels[0]!.length;
  const interleaved = new Int32Array(lengthFrames * channels.length);
  channels.forEach((channel, c) => channel.forEach((sample, k) => (interleaved[k * channels.length + c] = sample)));
  library.FLAC__stream_encoder_process_interleaved(encoder, interleaved, lengthFrames);
  library.FLAC__stream_encoder_finish(encoder);
  library.FLAC__stream_encoder_delete(encoder);
  return Uint8Array.from(Buffer.concat(pieces));
}

/** Decodes with libFLAC, MD5 checked; throws where libFLAC reports an error. */
export function decodeWithLibFlac(bytes: Uint8Array): number[][] {
  const decoder = library.create_libflac_decoder(true);
  let at = 0;
  let failure = '';
  const channels: number[][] = [];
  library.init_decoder_stream(
    decoder,
    (count: number) => {
      const buffer = bytes.slice(at, at + count);
      at += buffer.length;
      return { buffer, readDataLength: buffer.length, error: false };
    },
    (block: Uint8Array[], info) => {
      block.forEach((raw, c) => {
        const view = new DataView(raw.buffer, raw.byteOffset, raw.byteLength);
        const wide = info.bitsPerSample > 16;
        const channel = (channels[c] ??= []);
        for (let k = 0; k < info.blocksize; k++) {
          channel.push(wide ? view.getInt32(4 * k, true) : view.getInt16(2 * k, true));
        }
      });
    },
    (_code: number, message: unknown) => void (failure ||= String(message)),
    () => {},
  );
  const ok = library.FLAC__stream_decoder_process_until_end_of_stream(decoder);
  const md5Holds = library.FLAC__stream_decoder_finish(decoder);
  library.FLAC__stream_decoder_delete(decoder);
  if (!ok || !md5Holds || failure !== '') {
    throw new Error(`libFLAC: ${failure || (ok ? 'MD5 mismatch' : 'failed')}`);
  }
  return channels;
}
