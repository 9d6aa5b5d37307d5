import type { ObjectsBlock } from '../../scene/adm/index.ts';
import type { ObjectsGainCalculator } from '../panning/index.ts';

/** One gain a channel of the layout. */
export interface ObjectGains {
  readonly direct: Float64Array;
  readonly diffuse: Float64Array;
}

/** The gains of an object's blocks, computed when a block is first reached: a file may hold a hundred thousand. Never allocates. */
export interface ObjectGainsRing {
  /** Valid until the block after the next is asked for. */
  of(block: number): ObjectGains;
}

/** Remembers two neighbouring blocks, which is what a ramp needs. */
export function createObjectGainsRing(
  calculator: ObjectsGainCalculator,
  blocks: readonly ObjectsBlock[],
  channels: number,
): ObjectGainsRing {
  const slots = [0, 1].map(() => ({ block: -1, direct: new Float64Array(channels), diffuse: new Float64Array(channels) }));
  return {
    of(block) {
      const slot = slots[block & 1]!;
      if (slot.block !== block) {
        calculator.calculate(slot.direct, slot.diffuse, blocks[block]!.metadata);
        slot.block = block;
      }
      return slot;
    },
  };
}
