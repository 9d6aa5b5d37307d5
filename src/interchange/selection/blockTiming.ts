// Times of blocks that nearly fit: rounded to five decimals by many programs, they miss each other and their object by some microseconds.
import { ZERO, addRational, compareRational, rational, subtractRational } from '../../base/index.ts';
import type { Rational } from '../../base/index.ts';
import type { BlockTiming } from '../../scene/adm/index.ts';
import type { AdmIndex } from './admIndex.ts';

/** What is repaired: nothing, what rounding explains (up to a millisecond), or everything. */
export type TimingRepair = 'none' | 'rounding' | 'all';

const ROUNDING = rational(1n, 1000n);

interface TimedBlock extends BlockTiming {
  readonly id: string;
  readonly jumpPosition?: boolean | undefined;
  readonly interpolationLength?: Rational | undefined;
}

/**
 * Looks through a channel's blocks for gaps, overlaps, interpolations that are longer than their block and ends beyond the object's; repairs
 * them by shortening or lengthening durations, as far as asked to. Says how many of each kind, and how many it repaired: `adm.block-gap`,
 * `adm.block-overlap`, `adm.block-interpolation`, `adm.block-end`.
 * @param at the channel's id
 * @source `all`: behaviour of the EBU ADM Renderer's block duration fix
 */
export function fitBlockTimes<T extends TimedBlock>(
  blocks: readonly T[],
  objectDuration: Rational | undefined,
  repair: TimingRepair,
  at: string,
  index: AdmIndex,
): readonly T[] {
  const notes = new Map<string, { count: number; repaired: number; readonly first: string }>();
  /** Notes that a block misses by `excess`; true where that is to be repaired. */
  const isRepaired = (kind: string, block: T, excess: Rational): boolean => {
    const note = notes.get(kind) ?? { count: 0, repaired: 0, first: block.id };
    const size = compareRational(excess, ZERO) < 0 ? subtractRational(ZERO, excess) : excess;
    const repairs = repair === 'all' || (repair === 'rounding' && compareRational(size, ROUNDING) <= 0);
    note.count++;
    note.repaired += repairs ? 1 : 0;
    notes.set(kind, note);
    return repairs;
  };
  const fitted = blocks.map((block, k) => {
    let { duration, interpolationLength } = block;
    const start = block.rtime ?? ZERO;
    const next = blocks[k + 1]?.rtime;
    if (block.rtime !== undefined && duration !== undefined && next !== undefined) {
      const step = subtractRational(next, block.rtime);
      const excess = subtractRational(duration, step);
      const sign = compareRational(excess, ZERO);
      // Blocks out of order are beyond repair: the renderer refuses them.
      if (sign !== 0 && compareRational(step, ZERO) > 0 && isRepaired(sign < 0 ? 'adm.block-gap' : 'adm.block-overlap', block, excess)) {
        duration = step;
      }
    }
    if (objectDuration !== undefined && duration !== undefined) {
      const excess = subtractRational(addRational(start, duration), objectDuration);
      const rest = subtractRational(objectDuration, start);
      if (compareRational(excess, ZERO) > 0 && isRepaired('adm.block-end', block, excess) && compareRational(rest, ZERO) > 0) {
        duration = rest;
      }
    }
    const available = duration ?? objectDuration;
    if (block.jumpPosition === true && interpolationLength !== undefined && available !== undefined) {
      const excess = subtractRational(interpolationLength, available);
      if (compareRational(excess, ZERO) > 0 && isRepaired('adm.block-interpolation', block, excess)) {
        interpolationLength = available;
      }
    }
    return duration === block.duration && interpolationLength === block.interpolationLength
      ? block
      : { ...block, duration, interpolationLength };
  });
  for (const [kind, { count, repaired, first }] of notes) {
    const [one, more] = MEANING[kind]!;
    const fact = count === 1 ? `block ${first} ${one}` : `${count} blocks, the first ${first}, ${more}`;
    const done = repaired === 0 ? '' : repaired === count ? '; repaired' : `; ${repaired} of them repaired`;
    index.odd(kind, fact + done, at, 'write times without rounding');
  }
  return fitted;
}

const MEANING: Readonly<Record<string, readonly [one: string, more: string]>> = {
  'adm.block-gap': ['ends before the next starts', 'end before the next starts'],
  'adm.block-overlap': ['ends after the next has started', 'end after the next has started'],
  'adm.block-interpolation': ['interpolates longer than it lasts', 'interpolate longer than they last'],
  'adm.block-end': ['ends after its audioObject', 'end after their audioObject'],
};
