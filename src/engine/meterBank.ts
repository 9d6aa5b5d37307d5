import type { Planar } from '../audio/index.ts';
import { createKernels, type F32Block } from '../dsp/index.ts';
import { createLoudnessMeter, createTruePeakMeter, type LoudnessMeter, type TruePeakMeter } from '../metering/index.ts';
import { QUANTUM_FRAMES } from '../render/index.ts';
import { METER_CHANNELS, METERS } from './liveMeters.ts';

/** The meters of the monitored layout, in a small kernel memory of their own. */
export interface MeterBank {
  readonly channels: number;
  /** What it measures, and at which rate: another thing needs another bank. */
  readonly heard: string;
  /** Of the master, for others who compare with it. */
  readonly loudness: LoudnessMeter;
  /** Loudness and true peak are the master's, whatever is listened to; peaks and balance are of what is heard. */
  push(master: Planar, heard: Planar): void;
  publish(meters: Float32Array, falling: (at: number, linear: number) => void): void;
  /** A jump: what was held is old. */
  drop(): void;
  reset(): void;
}

export function createMeterBank(channels: number, sampleRateHz: number, weights: readonly number[], heard: string): MeterBank {
  const kernels = createKernels(48);
  const blocks: F32Block[] = Array.from({ length: channels }, () => kernels.heap.f32(QUANTUM_FRAMES));
  const ptrs = blocks.map((b) => b.ptr);
  const loudness: LoudnessMeter = createLoudnessMeter(kernels, { sampleRateHz, weights });
  const truePeak: TruePeakMeter = createTruePeakMeter(kernels, { channels });
  const peaks = new Float32Array(channels);
  let leftPower = 0;
  let rightPower = 0;
  let lraAge = 0;
  let lra = 0;
  return {
    channels,
    heard,
    loudness,
    push(master, heard) {
      for (let c = 0; c < channels; c++) {
        blocks[c]!.view.set(heard[c]!);
        const peak = kernels.run.peakOf(ptrs[c]!, QUANTUM_FRAMES);
        peaks[c] = Math.max(peaks[c]!, peak);
      }
      for (let c = 0; c < channels; c++) {
        blocks[c]!.view.set(master[c]!);
      }
      loudness.push(ptrs, 0, QUANTUM_FRAMES);
      truePeak.push(ptrs, 0, QUANTUM_FRAMES);
      if (channels >= 2) {
        // About 100 ms of memory: the balance is for eyes.
        leftPower = leftPower * 0.95 + powerOf(heard[0]!);
        rightPower = rightPower * 0.95 + powerOf(heard[1]!);
      }
    },
    publish(meters, falling) {
      for (let c = 0; c < Math.min(channels, METER_CHANNELS); c++) {
        falling(METERS.channelPeakDb + c, peaks[c]!);
        peaks[c] = 0;
      }
      meters[METERS.momentaryLufs] = loudness.momentaryLufs;
      meters[METERS.shortTermLufs] = loudness.shortTermLufs;
      meters[METERS.maxShortTermLufs] = loudness.maxShortTermLufs;
      if (lraAge++ % 16 === 0) {
        meters[METERS.integratedLufs] = loudness.integratedLufs();
        lra = loudness.loudnessRangeLu();
      }
      meters[METERS.lraLu] = lra;
      meters[METERS.truePeakDbtp] = truePeak.truePeakDbtp;
      const sum = leftPower + rightPower;
      meters[METERS.balance] = sum > 1e-12 ? (rightPower - leftPower) / sum : 0;
    },
    drop() {
      leftPower = 0;
      rightPower = 0;
    },
    reset() {
      loudness.reset();
      truePeak.reset();
    },
  };
}

function powerOf(samples: Float32Array): number {
  let sum = 0;
  for (let k = 0; k < samples.length; k++) {
    sum += samples[k]! * samples[k]!;
  }
  return sum;
}
