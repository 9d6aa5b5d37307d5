// Loudspeakers that an object must not use. @source BS.2127-1, 7.3.12 (zone exclusion)
import { insideAngleRange } from './angles.ts';
import type { PanningSpeakers } from './speakers.ts';
import type { ExclusionZone } from './types.ts';

/** Zones to loudspeakers, and a panned vector to one without them. Never allocates. */
export interface ZoneExclusion {
  /**
   * Marks the channels whose nominal positions lie in a zone (Cartesian zones too are asked on the unit sphere). Returns how many.
   * @param out one flag a channel, overwritten
   */
  mark(out: Uint8Array, zones: readonly ExclusionZone[]): number;
  /** Completes the rows of marked side loudspeakers, as Cartesian objects need; clears all flags if nobody would be left. */
  completeRows(excluded: Uint8Array): void;
  /** Moves the gains of marked channels, by power, to the nearest ones left. In place; nothing changes if none or all are marked. */
  downmix(gains: Float64Array, excluded: Uint8Array): void;
}

export function createZoneExclusion(speakers: PanningSpeakers): ZoneExclusion {
  const { count, channel, channelCount, allocentric } = speakers;
  const groups = Array.from({ length: count }, (_, k) => priorityGroups(speakers, k));
  const power = new Float64Array(channelCount);
  const rows = new Uint8Array(channelCount);
  return {
    mark(out, zones) {
      out.fill(0, 0, channelCount);
      let marked = 0;
      for (let k = 0; k < count; k++) {
        let isInside = false;
        for (let z = 0; z < zones.length && !isInside; z++) {
          isInside = isInZone(speakers, k, zones[z]!);
        }
        if (isInside) {
          out[channel[k]!] = 1;
          marked += 1;
        }
      }
      return marked;
    },
    completeRows(excluded) {
      rows.set(excluded);
      let left = 0;
      for (let k = 0; k < count; k++) {
        const isAtSideWall = Math.abs(allocentric[3 * k]!) === 1 && Math.abs(allocentric[3 * k + 1]!) !== 1;
        if (excluded[channel[k]!] === 0 || !isAtSideWall) {
          continue;
        }
        for (let j = 0; j < count; j++) {
          if (allocentric[3 * j + 1] === allocentric[3 * k + 1] && allocentric[3 * j + 2] === allocentric[3 * k + 2]) {
            rows[channel[j]!] = 1;
          }
        }
      }
      for (let k = 0; k < count; k++) {
        left += rows[channel[k]!] === 0 ? 1 : 0;
      }
      if (left === 0) {
        excluded.fill(0, 0, channelCount);
      } else {
        excluded.set(rows);
      }
    },
    downmix(gains, excluded) {
      let marked = 0;
      for (let k = 0; k < count; k++) {
        marked += excluded[channel[k]!] !== 0 ? 1 : 0;
      }
      if (marked === 0 || marked === count) {
        return;
      }
      power.fill(0);
      for (let k = 0; k < count; k++) {
        const from = gains[channel[k]!]!;
        if (excluded[channel[k]!] === 0) {
          power[channel[k]!] = power[channel[k]!]! + from * from;
        } else if (from !== 0) {
          shareOut(power, from * from, groups[k]!, excluded);
        }
      }
      for (let c = 0; c < channelCount; c++) {
        gains[c] = Math.sqrt(power[c]!);
      }
    },
  };
}

const ZONE_TOLERANCE = 1e-6;
const KEY_TOLERANCE = 1e-6;

function isInZone(speakers: PanningSpeakers, k: number, zone: ExclusionZone): boolean {
  if (zone.kind === 'cartesian') {
    const { nominal } = speakers;
    return (
      isBetween(nominal[3 * k]!, zone.minX, zone.maxX) &&
      isBetween(nominal[3 * k + 1]!, zone.minY, zone.maxY) &&
      isBetween(nominal[3 * k + 2]!, zone.minZ, zone.maxZ)
    );
  }
  const elevationDeg = speakers.nominalElevationDeg[k]!;
  return (
    isBetween(elevationDeg, zone.minElevationDeg, zone.maxElevationDeg) &&
    (Math.abs(elevationDeg) > 90 - ZONE_TOLERANCE ||
      insideAngleRange(speakers.nominalAzimuthDeg[k]!, zone.minAzimuthDeg, zone.maxAzimuthDeg, ZONE_TOLERANCE))
  );
}

function isBetween(value: number, low: number, high: number): boolean {
  return low - ZONE_TOLERANCE < value && value < high + ZONE_TOLERANCE;
}

/** Channels in order of preference, and for each entry the end of its group. */
interface PriorityGroups {
  readonly channels: Int32Array;
  /** Group k is channels[ends[k − 1] … ends[k]). */
  readonly ends: Int32Array;
}

/** Which layer takes over from which: rows and columns below, ear height, above, top. */
const LAYER_PRIORITY = [
  [0, 1, 2, 3],
  [3, 0, 1, 2],
  [3, 2, 0, 1],
  [3, 2, 1, 0],
] as const;

function layerOf(elevationDeg: number): 0 | 1 | 2 | 3 {
  return elevationDeg < -10 ? 0 : elevationDeg < 10 ? 1 : elevationDeg < 75 ? 2 : 3;
}

function signOf(value: number): number {
  return value > 1e-6 ? 1 : value < -1e-6 ? -1 : 0;
}

function priorityGroups(speakers: PanningSpeakers, from: number): PriorityGroups {
  const { nominal, nominalElevationDeg } = speakers;
  const fromLayer = layerOf(nominalElevationDeg[from]!);
  const candidates = Array.from({ length: speakers.count }, (_, k) => {
    const dx = nominal[3 * from]! - nominal[3 * k]!;
    const dy = nominal[3 * from + 1]! - nominal[3 * k + 1]!;
    const dz = nominal[3 * from + 2]! - nominal[3 * k + 2]!;
    return {
      channel: speakers.channel[k]!,
      key: [
        LAYER_PRIORITY[fromLayer][layerOf(nominalElevationDeg[k]!)],
        Math.abs(signOf(nominal[3 * from + 1]!) - signOf(nominal[3 * k + 1]!)),
        Math.sqrt(dx * dx + dy * dy + dz * dz),
        Math.abs(dy),
      ],
    };
  });
  const compare = (a: readonly number[], b: readonly number[]): number => {
    const differs = a.findIndex((value, n) => Math.abs(value - b[n]!) > KEY_TOLERANCE);
    return differs < 0 ? 0 : a[differs]! - b[differs]!;
  };
  candidates.sort((a, b) => compare(a.key, b.key) || a.channel - b.channel);
  const ends = candidates.flatMap((c, n) => (n + 1 === candidates.length || compare(c.key, candidates[n + 1]!.key) !== 0 ? [n + 1] : []));
  return { channels: Int32Array.from(candidates, (c) => c.channel), ends: Int32Array.from(ends) };
}

/** Gives `amount` of power in equal parts to the first group that has anyone left. */
function shareOut(power: Float64Array, amount: number, groups: PriorityGroups, excluded: Uint8Array): void {
  let start = 0;
  for (let g = 0; g < groups.ends.length; g++) {
    const end = groups.ends[g]!;
    let takers = 0;
    for (let n = start; n < end; n++) {
      takers += excluded[groups.channels[n]!] === 0 ? 1 : 0;
    }
    if (takers > 0) {
      for (let n = start; n < end; n++) {
        const channel = groups.channels[n]!;
        if (excluded[channel] === 0) {
          power[channel] = power[channel]! + amount / takers;
        }
      }
      return;
    }
    start = end;
  }
}
