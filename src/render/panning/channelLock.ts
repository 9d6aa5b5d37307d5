// Objects that jump to a loudspeaker. @source BS.2127-1, 7.3.6 (channel lock)
import type { PanningSpeakers } from './speakers.ts';

/** Rewrites `position` (x, y, z) to the nearest loudspeaker's. Never allocates. */
export interface ChannelLock {
  /** @param excluded one flag a channel; Cartesian objects only */
  handle(position: Float64Array, isCartesian: boolean, maxDistance: number | undefined, excluded: Uint8Array): void;
}

export function createChannelLock(speakers: PanningSpeakers): ChannelLock {
  const order = lockOrder(speakers);
  return {
    handle(position, isCartesian, maxDistance, excluded) {
      const places = isCartesian ? speakers.allocentric : speakers.real;
      let best = -1;
      let bestDistance = Infinity;
      // Nearest first; of those within the tolerance of the nearest, the first in order.
      for (let pass = 0; pass < 2; pass++) {
        for (let n = 0; n < order.length; n++) {
          const k = order[n]!;
          if (isCartesian && excluded[speakers.channel[k]!] !== 0) {
            continue;
          }
          const dx = position[0]! - places[3 * k]!;
          const dy = position[1]! - places[3 * k + 1]!;
          const dz = position[2]! - places[3 * k + 2]!;
          const distance = Math.sqrt(dx * dx + dy * dy + dz * dz);
          if (maxDistance !== undefined && distance >= maxDistance + TOLERANCE) {
            continue;
          }
          const weighted = isCartesian ? Math.sqrt((dx * dx) / 16 + 4 * dy * dy + 32 * dz * dz) : distance;
          if (pass === 0) {
            bestDistance = Math.min(bestDistance, weighted);
          } else if (best < 0 && weighted < bestDistance + TOLERANCE) {
            best = k;
          }
        }
      }
      if (best >= 0) {
        position[0] = places[3 * best]!;
        position[1] = places[3 * best + 1]!;
        position[2] = places[3 * best + 2]!;
      }
    },
  };
}

const TOLERANCE = 1e-5;

/** Loudspeakers by |elevation|, elevation, |azimuth|, azimuth of where they really stand: who wins a tie. */
function lockOrder(speakers: PanningSpeakers): Int32Array {
  const { azimuthDeg, elevationDeg } = speakers;
  return Int32Array.from(
    Array.from({ length: speakers.count }, (_, k) => k).sort(
      (j, k) =>
        Math.abs(elevationDeg[j]!) - Math.abs(elevationDeg[k]!) ||
        elevationDeg[j]! - elevationDeg[k]! ||
        Math.abs(azimuthDeg[j]!) - Math.abs(azimuthDeg[k]!) ||
        azimuthDeg[j]! - azimuthDeg[k]!,
    ),
  );
}
