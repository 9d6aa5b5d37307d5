import { cos, sin } from '../base/index.ts';
import type { F32Block, I32Block, Kernels } from './kernels.ts';

/**
 * Real transforms of one power-of-two size, four channels a call.
 * A spectrum row is `rowLength` floats: re[size/2 + 4], then im[size/2 + 4]; bins 0 … size/2 are used, the rest is padding.
 */
export interface RealFft {
  readonly size: number;
  /** Floats from a row's re[0] to its im[0]: size/2 + 4. */
  readonly imaginaryOffset: number;
  readonly rowLength: number;
  /** e^(−2πi·k/size), interleaved, for kernels that are called directly. */
  readonly twiddles: F32Block;
  readonly work: F32Block;
  /** Four rows from four blocks of `size` frames, unscaled. Tables are addresses of four addresses. */
  forward4(spectraTable: number, inputTable: number): void;
  /** Undoes forward4, scale included. */
  inverse4(outputTable: number, spectraTable: number): void;
  /** One channel; costs as much as four. */
  forward(spectrum: number, input: number): void;
  inverse(output: number, spectrum: number): void;
}

/** @param size a power of two from 16 to 65536 */
export function createRealFft(kernels: Kernels, size: number): RealFft {
  const { run, heap } = kernels;
  const half = size / 2;
  const twiddles = heap.f32(size * 2);
  for (let k = 0; k < size; k++) {
    const [re, im] = unitRoot(k, size);
    twiddles.view[2 * k] = re;
    twiddles.view[2 * k + 1] = im;
  }
  const work = heap.f32(size * 8);
  const rowLength = 2 * (half + 4);
  const spectra = spareTable(kernels, rowLength);
  const frames = spareTable(kernels, size);
  const forward4 = (spectraTable: number, inputTable: number): void => {
    run.rfft4(spectraTable, inputTable, work.ptr, twiddles.ptr, size);
  };
  const inverse4 = (outputTable: number, spectraTable: number): void => {
    run.irfft4(outputTable, spectraTable, work.ptr, twiddles.ptr, size);
  };
  return {
    size,
    imaginaryOffset: half + 4,
    rowLength,
    twiddles,
    work,
    forward4,
    inverse4,
    forward: (spectrum, input) => {
      spectra.view[0] = spectrum;
      frames.view[0] = input;
      forward4(spectra.ptr, frames.ptr);
    },
    inverse: (output, spectrum) => {
      spectra.view[0] = spectrum;
      frames.view[0] = output;
      inverse4(frames.ptr, spectra.ptr);
    },
  };
}

/** A table whose lanes 1 … 3 share one block that nobody reads. */
function spareTable(kernels: Kernels, length: number): I32Block {
  const spare = kernels.heap.f32(length);
  const table = kernels.heap.i32(4);
  table.view.fill(spare.ptr);
  return table;
}

/**
 * In-place complex transform in double precision, for design time: the size is the arrays' length, a power of two.
 * @param inverse conjugates the kernel and divides by the size
 */
export function transformComplex(re: Float64Array, im: Float64Array, inverse = false): void {
  const size = re.length;
  for (let i = 1, j = 0; i < size; i++) {
    let bit = size >> 1;
    for (; j & bit; bit >>= 1) {
      j ^= bit;
    }
    j ^= bit;
    if (i < j) {
      [re[i], re[j]] = [re[j]!, re[i]!];
      [im[i], im[j]] = [im[j]!, im[i]!];
    }
  }
  const roots = rootsOf(size);
  const sign = inverse ? -1 : 1;
  for (let span = 1; span < size; span *= 2) {
    const stride = size / (2 * span);
    for (let j = 0; j < span; j++) {
      const wr = roots.re[j * stride]!;
      const wi = sign * roots.im[j * stride]!;
      for (let a = j; a < size; a += 2 * span) {
        const b = a + span;
        const tr = re[b]! * wr - im[b]! * wi;
        const ti = re[b]! * wi + im[b]! * wr;
        re[b] = re[a]! - tr;
        im[b] = im[a]! - ti;
        re[a] = re[a]! + tr;
        im[a] = im[a]! + ti;
      }
    }
  }
  if (inverse) {
    for (let k = 0; k < size; k++) {
      re[k] = re[k]! / size;
      im[k] = im[k]! / size;
    }
  }
}

const rootTables = new Map<number, { readonly re: Float64Array; readonly im: Float64Array }>();

function rootsOf(size: number): { readonly re: Float64Array; readonly im: Float64Array } {
  let roots = rootTables.get(size);
  if (roots === undefined) {
    roots = { re: new Float64Array(size), im: new Float64Array(size) };
    for (let k = 0; k < size; k++) {
      [roots.re[k], roots.im[k]] = unitRoot(k, size);
    }
    rootTables.set(size, roots);
  }
  return roots;
}

/** e^(−2πi·k/size), exact on the axes. */
function unitRoot(k: number, size: number): [number, number] {
  switch ((4 * k) / size) {
    case 0:
      return [1, 0];
    case 1:
      return [0, -1];
    case 2:
      return [-1, 0];
    case 3:
      return [0, 1];
    default:
      return [cos((2 * Math.PI * k) / size), -sin((2 * Math.PI * k) / size)];
  }
}
