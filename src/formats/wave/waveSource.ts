import type { AudioSource, ByteSource, Planar } from '../../audio/index.ts';
import { InputError } from '../../base/index.ts';
import type { Warn } from '../../base/index.ts';
import { createDecoder, swapBytes } from './decodeSamples.ts';
import type { WaveFormat } from './waveFormat.ts';

const WINDOW_BYTES = 65536;

/**
 * The samples of a data chunk as a source: one window of whole frames is kept, so blocks read in order cost one file read in many.
 * Allocates nothing after this call.
 * @param dataOffset the data chunk's first byte
 */
export function createWaveSource(
  bytes: ByteSource,
  dataOffset: number,
  lengthFrames: number,
  format: WaveFormat,
  isBigEndian: boolean,
  warn: Warn,
): AudioSource {
  const { channels, sampleRateHz, blockAlignBytes } = format;
  const windowFrames = Math.max(1, Math.min(lengthFrames, Math.floor(WINDOW_BYTES / blockAlignBytes)));
  const window = new Uint8Array(windowFrames * blockAlignBytes);
  let loadedWindow = -1;

  const load = (index: number): void => {
    const got = bytes.read(window, dataOffset + index * window.length);
    window.fill(0, got);
    if (isBigEndian && format.bitsPerSample > 8) {
      swapBytes(window, format.bitsPerSample / 8);
    }
    loadedWindow = index;
  };
  const decode = createDecoder(format, window, isRightJustified(bytes.name, window, load, lengthFrames, windowFrames, format, warn));

  return {
    channels,
    sampleRateHz,
    lengthFrames,
    read(out, outFrame, startFrame, count) {
      const first = startFrame < 0 ? Math.min(-startFrame, count) : 0;
      const end = Math.max(first, Math.min(count, lengthFrames - startFrame));
      clear(out, channels, outFrame, outFrame + first);
      clear(out, channels, outFrame + end, outFrame + count);
      for (let done = first; done < end;) {
        const frame = startFrame + done;
        const index = Math.floor(frame / windowFrames);
        if (index !== loadedWindow) {
          load(index);
        }
        const windowFrame = frame - index * windowFrames;
        const run = Math.min(end - done, windowFrames - windowFrame);
        decode(out, outFrame + done, windowFrame, run);
        done += run;
      }
    },
    [Symbol.dispose]() {},
  };
}

function clear(out: Planar, channels: number, from: number, to: number): void {
  if (from < to) {
    for (let c = 0; c < channels; c++) {
      out[c]!.fill(0, from, to);
    }
  }
}

/**
 * Are 24-bit samples in 4 bytes right-justified, against the rule? Two windows are looked at. A top byte that is always 0 below samples with
 * bit 23 set is no 32-bit audio. Without WAVE_FORMAT_EXTENSIBLE there is no rule, and a plain sign extension tells as well; there, bytes that
 * fit neither reading (Cool Edit's 16.8 floats had this header, too) are refused.
 */
function isRightJustified(
  name: string,
  window: Uint8Array,
  load: (index: number) => void,
  lengthFrames: number,
  windowFrames: number,
  format: WaveFormat,
  warn: Warn,
): boolean {
  if (format.encoding !== 'pcm' || format.bitsPerSample !== 32 || format.validBits !== 24 || lengthFrames === 0) {
    return false;
  }
  let hasLowByte = false;
  let hasBit23 = false;
  let topIsZero = true;
  let topIsSign = true;
  for (const index of [0, Math.floor((lengthFrames - 1) / windowFrames / 2)]) {
    load(index);
    const bytesHere = Math.min(windowFrames, lengthFrames - index * windowFrames) * format.blockAlignBytes;
    for (let i = 0; i < bytesHere; i += 4) {
      const isNegative24 = window[i + 2]! >= 128;
      hasLowByte ||= window[i] !== 0;
      hasBit23 ||= isNegative24;
      topIsZero &&= window[i + 3] === 0;
      topIsSign &&= window[i + 3] === (isNegative24 ? 255 : 0);
    }
  }
  if (!hasLowByte) {
    return false;
  }
  if ((topIsZero && hasBit23) || (topIsSign && !format.isExtensible)) {
    warn({ code: 'wave.right-justified', at: name, message: 'its 24-bit samples lie in the low bytes of 4 and are read so' });
    return true;
  }
  if (!format.isExtensible) {
    const fact = 'claims 24-bit samples in 4 bytes, which they do not fit';
    throw new InputError('wave.format', fact, 'convert it to 24-bit or float PCM first', name);
  }
  return false;
}
