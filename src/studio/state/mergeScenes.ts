import { uniqueId } from '../../scene/index.ts';
import type { Scene } from '../../scene/index.ts';

/** Adds what is in `added` to `scene`. Ids that are taken get a number; `renamed` says which source became which. */
export function mergeScenes(scene: Scene, added: Scene): { readonly merged: Scene; readonly renamed: ReadonlyMap<string, string> } {
  const sources = freshIds(scene.sources, added.sources);
  const groups = freshIds(scene.groups, added.groups);
  const elements = freshIds(scene.elements, added.elements);
  const merged: Scene = {
    ...scene,
    sources: [...scene.sources, ...added.sources.map((source) => ({ ...source, id: sources.get(source.id)! }))],
    groups: [...scene.groups, ...added.groups.map((group) => ({ ...group, id: groups.get(group.id)! }))],
    elements: [
      ...scene.elements,
      ...added.elements.map((element) => {
        const pairedWith = element.kind === 'object' && element.pairedWith !== undefined ? elements.get(element.pairedWith) : undefined;
        return {
          ...element,
          id: elements.get(element.id)!,
          source: sources.get(element.source) ?? element.source,
          ...(element.group === undefined ? {} : { group: groups.get(element.group) ?? element.group }),
          ...(pairedWith === undefined ? {} : { pairedWith }),
        };
      }),
    ],
  };
  return { merged, renamed: sources };
}

function freshIds(taken: readonly { readonly id: string }[], added: readonly { readonly id: string }[]): Map<string, string> {
  const used = new Set(taken.map(({ id }) => id));
  return new Map(
    added.map(({ id }) => {
      const fresh = uniqueId(id, used);
      used.add(fresh);
      return [id, fresh];
    }),
  );
}
