import type { F32Block, Kernels, RealFft } from '../../dsp/index.ts';
import type { HrtfSet } from './hrtfSet.ts';
import { createMeshLookup, createMeshPoint } from './sphereMesh.ts';

/** What one ear hears of a direction: three spectra to blend and a delay. */
export interface EarAim {
  /** Addresses of three spectrum rows. */
  readonly rows: Int32Array;
  /** Their weights, sum 1. */
  readonly weights: Float64Array;
  delayFrames: number;
}

/** The set's filters as spectra in the kernels' memory. */
export interface HrtfBank {
  /** Aims both ears at a direction of any length but zero. Depends on the direction alone. */
  aim(left: EarAim, right: EarAim, x: number, y: number, z: number): void;
}

export const createEarAim = (): EarAim => ({ rows: new Int32Array(3), weights: new Float64Array(3), delayFrames: 0 });

const SIXTH_OF_OCTAVE = 0.1225;
const MAX_CORRECTION = 4;

/**
 * Transforms every filter once, and between neighbours one filter more: half way along each edge of the mesh, mean of magnitudes with the
 * phase of the mean, so that a blend inside the four smaller triangles has little magnitude to lose.
 */
export function createHrtfBank(kernels: Kernels, fft: RealFft, set: HrtfSet): HrtfBank {
  const count = set.directions.length / 3;
  const edges = edgesOf(set.triangles, count);
  const ears = set.ears.map((ear) => ({ rows: filterRows(kernels, fft, set, ear.filters, edges.ends), delays: ear.delaysFrames }));
  const rowBytes = fft.rowLength * 4;
  const mesh = createMeshLookup(set.directions, set.triangles);
  const point = createMeshPoint();
  const corners = new Int32Array(3);
  const aimEar = (out: EarAim, earIndex: number, x: number, y: number, z: number): void => {
    const { rows, delays } = ears[earIndex]!;
    mesh.locate(point, x, y, z);
    const { vertices, weights } = point;
    out.delayFrames = delays[vertices[0]!]! * weights[0]! + delays[vertices[1]!]! * weights[1]! + delays[vertices[2]!]! * weights[2]!;
    // Each of the four smaller triangles is where one weight is over a half, or none is.
    const k = weights[0]! >= 0.5 ? 0 : weights[1]! >= 0.5 ? 1 : weights[2]! >= 0.5 ? 2 : -1;
    if (k < 0) {
      for (let j = 0; j < 3; j++) {
        corners[j] = edges.middle(vertices[(j + 1) % 3]!, vertices[(j + 2) % 3]!);
        out.weights[j] = 1 - 2 * weights[j]!;
      }
    } else {
      const a = (k + 1) % 3;
      const b = (k + 2) % 3;
      corners[0] = vertices[k]!;
      corners[1] = edges.middle(vertices[k]!, vertices[a]!);
      corners[2] = edges.middle(vertices[k]!, vertices[b]!);
      out.weights[0] = 2 * weights[k]! - 1;
      out.weights[1] = 2 * weights[a]!;
      out.weights[2] = 2 * weights[b]!;
    }
    for (let j = 0; j < 3; j++) {
      out.rows[j] = rows.ptr + corners[j]! * rowBytes;
    }
  };
  return {
    aim(left, right, x, y, z) {
      aimEar(left, 0, x, y, z);
      if (ears.length === 1) {
        aimEar(right, 0, -x, y, z);
      } else {
        aimEar(right, 1, x, y, z);
      }
    },
  };
}

interface Edges {
  /** Two vertices an edge. */
  readonly ends: Int32Array;
  /** Row of the filter half way between two neighbours. */
  middle(a: number, b: number): number;
}

function edgesOf(triangles: Uint16Array, count: number): Edges {
  const ids = new Map<number, number>();
  const ends: number[] = [];
  const key = (a: number, b: number): number => (a < b ? a * count + b : b * count + a);
  for (let t = 0; t < triangles.length; t += 3) {
    for (let k = 0; k < 3; k++) {
      const a = triangles[t + k]!;
      const b = triangles[t + ((k + 1) % 3)]!;
      if (!ids.has(key(a, b))) {
        ids.set(key(a, b), count + ids.size);
        ends.push(Math.min(a, b), Math.max(a, b));
      }
    }
  }
  return { ends: Int32Array.from(ends), middle: (a, b) => ids.get(key(a, b))! };
}

function filterRows(kernels: Kernels, fft: RealFft, set: HrtfSet, filters: Float32Array, ends: Int32Array): F32Block {
  const count = set.directions.length / 3;
  const total = count + ends.length / 2;
  const rows = kernels.heap.f32(total * fft.rowLength);
  const mark = kernels.heap.mark();
  const frames = kernels.heap.f32(4 * fft.size);
  const spare = kernels.heap.f32(fft.rowLength);
  const frameTable = kernels.heap.i32(4);
  const rowTable = kernels.heap.i32(4);
  frameTable.view.forEach((_, lane) => (frameTable.view[lane] = frames.ptr + lane * fft.size * 4));
  const pointAt = (first: number, end: number): void => {
    rowTable.view.forEach((_, lane) => {
      rowTable.view[lane] = first + lane < end ? rows.ptr + (first + lane) * fft.rowLength * 4 : spare.ptr;
    });
  };
  for (let first = 0; first < count; first += 4) {
    for (let lane = 0; lane < Math.min(4, count - first); lane++) {
      frames.view.set(filters.subarray((first + lane) * set.taps, (first + lane + 1) * set.taps), lane * fft.size);
    }
    pointAt(first, count);
    fft.forward4(rowTable.ptr, frameTable.ptr);
  }
  const fade = fadeOf(set);
  for (let first = count; first < total; first += 4) {
    for (let k = first; k < Math.min(first + 4, total); k++) {
      writeCorrection(rows.view, fft, ends[2 * (k - count)]!, ends[2 * (k - count) + 1]!, k);
    }
    pointAt(first, total);
    // Only what the correction adds is cut to the filter's frames: elsewhere the midpoint is the mean, exactly.
    fft.inverse4(frameTable.ptr, rowTable.ptr);
    for (let n = 0; n < 4 * fft.size; n++) {
      frames.view[n] = frames.view[n]! * (fade[n % fft.size] ?? 0);
    }
    fft.forward4(rowTable.ptr, frameTable.ptr);
    for (let k = first; k < Math.min(first + 4, total); k++) {
      addMean(rows.view, fft, ends[2 * (k - count)]!, ends[2 * (k - count) + 1]!, k);
    }
  }
  kernels.heap.release(mark);
  return rows;
}

/** What a correction spreads beyond the filter's own frames must not wrap: the lead fades in, the last fifth out. */
function fadeOf(set: HrtfSet): Float64Array {
  const fadeIn = Math.max(1, Math.round(set.leadFrames / 2));
  const fadeOut = Math.max(1, Math.round(set.taps / 5));
  return Float64Array.from({ length: set.taps }, (_, k) => {
    const start = Math.min(1, (k + 0.5) / fadeIn);
    const end = Math.min(1, (set.taps - k - 0.5) / fadeOut);
    return start * start * (3 - 2 * start) * end * end * (3 - 2 * end);
  });
}

/** What the mean of two rows lacks where its magnitudes are brought up to the mean of theirs, a sixth of an octave to each side averaged. */
function writeCorrection(rows: Float32Array, fft: RealFft, from: number, to: number, midpoint: number): void {
  const im = fft.imaginaryOffset;
  const bins = fft.size / 2 + 1;
  const a = from * fft.rowLength;
  const b = to * fft.rowLength;
  const out = midpoint * fft.rowLength;
  // Running sums of the energy that is wanted and of the energy that there is.
  const wanted = new Float64Array(bins + 1);
  const present = new Float64Array(bins + 1);
  for (let k = 0; k < bins; k++) {
    const ar = rows[a + k]!;
    const ai = rows[a + im + k]!;
    const br = rows[b + k]!;
    const bi = rows[b + im + k]!;
    const re = 0.5 * (ar + br);
    const imag = 0.5 * (ai + bi);
    rows[out + k] = re;
    rows[out + im + k] = imag;
    const magnitude = 0.5 * (Math.sqrt(ar * ar + ai * ai) + Math.sqrt(br * br + bi * bi));
    wanted[k + 1] = wanted[k]! + magnitude * magnitude;
    present[k + 1] = present[k]! + re * re + imag * imag;
  }
  for (let k = 0; k < bins; k++) {
    const reach = Math.max(1, Math.round(k * SIXTH_OF_OCTAVE));
    const low = Math.max(0, k - reach);
    const high = Math.min(bins, k + reach + 1);
    const energy = present[high]! - present[low]!;
    const gain = energy > 1e-20 ? Math.min(MAX_CORRECTION, Math.sqrt((wanted[high]! - wanted[low]!) / energy)) - 1 : 0;
    rows[out + k] = rows[out + k]! * gain;
    rows[out + im + k] = rows[out + im + k]! * gain;
  }
}

function addMean(rows: Float32Array, fft: RealFft, from: number, to: number, midpoint: number): void {
  for (let k = 0; k < fft.rowLength; k++) {
    const mean = 0.5 * (rows[from * fft.rowLength + k]! + rows[to * fft.rowLength + k]!);
    rows[midpoint * fft.rowLength + k] = rows[midpoint * fft.rowLength + k]! + mean;
  }
}
