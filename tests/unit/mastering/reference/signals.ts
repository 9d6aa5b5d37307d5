// Signals whose spectrum, width and level follow from how they are made.
import { createMemorySource } from '../../../../src/audio/index.ts';
import { BIQUAD_NUMBERS, createPrng } from '../../../../src/base/index.ts';
import { createKernels } from '../../../../src/dsp/index.ts';
import { getLayout } from '../../../../src/layouts/index.ts';
import { profileMix, type MixProfile } from '../../../../src/mastering/index.ts';
import { designEqBand, eqBandStageCount, EQ_DEFAULT_Q, type EqBand } from '../../../../src/scene/index.ts';

export const RATE = 48000;

/** White: uniform in ±amplitude, so its power is amplitude² / 3. */
export function white(lengthSec: number, seed: number, amplitude = 0.25): Float32Array {
  const prng = createPrng(seed);
  return Float32Array.from({ length: Math.round(lengthSec * RATE) }, () => (2 * prng.next() - 1) * amplitude);
}

/** About −3 dB an octave from 30 Hz up: three first-order sections whose poles and zeros interlace. */
export function pink(lengthSec: number, seed: number, amplitude = 0.5): Float32Array {
  const out = white(lengthSec, seed, amplitude);
  for (const [pole, zero] of [
    [0.99572754, 0.98443604],
    [0.94790649, 0.83392334],
    [0.53567505, 0.07568359],
  ] as const) {
    let x1 = 0;
    let y1 = 0;
    for (let k = 0; k < out.length; k++) {
      const x = out[k]!;
      y1 = x - zero * x1 + pole * y1;
      x1 = x;
      out[k] = y1;
    }
    // Each section's gain at the Nyquist frequency is taken off: levels stay near the white noise's.
    const atTop = (1 + zero) / (1 + pole);
    for (let k = 0; k < out.length; k++) {
      out[k] = (out[k]! / atTop) * 0.35;
    }
  }
  return out;
}

/** The signal through filters, sample by sample. */
export function equalized(signal: Float32Array, bands: readonly EqBand[]): Float32Array {
  const out = Float64Array.from(signal);
  for (const band of bands) {
    const stages = eqBandStageCount(band);
    const numbers = new Float64Array(stages * BIQUAD_NUMBERS);
    designEqBand(numbers, 0, band, band.frequencyHz, band.gainDb ?? 0, band.q ?? EQ_DEFAULT_Q, RATE);
    for (let stage = 0; stage < stages; stage++) {
      const [b0, b1, b2, a1, a2] = numbers.subarray(stage * BIQUAD_NUMBERS) as unknown as [number, number, number, number, number];
      let z1 = 0;
      let z2 = 0;
      for (let k = 0; k < out.length; k++) {
        const x = out[k]!;
        const y = b0 * x + z1;
        z1 = b1 * x - a1 * y + z2;
        z2 = b2 * x - a2 * y;
        out[k] = y;
      }
    }
  }
  return Float32Array.from(out);
}

export function scaled(signal: Float32Array, gain: number): Float32Array {
  return signal.map((x) => x * gain);
}

export function sum(...signals: readonly Float32Array[]): Float32Array {
  return signals[0]!.map((_, k) => signals.reduce((total, signal) => total + signal[k]!, 0));
}

export function joined(...signals: readonly Float32Array[]): Float32Array {
  const out = new Float32Array(signals.reduce((total, signal) => total + signal.length, 0));
  let at = 0;
  for (const signal of signals) {
    out.set(signal, at);
    at += signal.length;
  }
  return out;
}

export function sine(lengthSec: number, frequencyHz: number, amplitude: number): Float32Array {
  return Float32Array.from(
    { length: Math.round(lengthSec * RATE) },
    (_, k) => amplitude * Math.sin((2 * Math.PI * frequencyHz * k) / RATE),
  );
}

/** Mid and side as a pair. */
export function pairOf(mid: Float32Array, side: Float32Array): readonly Float32Array[] {
  return [mid.map((x, k) => x + side[k]!), mid.map((x, k) => x - side[k]!)];
}

const kernels = createKernels(64);

export function profileOf(channels: readonly Float32Array[], layout = channels.length === 1 ? 'mono' : '2.0'): MixProfile {
  const speakers = layout === 'mono' ? [getLayout('5.1').speakers[2]!] : getLayout(layout).speakers;
  return profileMix(kernels, createMemorySource(channels, RATE), speakers);
}

/** Both channels the same. */
export function dual(signal: Float32Array): readonly Float32Array[] {
  return [signal, signal];
}
