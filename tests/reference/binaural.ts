// A point source heard through a filter set, by the definition: its filter behind an ideal fractional delay, convolved directly.
import type { HrtfSet } from '../../src/render/binaural/index.ts';

/** Index of the set's direction nearest to a vector. */
export function nearestDirection(set: HrtfSet, x: number, y: number, z: number): number {
  let best = 0;
  let bestCosine = -2;
  const length = Math.hypot(x, y, z);
  for (let k = 0; k < set.directions.length / 3; k++) {
    const cosine = (set.directions[3 * k]! * x + set.directions[3 * k + 1]! * y + set.directions[3 * k + 2]! * z) / length;
    if (cosine > bestCosine) {
      bestCosine = cosine;
      best = k;
    }
  }
  return best;
}

/** The left ear's response at direction k of a symmetric set, delay included, `length` frames. */
export function responseAt(set: HrtfSet, k: number, length: number): Float64Array {
  const { filters, delaysFrames } = set.ears[0]!;
  const response = new Float64Array(length);
  for (let n = 0; n < length; n++) {
    for (let m = 0; m < set.taps; m++) {
      const t = n - m - delaysFrames[k]!;
      response[n] = response[n]! + filters[k * set.taps + m]! * (Math.abs(t) < 1e-9 ? 1 : Math.sin(Math.PI * t) / (Math.PI * t));
    }
  }
  return response;
}

export function convolveDirectly(input: ArrayLike<number>, response: ArrayLike<number>): Float64Array {
  const out = new Float64Array(input.length);
  for (let n = 0; n < out.length; n++) {
    const last = Math.min(n, response.length - 1);
    for (let m = 0; m <= last; m++) {
      out[n] = out[n]! + response[m]! * input[n - m]!;
    }
  }
  return out;
}

/** Energy of a − b over energy of b, in dB. */
export function errorDb(a: ArrayLike<number>, b: ArrayLike<number>): number {
  let difference = 0;
  let energy = 0;
  for (let k = 0; k < b.length; k++) {
    difference += (a[k]! - b[k]!) ** 2;
    energy += b[k]! ** 2;
  }
  return 10 * Math.log10(difference / energy);
}

/** cos and sin of azimuth and elevation as an ADM vector. */
export function fromPolar(azimuthDeg: number, elevationDeg: number): [number, number, number] {
  const azimuth = (azimuthDeg * Math.PI) / 180;
  const elevation = (elevationDeg * Math.PI) / 180;
  return [-Math.sin(azimuth) * Math.cos(elevation), Math.cos(azimuth) * Math.cos(elevation), Math.sin(elevation)];
}
