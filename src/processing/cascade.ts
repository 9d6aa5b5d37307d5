import { BIQUAD_NUMBERS } from '../base/index.ts';
import type { Kernels } from '../dsp/index.ts';
import { TICK_FRAMES } from './types.ts';

/** Second-order stages over linked channels whose coefficients can move from tick to tick. Coefficients: kernel form, BIQUAD_NUMBERS a stage. */
export interface Cascade {
  /** Where the coefficients of the end of a tick are written; `beginTick` first makes them those of its beginning. */
  readonly to: Float64Array;
  /** Coefficients move from where they were to what `design` writes; at rest, pass nothing. */
  beginTick(design?: () => void): void;
  /** In place. @param tickFrame where in the tick the frames begin */
  run(table: number, startFrame: number, lengthFrames: number, tickFrame: number): void;
  /** Sets what has faded to zero; returns whether anything still rings. */
  settle(): boolean;
  /** Silence, at the coefficients in `to`. */
  reset(): void;
}

export function createCascade({ run, heap }: Kernels, channels: number, nStages: number): Cascade {
  const from = heap.f64(nStages * BIQUAD_NUMBERS);
  const to = heap.f64(nStages * BIQUAD_NUMBERS);
  const states = heap.f64(nStages * 2 * (channels + (channels % 2)));
  let isMoving = false;
  return {
    to: to.view,
    beginTick(design) {
      isMoving = design !== undefined;
      if (design !== undefined) {
        from.view.set(to.view);
        design();
      }
    },
    run(table, startFrame, lengthFrames, tickFrame) {
      if (isMoving) {
        run.biquadCascadeRamped(table, channels, startFrame, lengthFrames, from.ptr, to.ptr, nStages, states.ptr, tickFrame, TICK_FRAMES);
      } else {
        run.biquadCascade(table, channels, startFrame, lengthFrames, to.ptr, nStages, states.ptr);
      }
    },
    settle() {
      run.biquadSettle(states.ptr, states.view.length);
      for (let k = 0; k < states.view.length; k++) {
        if (states.view[k] !== 0) {
          return true;
        }
      }
      return false;
    },
    reset() {
      states.view.fill(0);
      isMoving = false;
    },
  };
}
