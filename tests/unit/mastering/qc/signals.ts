// Signals for the quality checks, made here and the same on every host.
import { createMemorySource } from '../../../../src/audio/index.ts';
import { createPrng } from '../../../../src/base/index.ts';
import { createKernels } from '../../../../src/dsp/index.ts';
import { getLayout } from '../../../../src/layouts/index.ts';
import { findPreset, runQc, type QcCheck, type QcContext, type QcRuleId } from '../../../../src/mastering/index.ts';

export const RATE = 48000;

/** Frames of `lengthSec`, by seconds. */
export const wave = (lengthSec: number, at: (sec: number) => number, rate = RATE): Float32Array =>
  Float32Array.from({ length: Math.round(lengthSec * rate) }, (_, n) => at(n / rate));

export const sine =
  (hz: number, gain: number): ((sec: number) => number) =>
  (sec) =>
    gain * Math.sin(2 * Math.PI * hz * sec);

/** Steady noise that falls by about 3 dB an octave, the same for the same seed. */
export function noise(lengthSec: number, gain: number, seed: number, rate = RATE): Float32Array {
  const prng = createPrng(seed);
  let slow = 0;
  let slower = 0;
  return wave(
    lengthSec,
    () => {
      const white = 2 * prng.next() - 1;
      slow += 0.3 * (white - slow);
      slower += 0.02 * (white - slower);
      return gain * (0.35 * white + 0.8 * slow + 1.6 * slower);
    },
    rate,
  );
}

export const add = (...signals: readonly Float32Array[]): Float32Array =>
  signals[0]!.map((_, n) => signals.reduce((sum, signal) => sum + signal[n]!, 0));

export const scaled = (signal: Float32Array, gain: number): Float32Array => signal.map((x) => x * gain);

/** On the grid of so many bits. */
export const rounded = (signal: Float32Array, bits: number): Float32Array => {
  const steps = 2 ** (bits - 1);
  return signal.map((x) => Math.round(x * steps) / steps);
};

/** A stereo mix with nothing wrong: its sides share half of their power, it swells twice a second; no pause, no edge. */
export function cleanStereo(lengthSec = 5, gain = 0.2): Float32Array[] {
  const middle = noise(lengthSec, gain, 1);
  const edge = (n: number): number => Math.min(1, n / 2400, (middle.length - 1 - n) / 2400);
  return [2, 3].map((seed) => {
    const side = noise(lengthSec, gain * 0.5, seed);
    // Without the wandering of slow noise there is no DC.
    let mean = 0;
    return rounded(
      middle.map((x, n) => {
        const value = (x + side[n]!) * (0.15 + 0.85 * Math.exp((-9 * (n % 24000)) / RATE) * Math.min(1, (n % 24000) / 960));
        mean += 0.005 * (value - mean);
        return (value - mean) * edge(n);
      }),
      24,
    );
  });
}

export interface QcRun {
  readonly layout?: string;
  readonly preset?: string;
  readonly rate?: number;
  readonly context?: Partial<QcContext>;
}

const kernels = createKernels(128);

/** Runs every check on a signal. */
export function qc(
  signal: readonly Float32Array[],
  { layout = 'stereo', preset, rate = RATE, context }: QcRun = {},
): (rule: QcRuleId) => QcCheck {
  const { speakers } = getLayout(layout);
  const mark = kernels.heap.mark();
  const report = runQc(
    kernels,
    createMemorySource(signal, rate),
    { speakers, sampleRateHz: rate, bitsPerSample: 24, isFloat: false, ...context },
    preset === undefined ? undefined : findPreset(preset),
  );
  kernels.heap.release(mark);
  return (rule) => {
    const found = report.checks.find((check) => check.rule === rule);
    if (found === undefined) {
      throw new Error(`no check ${rule}`);
    }
    return found;
  };
}
