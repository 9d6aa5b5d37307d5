// Blocks to the complete metadata that a renderer takes. @source BS.2076-2 §5.4.3 (defaults, ranges); BS.2127-1 §5.2
import { InputError, dbToGain } from '../../base/index.ts';
import type {
  AudioChannelFormat,
  AudioPackFormat,
  BlockZone,
  DirectSpeakersBlockFormat,
  ObjectsBlockFormat,
  PositionBound,
  ReferenceScreen,
} from '../../formats/adm/index.ts';
import type {
  AdmPosition,
  CartesianSpeakerPosition,
  DirectSpeakersMetadata,
  ExclusionZone,
  ObjectMetadata,
  PolarSpeakerPosition,
  Screen,
} from '../../scene/adm/index.ts';
import type { AdmIndex } from './admIndex.ts';
import { roomCentricName, withRoomCentricLabels } from './roomCentricLabels.ts';
import type { ObjectPath } from './selectObjects.ts';

/** What an item's object and programme add to each of its blocks. */
export interface ObjectAddition {
  readonly objectGain?: number | undefined;
  readonly objectMute?: boolean | undefined;
  readonly positionOffset?: AdmPosition | undefined;
  readonly referenceScreen?: Screen | undefined;
}

/** The object's own values, replaced by those of its chosen alternativeValueSet where that has some (an offset as a whole). */
export function additionOf(path: ObjectPath | undefined): ObjectAddition {
  const object = path?.objects.at(-1);
  const screen = path?.programme?.referenceScreen;
  const gain = path?.valueSet?.gain ?? object?.gain;
  const offset = path?.valueSet?.positionOffset ?? object?.positionOffset;
  return {
    objectGain: gain === undefined ? undefined : linearGain(gain.value, gain.gainUnit),
    objectMute: path?.valueSet?.mute ?? object?.mute,
    positionOffset:
      offset === undefined
        ? undefined
        : offset.kind === 'polar'
          ? { kind: 'polar', azimuthDeg: offset.azimuth ?? 0, elevationDeg: offset.elevation ?? 0, distance: offset.distance ?? 0 }
          : { kind: 'cartesian', x: offset.X ?? 0, y: offset.Y ?? 0, z: offset.Z ?? 0 },
    referenceScreen: screen === undefined ? undefined : screenOf(screen, path!.programme!.id),
  };
}

/** @param isUnheard the block lies below the importance threshold */
export function objectMetadata(block: ObjectsBlockFormat, addition: ObjectAddition, isUnheard: boolean, index: AdmIndex): ObjectMetadata {
  const { id, position, objectDivergence: divergence } = block;
  const within = (value: number | undefined, low: number, high: number, what: string): number | undefined =>
    value === undefined ? undefined : inRange(value, low, high, what, id, index);
  const isPolar = position.kind === 'polar';
  if (addition.positionOffset !== undefined && addition.positionOffset.kind !== position.kind) {
    const fact = `has a ${isPolar ? 'polar' : 'Cartesian'} position, and its audioObject a ${isPolar ? 'Cartesian' : 'polar'} positionOffset`;
    throw new InputError('adm.position-offset', fact, 'use the same coordinates for both', id);
  }
  return {
    position:
      position.kind === 'polar'
        ? {
            kind: 'polar',
            azimuthDeg: azimuthInRange(position.azimuth, id, index),
            elevationDeg: inRange(position.elevation, -90, 90, 'elevation', id, index),
            distance: inRange(position.distance ?? 1, 0, Infinity, 'distance', id, index),
          }
        : { kind: 'cartesian', x: position.X, y: position.Y, z: position.Z ?? 0 },
    width: within(block.width, 0, isPolar ? 360 : 1, 'width'),
    height: within(block.height, 0, isPolar ? 360 : 1, 'height'),
    depth: within(block.depth, 0, isPolar ? Infinity : 1, 'depth'),
    gain: isUnheard ? 0 : blockGain(block),
    diffuse: within(block.diffuse, 0, 1, 'diffuse'),
    channelLock: block.channelLock?.flag === true ? { maxDistance: block.channelLock.maxDistance } : undefined,
    objectDivergence:
      divergence === undefined
        ? undefined
        : {
            value: inRange(divergence.value, 0, 1, 'objectDivergence', id, index),
            // Before BS.2076-2 an azimuthRange that is not written is 45 degrees (the renderer's default), from then on 0.
            azimuthRangeDeg: divergence.azimuthRange ?? ((index.edition ?? 1) >= 2 ? 0 : undefined),
            positionRange: divergence.positionRange,
          },
    zoneExclusion: block.zoneExclusion?.map(zoneOf),
    screenRef: block.screenRef,
    screenEdgeLock: block.screenEdgeLock,
    ...addition,
  };
}

/** @param packs from the selected pack to that of the channel */
export function directSpeakersMetadata(
  block: DirectSpeakersBlockFormat,
  channel: AudioChannelFormat,
  packs: readonly AudioPackFormat[],
  addition: ObjectAddition,
  isUnheard: boolean,
  useRoomCentricLabels: boolean,
): DirectSpeakersMetadata {
  return {
    speakerLabels: useRoomCentricLabels ? withRoomCentricLabels(block.speakerLabel) : block.speakerLabel,
    position: speakerPosition(block),
    screenEdgeLock: block.screenEdgeLock,
    lowPassHz: channel.lowPassHz,
    highPassHz: channel.highPassHz,
    bedLabel: useRoomCentricLabels ? roomCentricName(block.speakerLabel) : undefined,
    packFormatId: packs.at(-1)?.id.toLowerCase().replace('ap_', 'AP_'),
    gain: isUnheard ? 0 : blockGain(block),
    objectGain: addition.objectGain,
    objectMute: addition.objectMute,
  };
}

/** Linear; undefined where the block has none. */
export function blockGain(block: {
  readonly gain?: number | undefined;
  readonly gainUnit?: 'linear' | 'dB' | undefined;
}): number | undefined {
  return block.gain === undefined ? undefined : linearGain(block.gain, block.gainUnit);
}

function linearGain(value: number, unit: 'linear' | 'dB' | undefined): number {
  return unit === 'dB' ? dbToGain(value) : value;
}

function speakerPosition(block: DirectSpeakersBlockFormat): PolarSpeakerPosition | CartesianSpeakerPosition {
  const { position, bounds } = block;
  const bound = (coordinate: PositionBound['coordinate'], side: 'min' | 'max'): number | undefined =>
    bounds.find((candidate) => candidate.coordinate === coordinate && candidate.bound === side)?.value;
  return position.kind === 'polar'
    ? {
        kind: 'polar',
        azimuthDeg: position.azimuth,
        elevationDeg: position.elevation,
        distance: position.distance ?? 1,
        azimuthMinDeg: bound('azimuth', 'min'),
        azimuthMaxDeg: bound('azimuth', 'max'),
        elevationMinDeg: bound('elevation', 'min'),
        elevationMaxDeg: bound('elevation', 'max'),
        distanceMin: bound('distance', 'min'),
        distanceMax: bound('distance', 'max'),
      }
    : {
        kind: 'cartesian',
        x: position.X,
        y: position.Y,
        z: position.Z ?? 0,
        xMin: bound('X', 'min'),
        xMax: bound('X', 'max'),
        yMin: bound('Y', 'min'),
        yMax: bound('Y', 'max'),
        zMin: bound('Z', 'min'),
        zMax: bound('Z', 'max'),
      };
}

function zoneOf(zone: BlockZone): ExclusionZone {
  return zone.kind === 'cartesian'
    ? zone
    : {
        kind: 'polar',
        minAzimuthDeg: zone.minAzimuth,
        maxAzimuthDeg: zone.maxAzimuth,
        minElevationDeg: zone.minElevation,
        maxElevationDeg: zone.maxElevation,
      };
}

/** What is not written is as on the default screen: 58 degrees wide in front, 1.78 to 1. @source BS.2127-1 §6.4 (default screen) */
function screenOf(screen: ReferenceScreen, at: string): Screen {
  const { screenCentrePosition: centre, screenWidth: width, aspectRatio = 1.78 } = screen;
  if (centre !== undefined && width !== undefined && centre.kind !== width.kind) {
    throw new InputError('adm.screen', 'its reference screen mixes polar and Cartesian coordinates', 'use the same coordinates', at);
  }
  if (centre?.kind === 'cartesian' || width?.kind === 'cartesian') {
    if (centre?.kind !== 'cartesian' || width?.kind !== 'cartesian') {
      throw new InputError('adm.screen', 'its Cartesian reference screen has no centre or no width', 'write both', at);
    }
    return { kind: 'cartesian', aspectRatio, centre: { x: centre.X, y: centre.Y, z: centre.Z }, widthX: width.X };
  }
  return {
    kind: 'polar',
    aspectRatio,
    centre: {
      azimuthDeg: centre?.azimuth ?? 0,
      elevationDeg: centre?.elevation ?? 0,
      distance: centre?.distance ?? 1,
    },
    widthAzimuthDeg: width?.azimuth ?? 58,
  };
}

function inRange(value: number, low: number, high: number, what: string, at: string, index: AdmIndex): number {
  if (value >= low && value <= high) {
    return value;
  }
  const nearest = value < low ? low : high;
  noteRange(what, `${value}, outside ${low} to ${high === Infinity ? 'any' : high}; ${nearest} is taken`, at, index);
  return nearest;
}

function azimuthInRange(value: number, at: string, index: AdmIndex): number {
  if (value >= -180 && value <= 180) {
    return value;
  }
  const wrapped = value - 360 * Math.round(value / 360);
  noteRange('azimuth', `${value}, outside -180 to 180; ${wrapped} is taken`, at, index);
  return wrapped;
}

/** The first block of a channel is enough: the others have the same fault. */
function noteRange(what: string, fact: string, blockId: string, index: AdmIndex): void {
  index.odd('adm.range', `its ${what} is ${fact}`, blockId, 'correct it', `adm.range ${what} ${blockId.slice(0, 11)}`);
}
