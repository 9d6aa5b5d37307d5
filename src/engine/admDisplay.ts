// An ADM file as a scene to look at: every element at its places over time. What plays is the file itself.
import { clamp, gainToDb } from '../base/index.ts';
import { LAYOUTS } from '../layouts/index.ts';
import { admGainOf, type AdmPlan, type PlannedDirectSpeakers, type PlannedItem, type PlannedObjects } from '../render/adm/index.ts';
import { normalizeLabel } from '../render/panning/index.ts';
import type { AdmElement, ObjectMetadata } from '../scene/adm/index.ts';
import type { BedElement, Curve, Deliverable, Element, ObjectElement, Position, PositionPoint, Scene, ValuePoint } from '../scene/index.ts';
import type { AdmBlockFacts, AdmElementFacts, AdmLoaded } from './contracts.ts';
import type { AdmLiveSession } from './liveSession.ts';

/** The one source of such a scene: the file. */
const SOURCE = 'adm';
const QUIETEST_DB = -144;
/** As the command line has it where nothing else is asked for. */
const DELIVERABLES: readonly Deliverable[] = [
  { render: '7.1.4', preset: 'atmos-music', format: 'wav24' },
  { render: '5.1', preset: 'atmos-music', format: 'wav24' },
  { render: 'binaural', preset: 'atmos-music', format: 'wav24' },
  { render: 'stereo', preset: 'spotify', format: 'wav24' },
];

/** Everything of AdmLoaded but how it is planned for a monitor. */
export function showAdm(opened: AdmLiveSession, fileName: string): Omit<AdmLoaded, 'lengthFrames' | 'lengthSec' | 'warnings'> {
  const { planned, programme, programmes, file } = opened;
  const scene: Scene = {
    // Not the programme's: every Dolby master's is called Atmos_Master.
    title: fileName.replace(/\.[^.]+$/, ''),
    // Of any rate: nothing is rendered from this scene.
    sampleRateHz: planned.sampleRateHz as Scene['sampleRateHz'],
    frameRate: '24',
    lengthSec: planned.lengthFrames / planned.sampleRateHz,
    sources: [{ id: SOURCE, file: fileName }],
    elements: planned.elements.map((element) => sceneElement(planned, element)),
    groups: [],
    master: { processing: [] },
    deliverables: DELIVERABLES,
  };
  return {
    scene,
    sampleRateHz: planned.sampleRateHz,
    channels: file.channels,
    programme,
    programmes,
    elements: planned.elements.map((element) => factsOf(planned, element)),
  };
}

function sceneElement(plan: AdmPlan, element: AdmElement): Element {
  const items = element.items.map((index) => plan.items[index]!);
  const [first] = items;
  const common = {
    id: element.id,
    name: element.name,
    source: SOURCE,
    startSec: 0,
    gainDb: 0,
    mute: false,
    binaural: first!.item.binaural ?? 'mid',
    content: 'music',
    processing: [],
  } as const;
  return first!.kind === 'objects'
    ? { ...common, ...objectOf(plan, first!) }
    : { ...common, kind: 'bed', ...bedOf(plan, items), automation: {} };
}

/** The track's channel in the file, counted from 1; 0 where it is silent or a sum. */
function channelOf(plan: AdmPlan, planned: PlannedItem): number {
  const terms = plan.tracks[planned.firstTrack]!;
  return terms.length === 1 ? terms[0]!.channel + 1 : 0;
}

function bedOf(plan: AdmPlan, items: readonly PlannedItem[]): Pick<BedElement, 'layout' | 'channels'> {
  const speakers = items.filter((planned): planned is PlannedDirectSpeakers => planned.kind === 'directSpeakers');
  if (speakers.length === 0) {
    const orders = items.flatMap((planned) => (planned.item.kind === 'hoa' ? planned.item.orders : []));
    return { layout: `HOA ${Math.max(...orders)}`, channels: [channelOf(plan, items[0]!)] };
  }
  const channels = new Map<string, number>();
  for (const planned of speakers) {
    for (const label of planned.item.blocks[0]?.metadata.speakerLabels ?? []) {
      channels.set(normalizeLabel(label), channelOf(plan, planned));
    }
  }
  const fitting = LAYOUTS.map((layout) => ({
    layout,
    known: layout.speakers.filter((speaker) => channels.has(speaker.name)).length,
  })).sort((a, b) => b.known - a.known || a.layout.speakers.length - b.layout.speakers.length)[0]!;
  return fitting.known === speakers.length
    ? { layout: fitting.layout.title, channels: fitting.layout.speakers.map((speaker) => channels.get(speaker.name) ?? 0) }
    : {
        layout: speakers.length === 1 ? 'one loudspeaker' : `${speakers.length} loudspeakers`,
        channels: speakers.map((planned) => channelOf(plan, planned)),
      };
}

type Drawn = Pick<ObjectElement, 'kind' | 'channel' | 'position' | 'size' | 'snap' | 'zones' | 'gainDb' | 'automation'>;

function objectOf(plan: AdmPlan, planned: PlannedObjects): Drawn {
  const { segments, item } = planned;
  const places: PositionPoint[] = [];
  const sizes: ValuePoint[] = [];
  const gains: ValuePoint[] = [];
  const add = (metadata: ObjectMetadata, frame: number, curve: Curve): void => {
    const atSec = frame / plan.sampleRateHz;
    push(places, { ...placeOf(metadata), atSec, curve });
    push(sizes, { value: sizeOf(metadata), atSec, curve });
    push(gains, { value: clamp(gainToDb(Math.abs(admGainOf(metadata))), QUIETEST_DB, 48), atSec, curve });
  };
  for (const { block, startFrame, endFrame, stepRatio } of segments) {
    const own = item.blocks[block]!.metadata;
    if (stepRatio === 0) {
      add(own, startFrame, 'hold');
    } else {
      add(item.blocks[block - 1]!.metadata, startFrame, 'linear');
      add(own, endFrame, 'hold');
    }
  }
  const metadata = item.blocks[segments[0]?.block ?? 0]?.metadata;
  return {
    kind: 'object',
    channel: channelOf(plan, planned),
    position: metadata === undefined ? { x: 0, y: 1, z: 0 } : placeOf(metadata),
    size: metadata === undefined ? 0 : sizeOf(metadata),
    snap: metadata?.channelLock !== undefined,
    zones: 'all',
    gainDb: isSteady(gains) ? (gains[0]?.value ?? 0) : 0,
    automation: {
      ...(isSteady(places) ? {} : { position: places }),
      ...(isSteady(sizes) ? {} : { size: sizes }),
      ...(isSteady(gains) ? {} : { gainDb: gains }),
    },
  };
}

/** Adds a point; where nothing changes only the ends are kept. */
function push<Point extends { readonly atSec: number; readonly curve?: Curve }>(points: Point[], point: Point): void {
  const last = points.at(-1);
  const beforeLast = points.at(-2);
  if (
    last !== undefined &&
    sameValue(last, point) &&
    (last.atSec === point.atSec || (beforeLast !== undefined && sameValue(beforeLast, last)))
  ) {
    points.pop();
  }
  points.push(point);
}

function isSteady(points: readonly object[]): boolean {
  return points.every((point) => sameValue(points[0]!, point));
}

function sameValue(a: object, b: object): boolean {
  const before = a as Readonly<Record<string, unknown>>;
  return Object.entries(b).every(([name, value]) => name === 'atSec' || name === 'curve' || before[name] === value);
}

function placeOf({ position, positionOffset: offset }: ObjectMetadata): Position {
  if (position.kind === 'polar') {
    const by = offset?.kind === 'polar' ? offset : { azimuthDeg: 0, elevationDeg: 0, distance: 0 };
    return {
      azimuthDeg: position.azimuthDeg + by.azimuthDeg,
      elevationDeg: position.elevationDeg + by.elevationDeg,
      distance: position.distance + by.distance,
    };
  }
  const by = offset?.kind === 'cartesian' ? offset : { x: 0, y: 0, z: 0 };
  return { x: clamp(position.x + by.x, -1, 1), y: clamp(position.y + by.y, -1, 1), z: clamp(position.z + by.z, -1, 1) };
}

/** One figure for all extents: 1 fills the room or goes all around. */
function sizeOf({ position, width = 0, height = 0, depth = 0 }: ObjectMetadata): number {
  return position.kind === 'polar' ? Math.min(1, Math.max(width, height) / 360) : Math.min(1, Math.max(width, height, depth));
}

function factsOf(plan: AdmPlan, element: AdmElement): AdmElementFacts {
  const items = element.items.map((index) => plan.items[index]!);
  const [first] = items.map(({ item }) => item);
  const tracks = items.flatMap(({ firstTrack, item }) =>
    plan.tracks.slice(firstTrack, firstTrack + (item.kind === 'hoa' ? item.tracks.length : 1)),
  );
  return {
    id: element.id,
    kind: element.kind,
    formatIds: items.map(({ item }) => item.id),
    objectId: first!.objectId,
    tracks: [...new Set(tracks.flat().map(({ channel }) => channel + 1))],
    importance: first!.importance,
    hoa: first!.kind === 'hoa' ? { order: Math.max(...first!.orders), normalization: first!.normalization } : undefined,
    blocks: element.kind === 'objects' ? blocksOf(plan, items[0]!, Infinity) : items.flatMap((planned) => blocksOf(plan, planned, 1)),
  };
}

function blocksOf(plan: AdmPlan, { item, segments }: PlannedItem, most: number): AdmBlockFacts[] {
  const found: AdmBlockFacts[] = [];
  let last = -1;
  for (const { block, startFrame } of segments) {
    if (item.kind !== 'hoa' && block !== last && found.length < most) {
      const { id, metadata } = item.blocks[block]!;
      found.push({ id, atSec: startFrame / plan.sampleRateHz, metadata });
      last = block;
    }
  }
  return found;
}
