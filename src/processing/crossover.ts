// Linkwitz–Riley crossovers of the fourth order: low-pass and high-pass are a Butterworth filter of the second order twice, and their sum is
// an all-pass of the second order with the same poles, exactly.
// @source S. H. Linkwitz, Active crossover networks for noncoincident drivers, JAES 24 (1976)
import { BIQUAD_NUMBERS, tan } from '../base/index.ts';
import { writeKernelForm } from '../dsp/index.ts';

export type CrossoverPart = 'low' | 'high' | 'all';

const design = new Float64Array(BIQUAD_NUMBERS);

/** Writes one stage in kernel form: of `low` and `high` there have to be two in a row. */
export function writeCrossover(out: Float64Array, stage: number, part: CrossoverPart, frequencyHz: number, sampleRateHz: number): void {
  const k = tan(Math.PI * Math.min(frequencyHz / sampleRateHz, 0.49));
  const scale = 1 / (1 + Math.SQRT2 * k + k * k);
  const a1 = 2 * (k * k - 1) * scale;
  const a2 = (1 - Math.SQRT2 * k + k * k) * scale;
  const b0 = part === 'all' ? a2 : part === 'low' ? k * k * scale : scale;
  design[0] = b0;
  design[1] = part === 'all' ? a1 : part === 'low' ? 2 * b0 : -2 * b0;
  design[2] = part === 'all' ? 1 : b0;
  design[3] = a1;
  design[4] = a2;
  writeKernelForm(out, stage * BIQUAD_NUMBERS, design, 0);
}
