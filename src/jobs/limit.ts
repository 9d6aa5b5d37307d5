import type { AudioSink, AudioSource } from '../audio/index.ts';
import { createWarningList, InputError, UsageError, type Warn, type Warning } from '../base/index.ts';
import { createDither, createKernels, type Kernels } from '../dsp/index.ts';
import { createFlacWriter, createWaveWriter, openAudioFile, type FlacSource, type OpenedAudio } from '../formats/index.ts';
import { limiterGroups, limitSource } from '../mastering/index.ts';
import { createTruePeakMeter, loudnessWeight, measureSource, type Measurement } from '../metering/index.ts';
import { carryChunks } from './carriedChunks.ts';
import { layoutOfFile } from './fileLayout.ts';
import type { JobPorts } from './ports.ts';
import { figures, finite } from './readBack.ts';
import type { DeliveryFormat } from './renderPlan.ts';
import type { RenderReport } from './report.ts';

export interface LimitRequest {
  readonly driveDb: number;
  readonly ceilingDbtp: number;
  /** Without it 24 bits, FLAC where the output's name ends so. */
  readonly format?: DeliveryFormat;
}

type Figures = Pick<
  RenderReport,
  'integratedLufs' | 'lraLu' | 'maxMomentaryLufs' | 'maxShortTermLufs' | 'truePeakDbtp' | 'samplePeakDbfs'
> & {
  readonly itu4xDbtp: number | null;
};

/** What `periphony limit` did; the figures after it are read from the written file. */
export interface LimitOutcome {
  readonly input: string;
  readonly file: string;
  readonly channels: number;
  readonly channelLabels: readonly string[] | null;
  /** Channels that moved together, counted from 1. */
  readonly groups: readonly (readonly number[])[];
  readonly sampleRateHz: number;
  readonly frames: number;
  readonly format: DeliveryFormat;
  readonly dithered: boolean;
  readonly driveDb: number;
  readonly ceilingDbtp: number;
  /** The drive in force; below `driveDb` only where limiting alone did not settle. */
  readonly gainDb: number;
  readonly maxGainReductionDb: number;
  /** True where every sample is the input's own. */
  readonly identical: boolean;
  readonly invalidSamples: number;
  readonly before: Figures;
  readonly after: Figures;
  readonly passed: boolean;
}

/** The limiter in a thread of its own: what a person stops stops at once. */
export interface LimitWorkerApi {
  limit(
    input: string,
    folder: string,
    output: string,
    request: LimitRequest,
    onProgress: (ratio: number) => void,
  ): Promise<{ readonly outcome: LimitOutcome; readonly warnings: readonly Warning[] }>;
}

/** The worker's side; entry points only expose it. */
export function createLimitWorker(portsFor: (folder: string) => JobPorts): LimitWorkerApi {
  return {
    async limit(input, folder, output, request, onProgress) {
      const { warn, list } = createWarningList();
      let told = 0;
      const tell = (ratio: number): void => {
        if (ratio - told >= PROGRESS_STEP_RATIO) {
          told = ratio;
          onProgress(ratio);
        }
      };
      return { outcome: await limitFile(portsFor(folder), input, output, request, warn, tell), warnings: list };
    },
  };
}

/** Progress crosses threads no oftener. */
const PROGRESS_STEP_RATIO = 0.01;
const LIMITS = { lowestDriveDb: -120, highestDriveDb: 60, lowestCeilingDbtp: -60, highestCeilingDbtp: 0 } as const;
/** Two meters that both keep to the standard may differ by this much: less is not above the ceiling. */
const READING_TOLERANCE_DB = 0.005;
/** Beyond ±24 bits of integers taken for floats, a sample is a fault and not a level. */
const MAX_SAMPLE = 2147483648;
const MAX_ATTEMPTS = 4;
const DITHER_SEED = 1770;
const BLOCK_FRAMES = 4096;
/** Some 40 kB a channel: enough for a thousand of them. */
const MEMORY_MB = 64;

/**
 * Drives a file into the true-peak limiter and writes it: nothing above the ceiling by 32× and by the standard's 4× filter, which is proved
 * on the samples as they go to the file and again on the file. Same rate, length, channels and mask; each LFE, by the mask, moves alone.
 * Whole-number formats get triangular dither, unless the input is already on their grid and neither gain nor limiter had anything to do:
 * then every sample is the input's.
 * @param output its name for `ports`
 * @throws UsageError `limit.range`, `limit.format`, `limit.flac-channels`; InputError for what cannot be read, `audio.empty`, `audio.scale`
 */
export async function limitFile(
  ports: JobPorts,
  input: string,
  output: string,
  request: LimitRequest,
  warn: Warn,
  onProgress: (ratio: number) => void = () => {},
): Promise<LimitOutcome> {
  checkRange(request);
  const format = formatOf(output, request.format);
  using bytes = ports.openBytes(input);
  const opened = await openAudioFile(bytes, warn);
  const { channels, sampleRateHz, lengthFrames, channelLabels } = opened;
  if (format === 'flac' && channels > 8) {
    throw new UsageError(
      'limit.flac-channels',
      `FLAC holds at most 8 channels, not ${channels}`,
      'name an output that ends in .wav',
      output,
    );
  }
  if (lengthFrames === 0) {
    throw new InputError('audio.empty', 'holds no audio', 'export it again', bytes.name);
  }
  const kernels = createKernels(MEMORY_MB);
  const { source, isOnGrid } = watchSource(opened, bytes.name);
  const weights = weightsOf(opened, bytes.name);
  const groups = limiterGroups(Array.from({ length: channels }, (_, c) => channelLabels?.[c]?.startsWith('LFE') ?? false));
  const before = measureSource(kernels, source, weights, (ratio) => onProgress(ratio * 0.2));
  if (before.invalidSamples > 0) {
    warn({
      code: 'audio.invalid-samples',
      at: bytes.name,
      message: `${before.invalidSamples} samples are not numbers; they were taken as silence`,
    });
  }

  const isIdle = request.driveDb === 0 && strictPeak(before) <= request.ceilingDbtp + READING_TOLERANCE_DB;
  const chunks = carryChunks(bytes, opened.wave, warn);
  const quantised = format === 'float32' ? undefined : format === 'wav16' ? 16 : 24;
  let ceilingDbtp = request.ceilingDbtp;
  for (let attempt = 1; ; attempt++) {
    const untouched = isIdle && attempt === 1;
    const dithered = quantised !== undefined && !(untouched && isOnGrid(quantised));
    const file = await createOutput(ports, output, format, opened, chunks);
    const delivery = meteredSink(kernels, file, channels, dithered ? createDither(DITHER_SEED, channels, quantised) : undefined);
    let limited: { readonly gainDb: number; readonly maxGainReductionDb: number };
    try {
      const share = (ratio: number): void => onProgress(0.2 + 0.6 * ratio);
      limited = untouched
        ? copyFinite(kernels, source, delivery, share)
        : limitSource(kernels, source, delivery, { gainDb: request.driveDb, ceilingDbtp, groups, onProgress: share });
      const overDb = delivery.peakDbtp() - request.ceilingDbtp;
      if (overDb > READING_TOLERANCE_DB && attempt < MAX_ATTEMPTS) {
        // Dither lifted a peak over the ceiling: take that much off and write again.
        ceilingDbtp -= overDb;
        file.abort();
        continue;
      }
      file.finish();
    } catch (error) {
      file.abort();
      throw error;
    } finally {
      delivery.release();
    }
    const after = await readBack(kernels, ports, output, weights, warn, (ratio) => onProgress(0.8 + 0.2 * ratio));
    onProgress(1);
    return {
      input: bytes.name,
      file: output,
      channels,
      channelLabels: channelLabels ?? null,
      groups: groups.map((group) => group.map((channel) => channel + 1)),
      sampleRateHz,
      frames: lengthFrames,
      format,
      dithered,
      driveDb: request.driveDb,
      ceilingDbtp: request.ceilingDbtp,
      gainDb: limited.gainDb,
      maxGainReductionDb: finite(limited.maxGainReductionDb) ?? 0,
      identical: untouched && !dithered && before.invalidSamples === 0 && isOnGrid(quantised ?? 32),
      invalidSamples: before.invalidSamples,
      before: figuresOf(before),
      after: figuresOf(after),
      passed: strictPeak(after) <= request.ceilingDbtp + 2 * READING_TOLERANCE_DB && after.invalidSamples === 0,
    };
  }
}

function checkRange({ driveDb, ceilingDbtp }: LimitRequest): void {
  if (!(driveDb >= LIMITS.lowestDriveDb && driveDb <= LIMITS.highestDriveDb)) {
    throw new UsageError('limit.range', `a drive of ${driveDb} dB is out of range`, 'use −120 to 60 dB');
  }
  if (!(ceilingDbtp >= LIMITS.lowestCeilingDbtp && ceilingDbtp <= LIMITS.highestCeilingDbtp)) {
    throw new UsageError('limit.range', `a ceiling of ${ceilingDbtp} dBTP is out of range`, 'use −60 to 0 dBTP');
  }
}

function formatOf(output: string, asked: DeliveryFormat | undefined): DeliveryFormat {
  const isFlac = /\.flac$/i.test(output);
  if (!isFlac && !/\.(wav|wave|bwf|rf64)$/i.test(output)) {
    throw new UsageError('limit.format', 'does not end in .wav or .flac', 'name the output so', output);
  }
  if (asked !== undefined && (asked === 'flac') !== isFlac) {
    throw new UsageError('limit.format', `cannot be ${asked} under that name`, 'use .flac for flac and .wav for the others', output);
  }
  return asked ?? (isFlac ? 'flac' : 'wav24');
}

/** The strictest reading of a measurement: nothing may be above the ceiling by any of them. */
function strictPeak(measured: Measurement): number {
  return Math.max(measured.truePeakDbtp, measured.itu4xDbtp);
}

/** Weights by the file's layout; where nothing tells it, every channel counts once. */
function weightsOf(opened: OpenedAudio, name: string): readonly number[] {
  try {
    return layoutOfFile(opened.channels, opened.channelLabels, undefined, name).speakers.map(loudnessWeight);
  } catch (error) {
    if (error instanceof InputError) {
      return Array.from({ length: opened.channels }, (_, c) => (opened.channelLabels?.[c]?.startsWith('LFE') === true ? 0 : 1));
    }
    throw error;
  }
}

/** The source, watched as it is first read. */
interface WatchedSource {
  readonly source: AudioSource;
  /** True where every sample is a whole number of steps of that word length, or, for 32, a 32-bit float as in the file. */
  isOnGrid(bits: 16 | 24 | 32): boolean;
}

/** @throws InputError `audio.scale` while reading, for samples so large that the file must mean something else by them */
function watchSource(opened: OpenedAudio, name: string): WatchedSource {
  const { source, encoding, bitsPerSample } = opened;
  let seenFrames = 0;
  let onGrid16 = true;
  let onGrid24 = true;
  const watch = (samples: Float32Array, from: number, to: number, startFrame: number): void => {
    for (let k = from; k < to; k++) {
      const sample = samples[k]!;
      const size = Math.abs(sample);
      if (size > MAX_SAMPLE && size !== Infinity) {
        throw new InputError(
          'audio.scale',
          `has a sample of ${size.toPrecision(3)} times full scale at frame ${startFrame + k - from}`,
          'scale it to ±1 first: floats at the scale of integers?',
          name,
        );
      }
      const steps = sample * 8388608;
      if (steps % 256 !== 0 || steps > 8388352 || steps < -8388608) {
        onGrid16 = false;
        onGrid24 &&= steps % 1 === 0 && steps <= 8388607 && steps >= -8388608;
      }
    }
  };
  return {
    source: {
      ...source,
      read(out, outFrame, startFrame, lengthFrames) {
        source.read(out, outFrame, startFrame, lengthFrames);
        if (startFrame + lengthFrames > seenFrames) {
          seenFrames = startFrame + lengthFrames;
          for (let c = 0; c < source.channels; c++) {
            watch(out[c]!, outFrame, outFrame + lengthFrames, startFrame);
          }
        }
      },
    },
    isOnGrid: (bits) =>
      bits === 16
        ? onGrid16
        : onGrid24 ||
          (bits === 32 && (encoding === 'float' ? bitsPerSample === 32 : (opened.wave?.format.validBits ?? bitsPerSample) <= 24)),
  };
}

async function createOutput(
  ports: JobPorts,
  output: string,
  format: DeliveryFormat,
  opened: OpenedAudio,
  chunks: ReturnType<typeof carryChunks>,
): Promise<AudioSink> {
  const { channels, sampleRateHz, lengthFrames: expectedFrames, wave } = opened;
  const mask = wave === undefined ? (opened.source as FlacSource).channelMask : wave.format.channelMask;
  const hasMask = wave === undefined ? mask !== 0 : wave.format.isExtensible;
  const shape = { channels, sampleRateHz, expectedFrames, ...(hasMask ? { channelMask: mask } : {}) };
  const bytes = ports.createOutput(output);
  try {
    return format === 'flac'
      ? await createFlacWriter(bytes, { ...shape, bitsPerSample: 24 })
      : createWaveWriter(bytes, {
          ...shape,
          ...chunks,
          encoding: format === 'float32' ? 'float32' : format === 'wav16' ? 'pcm16' : 'pcm24',
          container: wave?.container === 'BW64' ? 'auto-bw64' : 'auto',
        });
  } catch (error) {
    bytes.abort();
    throw error;
  }
}

interface MeteredSink extends Pick<AudioSink, 'write'> {
  /** The strictest true peak of all that was written. */
  peakDbtp(): number;
  release(): void;
}

/** To the file, dithered, and past a true-peak meter on the way. */
function meteredSink(
  kernels: Kernels,
  file: AudioSink,
  channels: number,
  dither: ReturnType<typeof createDither> | undefined,
): MeteredSink {
  const mark = kernels.heap.mark();
  const meter = createTruePeakMeter(kernels, { channels, itu4x: true });
  const blocks = Array.from({ length: channels }, () => kernels.heap.f32(BLOCK_FRAMES));
  const views = blocks.map((block) => block.view);
  const inputs = blocks.map((block) => block.ptr);
  return {
    write(block, startFrame, lengthFrames) {
      for (let done = 0; done < lengthFrames; done += BLOCK_FRAMES) {
        const count = Math.min(BLOCK_FRAMES, lengthFrames - done);
        for (let c = 0; c < channels; c++) {
          const from = block[c]!;
          const to = views[c]!;
          for (let k = 0; k < count; k++) {
            to[k] = from[startFrame + done + k]!;
          }
        }
        dither?.process(views, 0, count);
        meter.push(inputs, 0, count);
        file.write(views, 0, count);
      }
    },
    peakDbtp() {
      meter.flush();
      return Math.max(meter.truePeakDbtp, meter.itu4xDbtp);
    },
    release: () => kernels.heap.release(mark),
  };
}

function copyFinite(
  kernels: Kernels,
  source: AudioSource,
  sink: MeteredSink,
  onProgress: (ratio: number) => void,
): { readonly gainDb: number; readonly maxGainReductionDb: number } {
  const mark = kernels.heap.mark();
  const blocks = Array.from({ length: source.channels }, () => kernels.heap.f32(BLOCK_FRAMES));
  const views = blocks.map((block) => block.view);
  for (let frame = 0; frame < source.lengthFrames; frame += BLOCK_FRAMES) {
    const count = Math.min(BLOCK_FRAMES, source.lengthFrames - frame);
    source.read(views, 0, frame, count);
    blocks.forEach((block) => kernels.run.copyFinite(block.ptr, block.ptr, count));
    sink.write(views, 0, count);
    onProgress(frame / source.lengthFrames);
  }
  kernels.heap.release(mark);
  return { gainDb: 0, maxGainReductionDb: 0 };
}

async function readBack(
  kernels: Kernels,
  ports: JobPorts,
  output: string,
  weights: readonly number[],
  warn: Warn,
  onProgress: (ratio: number) => void,
): Promise<Measurement> {
  using bytes = ports.openOutput(output);
  const opened = await openAudioFile(bytes, warn);
  return measureSource(kernels, opened.source, weights, onProgress);
}

function figuresOf(measured: Measurement): Figures {
  return { ...figures(measured), itu4xDbtp: finite(measured.itu4xDbtp) };
}
