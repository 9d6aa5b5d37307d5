// How every edit changes the document: only what differs is new, and where nothing differs the same object comes back.
import type { Element, ElementId, Group, GroupId, Scene } from '../types.ts';

/** The thing with some fields changed; a field set to undefined is left out. The same thing where nothing differs. */
export function patched<T extends object>(thing: T, changes: { readonly [K in keyof T]?: T[K] | undefined }): T {
  const names = (Object.keys(changes) as (keyof T)[]).filter((name) => !sameData(thing[name], changes[name]));
  if (names.length === 0) {
    return thing;
  }
  const copy = { ...thing };
  for (const name of names) {
    if (changes[name] === undefined) {
      delete copy[name];
    } else {
      copy[name] = changes[name];
    }
  }
  return copy;
}

/** The list with each item edited; the same list where no item changed. */
export function edited<T>(list: readonly T[], edit: (item: T) => T): readonly T[] {
  let changed = false;
  const items = list.map((item) => {
    const next = edit(item);
    changed ||= next !== item;
    return next;
  });
  return changed ? items : list;
}

/** The list with one item moved to another place. */
export function movedItem<T>(list: readonly T[], from: number, to: number): readonly T[] {
  const target = Math.max(0, Math.min(list.length - 1, Math.trunc(to)));
  if (list[from] === undefined || Number.isNaN(target) || target === from) {
    return list;
  }
  const items = list.filter((_, index) => index !== from);
  items.splice(target, 0, list[from]);
  return items;
}

/** Edits some elements; ids that are not there are passed over. */
export function editElements(scene: Scene, ids: readonly ElementId[], edit: (element: Element) => Element): Scene {
  const chosen = new Set(ids);
  return patched(scene, { elements: edited(scene.elements, (element) => (chosen.has(element.id) ? edit(element) : element)) });
}

/** Edits an element and, where it is half of a pair, the other half: in its own way where that is given. */
export function editPair(scene: Scene, id: ElementId, edit: (element: Element) => Element, editPartner = edit): Scene {
  const element = scene.elements.find((e) => e.id === id);
  const partner = element?.kind === 'object' ? element.pairedWith : undefined;
  return patched(scene, {
    elements: edited(scene.elements, (e) => (e.id === id ? edit(e) : e.id === partner ? editPartner(e) : e)),
  });
}

export function editGroup(scene: Scene, id: GroupId, edit: (group: Group) => Group): Scene {
  return patched(scene, { groups: edited(scene.groups, (group) => (group.id === id ? edit(group) : group)) });
}

/** Equal as data: the same fields with the same values, all the way down. Numbers by ===, but NaN equals itself. */
export function sameData(a: unknown, b: unknown): boolean {
  if (a === b || (a !== a && b !== b)) {
    return true;
  }
  if (typeof a !== 'object' || typeof b !== 'object' || a === null || b === null || Array.isArray(a) !== Array.isArray(b)) {
    return false;
  }
  const keys = Object.keys(a);
  return (
    keys.length === Object.keys(b).length &&
    keys.every((key) => Object.hasOwn(b, key) && sameData((a as Record<string, unknown>)[key], (b as Record<string, unknown>)[key]))
  );
}
