// From the programme down to the objects that are heard. @source BS.2127-1 §5.2; BS.2076-2 §5.6 to §5.8
import { InputError } from '../../base/index.ts';
import { admKey } from '../../formats/adm/index.ts';
import type { AdmDocument, AlternativeValueSet, AudioContent, AudioObject, AudioProgramme } from '../../formats/adm/index.ts';
import type { AdmIndex } from './admIndex.ts';

/** One way from the programme to an object; the object is the last of `objects`. */
export interface ObjectPath {
  readonly programme?: AudioProgramme | undefined;
  readonly content?: AudioContent | undefined;
  readonly objects: readonly AudioObject[];
  /** What programme or content choose instead of the object's own values. */
  readonly valueSet?: AlternativeValueSet | undefined;
}

/** More ways than this through nested objects (each with its alternativeValueSets) are no mix. */
const MAX_PATHS = 65_536;
/** Programmes that a message names. */
const MAX_NAMED = 8;

/**
 * The programme to render: the one asked for, else the only one, else that with the lowest id.
 * @throws InputError `adm.no-programme`
 */
export function selectProgramme(programmeId: string | undefined, document: AdmDocument): AudioProgramme | undefined {
  const programmes = document.audioProgrammes;
  if (programmeId === undefined) {
    return [...programmes].sort((a, b) => (admKey(a.id) < admKey(b.id) ? -1 : 1))[0];
  }
  const found = programmes.find(({ id }) => admKey(id) === admKey(programmeId));
  if (found === undefined) {
    const hint = programmes.length === 0 ? 'it has none' : `use one of ${listed(programmes.map(({ id }) => id))}`;
    throw new InputError('adm.no-programme', `there is no audioProgramme ${programmeId}`, hint, programmeId);
  }
  return found;
}

/** Says (`adm.programme`) that a programme was taken where others could have been. */
export function noteOtherProgrammes(taken: AudioProgramme | undefined, index: AdmIndex): void {
  const others = index.document.audioProgrammes.filter((programme) => programme !== taken).map(({ id, name }) => `${id} "${name}"`);
  if (taken !== undefined && others.length > 0) {
    index.note(
      'adm.programme',
      `is taken of ${others.length + 1} audioProgrammes for its lowest id; the others are ${listed(others)}`,
      taken.id,
    );
  }
}

function listed(names: readonly string[]): string {
  const more = names.length - MAX_NAMED;
  return names.slice(0, MAX_NAMED).join(', ') + (more > 0 ? ` and ${more} more` : '');
}

/**
 * All ways from a programme to objects; without a programme from the objects that are inside no other.
 * @param complementaryObjectIds the members to hear of groups of complementary objects; of a group without one its first
 */
export function selectObjectPaths(
  programme: AudioProgramme | undefined,
  complementaryObjectIds: readonly string[],
  index: AdmIndex,
): ObjectPath[] {
  const unheard = unheardComplementary(complementaryObjectIds, index);
  const paths: ObjectPath[] = [];
  let steps = 0;
  const visit = (object: AudioObject, above: readonly AudioObject[], content: AudioContent | undefined): void => {
    if (unheard.has(object)) {
      return;
    }
    const objects = [...above, object];
    steps += 1 + object.alternativeValueSets.length;
    if (steps > MAX_PATHS) {
      throw new InputError('adm.too-large', `is reached in more than ${MAX_PATHS} ways`, 'refer to objects less often', object.id);
    }
    paths.push({ programme, content, objects, valueSet: chosenValueSet(object, programme, content) });
    for (const child of index.subObjects(object)) {
      visit(child, objects, content);
    }
  };
  if (programme === undefined) {
    const inside = new Set(index.document.audioObjects.flatMap(({ audioObjectIDRef }) => audioObjectIDRef.map(admKey)));
    for (const object of index.document.audioObjects) {
      if (!inside.has(admKey(object.id))) {
        visit(object, [], undefined);
      }
    }
    return paths;
  }
  const contents = programme.audioContentIDRef.map((id) => index.content(id, programme.id));
  for (const content of contents) {
    for (const id of content.audioObjectIDRef) {
      visit(index.object(id, content.id), [], content);
    }
  }
  checkValueSets(programme, contents, index);
  return paths;
}

/** Objects of complementary groups that are not the chosen member. */
function unheardComplementary(chosenIds: readonly string[], index: AdmIndex): Set<AudioObject> {
  const groups = index.document.audioObjects
    .filter(({ audioComplementaryObjectIDRef }) => audioComplementaryObjectIDRef.length > 0)
    .map((root) => [root, ...root.audioComplementaryObjectIDRef.map((id) => index.object(id, root.id))]);
  const chosen = new Set<AudioObject>();
  for (const id of chosenIds) {
    const object = index.object(id, 'complementary object');
    if (!groups.some((group) => group.includes(object))) {
      throw new InputError('adm.complementary', 'is chosen and in no group of complementary objects', 'choose a member of a group', id);
    }
    chosen.add(object);
  }
  for (const group of groups) {
    if (!group.some((object) => chosen.has(object))) {
      chosen.add(group[0]!);
    }
  }
  const unheard = new Set<AudioObject>();
  for (const group of groups) {
    const heard = group.filter((object) => chosen.has(object));
    if (heard.length > 1) {
      const fact = `two of its group of complementary objects are chosen: ${heard.map(({ id }) => id).join(', ')}`;
      throw new InputError('adm.complementary', fact, 'choose one of a group', group[0]!.id);
    }
    for (const object of group) {
      if (!chosen.has(object)) {
        unheard.add(object);
      }
    }
  }
  return unheard;
}

function chosenValueSet(
  object: AudioObject,
  programme: AudioProgramme | undefined,
  content: AudioContent | undefined,
): AlternativeValueSet | undefined {
  if (object.alternativeValueSets.length === 0) {
    return undefined;
  }
  let chosen: { readonly set: AlternativeValueSet; readonly by: string } | undefined;
  for (const referrer of [programme, content]) {
    const referred = new Set(referrer?.alternativeValueSetIDRef.map(admKey));
    for (const set of object.alternativeValueSets) {
      if (!referred.has(admKey(set.id))) {
        continue;
      }
      if (chosen !== undefined && set !== chosen.set) {
        const fact = `has two alternativeValueSets chosen: ${chosen.set.id} by ${chosen.by} and ${set.id} by ${referrer!.id}`;
        throw new InputError('adm.value-set', fact, 'choose one', object.id);
      }
      chosen = { set, by: referrer!.id };
    }
  }
  return chosen?.set;
}

/** Every reference is to a set of an object below the one that refers, and made once. */
function checkValueSets(programme: AudioProgramme, contents: readonly AudioContent[], index: AdmIndex): void {
  const setsBelow = (content: AudioContent): string[] => {
    const seen = new Set<AudioObject>();
    const visit = (object: AudioObject): void => {
      if (!seen.has(object)) {
        seen.add(object);
        index.subObjects(object).forEach(visit);
      }
    };
    content.audioObjectIDRef.forEach((id) => visit(index.object(id, content.id)));
    return [...seen].flatMap(({ alternativeValueSets }) => alternativeValueSets.map(({ id }) => admKey(id)));
  };
  const check = (referrer: AudioProgramme | AudioContent, below: ReadonlySet<string>): void => {
    const seen = new Set<string>();
    for (const id of referrer.alternativeValueSetIDRef) {
      if (seen.has(admKey(id))) {
        throw new InputError('adm.value-set', `refers to ${id} twice`, 'refer to it once', referrer.id);
      }
      if (!below.has(admKey(id))) {
        throw new InputError('adm.value-set', `refers to ${id}, which none of its audioObjects has`, 'take the reference out', referrer.id);
      }
      seen.add(admKey(id));
    }
  };
  check(programme, new Set(contents.flatMap(setsBelow)));
  for (const content of contents) {
    check(content, new Set(setsBelow(content)));
  }
}
