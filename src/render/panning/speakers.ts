// A layout as the panners see it: without LFE, angles as vectors, the two positions that depend on where a loudspeaker really stands resolved.
import { InputError, hypot } from '../../base/index.ts';
import { polarToXyz, type Layout, type Speaker } from '../../layouts/index.ts';
import { polarPointToCartesian } from './conversion.ts';

/** The loudspeakers of a layout that are not LFE, in channel order; vectors are 3 numbers each, X right, Y front, Z up. */
export interface PanningSpeakers {
  readonly layout: Layout;
  /** All channels of the layout, LFE too. */
  readonly channelCount: number;
  /** Loudspeakers that are not LFE. */
  readonly count: number;
  /** Channel of each loudspeaker in the layout. */
  readonly channel: Int32Array;
  readonly names: readonly string[];
  readonly azimuthDeg: Float64Array;
  readonly elevationDeg: Float64Array;
  readonly nominalAzimuthDeg: Float64Array;
  readonly nominalElevationDeg: Float64Array;
  /** Unit vectors of the real positions. */
  readonly real: Float64Array;
  /** Unit vectors of the nominal positions. */
  readonly nominal: Float64Array;
  /** Corners of the unit room. */
  readonly allocentric: Float64Array;
}

/**
 * Prepares a layout for panning.
 * @throws InputError `layout.screen-loudspeaker` when M+SC or M-SC stands where BS.2127 has no rule for it
 */
export function describeSpeakers(layout: Layout): PanningSpeakers {
  const channel = layout.speakers.flatMap((s, k) => (s.isLfe ? [] : [k]));
  const speakers = channel.map((k) => layout.speakers[k]!);
  const nominalAzimuthDeg = speakers.map((s) => nominalAzimuthOf(s));
  return {
    layout,
    channelCount: layout.speakers.length,
    count: speakers.length,
    channel: Int32Array.from(channel),
    names: speakers.map((s) => s.name),
    azimuthDeg: Float64Array.from(speakers, (s) => s.azimuthDeg),
    elevationDeg: Float64Array.from(speakers, (s) => s.elevationDeg),
    nominalAzimuthDeg: Float64Array.from(nominalAzimuthDeg),
    nominalElevationDeg: Float64Array.from(speakers, (s) => s.nominalElevationDeg),
    real: Float64Array.from(speakers.flatMap((s) => polarToXyz(s.azimuthDeg, s.elevationDeg))),
    nominal: Float64Array.from(speakers.flatMap((s, k) => polarToXyz(nominalAzimuthDeg[k]!, s.nominalElevationDeg))),
    allocentric: Float64Array.from(speakers.flatMap((s) => allocentricOf(s))),
  };
}

/** Length of vector k of a flat array. */
export function lengthOf(vectors: Float64Array, k: number): number {
  return hypot(vectors[3 * k]!, vectors[3 * k + 1]!, vectors[3 * k + 2]!);
}

function isScreenSpeaker(speaker: Speaker): boolean {
  return speaker.name === 'M+SC' || speaker.name === 'M-SC';
}

/**
 * M+SC and M-SC follow the screen: they triangulate inside L and R or outside, by where they stand.
 * @source BS.2127-1, 6.1 (5°–25° is nominally 15°, 35°–60° is 45°)
 */
function nominalAzimuthOf(speaker: Speaker): number {
  if (!isScreenSpeaker(speaker)) {
    return speaker.nominalAzimuthDeg;
  }
  const side = Math.abs(speaker.azimuthDeg);
  if (!((side >= 5 && side <= 25) || (side >= 35 && side <= 60))) {
    throw new InputError(
      'layout.screen-loudspeaker',
      `${speaker.name} stands at ${speaker.azimuthDeg}°, where the standard has no place for it`,
      'put it between 5° and 25° or between 35° and 60°',
      speaker.name,
    );
  }
  const nominal = side > 30 ? 45 : 15;
  return speaker.azimuthDeg < 0 ? -nominal : nominal;
}

function allocentricOf(speaker: Speaker): readonly number[] {
  if (!isScreenSpeaker(speaker)) {
    return speaker.allocentric;
  }
  const point = new Float64Array(3);
  polarPointToCartesian(point, Math.abs(speaker.azimuthDeg), 0, 1);
  return [speaker.azimuthDeg < 0 ? -point[0]! : point[0]!, point[1]!, 0];
}
