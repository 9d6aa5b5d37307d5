// Our gains against published reference vectors, group by group.
import { InputError } from '../../base/index.ts';
import type { Layout } from '../../layouts/index.ts';
import { planGainSegments } from './blockInterpolation.ts';
import { cartesianExtentToPolar, cartesianPointToPolar, polarExtentToCartesian, polarPointToCartesian } from './conversion.ts';
import {
  DECORRELATOR_DELAY_FRAMES,
  DECORRELATOR_TAPS,
  createMersenneTwister,
  decorrelationFilter,
  decorrelatorSeeds,
} from './decorrelators.ts';
import { createDirectSpeakersPanner } from './directSpeakers.ts';
import { createHoaDecoder, maxReWeights } from './hoa.ts';
import { createObjectsGainCalculator } from './objects.ts';
import { createPointSourcePanner, triangulationOf } from './pointSource.ts';
import { describeSpeakers } from './speakers.ts';
import { sphericalHarmonic, type HoaNormalization } from './sphericalHarmonics.ts';
import {
  directSpeakersMetadataOf,
  displacedLayout,
  isRecord,
  layoutOf,
  listOf,
  numberOf,
  numbersOf,
  objectMetadataOf,
  optionalRational,
  recordOf,
  screenOf,
  textOf,
  type JsonRecord,
} from './vectorFile.ts';

/** What one group of cases came to. It agrees when largestDeviation ≤ tolerance. */
export interface VerifyGroup {
  /** The file's name. */
  readonly group: string;
  /** Empty where the group has none. */
  readonly layout: string;
  readonly feature: string;
  readonly cases: number;
  /** Largest absolute difference of any number; Infinity where a shape differs or a number is missing. */
  readonly largestDeviation: number;
  /** The case it is in. */
  readonly worstCase: string;
  readonly tolerance: number;
}

/**
 * Evaluates a file of reference vectors: point source panner, triangulation, Objects, DirectSpeakers, HOA, decorrelators, conversion, block
 * interpolation, layouts.
 * @param file the parsed JSON
 * @param name for the report and for messages: the file's name
 * @throws InputError `vectors.shape` naming the part that is not as expected
 */
export function verifyVectors(file: unknown, name: string): VerifyGroup[] {
  const tally = createTally(name);
  const root = recordOf(file, name);
  verifierOf(root, name)(root, tally);
  return tally.groups();
}

const GAIN_TOLERANCE = 1e-6;
const HOA_TOLERANCE = 5e-4;
const DECORRELATOR_TOLERANCE = 1e-9;

type Verifier = (root: JsonRecord, tally: Tally) => void;

/** The shape of a file, by its fields and those of its first case. */
function verifierOf(root: JsonRecord, name: string): Verifier {
  const first: unknown = Array.isArray(root['cases']) ? root['cases'][0] : undefined;
  const has = (...fields: readonly string[]): boolean => isRecord(first) && fields.every((field) => field in first);
  if ('filterIndex' in root) {
    return verifyDecorrelators;
  }
  if ('sphHarm' in root) {
    return verifyHoaParts;
  }
  if ('layouts' in root) {
    return verifyLayouts;
  }
  if (has('position', 'gains')) {
    return verifyPointSource;
  }
  if (has('input', 'direct', 'diffuse')) {
    return verifyObjects;
  }
  if (has('input', 'gains')) {
    return verifyDirectSpeakers;
  }
  if (has('orders', 'degrees', 'matrix')) {
    return verifyHoa;
  }
  if (has('kind', 'input', 'output')) {
    return verifyConversion;
  }
  if (has('input', 'output')) {
    return verifyBlocks;
  }
  throw new InputError(
    'vectors.shape',
    `${name} is not a file of reference vectors that this renderer knows`,
    'see the README for the shapes',
    name,
  );
}

interface Tally {
  /** Name of the file, for messages. */
  readonly name: string;
  add(layout: string, feature: string, caseName: string, tolerance: number, expected: readonly number[], actual: ArrayLike<number>): void;
  groups(): VerifyGroup[];
}

function createTally(name: string): Tally {
  const groups = new Map<string, { -readonly [K in keyof VerifyGroup]: VerifyGroup[K] }>();
  return {
    name,
    add(layout, feature, caseName, tolerance, expected, actual) {
      const key = `${layout}\n${feature}`;
      let group = groups.get(key);
      if (group === undefined) {
        group = { group: name, layout, feature, cases: 0, largestDeviation: 0, worstCase: '', tolerance };
        groups.set(key, group);
      }
      group.cases += 1;
      let deviation = expected.length === actual.length ? 0 : Infinity;
      for (let k = 0; k < expected.length && deviation < Infinity; k++) {
        const difference = Math.abs(expected[k]! - actual[k]!);
        deviation = Math.max(deviation, Number.isNaN(difference) ? Infinity : difference);
      }
      if (deviation > group.largestDeviation || group.worstCase === '') {
        group.largestDeviation = deviation;
        group.worstCase = caseName;
      }
    },
    groups: () => [...groups.values()],
  };
}

/** Cases of the file with a name each. */
function casesOf(root: JsonRecord, tally: Tally): { readonly test: JsonRecord; readonly at: string }[] {
  return listOf(root['cases'], tally.name).map((value, k) => {
    const at = `${tally.name} case ${k + 1}`;
    const test = recordOf(value, at);
    return { test, at: typeof test['id'] === 'string' ? `${tally.name} ${test['id']}` : at };
  });
}

function withoutLfe(layout: Layout, gains: Float64Array): Float64Array {
  return gains.filter((_, k) => !layout.speakers[k]!.isLfe);
}

function verifyPointSource(root: JsonRecord, tally: Tally): void {
  const layout = displacedLayout(layoutOf(root['layout'], tally.name), root['channels'], tally.name);
  const panner = createPointSourcePanner(layout);
  const out = new Float64Array(layout.speakers.length);
  for (const { test, at } of casesOf(root, tally)) {
    const [x, y, z] = numbersOf(test['position'], at);
    panner.handle(out, x ?? NaN, y ?? NaN, z ?? NaN);
    const kind = textOf(test['kind'], at).replace(/:.*/, '');
    tally.add(layout.id, kind, at, GAIN_TOLERANCE, numbersOf(test['gains'], at), withoutLfe(layout, out));
  }
}

function verifyObjects(root: JsonRecord, tally: Tally): void {
  const named = layoutOf(root['layout'], tally.name);
  const layout = 'channels' in root ? displacedLayout(named, root['channels'], tally.name) : named;
  const standard = createObjectsGainCalculator(layout);
  const direct = new Float64Array(layout.speakers.length);
  const diffuse = new Float64Array(layout.speakers.length);
  for (const { test, at } of casesOf(root, tally)) {
    const input = recordOf(test['input'], at);
    const reproductionScreen = screenOf(input['reproductionScreen'], at);
    const calculator = reproductionScreen === undefined ? standard : createObjectsGainCalculator(layout, { reproductionScreen });
    calculator.calculate(direct, diffuse, objectMetadataOf(input, at));
    const expected = [...numbersOf(test['direct'], at), ...numbersOf(test['diffuse'], at)];
    tally.add(layout.id, textOf(test['feature'], at), at, GAIN_TOLERANCE, expected, [...direct, ...diffuse]);
  }
}

function verifyDirectSpeakers(root: JsonRecord, tally: Tally): void {
  const panners = Object.keys(recordOf(root['channels'], tally.name)).map((name) => {
    const layout = layoutOf(name, tally.name);
    return { name, layout, panner: createDirectSpeakersPanner(layout) };
  });
  for (const { test, at } of casesOf(root, tally)) {
    const metadata = directSpeakersMetadataOf(recordOf(test['input'], at), at);
    const gains = recordOf(test['gains'], at);
    for (const { name, layout, panner } of panners) {
      const out = new Float64Array(layout.speakers.length);
      panner.calculate(out, metadata);
      tally.add(layout.id, textOf(test['kind'], at), at, GAIN_TOLERANCE, numbersOf(gains[name], at), out);
    }
  }
}

function normalizationOf(value: unknown, at: string): HoaNormalization {
  const name = textOf(value, at);
  if (name === 'N3D' || name === 'SN3D' || name === 'FuMa') {
    return name;
  }
  throw new InputError('vectors.shape', `there is no HOA normalization "${name}"`, 'use N3D, SN3D or FuMa', at);
}

function verifyHoa(root: JsonRecord, tally: Tally): void {
  for (const { test, at } of casesOf(root, tally)) {
    const layout = layoutOf(test['layout'], at);
    const orders = numbersOf(test['orders'], at);
    const normalization = normalizationOf(test['normalization'], at);
    const decoder = createHoaDecoder(layout, { orders, degrees: numbersOf(test['degrees'], at), normalization });
    const actual = decoder.filter((_, k) => !layout.speakers[Math.floor(k / orders.length)]!.isLfe);
    const expected = listOf(test['matrix'], at).flatMap((row) => numbersOf(row, at));
    tally.add(layout.id, `order ${numberOf(test['order'], at)} ${normalization}`, at, HOA_TOLERANCE, expected, actual);
  }
}

function verifyHoaParts(root: JsonRecord, tally: Tally): void {
  for (const [field, kind] of [
    ['approxMaxRE', 'approximate'],
    ['exactMaxRE', 'exact'],
  ] as const) {
    for (const [order, weights] of Object.entries(recordOf(root[field] ?? {}, tally.name))) {
      const expected = numbersOf(weights, tally.name);
      tally.add('', `maxRE ${kind}`, `${tally.name} order ${order}`, GAIN_TOLERANCE, expected, maxReWeights(expected.length - 1, kind));
    }
  }
  for (const value of listOf(root['sphHarm'], tally.name)) {
    const test = recordOf(value, tally.name);
    const azimuthDeg = numberOf(test['azimuthDeg'], tally.name);
    const elevationDeg = numberOf(test['elevationDeg'], tally.name);
    const at = `${tally.name} azimuth ${azimuthDeg}, elevation ${elevationDeg}`;
    for (const normalization of ['SN3D', 'N3D', 'FuMa'] as const) {
      const expected = numbersOf(test[normalization], at);
      const actual = expected.map((_, acn) => {
        const order = Math.floor(Math.sqrt(acn));
        return sphericalHarmonic(order, acn - order * (order + 1), azimuthDeg, elevationDeg, normalization);
      });
      tally.add('', `spherical harmonics ${normalization}`, at, GAIN_TOLERANCE, expected, actual);
    }
  }
}

function verifyDecorrelators(root: JsonRecord, tally: Tally): void {
  for (const [name, index] of Object.entries(recordOf(root['filterIndex'], tally.name))) {
    const layout = layoutOf(name, tally.name);
    const seeds = recordOf(index, tally.name);
    const expected = layout.speakers.map((s) => numberOf(seeds[s.name], `${tally.name} ${name} ${s.name}`));
    tally.add(layout.id, 'filter of channel', `${tally.name} ${name}`, 0, expected, decorrelatorSeeds(layout));
  }
  const delays = [numberOf(root['directDelaySamples'], tally.name), numberOf(root['blockDelaySamples'], tally.name)];
  tally.add('', 'delays', tally.name, 0, delays, [DECORRELATOR_DELAY_FRAMES, DECORRELATOR_TAPS]);
  for (const { test, at } of casesOf(root, tally)) {
    const seed = numberOf(test['seed'], at);
    const random = createMersenneTwister(seed);
    const raw = numbersOf(test['raw32'], at);
    tally.add('', 'random numbers', at, 0, raw, raw.map(random));
    tally.add('', 'taps', at, DECORRELATOR_TOLERANCE, numbersOf(test['taps'], at), decorrelationFilter(seed));
  }
}

function verifyConversion(root: JsonRecord, tally: Tally): void {
  for (const { test, at } of casesOf(root, tally)) {
    const feature = textOf(test['kind'], at).replace(/\[.*/, '');
    const expected = numbersOf(test['output'], at);
    const [a, b, c, d, e, f] = numbersOf(test['input'], at) as [number, number, number, number, number, number];
    const out = new Float64Array(expected.length);
    switch (feature) {
      case 'pointPolarToCart':
        polarPointToCartesian(out, a, b, c);
        break;
      case 'pointCartToPolar':
        cartesianPointToPolar(out, a, b, c);
        break;
      case 'extentPolarToCart':
        polarExtentToCartesian(out, a, b, c, d, e, f);
        break;
      case 'extentCartToPolar':
        cartesianExtentToPolar(out, a, b, c, d, e, f);
        break;
      default:
        throw new InputError('vectors.shape', `there is no conversion "${feature}"`, 'use an unchanged reference file', at);
    }
    tally.add('', feature, at, GAIN_TOLERANCE, expected, out);
  }
}

function verifyBlocks(root: JsonRecord, tally: Tally): void {
  for (const { test, at } of casesOf(root, tally)) {
    const input = recordOf(test['input'], at);
    const blocks = listOf(input['blocks'], at).map((value) => recordOf(value, at));
    const timings = blocks.map((block) => ({
      rtime: optionalRational(block['rtime'], at),
      duration: optionalRational(block['duration'], at),
      jumpPosition: block['jump'] === true,
      interpolationLength: optionalRational(block['interp'], at),
    }));
    const object = { start: optionalRational(input['objectStart'], at), duration: optionalRational(input['objectDuration'], at) };
    const gains = blocks.map((block) => numberOf(block['gain'], at));
    const expected = numbersOf(test['output'], at);
    const out = new Float64Array(expected.length);
    for (const segment of planGainSegments(timings, object, numberOf(input['sampleRate'], at), at)) {
      const previous = gains[segment.block - 1] ?? 0;
      for (let frame = segment.startFrame; frame < Math.min(segment.endFrame, out.length); frame++) {
        const ratio = segment.startRatio + (frame - segment.startFrame) * segment.stepRatio;
        out[frame] = (1 - ratio) * previous + ratio * gains[segment.block]!;
      }
    }
    tally.add('', 'block interpolation', at, GAIN_TOLERANCE, expected, out);
  }
}

function verifyLayouts(root: JsonRecord, tally: Tally): void {
  for (const [name, value] of Object.entries(recordOf(root['layouts'], tally.name))) {
    const at = `${tally.name} ${name}`;
    const entry = recordOf(value, at);
    if (entry['stereo'] === true) {
      continue;
    }
    const layout = layoutOf(name.replace(/_.*/, ''), at);
    if ('regions' in entry) {
      verifyRegions(displacedLayout(layout, entry['channels'], at), entry, tally, at);
      continue;
    }
    const channels = listOf(entry['channels'], at).map((channel) => recordOf(channel, at));
    const expected = channels.flatMap((c) => [
      layout.speakers.findIndex((s) => s.name === c['name']),
      c['isLfe'] === true ? 1 : 0,
      ...['azimuth', 'elevation', 'nominalAzimuth', 'nominalElevation'].map((field) => numberOf(c[field], at)),
      ...numbersOf(c['azRange'], at),
      ...numbersOf(c['elRange'], at),
    ]);
    const actual = layout.speakers.flatMap((s, k) => [
      k,
      s.isLfe ? 1 : 0,
      s.azimuthDeg,
      s.elevationDeg,
      s.nominalAzimuthDeg,
      s.nominalElevationDeg,
      ...s.azimuthRangeDeg,
      ...s.elevationRangeDeg,
    ]);
    tally.add(layout.id, 'channels', at, GAIN_TOLERANCE, expected, actual);
    const speakers = describeSpeakers(layout);
    const allocentric = listOf(entry['alloPositions'], at).flatMap((p) => numbersOf(p, at));
    const ours = layout.speakers.flatMap((s, k) => {
      const n = speakers.channel.indexOf(k);
      return n < 0 ? [...s.allocentric] : [...speakers.allocentric.subarray(3 * n, 3 * n + 3)];
    });
    tally.add(layout.id, 'allocentric positions', at, GAIN_TOLERANCE, allocentric, ours);
  }
}

/** Counts the patches that only one side has: 0 where the triangulations are the same. */
function verifyRegions(layout: Layout, entry: JsonRecord, tally: Tally, at: string): void {
  const keyOf = (vertices: readonly number[]): string => [...vertices].sort((a, b) => a - b).join(' ');
  const expected = new Set(listOf(entry['regions'], at).map((r) => keyOf(numbersOf(recordOf(r, at)['outputChannels'], at))));
  const actual = new Set(triangulationOf(layout).map(keyOf));
  const missing = [...expected].filter((key) => !actual.has(key)).length;
  const extra = [...actual].filter((key) => !expected.has(key)).length;
  tally.add(layout.id, 'triangulation', at, 0, [0], [missing + extra]);
}
