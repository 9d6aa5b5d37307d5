// What is wrong with a project file, in a sentence: the field, the element it belongs to, the fact and the next step.
import type * as z from 'zod';
import { InputError } from '../base/index.ts';
import { nearestName } from './nearest.ts';

/** A field's place in the file: names and indices from the outermost in. */
export type FieldPath = readonly (string | number)[];

/**
 * The error for one field.
 * @param json the whole file, for the ids of the things on the way
 * @param fact what is wrong, beginning with a verb: `is 3`
 */
export function fieldError(code: string, json: unknown, path: FieldPath, fact: string, hint: string, at: string): InputError {
  return new InputError(code, `${describePath(json, path)} ${fact}`, hint, at);
}

/** `elements[3] "kick": position.x`. */
export function describePath(json: unknown, path: FieldPath): string {
  let words = '';
  let value = json;
  for (const [depth, step] of path.entries()) {
    words += typeof step === 'number' ? `[${step}]` : words === '' || words.endsWith(': ') ? step : `.${step}`;
    value = memberOf(value, step);
    const id = depth === 1 ? memberOf(value, 'id') : undefined;
    if (typeof id === 'string') {
      words += ` "${id.slice(0, 80)}"${depth + 1 < path.length ? ': ' : ''}`;
    } else if (depth === 1 && typeof step === 'number' && depth + 1 < path.length) {
      words += ': ';
    }
  }
  return words === '' ? 'the file' : words;
}

/** The first of the schema's issues as an error; how many more there are is said. */
export function schemaError(issues: readonly z.core.$ZodIssue[], json: unknown, at: string): InputError {
  const { code, path, fact, hint } = problemOf(issues[0]!, json);
  const more = issues.length - 1;
  return fieldError(
    code,
    json,
    path,
    more === 0 ? fact : `${fact} (${more} more ${more === 1 ? 'problem' : 'problems'} after it)`,
    hint,
    at,
  );
}

interface Problem {
  readonly code: string;
  readonly path: FieldPath;
  readonly fact: string;
  readonly hint: string;
}

function problemOf(issue: z.core.$ZodIssue, json: unknown, base: FieldPath = []): Problem {
  const path = [...base, ...issue.path.map((step) => (typeof step === 'symbol' ? String(step) : step))];
  const value = path.reduce(memberOf, json);
  const problem = (hint: string, fact = factOf(value)): Problem => ({ code: 'project.field', path, fact, hint });
  switch (issue.code) {
    case 'unrecognized_keys': {
      const key = issue.keys[0]!;
      return { code: 'project.unknown-field', path: [...path, key], fact: 'is not a field that Periphony knows', hint: issue.message };
    }
    case 'invalid_union': {
      if (issue.errors.length === 0) {
        return problem(choiceHint(value, 'options' in issue ? (issue.options as readonly unknown[]) : []));
      }
      // Of the shapes that it might have been, the one that it fails least.
      const best = issue.errors.reduce((least, errors) => (penaltyOf(errors) < penaltyOf(least) ? errors : least));
      return problemOf(best[0]!, json, path);
    }
    case 'invalid_value':
      return problem(choiceHint(value, issue.values));
    case 'invalid_type':
      return problem(
        issue.message.startsWith('use ') ? issue.message : (TYPE_HINTS[issue.expected] ?? `use a value of type ${issue.expected}`),
      );
    case 'too_big':
      return isNumeric(issue.origin)
        ? problem(issue.message.startsWith('use ') ? issue.message : `use at most ${issue.maximum}`)
        : problem(`use at most ${issue.maximum}`, `has ${sizeOf(value)} ${issue.origin === 'string' ? 'characters' : 'entries'}`);
    case 'too_small':
      return isNumeric(issue.origin)
        ? problem(issue.message.startsWith('use ') ? issue.message : `use at least ${issue.minimum}`)
        : problem('fill it in', 'is empty');
    case 'not_multiple_of':
      return problem('use a whole number');
    default:
      return problem(issue.message);
  }
}

function penaltyOf(errors: readonly z.core.$ZodIssue[]): number {
  return errors.reduce((sum, error) => sum + (error.code === 'unrecognized_keys' ? error.keys.length : 1), 0);
}

const TYPE_HINTS: Readonly<Record<string, string>> = {
  number: 'use a number',
  int: 'use a whole number',
  string: 'use a text in double quotes',
  boolean: 'use true or false',
  array: 'use a list in square brackets',
  object: 'use an object in braces',
};

function choiceHint(value: unknown, options: readonly unknown[]): string {
  const words = options.map(String);
  const meant = typeof value === 'string' ? nearestName(value, words) : undefined;
  return `${meant === undefined ? '' : `did you mean "${meant}"? `}use one of ${words.join(', ')}`;
}

/** `is …`, short. */
export function factOf(value: unknown): string {
  if (value === undefined) {
    return 'is missing';
  }
  if (typeof value === 'number' || (typeof value === 'string' && /^-?(nan|inf|infinity)$/i.test(value))) {
    return `is ${value}`;
  }
  const words = typeof value === 'string' ? JSON.stringify(value.slice(0, 80)) : Array.isArray(value) ? 'a list' : describeValue(value);
  return `is ${words}`;
}

function describeValue(value: unknown): string {
  return typeof value === 'object' && value !== null ? 'an object' : String(value);
}

function isNumeric(origin: string): boolean {
  return origin === 'number' || origin === 'int';
}

function sizeOf(value: unknown): number {
  return typeof value === 'string' || Array.isArray(value) ? value.length : 0;
}

function memberOf(value: unknown, step: string | number): unknown {
  return typeof value === 'object' && value !== null && Object.hasOwn(value, step)
    ? (value as Record<string | number, unknown>)[step]
    : undefined;
}
