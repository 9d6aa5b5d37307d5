import { InputError } from '../base/index.ts';
import { diagnoseJson } from './jsonFault.ts';
import { COUNTS, goldenHueDeg } from './limits.ts';
import { describePath, factOf, fieldError, schemaError } from './problems.ts';
import type { FieldPath } from './problems.ts';
import { checkReferences } from './references.ts';
import { PROJECT_VERSION, projectSchema } from './schema.ts';
import type { ProjectFile } from './schema.ts';
import type { Scene } from './types.ts';

/**
 * Reads a project file.
 * @param text the file's text
 * @param at   the file's name, for errors
 * @returns the scene, and the version that the file was written in
 * @throws InputError naming the field, the element, the fact and the next step
 */
export function parseProject(text: string, at: string): { readonly scene: Scene; readonly version: number } {
  if (text.length > COUNTS.text) {
    const fact = `the project is ${Math.ceil(text.length / (1024 * 1024))} MB`;
    throw new InputError(
      'project.too-large',
      `${fact}, more than the ${COUNTS.text / (1024 * 1024)} MB that are read`,
      'thin out its automation',
      at,
    );
  }
  const json = parseJson(text.startsWith('\uFEFF') ? text.slice(1) : text, at);
  return { scene: sceneFromProject(json, at), version: versionOf(json, at) };
}

/**
 * The scene of a project that is already plain data.
 * @throws InputError as parseProject
 */
export function sceneFromProject(json: unknown, at: string): Scene {
  const version = versionOf(json, at);
  checkShape(json, at);
  const present = UPGRADES[version]!(json);
  const parsed = projectSchema.safeParse(present);
  if (!parsed.success) {
    throw schemaError(parsed.error.issues, present, at);
  }
  const scene = sceneOf(parsed.data);
  checkReferences(scene, at);
  return scene;
}

/** What turns a file of each version into one of the present version. */
const UPGRADES: Readonly<Record<number, (json: unknown) => unknown>> = { [PROJECT_VERSION]: (json) => json };

function sceneOf({ periphony: _version, ...file }: ProjectFile): Scene {
  return {
    ...file,
    elements: file.elements.map((element) => ({ ...element, name: element.name ?? element.id })),
    groups: file.groups.map((group, index) => ({ ...group, name: group.name ?? group.id, hueDeg: group.hueDeg ?? goldenHueDeg(index) })),
  };
}

function parseJson(text: string, at: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    const diagnosis = diagnoseJson(text);
    const { line, column, fact } = diagnosis.kind === 'fault' ? diagnosis.fault : diagnosis.first;
    if (diagnosis.kind === 'notNumbers') {
      // The words are strings now, which no number's field takes: this names the field.
      sceneFromProject(JSON.parse(diagnosis.quoted), at);
    }
    throw new InputError('project.syntax', `line ${line}, column ${column}: ${fact}`, 'a project is JSON: correct the text there', at);
  }
}

function versionOf(json: unknown, at: string): number {
  if (typeof json !== 'object' || json === null || Array.isArray(json)) {
    throw new InputError(
      'project.not-a-project',
      'the file is JSON but not a Periphony project',
      'a project begins { "periphony": 1, …',
      at,
    );
  }
  const version: unknown = (json as Record<string, unknown>)['periphony'];
  if (typeof version === 'number' && Object.hasOwn(UPGRADES, version)) {
    return version;
  }
  if (typeof version === 'number' && Number.isInteger(version) && version > PROJECT_VERSION) {
    const message = `the project is of version ${version}, written by a newer Periphony; this one reads version ${PROJECT_VERSION}`;
    throw new InputError('project.newer', message, 'update Periphony', at);
  }
  throw new InputError('project.version', `periphony ${factOf(version)}, which is no version of the format`, `use ${PROJECT_VERSION}`, at);
}

/** Before anything looks closer: nothing is longer or deeper than a project can be. Iterative, so that depth cannot hurt. */
function checkShape(json: unknown, at: string): void {
  const stack: { readonly value: unknown; readonly path: FieldPath }[] = [{ value: json, path: [] }];
  for (let next = stack.pop(); next !== undefined; next = stack.pop()) {
    const { value, path } = next;
    if (typeof value !== 'object' || value === null) {
      continue;
    }
    if (path.length > COUNTS.depth) {
      const where = describePath(json, path.slice(0, 3));
      throw new InputError('project.too-deep', `${where} is nested more than ${COUNTS.depth} levels deep`, 'make it flatter', at);
    }
    const isAdm = path.includes('adm');
    if (Array.isArray(value)) {
      const most = isAdm ? Infinity : path.at(-2) === 'automation' ? COUNTS.points : COUNTS.elements;
      if (value.length > most) {
        throw fieldError('project.too-many', json, path, `has ${value.length} entries`, `use at most ${most}`, at);
      }
      if (path.at(-2) === 'automation' && !isAdm) {
        continue;
      }
    }
    for (const [key, member] of Object.entries(value)) {
      if (typeof member === 'object' && member !== null) {
        stack.push({ value: member, path: [...path, Array.isArray(value) ? Number(key) : key] });
      }
    }
  }
}
