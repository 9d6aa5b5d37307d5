import { cos, sin } from '../../base/index.ts';
import type { Kernels, RealFft } from '../../dsp/index.ts';
import { createEarAim, type EarAim, type HrtfBank } from './hrtfBank.ts';

/** Every source's way to both ears: where it is, where it is going, and the two filters of where it is. */
export interface SourcePaths {
  setTarget(i: number, x: number, y: number, z: number, gain: number): void;
  /** Whether the source has been placed and has gain, now or at its target. */
  isHeard(i: number): boolean;
  /** Arrives at the target unheard. */
  settle(i: number): void;
  /**
   * Adds the source's spectrum through its filters to the sums and arrives at the target.
   * @param sums address of 4 spectrum rows: left and right as they were, left and right change
   */
  addTo(sums: number, i: number, spectrum: number): void;
  reset(): void;
}

const UNSET = 0;
/** Has a target, but no place that it comes from. */
const NEW = 1;
const PLACED = 2;

export function createSourcePaths(kernels: Kernels, fft: RealFft, bank: HrtfBank, sources: number): SourcePaths {
  const { run } = kernels;
  const bins = fft.size / 2;
  const rowBytes = fft.rowLength * 4;
  const omega = (2 * Math.PI) / fft.size;
  const filters = kernels.heap.f32(sources * 2 * fft.rowLength);
  /** x, y, z, gain of each source. */
  const now = new Float64Array(4 * sources);
  const target = new Float64Array(4 * sources);
  const stage = new Uint8Array(sources);
  /** Whether filters and aims are those of `now`; they fall behind while nobody hears the source. */
  const isCurrent = new Uint8Array(sources);
  const aims = Array.from({ length: 2 * sources }, createEarAim);
  const steps = new Float64Array(4 * sources);

  const aimAt = (i: number, place: Float64Array): void => {
    const left = aims[2 * i]!;
    const right = aims[2 * i + 1]!;
    bank.aim(left, right, place[4 * i]!, place[4 * i + 1]!, place[4 * i + 2]!);
    steps[4 * i] = cos(omega * left.delayFrames);
    steps[4 * i + 1] = -sin(omega * left.delayFrames);
    steps[4 * i + 2] = cos(omega * right.delayFrames);
    steps[4 * i + 3] = -sin(omega * right.delayFrames);
  };
  const rebuild = (i: number, ear: number): void => {
    const { rows, weights } = aims[2 * i + ear] as EarAim;
    const gain = now[4 * i + 3]!;
    run.hrtfBlend(
      filters.ptr + (2 * i + ear) * rowBytes,
      rows[0]!,
      rows[1]!,
      rows[2]!,
      gain * weights[0]!,
      gain * weights[1]!,
      gain * weights[2]!,
      steps[4 * i + 2 * ear]!,
      steps[4 * i + 2 * ear + 1]!,
      bins,
    );
  };
  const move = (sums: number, i: number, ear: number, spectrum: number): void => {
    const { rows, weights } = aims[2 * i + ear] as EarAim;
    const gain = target[4 * i + 3]!;
    run.hrtfMove(
      sums + ear * rowBytes,
      sums + (2 + ear) * rowBytes,
      spectrum,
      filters.ptr + (2 * i + ear) * rowBytes,
      rows[0]!,
      rows[1]!,
      rows[2]!,
      gain * weights[0]!,
      gain * weights[1]!,
      gain * weights[2]!,
      steps[4 * i + 2 * ear]!,
      steps[4 * i + 2 * ear + 1]!,
      bins,
    );
  };
  const hasTurned = (i: number): boolean =>
    now[4 * i] !== target[4 * i] || now[4 * i + 1] !== target[4 * i + 1] || now[4 * i + 2] !== target[4 * i + 2];
  const arrive = (i: number): void => {
    for (let k = 4 * i; k < 4 * i + 4; k++) {
      now[k] = target[k]!;
    }
    stage[i] = PLACED;
  };

  return {
    setTarget(i, x, y, z, gain) {
      const isDirection = x * x + y * y + z * z > 1e-12;
      target[4 * i] = isDirection ? x : 0;
      target[4 * i + 1] = isDirection ? y : 1;
      target[4 * i + 2] = isDirection ? z : 0;
      target[4 * i + 3] = gain === gain ? gain : 0;
      if (stage[i] === UNSET) {
        stage[i] = NEW;
      }
    },
    isHeard: (i) => stage[i] !== UNSET && (target[4 * i + 3] !== 0 || (stage[i] === PLACED && now[4 * i + 3] !== 0)),
    settle(i) {
      if (stage[i] === UNSET || (stage[i] === PLACED && !hasTurned(i) && now[4 * i + 3] === target[4 * i + 3])) {
        return;
      }
      arrive(i);
      isCurrent[i] = 0;
    },
    addTo(sums, i, spectrum) {
      if (stage[i] === NEW) {
        arrive(i);
        isCurrent[i] = 0;
      }
      if (isCurrent[i] === 0) {
        aimAt(i, now);
        rebuild(i, 0);
        rebuild(i, 1);
        isCurrent[i] = 1;
      }
      const turned = hasTurned(i);
      if (turned || now[4 * i + 3] !== target[4 * i + 3]) {
        if (turned) {
          aimAt(i, target);
        }
        move(sums, i, 0, spectrum);
        move(sums, i, 1, spectrum);
        arrive(i);
      } else {
        run.spectrumMac(sums, spectrum, filters.ptr + 2 * i * rowBytes, bins);
        run.spectrumMac(sums + rowBytes, spectrum, filters.ptr + (2 * i + 1) * rowBytes, bins);
      }
    },
    reset() {
      stage.fill(UNSET);
      isCurrent.fill(0);
    },
  };
}
