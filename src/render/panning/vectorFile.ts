// Reading published vectors: plain JSON that may be anything, checked as it is taken apart.
import { InputError, rational, type Rational } from '../../base/index.ts';
import { findLayout, type Layout } from '../../layouts/index.ts';
import type { CartesianSpeakerPosition, DirectSpeakersMetadata, PolarSpeakerPosition } from './types.ts';
import type { AdmPosition, ExclusionZone, ObjectMetadata, Screen, ScreenEdgeLock } from './types.ts';

/** A JSON object. */
export type JsonRecord = Readonly<Record<string, unknown>>;

function fail(what: string, at: string): never {
  throw new InputError('vectors.shape', `${what} is missing or of the wrong kind`, 'use an unchanged reference file', at);
}

export function isRecord(value: unknown): value is JsonRecord {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

export function recordOf(value: unknown, at: string): JsonRecord {
  return isRecord(value) ? value : fail('an object', at);
}

export function listOf(value: unknown, at: string): readonly unknown[] {
  return Array.isArray(value) ? value : fail('a list', at);
}

export function textOf(value: unknown, at: string): string {
  return typeof value === 'string' ? value : fail('a text', at);
}

export function numberOf(value: unknown, at: string): number {
  return typeof value === 'number' ? value : fail('a number', at);
}

export function numbersOf(value: unknown, at: string): readonly number[] {
  return listOf(value, at).map((v) => numberOf(v, at));
}

function optionalNumber(value: unknown, at: string): number | undefined {
  return value === undefined || value === null ? undefined : numberOf(value, at);
}

export function optionalRational(value: unknown, at: string): Rational | undefined {
  if (value === undefined || value === null) {
    return undefined;
  }
  const match = /^(-?\d{1,30})(?:\/([1-9]\d{0,30}))?$/.exec(textOf(value, at)) ?? fail('a fraction n/d', at);
  return rational(BigInt(match[1]!), BigInt(match[2] ?? '1'));
}

/** One of our layouts by a file's name of it (`x-` marks those that are not BS.2051's). */
export function layoutOf(value: unknown, at: string): Layout {
  const name = textOf(value, at);
  return findLayout(name.replace(/^x-/, '')) ?? fail(`the layout "${name}"`, at);
}

/** The layout with its loudspeakers where a file's `channels` put them. */
export function displacedLayout(layout: Layout, channels: unknown, at: string): Layout {
  const places = new Map(
    listOf(channels, at).map((value) => {
      const channel = recordOf(value, at);
      return [textOf(channel['name'], at), channel] as const;
    }),
  );
  const speakers = layout.speakers.map((speaker) => {
    const channel = places.get(speaker.name);
    return channel === undefined
      ? speaker
      : { ...speaker, azimuthDeg: numberOf(channel['azimuth'], at), elevationDeg: numberOf(channel['elevation'], at) };
  });
  return { ...layout, speakers };
}

export function positionOf(value: unknown, at: string): AdmPosition {
  const p = recordOf(value, at);
  return p['type'] === 'polar'
    ? {
        kind: 'polar',
        azimuthDeg: numberOf(p['azimuth'], at),
        elevationDeg: numberOf(p['elevation'], at),
        distance: numberOf(p['distance'], at),
      }
    : { kind: 'cartesian', x: numberOf(p['x'], at), y: numberOf(p['y'], at), z: numberOf(p['z'], at) };
}

/** A screen; null: there is none; undefined: not said. */
export function screenOf(value: unknown, at: string): Screen | null | undefined {
  if (value === undefined || value === null) {
    return value;
  }
  const s = recordOf(value, at);
  const c = recordOf(s['centre'], at);
  const aspectRatio = numberOf(s['aspectRatio'], at);
  return s['type'] === 'polar'
    ? {
        kind: 'polar',
        aspectRatio,
        centre: {
          azimuthDeg: numberOf(c['azimuth'], at),
          elevationDeg: numberOf(c['elevation'], at),
          distance: numberOf(c['distance'], at),
        },
        widthAzimuthDeg: numberOf(s['widthAzimuth'], at),
      }
    : {
        kind: 'cartesian',
        aspectRatio,
        centre: { x: numberOf(c['x'], at), y: numberOf(c['y'], at), z: numberOf(c['z'], at) },
        widthX: numberOf(s['widthX'], at),
      };
}

function edgeLockOf(value: unknown, at: string): ScreenEdgeLock | undefined {
  if (value === undefined || value === null) {
    return undefined;
  }
  const { horizontal, vertical } = recordOf(value, at);
  return {
    horizontal: horizontal === 'left' || horizontal === 'right' ? horizontal : undefined,
    vertical: vertical === 'top' || vertical === 'bottom' ? vertical : undefined,
  };
}

function zoneOf(value: unknown, at: string): ExclusionZone {
  const z = recordOf(value, at);
  return z['type'] === 'polar'
    ? {
        kind: 'polar',
        minAzimuthDeg: numberOf(z['minAzimuth'], at),
        maxAzimuthDeg: numberOf(z['maxAzimuth'], at),
        minElevationDeg: numberOf(z['minElevation'], at),
        maxElevationDeg: numberOf(z['maxElevation'], at),
      }
    : {
        kind: 'cartesian',
        minX: numberOf(z['minX'], at),
        maxX: numberOf(z['maxX'], at),
        minY: numberOf(z['minY'], at),
        maxY: numberOf(z['maxY'], at),
        minZ: numberOf(z['minZ'], at),
        maxZ: numberOf(z['maxZ'], at),
      };
}

export function objectMetadataOf(input: JsonRecord, at: string): ObjectMetadata {
  const lock = input['channelLock'];
  const divergence = input['objectDivergence'];
  const zones = input['zoneExclusion'];
  const offset = input['positionOffset'];
  return {
    position: positionOf(input['position'], at),
    width: optionalNumber(input['width'], at),
    height: optionalNumber(input['height'], at),
    depth: optionalNumber(input['depth'], at),
    gain: optionalNumber(input['gain'], at),
    diffuse: optionalNumber(input['diffuse'], at),
    channelLock: isRecord(lock) ? { maxDistance: optionalNumber(lock['maxDistance'], at) } : undefined,
    objectDivergence: isRecord(divergence)
      ? {
          value: numberOf(divergence['value'], at),
          azimuthRangeDeg: optionalNumber(divergence['azimuthRange'], at),
          positionRange: optionalNumber(divergence['positionRange'], at),
        }
      : undefined,
    zoneExclusion: zones === undefined ? undefined : listOf(zones, at).map((zone) => zoneOf(zone, at)),
    screenRef: input['screenRef'] === true,
    screenEdgeLock: edgeLockOf(input['screenEdgeLock'], at),
    referenceScreen: screenOf(input['referenceScreen'], at) ?? undefined,
    positionOffset: offset === undefined || offset === null ? undefined : positionOf(offset, at),
    objectGain: optionalNumber(input['objectGain'], at),
    objectMute: input['objectMute'] === true,
  };
}

export function directSpeakersMetadataOf(input: JsonRecord, at: string): DirectSpeakersMetadata {
  const p = recordOf(input['position'], at);
  const base = positionOf(p, at);
  const bound = (name: string): number | undefined => optionalNumber(p[name], at);
  const position: PolarSpeakerPosition | CartesianSpeakerPosition =
    base.kind === 'polar'
      ? {
          ...base,
          azimuthMinDeg: bound('azimuthMin'),
          azimuthMaxDeg: bound('azimuthMax'),
          elevationMinDeg: bound('elevationMin'),
          elevationMaxDeg: bound('elevationMax'),
          distanceMin: bound('distanceMin'),
          distanceMax: bound('distanceMax'),
        }
      : {
          ...base,
          xMin: bound('xMin'),
          xMax: bound('xMax'),
          yMin: bound('yMin'),
          yMax: bound('yMax'),
          zMin: bound('zMin'),
          zMax: bound('zMax'),
        };
  return {
    speakerLabels: listOf(input['speakerLabel'] ?? [], at).map((label) => textOf(label, at)),
    position,
    screenEdgeLock: edgeLockOf(input['screenEdgeLock'], at),
    lowPassHz: optionalNumber(input['lowPass'], at),
    highPassHz: optionalNumber(input['highPass'], at),
    packFormatId: input['pack'] === undefined ? undefined : textOf(input['pack'], at),
    gain: optionalNumber(input['gain'], at),
    objectGain: optionalNumber(input['objectGain'], at),
    objectMute: input['objectMute'] === true,
  };
}
