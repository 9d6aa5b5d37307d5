import { cos, exp, sin } from '../../base/index.ts';
import { transformComplex } from '../../dsp/index.ts';

export interface Spectrum {
  readonly re: Float64Array;
  readonly im: Float64Array;
}

/**
 * The minimum-phase spectrum of given magnitudes, by folding the cepstrum.
 * @param logMagnitudes natural logarithms over a whole even-symmetric spectrum; its length is a power of two
 */
export function minimumPhaseSpectrum(logMagnitudes: Float64Array): Spectrum {
  const size = logMagnitudes.length;
  const re = Float64Array.from(logMagnitudes);
  const im = new Float64Array(size);
  transformComplex(re, im, true);
  for (let k = 1; k < size / 2; k++) {
    re[k] = 2 * re[k]!;
    re[size - k] = 0;
  }
  im.fill(0);
  transformComplex(re, im);
  for (let k = 0; k < size; k++) {
    const magnitude = exp(re[k]!);
    const phase = im[k]!;
    re[k] = magnitude * cos(phase);
    im[k] = magnitude * sin(phase);
  }
  return { re, im };
}
