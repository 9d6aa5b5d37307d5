import { METER_ELEMENTS, METER_GROUPS, METER_INSERTS, METERS } from '../../engine/index.ts';
import type { ProcessingOwner, ProcessorKind, Scene } from '../../scene/index.ts';

/**
 * Where the meter snapshot has the gain reduction of a chain, or of one insert of the master's; undefined where it has no room for it.
 * @param insert of the other chains only the whole is metered
 */
export function reductionIndexOf(scene: Scene, owner: ProcessingOwner, insert?: number): number | undefined {
  switch (owner.kind) {
    case 'element':
      return placed(
        METERS.elementReductionDb,
        scene.elements.findIndex((element) => element.id === owner.id),
        METER_ELEMENTS,
      );
    case 'group':
      return placed(
        METERS.groupReductionDb,
        scene.groups.findIndex((group) => group.id === owner.id),
        METER_GROUPS,
      );
    case 'master':
      return insert === undefined ? METERS.masterReductionDb : placed(METERS.insertReductionDb, insert, METER_INSERTS);
  }
}

function placed(first: number, index: number, count: number): number | undefined {
  return index >= 0 && index < count ? first + index : undefined;
}

/** Has gain reduction to show. */
export function isDynamic(kind: ProcessorKind): boolean {
  return kind === 'compressor' || kind === 'multiband';
}

/** Layers and sides are known of beds and of the master. */
export function hasLayout(scene: Scene | null, owner: ProcessingOwner): boolean {
  return (
    owner.kind === 'master' ||
    (owner.kind === 'element' && scene?.elements.some((element) => element.id === owner.id && element.kind === 'bed') === true)
  );
}
