// What a schema cannot say: ids are unique, what is named exists, pairs are mutual, automation runs forwards.
import type { InputError } from '../base/index.ts';
import { findLayout } from '../layouts/index.ts';
import { nearestName } from './nearest.ts';
import { fieldError } from './problems.ts';
import type { FieldPath } from './problems.ts';
import type { BedElement, Element, ObjectElement, Scene } from './types.ts';

/**
 * Checks how the parts of a scene hang together.
 * @throws InputError at the first part that does not, naming the field and the element
 */
export function checkReferences(scene: Scene, at: string): void {
  const fail: Fail = (code, path, fact, hint) => fieldError(code, scene, path, fact, hint, at);
  checkUnique(scene.sources, 'sources', fail);
  checkUnique(scene.elements, 'elements', fail);
  checkUnique(scene.groups, 'groups', fail);
  const sources = new Set(scene.sources.map((source) => source.id));
  const groups = new Set(scene.groups.map((group) => group.id));
  const elements = new Map(scene.elements.map((element) => [element.id, element]));
  for (const [index, element] of scene.elements.entries()) {
    const path = ['elements', index];
    if (!sources.has(element.source)) {
      throw fail('project.reference', [...path, 'source'], notThere(element.source, 'source'), named(element.source, sources, 'sources'));
    }
    if (element.group !== undefined && !groups.has(element.group)) {
      throw fail('project.reference', [...path, 'group'], notThere(element.group, 'group'), named(element.group, groups, 'groups'));
    }
    if (element.kind === 'bed') {
      checkChannels(element, path, fail);
    } else {
      checkPair(element, elements, path, fail);
    }
    checkAutomation(element, path, fail);
  }
}

type Fail = (code: string, path: FieldPath, fact: string, hint: string) => InputError;

function notThere(id: string, what: string): string {
  return `names the ${what} "${id}", which does not exist`;
}

function named(id: string, known: ReadonlySet<string>, list: string): string {
  const meant = nearestName(id, [...known]);
  return meant === undefined ? `add it to ${list}, or name one that is there` : `did you mean "${meant}"?`;
}

function checkUnique(things: readonly { readonly id: string }[], list: string, fail: Fail): void {
  const seen = new Map<string, number>();
  for (const [index, { id }] of things.entries()) {
    const first = seen.get(id);
    if (first !== undefined) {
      throw fail('project.duplicate', [list, index, 'id'], `is taken: ${list}[${first}] has it too`, 'give each its own id');
    }
    seen.set(id, index);
  }
}

function checkChannels(bed: BedElement, path: FieldPath, fail: Fail): void {
  const speakers = findLayout(bed.layout)?.speakers.length;
  if (bed.channels !== undefined && bed.channels.length !== speakers) {
    const fact = `has ${bed.channels.length} entries, but ${bed.layout} has ${speakers} loudspeakers`;
    throw fail('project.channels', [...path, 'channels'], fact, 'give one source channel for each loudspeaker, 0 for silence');
  }
}

function checkPair(object: ObjectElement, elements: ReadonlyMap<string, Element>, path: FieldPath, fail: Fail): void {
  if (object.pairedWith === undefined) {
    return;
  }
  const field = [...path, 'pairedWith'];
  const partner = elements.get(object.pairedWith);
  if (partner === undefined) {
    const others = new Set(elements.keys());
    throw fail('project.reference', field, notThere(object.pairedWith, 'element'), named(object.pairedWith, others, 'elements'));
  }
  if (partner.kind !== 'object' || partner.pairedWith !== object.id || partner === object) {
    const fact = `names "${partner.id}", which is not paired with it`;
    throw fail('project.pair', field, fact, 'pair two objects with each other, or leave the field out');
  }
}

function checkAutomation(element: Element, path: FieldPath, fail: Fail): void {
  for (const [lane, points] of Object.entries(element.automation) as [string, readonly { readonly atSec: number }[]][]) {
    for (let k = 1; k < points.length; k++) {
      if (points[k]!.atSec < points[k - 1]!.atSec) {
        const fact = `is ${points[k]!.atSec}, before the point in front of it (${points[k - 1]!.atSec})`;
        throw fail('project.automation-order', [...path, 'automation', lane, k, 'atSec'], fact, 'sort the points by time');
      }
    }
  }
}
