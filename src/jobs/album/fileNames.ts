/** No system takes longer names; the rest of the name needs room too. */
const MAX_CHARACTERS = 80;

/**
 * A title as part of a file's name on any system: without what Windows, macOS or shells stumble over. Never empty.
 * @param otherwise what a title of nothing else is called
 */
export function safeName(title: string, otherwise: string): string {
  const name = Array.from(title, (character) => (isUnsafe(character) ? '-' : character))
    .slice(0, MAX_CHARACTERS)
    .join('')
    .replaceAll(/\s+/g, ' ')
    .replaceAll(/^[\s.]+|[\s.]+$/g, '');
  return /[^-\s]/.test(name) ? name : otherwise;
}

/** `01 Night Train.7.1.4.wav`. */
export function trackFileName(number: number, title: string, render: string, format: string): string {
  return `${String(number).padStart(2, '0')} ${safeName(title, 'Track')}.${render}.${format === 'flac' ? 'flac' : 'wav'}`;
}

function isUnsafe(character: string): boolean {
  const code = character.codePointAt(0)!;
  return code < 32 || code === 127 || '<>:"/\\|?*'.includes(character);
}
