import { findLayout } from '../../layouts/index.ts';
import type { Deliverable } from '../../scene/index.ts';

/** The preset that counts: where none is named, stereo goes to streaming services and everything else is an immersive master, as on the command line. */
export function presetOf({ render, preset }: Deliverable): string {
  return preset ?? (findLayout(render)?.speakers.length === 2 ? 'spotify' : 'atmos-music');
}
