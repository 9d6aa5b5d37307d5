// What must hold of a whole document before anything is selected from it. @source BS.2127-1 §5.2; BS.2076-2 §5
import { InputError } from '../../base/index.ts';
import type { AudioChannelFormat, AudioObject, AudioPackFormat } from '../../formats/adm/index.ts';
import { admKey } from '../../formats/adm/index.ts';
import type { AdmIndex } from './admIndex.ts';
import { checkHoaPack } from './hoaPacks.ts';
import { checkMatrixChannel, checkMatrixPack, checkNotMatrixPack } from './matrixPacks.ts';

/** Elements one inside the other; and channels of one pack with all its sub-packs. More is refused. */
export const STRUCTURE_LIMITS = {
  depth: 64,
  channels: 4096,
  /** Steps through all packs with all that is in them: packs may share parts. */
  packSteps: 2_000_000,
} as const;

/**
 * Checks the document's objects, packs and channels.
 * @throws InputError by the id of the element that is wrong: `adm.loop`, `adm.nested-values`, `adm.pack-type`, `adm.included-twice`,
 *   `adm.cartesian`, `adm.frequency`, `adm.hoa`, `adm.matrix`, `adm.unresolved`, `adm.too-large`
 */
export function validateStructure(index: AdmIndex): void {
  const { document } = index;
  checkObjectLoops(index);
  for (const object of document.audioObjects) {
    checkLeafValues(object);
    checkObjectVersion(object, index);
  }
  for (const pack of document.audioPackFormats) {
    checkPackTypes(pack, index);
  }
  let packSteps = 0;
  for (const pack of document.audioPackFormats) {
    packSteps += checkPackTree(pack, index);
    if (packSteps > STRUCTURE_LIMITS.packSteps) {
      throw new InputError('adm.too-large', 'its packs contain each other too often', 'use fewer or smaller packs', pack.id);
    }
  }
  for (const channel of document.audioChannelFormats) {
    checkChannel(channel, index);
  }
  for (const pack of document.audioPackFormats) {
    if (pack.type === 'Matrix') {
      checkMatrixPack(pack, index);
    } else {
      checkNotMatrixPack(pack);
      if (pack.type === 'HOA') {
        checkHoaPack(pack, index);
      }
    }
  }
}

function checkObjectLoops(index: AdmIndex): void {
  const done = new Set<AudioObject>();
  const visit = (object: AudioObject, path: readonly AudioObject[]): void => {
    const seenAt = path.indexOf(object);
    if (seenAt >= 0) {
      throw loop('audioObjects', [...path.slice(seenAt), object]);
    }
    if (done.has(object)) {
      return;
    }
    checkDepth(path.length, object.id);
    for (const child of index.subObjects(object)) {
      visit(child, [...path, object]);
    }
    done.add(object);
  };
  for (const object of index.document.audioObjects) {
    visit(object, []);
  }
}

/** What only an object without sub-objects may have: there is no rule for how a group's values combine with its members'. */
function checkLeafValues(object: AudioObject): void {
  if (object.audioObjectIDRef.length === 0) {
    return;
  }
  const has =
    object.start !== undefined
      ? 'a start'
      : object.duration !== undefined
        ? 'a duration'
        : object.gain !== undefined && !(object.gain.value === (object.gain.gainUnit === 'dB' ? 0 : 1))
          ? 'a gain'
          : object.mute === true
            ? 'mute'
            : object.positionOffset !== undefined
              ? 'a positionOffset'
              : object.alternativeValueSets.length > 0
                ? 'an alternativeValueSet'
                : undefined;
  if (has !== undefined) {
    const fact = `refers to other audioObjects and has ${has}, which only an audioObject without sub-objects may have (BS.2127-1 §5.2)`;
    throw new InputError('adm.nested-values', fact, 'move it to the audioObjects inside', object.id);
  }
}

function checkObjectVersion(object: AudioObject, index: AdmIndex): void {
  if (object.gain !== undefined) {
    index.needsEdition2('gain of an audioObject', object.id);
  }
  if (object.mute !== undefined) {
    index.needsEdition2('mute of an audioObject', object.id);
  }
  if (object.positionOffset !== undefined) {
    index.needsEdition2('positionOffset of an audioObject', object.id);
  }
  if (object.alternativeValueSets.length > 0) {
    index.needsEdition2('alternativeValueSet', object.id);
  }
}

function checkPackTypes(pack: AudioPackFormat, index: AdmIndex): void {
  for (const part of [...index.channels(pack), ...index.subPacks(pack)]) {
    if (part.type !== pack.type) {
      throw new InputError(
        'adm.pack-type',
        `is of type ${pack.type} and contains ${part.id} of type ${part.type}`,
        'give both the same type',
        pack.id,
      );
    }
  }
}

/** Every part is reached by one path only, and none by itself. Returns how many parts there are. */
function checkPackTree(root: AudioPackFormat, index: AdmIndex): number {
  const paths = new Map<string, readonly string[]>();
  const visit = (id: string, path: readonly string[]): void => {
    const seenAt = path.findIndex((other) => admKey(other) === admKey(id));
    const whole = [...path, id];
    if (seenAt >= 0) {
      throw loop(
        'audioPackFormats',
        whole.slice(seenAt).map((other) => ({ id: other })),
      );
    }
    const before = paths.get(admKey(id));
    if (before !== undefined) {
      throw new InputError(
        'adm.included-twice',
        `contains ${id} twice: by ${before.join(' → ')} and by ${whole.join(' → ')}`,
        'include it once',
        root.id,
      );
    }
    paths.set(admKey(id), whole);
    checkDepth(path.length, root.id);
    if (paths.size > STRUCTURE_LIMITS.channels) {
      throw new InputError('adm.too-large', `has more than ${STRUCTURE_LIMITS.channels} parts`, 'use smaller packs', root.id);
    }
  };
  const visitPack = (pack: AudioPackFormat, path: readonly string[]): void => {
    visit(pack.id, path);
    const below = [...path, pack.id];
    for (const child of index.subPacks(pack)) {
      visitPack(child, below);
    }
    for (const channel of pack.audioChannelFormatIDRef) {
      visit(channel, below);
    }
  };
  visitPack(root, []);
  return paths.size;
}

function checkChannel(channel: AudioChannelFormat, index: AdmIndex): void {
  switch (channel.type) {
    case 'Objects':
      refuseFrequency(channel);
      for (const block of channel.audioBlockFormats) {
        if (block.type === 'Objects' && (block.cartesian ?? false) !== (block.position.kind === 'cartesian')) {
          const fact =
            block.position.kind === 'cartesian'
              ? 'has a position in X, Y and Z, but its cartesian flag is not 1'
              : 'has a position in azimuth and elevation, but its cartesian flag is 1';
          throw new InputError('adm.cartesian', fact, 'write the flag that belongs to the position', block.id);
        }
      }
      break;
    case 'HOA':
      refuseFrequency(channel);
      if (channel.audioBlockFormats.length !== 1) {
        const fact = `is of type HOA and has ${channel.audioBlockFormats.length} audioBlockFormats, not one`;
        throw new InputError('adm.hoa', fact, 'leave one', channel.id);
      }
      break;
    case 'Matrix':
      checkMatrixChannel(channel);
      break;
    case 'DirectSpeakers':
    case 'Binaural':
      break;
  }
  if (channel.type !== 'Objects') {
    for (const block of channel.audioBlockFormats) {
      if (block.gain !== undefined) {
        index.needsEdition2(`gain of a ${channel.type} audioBlockFormat`, block.id);
      }
      if (block.importance !== undefined) {
        index.needsEdition2(`importance of a ${channel.type} audioBlockFormat`, block.id);
      }
    }
  }
  if (channel.audioBlockFormats.some((block) => block.gainUnit === 'dB')) {
    index.needsEdition2('gainUnit="dB"', channel.id);
  }
}

function refuseFrequency(channel: AudioChannelFormat): void {
  if (channel.lowPassHz !== undefined || channel.highPassHz !== undefined) {
    throw new InputError('adm.frequency', `is of type ${channel.type} and has a frequency`, 'leave it out', channel.id);
  }
}

function checkDepth(depth: number, at: string): void {
  if (depth >= STRUCTURE_LIMITS.depth) {
    throw new InputError('adm.too-large', `is nested deeper than ${STRUCTURE_LIMITS.depth}`, 'nest it less deeply', at);
  }
}

function loop(what: string, path: readonly { readonly id: string }[]): InputError {
  const ids = path.map(({ id }) => id);
  return new InputError(
    'adm.loop',
    `${what} refer to each other in a circle: ${ids.join(' → ')}`,
    'take one of the references out',
    ids[0]!,
  );
}
