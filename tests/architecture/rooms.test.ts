// The house plan as a test: imports only ever go down, through a room's index.ts, and never in a circle.
import { readFileSync, readdirSync, statSync } from 'node:fs';
import { dirname, join, relative, resolve, sep } from 'node:path';
import { describe, expect, it } from 'vitest';

const SRC = resolve(import.meta.dirname, '../../src');

/** Which rooms a room may import. A room always may import itself. `types:` prefixed rooms may be imported for their types only. */
const MAY_IMPORT: Readonly<Record<string, readonly string[]>> = {
  base: [],
  layouts: ['base'],
  audio: ['base'],
  dsp: ['base', 'audio'],
  scene: ['base', 'layouts'],
  formats: ['base', 'layouts', 'audio'],
  interchange: ['base', 'layouts', 'scene', 'formats', 'types:audio'],
  demo: ['base', 'audio', 'dsp', 'layouts', 'scene'],
  processing: ['base', 'audio', 'dsp', 'layouts', 'scene'],
  render: ['base', 'layouts', 'audio', 'dsp', 'scene', 'formats', 'processing'],
  metering: ['base', 'audio', 'dsp', 'layouts'],
  mastering: ['base', 'audio', 'dsp', 'layouts', 'metering', 'scene'],
  engine: ['base', 'layouts', 'audio', 'dsp', 'scene', 'formats', 'interchange', 'processing', 'render', 'metering', 'mastering'],
  jobs: [
    'base',
    'layouts',
    'audio',
    'dsp',
    'scene',
    'formats',
    'interchange',
    'demo',
    'processing',
    'render',
    'metering',
    'mastering',
    'engine',
  ],
  cli: [
    'base',
    'layouts',
    'audio',
    'dsp',
    'scene',
    'formats',
    'interchange',
    'demo',
    'processing',
    'render',
    'metering',
    'mastering',
    'engine',
    'jobs',
  ],
  studio: [
    'base',
    'engine',
    'scene',
    'layouts',
    'types:audio',
    'types:processing',
    'types:metering',
    'types:mastering',
    'types:jobs',
    'types:interchange',
  ],
};
const PURE = Object.keys(MAY_IMPORT).filter((room) => room !== 'cli' && room !== 'studio');

interface Import {
  readonly target: string;
  readonly typeOnly: boolean;
}

const files = walk(SRC).filter((file) => /\.tsx?$/.test(file) && !/dsp[\\/]wasm[\\/]/.test(file));
const imports = new Map(files.map((file) => [file, importsOf(file)]));

describe('the rooms of src/', () => {
  it('are the rooms of the plan', () => {
    const rooms = readdirSync(SRC).filter((name) => statSync(join(SRC, name)).isDirectory());
    expect(rooms.filter((room) => !(room in MAY_IMPORT))).toEqual([]);
  });

  it.each(files.filter((file) => relative(SRC, file).includes(sep)).map((file) => relative(SRC, file)))(
    '%s imports only downwards',
    (name) => {
      const room = roomOf(join(SRC, name));
      const allowed = MAY_IMPORT[room] ?? [];
      for (const { target, typeOnly } of imports.get(join(SRC, name)) ?? []) {
        const targetRoom = roomOf(target);
        if (targetRoom === room || targetRoom === '') {
          continue;
        }
        const fine = allowed.includes(targetRoom) || (typeOnly && allowed.includes(`types:${targetRoom}`));
        expect(fine, `${room} may not import ${targetRoom}${typeOnly ? '' : ' (values)'}: ${relative(SRC, target)}`).toBe(true);
        expect(relative(SRC, target), `${name} goes past the door of ${targetRoom}`).toMatch(
          /^[a-z0-9]+[\\/](index\.ts|[a-z0-9]+[\\/]index\.ts)$/i,
        );
      }
    },
  );

  it('have no import cycle', () => {
    const done = new Set<string>();
    const visit = (file: string, path: readonly string[]): void => {
      if (path.includes(file)) {
        throw new Error([...path.slice(path.indexOf(file)), file].map((f) => relative(SRC, f)).join(' → '));
      }
      if (done.has(file)) {
        return;
      }
      for (const { target, typeOnly } of imports.get(file) ?? []) {
        if (!typeOnly) {
          visit(target, [...path, file]);
        }
      }
      done.add(file);
    };
    files.forEach((file) => visit(file, []));
  });

  it.each(PURE)('%s computes the same on every host: no clock, no chance, no host-dependent mathematics', (room) => {
    const offences = files
      .filter((file) => roomOf(file) === room && !file.endsWith(join('base', 'math.ts')))
      .flatMap((file) => {
        const code = stripComments(readFileSync(file, 'utf8'));
        const found = [
          ...code.matchAll(
            /\bMath\.(random|sin|cos|tan|asin|acos|atan|atan2|exp|expm1|log|log2|log10|log1p|pow|sinh|cosh|tanh|cbrt|hypot)\b|\bDate\.now\b|\bnew Date\(\)|\bperformance\.|(?<![*/])\*\*(?![*/])/g,
          ),
        ];
        return found.map((match) => `${relative(SRC, file)}: ${match[0]}`);
      });
    expect(offences).toEqual([]);
  });
});

function walk(folder: string): string[] {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) =>
    entry.isDirectory() ? walk(join(folder, entry.name)) : [join(folder, entry.name)],
  );
}

function roomOf(file: string): string {
  const parts = relative(SRC, file).split(sep);
  return parts.length > 1 ? parts[0]! : '';
}

function stripComments(code: string): string {
  return code.replace(/\/\*[\s\S]*?\*\//g, '').replace(/(^|[^:'"`])\/\/.*$/gm, '$1');
}

function importsOf(file: string): Import[] {
  const code = stripComments(readFileSync(file, 'utf8'));
  const found: Import[] = [];
  for (const match of code.matchAll(/(?:^|\n)\s*(?:import|export)\s+(type\s+)?[^'";]*?from\s+'(\.[^']+)'|import\('(\.[^']+)'\)/g)) {
    const target = resolve(dirname(file), (match[2] ?? match[3])!.replace(/\?.*$/, ''));
    if (target.startsWith(SRC) && !/dsp[\\/]wasm[\\/]/.test(target)) {
      found.push({ target, typeOnly: match[1] !== undefined });
    }
  }
  return found;
}
