import type { Planar } from '../../audio/index.ts';
import { sin } from '../../base/index.ts';
import { createConvolver, kaiser, type Kernels } from '../../dsp/index.ts';
import { createLoudnessMeter, createTruePeakMeter } from '../../metering/index.ts';

/** What a pair of channels becomes elsewhere: in mono, and after a codec. */
export interface PairFold {
  push(channels: Planar, startFrame: number, lengthFrames: number): void;
  /** Of (L + R)/√2 from one loudspeaker: what both play alike loses nothing. */
  monoLufs(): number;
  /** True peak after the low-pass that codecs begin with; undefined where the rate has nothing above it. */
  codecPeakDbtp(): number | undefined;
}

/** What 128 kb/s keeps. */
const CODEC_TOP_HZ = 16000;
const HALF_TAPS = 63;
const BETA = 8;
const BLOCK_FRAMES = 512;

export function createPairFold(kernels: Kernels, sampleRateHz: number, maxFrames: number): PairFold {
  const { heap } = kernels;
  const mono = heap.f32(maxFrames);
  const loudness = createLoudnessMeter(kernels, { sampleRateHz, weights: [1] });
  const codec = sampleRateHz / 2 > CODEC_TOP_HZ * 1.05 ? createCodecModel(kernels, sampleRateHz) : undefined;
  return {
    push(channels, startFrame, lengthFrames) {
      const left = channels[0]!;
      const right = channels[1]!;
      for (let k = 0; k < lengthFrames; k++) {
        mono.view[k] = (left[startFrame + k]! + right[startFrame + k]!) * Math.SQRT1_2;
      }
      loudness.push([mono.ptr], 0, lengthFrames);
      codec?.push(channels, startFrame, lengthFrames);
    },
    monoLufs: () => loudness.integratedLufs(),
    codecPeakDbtp: () => codec?.finish(),
  };
}

function createCodecModel(
  kernels: Kernels,
  sampleRateHz: number,
): { push(channels: Planar, startFrame: number, lengthFrames: number): void; finish(): number } {
  const { heap } = kernels;
  const cutoff = (2 * CODEC_TOP_HZ) / sampleRateHz;
  const response = Float64Array.from({ length: 2 * HALF_TAPS + 1 }, (_, k) => {
    const t = k - HALF_TAPS;
    const sinc = t === 0 ? cutoff : sin(Math.PI * cutoff * t) / (Math.PI * t);
    return sinc * kaiser(t / (HALF_TAPS + 1), BETA);
  });
  const convolver = createConvolver(kernels, {
    inputs: 2,
    outputs: 2,
    blockFrames: BLOCK_FRAMES,
    paths: [0, 1].map((channel) => ({ input: channel, output: channel, response })),
  });
  const inputs = [heap.f32(BLOCK_FRAMES), heap.f32(BLOCK_FRAMES)];
  const outputs = [heap.f32(BLOCK_FRAMES), heap.f32(BLOCK_FRAMES)];
  const inputTable = heap.i32(4);
  const outputTable = heap.i32(4);
  inputTable.view.set(inputs.map((block) => block.ptr));
  outputTable.view.set(outputs.map((block) => block.ptr));
  const outputAddresses = outputs.map((block) => block.ptr);
  const meter = createTruePeakMeter(kernels, { channels: 2 });
  let filled = 0;
  const run = (): void => {
    outputs.forEach((block) => block.view.fill(0));
    convolver.process(inputTable.ptr, outputTable.ptr);
    meter.push(outputAddresses, 0, BLOCK_FRAMES);
    filled = 0;
  };
  return {
    push(channels, startFrame, lengthFrames) {
      for (let done = 0; done < lengthFrames;) {
        const count = Math.min(lengthFrames - done, BLOCK_FRAMES - filled);
        for (let c = 0; c < 2; c++) {
          const from = channels[c]!;
          const to = inputs[c]!.view;
          for (let k = 0; k < count; k++) {
            to[filled + k] = from[startFrame + done + k]!;
          }
        }
        done += count;
        filled += count;
        if (filled === BLOCK_FRAMES) {
          run();
        }
      }
    },
    finish() {
      inputs.forEach((block) => block.view.fill(0, filled));
      run();
      inputs.forEach((block) => block.view.fill(0));
      run();
      meter.flush();
      return meter.truePeakDbtp;
    },
  };
}
