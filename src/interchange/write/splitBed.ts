// A bed of any layout as what an object master has: one of its eight beds, and objects that stand still for the loudspeakers it lacks.
import { BED_SETS, type BedLabel } from '../../formats/adm/index.ts';
import type { Speaker } from '../../layouts/index.ts';

export interface SplitBed {
  /** Empty where none of the channels is one of a master's beds. */
  readonly channels: readonly {
    readonly label: BedLabel;
    /** Which of the bed's feeds it is; undefined is silence. */
    readonly feed: number | undefined;
  }[];
  /** Feeds that become objects, at their loudspeakers' places in the room. */
  readonly objects: readonly { readonly feed: number; readonly speaker: Speaker }[];
  /** LFEs that a bed has no channel for and that cannot be objects. */
  readonly dropped: readonly Speaker[];
}

/** BS.2051 names of the beds' channels. */
const LABEL_OF: Readonly<Record<string, BedLabel>> = {
  'M+030': 'L',
  'M-030': 'R',
  'M+000': 'C',
  LFE1: 'LFE',
  'M+110': 'Ls',
  'M-110': 'Rs',
  'M+090': 'Lss',
  'M-090': 'Rss',
  'M+135': 'Lrs',
  'M-135': 'Rrs',
  'U+090': 'Lts',
  'U-090': 'Rts',
};

/** The bed that takes most of the loudspeakers; of those the smallest. */
export function splitBed(speakers: readonly Speaker[]): SplitBed {
  const labels = speakers.map((speaker) => LABEL_OF[speaker.name]);
  const taken = (set: readonly BedLabel[]): number => labels.filter((label) => label !== undefined && set.includes(label)).length;
  // The sets rise in size, so that only a strictly better one replaces what was found.
  const bed = BED_SETS.reduce<readonly BedLabel[]>((best, set) => (taken(set) > taken(best) ? set : best), []);
  const rest = speakers.flatMap((speaker, feed) => {
    const label = labels[feed];
    return label !== undefined && bed.includes(label) ? [] : [{ feed, speaker }];
  });
  return {
    channels: bed.map((label) => {
      const feed = labels.indexOf(label);
      return { label, feed: feed < 0 ? undefined : feed };
    }),
    objects: rest.filter(({ speaker }) => !speaker.isLfe),
    dropped: rest.filter(({ speaker }) => speaker.isLfe).map(({ speaker }) => speaker),
  };
}
