// The codes that an album carries: ISRC for each recording, UPC or EAN for the release.

/**
 * An ISRC without its hyphens, capitals; undefined where it is none. Hyphens may be left out, but stand in their places where they are.
 * @source ISO 3901:2019, 4: prefix of two letters and three letters or digits, two digits of the year, five of the designation
 */
export function parseIsrc(text: string): string | undefined {
  const bare = text.trim().toUpperCase();
  return /^[A-Z]{2}-[A-Z0-9]{3}-\d{2}-\d{5}$|^[A-Z]{2}[A-Z0-9]{3}\d{7}$/.test(bare) ? bare.replaceAll('-', '') : undefined;
}

/** `GBAYE6700149` → `GB-AYE-67-00149`, as people read it. */
export function showIsrc(isrc: string): string {
  return `${isrc.slice(0, 2)}-${isrc.slice(2, 5)}-${isrc.slice(5, 7)}-${isrc.slice(7)}`;
}

/**
 * Thirteen digits of a UPC (twelve) or an EAN, undefined where the check digit does not fit.
 * @source GS1 General Specifications, 7.9: weights 3 and 1 from the right
 */
export function parseUpc(text: string): string | undefined {
  const digits = text.replaceAll(/[\s-]/g, '');
  if (!/^\d{12,13}$/.test(digits)) {
    return undefined;
  }
  const gtin = digits.padStart(13, '0');
  let sum = 0;
  for (let k = 0; k < 12; k++) {
    sum += Number(gtin[k]) * (k % 2 === 0 ? 1 : 3);
  }
  return (sum + Number(gtin[12])) % 10 === 0 ? gtin : undefined;
}
