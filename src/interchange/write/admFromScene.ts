import { clamp, hypot, InputError, type Warn } from '../../base/index.ts';
import {
  TICKS_PER_SEC,
  writeAxml,
  writeChna,
  type MasterBed,
  type MasterBlock,
  type MasterObject,
  type MasterZone,
  type ObjectMaster,
} from '../../formats/adm/index.ts';
import { DBMD_TRIM_LAYOUTS, DBMD_VERSION, NEUTRAL_TRIM, writeDbmd, type DbmdTrack } from '../../formats/dbmd/index.ts';
import { azimuthDegOf, elevationDegOf, type Speaker } from '../../layouts/index.ts';
import { createPositionTrack, createValueTrack, isPolar, type Element, type ObjectElement, type Scene } from '../../scene/index.ts';
import { objectBlocks, type PlaceAt } from './objectBlocks.ts';
import { splitBed } from './splitBed.ts';

/** An element as the plan has it: its channels of audio, a bed's with their loudspeakers. */
export interface WrittenElement {
  readonly element: Element;
  readonly feeds: readonly { readonly speaker?: Speaker }[];
}

/** What of the audio the metadata need to know. */
export interface WrittenAudio {
  readonly lengthFrames: number;
  /** In order; each has as many channels of audio as feeds, one after the other. Muted ones are left out here. */
  readonly elements: readonly WrittenElement[];
}

/** The renderer's own geometry, so that a master says what the renderer does. */
export interface RoomGeometry {
  /** BS.2127 section 10: x, y, z into `out`. */
  polarPointToCartesian(out: Float64Array, azimuthDeg: number, elevationDeg: number, distance: number): void;
  zoneExclusionOf(zones: ObjectElement['zones']): readonly MasterZone[] | undefined;
}

/** A track of the written file. */
export interface WrittenTrack {
  /** `Kick`, `Ambience Lss`. */
  readonly name: string;
  readonly elementId: string;
  /** Which channel of audio, counted over the feeds of all elements from 0; null is silence. */
  readonly channel: number | null;
}

export interface WrittenAdm {
  /** The chunks' bodies. */
  readonly axml: Uint8Array;
  readonly chna: Uint8Array;
  readonly dbmd: Uint8Array;
  /** By track of the file. */
  readonly tracks: readonly WrittenTrack[];
}

/** What we call ourselves; 32 bytes at most. */
const CREATOR = 'Periphony';
const TOOL = 'Periphony';
const TOOL_VERSION = [0, 1, 0] as const;

export const MASTER_RATE_HZ = 48000;
export const MASTER_BITS = 24;
/** A thousandth of the room's half width: a step that no ear finds. */
const MOVE_TOLERANCE = 0.001;
/** More blocks than this make files that other programs choke on; movement is then written coarser, and that is said. */
const MAX_BLOCKS = 200_000;

/**
 * A scene as the metadata of an object master: axml, chna and dbmd after the Dolby Atmos Master ADM Profile 1.1. The audio of the tracks is the
 * elements' own after inserts, groups and faders; gains are 1. What the profile has no word for is said as a warning: `adm.loss-bed`,
 * `adm.loss-lfe`, `adm.loss-polar`, `adm.loss-movement`, `adm.muted`.
 * @throws InputError `adm.rate` where the session is not at 48 kHz; `adm.too-many`; `adm.empty`
 */
export function admFromScene(scene: Scene, audio: WrittenAudio, geometry: RoomGeometry, warn: Warn): WrittenAdm {
  if (scene.sampleRateHz !== MASTER_RATE_HZ) {
    throw new InputError(
      'adm.rate',
      `is at ${scene.sampleRateHz} Hz, and an object master is at ${MASTER_RATE_HZ}`,
      `set sampleRateHz to ${MASTER_RATE_HZ}; sources are converted`,
      scene.title,
    );
  }
  const durationTicks = Math.ceil((audio.lengthFrames * TICKS_PER_SEC) / MASTER_RATE_HZ);
  const parts = partsOf(scene, audio, geometry, warn);
  const objects = withBlocks(parts.objects, durationTicks, scene.title, warn);
  const master: ObjectMaster = {
    durationTicks,
    sampleRateHz: MASTER_RATE_HZ,
    bitDepth: MASTER_BITS,
    beds: parts.beds.map(({ bed }) => bed),
    objects,
  };
  const tracks = [...parts.beds.flatMap((bed) => bed.tracks), ...parts.objects.map((object) => object.track)];
  return {
    axml: new TextEncoder().encode(writeAxml(master)),
    chna: writeChna(master),
    dbmd: dbmdOf(scene, tracks),
    tracks: tracks.map(({ name, elementId, channel }) => ({ name, elementId, channel })),
  };
}

interface Track extends WrittenTrack {
  readonly headphones: DbmdTrack;
}

interface ObjectPart {
  readonly name: string;
  readonly placeAt: PlaceAt;
  readonly isStatic: boolean;
  readonly snap: boolean;
  readonly zones: readonly MasterZone[];
  readonly track: Track;
}

interface Parts {
  readonly beds: readonly { readonly bed: MasterBed; readonly tracks: readonly Track[] }[];
  readonly objects: readonly ObjectPart[];
}

function partsOf(scene: Scene, audio: WrittenAudio, geometry: RoomGeometry, warn: Warn): Parts {
  const beds: { bed: MasterBed; tracks: Track[] }[] = [];
  const objects: ObjectPart[] = [];
  let channel = 0;
  for (const { element, feeds } of audio.elements) {
    const first = channel;
    channel += feeds.length;
    if (isMuted(scene, element)) {
      warn({ code: 'adm.muted', at: element.id, message: 'is muted and not written' });
    } else if (element.kind === 'object') {
      objects.push(objectPart(element, first, geometry, warn));
    } else {
      const split = splitBed(feeds.map((feed) => feed.speaker!));
      if (split.channels.length > 0) {
        beds.push({
          bed: { name: element.name, channels: split.channels.map(({ label }) => label) },
          tracks: split.channels.map(({ label, feed }) => ({
            name: `${element.name} ${label}`,
            elementId: element.id,
            channel: feed === undefined ? null : first + feed,
            headphones: headphonesOf(element, label === 'LFE'),
          })),
        });
      }
      for (const { feed, speaker } of split.objects) {
        objects.push(speakerPart(element, speaker, first + feed));
      }
      sayBedLosses(
        element,
        split.objects.map(({ speaker }) => speaker.label),
        split.dropped.map(({ label }) => label),
        warn,
      );
    }
  }
  return { beds, objects };
}

function isMuted(scene: Scene, element: Element): boolean {
  return element.mute || (scene.groups.find((group) => group.id === element.group)?.mute ?? false);
}

function objectPart(element: ObjectElement, channel: number, geometry: RoomGeometry, warn: Warn): ObjectPart {
  const position = createPositionTrack(element);
  const size = createValueTrack(element.automation.size, element.size);
  const polar = isPolar(element.position);
  if (polar) {
    warn({
      code: 'adm.loss-polar',
      at: element.id,
      message:
        'has polar positions; they are written as the points of the room that BS.2127 gives them, and panned in the room from there on',
    });
  }
  return {
    name: element.name,
    isStatic: position.isStatic && size.isStatic,
    placeAt(sec, out) {
      position.at(sec, out);
      if (polar) {
        const [x, y, z] = [out[0]!, out[1]!, out[2]!];
        geometry.polarPointToCartesian(out, azimuthDegOf([x, y, z]), elevationDegOf([x, y, z]), hypot(x, y, z));
      }
      for (let axis = 0; axis < 3; axis++) {
        out[axis] = clamp(out[axis]!, -1, 1);
      }
      out[3] = clamp(size.at(sec), 0, 1);
    },
    snap: element.snap,
    zones: geometry.zoneExclusionOf(element.zones) ?? [],
    track: { name: element.name, elementId: element.id, channel, headphones: headphonesOf(element, false) },
  };
}

/** A bed's loudspeaker that a master's beds do not have: an object that never moves. */
function speakerPart(element: Element, speaker: Speaker, channel: number): ObjectPart {
  const name = `${element.name} ${speaker.label}`;
  const [x, y, z] = speaker.allocentric;
  return {
    name,
    isStatic: true,
    placeAt: (_sec, out) => out.set([x, y, z, 0]),
    snap: false,
    zones: [],
    track: { name, elementId: element.id, channel, headphones: headphonesOf(element, false) },
  };
}

function sayBedLosses(element: Element, asObjects: readonly string[], dropped: readonly string[], warn: Warn): void {
  if (asObjects.length > 0) {
    warn({
      code: 'adm.loss-bed',
      at: element.id,
      message: `${asObjects.join(', ')} of the bed are written as objects that stand still: an object master's bed goes up to 7.1.2`,
    });
  }
  if (dropped.length > 0) {
    warn({ code: 'adm.loss-lfe', at: element.id, message: `${dropped.join(', ')} of the bed is left out: an object master has one LFE` });
  }
}

/** The tolerance grows until the whole has no more blocks than are good for it. */
function withBlocks(objects: readonly ObjectPart[], durationTicks: number, at: string, warn: Warn): readonly MasterObject[] {
  for (let tolerance = MOVE_TOLERANCE; ; tolerance *= 2) {
    const blocks = objects.map(({ placeAt, isStatic }): readonly MasterBlock[] =>
      objectBlocks(placeAt, isStatic ? 0 : durationTicks, tolerance),
    );
    const count = blocks.reduce((sum, list) => sum + list.length, 0);
    if (count <= MAX_BLOCKS || tolerance > 1) {
      if (tolerance > MOVE_TOLERANCE) {
        warn({
          code: 'adm.loss-movement',
          at,
          message: `moves so much that positions are written to within ${tolerance} of the room's half width, in ${count} blocks`,
        });
      }
      return objects.map(({ name, snap, zones }, k) => ({ name, snap, zones, blocks: blocks[k]! }));
    }
  }
}

/** 2: whether the head is tracked is the listener's choice. */
const HEAD_TRACK_UNDEFINED = 2;

function headphonesOf(element: Element, isLfe: boolean): DbmdTrack {
  return { binauralMode: isLfe ? 'off' : element.binaural, headTrackMode: HEAD_TRACK_UNDEFINED, trimBypass: 0 };
}

/** Plain renders everywhere, as this renderer's own are: no trims, 5.1 and stereo rendered directly. */
function dbmdOf(scene: Scene, tracks: readonly Track[]): Uint8Array {
  return writeDbmd({
    version: DBMD_VERSION,
    digitalPlus: { programInfo: 0x47, dialnorm: 0, ltRtLevels: 0x24, loRoLevels: 0x24 },
    master: {
      creator: CREATOR,
      tool: TOOL,
      toolVersion: TOOL_VERSION,
      frameRate: scene.frameRate,
      spatialCodingBed: 0x0008,
      stereoDownmix: 'directStereo',
      phaseShift: false,
      warpMode: 'directRender',
    },
    supplement: { trims: DBMD_TRIM_LAYOUTS.map(() => NEUTRAL_TRIM), tracks: tracks.map((track) => track.headphones) },
  });
}
