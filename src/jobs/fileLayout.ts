import { InputError } from '../base/index.ts';
import { getLayout, LAYOUTS, type Layout, type Speaker } from '../layouts/index.ts';

/** Which loudspeaker each channel of a file feeds. */
export interface FileLayout {
  /** What a mixer calls it; `mono` for one channel. */
  readonly title: string;
  /** In file order. */
  readonly speakers: readonly Speaker[];
  /** In the layout's order, each speaker's channel in the file, counted from 1. */
  readonly channelOfSpeaker: readonly number[];
  /** True where only the channel count spoke for it. */
  readonly guessed: boolean;
}

/** What a file without a channel mask is taken for. */
const LAYOUT_BY_CHANNELS: Readonly<Record<number, string>> = {
  2: '2.0',
  6: '5.1',
  8: '7.1',
  10: '5.1.4',
  12: '7.1.4',
  16: '9.1.6',
  24: '22.2',
};

/**
 * The layout of a file: as asked for, else by its channel mask, else by its channel count.
 * @param labels of the file's channels, where its mask says them
 * @throws InputError `layout.channels` when the file does not have that many, or no layout has
 */
export function layoutOfFile(
  channels: number,
  labels: readonly string[] | undefined,
  requested: string | undefined,
  at: string,
): FileLayout {
  if (channels === 1 && (requested === undefined || requested === 'mono')) {
    const centre = getLayout('5.1').speakers[2]!;
    return { title: 'mono', speakers: [centre], channelOfSpeaker: [1], guessed: false };
  }
  const byMask = labels === undefined ? undefined : LAYOUTS.find((layout) => sameLabels(layout, labels));
  if (requested !== undefined) {
    const layout = getLayout(requested);
    if (layout.speakers.length !== channels) {
      throw new InputError(
        'layout.channels',
        `has ${channels} channels, and ${layout.title} has ${layout.speakers.length}`,
        'name the layout that it was made for',
        at,
      );
    }
    return labels !== undefined && sameLabels(layout, labels) ? inOrder(layout, labels, false) : ownOrder(layout, false);
  }
  if (byMask !== undefined) {
    return inOrder(byMask, labels!, false);
  }
  const guess = LAYOUT_BY_CHANNELS[channels];
  if (guess === undefined) {
    throw new InputError(
      'layout.channels',
      `has ${channels} channels and does not say which loudspeakers they are for`,
      'name its layout with --layout',
      at,
    );
  }
  return ownOrder(getLayout(guess), channels > 2);
}

function sameLabels(layout: Layout, labels: readonly string[]): boolean {
  return layout.speakers.length === labels.length && layout.speakers.every((speaker) => labels.includes(speaker.label));
}

function inOrder(layout: Layout, labels: readonly string[], guessed: boolean): FileLayout {
  return {
    title: layout.title,
    speakers: labels.map((label) => layout.speakers.find((speaker) => speaker.label === label)!),
    channelOfSpeaker: layout.speakers.map((speaker) => labels.indexOf(speaker.label) + 1),
    guessed,
  };
}

function ownOrder(layout: Layout, guessed: boolean): FileLayout {
  return { title: layout.title, speakers: layout.speakers, channelOfSpeaker: layout.speakers.map((_, k) => k + 1), guessed };
}
