// Directions to loudspeaker gains: triangulation of the nominal layout, panning on the real one. @source BS.2127-1, section 6.1
import { InputError, exp } from '../../base/index.ts';
import { getLayout, polarToXyz, type Layout } from '../../layouts/index.ts';
import { convexHullFacets } from './convexHull.ts';
import { createQuadRegion, createTriplet, createVirtualNgon, orderAround, type Region, type RegionVertices } from './regions.ts';
import { standardFacets, type FacetTable } from './standardFacets.ts';
import { describeSpeakers, type PanningSpeakers } from './speakers.ts';

/** Gains of a direction. */
export interface PointSourcePanner {
  /**
   * Writes one gain a channel of the layout, LFE 0. Unit power, except on 0+2+0, whose power falls to a half behind the listener.
   * The vector's length does not matter; a vector shorter than 1e-10 is taken as the front. Never allocates, never throws, keeps no history.
   * @param out as long as the layout has channels
   */
  handle(out: Float64Array, x: number, y: number, z: number): void;
}

/**
 * The point source panner of a layout. Works for any arrangement that surrounds the listener's plane.
 * @throws InputError `layout.does-not-surround` when the loudspeakers leave a hole that no rule closes
 */
export function createPointSourcePanner(layout: Layout): PointSourcePanner {
  return layout.id === '0+2+0' ? createStereoPanner(layout) : createTriangulatedPanner(describeSpeakers(layout));
}

/**
 * The patches that the nominal layout's hull has: rings around the poles, then triangles and quadrilaterals, as vertex lists. Vertices:
 * loudspeakers without LFE in channel order, then the virtual ones of the lower and of the upper layer.
 * @throws InputError as createPointSourcePanner
 */
export function triangulationOf(layout: Layout): (readonly number[])[] {
  const { rings, facets } = triangulate(collectVertices(describeSpeakers(layout)), layout);
  return [...rings, ...facets];
}

/** Directions nearer than this to nothing are the front. */
const SHORTEST = 1e-10;

/** Nominal elevation ranges of the layers, degrees. @source BS.2127-1, 6.1 */
const MIDDLE_LAYER = { low: -10, high: 10 } as const;
const OUTER_LAYERS = [
  { nominalDeg: -30, low: -70, high: -10 },
  { nominalDeg: 30, low: 10, high: 70 },
] as const;

/** A layer's loudspeakers cover the azimuths up to this much beyond the outermost of them. */
const LAYER_REACH_DEG = 40;

interface Vertices {
  readonly nominal: number[];
  readonly real: number[];
  /** Layout channel that each vertex feeds; −1 for the poles, which feed their ring. */
  readonly channels: number[];
}

function createTriangulatedPanner(speakers: PanningSpeakers): PointSourcePanner {
  const vertices = collectVertices(speakers);
  const regions = createRegions(vertices, speakers);
  const count = speakers.channelCount;
  return {
    handle(out, x, y, z) {
      out.fill(0, 0, count);
      const length = Math.sqrt(x * x + y * y + z * z);
      const scale = length < SHORTEST ? 0 : 1 / length;
      const px = x * scale;
      const py = scale === 0 ? 1 : y * scale;
      const pz = z * scale;
      let isFound = false;
      for (let k = 0; k < regions.length && !isFound; k++) {
        isFound = regions[k]!.handle(out, px, py, pz);
      }
      if (!isFound) {
        // Between two patches of displaced loudspeakers there may be a slit as wide as rounding: the nearest loudspeaker has it.
        out[nearestChannel(speakers, px, py, pz)] = 1;
      }
      normalize(out, count);
    },
  };
}

/** Loudspeakers, then the virtual ones of the lower and upper layer, then the poles. @source BS.2127-1, 6.1 */
function collectVertices(speakers: PanningSpeakers): Vertices {
  const { azimuthDeg, elevationDeg, nominalAzimuthDeg, nominalElevationDeg } = speakers;
  const nominal = [...speakers.nominal];
  const real = [...speakers.real];
  const channels = [...speakers.channel];
  for (const layer of OUTER_LAYERS) {
    let reachDeg = 0;
    let members = 0;
    let elevationSumDeg = 0;
    for (let k = 0; k < speakers.count; k++) {
      if (nominalElevationDeg[k]! >= layer.low && nominalElevationDeg[k]! <= layer.high) {
        members += 1;
        elevationSumDeg += elevationDeg[k]!;
        reachDeg = Math.max(reachDeg, Math.abs(nominalAzimuthDeg[k]!) + LAYER_REACH_DEG);
      }
    }
    const layerElevationDeg = members === 0 ? layer.nominalDeg : elevationSumDeg / members;
    for (let k = 0; k < speakers.count; k++) {
      const isMiddle = nominalElevationDeg[k]! >= MIDDLE_LAYER.low && nominalElevationDeg[k]! <= MIDDLE_LAYER.high;
      if (isMiddle && Math.abs(nominalAzimuthDeg[k]!) >= reachDeg - 1e-5) {
        nominal.push(...polarToXyz(nominalAzimuthDeg[k]!, layer.nominalDeg));
        real.push(...polarToXyz(azimuthDeg[k]!, layerElevationDeg));
        channels.push(speakers.channel[k]!);
      }
    }
  }
  const poles = speakers.names.some((name) => name === 'T+000' || name === 'UH+180') ? [-1] : [-1, 1];
  for (const z of poles) {
    nominal.push(0, 0, z);
    real.push(0, 0, z);
    channels.push(-1);
  }
  return { nominal, real, channels };
}

function createRegions(vertices: Vertices, speakers: PanningSpeakers): Region[] {
  const table = standardFacets(speakers.layout.id, screenSpeakersDeg(speakers)) ?? triangulate(vertices, speakers.layout);
  const rings = table.rings.map((ring, k) => createVirtualNgon(pickOrdered(vertices, ring), Float64Array.of(0, 0, k === 0 ? -1 : 1)));
  return [...rings, ...table.facets.flatMap((facet) => facetRegions(pickOrdered(vertices, facet)))];
}

/** The nominal azimuth that M+SC and M−SC share, 0 if they are not there or differ. */
function screenSpeakersDeg(speakers: PanningSpeakers): number {
  const sides = speakers.names.flatMap((name, k) => (name.endsWith('SC') ? [Math.abs(speakers.nominalAzimuthDeg[k]!)] : []));
  return sides.length === 2 && sides[0] === sides[1] ? sides[0]! : 0;
}

/** The patches of any layout, from the hull of its nominal positions. */
function triangulate(vertices: Vertices, layout: Layout): FacetTable {
  const points = Float64Array.from(vertices.nominal);
  const facets = convexHullFacets(points, vertices.channels.length);
  if (!surroundsOrigin(points, facets)) {
    throw new InputError(
      'layout.does-not-surround',
      `the loudspeakers of ${layout.title} do not surround the listener`,
      'use a layout with loudspeakers in front and behind',
      layout.id,
    );
  }
  const isPole = (vertex: number): boolean => vertices.channels[vertex]! < 0;
  const rings = vertices.channels.flatMap((_, pole) => {
    if (!isPole(pole)) {
      return [];
    }
    const ring = new Set(facets.filter((facet) => facet.includes(pole)).flat());
    return [[...ring].filter((vertex) => !isPole(vertex)).sort((a, b) => a - b)];
  });
  return { rings, facets: facets.filter((facet) => !facet.some(isPole)) };
}

/** Three vertices, four, or (no standard layout has it) a fan of triplets. */
function facetRegions(ordered: RegionVertices): Region[] {
  const count = ordered.channels.length;
  if (count === 4) {
    return [createQuadRegion(ordered)];
  }
  const regions: Region[] = [];
  for (let k = 1; k + 1 < count; k++) {
    const triplet = createTriplet({
      positions: Float64Array.from([0, k, k + 1].flatMap((j) => [...ordered.positions.subarray(3 * j, 3 * j + 3)])),
      channels: Int32Array.from([0, k, k + 1], (j) => ordered.channels[j]!),
    });
    if (triplet !== undefined) {
      regions.push(triplet);
    }
  }
  return regions;
}

function pickOrdered(vertices: Vertices, indices: readonly number[]): RegionVertices {
  const positionsOf = (list: readonly number[]): Float64Array =>
    Float64Array.from(list.flatMap((k) => vertices.real.slice(3 * k, 3 * k + 3)));
  const order = orderAround(positionsOf(indices)).map((k) => indices[k]!);
  return { positions: positionsOf(order), channels: Int32Array.from(order, (k) => vertices.channels[k]!) };
}

/** Whether the origin lies within all facets of the hull: on the same side as the hull's middle, and not in their planes. */
function surroundsOrigin(points: Float64Array, facets: readonly number[][]): boolean {
  const middle = [0, 0, 0];
  const count = points.length / 3;
  for (let k = 0; k < points.length; k++) {
    middle[k % 3]! += points[k]! / count;
  }
  return (
    facets.length > 3 &&
    facets.every((facet) => {
      const [a, b, c] = facet as [number, number, number];
      const ux = points[3 * b]! - points[3 * a]!;
      const uy = points[3 * b + 1]! - points[3 * a + 1]!;
      const uz = points[3 * b + 2]! - points[3 * a + 2]!;
      const vx = points[3 * c]! - points[3 * a]!;
      const vy = points[3 * c + 1]! - points[3 * a + 1]!;
      const vz = points[3 * c + 2]! - points[3 * a + 2]!;
      const nx = uy * vz - uz * vy;
      const ny = uz * vx - ux * vz;
      const nz = ux * vy - uy * vx;
      const offset = nx * points[3 * a]! + ny * points[3 * a + 1]! + nz * points[3 * a + 2]!;
      const side = nx * middle[0]! + ny * middle[1]! + nz * middle[2]! - offset;
      return Math.abs(offset) > 1e-6 && side * -offset > 0;
    })
  );
}

function nearestChannel(speakers: PanningSpeakers, x: number, y: number, z: number): number {
  let best = 0;
  let bestDot = -Infinity;
  for (let k = 0; k < speakers.count; k++) {
    const dot = x * speakers.real[3 * k]! + y * speakers.real[3 * k + 1]! + z * speakers.real[3 * k + 2]!;
    if (dot > bestDot) {
      bestDot = dot;
      best = k;
    }
  }
  return speakers.channel[best]!;
}

function normalize(out: Float64Array, count: number): void {
  let power = 0;
  for (let k = 0; k < count; k++) {
    power += out[k]! * out[k]!;
  }
  const scale = 1 / Math.sqrt(power);
  for (let k = 0; k < count; k++) {
    out[k] = out[k]! * scale;
  }
}

/**
 * Stereo: panned on 0+5+0 and folded down, quieter behind.
 * @source BS.2127-1, 6.1.2.4
 */
function createStereoPanner(layout: Layout): PointSourcePanner {
  const surround = getLayout('0+5+0');
  const panner = createTriangulatedPanner(describeSpeakers(surround));
  const gains = new Float64Array(surround.speakers.length);
  const channelOf = (name: string): number => surround.speakers.findIndex((s) => s.name === name);
  const [l, r, c, ls, rs] = ['M+030', 'M-030', 'M+000', 'M+110', 'M-110'].map(channelOf) as [number, number, number, number, number];
  const left = layout.speakers.findIndex((s) => s.name === 'M+030');
  const right = layout.speakers.findIndex((s) => s.name === 'M-030');
  const count = layout.speakers.length;
  const centreGain = Math.sqrt(3) / 3;
  const surroundGain = Math.SQRT1_2;
  return {
    handle(out, x, y, z) {
      panner.handle(gains, x, y, z);
      const toLeft = gains[l]! + centreGain * gains[c]! + surroundGain * gains[ls]!;
      const toRight = gains[r]! + centreGain * gains[c]! + surroundGain * gains[rs]!;
      const front = Math.max(gains[l]!, gains[r]!, gains[c]!);
      const back = Math.max(gains[ls]!, gains[rs]!);
      const level = exp((-0.5 * Math.LN2 * back) / (front + back)) / Math.sqrt(toLeft * toLeft + toRight * toRight);
      out.fill(0, 0, count);
      out[left] = toLeft * level;
      out[right] = toRight * level;
    },
  };
}
