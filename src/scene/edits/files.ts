// How a file of audio becomes elements.
import { findLayout } from '../../layouts/index.ts';
import { COUNTS } from '../limits.ts';
import type { Element, Scene, SourceId } from '../types.ts';
import { addElements, addSource, newBed, newObject, newStereoPair } from './elements.ts';
import { slugOf } from './ids.ts';

/** What is known of a file when it is dropped. */
export interface DroppedFile {
  /** Its path relative to the project, or its bare name. */
  readonly fileName: string;
  readonly channels: number;
  /** Loudspeaker labels in the file's order (`L`, `Rss`, `Ltf`), where the file says them. */
  readonly channelLabels?: readonly string[];
}

/**
 * The elements for a file: one channel is an object; two are a linked pair in front; as many as a bed has, or labels that are a bed's, make
 * a bed; anything else is an object a channel. `source` is the id that the elements name.
 */
export function elementsFromFile(file: DroppedFile & { readonly sourceId: SourceId }): readonly Element[] {
  const name = nameOfFile(file.fileName);
  const what = { name, source: file.sourceId };
  const labels = file.channelLabels?.length === file.channels ? file.channelLabels : undefined;
  if (file.channels === 1) {
    return [newObject(what)];
  }
  if (file.channels === 2 && (labels === undefined || labels.join(' ') === 'L R')) {
    return newStereoPair(what);
  }
  const bed = bedFor(file.channels, labels);
  if (bed !== undefined) {
    return [newBed({ ...what, ...bed })];
  }
  return Array.from({ length: Math.min(file.channels, COUNTS.channels) }, (_, k) =>
    newObject({ ...what, name: `${name} ${labels?.[k] ?? k + 1}`, channel: k + 1 }),
  );
}

/**
 * Adds a file's source and its elements.
 * @throws UsageError where its path cannot stand in a project
 */
export function addFile(scene: Scene, file: DroppedFile): Scene {
  const withSource = addSource(scene, { id: slugOf(nameOfFile(file.fileName)), file: file.fileName });
  return addElements(withSource, elementsFromFile({ ...file, sourceId: withSource.sources.at(-1)!.id }));
}

/** `stems/01_kick-in.flac` is called `01 kick-in`. */
export function nameOfFile(fileName: string): string {
  const base = fileName.slice(fileName.lastIndexOf('/') + 1).replace(/(?<=.)\.[A-Za-z0-9]{1,5}$/, '');
  const name = base.replaceAll('_', ' ').trim();
  return name === '' ? 'Untitled' : name;
}

/** The bed that so many channels without labels are. */
const BED_OF_CHANNELS: ReadonlyMap<number, string> = new Map([
  [6, '5.1'],
  [8, '7.1'],
  [10, '7.1.2'],
  [12, '7.1.4'],
  [16, '9.1.6'],
]);

/** Beds that labels are looked up in, the smallest first. */
const LABELLED_BEDS = ['2.0', '5.1', '7.1', '5.1.2', '5.1.4', '7.1.2', '7.1.4', '9.1.6', '22.2'];

function bedFor(
  channels: number,
  labels: readonly string[] | undefined,
): { readonly layout: string; readonly channels?: readonly number[] } | undefined {
  if (labels === undefined) {
    const layout = BED_OF_CHANNELS.get(channels);
    return layout === undefined ? undefined : { layout };
  }
  if (channels < 3 || new Set(labels).size !== labels.length) {
    return undefined;
  }
  for (const title of LABELLED_BEDS) {
    const speakers = findLayout(title)?.speakers ?? [];
    if (labels.every((label) => speakers.some((speaker) => speaker.label === label))) {
      const order = speakers.map((speaker) => labels.indexOf(speaker.label) + 1);
      return order.every((channel, k) => channel === k + 1) ? { layout: title } : { layout: title, channels: order };
    }
  }
  return undefined;
}
