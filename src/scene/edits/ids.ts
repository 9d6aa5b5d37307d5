/** A name as an id: `Kick In (2)` becomes `kick-in-2`. */
export function slugOf(name: string): string {
  const slug = name
    .normalize('NFKD')
    .replace(/[\u0300-\u036f]/g, '')
    .toLowerCase()
    .replace(/[^\p{Letter}\p{Number}]+/gu, '-')
    .slice(0, 60)
    .replace(/^-+|-+$/g, '');
  return slug === '' ? 'untitled' : slug;
}

/** The id itself where it is free, else with the first free of -2, -3 … */
export function uniqueId(id: string, taken: ReadonlySet<string>): string {
  if (!taken.has(id)) {
    return id;
  }
  for (let n = 2; ; n++) {
    if (!taken.has(`${id}-${n}`)) {
      return `${id}-${n}`;
    }
  }
}
