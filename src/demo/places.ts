// Where things are and how they move, as automation. Times come from the song's own clock, so that an orbit closes on a bar line.
import { cos, sin } from '../base/index.ts';
import type { PositionPoint, ValuePoint } from '../scene/index.ts';
import { BEATS_PER_BAR, barToSec, beatToSec, DEMO_LENGTH_SEC, SECTIONS } from './timing.ts';

type Place = readonly [x: number, y: number, z: number];

/** Straight moves from place to place. */
export function journey(stations: readonly (readonly [bar: number, place: Place])[]): PositionPoint[] {
  return stations.map(([bar, place]) => at(inSong(bar), place));
}

/** Straight fades from value to value. */
export function fader(stations: readonly (readonly [bar: number, value: number])[]): ValuePoint[] {
  return stations.map(([bar, value]) => ({ atSec: written(inSong(bar)), value }));
}

/**
 * The harp: a figure of eight under the ceiling, one loop in two bars, twice as fast where the band is full, and at the end once slowly
 * round and up to the zenith.
 */
export function figureOfEight(): PositionPoint[] {
  const points: PositionPoint[] = [];
  const last = SECTIONS.ring * BEATS_PER_BAR;
  let turn = 0;
  for (let beat = 0; beat <= last; beat += 0.5) {
    const angle = 2 * Math.PI * turn;
    points.push(at(beatToSec(beat), [0.9 * sin(angle), 0.72 * sin(2 * angle), 0.72 + 0.22 * cos(2 * angle)]));
    const bar = beat / BEATS_PER_BAR;
    const isFull = (bar >= SECTIONS.chorus && bar < SECTIONS.breakdown) || bar >= SECTIONS.out;
    turn += isFull ? 0.125 : 0.0625;
  }
  for (let step = 1; step <= 8; step++) {
    const angle = 2 * Math.PI * (turn + step / 10);
    const near = 1 - step / 8;
    points.push(at(beatToSec(last + step * 0.75), [0.9 * near * sin(angle), 0.72 * near * cos(angle), 0.94 + 0.06 * (1 - near)]));
  }
  return points;
}

/**
 * The train: far to the rear left in the intro; in the breakdown from the rear left corner up over the listener's head and down to the right;
 * in the end far away to the front right.
 */
export function passBy(): PositionPoint[] {
  const near = 44.6;
  const sweep = Array.from({ length: 17 }, (_, k): PositionPoint => {
    const way = (k - 8) / 8;
    // An even speed on the track is a quick swing past whoever stands beside it.
    const along = way / Math.sqrt(0.2 + 0.8 * way * way);
    const height = 0.95 * (1 - along * along);
    return at(beatToSec(near + way * 4.4), [along, -0.75 + 0.45 * (along + 1) * 0.7, height]);
  });
  return [
    at(0, [-1, -0.8, 0]),
    at(barToSec(3), [-1, -0.6, 0]),
    at(barToSec(9), [-1, -0.75, 0]),
    ...sweep,
    at(barToSec(13), [1, 0.4, 0]),
    at(barToSec(14), [1, 0.9, 0.1]),
  ];
}

function at(sec: number, [x, y, z]: Place): PositionPoint {
  return { atSec: written(sec), x: inCube(x), y: inCube(y), z: inCube(z) };
}

/** As a person would write it: three decimals, and no negative zero. */
function written(value: number): number {
  return Math.round(value * 1000) / 1000 + 0;
}

function inSong(bar: number): number {
  return Math.min(barToSec(bar), DEMO_LENGTH_SEC);
}

function inCube(value: number): number {
  return Math.max(-1, Math.min(1, written(value)));
}
