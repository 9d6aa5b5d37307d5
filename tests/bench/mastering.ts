// The bench of measuring and mastering, with ffmpeg's figures for the same files.
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { createPrng, cos, dbToGain, sin } from '../../src/base/index.ts';
import { createFileSink, createNodePool, createNodePorts, openFileBytes } from '../../src/cli/platform/index.ts';
import { createDither, createKernels, type Kernels } from '../../src/dsp/index.ts';
import { createWaveWriter, openAudioFile, type OpenedAudio } from '../../src/formats/index.ts';
import { planOrders, readSession, runMaster } from '../../src/jobs/index.ts';
import { getLayout, waveOrderOf, type Layout } from '../../src/layouts/index.ts';
import { limiterGroups, masterToTarget, type MasterOutcome } from '../../src/mastering/index.ts';
import { loudnessWeight, measureSource, type Measurement } from '../../src/metering/index.ts';
import { bestOf, ffmpeg, ffmpegTimes, folder, NOT_INSTALLED, print, RATE, secondsOf, signed, times, writeWave } from './support.ts';

/** A render, channels in the layout's order, as a float file in the order of WAVE. */
export interface BenchMix {
  readonly name: string;
  readonly layout: Layout;
  readonly audio: readonly Float32Array[];
}

interface MixFile extends BenchMix {
  readonly path: string;
  readonly lengthSec: number;
  /** One a channel of the file. */
  readonly weights: readonly number[];
  readonly groups: readonly (readonly number[])[];
}

function fileOf(mix: BenchMix): MixFile {
  const { mask, layoutIndexOfFileChannel } = waveOrderOf(mix.layout);
  const speakers = layoutIndexOfFileChannel.map((k) => mix.layout.speakers[k]!);
  return {
    ...mix,
    path: writeWave(
      `${mix.name}.wav`,
      layoutIndexOfFileChannel.map((k) => mix.audio[k]!),
      'float32',
      mask,
    ),
    lengthSec: mix.audio[0]!.length / RATE,
    weights: speakers.map(loudnessWeight),
    groups: limiterGroups(speakers.map((speaker) => speaker.isLfe)),
  };
}

async function withFile<T>(path: string, use: (opened: OpenedAudio) => T): Promise<T> {
  using bytes = openFileBytes(path);
  return use(await openAudioFile(bytes, () => {}));
}

const measureFile = (kernels: Kernels, path: string, weights: readonly number[]): Promise<Measurement> =>
  withFile(path, ({ source }) => measureSource(kernels, source, weights));

/** Integrated loudness, LRA and true peak of files, decoding included. */
export async function compareLoudness(mixes: readonly BenchMix[]): Promise<void> {
  const rows = [['loudness, range and true peak of a file', 'periphony, 32× peaks', 'ffmpeg ebur128, 4× peaks', 'ratio']];
  const kernels = createKernels(64);
  for (const mix of mixes) {
    const { path, lengthSec, weights } = fileOf(mix);
    let ours = Infinity;
    let theirs = Infinity;
    // In turn, so that what else the machine does falls on both.
    for (let k = 0; k < 3; k++) {
      ours = Math.min(ours, await secondsOf(() => measureFile(kernels, path, weights)));
      theirs = Math.min(theirs, timeFfmpeg(['-i', path, '-af', 'ebur128=peak=true', '-f', 'null', '-']));
    }
    rows.push([mix.name, times(lengthSec / ours), ffmpegTimes(lengthSec, theirs), (theirs / ours).toFixed(2)]);
  }
  print('', rows);
}

/** Infinity where it is not installed or fails. */
function timeFfmpeg(args: readonly string[]): number {
  let works = false;
  const seconds = bestOf(1, () => (works = ffmpeg(args) !== undefined));
  return works ? seconds : Infinity;
}

const CEILING_DBTP = -1;
/** As `render` does: other makers' meters interpolate otherwise. */
const AIMED_DBTP = CEILING_DBTP - 0.1;
const TARGETS_LUFS = [-14, -16, -18, -23, -27] as const;

/** A file to a master: loudness and limiter, dither, 24 bits. */
async function masterFile(kernels: Kernels, mix: MixFile, output: string, targetLufs: number): Promise<MasterOutcome> {
  return withFile(mix.path, ({ source }) => {
    const { channels } = source;
    const file = createWaveWriter(createFileSink(output), { channels, sampleRateHz: RATE, encoding: 'pcm24' });
    const dither = createDither(1770, channels, 24);
    const work = Array.from({ length: channels }, () => new Float32Array(8192));
    const sink = {
      write(block: readonly Float32Array[], startFrame: number, lengthFrames: number): void {
        block.forEach((channel, c) => work[c]!.set(channel.subarray(startFrame, startFrame + lengthFrames)));
        dither.process(work, 0, lengthFrames);
        file.write(work, 0, lengthFrames);
      },
    };
    const { weights, groups } = mix;
    const outcome = masterToTarget(kernels, source, sink, { weights, groups, ceilingDbtp: AIMED_DBTP, targetLufs });
    file.finish();
    return outcome;
  });
}

/** A loop's result on a file: how far it is off, measured by our meter on what was written. */
interface LoopResult {
  readonly missLu: number;
  readonly truePeakDbtp: number;
  readonly how: string;
  readonly seconds: number;
}

/** Loudness to a target under a true-peak ceiling: our loop, and ffmpeg's loudnorm in two passes, asked for linear gain. */
export async function compareLoops(mixes: readonly BenchMix[]): Promise<void> {
  const kernels = createKernels(128);
  for (const mix of mixes.map(fileOf)) {
    const rows = [['', 'LU off', 'dBTP', 'by', 'times', 'loudnorm: LU off', 'dBTP', 'by', 'times']];
    for (const targetLufs of TARGETS_LUFS) {
      const ours = await runOurLoop(kernels, mix, targetLufs);
      const theirs = await runLoudnorm(kernels, mix, targetLufs);
      rows.push([
        `${targetLufs} LUFS`.replace('-', '−'),
        ...cellsOf(ours, mix.lengthSec),
        ...(theirs === undefined ? [NOT_INSTALLED] : cellsOf(theirs, mix.lengthSec)),
      ]);
    }
    print(`${mix.name} to a loudness under ${CEILING_DBTP} dBTP, measured on the written file`.replace('-', '−'), rows);
  }
}

function cellsOf({ missLu, truePeakDbtp, how, seconds }: LoopResult, lengthSec: number): string[] {
  return [signed(missLu), signed(truePeakDbtp), how, times(lengthSec / seconds)];
}

async function runOurLoop(kernels: Kernels, mix: MixFile, targetLufs: number): Promise<LoopResult> {
  const path = join(folder, 'loop.wav');
  let outcome: MasterOutcome | undefined;
  const seconds = await secondsOf(async () => (outcome = await masterFile(kernels, mix, path, targetLufs)));
  const { integratedLufs, truePeakDbtp } = await measureFile(kernels, path, mix.weights);
  const { maxGainReductionDb, reason } = outcome!;
  const how = `${maxGainReductionDb === 0 ? 'gain' : `${maxGainReductionDb.toFixed(1)} dB limiting`}${reason === undefined ? '' : ', says short'}`;
  return { missLu: integratedLufs - targetLufs, truePeakDbtp, how, seconds };
}

async function runLoudnorm(kernels: Kernels, mix: MixFile, targetLufs: number): Promise<LoopResult | undefined> {
  const path = join(folder, 'loudnorm.wav');
  const wish = `loudnorm=I=${targetLufs}:TP=${CEILING_DBTP}:LRA=50:print_format=json`;
  let said: Record<string, string> | undefined;
  const seconds = await secondsOf(async () => {
    const first = jsonIn(ffmpeg(['-i', mix.path, '-af', wish, '-f', 'null', '-']));
    if (first !== undefined) {
      const measured = `measured_I=${first['input_i']}:measured_TP=${first['input_tp']}:measured_LRA=${first['input_lra']}:measured_thresh=${first['input_thresh']}:offset=${first['target_offset']}`;
      const filter = `${wish}:linear=true:${measured}`;
      said = jsonIn(ffmpeg(['-i', mix.path, '-af', filter, '-ar', String(RATE), '-c:a', 'pcm_s24le', path]));
    }
  });
  if (said === undefined) {
    return undefined;
  }
  const { integratedLufs, truePeakDbtp } = await measureFile(kernels, path, mix.weights);
  return { missLu: integratedLufs - targetLufs, truePeakDbtp, how: said['normalization_type'] ?? '', seconds };
}

function jsonIn(text: string | undefined): Record<string, string> | undefined {
  const json = text === undefined ? undefined : /\{[^{}]*\}/.exec(text)?.[0];
  return json === undefined ? undefined : (JSON.parse(json) as Record<string, string>);
}

/** Hits of noise and a bass under a pad: its peaks stand 20 dB over its loudness, and loud targets need limiting. */
export function punchyMix(lengthSec: number): BenchMix {
  const prng = createPrng(11);
  const audio = [0, 1].map(() => new Float32Array(lengthSec * RATE));
  for (let n = 0; n < lengthSec * RATE; n++) {
    const sinceHit = n % (RATE / 2);
    const hit = 0.7 * dbToGain(-sinceHit / 400) * (2 * prng.next() - 1);
    const bass = 0.1 * sin((2 * Math.PI * 55 * n) / RATE);
    audio[0]![n] = hit + bass + 0.03 * sin((2 * Math.PI * 330 * n) / RATE);
    audio[1]![n] = 0.8 * hit + bass + 0.03 * sin((2 * Math.PI * 331 * n) / RATE);
  }
  return { name: 'hits, bass and pad', layout: getLayout('stereo'), audio };
}

/** Noise that swells from −60 to −12 dB and back: a wide range, and stretches under the gate. */
export function swellingMix(lengthSec: number): BenchMix {
  const audio = [1, 2].map((seed) => {
    const prng = createPrng(seed);
    return Float32Array.from({ length: lengthSec * RATE }, (_, n) => {
      const swell = (1 - cos((4 * Math.PI * n) / (lengthSec * RATE))) / 2;
      return dbToGain(-60 + 48 * swell) * (2 * prng.next() - 1);
    });
  });
  return { name: 'swelling noise', layout: getLayout('stereo'), audio };
}

/** The whole of a master: read twice, limited, dithered to 24 bits, read back and measured. */
export async function timeFullMaster(mix: BenchMix): Promise<void> {
  const file = fileOf(mix);
  const kernels = createKernels(256);
  const rows = [[`${mix.name}: file to master, read back and measured, one core`, 'gain reduction', 'times real time']];
  for (const targetLufs of [-18, -14]) {
    let seconds = Infinity;
    let reductionDb = 0;
    for (let run = 0; run < 3; run++) {
      const path = join(folder, `full${targetLufs}${run}.wav`);
      seconds = Math.min(
        seconds,
        await secondsOf(async () => {
          reductionDb = (await masterFile(kernels, file, path, targetLufs)).maxGainReductionDb;
          await measureFile(kernels, path, file.weights);
        }),
      );
    }
    rows.push([`to ${targetLufs} LUFS`.replace('-', '−'), `${reductionDb.toFixed(1)} dB`, times(file.lengthSec / seconds)]);
  }
  print('', rows);
}

/** 64 objects, of which one in four moves, to an object master and four renders of it: stems to files with their report, as `render` does it. */
export async function timeObjectMaster(lengthSec: number): Promise<void> {
  const objects = 64;
  const project = join(folder, 'objects.periphony.json');
  for (let k = 0; k < objects; k++) {
    const prng = createPrng(k);
    let low = 0;
    const stem = Float32Array.from({ length: lengthSec * RATE }, (_, n) => {
      low += 0.2 * (2 * prng.next() - 1 - low);
      return 0.15 * low * (0.3 + dbToGain(-((n + k * 4000) % 24000) / 800));
    });
    writeWave(`stem${k}.wav`, [stem], 'pcm24');
  }
  const sink = createFileSink(project);
  sink.write(new TextEncoder().encode(JSON.stringify(objectProject(objects, lengthSec))));
  sink.commit();
  const output = join(folder, 'objects');
  const session = await readSession(createNodePorts(output), project, () => {});
  const orders = planOrders(
    { deliverables: [] },
    { renders: ['adm', '7.1.4', '5.1', 'stereo', 'binaural'], preset: 'atmos-music', master: true },
  );
  using pool = createNodePool(availableParallelism(), output);
  let passed = false;
  const seconds = await secondsOf(async () => {
    passed = (await runMaster(pool, { session, orders, input: 'objects', inputSha256: '' }, () => {})).passed;
  });
  print('', [
    [`object master of ${objects} objects, with 7.1.4, 5.1, stereo and binaural of it`, 'times real time'],
    [passed ? 'every render passes' : 'a render does not pass', times(lengthSec / seconds)],
  ]);
}

function objectProject(objects: number, lengthSec: number): unknown {
  const ids = Array.from({ length: objects }, (_, k) => k);
  const place = (k: number, turns: number): { x: number; y: number; z: number } => {
    const angle = 2 * Math.PI * (k / objects + turns);
    return { x: cos(angle), y: sin(angle), z: 0.5 + 0.5 * sin(angle / 3) };
  };
  return {
    periphony: 1,
    title: 'Objects',
    sampleRateHz: RATE,
    frameRate: '24',
    sources: ids.map((k) => ({ id: `s${k}`, file: `stem${k}.wav` })),
    elements: ids.map((k) => ({
      id: `o${k}`,
      kind: 'object',
      source: `s${k}`,
      ...(k % 4 === 0
        ? {
            automation: {
              position: Array.from({ length: lengthSec * 10 + 1 }, (_, p) => ({ atSec: p / 10, ...place(k, p * 0.006) })),
            },
          }
        : { position: place(k, 0) }),
    })),
    groups: [],
    master: { processing: [] },
    deliverables: [],
  };
}
