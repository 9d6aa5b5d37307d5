import type { AudioChannelFormat, AudioPackFormat } from '../../formats/adm/index.ts';
import type { AdmIndex } from './admIndex.ts';

/** One channel of a pack, with the packs that lead to it, the outermost first. */
export interface PackChannel {
  readonly channel: AudioChannelFormat;
  readonly packs: readonly AudioPackFormat[];
}

/**
 * The channels of a pack and its sub-packs: a pack's own first, then those of each sub-pack in turn. HOA packs of the common definitions
 * contain the lower order, so their channels come after. The tree must have been checked.
 */
export function packChannels(root: AudioPackFormat, index: AdmIndex): PackChannel[] {
  const found: PackChannel[] = [];
  const visit = (pack: AudioPackFormat, path: readonly AudioPackFormat[]): void => {
    const packs = [...path, pack];
    for (const channel of index.channels(pack)) {
      found.push({ channel, packs });
    }
    for (const child of index.subPacks(pack)) {
      visit(child, packs);
    }
  };
  visit(root, []);
  return found;
}
