// Faders, mutes, places and groups. Of a pair both halves follow: places mirrored, everything else alike.
import { COUNTS, goldenHueDeg, RANGES } from '../limits.ts';
import { mirrorPosition, tidy, tidyPosition } from '../position.ts';
import type { BinauralMode, ContentKind, ElementId, Group, GroupId, ObjectElement, Position, Scene } from '../types.ts';
import { slugOf, uniqueId } from './ids.ts';
import { editElements, editGroup, editPair, movedItem, patched } from './patch.ts';

/** Steps of a fader that a file can tell apart. */
const GAIN_STEPS_PER_DB = 1000;

export function setGainDb(scene: Scene, id: ElementId, gainDb: number): Scene {
  const value = tidy(gainDb, RANGES.gainDb, GAIN_STEPS_PER_DB);
  return Number.isFinite(value) ? editPair(scene, id, (element) => patched(element, { gainDb: value })) : scene;
}

export function setMute(scene: Scene, id: ElementId, mute: boolean): Scene {
  return editPair(scene, id, (element) => patched(element, { mute }));
}

/** Puts an object in its place; the other half of a pair goes to the mirrored one. Positions outside the room are pulled in. */
export function setPosition(scene: Scene, id: ElementId, position: Position): Scene {
  const place = tidyPosition(position);
  if (place === undefined) {
    return scene;
  }
  return editObjects(scene, id, { position: place }, { position: mirrorPosition(place) });
}

export function setSize(scene: Scene, id: ElementId, size: number): Scene {
  const value = tidy(size, RANGES.size, 1e4);
  return Number.isFinite(value) ? editObjects(scene, id, { size: value }) : scene;
}

export function setSnap(scene: Scene, id: ElementId, snap: boolean): Scene {
  return editObjects(scene, id, { snap });
}

export function setZones(scene: Scene, id: ElementId, zones: ObjectElement['zones']): Scene {
  return editObjects(scene, id, { zones });
}

export function setBinaural(scene: Scene, id: ElementId, binaural: BinauralMode): Scene {
  return editPair(scene, id, (element) => patched(element, { binaural }));
}

export function setContent(scene: Scene, id: ElementId, content: ContentKind): Scene {
  return editPair(scene, id, (element) => patched(element, { content }));
}

/** Moves the element's audio along the timeline. Automation stays where it is. */
export function setStartSec(scene: Scene, id: ElementId, startSec: number): Scene {
  const value = tidy(startSec, RANGES.timeSec, 1e6);
  return Number.isFinite(value) ? editPair(scene, id, (element) => patched(element, { startSec: value })) : scene;
}

/** Hue of one element; undefined: its group's again. */
export function setHueDeg(scene: Scene, id: ElementId, hueDeg: number | undefined): Scene {
  const value = hueDeg === undefined ? undefined : tidy(hueDeg, RANGES.hueDeg, 10);
  return Number.isNaN(value) ? scene : editPair(scene, id, (element) => patched(element, { hueDeg: value }));
}

/** Puts elements into a group, or out of any. Pairs stay together. */
export function setGroup(scene: Scene, ids: readonly ElementId[], group: GroupId | undefined): Scene {
  if (group !== undefined && !scene.groups.some((g) => g.id === group)) {
    return scene;
  }
  const partners = scene.elements.flatMap((e) =>
    e.kind === 'object' && e.pairedWith !== undefined && ids.includes(e.id) ? [e.pairedWith] : [],
  );
  return editElements(scene, [...ids, ...partners], (element) => patched(element, { group }));
}

/** Adds a group at the end of the list; its id is made from its name. */
export function addGroup(scene: Scene, what: { readonly name: string; readonly hueDeg?: number }): Scene {
  if (scene.groups.length >= COUNTS.groups) {
    return scene;
  }
  const asked = tidy(what.hueDeg ?? NaN, RANGES.hueDeg, 10);
  const group: Group = {
    id: uniqueId(slugOf(what.name), new Set(scene.groups.map((g) => g.id))),
    name: what.name.slice(0, COUNTS.name),
    hueDeg: Number.isFinite(asked) ? asked : goldenHueDeg(scene.groups.length),
    gainDb: 0,
    mute: false,
    processing: [],
  };
  return { ...scene, groups: [...scene.groups, group] };
}

/** Removes a group; its members stay, on their own. */
export function removeGroup(scene: Scene, id: GroupId): Scene {
  if (!scene.groups.some((group) => group.id === id)) {
    return scene;
  }
  const members = scene.elements.filter((element) => element.group === id).map((element) => element.id);
  return { ...setGroup(scene, members, undefined), groups: scene.groups.filter((group) => group.id !== id) };
}

export function renameGroup(scene: Scene, id: GroupId, name: string): Scene {
  return editGroup(scene, id, (group) => patched(group, { name: name.slice(0, COUNTS.name) }));
}

export function setGroupHueDeg(scene: Scene, id: GroupId, hueDeg: number): Scene {
  const value = tidy(hueDeg, RANGES.hueDeg, 10);
  return Number.isFinite(value) ? editGroup(scene, id, (group) => patched(group, { hueDeg: value })) : scene;
}

export function setGroupGainDb(scene: Scene, id: GroupId, gainDb: number): Scene {
  const value = tidy(gainDb, RANGES.gainDb, GAIN_STEPS_PER_DB);
  return Number.isFinite(value) ? editGroup(scene, id, (group) => patched(group, { gainDb: value })) : scene;
}

export function setGroupMute(scene: Scene, id: GroupId, mute: boolean): Scene {
  return editGroup(scene, id, (group) => patched(group, { mute }));
}

/** Moves a group to another place in the list. */
export function moveGroup(scene: Scene, id: GroupId, toIndex: number): Scene {
  const from = scene.groups.findIndex((group) => group.id === id);
  return patched(scene, { groups: movedItem(scene.groups, from, toIndex) });
}

type ObjectChanges = Partial<Pick<ObjectElement, 'position' | 'size' | 'snap' | 'zones'>>;

function editObjects(scene: Scene, id: ElementId, changes: ObjectChanges, partnersChanges = changes): Scene {
  return editPair(
    scene,
    id,
    (element) => (element.kind === 'object' ? patched(element, changes) : element),
    (element) => (element.kind === 'object' ? patched(element, partnersChanges) : element),
  );
}
