// One block of object metadata to gains. @source BS.2127-1, section 7.3 (Objects gain calculation)
import { InputError, clamp, cos, degToRad, sin } from '../../base/index.ts';
import type { Layout } from '../../layouts/index.ts';
import { createAllocentricExtentPanner } from './allocentricExtent.ts';
import { createChannelLock } from './channelLock.ts';
import { divergeCartesian, divergePolar } from './divergence.ts';
import { createPointSourcePanner } from './pointSource.ts';
import { createPolarExtentPanner } from './polarExtent.ts';
import { DEFAULT_SCREEN, createScreenHandler, screenEdgesOf } from './screens.ts';
import { describeSpeakers } from './speakers.ts';
import type { AdmPosition, GainCompatibility, ObjectMetadata, Screen } from './types.ts';
import { createZoneExclusion } from './zoneExclusion.ts';

/** Object metadata to loudspeaker gains. */
export interface ObjectsGainCalculator {
  /**
   * Writes the gains of the direct and of the diffuse (to be decorrelated) part, one a channel of the layout, LFE 0.
   * Depends on the metadata alone, not on earlier calls. Never throws (see checkObjectMetadata); allocates only when an extent is first met.
   */
  calculate(outDirect: Float64Array, outDiffuse: Float64Array, metadata: ObjectMetadata): void;
}

export interface ObjectsGainOptions {
  /** Where the picture is; null: there is none. Default: the standard screen. */
  readonly reproductionScreen?: Screen | null | undefined;
  /** Default `ear`. */
  readonly compatibility?: GainCompatibility | undefined;
}

/**
 * The gain calculator of a layout.
 * @throws InputError for a layout or a reproduction screen that the standard has no rule for
 */
export function createObjectsGainCalculator(layout: Layout, options: ObjectsGainOptions = {}): ObjectsGainCalculator {
  const speakers = describeSpeakers(layout);
  const channelCount = speakers.channelCount;
  const polarExtent = createPolarExtentPanner(createPointSourcePanner(layout), channelCount);
  const allocentricExtent = createAllocentricExtentPanner(speakers);
  const screens = createScreenHandler(layout, options.reproductionScreen === undefined ? DEFAULT_SCREEN : options.reproductionScreen);
  const channelLock = createChannelLock(speakers);
  const zones = createZoneExclusion(speakers);
  const isSwapped = (options.compatibility ?? 'ear') === 'ear';

  const position = new Float64Array(3);
  const diverged = new Float64Array(9);
  const divergedGains = new Float64Array(3);
  const excluded = new Uint8Array(channelCount);
  const panned = new Float64Array(channelCount);

  const pan = (metadata: ObjectMetadata, isCartesian: boolean, k: number): void => {
    const width = metadata.width ?? 0;
    const height = metadata.height ?? 0;
    const depth = metadata.depth ?? 0;
    const x = diverged[3 * k]!;
    const y = diverged[3 * k + 1]!;
    const z = diverged[3 * k + 2]!;
    if (isCartesian) {
      allocentricExtent.handle(panned, x, y, z, width, isSwapped ? height : depth, isSwapped ? depth : height, excluded);
    } else {
      polarExtent.handle(panned, x, y, z, width, height, depth);
    }
  };

  return {
    calculate(outDirect, outDiffuse, metadata) {
      const isCartesian = metadata.position.kind === 'cartesian';
      writePosition(position, metadata.position, metadata.positionOffset);
      const referenceScreen = metadata.screenRef === true ? (metadata.referenceScreen ?? DEFAULT_SCREEN) : undefined;
      screens.handle(position, isCartesian, referenceScreen, metadata.screenEdgeLock);
      const zoneExclusion = metadata.zoneExclusion;
      let marked = 0;
      if (zoneExclusion === undefined || zoneExclusion.length === 0) {
        excluded.fill(0);
      } else {
        marked = zones.mark(excluded, zoneExclusion);
      }
      if (isCartesian && marked > 0) {
        zones.completeRows(excluded);
      }
      if (metadata.channelLock !== undefined) {
        channelLock.handle(position, isCartesian, metadata.channelLock.maxDistance, excluded);
      }

      const divergence = metadata.objectDivergence;
      outDirect.fill(0, 0, channelCount);
      let positions = 1;
      if (divergence === undefined || divergence.value === 0) {
        diverged.set(position);
        divergedGains[0] = 1;
      } else {
        positions = 3;
        const share = divergence.value / (divergence.value + 1);
        divergedGains[0] = share;
        divergedGains[1] = (1 - divergence.value) / (divergence.value + 1);
        divergedGains[2] = share;
        if (isCartesian) {
          divergeCartesian(diverged, position, divergence.positionRange ?? 0);
        } else {
          divergePolar(diverged, position, divergence.azimuthRangeDeg ?? DEFAULT_AZIMUTH_RANGE_DEG);
        }
      }
      for (let k = 0; k < positions; k++) {
        if (divergedGains[k] === 0) {
          continue;
        }
        pan(metadata, isCartesian, k);
        for (let c = 0; c < channelCount; c++) {
          outDirect[c] = outDirect[c]! + divergedGains[k]! * panned[c]! * panned[c]!;
        }
      }
      for (let c = 0; c < channelCount; c++) {
        outDirect[c] = Math.sqrt(outDirect[c]!);
      }
      if (!isCartesian && marked > 0) {
        zones.downmix(outDirect, excluded);
      }

      const gain = metadata.objectMute === true ? 0 : (metadata.gain ?? 1) * (metadata.objectGain ?? 1);
      const diffuse = metadata.diffuse ?? 0;
      const directGain = gain * Math.sqrt(1 - diffuse);
      const diffuseGain = gain * Math.sqrt(diffuse);
      for (let c = 0; c < channelCount; c++) {
        const value = outDirect[c]! >= 0 ? outDirect[c]! : 0;
        outDirect[c] = value * directGain;
        outDiffuse[c] = value * diffuseGain;
      }
    },
  };
}

/**
 * What the gain calculator takes for granted.
 * @throws InputError naming the field: a number that is not finite, an offset of the other kind or one that leaves the sphere, a reference
 * screen without edges
 */
export function checkObjectMetadata(metadata: ObjectMetadata, at = ''): void {
  const { position, positionOffset, referenceScreen } = metadata;
  // One by one: a file may have a hundred thousand blocks to check.
  if (position.kind === 'polar') {
    checkFinite('azimuthDeg', position.azimuthDeg, at);
    checkFinite('elevationDeg', position.elevationDeg, at);
    checkFinite('distance', position.distance, at);
  } else {
    checkFinite('x', position.x, at);
    checkFinite('y', position.y, at);
    checkFinite('z', position.z, at);
  }
  checkFinite('objectGain', metadata.objectGain, at);
  checkFinite('width', metadata.width, at);
  checkFinite('height', metadata.height, at);
  checkFinite('depth', metadata.depth, at);
  checkFinite('gain', metadata.gain, at);
  checkFinite('diffuse', metadata.diffuse, at);
  if (metadata.diffuse !== undefined && (metadata.diffuse < 0 || metadata.diffuse > 1)) {
    throw new InputError('object.diffuse', `diffuse is ${metadata.diffuse}`, 'give a value from 0 to 1', at);
  }
  if (positionOffset !== undefined) {
    if (positionOffset.kind !== position.kind) {
      throw new InputError('object.offset-kind', `a ${positionOffset.kind} positionOffset on a ${position.kind} position`, '', at);
    }
    if (position.kind === 'polar' && positionOffset.kind === 'polar') {
      const azimuthDeg = position.azimuthDeg + positionOffset.azimuthDeg;
      const elevationDeg = position.elevationDeg + positionOffset.elevationDeg;
      const distance = position.distance + positionOffset.distance;
      if (Math.abs(azimuthDeg) > 180 || Math.abs(elevationDeg) > 90 || distance < 0) {
        throw new InputError(
          'object.offset-range',
          `the positionOffset takes the object to azimuth ${azimuthDeg}°, elevation ${elevationDeg}°, distance ${distance}`,
          'keep the sum within ±180°, ±90° and 0 or more',
          at,
        );
      }
    }
  }
  if (referenceScreen !== undefined) {
    screenEdgesOf(referenceScreen, at);
  }
}

function checkFinite(name: string, value: number | undefined, at: string): void {
  if (value !== undefined && !Number.isFinite(value)) {
    throw new InputError('object.not-a-number', `${name} is ${value}`, 'give a finite number', at);
  }
}

/** What objectDivergence means where it does not say: documents before BS.2076-2. @source BS.2127-1, 7.3.7 */
const DEFAULT_AZIMUTH_RANGE_DEG = 45;

function writePosition(out: Float64Array, position: AdmPosition, offset: AdmPosition | undefined): void {
  if (position.kind === 'cartesian') {
    const isMoved = offset?.kind === 'cartesian';
    out[0] = clamp(position.x + (isMoved ? offset.x : 0), -1, 1);
    out[1] = clamp(position.y + (isMoved ? offset.y : 0), -1, 1);
    out[2] = clamp(position.z + (isMoved ? offset.z : 0), -1, 1);
    return;
  }
  const isMoved = offset?.kind === 'polar';
  const azimuthRad = degToRad(position.azimuthDeg + (isMoved ? offset.azimuthDeg : 0));
  const elevationRad = degToRad(position.elevationDeg + (isMoved ? offset.elevationDeg : 0));
  const distance = position.distance + (isMoved ? offset.distance : 0);
  const flat = distance * cos(elevationRad);
  out[0] = -sin(azimuthRad) * flat;
  out[1] = cos(azimuthRad) * flat;
  out[2] = distance * sin(elevationRad);
}
