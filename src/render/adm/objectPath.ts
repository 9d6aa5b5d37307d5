import { writeXyz } from '../../layouts/index.ts';
import type { DirectSpeakersMetadata, ObjectMetadata } from '../../scene/adm/index.ts';
import { cartesianPointToPolar, type GainSegment } from '../panning/index.ts';
import { createSegmentCursor } from './segmentCursor.ts';

/** Where a channel is heard from, over time: what headphones need of its metadata. */
export interface ObjectPath {
  /**
   * Place and gain at a frame. Between blocks that follow each other it travels as the gains would: on the sphere from polar to polar, else
   * straight. In a gap it is already where it will be heard next. Never allocates.
   * @param out x, y, z as directions are heard (section 10 applied to Cartesian positions), then the linear gain
   */
  at(frame: number, out: Float64Array): void;
}

type Placed = Pick<ObjectMetadata, 'position' | 'positionOffset' | 'gain' | 'objectGain' | 'objectMute'>;

/** @param blocks their metadata; divergence, extent, diffuseness and locks to loudspeakers mean nothing here */
export function createObjectPath(
  segments: readonly GainSegment[],
  blocks: readonly { readonly metadata: Placed | DirectSpeakersMetadata }[],
): ObjectPath {
  const cursor = createSegmentCursor(segments);
  const own = createPlace();
  const previous = createPlace();
  return {
    at(frame, out) {
      if (segments.length === 0) {
        out.fill(0);
        return;
      }
      const found = cursor.find(frame);
      const segment = segments[Math.min(found, segments.length - 1)]!;
      const passed = Math.min(Math.max(frame, segment.startFrame), segment.endFrame) - segment.startFrame;
      const ratio = segment.stepRatio === 0 ? 1 : segment.startRatio + passed * segment.stepRatio;
      place(own, blocks[segment.block]!.metadata);
      if (ratio === 1) {
        writePlace(out, own);
        return;
      }
      place(previous, blocks[segment.block - 1]!.metadata);
      travel(out, previous, own, ratio);
    },
  };
}

/** A block's gain with what its object adds, linear. */
export function admGainOf(metadata: Pick<ObjectMetadata, 'gain' | 'objectGain' | 'objectMute'>): number {
  return metadata.objectMute === true ? 0 : (metadata.gain ?? 1) * (metadata.objectGain ?? 1);
}

/** Both ways of saying where: directions are plain geometry, room coordinates become directions by section 10. */
interface Place {
  isPolar: boolean;
  readonly polar: Float64Array;
  readonly xyz: Float64Array;
  gain: number;
}

function createPlace(): Place {
  return { isPolar: true, polar: new Float64Array(3), xyz: new Float64Array(3), gain: 0 };
}

function place(out: Place, metadata: Placed | DirectSpeakersMetadata): void {
  const { position, positionOffset: offset } = metadata;
  const { polar, xyz } = out;
  if (position.kind === 'polar') {
    const isMoved = offset?.kind === 'polar';
    polar[0] = position.azimuthDeg + (isMoved ? offset.azimuthDeg : 0);
    polar[1] = position.elevationDeg + (isMoved ? offset.elevationDeg : 0);
    polar[2] = position.distance + (isMoved ? offset.distance : 0);
  } else {
    const isMoved = offset?.kind === 'cartesian';
    const x = position.x + (isMoved ? offset.x : 0);
    const y = position.y + (isMoved ? offset.y : 0);
    const z = position.z + (isMoved ? offset.z : 0);
    cartesianPointToPolar(polar, x, y, z);
  }
  out.isPolar = position.kind === 'polar';
  writeXyz(xyz, polar[0]!, polar[1]!, polar[2]!);
  out.gain = admGainOf(metadata);
}

function writePlace(out: Float64Array, { xyz, gain }: Place): void {
  out[0] = xyz[0]!;
  out[1] = xyz[1]!;
  out[2] = xyz[2]!;
  out[3] = gain;
}

function travel(out: Float64Array, from: Place, to: Place, ratio: number): void {
  if (from.isPolar && to.isPolar) {
    const turnDeg = shortWayDeg(to.polar[0]! - from.polar[0]!);
    writeXyz(
      out,
      from.polar[0]! + turnDeg * ratio,
      from.polar[1]! + (to.polar[1]! - from.polar[1]!) * ratio,
      from.polar[2]! + (to.polar[2]! - from.polar[2]!) * ratio,
    );
  } else {
    for (let axis = 0; axis < 3; axis++) {
      out[axis] = from.xyz[axis]! + (to.xyz[axis]! - from.xyz[axis]!) * ratio;
    }
  }
  out[3] = from.gain + (to.gain - from.gain) * ratio;
}

function shortWayDeg(deg: number): number {
  const turned = deg % 360;
  return turned > 180 ? turned - 360 : turned < -180 ? turned + 360 : turned;
}
