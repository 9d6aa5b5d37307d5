import { createPlanar, type AudioSink, type Planar } from '../audio/index.ts';
import { createDither, type Dither } from '../dsp/index.ts';
import { createFlacWriter, createWaveWriter } from '../formats/index.ts';
import { waveOrderOf } from '../layouts/index.ts';
import type { RenderTarget } from '../render/index.ts';
import type { JobPorts } from './ports.ts';
import type { RenderJob } from './renderJob.ts';
import type { DeliveryFormat } from './renderPlan.ts';

/** Frames that pass from engine to file at a time. */
export const BLOCK_FRAMES = 4096;
/** Dither starts here; each channel has a stream of its own. */
const DITHER_SEED = 1770;
/** The shaper's curve is that of the ear at these rates. */
const MAX_SHAPED_HZ = 48000;

/** Which of the engine's channels each file channel is, and the WAVE mask. Bare renders keep the layout's own order (BS.2051). */
export interface FileOrder {
  readonly mask: number;
  readonly channelOfFile: readonly number[];
}

export function fileOrderOf(target: RenderTarget, isMaster: boolean): FileOrder {
  if (target.kind === 'binaural') {
    return { mask: 0x3, channelOfFile: [0, 1] };
  }
  const wave = waveOrderOf(target.layout);
  return isMaster
    ? { mask: wave.mask, channelOfFile: wave.layoutIndexOfFileChannel }
    : { mask: 0, channelOfFile: target.layout.speakers.map((_, k) => k) };
}

/** The delivered file as a sink in the engine's channel order: dithered, put in file order, written. */
export async function createDelivery(
  ports: JobPorts,
  job: Pick<RenderJob, 'order' | 'outputName' | 'dither'>,
  channels: number,
  sampleRateHz: number,
  expectedFrames: number,
  order: FileOrder,
  dither: 'tpdf' | 'none',
): Promise<AudioSink> {
  const { format } = job.order;
  const bits = format === 'wav16' ? 16 : 24;
  const bytes = ports.createOutput(job.outputName);
  let file: AudioSink;
  try {
    file =
      format === 'flac'
        ? await createFlacWriter(bytes, {
            channels,
            sampleRateHz,
            bitsPerSample: 24,
            expectedFrames,
            ...(order.mask === 0 ? {} : { channelMask: order.mask }),
          })
        : createWaveWriter(bytes, {
            channels,
            sampleRateHz,
            encoding: ENCODINGS[format],
            ...(order.mask === 0 ? {} : { channelMask: order.mask }),
            expectedFrames,
          });
  } catch (error) {
    bytes.abort();
    throw error;
  }
  const isShaped = job.dither === 'shaped' && bits === 16 && sampleRateHz <= MAX_SHAPED_HZ;
  const quantise = dither === 'none' ? undefined : createDither(DITHER_SEED, channels, bits, isShaped ? 'shaped' : 'tpdf');
  const arrange = arranger(order, quantise);
  return {
    channels,
    write: (block, startFrame, lengthFrames) => file.write(arrange(block, startFrame, lengthFrames), 0, lengthFrames),
    finish: () => file.finish(),
    abort: () => file.abort(),
  };
}

/**
 * What takes blocks in the engine's channel order and gives them in the file's, quantised; the block that it gives is its own and stays until the
 * next call.
 */
export function arranger(
  order: FileOrder,
  quantise: Dither | undefined,
): (block: Planar, startFrame: number, lengthFrames: number) => Planar {
  const { channelOfFile } = order;
  let work = createPlanar(channelOfFile.length, BLOCK_FRAMES);
  return (block, startFrame, lengthFrames) => {
    if (lengthFrames > work[0]!.length) {
      work = createPlanar(channelOfFile.length, lengthFrames);
    }
    for (let c = 0; c < channelOfFile.length; c++) {
      work[c]!.set(block[channelOfFile[c]!]!.subarray(startFrame, startFrame + lengthFrames));
    }
    quantise?.process(work, 0, lengthFrames);
    return work;
  };
}

const ENCODINGS: Readonly<Record<Exclude<DeliveryFormat, 'flac'>, 'pcm24' | 'pcm16' | 'float32'>> = {
  wav24: 'pcm24',
  wav16: 'pcm16',
  float32: 'float32',
};

/** Takes everything and keeps nothing. */
export function discard(channels: number): AudioSink {
  return { channels, write() {}, finish() {}, abort() {} };
}

export function fileLabels(target: RenderTarget, order: FileOrder): readonly string[] {
  return target.kind === 'binaural' ? ['Left ear', 'Right ear'] : order.channelOfFile.map((k) => target.layout.speakers[k]!.label);
}
