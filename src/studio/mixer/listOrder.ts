import type { Element, Group, Scene } from '../../scene/index.ts';

export interface ListSection {
  /** Null: elements without a group. */
  readonly group: Group | null;
  readonly elements: readonly Element[];
}

/** The elements as the list shows them: group by group, those without one at the end. */
export function listSections(scene: Scene): ListSection[] {
  const sections: ListSection[] = scene.groups.map((group) => ({
    group,
    elements: scene.elements.filter((element) => element.group === group.id),
  }));
  const known = new Set(scene.groups.map((group) => group.id));
  const loose = scene.elements.filter((element) => element.group === undefined || !known.has(element.group));
  return loose.length > 0 ? [...sections, { group: null, elements: loose }] : sections;
}

export function listedElements(scene: Scene): Element[] {
  return listSections(scene).flatMap((section) => section.elements);
}
