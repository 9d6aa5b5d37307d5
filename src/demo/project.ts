// The mix of the session: who is where, how loud, through what, and which files it is delivered as.
import type { BinauralMode, Element, ElementId, Group, ObjectElement, PositionPoint, ProcessorSettings, Scene } from '../scene/index.ts';
import { fader, figureOfEight, journey, passBy } from './places.ts';
import { demoStems } from './stems.ts';
import { DEMO_LENGTH_SEC, DEMO_SAMPLE_RATE_HZ, DEMO_TEMPO_BPM } from './timing.ts';

/** The project as a plain object, ready to be written as `NAME.periphony.json` beside its `stems/`. */
export function demoProject(): { readonly periphony: 1 } & Scene {
  return {
    periphony: 1,
    title: 'Night Train, Rain',
    sampleRateHz: DEMO_SAMPLE_RATE_HZ,
    frameRate: '24',
    tempoBpm: DEMO_TEMPO_BPM,
    lengthSec: DEMO_LENGTH_SEC,
    sources: demoStems().map(({ id, fileName }) => ({ id, file: fileName })),
    elements: [...beds(), ...drums(), ...band(), ...voices(), ...train()],
    groups: GROUPS,
    master: { processing: [] },
    deliverables: [
      { render: '7.1.4', preset: 'atmos-music', format: 'wav24' },
      { render: '5.1', preset: 'atmos-music', format: 'wav24' },
      { render: 'binaural', preset: 'atmos-music', format: 'wav24' },
      { render: 'stereo', preset: 'spotify', format: 'wav24' },
    ],
  };
}

const GROUPS: readonly Group[] = [
  group('drums', 'Drums', 18, [
    { kind: 'compressor', thresholdDb: -14, ratio: 2, kneeDb: 8, attackMs: 25, releaseMs: 140, makeupDb: 1, sideChainHighPassHz: 110 },
  ]),
  group('bass', 'Bass', 262),
  group('keys', 'Keys, guitar', 48),
  group('harp', 'Harp', 165),
  group('strings', 'Strings', 224),
  group('voices', 'Choir', 312),
  group('lead', 'Flute', 96),
  group('weather', 'Rain, train', 198),
  group('room', 'Room', 284),
];

function beds(): Element[] {
  const bed = { kind: 'bed', layout: '7.1.2', startSec: 0, mute: false } as const;
  return [
    {
      ...bed,
      id: 'rain',
      name: 'Rain',
      source: 'rain',
      group: 'weather',
      gainDb: -5,
      binaural: 'far',
      content: 'ambience',
      processing: [],
      automation: { gainDb: fader(RAIN_FADER) },
    },
    {
      ...bed,
      id: 'room',
      name: 'Room',
      source: 'room',
      group: 'room',
      gainDb: 0,
      binaural: 'mid',
      content: 'music',
      processing: [
        {
          kind: 'eq',
          bands: [
            { type: 'highPass', frequencyHz: 160 },
            { type: 'bell', frequencyHz: 380, gainDb: -2, q: 0.9 },
          ],
        },
      ],
      automation: {},
    },
  ];
}

/** The rain is the room one sits in: in front before the band plays and after it, behind it in between. */
const RAIN_FADER = [
  [0, -5],
  [1.5, -8],
  [2, -11],
  [5.5, -12],
  [6, -15],
  [9.75, -15],
  [10, -9],
  [11.5, -10],
  [12, -15],
  [13.75, -14],
  [14.5, -8],
  [16, -6],
] as const;

function drums(): Element[] {
  return [
    object('kick', 'Kick', 'kick', 1, 'drums', -2, [0, 1, 0], {
      binaural: 'near',
      size: 0.2,
      processing: [eq({ type: 'bell', frequencyHz: 300, gainDb: -3, q: 1.1 })],
    }),
    object('snare', 'Snare', 'snare', 1, 'drums', 0, [0.08, 0.95, 0.08], { binaural: 'near', size: 0.15 }),
    ...pair('hats', 'Hi-hat', 'hats', 'drums', -9, [0.5, 0.8, 0.2], 'near'),
    ...pair('cymbals', 'Cymbals', 'cymbals', 'drums', -8, [0.9, 0.55, 0.5], 'mid'),
    object('shaker', 'Shaker, tambourine', 'percussion', 1, 'drums', -10, [0.9, 0.1, 0.2], {
      path: journey([
        [0, [0.9, 0.1, 0.2]],
        [6, [0.9, 0.1, 0.2]],
        [8, [0.95, -0.4, 0.3]],
        [10, [0.9, 0.1, 0.2]],
      ]),
    }),
    object('congas', 'Congas, toms', 'percussion', 2, 'drums', -5, [-0.85, 0.3, 0.1]),
  ];
}

function band(): Element[] {
  return [
    object('bass', 'Bass', 'bass', 1, 'bass', -1, [0, 1, 0], {
      binaural: 'near',
      size: 0.3,
      processing: [{ kind: 'compressor', thresholdDb: -20, ratio: 3, attackMs: 20, releaseMs: 180, makeupDb: 2.5, detector: 'rms' }],
    }),
    ...pair('keys', 'Electric piano', 'keys', 'keys', -11, [0.7, 0.85, 0], 'mid'),
    object('guitar', 'Guitar', 'guitar', 1, 'keys', -5.5, [0.95, 0.4, 0.1], { processing: [eq({ type: 'highPass', frequencyHz: 140 })] }),
    object('harp', 'Harp', 'harp', 1, 'harp', -5, [0, 0, 0.94], { path: figureOfEight() }),
    ...pair('strings', 'Strings', 'pads', 'strings', -9, [1, -0.15, 0.45], 'far', 0.45),
    object('flute', 'Flute', 'lead', 1, 'lead', -12, [0, 1, 0.2], {
      binaural: 'near',
      size: 0.12,
      path: journey([
        [0, [-0.12, 1, 0.15]],
        [6, [-0.12, 1, 0.15]],
        [7, [0.1, 0.95, 0.3]],
        [10, [0.1, 1, 0.25]],
        [12, [0, 1, 0.3]],
        [14, [0, 0.9, 0.45]],
        [16, [0, 0.6, 0.8]],
      ]),
      processing: [
        eq({ type: 'highPass', frequencyHz: 200 }, { type: 'highShelf', frequencyHz: 7000, gainDb: 2 }),
        { kind: 'compressor', thresholdDb: -16, ratio: 2, attackMs: 12, releaseMs: 160, detector: 'rms' },
      ],
    }),
  ];
}

/** Bass, tenor, alto, soprano: together in front when they enter, all round by the middle of the chorus, above at the end. */
function voices(): Element[] {
  const seats = [
    { id: 'choirBass', name: 'Choir, basses', entry: [-0.25, 0.9, 0.1], wide: [-0.95, -0.85, 0.15], high: [-0.4, -0.4, 0.85], gainDb: -16 },
    { id: 'choirTenor', name: 'Choir, tenors', entry: [0.25, 0.9, 0.1], wide: [0.95, -0.85, 0.15], high: [0.4, -0.4, 0.85], gainDb: -17 },
    { id: 'choirAlto', name: 'Choir, altos', entry: [-0.5, 0.85, 0.25], wide: [-1, 0.25, 0.5], high: [-0.45, 0.4, 0.95], gainDb: -18.5 },
    { id: 'choirSoprano', name: 'Choir, sopranos', entry: [0.5, 0.85, 0.25], wide: [1, 0.25, 0.5], high: [0.45, 0.4, 0.95], gainDb: -18.5 },
  ] as const;
  return seats.map((seat, k) =>
    object(seat.id, seat.name, 'choir', k + 1, 'voices', seat.gainDb, seat.entry, {
      binaural: 'far',
      size: 0.2,
      path: journey([
        [0, seat.entry],
        [6, seat.entry],
        [7.5, seat.wide],
        [10, seat.wide],
        [11, seat.high],
        [11.75, seat.high],
        [12, seat.wide],
        [14, seat.wide],
        [15.5, seat.high],
      ]),
    }),
  );
}

function train(): Element[] {
  const passing = object('train', 'Night train', 'train', 1, 'weather', -3, [-1, -0.8, 0], {
    binaural: 'far',
    path: passBy(),
    content: 'effects',
  });
  const size = fader([
    [0, 0.3],
    [9, 0.3],
    [10.5, 0.12],
    [11.25, 0.35],
    [12.5, 0.15],
    [14, 0.3],
  ]);
  return [{ ...passing, size: 0.3, automation: { ...passing.automation, size } }];
}

interface More {
  readonly binaural?: BinauralMode;
  readonly size?: number;
  readonly path?: readonly PositionPoint[];
  readonly processing?: readonly ProcessorSettings[];
  readonly content?: ObjectElement['content'];
}

function object(
  id: ElementId,
  name: string,
  source: string,
  channel: number,
  groupId: string,
  gainDb: number,
  [x, y, z]: readonly [number, number, number],
  more: More = {},
): ObjectElement {
  return {
    id,
    kind: 'object',
    name,
    source,
    channel,
    startSec: 0,
    group: groupId,
    gainDb,
    mute: false,
    position: { x, y, z },
    size: more.size ?? 0,
    snap: false,
    zones: 'all',
    binaural: more.binaural ?? 'mid',
    content: more.content ?? 'music',
    processing: more.processing ?? [],
    automation: more.path === undefined ? {} : { position: more.path },
  };
}

/** Both channels of a stereo stem, mirrored left and right. */
function pair(
  id: string,
  name: string,
  source: string,
  groupId: string,
  gainDb: number,
  [x, y, z]: readonly [number, number, number],
  binaural: BinauralMode,
  size = 0,
): ObjectElement[] {
  const left = object(`${id}L`, `${name} L`, source, 1, groupId, gainDb, [-x, y, z], { binaural, size });
  const right = object(`${id}R`, `${name} R`, source, 2, groupId, gainDb, [x, y, z], { binaural, size });
  return [
    { ...left, pairedWith: right.id },
    { ...right, pairedWith: left.id },
  ];
}

function eq(...bands: NonNullable<Extract<ProcessorSettings, { kind: 'eq' }>['bands']>): ProcessorSettings {
  return { kind: 'eq', bands };
}

function group(id: string, name: string, hueDeg: number, processing: readonly ProcessorSettings[] = []): Group {
  return { id, name, hueDeg, gainDb: 0, mute: false, processing };
}
