// Channels for loudspeakers to the loudspeakers there are. @source BS.2127-1, section 8 (DirectSpeakers)
import { InputError } from '../../base/index.ts';
import { azimuthDegOf, elevationDegOf, polarToXyz, type Layout } from '../../layouts/index.ts';
import { createAllocentricPanner } from './allocentric.ts';
import { insideAngleRange } from './angles.ts';
import { findMappingRule, layoutOfPack } from './mappingRules.ts';
import { createPointSourcePanner } from './pointSource.ts';
import { DEFAULT_SCREEN, createScreenHandler } from './screens.ts';
import { describeSpeakers } from './speakers.ts';
import type { CartesianSpeakerPosition, DirectSpeakersMetadata, PolarSpeakerPosition, Screen } from './types.ts';

/** DirectSpeakers metadata to gains. For plans: allocates. */
export interface DirectSpeakersPanner {
  /**
   * Writes one gain a channel of the layout.
   * @throws InputError `directspeakers.position-offset` when there is one
   */
  calculate(out: Float64Array, metadata: DirectSpeakersMetadata): void;
}

export interface DirectSpeakersOptions {
  /** null: there is none. Default: the standard screen. */
  readonly reproductionScreen?: Screen | null | undefined;
}

export function createDirectSpeakersPanner(layout: Layout, options: DirectSpeakersOptions = {}): DirectSpeakersPanner {
  const pointSource = createPointSourcePanner(layout);
  const allocentric = createAllocentricPanner(layout);
  const screens = createScreenHandler(layout, options.reproductionScreen === undefined ? DEFAULT_SCREEN : options.reproductionScreen);
  const places = describePlaces(layout);
  const channelOf = new Map(layout.speakers.map((s, k) => [s.name, k]));

  const write = (out: Float64Array, metadata: DirectSpeakersMetadata): void => {
    const labels = metadata.speakerLabels.map(normalizeLabel);
    const isLfe = isLfeChannel(metadata, labels);

    const packLayout = metadata.packFormatId === undefined ? undefined : layoutOfPack(metadata.packFormatId);
    const ruled = metadata.bedLabel ?? (packLayout === undefined ? undefined : labels[0]);
    if (ruled !== undefined) {
      const rule = findMappingRule(ruled, packLayout ?? '', layout.id, (name) => channelOf.has(name));
      if (rule !== undefined) {
        for (const [name, gain] of rule.gains) {
          out[channelOf.get(name)!] = gain;
        }
        return;
      }
    }

    for (const label of labels) {
      const channel = channelOf.get(label);
      if (channel !== undefined && layout.speakers[channel]!.isLfe === isLfe) {
        out[channel] = 1;
        return;
      }
    }

    const position = lockToScreen(metadata, screens);
    const channel = channelWithinBounds(places, layout, position, isLfe);
    if (channel !== undefined) {
      out[channel] = 1;
      return;
    }
    if (isLfe) {
      const lfe = channelOf.get('LFE1');
      if (lfe !== undefined) {
        out[lfe] = 1;
      }
      return;
    }
    if (position.kind === 'polar') {
      pointSource.handle(out, ...polarToXyz(position.azimuthDeg, position.elevationDeg, position.distance));
    } else {
      allocentric.handle(out, position.x, position.y, position.z);
    }
  };

  return {
    calculate(out, metadata) {
      if (metadata.positionOffset !== undefined) {
        throw new InputError(
          'directspeakers.position-offset',
          'a DirectSpeakers channel has a positionOffset',
          'remove it from the audioObject',
        );
      }
      out.fill(0, 0, layout.speakers.length);
      write(out, metadata);
      const gain = metadata.objectMute === true ? 0 : (metadata.gain ?? 1) * (metadata.objectGain ?? 1);
      for (let k = 0; k < layout.speakers.length; k++) {
        out[k] = out[k]! * gain;
      }
    },
  };
}

/** A speakerLabel as a BS.2051 name. @source BS.2127-1, section 8 */
export function normalizeLabel(label: string): string {
  const name = /^urn:itu:bs:2051:\d+:speaker:(.*)$/.exec(label)?.[1] ?? label;
  switch (name) {
    case 'LFE':
    case 'LFEL':
      return 'LFE1';
    case 'LFER':
      return 'LFE2';
    default:
      return name;
  }
}

const TOLERANCE = 1e-5;
/** Channels with a low-pass no higher than this are LFE. @source BS.2127-1, 6.3; the value is the reference's */
const LFE_LOW_PASS_HZ = 200;

function isLfeChannel(metadata: DirectSpeakersMetadata, labels: readonly string[]): boolean {
  const isLow = metadata.lowPassHz !== undefined && metadata.lowPassHz <= LFE_LOW_PASS_HZ && metadata.highPassHz === undefined;
  return isLow || labels.includes('LFE1') || labels.includes('LFE2');
}

/** Where every channel is, LFE too. */
interface Place {
  readonly azimuthDeg: number;
  readonly elevationDeg: number;
  readonly nominal: readonly number[];
  readonly allocentric: readonly number[];
}

function describePlaces(layout: Layout): Place[] {
  const speakers = describeSpeakers(layout);
  return layout.speakers.map((s, channel) => {
    const k = speakers.channel.indexOf(channel);
    const azimuthDeg = k < 0 ? s.nominalAzimuthDeg : speakers.nominalAzimuthDeg[k]!;
    return {
      azimuthDeg,
      elevationDeg: s.nominalElevationDeg,
      nominal: polarToXyz(azimuthDeg, s.nominalElevationDeg),
      allocentric: k < 0 ? s.allocentric : [...speakers.allocentric.subarray(3 * k, 3 * k + 3)],
    };
  });
}

function lockToScreen(
  metadata: DirectSpeakersMetadata,
  screens: ReturnType<typeof createScreenHandler>,
): PolarSpeakerPosition | CartesianSpeakerPosition {
  const { position, screenEdgeLock } = metadata;
  if (screenEdgeLock?.horizontal === undefined && screenEdgeLock?.vertical === undefined) {
    return position;
  }
  if (position.kind === 'cartesian') {
    const point = Float64Array.of(position.x, position.y, position.z);
    screens.handle(point, true, undefined, screenEdgeLock);
    return { ...position, x: point[0]!, y: point[1]!, z: point[2]! };
  }
  const point = Float64Array.from(polarToXyz(position.azimuthDeg, position.elevationDeg, position.distance));
  screens.handle(point, false, undefined, screenEdgeLock);
  const locked = [point[0]!, point[1]!, point[2]!] as const;
  return { ...position, azimuthDeg: azimuthDegOf(locked), elevationDeg: elevationDegOf(locked) };
}

/** The one channel of the right kind within the position's bounds that is nearest to it; undefined if there is none, or no single one. */
function channelWithinBounds(
  places: readonly Place[],
  layout: Layout,
  position: PolarSpeakerPosition | CartesianSpeakerPosition,
  isLfe: boolean,
): number | undefined {
  const target =
    position.kind === 'polar'
      ? polarToXyz(position.azimuthDeg, position.elevationDeg, position.distance)
      : ([position.x, position.y, position.z] as const);
  const distances = places.map((place, k) => {
    if (layout.speakers[k]!.isLfe !== isLfe || !isWithin(place, position)) {
      return Infinity;
    }
    const at = position.kind === 'polar' ? place.nominal : place.allocentric;
    const [dx, dy, dz] = [at[0]! - target[0], at[1]! - target[1], at[2]! - target[2]];
    return Math.sqrt(dx * dx + dy * dy + dz * dz);
  });
  const nearest = Math.min(...distances);
  const candidates = distances.flatMap((distance, k) => (distance < nearest + TOLERANCE ? [k] : []));
  return candidates.length === 1 ? candidates[0] : undefined;
}

function isWithin(place: Place, position: PolarSpeakerPosition | CartesianSpeakerPosition): boolean {
  if (position.kind === 'cartesian') {
    const [x, y, z] = place.allocentric as [number, number, number];
    return (
      isBetween(x, position.xMin ?? position.x, position.xMax ?? position.x) &&
      isBetween(y, position.yMin ?? position.y, position.yMax ?? position.y) &&
      isBetween(z, position.zMin ?? position.z, position.zMax ?? position.z)
    );
  }
  const { azimuthDeg, elevationDeg, distance } = position;
  return (
    (Math.abs(place.elevationDeg) >= 90 - TOLERANCE ||
      insideAngleRange(place.azimuthDeg, position.azimuthMinDeg ?? azimuthDeg, position.azimuthMaxDeg ?? azimuthDeg, TOLERANCE)) &&
    isBetween(place.elevationDeg, position.elevationMinDeg ?? elevationDeg, position.elevationMaxDeg ?? elevationDeg) &&
    isBetween(1, position.distanceMin ?? distance, position.distanceMax ?? distance)
  );
}

function isBetween(value: number, low: number, high: number): boolean {
  return low - TOLERANCE <= value && value <= high + TOLERANCE;
}
