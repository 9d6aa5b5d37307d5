/** Text as XML: what markup is made of is escaped, what XML 1.0 has no place for is left out. */
export function escapeXml(text: string): string {
  let out = '';
  for (const character of text) {
    const code = character.codePointAt(0)!;
    if (isXmlCharacter(code)) {
      out += ESCAPES[character] ?? character;
    }
  }
  return out;
}

const ESCAPES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&apos;',
  // Readers turn these into spaces in attributes unless they are written so.
  '\t': '&#9;',
  '\n': '&#10;',
  '\r': '&#13;',
};

/** @source XML 1.0, production 2; lone surrogates are no characters */
function isXmlCharacter(code: number): boolean {
  return (
    code === 9 ||
    code === 10 ||
    code === 13 ||
    (code >= 0x20 && code <= 0xd7ff) ||
    (code >= 0xe000 && code <= 0xfffd) ||
    (code >= 0x10000 && code <= 0x10ffff)
  );
}
