// Where and on what a render is played: the picture, and where the loudspeakers really stand.
import { InvalidArgumentError } from 'commander';
import { InputError } from '../base/index.ts';
import { checkPlaces, type Layout, type SpeakerPlace } from '../layouts/index.ts';
import { screenEdgesOf, type Screen } from '../render/panning/index.ts';
import { readText } from './platform/index.ts';

const FORMS = 'none, polar:ASPECT,AZIMUTH,ELEVATION,DISTANCE,WIDTH (degrees) or cartesian:ASPECT,X,Y,Z,WIDTH';
const MAX_POSITIONS_BYTES = 1048576;

/** What `--screen` says; null: there is no picture. In an object, for the option's parser may not return null. */
export interface ChosenScreen {
  readonly screen: Screen | null;
}

/** `none`, `polar:1.78,0,0,1,58` or `cartesian:1.78,0,1,0,0.8`. */
export function screenOf(text: string): ChosenScreen {
  if (text === 'none') {
    return { screen: null };
  }
  const [kind, figures = ''] = text.split(':');
  const numbers = figures.split(',').map((figure) => (figure.trim() === '' ? NaN : Number(figure)));
  if ((kind !== 'polar' && kind !== 'cartesian') || numbers.length !== 5 || !numbers.every(Number.isFinite)) {
    throw new InvalidArgumentError(`use ${FORMS}.`);
  }
  const [aspectRatio, a, b, c, width] = numbers as [number, number, number, number, number];
  const screen: Screen =
    kind === 'polar'
      ? { kind, aspectRatio, centre: { azimuthDeg: a, elevationDeg: b, distance: c }, widthAzimuthDeg: width }
      : { kind, aspectRatio, centre: { x: a, y: b, z: c }, widthX: width };
  if (!(aspectRatio > 0 && width > 0 && (kind === 'cartesian' || (c > 0 && Math.abs(a) <= 180 && Math.abs(b) <= 90 && width < 180)))) {
    throw new InvalidArgumentError(
      'aspect, distance and width are more than 0, a polar width less than 180, and its centre is a direction.',
    );
  }
  try {
    screenEdgesOf(screen);
  } catch (error) {
    throw error instanceof InputError ? new InvalidArgumentError(`${error.message}; ${error.hint}.`) : error;
  }
  return { screen };
}

/**
 * Reads a list of `{ "name": "M+110", "azimuthDeg": 115, "elevationDeg": 0 }`; a `distance` may be there and changes nothing.
 * @param layouts what is rendered
 * @throws InputError naming the file and what is wrong in it
 */
export function readPositions(path: string, layouts: readonly Layout[]): readonly SpeakerPlace[] {
  const places = listIn(readText(path, MAX_POSITIONS_BYTES), path).map((value, k) => placeOf(value, `${path} [${k}]`));
  checkPlaces(places, layouts, path);
  return places;
}

function listIn(text: string, path: string): readonly unknown[] {
  let list: unknown;
  try {
    list = JSON.parse(text);
  } catch {
    throw new InputError('positions.json', 'is not JSON', 'write a list of { "name", "azimuthDeg", "elevationDeg" }', path);
  }
  if (!Array.isArray(list) || list.length === 0) {
    throw new InputError(
      'positions.json',
      'is not a list of loudspeakers',
      'write a list of { "name", "azimuthDeg", "elevationDeg" }',
      path,
    );
  }
  return list as readonly unknown[];
}

function placeOf(value: unknown, at: string): SpeakerPlace {
  const {
    name,
    label,
    azimuthDeg,
    elevationDeg,
    distance = 1,
    ...others
  } = (typeof value === 'object' && value !== null ? value : {}) as Readonly<Record<string, unknown>>;
  const called = name ?? label;
  if (typeof called !== 'string' || !isNumber(azimuthDeg) || !isNumber(elevationDeg) || !isNumber(distance) || distance <= 0) {
    throw new InputError(
      'positions.shape',
      'is not a name (or label) with azimuthDeg and elevationDeg',
      'write { "name": "M+110", "azimuthDeg": 115, "elevationDeg": 0 }',
      at,
    );
  }
  const [unknown] = Object.keys(others);
  if (unknown !== undefined) {
    throw new InputError('positions.shape', `has a field "${unknown}"`, 'known are name, label, azimuthDeg, elevationDeg and distance', at);
  }
  return { name: called, azimuthDeg, elevationDeg };
}

function isNumber(value: unknown): value is number {
  return typeof value === 'number' && Number.isFinite(value);
}
