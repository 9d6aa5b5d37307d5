import { cos, log2 } from '../../base/index.ts';

export const MAX_LINEAR_ORDER = 8;

/** A predictor in whole numbers: prediction = floor(Σ coefficients[j] · sample[k − 1 − j] / 2^shift). */
export interface LinearPredictor {
  order: number;
  precision: number;
  shift: number;
  readonly coefficients: Int32Array;
}

export function createLinearPredictor(): LinearPredictor {
  return { order: 0, precision: 0, shift: 0, coefficients: new Int32Array(MAX_LINEAR_ORDER) };
}

/** A window that is flat in its middle half: tapered cosine, ratio 0.5. */
export function createAnalysisWindow(lengthFrames: number): Float64Array {
  const taper = Math.floor(lengthFrames / 4);
  return Float64Array.from({ length: lengthFrames }, (_, k) => {
    const edge = Math.min(k, lengthFrames - 1 - k);
    return edge < taper ? 0.5 - 0.5 * cos((Math.PI * (edge + 0.5)) / taper) : 1;
  });
}

const windowed = new Float64Array(65536);
const correlation = new Float64Array(MAX_LINEAR_ORDER + 1);
const reversed = new Float64Array(MAX_LINEAR_ORDER + 1);
/** Row m: the predictor of order m + 1. */
const rows = Array.from({ length: MAX_LINEAR_ORDER }, () => new Float64Array(MAX_LINEAR_ORDER));
const errors = new Float64Array(MAX_LINEAR_ORDER + 1);

/**
 * Fits a predictor to a block: autocorrelation, Levinson-Durbin, the order that should cost least, coefficients in whole numbers.
 * Returns false where the block gives none (silence, or coefficients out of range).
 * @param bits of a sample
 */
export function fitLinearPredictor(out: LinearPredictor, samples: Int32Array, count: number, bits: number, window: Float64Array): boolean {
  if (count <= 2 * MAX_LINEAR_ORDER) {
    return false;
  }
  correlate(samples, count, window);
  const orders = solve();
  let best = 0;
  let leastBits = Infinity;
  for (let order = 1; order <= orders; order++) {
    const residualBits = Math.max(0, 0.5 * log2(Math.max(errors[order]! / count, 1e-9)) + 1);
    const total = residualBits * (count - order) + order * (bits + precisionFor(bits, order));
    if (total < leastBits) {
      leastBits = total;
      best = order;
    }
  }
  return best > 0 && roundPredictor(out, rows[best - 1]!, best, precisionFor(bits, best));
}

/** Up to 17-bit samples (16 and the side channel) stay within 32-bit sums, which decoders add up fastest. */
function precisionFor(bits: number, order: number): number {
  return bits > 17 ? 15 : Math.min(14, 32 - bits - (32 - Math.clz32(order - 1)));
}

function correlate(samples: Int32Array, count: number, window: Float64Array): void {
  for (let k = 0; k < count; k++) {
    windowed[k] = samples[k]! * window[k]!;
  }
  for (let lag = 0; lag <= MAX_LINEAR_ORDER; lag++) {
    let sum = 0;
    for (let k = lag; k < count; k++) {
      sum += windowed[k]! * windowed[k - lag]!;
    }
    correlation[lag] = sum;
  }
}

/** Levinson-Durbin; returns the highest order it could solve. */
function solve(): number {
  let error = correlation[0]!;
  errors[0] = error;
  if (!(error > 0)) {
    return 0;
  }
  for (let m = 0; m < MAX_LINEAR_ORDER; m++) {
    const row = rows[m]!;
    const previous = m > 0 ? rows[m - 1]! : row;
    let sum = correlation[m + 1]!;
    for (let j = 0; j < m; j++) {
      sum -= previous[j]! * correlation[m - j]!;
    }
    const reflection = sum / error;
    for (let j = 0; j < m; j++) {
      reversed[j] = previous[m - 1 - j]!;
    }
    for (let j = 0; j < m; j++) {
      row[j] = previous[j]! - reflection * reversed[j]!;
    }
    row[m] = reflection;
    error *= 1 - reflection * reflection;
    errors[m + 1] = error;
    if (!(error > 0)) {
      return m + 1;
    }
  }
  return MAX_LINEAR_ORDER;
}

/** Coefficients in whole numbers of `precision` bits, each taking over the rounding error of the one before. */
function roundPredictor(out: LinearPredictor, row: Float64Array, order: number, precision: number): boolean {
  let largest = 0;
  for (let j = 0; j < order; j++) {
    largest = Math.max(largest, Math.abs(row[j]!));
  }
  const limit = 1 << (precision - 1);
  let shift = 15;
  while (shift > 0 && largest * (1 << shift) > limit - 1) {
    shift--;
  }
  if (!(largest * (1 << shift) <= limit - 1)) {
    return false;
  }
  let carried = 0;
  for (let j = 0; j < order; j++) {
    const wanted = row[j]! * (1 << shift) + carried;
    const rounded = Math.max(-limit, Math.min(limit - 1, Math.round(wanted)));
    carried = wanted - rounded;
    out.coefficients[j] = rounded;
  }
  out.order = order;
  out.precision = precision;
  out.shift = shift;
  return true;
}
