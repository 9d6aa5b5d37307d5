import type { RenderingItem } from './items.ts';

/** What a listener takes for one thing: an object, the channels of a bed, a HOA sound field. */
export interface AdmElement {
  /** The audioObject's id where it is all of that object, else with the channel's: `AO_1002`, `AO_1003/AC_00031005`. Unique. */
  readonly id: string;
  readonly kind: RenderingItem['kind'];
  readonly name: string;
  /** Its items, by their places in the list. */
  readonly items: readonly number[];
}

/** Items as things to list, mute and look at: the loudspeaker channels of an object are one bed, everything else stands alone. */
export function admElementsOf(items: readonly RenderingItem[]): readonly AdmElement[] {
  const runs: number[][] = [];
  let runIds = new Set<string>();
  items.forEach((item, index) => {
    const first = items[runs.at(-1)?.[0] ?? -1];
    const isBed = item.kind === 'directSpeakers' && first?.kind === 'directSpeakers' && first.objectId === item.objectId;
    // A channel that comes again begins anew: another way to the same object.
    if (isBed && !runIds.has(item.id)) {
      runs.at(-1)!.push(index);
    } else {
      runs.push([index]);
      runIds = new Set();
    }
    runIds.add(item.id);
  });
  // Runs of the same object: a stereo pair, or an object that two contents play.
  const shares = new Map<string, number>();
  runs.forEach(([first]) => {
    const { objectId } = items[first!]!;
    if (objectId !== undefined) {
      shares.set(objectId, (shares.get(objectId) ?? 0) + 1);
    }
  });
  const taken = new Map<string, number>();
  return runs.map((run): AdmElement => {
    const { kind, id, name, objectId, objectName } = items[run[0]!]!;
    const isPart = objectId !== undefined && shares.get(objectId)! > 1;
    const wanted = objectId === undefined ? id : isPart ? `${objectId}/${id}` : objectId;
    const count = (taken.get(wanted) ?? 0) + 1;
    taken.set(wanted, count);
    const own = name ?? id;
    return {
      id: count === 1 ? wanted : `${wanted}#${count}`,
      kind,
      name: objectName === undefined ? own : isPart && own !== objectName ? `${objectName} · ${own}` : objectName,
      items: run,
    };
  });
}
