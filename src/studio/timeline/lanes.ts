// A lane is a few curves over time, each drawn between its lowest value and its highest.
import { lanePoints, positionToXyz } from '../../scene/index.ts';
import type { Element, Lane } from '../../scene/index.ts';
import { FADER } from '../controls/scale.ts';
import { gainTrackOf, positionTrackOf, sizeTrackOf } from '../state/motion.ts';
import { COLOURS } from '../theme/colours.ts';
import { formatDb, formatNumber, formatSigned } from '../theme/format.ts';

/** Which of a lane's values a curve shows: X, Y, Z of a position; 0 of the others. */
export type Axis = 0 | 1 | 2;

export const LANE_TITLES: Readonly<Record<Lane, string>> = { position: 'Position', size: 'Size', gainDb: 'Gain' };

/** X, Y and Z of a position lane. */
export const AXIS_COLOURS = [COLOURS.accent, COLOURS.good, COLOURS.text] as const;

const ALL_AXES: readonly Axis[] = [1, 2, 0];
const ONE_AXIS: readonly Axis[] = [0];

export function lanesOf(element: Element): readonly Lane[] {
  return element.kind === 'object' ? ['position', 'size', 'gainDb'] : ['gainDb'];
}

/** The lane that is shown of an element: the wanted one where it has it. */
export function shownLane(element: Element, wanted: Lane): Lane {
  return element.kind === 'object' ? wanted : 'gainDb';
}

/** What opens of an element: the lane that was looked at last, unless only another has points. */
export function busiestLane(element: Element, wanted: Lane): Lane {
  const lanes = [shownLane(element, wanted), ...lanesOf(element)];
  return lanes.find((lane) => lanePoints(element, lane).length > 0) ?? lanes[0]!;
}

/** In drawing order. */
export function axesOf(lane: Lane): readonly Axis[] {
  return lane === 'position' ? ALL_AXES : ONE_AXIS;
}

/** A value's place in the lane: 0 at the bottom, 1 at the top. */
export function toRatio(lane: Lane, value: number): number {
  return lane === 'position' ? (value + 1) / 2 : lane === 'size' ? value : FADER.toRatio(value);
}

/** The value at a place, as fine as a hand can mean it. */
export function toValue(lane: Lane, ratio: number): number {
  const place = Math.min(1, Math.max(0, ratio));
  const step = lane === 'gainDb' ? 10 : 100;
  const value = lane === 'position' ? place * 2 - 1 : lane === 'size' ? place : FADER.toValue(place);
  return Math.round(value * step) / step;
}

/** The lane's values at a time, into `out`. */
export function readLane(element: Element, lane: Lane, sec: number, out: Float64Array): void {
  if (lane === 'gainDb') {
    out[0] = gainTrackOf(element).at(sec);
  } else if (element.kind === 'object' && lane === 'size') {
    out[0] = sizeTrackOf(element).at(sec);
  } else if (element.kind === 'object') {
    positionTrackOf(element).at(sec, out);
  }
}

/** The values of a lane's points: for each its time and what its curves show. */
export function readPoints(element: Element, lane: Lane): readonly { readonly atSec: number; readonly values: readonly number[] }[] {
  return lane === 'position'
    ? lanePoints(element, 'position').map((point) => ({ atSec: point.atSec, values: positionToXyz(point) }))
    : lanePoints(element, lane).map((point) => ({ atSec: point.atSec, values: [point.value] }));
}

/** A lane's values in words: `x −0.35  y 0.50  z 0.80`, `size 0.12`, `−6.0 dB`. */
export function laneText(lane: Lane, values: ArrayLike<number>): string {
  switch (lane) {
    case 'position':
      return `x ${formatNumber(values[0]!, 2)}  y ${formatNumber(values[1]!, 2)}  z ${formatNumber(values[2]!, 2)}`;
    case 'size':
      return `size ${formatNumber(values[0]!, 2)}`;
    case 'gainDb':
      return `${values[0]! > 0 ? formatSigned(values[0]!) : formatDb(values[0]!)} dB`;
  }
}
