import { findLayout } from '../../layouts/index.ts';
import type { BedElement } from '../../scene/index.ts';

/** `bed 7.1.2`; of a part of a layout `bed, 2 channels`; what no layout describes by its own name: `HOA 3`. */
export function bedTitle({ layout, channels }: BedElement): string {
  const speakers = findLayout(layout)?.speakers.length;
  if (speakers === undefined) {
    return layout;
  }
  const played = channels?.filter((channel) => channel > 0).length ?? speakers;
  return played === speakers ? `bed ${layout}` : `bed, ${played} ${played === 1 ? 'channel' : 'channels'}`;
}
