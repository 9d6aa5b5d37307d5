// Things that ring when they are struck: a sum of decaying sinusoids, each a two-term recurrence.
import { cos, sin } from '../base/index.ts';
import { decayPerFrame, TWO_PI } from './signal.ts';
import { DEMO_SAMPLE_RATE_HZ } from './timing.ts';

export interface Mode {
  readonly hz: number;
  readonly gain: number;
  readonly t60Sec: number;
  /** Where the sinusoid starts, in turns. 0: at rest, as a struck thing does. */
  readonly phaseTurns?: number;
}

/**
 * Adds the modes to `out` from `startFrame` until each is 70 dB down.
 * @param tune  multiplies every frequency
 * @param damp  multiplies every decay time
 */
export function ringModes(out: Float32Array, startFrame: number, modes: readonly Mode[], gain: number, tune = 1, damp = 1): void {
  for (const mode of modes) {
    const hz = mode.hz * tune;
    if (hz > 0.45 * DEMO_SAMPLE_RATE_HZ) {
      continue;
    }
    const t60Sec = mode.t60Sec * damp;
    const r = decayPerFrame(t60Sec);
    const turn = (TWO_PI * hz) / DEMO_SAMPLE_RATE_HZ;
    const phase = TWO_PI * (mode.phaseTurns ?? 0);
    const a1 = 2 * r * cos(turn);
    const a2 = -r * r;
    const level = gain * mode.gain;
    let y2 = (level * sin(phase - turn)) / r;
    let y1 = level * sin(phase);
    const end = Math.min(out.length, startFrame + Math.round(t60Sec * 1.17 * DEMO_SAMPLE_RATE_HZ));
    for (let i = startFrame; i < end; i++) {
      out[i] = out[i]! + y1;
      const y = a1 * y1 + a2 * y2;
      y2 = y1;
      y1 = y;
    }
  }
}

/** The modes of an ideal circular membrane over its fundamental: zeros of the Bessel functions. @source Rossing & Fletcher, The Physics of Musical Instruments, 3.6 */
export const MEMBRANE_RATIOS = [1, 1.594, 2.136, 2.296, 2.653, 2.918, 3.156, 3.501, 3.6, 3.652] as const;
