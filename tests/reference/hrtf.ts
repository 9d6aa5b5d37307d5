/** A complex spectrum. */
export interface Row {
  readonly re: Float64Array;
  readonly im: Float64Array;
}

/** The blend of three rows, delayed by `delay` of a turn a bin. */
export function hrtfBlend(rows: readonly Row[], weights: readonly number[], delayRad: number): Row {
  const n = rows[0]!.re.length;
  const re = new Float64Array(n);
  const im = new Float64Array(n);
  for (let k = 0; k < n; k++) {
    const a = rows.reduce((sum, row, j) => sum + weights[j]! * row.re[k]!, 0);
    const b = rows.reduce((sum, row, j) => sum + weights[j]! * row.im[k]!, 0);
    re[k] = a * Math.cos(delayRad * k) + b * Math.sin(delayRad * k);
    im[k] = b * Math.cos(delayRad * k) - a * Math.sin(delayRad * k);
  }
  return { re, im };
}

/** sum + input · filter. */
export function spectrumMac(sum: Row, input: Row, filter: Row): Row {
  return {
    re: sum.re.map((s, k) => s + input.re[k]! * filter.re[k]! - input.im[k]! * filter.im[k]!),
    im: sum.im.map((s, k) => s + input.re[k]! * filter.im[k]! + input.im[k]! * filter.re[k]!),
  };
}
