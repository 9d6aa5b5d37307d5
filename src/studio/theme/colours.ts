/** What the canvases paint with: the values of tokens.css. */
export const COLOURS = {
  room: '#0b0d10',
  well: '#0c0e11',
  panel: '#15181c',
  raised: '#1a1e23',
  selected: '#20262d',
  line: '#262b31',
  text: '#d9dee4',
  secondary: '#8b949e',
  faint: '#6a727b',
  accent: '#e9b44c',
  good: '#45b8a7',
  warn: '#e8b04a',
  bad: '#e5544c',
} as const;

/** A hue's colour at a lightness: every element's colour has the same weight on the eye. */
export function hueColour(hueDeg: number, alpha = 1, lightness = 0.76, chroma = 0.115): string {
  return `oklch(${lightness} ${chroma} ${hueDeg}${alpha < 1 ? ` / ${alpha}` : ''})`;
}

/** A hue as #rrggbb, for those who cannot read oklch (three.js). */
export function hueHex(hueDeg: number, lightness = 0.76, chroma = 0.115): string {
  const a = chroma * Math.cos((hueDeg * Math.PI) / 180);
  const b = chroma * Math.sin((hueDeg * Math.PI) / 180);
  const l = (lightness + 0.3963377774 * a + 0.2158037573 * b) ** 3;
  const m = (lightness - 0.1055613458 * a - 0.0638541728 * b) ** 3;
  const s = (lightness - 0.0894841775 * a - 1.291485548 * b) ** 3;
  const linear = [
    4.0767416621 * l - 3.3077115913 * m + 0.2309699292 * s,
    -1.2684380046 * l + 2.6097574011 * m - 0.3413193965 * s,
    -0.0041960863 * l - 0.7034186147 * m + 1.707614701 * s,
  ];
  return `#${linear
    .map((value) =>
      Math.round(255 * encode(value))
        .toString(16)
        .padStart(2, '0'),
    )
    .join('')}`;
}

function encode(linear: number): number {
  const x = Math.min(1, Math.max(0, linear));
  return x <= 0.0031308 ? 12.92 * x : 1.055 * x ** (1 / 2.4) - 0.055;
}
