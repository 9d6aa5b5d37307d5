import { METER_ELEMENTS, METER_GROUPS, METERS } from '../../engine/index.ts';
import type { ProcessingOwner, Scene } from '../../scene/index.ts';

/** Where the meter snapshot has the gain reduction of a chain; undefined where it has no room for it. */
export function reductionIndexOf(scene: Scene, owner: ProcessingOwner): number | undefined {
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
      return METERS.masterReductionDb;
  }
}

function placed(first: number, index: number, count: number): number | undefined {
  return index >= 0 && index < count ? first + index : undefined;
}
