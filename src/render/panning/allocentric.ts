// Panning in the unit room: three balance pans, one inside the other. @source BS.2127-1, 7.3.10 (allocentric point source panner)
import { cos, sin } from '../../base/index.ts';
import type { Layout } from '../../layouts/index.ts';
import { describeSpeakers, type PanningSpeakers } from './speakers.ts';

/** Gains of a point of the unit room. */
export interface AllocentricPanner {
  /**
   * Writes one gain a channel of the layout, LFE 0, unit power. Coordinates outside the room act as its walls. Never allocates or throws.
   * @param out as long as the layout has channels
   * @param excluded one flag a channel: 1 takes a loudspeaker away. All taken away gives silence
   */
  handle(out: Float64Array, x: number, y: number, z: number, excluded?: Uint8Array): void;
}

/** The unit room's point panner of a layout. */
export function createAllocentricPanner(layout: Layout): AllocentricPanner {
  return createAllocentricPointPanner(describeSpeakers(layout));
}

/** The same from prepared loudspeakers. */
export function createAllocentricPointPanner(speakers: PanningSpeakers): AllocentricPanner {
  const { channelCount, count, channel, allocentric } = speakers;
  const nobody = new Uint8Array(channelCount);
  // Low and high plane, then row, then column, and their gains.
  const places = new Float64Array(6);
  const gains = new Float64Array(6);

  /** Finds the two neighbours of `value` along an axis among the loudspeakers of a plane (Y) or of a row in it (X). */
  const findPair = (at: number, axis: number, value: number, excluded: Uint8Array, planeZ: number, rowY: number): void => {
    let low = -Infinity;
    let high = Infinity;
    for (let k = 0; k < count; k++) {
      if (
        excluded[channel[k]!] === 0 &&
        (axis === Z_AXIS || (allocentric[3 * k + 2] === planeZ && (axis === Y_AXIS || allocentric[3 * k + 1] === rowY)))
      ) {
        const place = allocentric[3 * k + axis]!;
        if (place <= value && place > low) {
          low = place;
        }
        if (place >= value && place < high) {
          high = place;
        }
      }
    }
    places[at] = low;
    places[at + 1] = high;
    gains[at] = low === -Infinity ? 0 : balance(low, value, low, high);
    gains[at + 1] = high === Infinity || high === low ? 0 : balance(high, value, low, high);
  };

  return {
    handle(out, x, y, z, excluded = nobody) {
      out.fill(0, 0, channelCount);
      findPair(0, Z_AXIS, z, excluded, 0, 0);
      for (let plane = 0; plane < 2; plane++) {
        if (gains[plane] === 0) {
          continue;
        }
        findPair(2, Y_AXIS, y, excluded, places[plane]!, 0);
        for (let row = 2; row < 4; row++) {
          if (gains[row] === 0) {
            continue;
          }
          findPair(4, X_AXIS, x, excluded, places[plane]!, places[row]!);
          for (let k = 0; k < count; k++) {
            if (excluded[channel[k]!] === 0 && allocentric[3 * k + 2] === places[plane] && allocentric[3 * k + 1] === places[row]) {
              const at = allocentric[3 * k]!;
              const along = at === places[4] ? gains[4]! : at === places[5] ? gains[5]! : 0;
              out[channel[k]!] = gains[plane]! * gains[row]! * along;
            }
          }
        }
      }
    },
  };
}

export const X_AXIS = 0;
export const Y_AXIS = 1;
export const Z_AXIS = 2;

/**
 * Gains of one of the three pans: over planes (Z), over the rows of each loudspeaker's plane (Y), over the columns of its row (X).
 * @param out one gain a loudspeaker (no LFE); excluded loudspeakers get 0
 */
export function allocentricAxisGains(
  out: Float64Array,
  speakers: PanningSpeakers,
  excluded: Uint8Array,
  axis: number,
  value: number,
): void {
  const p = speakers.allocentric;
  for (let k = 0; k < speakers.count; k++) {
    if (excluded[speakers.channel[k]!] !== 0) {
      out[k] = 0;
      continue;
    }
    let low = -Infinity;
    let high = Infinity;
    for (let j = 0; j < speakers.count; j++) {
      if (excluded[speakers.channel[j]!] === 0 && isSameRow(p, j, k, axis)) {
        const at = p[3 * j + axis]!;
        if (at <= value && at > low) {
          low = at;
        }
        if (at >= value && at < high) {
          high = at;
        }
      }
    }
    out[k] = balance(p[3 * k + axis]!, value, low, high);
  }
}

/** Whether two loudspeakers share all the axes that come before `axis` (Z, then Y, then X). */
function isSameRow(p: Float64Array, j: number, k: number, axis: number): boolean {
  return axis === Z_AXIS || (p[3 * j + 2] === p[3 * k + 2] && (axis === Y_AXIS || p[3 * j + 1] === p[3 * k + 1]));
}

function balance(at: number, value: number, low: number, high: number): number {
  if (low === high || low === -Infinity || high === Infinity) {
    return at === low || at === high ? 1 : 0;
  }
  if (at !== low && at !== high) {
    return 0;
  }
  const angleRad = ((value - low) / (high - low)) * (Math.PI / 2);
  return at === low ? cos(angleRad) : sin(angleRad);
}
