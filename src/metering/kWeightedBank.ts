import type { Kernels } from '../dsp/index.ts';
import { kWeightingCoefficients } from './kWeighting.ts';

/** K-weighting filters of several channels and the weighted energy that has gone through them. */
export interface KWeightedBank {
  /** Filters the next frames of every channel of non-zero weight. Never allocates. */
  push(inputs: readonly number[], startFrame: number, lengthFrames: number): void;
  /** Weighted sum of squares since it was last taken; starts the next sum. */
  takeEnergy(): number;
  reset(): void;
}

/** The kernel's layout of state: four channels a group, as two pairs of eight filter states and two energies. */
const PAIR_DOUBLES = 10;
const PAIR_STATES = 8;
/** Below this a filter's state is silence; cut to zero when an energy is taken, or it would crawl through denormal numbers. */
const SILENT_STATE = 1e-30;

export function createKWeightedBank(kernels: Kernels, sampleRateHz: number, weights: readonly number[]): KWeightedBank {
  const { run, heap } = kernels;
  const heard = weights.flatMap((weight, channel) => (weight === 0 ? [] : [channel]));
  const nGroups = Math.ceil(heard.length / 4);
  const table = heap.i32(Math.max(4, nGroups * 4));
  const coefficients = heap.f64(7);
  coefficients.view.set(kWeightingCoefficients(sampleRateHz));
  const state = heap.f64(Math.max(1, nGroups * 2 * PAIR_DOUBLES));
  const states = state.view;
  return {
    push(inputs, startFrame, lengthFrames) {
      // The last group's empty places repeat its last channel; their energies are not read.
      for (let k = 0; k < nGroups * 4; k++) {
        table.view[k] = inputs[heard[Math.min(k, heard.length - 1)]!]!;
      }
      run.kWeightedEnergy(table.ptr, nGroups, startFrame, lengthFrames, coefficients.ptr, state.ptr);
    },
    takeEnergy() {
      let energy = 0;
      for (let k = 0; k < heard.length; k++) {
        energy += weights[heard[k]!]! * states[(k >> 1) * PAIR_DOUBLES + PAIR_STATES + (k & 1)]!;
      }
      for (let pair = 0; pair + PAIR_DOUBLES <= states.length; pair += PAIR_DOUBLES) {
        for (let k = pair; k < pair + PAIR_STATES; k++) {
          if (Math.abs(states[k]!) < SILENT_STATE) {
            states[k] = 0;
          }
        }
        states[pair + PAIR_STATES] = 0;
        states[pair + PAIR_STATES + 1] = 0;
      }
      return energy;
    },
    reset() {
      states.fill(0);
    },
  };
}
