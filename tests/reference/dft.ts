/** The discrete Fourier transform by its definition, real input, bins 0 … size/2. */
export function realDft(input: ArrayLike<number>): { re: Float64Array; im: Float64Array } {
  const size = input.length;
  const re = new Float64Array(size / 2 + 1);
  const im = new Float64Array(size / 2 + 1);
  for (let k = 0; k <= size / 2; k++) {
    for (let m = 0; m < size; m++) {
      const angle = (-2 * Math.PI * ((k * m) % size)) / size;
      re[k] = re[k]! + input[m]! * Math.cos(angle);
      im[k] = im[k]! + input[m]! * Math.sin(angle);
    }
  }
  return { re, im };
}
