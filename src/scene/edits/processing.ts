// Inserts: on an element (both halves of a pair), a group or the master.
import { clamp } from '../../base/index.ts';
import { COUNTS } from '../limits.ts';
import { PROCESSORS } from '../processors.ts';
import { processorSchema } from '../processorSchema.ts';
import type { ProcessorDescription, ProcessorSettings } from '../processors.ts';
import type { ElementId, GroupId, Scene } from '../types.ts';
import { editGroup, editPair, movedItem, patched } from './patch.ts';

/** Whose chain of inserts is meant. */
export type ProcessingOwner =
  { readonly kind: 'element'; readonly id: ElementId } | { readonly kind: 'group'; readonly id: GroupId } | { readonly kind: 'master' };

type Chain = readonly ProcessorSettings[];

/** The chain of an owner; empty where there is no such owner. */
export function processingOf(scene: Scene, owner: ProcessingOwner): Chain {
  switch (owner.kind) {
    case 'element':
      return scene.elements.find((element) => element.id === owner.id)?.processing ?? [];
    case 'group':
      return scene.groups.find((group) => group.id === owner.id)?.processing ?? [];
    case 'master':
      return scene.master.processing;
  }
}

/** Replaces a whole chain. Numbers outside their tables are pulled in; inserts that are no inserts are left out. */
export function setProcessing(scene: Scene, owner: ProcessingOwner, chain: Chain): Scene {
  const processing = chain
    .map(tidySettings)
    .filter((settings) => settings !== undefined)
    .slice(0, COUNTS.processors);
  switch (owner.kind) {
    case 'element':
      return editPair(scene, owner.id, (element) => patched(element, { processing }));
    case 'group':
      return editGroup(scene, owner.id, (group) => patched(group, { processing }));
    case 'master':
      return patched(scene, { master: patched(scene.master, { processing }) });
  }
}

/** Puts an insert into a chain, at its end or before the one at `index`. */
export function addProcessor(scene: Scene, owner: ProcessingOwner, settings: ProcessorSettings, index?: number): Scene {
  const chain = [...processingOf(scene, owner)];
  chain.splice(index ?? chain.length, 0, settings);
  return setProcessing(scene, owner, chain);
}

/** Changes the insert at `index`. Settings that are none change nothing. */
export function setProcessor(scene: Scene, owner: ProcessingOwner, index: number, settings: ProcessorSettings): Scene {
  const tidied = tidySettings(settings);
  const chain = processingOf(scene, owner);
  return tidied === undefined
    ? scene
    : setProcessing(
        scene,
        owner,
        chain.map((old, k) => (k === index ? tidied : old)),
      );
}

/** Switches the insert at `index` on or off. */
export function setProcessorEnabled(scene: Scene, owner: ProcessingOwner, index: number, enabled: boolean): Scene {
  const old = processingOf(scene, owner)[index];
  return old === undefined
    ? scene
    : setProcessor(scene, owner, index, patched<ProcessorSettings>(old, { enabled: enabled ? undefined : false }));
}

export function removeProcessor(scene: Scene, owner: ProcessingOwner, index: number): Scene {
  return setProcessing(
    scene,
    owner,
    processingOf(scene, owner).filter((_, k) => k !== index),
  );
}

/** Moves an insert to another place in its chain. */
export function moveProcessor(scene: Scene, owner: ProcessingOwner, from: number, to: number): Scene {
  return setProcessing(scene, owner, movedItem(processingOf(scene, owner), from, to));
}

/** Settings inside their table's ranges, or undefined where they cannot be mended. */
function tidySettings(settings: ProcessorSettings): ProcessorSettings | undefined {
  const row = PROCESSORS.find(({ kind }) => kind === settings.kind);
  if (row === undefined) {
    return undefined;
  }
  const fields = tidyFields({ ...settings }, row);
  const { bands } = row;
  const tidied =
    bands !== undefined && Array.isArray(fields['bands'])
      ? { ...fields, bands: fields['bands'].map((band: object) => tidyFields({ ...band }, bands)) }
      : fields;
  return processorSchema.safeParse(tidied).data;
}

function tidyFields(
  fields: Readonly<Record<string, unknown>>,
  row: Pick<ProcessorDescription, 'parameters'>,
): Readonly<Record<string, unknown>> {
  const tidied: Record<string, unknown> = { ...fields };
  for (const { name, min, max, default: standard } of row.parameters) {
    const value = tidied[name];
    if (typeof value === 'number' && !Object.is(value, standard)) {
      // Six digits are more than anyone hears, and few enough to read in the file.
      tidied[name] = Math.round(Number(clamp(value, min, max).toPrecision(6)) * 1e6) / 1e6 + 0;
    }
  }
  return tidied;
}
