import { InputError } from '../base/index.ts';
import { LAYOUTS } from './tables.ts';
import type { Layout } from './types.ts';

/** No layout of that name. */
export class UnknownLayoutError extends InputError {
  override readonly name: string = 'UnknownLayoutError';
  constructor(requested: string, at = '') {
    super('layout.unknown', `no loudspeaker layout is called "${requested}"`, `use one of ${LAYOUTS.map((l) => l.title).join(', ')}`, at);
  }
}

/** The layout called `name` by its id, title or an alias, or undefined. */
export function findLayout(name: string): Layout | undefined {
  const wanted = name.toLowerCase();
  return LAYOUTS.find((l) => l.id === wanted || l.title.toLowerCase() === wanted || l.aliases.includes(wanted));
}

/**
 * The layout called `name`.
 * @throws UnknownLayoutError naming the known ones
 */
export function getLayout(name: string, at = ''): Layout {
  const layout = findLayout(name);
  if (layout === undefined) {
    throw new UnknownLayoutError(name, at);
  }
  return layout;
}
