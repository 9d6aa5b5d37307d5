// Elements come, go, change their names and their order.
import { UsageError } from '../../base/index.ts';
import { findLayout } from '../../layouts/index.ts';
import { COUNTS, ELEMENT_DEFAULTS, OBJECT_DEFAULTS, RANGES } from '../limits.ts';
import { pathTrouble } from '../path.ts';
import { mirrorPosition, tidy, tidyPosition } from '../position.ts';
import type { BedElement, Element, ElementId, ObjectElement, Position, Scene, Source, SourceId } from '../types.ts';
import { slugOf, uniqueId } from './ids.ts';
import { editElements, movedItem, patched } from './patch.ts';

/** What an element may say when it is made; everything else has its default. */
export interface NewElement {
  readonly name: string;
  readonly source: SourceId;
  readonly startSec?: number;
}

/** An object with all its defaults; its id is the name's slug until it is added. */
export function newObject(what: NewElement & { readonly channel?: number; readonly position?: Position }): ObjectElement {
  return {
    ...ELEMENT_DEFAULTS,
    ...OBJECT_DEFAULTS,
    id: slugOf(what.name),
    kind: 'object',
    name: what.name.slice(0, COUNTS.name),
    source: what.source,
    startSec: what.startSec ?? ELEMENT_DEFAULTS.startSec,
    channel: what.channel ?? OBJECT_DEFAULTS.channel,
    position: what.position ?? OBJECT_DEFAULTS.position,
    processing: [],
    automation: {},
  };
}

/** A bed with all its defaults. */
export function newBed(what: NewElement & { readonly layout: string; readonly channels?: readonly number[] }): BedElement {
  return {
    ...ELEMENT_DEFAULTS,
    id: slugOf(what.name),
    kind: 'bed',
    name: what.name.slice(0, COUNTS.name),
    source: what.source,
    startSec: what.startSec ?? ELEMENT_DEFAULTS.startSec,
    layout: what.layout,
    ...(what.channels === undefined ? {} : { channels: what.channels }),
    processing: [],
    automation: {},
  };
}

/**
 * Adds elements at the end of the list. Taken ids get -2, -3 …; pairs among the new ones stay pairs. What names a source that is not there
 * is left out.
 */
export function addElements(scene: Scene, elements: readonly Element[]): Scene {
  const sources = new Set(scene.sources.map((source) => source.id));
  const fitting = elements.filter((element) => sources.has(element.source)).slice(0, COUNTS.elements - scene.elements.length);
  if (fitting.length === 0) {
    return scene;
  }
  const groups = new Set(scene.groups.map((group) => group.id));
  return { ...scene, elements: [...scene.elements, ...withFreeIds(scene, fitting).map((element) => leaveMissingGroup(element, groups))] };
}

export function addObject(scene: Scene, what: Parameters<typeof newObject>[0]): Scene {
  return addElements(scene, [newObject(what)]);
}

export function addBed(scene: Scene, what: Parameters<typeof newBed>[0]): Scene {
  return addElements(scene, [newBed(what)]);
}

/** Two linked objects from two channels of a source: `name L` where `position` says, `name R` mirrored. */
export function addStereoPair(
  scene: Scene,
  what: NewElement & { readonly channels?: readonly [number, number]; readonly position?: Position },
): Scene {
  return addElements(scene, newStereoPair(what));
}

/** The two halves of addStereoPair. */
export function newStereoPair(
  what: NewElement & { readonly channels?: readonly [number, number]; readonly position?: Position },
): readonly [ObjectElement, ObjectElement] {
  const { name, position = { x: -0.5, y: 1, z: 0 }, channels = [1, 2], ...rest } = what;
  const left = newObject({ ...rest, name: `${name} L`, channel: channels[0], position });
  const right = newObject({ ...rest, name: `${name} R`, channel: channels[1], position: mirrorPosition(position) });
  return [
    { ...left, pairedWith: right.id },
    { ...right, pairedWith: left.id },
  ];
}

/**
 * Makes a file known. A taken id gets -2, -3 …: the source is the last of the list then.
 * @throws UsageError where the path cannot stand in a project
 */
export function addSource(scene: Scene, source: Source): Scene {
  const trouble = pathTrouble(source.file);
  if (trouble !== undefined) {
    throw new UsageError('source.path', `the path "${source.file}" ${trouble}`, 'rename the file, or put it beside the project', source.id);
  }
  if (scene.sources.length >= COUNTS.sources) {
    throw new UsageError('source.too-many', `the project has ${COUNTS.sources} sources already`, 'remove some of them', source.id);
  }
  const id = uniqueId(source.id, new Set(scene.sources.map((s) => s.id)));
  return { ...scene, sources: [...scene.sources, { id, file: source.file }] };
}

/** Names another file for a source. */
export function setSourceFile(scene: Scene, id: SourceId, file: string): Scene {
  return pathTrouble(file) === undefined
    ? patched(scene, { sources: scene.sources.map((source) => (source.id === id ? patched(source, { file }) : source)) })
    : scene;
}

/** Removes elements, and the sources that were theirs alone. Halves of pairs that stay are single objects from then on. */
export function removeElements(scene: Scene, ids: readonly ElementId[]): Scene {
  const gone = new Set(ids);
  const removed = scene.elements.filter((element) => gone.has(element.id));
  if (removed.length === 0) {
    return scene;
  }
  const elements = scene.elements.filter((element) => !gone.has(element.id)).map((element) => leavePartner(element, gone));
  const orphaned = new Set(removed.map((element) => element.source));
  elements.forEach((element) => orphaned.delete(element.source));
  return patched(scene, {
    elements,
    sources: orphaned.size === 0 ? scene.sources : scene.sources.filter((source) => !orphaned.has(source.id)),
  });
}

/** Copies elements to the end of the list. A pair is copied as a pair where both halves are. */
export function duplicateElements(scene: Scene, ids: readonly ElementId[]): Scene {
  const chosen = new Set(ids);
  const originals = scene.elements.filter((element) => chosen.has(element.id));
  const missing = new Set(originals.flatMap((e) => (e.kind === 'object' && e.pairedWith !== undefined ? [e.pairedWith] : [])));
  chosen.forEach((id) => missing.delete(id));
  return addElements(
    scene,
    originals.map((element) => leavePartner(element, missing)),
  );
}

/** Gives an element another name. Its id stays. */
export function renameElement(scene: Scene, id: ElementId, name: string): Scene {
  return editElements(scene, [id], (element) => patched(element, { name: name.slice(0, COUNTS.name) }));
}

/** Moves an element to another place in the list. */
export function moveElement(scene: Scene, id: ElementId, toIndex: number): Scene {
  const from = scene.elements.findIndex((element) => element.id === id);
  return patched(scene, { elements: movedItem(scene.elements, from, toIndex) });
}

/** Links two objects: the second takes the first one's mirrored place and its mix. Former partners are free. */
export function pairObjects(scene: Scene, leadId: ElementId, otherId: ElementId): Scene {
  const lead = scene.elements.find((element) => element.id === leadId);
  const other = scene.elements.find((element) => element.id === otherId);
  if (lead?.kind !== 'object' || other?.kind !== 'object' || lead === other || lead.pairedWith === otherId) {
    return scene;
  }
  const loose = unpairObject(unpairObject(scene, leadId), otherId);
  return editElements(loose, [leadId, otherId], (element) => {
    if (element.kind !== 'object') {
      return element;
    }
    if (element.id === leadId) {
      return { ...element, pairedWith: otherId };
    }
    const { gainDb, mute, size, snap, zones, binaural, content, processing, position, automation, group, hueDeg } = lead;
    const points = automation.position?.map((point) => ({ ...point, ...mirrorPosition(point) }));
    return patched(element, {
      gainDb,
      mute,
      size,
      snap,
      zones,
      binaural,
      content,
      processing,
      group,
      hueDeg,
      position: mirrorPosition(position),
      automation: points === undefined ? automation : { ...automation, position: points },
      pairedWith: leadId,
    });
  });
}

/** Frees an object and its partner from each other. */
export function unpairObject(scene: Scene, id: ElementId): Scene {
  const element = scene.elements.find((e) => e.id === id);
  const partner = element?.kind === 'object' ? element.pairedWith : undefined;
  return partner === undefined
    ? scene
    : editElements(scene, [id, partner], (e) => (e.kind === 'object' ? patched(e, { pairedWith: undefined }) : e));
}

/** Gives a bed another layout; its channels are in order again. */
export function setBedLayout(scene: Scene, id: ElementId, layout: string): Scene {
  return findLayout(layout) === undefined
    ? scene
    : editElements(scene, [id], (e) => (e.kind === 'bed' && e.layout !== layout ? patched(e, { layout, channels: undefined }) : e));
}

/** Which channel of the source each loudspeaker of a bed gets (from 1, 0 is silence); undefined: in order. */
export function setBedChannels(scene: Scene, id: ElementId, channels: readonly number[] | undefined): Scene {
  const isFine = channels?.every((c) => Number.isInteger(c) && c >= 0 && c <= COUNTS.channels) ?? true;
  return editElements(scene, [id], (element) =>
    element.kind === 'bed' && isFine && (channels === undefined || channels.length === findLayout(element.layout)?.speakers.length)
      ? patched(element, { channels })
      : element,
  );
}

/** Which channel of its source an object plays, from 1. */
export function setChannel(scene: Scene, id: ElementId, channel: number): Scene {
  const isFine = Number.isInteger(channel) && channel >= 1 && channel <= COUNTS.channels;
  return isFine ? editElements(scene, [id], (element) => (element.kind === 'object' ? patched(element, { channel }) : element)) : scene;
}

/** Clamps what a caller may have put into a new element, and frees its id. */
function withFreeIds(scene: Scene, elements: readonly Element[]): readonly Element[] {
  const taken = new Set(scene.elements.map((element) => element.id));
  const newIds = new Map<ElementId, ElementId>();
  const ids = elements.map((element) => {
    const id = uniqueId(element.id, taken);
    taken.add(id);
    newIds.set(element.id, id);
    return id;
  });
  return elements.map((element, k) => {
    const id = ids[k]!;
    if (element.kind === 'bed') {
      return patched(element, { id, startSec: startOf(element) });
    }
    return patched<ObjectElement>(element, {
      id,
      startSec: startOf(element),
      position: tidyPosition(element.position) ?? OBJECT_DEFAULTS.position,
      pairedWith: element.pairedWith === undefined ? undefined : newIds.get(element.pairedWith),
    });
  });
}

function startOf(element: Element): number {
  return Number.isFinite(element.startSec) ? tidy(element.startSec, RANGES.timeSec, 1e6) : 0;
}

function leaveMissingGroup(element: Element, groups: ReadonlySet<string>): Element {
  return element.group === undefined || groups.has(element.group) ? element : patched<Element>(element, { group: undefined });
}

function leavePartner(element: Element, gone: ReadonlySet<ElementId>): Element {
  return element.kind === 'object' && element.pairedWith !== undefined && gone.has(element.pairedWith)
    ? patched(element, { pairedWith: undefined })
    : element;
}
