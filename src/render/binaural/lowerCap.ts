import { cos, sin } from '../../base/index.ts';
import type { Spectrum } from './minimumPhase.ts';

const STEP_RAD = Math.PI / 18;
const DIRECTIONS_A_RING = [45, 36, 24, 12];

/** Measured directions, and after them those that a set with no measurements below the listener lacks. */
export interface CompleteSphere {
  readonly directions: Float64Array;
  readonly rings: {
    /** Spectra for all directions from the measured ones. */
    extend(measured: readonly Spectrum[]): readonly Spectrum[];
  };
}

/**
 * Fills the hole under a set: rings 10° apart below the lowest measured one down to straight below. There a response turns from that of the
 * lowest ring at the same azimuth into the ring's mean, magnitudes and phases apart, the more the steeper.
 * A set that reaches below −60° stays as it is.
 */
export function completeSphere(directions: Float64Array): CompleteSphere {
  const count = directions.length / 3;
  let lowest = 1;
  for (let k = 0; k < count; k++) {
    lowest = Math.min(lowest, directions[3 * k + 2]!);
  }
  if (lowest < -0.87 || lowest > -0.05) {
    return { directions, rings: { extend: (measured) => measured } };
  }
  const edge: number[] = [];
  for (let k = 0; k < count; k++) {
    if (directions[3 * k + 2]! < lowest + 0.01) {
      edge.push(k);
    }
  }
  const added: { readonly direction: readonly number[]; readonly steepness: number }[] = [];
  const edgeCosine = Math.sqrt(1 - lowest * lowest);
  for (let ring = 1; ; ring++) {
    // Elevation of the ring from its sine by the angle-sum formula: the edge's plus ring · 10°.
    const z = lowest * cos(ring * STEP_RAD) - edgeCosine * sin(ring * STEP_RAD);
    const radius = edgeCosine * cos(ring * STEP_RAD) + lowest * sin(ring * STEP_RAD);
    if (radius < 0.09) {
      break;
    }
    const perRing = DIRECTIONS_A_RING[Math.min(DIRECTIONS_A_RING.length, ring) - 1]!;
    for (let k = 0; k < perRing; k++) {
      const azimuth = (2 * Math.PI * k) / perRing;
      added.push({ direction: [-radius * sin(azimuth), radius * cos(azimuth), z], steepness: 1 - radius / edgeCosine });
    }
  }
  added.push({ direction: [0, 0, -1], steepness: 1 });
  const all = new Float64Array((count + added.length) * 3);
  all.set(directions);
  added.forEach(({ direction }, k) => all.set(direction, 3 * (count + k)));
  const extend = (measured: readonly Spectrum[]): readonly Spectrum[] => {
    const equal = edge.map((k) => ({ k, weight: 1 / edge.length }));
    return [
      ...measured,
      ...added.map(({ direction, steepness }) => {
        const near = neighboursOnEdge(directions, edge, direction).map(({ k, weight }) => ({ k, weight: weight * (1 - steepness) }));
        return blendByMagnitude(measured, [...near, ...equal.map(({ k, weight }) => ({ k, weight: weight * steepness }))]);
      }),
    ];
  };
  return { directions: all, rings: { extend } };
}

/** The two edge directions on either side of a direction's azimuth, or one where it falls on it. */
function neighboursOnEdge(
  directions: Float64Array,
  edge: readonly number[],
  direction: readonly number[],
): readonly { readonly k: number; readonly weight: number }[] {
  const [x, y] = direction as [number, number];
  if (x * x + y * y < 1e-9) {
    return edge.map((k) => ({ k, weight: 1 / edge.length }));
  }
  const length = Math.sqrt(x * x + y * y);
  const scored = edge.map((k) => {
    const ex = directions[3 * k]!;
    const ey = directions[3 * k + 1]!;
    const radius = Math.sqrt(ex * ex + ey * ey);
    return { k, ahead: (ex * x + ey * y) / (radius * length), side: (ex * y - ey * x) / (radius * length) };
  });
  const nearest = (keep: (side: number) => boolean): { k: number; side: number } =>
    scored.filter((s) => keep(s.side)).reduce((best, s) => (s.ahead > best.ahead ? s : best), { k: edge[0]!, ahead: -2, side: 1 });
  const left = nearest((side) => side >= -1e-12);
  const right = nearest((side) => side < 1e-12);
  const span = Math.abs(left.side) + Math.abs(right.side);
  return span < 1e-9
    ? [{ k: left.k, weight: 1 }]
    : [
        { k: left.k, weight: Math.abs(right.side) / span },
        { k: right.k, weight: Math.abs(left.side) / span },
      ];
}

/** Mean of magnitudes with the phase of the mean. */
export function blendByMagnitude(
  spectra: readonly Spectrum[],
  parts: readonly { readonly k: number; readonly weight: number }[],
): Spectrum {
  const size = spectra[0]!.re.length;
  const re = new Float64Array(size);
  const im = new Float64Array(size);
  const magnitude = new Float64Array(size);
  for (const { k, weight } of parts) {
    const from = spectra[k]!;
    for (let bin = 0; bin < size; bin++) {
      const a = from.re[bin]!;
      const b = from.im[bin]!;
      re[bin] = re[bin]! + weight * a;
      im[bin] = im[bin]! + weight * b;
      magnitude[bin] = magnitude[bin]! + weight * Math.sqrt(a * a + b * b);
    }
  }
  for (let bin = 0; bin < size; bin++) {
    const length = Math.sqrt(re[bin]! * re[bin]! + im[bin]! * im[bin]!);
    const scale = length > 1e-12 ? Math.min(4, magnitude[bin]! / length) : 1;
    re[bin] = re[bin]! * scale;
    im[bin] = im[bin]! * scale;
  }
  return { re, im };
}
